"""Single-use codes: a library prints them on slips, and each lets one answer in. Which one, nobody can tell."""

import hashlib

from sqlalchemy.orm import Session

from diagnoza.db.engine import writing
from diagnoza.db.models import Campaign
from diagnoza.db.models_codes import EntryCode
from diagnoza.documents import sheet_code
from diagnoza.queries import entry_codes
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.services.errors import EntryCodeRefused, NoCodes, NotFound

LENGTH = 12
MOST = 500
"""Codes made at once; more are made by asking again."""


def make(session: Session, campaign: CampaignRow, number: int) -> list[str]:
    """New codes. Only their digests are kept, so this is the one time to print them."""
    codes = sorted({sheet_code.new(length=LENGTH) for _ in range(min(number, MOST))})
    with writing(session):
        for code in codes:
            digest = digest_of(campaign.id, code)
            session.add(EntryCode(library_id=campaign.library.id, campaign_id=campaign.id, digest=digest))
    return codes


def left(session: Session, campaign: CampaignRow) -> int:
    """How many codes nobody has used."""
    made, used = entry_codes.counts(session, campaign.id)
    return made - used


def demand(session: Session, campaign: CampaignRow, codes: bool) -> None:
    """From now on an answer needs a code, or needs none. Raises NoCodes where no code is left with which to answer."""
    with writing(session):
        if codes and not left(session, campaign):
            raise NoCodes(campaign.slug)
        row = session.get(Campaign, campaign.id)
        if row is None:
            raise NotFound(campaign.slug)
        row.codes = codes


def consume(session: Session, campaign: CampaignRow, typed: str) -> None:
    """Use the code up, within the transaction that stores the answer. Raises EntryCodeRefused with the reason."""
    if not typed.strip():
        raise EntryCodeRefused("missing")
    code = sheet_code.read(typed, LENGTH)
    if code is None:
        raise EntryCodeRefused("mistaken")
    digest = digest_of(campaign.id, code)
    if not entry_codes.use(session, campaign.id, digest):
        raise EntryCodeRefused("used" if entry_codes.exists(session, campaign.id, digest) else "unknown")


def digest_of(campaign_id: int, code: str) -> str:
    """What is kept of a code."""
    return hashlib.sha256(f"{campaign_id} {code}".encode()).hexdigest()
