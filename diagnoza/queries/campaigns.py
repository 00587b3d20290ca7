"""Campaigns, their libraries and their questionnaires."""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from diagnoza.db.models import ApartCount, Campaign, Library, Questionnaire, Response
from diagnoza.db.scope import ACROSS_LIBRARIES, Prepared

State = Literal["not_open", "open", "closed"]
GRACE = timedelta(days=1)  # for a form that was opened in time and sent late


@dataclass(frozen=True)
class LibraryRow:
    """A library as pages need it."""

    id: int
    slug: str
    name: str
    gmina: str
    inhabitants: int | None
    contact: str
    is_sample: bool
    information_version: int = 0


@dataclass(frozen=True)
class CampaignRow:
    """A campaign with its library and the source of its questionnaire."""

    id: int
    slug: str
    title: str
    opens_on: date
    closes_on: date
    purge_on: date
    revision: int
    questionnaire_key: str
    questionnaire_digest: str
    questionnaire_source: str
    library: LibraryRow
    codes: bool = False

    def state(self, today: date) -> State:
        """Whether residents can answer on that day; both days named are days on which they can."""
        if today < self.opens_on:
            return "not_open"
        return "open" if today <= self.closes_on else "closed"

    def accepts(self, today: date, form_opened_on: date) -> bool:
        """Whether a form opened on one day may still be sent on another."""
        in_time = form_opened_on <= self.closes_on and today <= self.closes_on + GRACE
        return today >= self.opens_on and (today <= self.closes_on or in_time)


OF_CAMPAIGN = (
    *(Campaign.id, Campaign.slug, Campaign.title, Campaign.opens_on, Campaign.closes_on, Campaign.purge_on),
    *(Campaign.revision, Questionnaire.key, Questionnaire.digest, Questionnaire.source),
)
OF_LIBRARY = (
    *(Library.id, Library.slug, Library.name, Library.gmina, Library.inhabitants),
    *(Library.contact, Library.is_sample, Library.information_version),
)
"""Columns in the order of the fields of `CampaignRow` and `LibraryRow`; rows of the models take longer to make."""

FIELDS = [field.name for field in fields(CampaignRow)]

# Statements of every resident's request are built once: building takes longer than running them.
ROWS = (
    select(*OF_CAMPAIGN, *OF_LIBRARY, Campaign.codes)
    .select_from(Campaign)
    .join(
        Questionnaire,
        (Questionnaire.id == Campaign.questionnaire_id) & (Questionnaire.library_id == Campaign.library_id),
    )
    .join(Library, Library.id == Campaign.library_id)
)
ONE = ROWS.where(Campaign.id == bindparam("campaign_id"))
PUBLIC = ROWS.where(Campaign.slug == bindparam("slug"))
BUMP = Prepared(update(Campaign).where(Campaign.id == bindparam("of")).values(revision=Campaign.revision + 1))
ONE_MORE = Prepared(
    update(ApartCount)
    .where(
        ApartCount.campaign_id == bindparam("of"),
        ApartCount.question == bindparam("asked"),
        ApartCount.option == bindparam("chosen"),
    )
    .values(count=ApartCount.count + 1)
)
FIRST_ONE = Prepared(insert(ApartCount))


@dataclass(frozen=True)
class PublicAddress:
    """Where a printed address leads: ids only, so that the rows are read inside their library."""

    library_id: int
    campaign_id: int


def address(session: Session, slug: str) -> PublicAddress | None:
    """The campaign behind a public address, in whichever library."""
    query = select(Campaign.library_id, Campaign.id).where(Campaign.slug == slug)
    row = session.execute(query, execution_options=ACROSS_LIBRARIES).one_or_none()
    return PublicAddress(row.library_id, row.id) if row else None


@dataclass(frozen=True)
class OpenSurvey:
    """A survey that residents can answer, for the list of them."""

    slug: str
    title: str
    library: str
    closes_on: date
    is_sample: bool


def open_surveys(session: Session, today: date) -> list[OpenSurvey]:
    """Every survey that residents can answer today, in whichever library."""
    query = (
        select(Campaign.slug, Campaign.title, Library.name, Campaign.closes_on, Library.is_sample)
        .join(Library, Library.id == Campaign.library_id)
        .where(Campaign.opens_on <= today, Campaign.closes_on >= today)
        .order_by(Campaign.closes_on, Campaign.slug)
    )
    rows = session.execute(query, execution_options=ACROSS_LIBRARIES)
    return [OpenSurvey(*row) for row in rows]


def public(session: Session, slug: str) -> CampaignRow | None:
    """The campaign behind a public address, in whichever library, with its own questionnaire and library."""
    row = session.execute(PUBLIC, {"slug": slug}, execution_options=ACROSS_LIBRARIES).one_or_none()
    return _campaign(row) if row else None


def get(session: Session, campaign_id: int) -> CampaignRow | None:
    """One campaign of the session's library."""
    row = session.execute(ONE, {"campaign_id": campaign_id}).one_or_none()
    return _campaign(row) if row else None


def all_of_library(session: Session) -> list[CampaignRow]:
    """Campaigns of the session's library, the newest first."""
    rows = session.execute(ROWS.order_by(Campaign.opens_on.desc(), Campaign.slug))
    return [_campaign(row) for row in rows]


def _campaign(row: Any) -> CampaignRow:
    columns = [*row]
    own, library, codes = columns[: len(OF_CAMPAIGN)], columns[len(OF_CAMPAIGN) : -1], columns[-1]
    named = dict(zip(FIELDS, [*own, LibraryRow(*library), codes], strict=True))
    return CampaignRow(**named)


def library_row(library: Library) -> LibraryRow:
    """The dataclass of a library's row."""
    return LibraryRow(
        id=library.id,
        slug=library.slug,
        name=library.name,
        gmina=library.gmina,
        inhabitants=library.inhabitants,
        contact=library.contact,
        is_sample=library.is_sample,
        information_version=library.information_version,
    )


def library_by_slug(session: Session, slug: str) -> LibraryRow | None:
    """A library by its short name."""
    library = session.scalar(select(Library).where(Library.slug == slug))
    return library_row(library) if library else None


def libraries(session: Session) -> list[LibraryRow]:
    """Every library, by name."""
    return [library_row(library) for library in session.scalars(select(Library).order_by(Library.name))]


def questionnaire_id(session: Session, digest: str) -> int | None:
    """The stored version with this digest."""
    return session.scalar(select(Questionnaire.id).where(Questionnaire.digest == digest))


def bump_revision(session: Session, campaign_id: int) -> None:
    """Say that the responses of a campaign changed, so that what was computed from them is computed anew."""
    BUMP.run(session, of=campaign_id)


def count_once_more(session: Session, campaign_id: int, question: str, option: str) -> None:
    """One person more gave this answer, which is kept apart."""
    counted = ONE_MORE.run(session, of=campaign_id, asked=question, chosen=option)
    if not counted.rowcount:
        FIRST_ONE.run(session, campaign_id=campaign_id, question=question, option=option, count=1)


def response_counts(session: Session) -> dict[int, int]:
    """How many responses each campaign of the library has."""
    query = select(Response.campaign_id, func.count()).group_by(Response.campaign_id)
    return {campaign_id: count for campaign_id, count in session.execute(query)}


def apart_counts(session: Session, campaign_id: int) -> dict[str, dict[str, int]]:
    """Counts of the answers kept apart: question -> option -> people."""
    query = select(ApartCount).where(ApartCount.campaign_id == campaign_id)
    counts: dict[str, dict[str, int]] = {}
    for row in session.scalars(query):
        counts.setdefault(row.question, {})[row.option] = row.count
    return counts
