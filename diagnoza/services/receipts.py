"""The receipt of an answer: a code made from the key of its form and a secret, kept nowhere.

Whoever has the code can have the answer erased. The store alone, without the secret, cannot tell any code.
"""

import hmac
from collections.abc import Iterable
from typing import cast

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from analysis.vocabulary import Channel
from diagnoza.db.engine import scrub, writing
from diagnoza.documents import sheet_code
from diagnoza.queries import campaigns, responses
from diagnoza.queries.campaigns import CampaignRow

LENGTH = 12
BITS = 5 * (LENGTH - 1)
SENT_BY_RESIDENTS = (Channel.WEB, Channel.KIOSK)
"""Paper and imported answers have no receipt: nobody was there to read it."""


def code_of(campaign_id: int, key: str, secret: str) -> str:
    """The code of the answer that came from the form with this key; the same for every repeated sending."""
    number = _number(campaign_id, key, secret)
    values = iter([number >> shift & 31 for shift in range(BITS - 5, -1, -5)])
    return sheet_code.new(lambda _bits: next(values), LENGTH)


def find(session: Session, campaign: CampaignRow, code: str, secrets: Iterable[str]) -> str | None:
    """The key of the answer with this code; None when there is none, or none any more.

    Nothing is kept to look a code up, so that a submission costs nothing: every key of the campaign is tried.
    """
    wanted = 0
    for character in code[:-1]:
        wanted = wanted << 5 | sheet_code.ALPHABET.index(character)
    keys = responses.keys(session, campaign.id, SENT_BY_RESIDENTS)
    return next((key for secret in secrets for key in keys if _number(campaign.id, key, secret) == wanted), None)


def erase(session: Session, campaign: CampaignRow, key: str) -> None:
    """The answer leaves the store: its row, the pages of the file and the log. Nothing tells that it was there."""
    with writing(session):
        row = responses.find(session, campaign.id, key)
        if row is None:
            return
        session.delete(row)
        campaigns.bump_revision(session, campaign.id)
    scrub(cast(Engine, session.get_bind()))


def _number(campaign_id: int, key: str, secret: str) -> int:
    digest = hmac.digest(secret.encode(), f"receipt {campaign_id} {key}".encode(), "sha256")
    return int.from_bytes(digest[:8], "big") >> (64 - BITS)
