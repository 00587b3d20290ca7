"""A sheet of paper counts once, can be mended and undone, and some sheets are read twice."""

import threading
from datetime import timedelta

import pypdfium2
import pytest
from flask import Flask
from flask_security import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from diagnoza.clock import today
from diagnoza.db import db, scope
from diagnoza.db.models import User
from diagnoza.documents.questionnaire import Layout, Sheet
from diagnoza.documents.sheet_code import PageCode, new, shown
from diagnoza.queries import campaigns, paper, responses
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire.parsing import library
from diagnoza.scanning import pages, reader
from diagnoza.services import accounts, check_paper, enter_paper
from diagnoza.services.enter_paper import Entry, enter, entered, mend, undo
from diagnoza.services.errors import NotFound, NotToday, PaperTooLate, SheetEntered, UnknownSheet
from diagnoza.services.print_paper import Printed, print_sheets
from diagnoza.services.submit_response import Outcome
from tests.factories import Days, fresh, make_campaign

CARE = {"lack": {"care": "2"}, "top": ["care"]}
HEALTH = {"lack": {"health": "1"}}
HELP = {"help": ("yes",)}


@pytest.fixture
def campaign(session: Session) -> CampaignRow:
    return make_campaign(session)


@pytest.fixture
def who(session: Session, campaign: CampaignRow) -> int:
    accounts.create(session, "ankieter@example.org", hash_password("x" * 12), campaign.library, "librarian")
    return session.scalars(select(User.id)).one()


def printed(session: Session, campaign: CampaignRow, copies: int = 1) -> Printed:
    sheet = Sheet(library()["krotka"], campaign.title, "uk", new())
    return print_sheets(session, campaign, sheet, copies, today())


def one_code(session: Session, campaign: CampaignRow) -> str:
    return printed(session, campaign).codes[0]


def entry(key: str, code: str | None = None, answers: dict | None = None, **apart: tuple) -> Entry:
    return Entry(key, code, answers or CARE, apart)


# Printing.


def test_each_copy_has_a_code_of_its_own_that_is_stored(session: Session, campaign: CampaignRow) -> None:
    made = printed(session, campaign, 3)
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made.pdf)]
    assert len(set(made.codes)) == 3
    for code in made.codes:
        assert sum(shown(code) in page for page in pages) == 4
        assert paper.sheet(session, campaign.id, code).printed_on == today()
    assert b"pdfuaid" in made.pdf


def test_the_layout_is_kept_once_for_all_copies(session: Session, campaign: CampaignRow) -> None:
    codes = [*printed(session, campaign, 2).codes, one_code(session, campaign)]
    layouts = {paper.layout(session, campaign.id, code) for code in codes}
    assert len(layouts) == 1
    assert {box.name for box in Layout.from_json(layouts.pop()).boxes} >= {"lack.care", "top.1", "help"}


def test_a_code_that_nobody_printed_has_no_layout(session: Session, campaign: CampaignRow) -> None:
    assert paper.layout(session, campaign.id, new()) is None


def test_what_was_printed_is_read_back_with_the_layout_that_was_kept(session: Session, campaign: CampaignRow) -> None:
    made = printed(session, campaign, 2)

    def layout_of(code: PageCode) -> Layout | None:
        kept = paper.layout(session, campaign.id, code.code)
        return Layout.from_json(kept) if kept else None

    read = [reader.read(picture, layout_of).code for picture in pages.pages(made.pdf)]
    assert [(each.code, each.page) for each in read] == [(code, page) for code in made.codes for page in range(1, 5)]
    assert {(each.large, each.language) for each in read} == {(False, "uk")}


# Typing in.


def test_a_sheet_becomes_one_response_on_paper(session: Session, campaign: CampaignRow, who: int) -> None:
    code = one_code(session, campaign)
    assert enter(session, campaign, entry("k", code, help=("yes",)), who, today()) == code
    (row,) = responses.rows(session, campaign.id)
    assert (row.answers, row.channel, row.language) == (CARE, "paper", "uk")
    assert campaigns.apart_counts(session, campaign.id) == {"help": {"yes": 1}}
    assert paper.counts(session, campaign.id) == paper.Counts(printed=1, entered=1, second=0, undecided=0)


def test_the_same_form_again_is_no_second_response(session: Session, campaign: CampaignRow, who: int) -> None:
    code = enter(session, campaign, entry("k"), who, today())
    assert enter(session, campaign, entry("k"), who, today()) == code
    assert responses.count(session, campaign.id) == 1
    assert paper.counts(session, campaign.id).entered == 1


