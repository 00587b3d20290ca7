"""A page whose square code cannot be read waits until a librarian says which page it is; then it is read as any other.

Nothing is believed that can be checked: the sheet was printed for this survey and not entered yet, no picture of this
page waits, and the boxes stand as they were printed on this page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from diagnoza.db.engine import writing
from diagnoza.db.models_scans import ScanNameless, ScanPage
from diagnoza.documents.questionnaire import Layout
from diagnoza.documents.sheet_code import PageCode
from diagnoza.queries import paper, scans
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.scanning import kept, reader
from diagnoza.scanning.errors import PageError, Why
from diagnoza.scanning.pages import Picture
from diagnoza.scanning.reader import ReadPage
from diagnoza.services import read_scans
from diagnoza.services.errors import NotFound, PageRefused


@dataclass(frozen=True)
class Told:
    """What a librarian read at the foot of a page."""

    code: str
    page: int


@dataclass(frozen=True)
class Incomplete:
    """A sheet that waits without some of its pages."""

    code: str
    missing: tuple[int, ...]


def tell(session: Session, campaign: CampaignRow, page_id: int, told: Told) -> None:
    """Read a page as the one that it is said to be. Raises NotFound, and PageRefused; then it still waits."""
    row = _nameless(session, campaign, page_id)
    _check(session, campaign, told)
    read = _read(session, campaign, kept.picture(row.picture), told)
    session.rollback()  # reading took a while; what was checked is checked again
    with writing(session):
        row = _nameless(session, campaign, page_id)
        _check(session, campaign, told)
        session.add(_page(row, read))
        session.delete(row)


def _nameless(session: Session, campaign: CampaignRow, page_id: int) -> ScanNameless:
    row = scans.nameless_page(session, campaign.id, page_id)
    if row is None:
        raise NotFound(str(page_id))
    return row


def _check(session: Session, campaign: CampaignRow, told: Told) -> None:
    found = read_scans.taken(session, campaign.id, told.code, told.page)
    if found:
        raise PageRefused(found.why, found.params)


def _read(session: Session, campaign: CampaignRow, picture: Picture, told: Told) -> ReadPage:
    sheet, layout = paper.sheet(session, campaign.id, told.code), paper.layout(session, campaign.id, told.code)
    about: Mapping[str, Any] = {"code": told.code, "page": told.page}
    if sheet is None or layout is None:
        raise PageRefused(Why.UNKNOWN_SHEET, about)
    printed = Layout.from_json(layout)
    try:
        return reader.told(picture, PageCode(told.code, told.page, printed.large, sheet.language), printed)
    except PageError as error:
        raise PageRefused(error.why, {**about, **error.params}) from error


def _page(row: ScanNameless, read: ReadPage) -> ScanPage:
    return ScanPage(
        id=row.id,
        library_id=row.library_id,
        campaign_id=row.campaign_id,
        file_id=row.file_id,
        code=read.code.code,
        page=read.code.page,
        picture=kept.jpeg(read.picture),
        reading={**kept.reading(read), kept.TOLD: {"name": row.name, "number": row.number}},
        uploaded_on=row.uploaded_on,
        uploaded_by=row.uploaded_by,
    )


def take_back(session: Session, campaign: CampaignRow, page_id: int) -> None:
    """A page of which somebody said what it is waits for its code again. NotFound where nobody said it."""
    with writing(session):
        row = scans.page(session, campaign.id, page_id)
        if row is None or kept.TOLD not in row.reading:
            raise NotFound(str(page_id))
        session.add(_nameless_again(row))
        session.delete(row)


def _nameless_again(row: ScanPage) -> ScanNameless:
    return ScanNameless(
        id=row.id,
        library_id=row.library_id,
        campaign_id=row.campaign_id,
        file_id=row.file_id,
        picture=row.picture,
        uploaded_on=row.uploaded_on,
        uploaded_by=row.uploaded_by,
        **row.reading[kept.TOLD],
    )


def foot(session: Session, campaign: CampaignRow, page_id: int) -> bytes:
    """The place of a page that waits for its code where the code is printed in letters, as PNG. NotFound."""
    return reader.foot(kept.picture(_nameless(session, campaign, page_id).picture))


def picture(session: Session, campaign: CampaignRow, page_id: int) -> bytes:
    """The picture of a page that waits for its code, as JPEG. NotFound."""
    return _nameless(session, campaign, page_id).picture


def incomplete(session: Session, campaign: CampaignRow) -> list[Incomplete]:
    """Sheets that wait without some of their pages: one of them may be the page that waits for its code."""
    found = []
    for sheet in scans.sheets(session, campaign.id):
        layout = paper.layout(session, campaign.id, sheet.code)
        pages = Layout.from_json(layout).pages if layout else frozenset[int]()
        found.append(Incomplete(sheet.code, tuple(sorted(pages - set(sheet.pages)))))
    return [each for each in found if each.missing]


def discard(session: Session, campaign: CampaignRow, page_id: int) -> None:
    """Erase a page that waits for its code. NotFound."""
    with writing(session):
        session.delete(_nameless(session, campaign, page_id))
