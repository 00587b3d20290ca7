"""A library starts a campaign from a ready questionnaire."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from diagnoza.db import scope
from diagnoza.db.engine import writing
from diagnoza.db.models import Campaign, Library, Questionnaire, random_id
from diagnoza.queries import campaigns
from diagnoza.queries.campaigns import CampaignRow, LibraryRow
from diagnoza.questionnaire.definition import Definition
from diagnoza.services import library_texts
from diagnoza.services.errors import NotFound, SlugTaken
from diagnoza.texts.kinds import INFORMATION

KEPT_AFTER_CLOSING = timedelta(days=365)


@dataclass(frozen=True)
class NewLibrary:
    """What has to be known of a library."""

    slug: str
    name: str
    gmina: str
    inhabitants: int | None = None
    contact: str = ""
    is_sample: bool = False


@dataclass(frozen=True)
class NewCampaign:
    """What a librarian decides when starting a campaign."""

    slug: str
    title: str
    opens_on: date
    closes_on: date


def add_library(session: Session, new: NewLibrary) -> LibraryRow:
    """A new library; raises SlugTaken when the short name is in use."""
    try:
        with writing(session):
            session.add(Library(id=random_id(), **vars(new)))
    except IntegrityError as error:
        raise SlugTaken(new.slug) from error
    library = campaigns.library_by_slug(session, new.slug)
    if library is None:
        raise NotFound(new.slug)
    return library


def start(session: Session, new: NewCampaign, questionnaire: Definition, now: datetime) -> int:
    """A new campaign of the session's library; its id. Raises SlugTaken when the address is in use."""
    library_id = scope.current(session)
    campaign_id = random_id()
    try:
        with writing(session):
            library_texts.kept(session, library_id, INFORMATION, now.date())
            session.add(
                Campaign(
                    id=campaign_id,
                    library_id=library_id,
                    questionnaire_id=_version(session, library_id, questionnaire),
                    slug=new.slug,
                    title=new.title,
                    opens_on=new.opens_on,
                    closes_on=new.closes_on,
                    purge_on=new.closes_on + KEPT_AFTER_CLOSING,
                    created_at=now,
                )
            )
    except IntegrityError as error:
        raise SlugTaken(new.slug) from error
    return campaign_id


def _version(session: Session, library_id: int, questionnaire: Definition) -> int:
    """The stored version of a questionnaire: versions are never changed, only added."""
    found = campaigns.questionnaire_id(session, questionnaire.digest)
    if found is not None:
        return found
    row = Questionnaire(
        id=random_id(),
        library_id=library_id,
        key=questionnaire.key,
        digest=questionnaire.digest,
        source=questionnaire.source,
    )
    session.add(row)
    session.flush()
    return row.id


def close(session: Session, campaign: CampaignRow, today: date) -> None:
    """Yesterday becomes the last day on which residents could answer."""
    last_day = max(campaign.opens_on, today - timedelta(days=1))
    with writing(session):
        row = session.get(Campaign, campaign.id)
        if row is None:
            raise NotFound(campaign.slug)
        row.closes_on = last_day
