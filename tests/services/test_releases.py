"""Figures that leave the library change in steps, and groups only once the answers are in."""

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import time_machine
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from analysis.codebook import Role, Variable
from analysis.disclosure import GROUPS
from analysis.kept import from_bytes, to_bytes
from analysis.modes import without_modes
from analysis.results import Breakdown, Diagnosis, GroupCell
from analysis.tables import Table
from analysis.tally import Tally
from analysis.vocabulary import Channel
from diagnoza.db.engine import writing
from diagnoza.db.models import Campaign, Release, Response
from diagnoza.queries.campaigns import CampaignRow, bump_revision
from diagnoza.questionnaire.stored import codebook_of as stored_codebook
from diagnoza.services import make_diagnosis, releases
from diagnoza.services.make_diagnosis import PUBLISHED, diagnosis_of
from tests.analysis.adversary import Adversary
from tests.analysis.build import codebook, frame, lack, stratum
from tests.factories import add_responses, fresh, make_campaign

CARE: dict[str, Any] = {"lack": {"care": "2"}, "age": "30-44"}
NO_CARE: dict[str, Any] = {"lack": {"care": "0"}, "age": "30-44"}
ELDER: dict[str, Any] = {"lack": {"care": "1"}, "age": "60-74"}
YOUNGER: dict[str, Any] = {"lack": {"care": "1"}, "age": "20-29"}


def published(session: Session, campaign: CampaignRow) -> Diagnosis:
    return diagnosis_of(session, fresh(session, campaign), PUBLISHED)


def after_closing(campaign: CampaignRow, days: int = 3) -> Any:
    later: date = campaign.closes_on + timedelta(days=days)
    return time_machine.travel(f"{later}T12:00:00+00:00", tick=False)


def test_a_release_stays_until_there_are_ten_responses_more(session: Session) -> None:
    campaign = make_campaign(session)
    seen = []
    for added in (12, 5, 4, 1, 9):
        add_responses(session, campaign, [CARE] * added)
        seen.append(published(session, campaign).n)
    assert seen == [12, 12, 12, 22, 22]


def test_librarians_see_every_response_at_once(session: Session) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 12)
    published(session, campaign)
    add_responses(session, campaign, [CARE])
    assert diagnosis_of(session, fresh(session, campaign)).n == 13


def test_both_languages_show_the_same_release(session: Session) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 12)
    polish = published(session, campaign)
    add_responses(session, campaign, [CARE] * 3)
    english = diagnosis_of(session, fresh(session, campaign), PUBLISHED, "en")
    assert (polish.n, english.n) == (12, 12)


def test_groups_are_released_when_the_answers_are_in(session: Session) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 30)
    assert published(session, campaign).breakdowns == ()
    with after_closing(campaign):
        assert published(session, campaign).breakdowns != ()


def test_closing_does_not_show_the_few_who_came_last(session: Session) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 30)
    assert published(session, campaign).n == 30
    add_responses(session, campaign, [CARE] * 3)
    with after_closing(campaign):
        assert published(session, campaign).n == 30


def ages(diagnosis: Diagnosis) -> Breakdown:
    (found,) = [each for each in diagnosis.breakdowns if each.variable == "age"]
    return found


def cell(diagnosis: Diagnosis) -> GroupCell:
    return ages(diagnosis).cell("care", "30-44")


@pytest.mark.parametrize(("care", "shown"), [(25, 130), (4, 80)])
def test_groups_move_on_when_the_newcomers_could_be_shown_alone(session: Session, care: int, shown: int) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 40 + [NO_CARE] * 40)
    with after_closing(campaign):
        assert cell(published(session, campaign)).n == 80
    add_responses(session, campaign, [CARE] * care + [NO_CARE] * 25)
    with after_closing(campaign, 5):
        found = published(session, campaign)
    assert (found.n, cell(found).n) == (shown, shown)


def test_few_newcomers_do_not_add_up_unseen_over_several_releases(session: Session) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 40 + [NO_CARE] * 40)
    counts = []
    for day, care in enumerate((0, 4, 0, 5, 11), start=3):
        add_responses(session, campaign, [CARE] * care + [NO_CARE] * 12)
        with after_closing(campaign, day):
            counts.append(cell(published(session, campaign)).count)
    assert counts == [40, 40, 40, 40, 60]


