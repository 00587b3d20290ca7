"""The key and the token of one load of a survey form.

The key makes a repeated sending recognisable. The token is a signature over the key and the survey's
address with the day of loading: it shows that the form came from here, needs no cookie and never
expires by itself. A token signed with an earlier secret of the installation is still good.

A form that was filled in without a network gets its token when it is sent; `opened`, the token of the page from which
it was filled in, then tells the day on which that page was loaded.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

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
    opened: str = ""


def fresh(slug: str, key: str | None = None) -> FormPass:
    """A pass for a form that is being shown; a well-formed earlier key is kept."""
    kept = key if key and KEY.fullmatch(key) else secrets.token_urlsafe(16)
    return FormPass(kept, serializer().dumps([slug, kept]), today())


def renewed(slug: str, sent: Mapping[str, str]) -> FormPass:
    """A pass for a form whose token was lost; its key and the day of its page are kept if they can be."""
    return replace(fresh(slug, sent.get("key")), opened=sent.get("opened", ""))


def checked(slug: str, sent: Mapping[str, str]) -> FormPass | None:
    """The pass among the fields that were sent, or None when it is not one of ours for this survey."""
    key, token, opened = (sent.get(name, "") for name in ("key", "token", "opened"))
    signed = _signed(token)
    if signed is None or signed.content != [slug, key]:
        return None
    return FormPass(key, token, min(signed.on, opened_on(slug, opened) or signed.on), opened)


def opened_on(slug: str, token: str) -> date | None:
    """The day on which a page of this survey was loaded, by the token that it carried; None without such a token."""
    signed = _signed(token)
    return signed.on if signed and signed.content[:1] == [slug] else None


@dataclass(frozen=True)
class _Signed:
    content: list[str]
    on: date


def _signed(token: str) -> _Signed | None:
    try:
        content, signed_at = serializer().loads(token, return_timestamp=True)
    except BadSignature:
        return None
    return _Signed(content, signed_at.astimezone(WARSAW).date())


def serializer(purpose: str = "survey-form") -> URLSafeTimedSerializer:
    """Signs for one purpose; what was signed with an earlier secret is read too."""
    config = current_app.config
    return _serializer(purpose, *reversed(config["SECRET_KEY_FALLBACKS"]), config["SECRET_KEY"])


@lru_cache
def _serializer(purpose: str, *keys: str) -> URLSafeTimedSerializer:
    """Made once; itsdangerous signs with the last key and accepts them all."""
    return URLSafeTimedSerializer(list(keys), salt=purpose)