def test_a_form_brought_back_for_another_sheet_does_not_overwrite(
    session: Session, campaign: CampaignRow, who: int
) -> None:
    """After "back" the page has its old key, and the next sheet may be typed over the earlier one."""
    code = enter(session, campaign, entry("k"), who, today())
    for again in (entry("k", None, HEALTH), entry("k", one_code(session, campaign))):
        with pytest.raises(SheetEntered) as refused:
            enter(session, campaign, again, who, today())
        assert refused.value.code == code
    assert responses.answers(session, campaign.id) == [CARE]


def test_the_same_sheet_again_is_refused_with_its_day(session: Session, campaign: CampaignRow, who: int) -> None:
    code = one_code(session, campaign)
    enter(session, campaign, entry("k", code), who, today())
    with pytest.raises(SheetEntered) as refused:
        enter(session, campaign, entry("other", code, HEALTH), who, today())
    assert (refused.value.code, refused.value.day) == (code, today())
    assert responses.answers(session, campaign.id) == [CARE]


def test_a_code_of_another_campaign_is_refused(session: Session, campaign: CampaignRow, who: int) -> None:
    code = one_code(session, make_campaign(session))
    with pytest.raises(UnknownSheet):
        enter(session, campaign, entry("k", code), who, today())
    assert responses.count(session, campaign.id) == 0


def test_a_sheet_without_a_code_gets_one(session: Session, campaign: CampaignRow, who: int) -> None:
    codes = {enter(session, campaign, entry(key), who, today()) for key in "abc"}
    assert len(codes) == 3
    assert paper.counts(session, campaign.id) == paper.Counts(printed=0, entered=3, second=0, undecided=0)


@pytest.mark.parametrize(("closed", "accepted"), [(0, True), (1, True), (30, True), (31, False)])
def test_paper_may_be_typed_in_for_a_while_after_closing(
    session: Session, closed: int, accepted: bool, who: int
) -> None:
    late = make_campaign(session, days=Days(-60, -closed))
    if not accepted:
        with pytest.raises(PaperTooLate):
            enter(session, late, entry("k"), who, today())
        return
    enter(session, late, entry("k"), who, today())
    assert responses.per_day(session, late.id) == [(late.closes_on, 1)]


def test_paper_is_not_typed_in_before_the_first_day(session: Session, who: int) -> None:
    with pytest.raises(PaperTooLate):
        enter(session, make_campaign(session, days=Days(1, 9)), entry("k"), who, today())


def test_two_persons_with_one_sheet_store_it_once(
    app: Flask, session: Session, campaign: CampaignRow, who: int
) -> None:
    code, outcomes = one_code(session, campaign), []

    def typist(key: str) -> None:
        with app.app_context():
            scope.enter(db.session(), campaign.library.id)
            try:
                outcomes.append(enter(db.session(), campaign, entry(key, code), who, today()))
            except SheetEntered as error:
                outcomes.append(error.day)

    typists = [threading.Thread(target=typist, args=(f"k{number}",)) for number in range(6)]
    for each in typists:
        each.start()
    for each in typists:
        each.join()
    session.rollback()
    assert sorted(outcomes, key=str) == sorted([code] + [today()] * 5, key=str)
    assert responses.count(session, campaign.id) == 1


# Mending and undoing.


def test_an_entry_can_be_mended(session: Session, campaign: CampaignRow, who: int) -> None:
    code = enter(session, campaign, entry("k", help=("yes",)), who, today())
    before = fresh(session, campaign).revision
    assert mend(session, campaign, code, HEALTH, today()) == Outcome.REPLACED
    assert entered(session, campaign, code, who, today()).answers == HEALTH
    assert responses.count(session, campaign.id) == 1
    assert campaigns.apart_counts(session, campaign.id) == {"help": {"yes": 1}}
    assert fresh(session, campaign).revision == before + 1


def test_an_undone_sheet_can_be_typed_again(session: Session, campaign: CampaignRow, who: int) -> None:
    code = one_code(session, campaign)
    enter(session, campaign, entry("k", code, help=("yes",)), who, today())
    undo(session, campaign, code, HELP, who, today())
    assert responses.count(session, campaign.id) == 0
    assert campaigns.apart_counts(session, campaign.id) == {"help": {"yes": 0}}
    enter(session, campaign, entry("new", code, HEALTH), who, today())
    assert responses.answers(session, campaign.id) == [HEALTH]


