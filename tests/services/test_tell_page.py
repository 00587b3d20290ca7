"""A page whose square code cannot be read waits until a librarian says which it is; nothing wrong is believed."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from diagnoza.clock import today
from diagnoza.db import scope
from diagnoza.db.engine import writing
from diagnoza.db.models import Campaign
from diagnoza.documents import sheet_code
from diagnoza.queries import paper, responses, scans
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.scanning.errors import Why
from diagnoza.services import read_scans, tell_page
from diagnoza.services.errors import FileWaits, NotFound, PageRefused
from diagnoza.services.read_scans import KEPT_FOR
from diagnoza.services.tell_page import Incomplete, Told
from tests.factories import make_campaign, make_library
from tests.filled import Filled, fill, pdf_of, smudged
from tests.services.test_scans import campaign, entered, found, problems, sheet, upload, who

__all__ = ["campaign", "sheet", "who"]


def smudge(session: Session, campaign: CampaignRow, sheet: Filled, who: int, page: int = 1, turns: int = 0) -> int:
    """A page with a smudged code waits; its id."""
    before = {each.id for each in scans.nameless(session, campaign.id)}
    upload(session, campaign, smudged(sheet.pages[page - 1], turns), who)
    (new,) = {each.id for each in scans.nameless(session, campaign.id)} - before
    return new


def refused(session: Session, campaign: CampaignRow, page_id: int, told: Told) -> str:
    """Why the page cannot be the one that it is said to be; it waits as before."""
    before = scans.nameless(session, campaign.id)
    with pytest.raises(PageRefused) as error:
        tell_page.tell(session, campaign, page_id, told)
    assert scans.nameless(session, campaign.id) == before
    return error.value.why


@pytest.mark.parametrize("turns", [0, 1, 2])
def test_a_page_is_told_and_then_is_as_any_other(
    session: Session, campaign: CampaignRow, who: int, sheet: Filled, turns: int
) -> None:
    page_id = smudge(session, campaign, sheet, who, turns=turns)
    assert (scans.sheets(session, campaign.id), problems(session, campaign)) == ([], [])
    tell_page.tell(session, campaign, page_id, Told(sheet.code, 1))
    waits = read_scans.waiting(session, campaign, sheet.code)
    assert read_scans.typed(campaign, waits) == {"lack.care": "3", "lack.health": "2"}
    assert (waits.missing, waits.told) == ((2, 3, 4), {page_id})
    assert scans.nameless(session, campaign.id) == []
    assert responses.count(session, campaign.id) == 0


def test_a_page_is_read_with_those_of_its_file_and_says_where_it_was(
    session: Session, campaign: CampaignRow, who: int, sheet: Filled
) -> None:
    first, second, *others = sheet.pages
    upload(session, campaign, pdf_of([first, smudged(second), *others]), who, "skan.pdf")
    (row,) = scans.nameless(session, campaign.id)
    assert (row.name, row.number, row.uploaded_on) == ("skan.pdf", 2, today())
    assert tell_page.incomplete(session, campaign) == [Incomplete(sheet.code, (2,))]
    tell_page.tell(session, campaign, row.id, Told(sheet.code, 2))
    assert read_scans.waiting(session, campaign, sheet.code).missing == ()
    assert tell_page.incomplete(session, campaign) == []


# What cannot be is refused, and the page still waits.


def test_a_code_that_was_not_printed_for_this_survey_is_refused(
    session: Session, campaign: CampaignRow, who: int, sheet: Filled
) -> None:
    page_id = smudge(session, campaign, sheet, who)
    other = fill(session, make_campaign(session), {("age", "75+")})
    assert refused(session, campaign, page_id, Told(other.code, 1)) == Why.UNKNOWN_SHEET
    assert refused(session, campaign, page_id, Told(sheet_code.new(), 1)) == Why.UNKNOWN_SHEET


def test_a_wrong_number_is_refused(session: Session, campaign: CampaignRow, who: int, sheet: Filled) -> None:
    page_id = smudge(session, campaign, sheet, who)
    assert refused(session, campaign, page_id, Told(sheet.code, 3)) == Why.OTHER_PAGE
    assert refused(session, campaign, page_id, Told(sheet.code, 9)) == Why.NO_SUCH_PAGE


def test_the_page_of_a_sheet_that_was_typed_in_is_refused(
    session: Session, campaign: CampaignRow, who: int, sheet: Filled
) -> None:
    page_id = smudge(session, campaign, sheet, who)
    entered(session, campaign, sheet.code, who)
    assert refused(session, campaign, page_id, Told(sheet.code, 1)) == read_scans.ENTERED


def test_two_pages_cannot_be_the_same(session: Session, campaign: CampaignRow, who: int, sheet: Filled) -> None:
    first, second = smudge(session, campaign, sheet, who), smudge(session, campaign, sheet, who, turns=2)
    tell_page.tell(session, campaign, first, Told(sheet.code, 1))
    assert refused(session, campaign, second, Told(sheet.code, 1)) == read_scans.WAITS


def test_what_happens_while_the_page_is_read_is_seen(
    session: Session, campaign: CampaignRow, who: int, sheet: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    page_id, told = smudge(session, campaign, sheet, who), tell_page.reader.told

    def entered_meanwhile(*given):
        entered(session, campaign, sheet.code, who)
        return told(*given)

    monkeypatch.setattr(tell_page.reader, "told", entered_meanwhile)
    assert refused(session, campaign, page_id, Told(sheet.code, 1)) == read_scans.ENTERED


def test_a_page_is_told_once(session: Session, campaign: CampaignRow, who: int, sheet: Filled) -> None:
    page_id = smudge(session, campaign, sheet, who)
    tell_page.tell(session, campaign, page_id, Told(sheet.code, 1))
    with pytest.raises(NotFound):
        tell_page.tell(session, campaign, page_id, Told(sheet.code, 1))


def test_the_same_file_again_is_recognised_while_its_page_waits_for_a_code(
    session: Session, campaign: CampaignRow, who: int, sheet: Filled
) -> None:
    page_id = smudge(session, campaign, sheet, who)
    with pytest.raises(FileWaits):
        upload(session, campaign, smudged(sheet.pages[0]), who)
    tell_page.discard(session, campaign, page_id)
    assert smudge(session, campaign, sheet, who) != page_id


# Mistakes are mended.


def test_what_was_said_can_be_taken_back_and_said_anew(
    session: Session, campaign: CampaignRow, who: int, sheet: Filled
) -> None:
    page_id = smudge(session, campaign, sheet, who, page=2)
    before = scans.nameless(session, campaign.id)
    tell_page.tell(session, campaign, page_id, Told(sheet.code, 2))
    tell_page.take_back(session, campaign, page_id)
    assert scans.nameless(session, campaign.id) == before
    assert scans.sheets(session, campaign.id) == []
    tell_page.tell(session, campaign, page_id, Told(sheet.code, 2))
    assert [each.pages for each in scans.sheets(session, campaign.id)] == [(2,)]


def test_what_a_square_code_says_is_not_taken_back(
    session: Session, campaign: CampaignRow, who: int, sheet: Filled
) -> None:
    upload(session, campaign, sheet.pages[0], who)
    (page_id,) = read_scans.waiting(session, campaign, sheet.code).pages
    with pytest.raises(NotFound):
        tell_page.take_back(session, campaign, page_id)


# The pictures go.


def confirmed(session: Session, campaign: CampaignRow, page_id: int, code: str, who: int) -> None:
    tell_page.tell(session, campaign, page_id, Told(code, 1))
    entered(session, campaign, code, who)


def discarded(session: Session, campaign: CampaignRow, page_id: int, _code: str, _who: int) -> None:
    tell_page.discard(session, campaign, page_id)


def forgotten(session: Session, campaign: CampaignRow, _page_id: int, _code: str, _who: int) -> None:
    assert read_scans.purge(session, today() + KEPT_FOR) == 0
    assert read_scans.purge(session, today() + KEPT_FOR + timedelta(days=1)) == 1
    scope.enter(session, campaign.library.id)


@pytest.mark.parametrize("way", [confirmed, discarded, forgotten])
def test_the_bytes_of_a_picture_leave_the_disk(
    app: Flask, session: Session, campaign: CampaignRow, who: int, sheet: Filled, way
) -> None:
    page_id = smudge(session, campaign, sheet, who)
    picture = tell_page.picture(session, campaign, page_id)
    assert found(app, session, picture) > 15
    way(session, campaign, page_id, sheet.code, who)
    assert found(app, session, picture) == 0


def test_a_page_that_waits_goes_with_its_survey(
    session: Session, campaign: CampaignRow, who: int, sheet: Filled
) -> None:
    smudge(session, campaign, sheet, who)
    with writing(session):
        session.delete(session.get(Campaign, campaign.id))
    assert scans.nameless(session, campaign.id) == []


def test_another_library_sees_tells_and_erases_nothing(
    session: Session, campaign: CampaignRow, who: int, sheet: Filled
) -> None:
    page_id = smudge(session, campaign, sheet, who)
    make_library(session)
    assert scans.nameless(session, campaign.id) == []
    for act in (tell_page.picture, tell_page.foot, tell_page.discard, tell_page.take_back):
        with pytest.raises(NotFound):
            act(session, campaign, page_id)
    with pytest.raises(NotFound):
        tell_page.tell(session, campaign, page_id, Told(sheet.code, 1))
    assert paper.sheet(session, campaign.id, sheet.code) is None
