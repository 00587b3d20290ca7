"""Scanned sheets of one campaign that wait for a librarian."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, undefer

from diagnoza.db.models_scans import ScanFile, ScanNameless, ScanPage

APART = {"synchronize_session": False}
LARGEST = 2**63 - 1
"""The largest number that a database can look for; addresses may hold larger ones."""


@dataclass(frozen=True)
class FileRow:
    """A file: how many of its pages were read, and what was wrong with the others."""

    id: int
    name: str
    pages: int
    done: int
    problems: list[dict[str, Any]]
    uploaded_on: date


@dataclass(frozen=True)
class SheetRow:
    """A sheet that waits: its pages, and the day of the first of them."""

    code: str
    pages: tuple[int, ...]
    uploaded_on: date


@dataclass(frozen=True)
class NamelessRow:
    """A page that waits for its code: the file it came from, its page in that file, and the day."""

    id: int
    name: str
    number: int
    uploaded_on: date


def files(session: Session, campaign_id: int) -> list[FileRow]:
    """Files that are still to be read or had problems, by name."""
    query = select(
        ScanFile.id, ScanFile.name, ScanFile.pages, ScanFile.done, ScanFile.problems, ScanFile.uploaded_on
    ).where(ScanFile.campaign_id == campaign_id)
    rows = [FileRow(*row) for row in session.execute(query.order_by(ScanFile.name, ScanFile.id))]
    return [row for row in rows if row.problems or row.done < row.pages]


def pages_left(session: Session, campaign_id: int) -> int:
    """How many pages are still to be read."""
    query = select(func.sum(ScanFile.pages - ScanFile.done)).where(ScanFile.campaign_id == campaign_id)
    return int(session.scalar(query) or 0)


def unread(session: Session, campaign_id: int) -> ScanFile | None:
    """The first file by name with pages to be read, with its content."""
    query = select(ScanFile).where(ScanFile.campaign_id == campaign_id, ScanFile.done < ScanFile.pages)
    return session.scalar(query.order_by(ScanFile.name, ScanFile.id).limit(1).options(undefer(ScanFile.content)))


def file(session: Session, campaign_id: int, file_id: int) -> ScanFile | None:
    """One file, as it is now."""
    query = select(ScanFile).where(ScanFile.campaign_id == campaign_id, ScanFile.id == min(file_id, LARGEST))
    return session.scalar(query.execution_options(populate_existing=True).with_for_update())


def same_file(session: Session, campaign_id: int, digest: str) -> ScanFile | None:
    """The file with the very same content."""
    return session.scalar(select(ScanFile).where(ScanFile.campaign_id == campaign_id, ScanFile.digest == digest))


def has_pages(session: Session, file_id: int) -> bool:
    """Whether a page of this file waits."""
    tables = (ScanPage, ScanNameless)
    return any(session.scalar(select(each.id).where(each.file_id == file_id).limit(1)) for each in tables)


def page(session: Session, campaign_id: int, page_id: int) -> ScanPage | None:
    """One page that waits, with its picture."""
    query = select(ScanPage).where(ScanPage.campaign_id == campaign_id, ScanPage.id == min(page_id, LARGEST))
    return session.scalar(query.options(undefer(ScanPage.picture)))


def nameless(session: Session, campaign_id: int) -> list[NamelessRow]:
    """Every page that waits for its code, as they lie in their files."""
    query = select(ScanNameless.id, ScanNameless.name, ScanNameless.number, ScanNameless.uploaded_on).where(
        ScanNameless.campaign_id == campaign_id
    )
    order = (ScanNameless.uploaded_on, ScanNameless.name, ScanNameless.number, ScanNameless.id)
    return [NamelessRow(*row) for row in session.execute(query.order_by(*order))]


def nameless_page(session: Session, campaign_id: int, page_id: int) -> ScanNameless | None:
    """One page that waits for its code, as it is now, with its picture; other writers are kept away from it."""
    query = select(ScanNameless).where(
        ScanNameless.campaign_id == campaign_id, ScanNameless.id == min(page_id, LARGEST)
    )
    whole = query.options(undefer(ScanNameless.picture)).execution_options(populate_existing=True)
    return session.scalar(whole.with_for_update())


def of_sheet(session: Session, campaign_id: int, code: str) -> Sequence[ScanPage]:
    """The pages of a sheet that wait, in their order."""
    query = select(ScanPage).where(ScanPage.campaign_id == campaign_id, ScanPage.code == code)
    return list(session.scalars(query.order_by(ScanPage.page)))


def sheets(session: Session, campaign_id: int) -> list[SheetRow]:
    """Every sheet that waits, by its code."""
    query = select(ScanPage.code, ScanPage.page, ScanPage.uploaded_on).where(ScanPage.campaign_id == campaign_id)
    found: dict[str, list[tuple[int, date]]] = {}
    for code, number, day in session.execute(query.order_by(ScanPage.code, ScanPage.page)):
        found.setdefault(code, []).append((number, day))
    return [
        SheetRow(code, tuple(number for number, _day in own), min(day for _number, day in own))
        for code, own in found.items()
    ]


def erase_sheet(session: Session, campaign_id: int, code: str) -> int:
    """Erase, inside a write transaction, the pictures of a sheet and what was read in them; how many pages."""
    return _erased(session, delete(ScanPage).where(ScanPage.campaign_id == campaign_id, ScanPage.code == code))


def erase_older(session: Session, day: date) -> int:
    """Erase, inside a write transaction, what the session's library uploaded before that day; how many pages."""
    pages = sum(_erased(session, delete(each).where(each.uploaded_on < day)) for each in (ScanPage, ScanNameless))
    _erased(session, delete(ScanFile).where(ScanFile.uploaded_on < day))
    return pages


def _erased(session: Session, statement: Any) -> int:
    return int(getattr(session.execute(statement, execution_options=APART), "rowcount", 0))
