"""Builders of what tests need in the store. Each has sensible values; a test names only what it is about."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count

from flask_security import hash_password
from sqlalchemy.orm import Session

from analysis.vocabulary import Channel
from diagnoza.clock import now, today
from diagnoza.db import scope
from diagnoza.queries import campaigns
from diagnoza.queries.campaigns import CampaignRow, LibraryRow
from diagnoza.questionnaire.definition import Definition
from diagnoza.questionnaire.parsing import library as ready
from diagnoza.services import accounts
from diagnoza.services.run_campaign import NewCampaign, NewLibrary, add_library, start
from diagnoza.services.submit_response import Submission, submit

PASSWORD = "bardzo-dlugie-haslo"
_numbers = count(1)


def make_library(session: Session, **facts: object) -> LibraryRow:
    """A library; the session works for it afterwards."""
    number = next(_numbers)
    usual = NewLibrary(slug=f"biblioteka-{number}", name=f"Biblioteka {number}", gmina="Wiązowo", inhabitants=6_000)
    library = add_library(session, replace(usual, **facts))
    scope.enter(session, library.id)
    return library


@dataclass(frozen=True)
class Days:
    """When a campaign is open, counted from today."""

    opens: int = -1
    closes: int = 10


OPEN, OVER, COMING = Days(), Days(-20, -5), Days(5, 20)


def make_campaign(
    session: Session, definition: Definition | None = None, days: Days = OPEN, slug: str | None = None
) -> CampaignRow:
    """A campaign of the session's library, or of a new one."""
    if session.info.get("library_id") is None:
        make_library(session)
    new = NewCampaign(
        slug=slug or f"kampania-{next(_numbers)}",
        title="Czego tu brakuje?",
        opens_on=today() + timedelta(days=days.opens),
        closes_on=today() + timedelta(days=days.closes),
    )
    found = campaigns.get(session, start(session, new, definition or ready()["krotka"], now()))
    assert found is not None
    return found


def make_submission(answers: dict, key: str | None = None, opened: date | None = None, **apart: tuple) -> Submission:
    """What a resident sent."""
    return Submission(key or f"klucz-{next(_numbers)}", answers, apart, "pl", opened or today())


def add_responses(session: Session, campaign: CampaignRow, answers: list[dict], channel: Channel = Channel.WEB) -> None:
    """Store some responses."""
    for row in answers:
        submit(session, campaign, replace(make_submission(row), channel=channel), today())


def fresh(session: Session, campaign: CampaignRow) -> CampaignRow:
    """The campaign as it is now."""
    found = campaigns.get(session, campaign.id)
    assert found is not None
    return found


def make_user(session: Session, library: LibraryRow, role: str = "librarian") -> str:
    """An account with the password `PASSWORD`; its address."""
    email = f"{role}-{next(_numbers)}@example.org"
    accounts.create(session, email, hash_password(PASSWORD), library, role)
    return email


def campaign_at(session: Session, slug: str) -> CampaignRow:
    """The campaign behind an address; the session works for its library afterwards."""
    place = campaigns.address(session, slug)
    assert place is not None
    scope.enter(session, place.library_id)
    found = campaigns.get(session, place.campaign_id)
    assert found is not None
    return found
