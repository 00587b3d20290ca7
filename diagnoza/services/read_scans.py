"""Scanned sheets: files are put away at once, read page by page, and wait for a librarian; nothing counts before.

What is confirmed becomes a response in `enter_paper`, which erases the pictures in the same transaction.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from diagnoza.db import scope
from diagnoza.db.engine import writing
from diagnoza.db.models_scans import ScanFile, ScanNameless, ScanPage
from diagnoza.documents.questionnaire import Box, Layout, Space
from diagnoza.documents.sheet_code import PageCode
from diagnoza.queries import campaigns, paper, scans
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire import keyed
from diagnoza.questionnaire.stored import definition_of
from diagnoza.scanning import answers, kept, pages, reader
from diagnoza.scanning.answers import ReadSheet
from diagnoza.scanning.errors import PageError, Why
from diagnoza.scanning.reader import NoCode, ReadPage
from diagnoza.services.enter_paper import in_time
from diagnoza.services.errors import FileWaits, NotFound, PaperTooLate

KEPT_FOR = timedelta(days=30)
"""How long pictures wait for a librarian."""

LONGEST_NAME = 100
ENTERED, WAITS = "entered", "waits"
"""Problems of a page beside those of the reader: its sheet was typed in before, or the page waits already."""


@dataclass(frozen=True)
class Problem:
    """Why a page was not kept: a code of diagnoza.scanning.errors or one of the two above, and what more is known."""

    why: str
    params: Mapping[str, Any]


@dataclass(frozen=True)
class NewFile:
    """A file from a librarian's computer or telephone. The name is only shown."""

    name: str
    content: bytes


def add(session: Session, campaign: CampaignRow, file: NewFile, who: int, today: date) -> None:
    """Put a file away to be read. Raises PageError (it cannot be used), FileWaits, PaperTooLate."""
    if not in_time(campaign, today):
        raise PaperTooLate(campaign.slug)
    row = ScanFile(
        library_id=campaign.library.id,
        campaign_id=campaign.id,
        name=shown_name(file.name),
        digest=hashlib.sha256(file.content).hexdigest(),
        content=file.content,
        pages=pages.count(file.content),
        done=0,
        problems=[],
        uploaded_on=today,
        uploaded_by=who,
    )
    try:
        _put(session, row, today)
    except IntegrityError as error:
        # Another process put the same file away in between (PostgreSQL).
        raise FileWaits(today) from error


def _put(session: Session, row: ScanFile, today: date) -> None:
    with writing(session):
        scans.erase_older(session, today - KEPT_FOR)
        earlier = scans.same_file(session, row.campaign_id, row.digest)
        if earlier and (earlier.done < earlier.pages or scans.has_pages(session, earlier.id)):
            raise FileWaits(earlier.uploaded_on)
        if earlier:
            session.delete(earlier)
            session.flush()
        session.add(row)


