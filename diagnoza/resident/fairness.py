"""What keeps programs from filling in the form, without asking anybody for help and without losing a person's answers.

A form that is held comes back with every answer; sending it once more is all that is needed.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flask import current_app, make_response, request
from itsdangerous import BadSignature
from itsdangerous.encoding import base64_decode, bytes_to_int
from werkzeug.wrappers import Response as AnyResponse

from diagnoza.floods import Floods
from diagnoza.resident.tokens import serializer

TRAP = "your-homepage"
"""A field that nobody sees. No question can have this name: keys have no hyphen."""

SENDINGS = Floods(240, 60)
"""From one address: far more than a library or a school sends from behind its one address."""

TRIES = Floods(30, 60)
"""From one address: codes typed to erase an answer."""


@dataclass(frozen=True)
class Held:
    """Why a form was not taken, as its page says it, and in how many seconds it can be sent again."""

    why: Literal["too_fast", "trap", "flood"]
    status: int
    seconds: int = 0


def held(sent: Mapping[str, str]) -> Held | None:
    """Why a form with a good token is not taken; None for one that is."""
    if sent.get(TRAP):
        return Held("trap", 422)
    return Held("too_fast", 422) if _too_fast(sent) else None


def flooded(floods: Floods = SENDINGS) -> Held | None:
    """Whether this address sends more than people can."""
    counting = current_app.config["RATELIMIT_ENABLED"]
    seconds = floods.wait(request.remote_addr or "") if counting else 0
    return Held("flood", 429, seconds) if seconds else None


def answer(page: str, held: Held) -> AnyResponse:
    """The page with the status and the time of what was held."""
    response = make_response(page, held.status)
    if held.seconds:
        response.headers["Retry-After"] = str(held.seconds)
    return response


def _too_fast(sent: Mapping[str, str]) -> bool:
    """Whether nobody can have read the page; where it was kept without a network, the token it was made with counts."""
    least: float = current_app.config["MIN_FILL_SECONDS"]
    if not least or _age(sent["token"]) >= least:
        return False
    opened = sent.get("opened", "")
    return not _is_ours(opened) or _age(opened) < least


def _age(token: str) -> float:
    """Seconds since a token, whose signature was checked, was made."""
    return time.time() - bytes_to_int(base64_decode(token.rsplit(".", 2)[1]))


def _is_ours(token: str) -> bool:
    try:
        serializer().loads(token)
    except BadSignature:
        return False
    return True