def test_what_a_release_withheld_stays_withheld(session: Session) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 40 + [NO_CARE] * 40 + [ELDER] * 7 + [YOUNGER] * 20)
    shown = []
    for day, added in enumerate(([], [CARE, NO_CARE, ELDER, YOUNGER] * 30), start=3):
        add_responses(session, campaign, added)
        with after_closing(campaign, day):
            found = published(session, campaign)
        shown.append((found.n, dict(zip(ages(found).categories, ages(found).n, strict=True))["60-74"]))
    assert shown == [(107, None), (227, None)]


def test_answers_about_others_come_with_the_groups(session: Session) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [{**CARE, "top": ["care"], "for_whom": ["preschool"]}] * 30)
    early = published(session, campaign)
    assert (early.target_groups, early.choices) == ((), ())
    with after_closing(campaign):
        assert published(session, campaign).target_groups != ()


def first_response(session: Session, campaign: CampaignRow) -> Response:
    row = session.scalars(select(Response).where(Response.campaign_id == campaign.id)).first()
    assert row is not None
    return row


def erase(session: Session, campaign: CampaignRow) -> None:
    with writing(session):
        session.delete(first_response(session, campaign))
        bump_revision(session, campaign.id)


def replace(session: Session, campaign: CampaignRow) -> None:
    with writing(session):
        row = first_response(session, campaign)
        row.answers = NO_CARE if row.answers == CARE else CARE
        bump_revision(session, campaign.id)


def nothing(session: Session, campaign: CampaignRow) -> None:
    """Leave the responses as they are."""


@pytest.mark.parametrize(("change", "n"), [(erase, 80), (replace, 80), (nothing, 140)])
def test_a_release_with_groups_stays_when_a_response_changed(
    session: Session, change: Callable[[Session, CampaignRow], None], n: int
) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 40 + [NO_CARE] * 40)
    with after_closing(campaign):
        assert published(session, campaign).n == 80
    change(session, campaign)
    add_responses(session, campaign, [ELDER] * 60)
    with after_closing(campaign, 5):
        assert published(session, campaign).n == n


def test_a_replaced_response_is_noticed_where_no_count_of_people_fell() -> None:
    book = codebook(lack("a"), stratum("age", "xy"), Variable("id", Role.ID, "id", "id"))
    table = frame(book, {"lack.a": "0 " * 20 + "2 " * 20, "age": "x " * 20 + "y " * 20})
    table["id"] = [str(place) for place in range(len(table))]
    before = Tally.from_frame(table[:20], book)
    assert releases._withheld_by_step(before, Tally.from_frame(table, book), book) == frozenset()
    table.loc[0, "lack.a"] = "1"
    assert releases._withheld_by_step(before, Tally.from_frame(table, book), book) == {GROUPS}


def test_an_erased_response_leaves_the_next_release_without_groups(session: Session) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 12)
    published(session, campaign)
    erase(session, campaign)
    add_responses(session, campaign, [CARE] * 11)
    assert published(session, campaign).n == 22


def test_groups_stay_when_the_campaign_is_opened_again(session: Session) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 40 + [NO_CARE] * 40)
    with after_closing(campaign):
        published(session, campaign)
    seen = []
    for care in (2, 30):
        add_responses(session, campaign, [CARE] * care + [NO_CARE] * 10)
        seen.append(cell(published(session, campaign)).n)
    assert seen == [80, 132]


def test_of_two_processes_the_faster_one_makes_the_release(session: Session) -> None:
    campaign = make_campaign(session)
    book = stored_codebook(campaign.questionnaire_source, campaign.questionnaire_key, "pl")
    slow = dataclasses.replace(Tally.zero(book), n=21)
    following = releases._following(None, book, slow)
    add_responses(session, campaign, [CARE] * 20)
    published(session, campaign)
    assert releases._write(session, campaign, following, closed=False).n == 20


def test_a_release_goes_with_its_campaign(session: Session) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 12)
    published(session, campaign)
    row = session.get(Release, campaign.id)
    assert row is not None
    assert (row.n, row.groups, row.withheld) == (12, False, [])
    with writing(session):
        session.execute(delete(Campaign).where(Campaign.id == campaign.id))
    assert session.scalars(select(Release)).all() == []


def make_earlier(session: Session, campaign: CampaignRow) -> None:
    """Turn the kept release into one from before the way of answering was counted."""
    book = stored_codebook(campaign.questionnaire_source, campaign.questionnaire_key)
    with writing(session):
        row = session.get(Release, campaign.id)
        assert row is not None
        cells = without_modes(from_bytes(row.tally, book), book).cells
        bare = dataclasses.replace(from_bytes(row.tally, book), cells=Table(cells.keys[:, :-1], cells.arrays))
        row.tally = to_bytes(bare)
    make_diagnosis.forget()