def shown_name(name: str) -> str:
    """The last part of a name, without what cannot be shown."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(each for each in last if each.isprintable())[:LONGEST_NAME] or "?"


def read_next(session: Session, campaign: CampaignRow) -> bool:
    """Read one page that was put away; whether there was one."""
    file = scans.unread(session, campaign.id)
    if file is None:
        return False
    file_id, number, content = file.id, file.done, file.content or b""
    session.rollback()  # reading takes a second; nobody waits for it
    read = _read(session, campaign, content, number)
    session.rollback()
    with writing(session):
        row = scans.file(session, campaign.id, file_id)
        if row and row.done == number:  # else another request has read it, or it was thrown away
            _keep(session, row, read)
    return True


def _read(session: Session, campaign: CampaignRow, content: bytes, number: int) -> ReadPage | PageError:
    def layout_of(code: PageCode) -> Layout | None:
        known = paper.layout(session, campaign.id, code.code)
        return Layout.from_json(known) if known else None

    try:
        return reader.read(next(pages.pages(content, number)), layout_of)
    except PageError as error:
        return error
    except Exception:  # files come from outside: one that breaks a decoder must not stop the others
        return PageError(Why.BROKEN)


def _keep(session: Session, row: ScanFile, read: ReadPage | PageError) -> None:
    outcome = _outcome(session, row, read)
    if isinstance(outcome, Problem):
        row.problems = [*row.problems, {"page": row.done + 1, "why": outcome.why, "params": dict(outcome.params)}]
    else:
        session.add(outcome)
    row.done += 1
    if row.done == row.pages:
        row.content = None


def _outcome(session: Session, row: ScanFile, read: ReadPage | PageError) -> ScanPage | ScanNameless | Problem:
    if isinstance(read, NoCode):
        return _nameless(row, read)
    if isinstance(read, PageError):
        return Problem(str(read.why), read.params)
    return taken(session, row.campaign_id, read.code.code, read.code.page) or _page(row, read)


def taken(session: Session, campaign_id: int, code: str, page: int) -> Problem | None:
    """Why this page of this sheet cannot wait any more: the sheet was entered, or such a page waits already."""
    sheet = paper.sheet(session, campaign_id, code, lock=True)
    if sheet and sheet.entered_on:
        return Problem(ENTERED, {"code": code, "day": sheet.entered_on.isoformat()})
    if any(each.page == page for each in scans.of_sheet(session, campaign_id, code)):
        return Problem(WAITS, {"code": code, "page": page})
    return None


def _nameless(row: ScanFile, read: NoCode) -> ScanNameless:
    return ScanNameless(
        library_id=row.library_id,
        campaign_id=row.campaign_id,
        file_id=row.id,
        name=row.name,
        number=row.done + 1,
        picture=kept.jpeg(read.picture, kept.FINE),
        uploaded_on=row.uploaded_on,
        uploaded_by=row.uploaded_by,
    )


def _page(row: ScanFile, read: ReadPage) -> ScanPage:
    return ScanPage(
        library_id=row.library_id,
        campaign_id=row.campaign_id,
        file_id=row.id,
        code=read.code.code,
        page=read.code.page,
        picture=kept.jpeg(read.picture),
        reading=kept.reading(read),
        uploaded_on=row.uploaded_on,
        uploaded_by=row.uploaded_by,
    )


# What waits.


@dataclass(frozen=True)
class WaitingSheet:
    """A sheet that was read: its pages by the id of their pictures, what they say, and which were not uploaded."""

    code: str
    language: str
    pages: Mapping[int, ReadPage]
    read: ReadSheet
    missing: tuple[int, ...]
    told: frozenset[int] = frozenset()
    """Pages of which a librarian said which they are."""

    @property
    def blank(self) -> bool:
        """Whether nothing at all was crossed."""
        return not any(self.read.fields.values())

    @property
    def mostly_empty(self) -> bool:
        """Whether nothing was read in most questions."""
        return any(each.why == answers.Doubt.MOSTLY_EMPTY for each in self.read.doubts)

    @cached_property
    def sure(self) -> dict[str, list[str]]:
        """Fields and values that nobody has to look at; a doubtful box is as if it were empty."""
        doubtful = {(each.box.name, each.box.value) for doubt in self.read.doubts for each in doubt.boxes}
        return {
            name: [value for value in values if (name, value) not in doubtful]
            for name, values in self.read.fields.items()
        }


def waiting(session: Session, campaign: CampaignRow, code: str) -> WaitingSheet:
    """A sheet that waits for a librarian; NotFound when none of its pages does."""
    rows, sheet = scans.of_sheet(session, campaign.id, code), paper.sheet(session, campaign.id, code)
    layout = paper.layout(session, campaign.id, code)
    if not rows or sheet is None or layout is None:
        raise NotFound(code)
    definition = definition_of(campaign.questionnaire_source, campaign.questionnaire_key)
    read = {row.id: kept.page(row.reading) for row in rows}
    found = answers.answers(definition, Layout.from_json(layout), read.values())
    missing = tuple(each.page for each in found.doubts if each.why == answers.Doubt.PAGE_MISSING and each.page)
    told = frozenset(row.id for row in rows if kept.TOLD in row.reading)
    return WaitingSheet(code, sheet.language, read, found, missing, told)


def typed(campaign: CampaignRow, sheet: WaitingSheet) -> dict[str, str]:
    """What would be typed by number keys for what is sure of a sheet."""
    return keyed.typed(definition_of(campaign.questionnaire_source, campaign.questionnaire_key), sheet.sure)


def picture(session: Session, campaign: CampaignRow, page_id: int) -> bytes:
    """The picture of a page that waits, as JPEG; NotFound."""
    return _waiting_page(session, campaign, page_id).picture


def cut_out(session: Session, campaign: CampaignRow, page_id: int, place: int) -> bytes:
    """A box or writing space of a page that waits, as PNG; counted through its boxes and then its spaces. NotFound.

    Where the ink is beside a box, its whole row is shown.
    """
    row = _waiting_page(session, campaign, page_id)
    page = kept.page(row.reading, row.picture)
    places: list[Box | Space] = [*(each.box for each in page.boxes), *(each.space for each in page.spaces)]
    if place >= len(places):
        raise NotFound(str(place))
    if place < len(page.boxes) and page.boxes[place].beside:
        return reader.row(page.picture, page.boxes[place].box)
    return page.cut_out(places[place])


def _waiting_page(session: Session, campaign: CampaignRow, page_id: int) -> ScanPage:
    row = scans.page(session, campaign.id, page_id)
    if row is None:
        raise NotFound(str(page_id))
    return row


# What goes.


def discard(session: Session, campaign: CampaignRow, code: str) -> int:
    """Erase the pictures of a sheet, which can be typed in or uploaded again; how many pages."""
    with writing(session):
        return scans.erase_sheet(session, campaign.id, code)


def discard_file(session: Session, campaign: CampaignRow, file_id: int) -> bool:
    """Erase a file and what is said about it; its pages that were read still wait. Whether there was one."""
    with writing(session):
        row = scans.file(session, campaign.id, file_id)
        if row is not None:
            session.delete(row)
    return row is not None


def purge(session: Session, today: date) -> int:
    """Erase, in every library, the pictures that nobody confirmed in time; how many pages there were."""
    erased = 0
    for library in campaigns.libraries(session):
        scope.enter(session, library.id)
        with writing(session):
            erased += scans.erase_older(session, today - KEPT_FOR)
    return erased
