"""Settings: read once from the environment and the instance folder, checked at start, frozen.

Nothing is required. Secrets are made in the instance folder on the first start.
"""

import math
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.recommender.knowledge import Knowledge

MINIMUM_SECRET = 32
PROJECT = Path(__file__).resolve().parents[1]
MAX_UPLOAD = 20 * 1024 * 1024
MAX_FORM_FIELDS = 2_000
MOST_FILL_SECONDS = 60
CAMPAIGN_SECONDS = 1.0
"""For so long residents' requests use what is known of a campaign."""


class ConfigError(ValueError):
    """A setting cannot be used. The message names it, what was found and what is allowed."""


@dataclass(frozen=True)
class Settings:
    """Everything that may differ between two installations."""

    instance: Path
    database_url: str
    secret_key: str
    secret_key_fallbacks: tuple[str, ...] = ()
    base_url: str | None = None
    rate_limit: bool = True
    min_fill_seconds: float = 3
    own_weights: "Mapping[str, Knowledge]" = field(default_factory=dict)

    def switched_off(self) -> tuple[str, ...]:
        """What protects the installation elsewhere and does not protect this one; said at the start."""
        off = {
            "DIAGNOZA_RATELIMIT=off": not self.rate_limit,
            "DIAGNOZA_MIN_FILL_SECONDS=0": not self.min_fill_seconds,
        }
        return tuple(name for name, is_off in off.items() if is_off)


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from `DIAGNOZA_*` variables; raises ConfigError on a value that cannot be used."""
    instance = Path(environ.get("DIAGNOZA_INSTANCE", PROJECT / "instance")).resolve()
    instance.mkdir(parents=True, exist_ok=True)
    return Settings(
        instance=instance,
        database_url=_database_url(environ, instance),
        secret_key=_secret_key(environ, instance),
        secret_key_fallbacks=tuple(environ.get("DIAGNOZA_SECRET_KEY_FALLBACKS", "").split()),
        base_url=_base_url(environ),
        rate_limit=_switch(environ, "DIAGNOZA_RATELIMIT"),
        min_fill_seconds=_seconds(environ, "DIAGNOZA_MIN_FILL_SECONDS", Settings.min_fill_seconds),
        own_weights=_own_weights(instance),
    )


def _own_weights(instance: Path) -> "Mapping[str, Knowledge]":
    """Weights that coalitions changed; nothing is loaded where there are none."""
    if next(instance.glob("wagi*.toml"), None) is None:
        return {}
    from diagnoza import own_weights

    try:
        return own_weights.read(instance)
    except own_weights.OwnWeightsError as error:
        raise ConfigError(str(error)) from error


def _database_url(environ: Mapping[str, str], instance: Path) -> str:
    url = environ.get("DIAGNOZA_DATABASE_URL", f"sqlite:///{instance / 'diagnoza.sqlite'}")
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ConfigError(
            f"DIAGNOZA_DATABASE_URL begins with {url.split(':')[0]!r}; "
            "allowed: sqlite:///FILE or postgresql+psycopg://USER@HOST/DATABASE"
        )
    return url


def _secret_key(environ: Mapping[str, str], instance: Path) -> str:
    key = environ.get("DIAGNOZA_SECRET_KEY") or _kept_secret(instance / "secret_key")
    if len(key) < MINIMUM_SECRET:
        raise ConfigError(
            f"DIAGNOZA_SECRET_KEY has {len(key)} characters; at least {MINIMUM_SECRET} are needed. "
            "Leave it unset and one is made in the instance folder."
        )
    return key


def _kept_secret(path: Path) -> str:
    """The secret of this installation, made on the first start; two starting processes agree on one."""
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass  # an earlier start made it
    return path.read_text().strip()


def _base_url(environ: Mapping[str, str]) -> str | None:
    url = environ.get("DIAGNOZA_BASE_URL")
    if url and not url.startswith(("http://", "https://")):
        raise ConfigError(f"DIAGNOZA_BASE_URL is {url!r}; it must begin with http:// or https://")
    return url.rstrip("/") if url else None


def _switch(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "on")
    if value not in ("on", "off"):
        raise ConfigError(f"{name} is {value!r}; allowed: on, off")
    return value == "on"


def _seconds(environ: Mapping[str, str], name: str, usual: float) -> float:
    value = environ.get(name, str(usual))
    try:
        seconds = float(value)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= MOST_FILL_SECONDS:
        raise ConfigError(f"{name} is {value!r}; allowed: a number of seconds from 0 (off) to {MOST_FILL_SECONDS}")
    return seconds


def flask_settings(settings: Settings) -> dict[str, object]:
    """The same settings under the names that Flask and its extensions read."""
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": list(settings.secret_key_fallbacks),
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "WTF_CSRF_TIME_LIMIT": None,  # a form open for a day must still be sent
        "MAX_CONTENT_LENGTH": MAX_UPLOAD,
        "MAX_FORM_PARTS": MAX_FORM_FIELDS,
        "MAX_FORM_MEMORY_SIZE": 1_000_000,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SECURE": bool(settings.base_url and settings.base_url.startswith("https")),
        "SEND_FILE_MAX_AGE_DEFAULT": 3600,
        "BABEL_DEFAULT_LOCALE": "pl",
        "BABEL_DEFAULT_TIMEZONE": "Europe/Warsaw",
        "BOOTSTRAP_SERVE_LOCAL": True,
        "RATELIMIT_ENABLED": settings.rate_limit,
        "MIN_FILL_SECONDS": settings.min_fill_seconds,
        "CAMPAIGN_SECONDS": CAMPAIGN_SECONDS,
        "RATELIMIT_STORAGE_URI": "memory://",
        **SECURITY,
    }


SECURITY = {
    "SECURITY_LOGIN_URL": "/logowanie",
    "SECURITY_LOGOUT_URL": "/wyloguj",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_POST_LOGIN_VIEW": "/start",
    "SECURITY_POST_LOGOUT_VIEW": "/",
    "SECURITY_UNAUTHORIZED_VIEW": None,
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
    "SECURITY_PASSWORD_LENGTH_MIN": 12,
    "SECURITY_REGISTERABLE": False,
    "SECURITY_SEND_REGISTER_EMAIL": False,
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_FRESHNESS_GRACE_PERIOD": 0,
    "SECURITY_I18N_DIRNAME": "builtin",
}