def test_only_ones_own_entry_of_today_can_be_undone(session: Session, campaign: CampaignRow, who: int) -> None:
    code = enter(session, campaign, entry("k"), who, today())
    for person, day in ((who + 1, today()), (who, today() + timedelta(days=1))):
        with pytest.raises(NotToday):
            undo(session, campaign, code, {}, person, day)
    assert responses.count(session, campaign.id) == 1


def test_a_sheet_that_was_not_typed_in_cannot_be_opened(session: Session, campaign: CampaignRow, who: int) -> None:
    for code in (one_code(session, campaign), new()):
        with pytest.raises(NotFound):
            entered(session, campaign, code, who, today())
        with pytest.raises(NotFound):
            mend(session, campaign, code, CARE, today())


# Reading twice.


def entered_ten(session: Session, campaign: CampaignRow, who: int) -> str:
    """Ten sheets; the code of the one that is to be typed twice."""
    for number in range(enter_paper.EVERY):
        enter(session, campaign, entry(f"k{number}"), who, today())
    (code,) = paper.waiting(session, campaign.id)
    return code


def test_every_tenth_sheet_waits_for_a_second_person(session: Session, campaign: CampaignRow, who: int) -> None:
    for number in range(3 * enter_paper.EVERY - 1):
        enter(session, campaign, entry(f"k{number}"), who, today())
    assert paper.counts(session, campaign.id).second == 2


def test_two_equal_readings_leave_nothing_to_decide(session: Session, campaign: CampaignRow, who: int) -> None:
    code = entered_ten(session, campaign, who)
    assert check_paper.enter_second(session, campaign, code, {**CARE, "one_thing": "Autobus"}, today()) == 0
    assert paper.counts(session, campaign.id) == paper.Counts(printed=0, entered=10, second=0, undecided=0)
    assert paper.second(session, campaign.id, code).answers is None


def test_what_differs_is_decided_line_by_line(session: Session, campaign: CampaignRow, who: int) -> None:
    code = entered_ten(session, campaign, who)
    other = {"lack": {"care": "1", "work": "2"}, "top": ["care"]}
    assert check_paper.enter_second(session, campaign, code, other, today()) == 2
    found = check_paper.readings(session, campaign, code)
    assert [line.name for line in found.lines] == ["lack.care", "lack.work"]
    assert check_paper.decided(campaign, found, ["lack.work"]) == {"lack.care": "3", "lack.work": "3", "top": "03"}
    check_paper.decide(session, campaign, code, {"lack": {"care": "2", "work": "2"}, "top": ["care"]})
    assert entered(session, campaign, code, who, today()).answers["lack"] == {"care": "2", "work": "2"}
    with pytest.raises(NotFound):
        check_paper.readings(session, campaign, code)


def test_the_report_counts_against_every_line_that_was_read_twice(
    session: Session, campaign: CampaignRow, who: int
) -> None:
    code = entered_ten(session, campaign, who)
    check_paper.enter_second(session, campaign, code, {"lack": {"care": "1", "work": "2"}}, today())
    found = {each.question: each for each in check_paper.report(session, campaign)}
    items = len(library()["krotka"].by_key["lack"].items)
    assert (found["lack"].sheets, found["lack"].lines, found["lack"].differ) == (1, items, 2)
    assert (found["top"].lines, found["top"].differ, found["age"].differ) == (1, 1, 0)
    assert "one_thing" not in found


def test_a_sheet_that_does_not_wait_is_not_typed_twice(session: Session, campaign: CampaignRow, who: int) -> None:
    code = enter(session, campaign, entry("k"), who, today())
    with pytest.raises(NotFound):
        check_paper.enter_second(session, campaign, code, CARE, today())


def test_a_second_reading_sent_again_changes_nothing(session: Session, campaign: CampaignRow, who: int) -> None:
    code = entered_ten(session, campaign, who)
    assert check_paper.enter_second(session, campaign, code, HEALTH, today()) == 3
    assert check_paper.enter_second(session, campaign, code, CARE, today()) == 3


def test_undoing_forgets_the_second_reading(session: Session, campaign: CampaignRow, who: int) -> None:
    code = entered_ten(session, campaign, who)
    check_paper.enter_second(session, campaign, code, HEALTH, today())
    undo(session, campaign, code, {}, who, today())
    assert paper.counts(session, campaign.id) == paper.Counts(printed=0, entered=9, second=0, undecided=0)
    assert check_paper.report(session, campaign) == []