def modes(diagnosis: Diagnosis) -> list[tuple[int | None, ...]]:
    return [each.n for each in diagnosis.breakdowns if each.role == Role.MODE]


def released_earlier(session: Session) -> CampaignRow:
    """A closed campaign whose release does not know ways of answering."""
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE, NO_CARE] * 20)
    add_responses(session, campaign, [CARE, NO_CARE] * 20, Channel.PAPER)
    with after_closing(campaign):
        published(session, campaign)
    make_earlier(session, campaign)
    return campaign


def test_an_earlier_release_of_the_same_answers_is_counted_anew(session: Session) -> None:
    campaign = released_earlier(session)
    with after_closing(campaign, 5):
        found = published(session, campaign)
    assert (found.n, cell(found).n, modes(found)) == (80, 80, [(40, 0, 40, 0)])


def test_an_earlier_release_stays_as_it_was_while_few_came_since(session: Session) -> None:
    campaign = released_earlier(session)
    add_responses(session, campaign, [CARE] * 4)
    with after_closing(campaign, 5):
        found = published(session, campaign)
    assert (found.n, cell(found).n, modes(found)) == (80, 80, [])


def test_an_earlier_release_moves_on_when_newcomers_could_be_shown_alone(session: Session) -> None:
    campaign = released_earlier(session)
    add_responses(session, campaign, [CARE] * 25 + [NO_CARE] * 25)
    with after_closing(campaign, 5):
        found = published(session, campaign)
    assert (found.n, cell(found).n, modes(found)) == (130, 130, [(90, 0, 40, 0)])


def test_few_sheets_of_paper_are_withheld_with_one_more_way(session: Session) -> None:
    campaign = make_campaign(session)
    for number, channel in ((40, Channel.WEB), (25, Channel.KIOSK), (6, Channel.PAPER)):
        add_responses(session, campaign, [CARE, NO_CARE] * number, channel)
    add_responses(session, campaign, [CARE] * 6, Channel.IMPORT)
    with after_closing(campaign):
        (found,) = modes(published(session, campaign))
    web, kiosk, paper, file = found
    assert (web, kiosk, paper, file) == (80, 50, 12, None) or (file is None and found.count(None) >= 2)


@pytest.mark.reference
@pytest.mark.parametrize("column", ["response-channel", "place"])
def test_the_reference_attack_finds_nothing_about_ways_and_places(session: Session, shared: Path, column: str) -> None:
    rng = np.random.default_rng(7)
    campaign = make_campaign(session)
    seen = []
    for day, added in enumerate((160, 12, 90), start=3):
        for channel, size in zip((Channel.WEB, Channel.PAPER), (added - added // 4, added // 4), strict=True):
            living = rng.choice(["seat", "village", "outside"], size, p=[0.5, 0.45, 0.05])
            rows = [{**row, "place": str(place)} for row, place in zip(drawn(rng, size), living, strict=True)]
            add_responses(session, campaign, rows, channel)
        with after_closing(campaign, day):
            found = published(session, campaign)
        if not seen or found.n > seen[-1].n:
            seen.append(found)
    cut = [by_variable(each, column) for each in seen]
    assert all(each.breakdowns for each in cut)
    assert Adversary(shared, PUBLISHED).findings(cut, "care") == []


@pytest.mark.reference
def test_the_reference_attack_finds_nothing_in_five_looks(session: Session, shared: Path) -> None:
    rng = np.random.default_rng(5)
    campaign = make_campaign(session)
    seen = []
    for day, added in enumerate((160, 12, 15, 90, 120), start=3):
        add_responses(session, campaign, drawn(rng, added))
        with after_closing(campaign, day):
            found = published(session, campaign)
        if not seen or found.n > seen[-1].n:
            seen.append(found)
    assert len(seen) >= 2
    assert Adversary(shared, PUBLISHED).findings([by_age(each) for each in seen], "care") == []


def drawn(rng: np.random.Generator, size: int) -> list[dict[str, Any]]:
    """Random answers of two age groups about care."""
    answers = rng.integers(0, 3, size), rng.choice(["30-44", "60-74"], size)
    return [{"lack": {"care": str(lack)}, "age": str(age)} for lack, age in zip(*answers, strict=True)]


def by_variable(diagnosis: Diagnosis, variable: str) -> Diagnosis:
    return dataclasses.replace(diagnosis, breakdowns=tuple(b for b in diagnosis.breakdowns if b.variable == variable))


def by_age(diagnosis: Diagnosis) -> Diagnosis:
    return by_variable(diagnosis, "age")
