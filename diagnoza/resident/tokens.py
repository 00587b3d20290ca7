"""The key and the token of one load of a survey form.

The key makes a repeated sending recognisable. The token is a signature over the key and the survey's
address with the day of loading: it shows that the form came from here, needs no cookie and never
expires by itself. A token signed with an earlier secret of the installation is still good.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import date

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from diagnoza.clock import WARSAW, today

KEY = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True)
class FormPass:
    """What a form carries so that it can be sent."""

    key: str
    token: str
    opened_on: date


def fresh(slug: str, key: str | None = None) -> FormPass:
    """A pass for a form that is being shown; a well-formed earlier key is kept."""
    kept = key if key and KEY.fullmatch(key) else secrets.token_urlsafe(16)
    return FormPass(kept, serializer().dumps([slug, kept]), today())


def checked(slug: str, key: str, token: str) -> FormPass | None:
    """The pass that was sent, or None when it is not one of ours for this survey."""
    try:
        signed, signed_at = serializer().loads(token, return_timestamp=True)
    except BadSignature:
        return None
    if signed != [slug, key]:
        return None
    return FormPass(key, token, signed_at.astimezone(WARSAW).date())


def serializer(purpose: str = "survey-form") -> URLSafeTimedSerializer:
    """Signs for one purpose; what was signed with an earlier secret is read too."""
    config = current_app.config
    # itsdangerous signs with the last key and accepts them all
    keys = [*reversed(config["SECRET_KEY_FALLBACKS"]), config["SECRET_KEY"]]
    return URLSafeTimedSerializer(keys, salt=purpose)
