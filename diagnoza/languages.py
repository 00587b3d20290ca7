"""Which language a page speaks: pl unless the reader chose another; residents' pages also in uk."""

from dataclasses import dataclass

from flask import Flask, request, session, url_for
from flask_babel import Babel, get_locale
from flask_babel import lazy_gettext as _

from diagnoza.labels import LANGUAGE_NAMES

STAFF, RESIDENTS = ("pl", "en"), ("pl", "uk", "en")
babel = Babel()

# Flask-Security's own words at the sign-in, which its Polish catalogue leaves in English.
SIGN_IN_WORDS = {
    "GENERIC_AUTHN_FAILED": _("The e-mail or the password is wrong. Check both and try again."),
    "EMAIL_NOT_PROVIDED": _("Write your e-mail."),
    "INVALID_EMAIL_ADDRESS": _("Write an e-mail such as anna@example.org."),
    "PASSWORD_NOT_PROVIDED": _("Write your password."),
}


@dataclass(frozen=True)
class LanguageLink:
    """A link to the same page in another language."""

    code: str
    name: str
    href: str


def attach(app: Flask) -> None:
    """Choose the language of each request and offer the others to the templates."""
    babel.init_app(app, locale_selector=chosen)
    app.config.update({f"SECURITY_MSG_{code}": (words, "error") for code, words in SIGN_IN_WORDS.items()})
    app.context_processor(lambda: {"languages": links(), "locale_code": str(get_locale() or "pl")})


def offered() -> tuple[str, ...]:
    """Languages of the page that is being served."""
    return RESIDENTS if request.blueprint in (None, "resident") else STAFF


def chosen() -> str:
    """The language asked for in the address, else kept in the session, else Polish.

    Residents get no cookie, so their choice travels in the address.
    """
    if request.blueprint in (None, "resident"):
        wanted = request.args.get("lang", "pl")
    else:
        wanted = request.args.get("lang") or session.get("lang", "pl")
        if "lang" in request.args and wanted in STAFF:
            session["lang"] = wanted
    return wanted if wanted in offered() else "pl"


def links() -> list[LanguageLink]:
    """The same page in each language that it is offered in."""
    if request.endpoint is None or request.method != "GET":
        return []
    kept = {**request.args.to_dict(), **(request.view_args or {})}
    return [
        LanguageLink(code, LANGUAGE_NAMES[code], url_for(request.endpoint, **{**kept, "lang": code}))
        for code in offered()
    ]
