"""How the receipt gets from the sending to the thanks: in the address, covered, and readable for ten minutes.

The address stays in the history of the browser; after ten minutes it shows the thanks without the code.
"""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from flask import current_app, request
from itsdangerous import BadSignature

from diagnoza.documents import sheet_code
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.resident.tokens import serializer
from diagnoza.services.receipts import LENGTH, code_of

ARGUMENT = "r"
SHOWN_SECONDS = 600
NONCE = 9


@dataclass(frozen=True)
class Receipt:
    """The code as people read it, and how the address carries it."""

    code: str
    sealed: str


def seal(campaign: CampaignRow, key: str) -> str:
    """The receipt of a form that was sent, for the address of the thanks."""
    code = code_of(campaign.id, key, current_app.config["SECRET_KEY"]).encode()
    nonce = secrets.token_bytes(NONCE)
    covered = urlsafe_b64encode(nonce + _covered(code, nonce)).decode()
    return str(serializer("receipt").dumps([campaign.slug, covered]))


def of_address(campaign: CampaignRow) -> Receipt | None:
    """The receipt that the address carries; None when it carries none that can still be read."""
    sealed = request.args.get(ARGUMENT, "")
    try:
        slug, covered = serializer("receipt").loads(sealed, max_age=SHOWN_SECONDS)
    except BadSignature:
        return None
    content = urlsafe_b64decode(covered)
    code = sheet_code.read(_covered(content[NONCE:], content[:NONCE]).decode("ascii", "replace"), LENGTH)
    return Receipt(sheet_code.shown(code), sealed) if code and slug == campaign.slug else None


def all_secrets() -> list[str]:
    """The secrets with which codes may have been made, the present one first."""
    return [current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"]]


def _covered(code: bytes, nonce: bytes) -> bytes:
    """Covered or, from covered, uncovered: with bytes that only this installation can make."""
    cover = hmac.digest(current_app.config["SECRET_KEY"].encode(), b"receipt cover " + nonce, "sha256")
    return bytes(one ^ other for one, other in zip(code, cover, strict=False))
