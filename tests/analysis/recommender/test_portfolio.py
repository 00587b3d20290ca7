"""Each need by itself: what it calls for, and who can act on it."""

import pytest
from hypothesis import given

from analysis.recommender import recommend, render
from analysis.recommender.portfolio import portfolio
from analysis.vocabulary import Sector
from tests.analysis.recommender.build import KNOWN, PLAIN, situation

READY = {"horizon": "long", "existing_partners": 5, "prior_cooperation": True, "coordinator": "library"}
MIXED = {"care": 0.6, "culture": 0.5, "sport": 0.4, "digital": 0.2, "work": 0.1, "safety": 0.05}


def test_the_five_first_needs_are_looked_at_from_the_greatest():
    found = portfolio(situation(area_shares=MIXED), KNOWN)
    assert [path.area for path in found] == ["care", "culture", "sport", "digital", "work"]


def test_a_strong_need_may_call_for_more_than_a_weak_one():
    found = {path.area: path.type for path in portfolio(situation(area_shares=MIXED, **READY), KNOWN)}
    assert found["care"] == "thematic"
    weak = portfolio(situation(area_shares={"digital": 0.2}, library_capacity="low", coordinator="nobody"), KNOWN)
    assert weak[0].type == "event"


def test_a_need_by_itself_gets_what_it_would_get_alone():
    found = portfolio(situation(area_shares=MIXED, **READY), KNOWN)
    alone = recommend(situation(area_shares={"culture": 0.5}, need_outside_library_mandate=False, **READY))
    assert next(path.type for path in found if path.area == "culture") == alone.first


def test_many_needs_for_good_are_no_partnership_of_many_matters_one_by_one():
    full = situation(area_shares=MIXED, partner_sectors=list(Sector), gmina_support="active", **READY)
    assert "strategic" not in {path.type for path in portfolio(full, KNOWN)}


def test_where_somebody_else_decides_the_step_is_a_letter():
    (path,) = portfolio(situation(area_shares={"places": 0.6}, **READY), KNOWN)
    assert path.who is not None
    assert path.who.who == "elsewhere"
    assert render(path.message, "pl").startswith("„Miejsca spotkań i dojazd”: najpierw pismo lub rozmowa")


def test_the_group_of_an_area_counts_for_that_area():
    groups = {"care": "preschool", "sport": "youth"}
    found = portfolio(situation(area_shares=MIXED), KNOWN, groups)
    assert len(found) == 5
    assert portfolio(situation(area_shares=MIXED, specific_group="preschool"), KNOWN)[0].area == "care"


def test_an_own_area_has_a_path_but_nobody_who_acts():
    (path,) = portfolio(situation(area_shares={"lake": 0.6}, taxonomy_areas={"lake": None}, **READY), KNOWN)
    assert (path.area, path.who) == ("lake", None)


OF_THE_FIRST = {
    "existing_partnership": "area",
    "local_facts": "question",
    "specialist_needed": True,
    "specialist_at_hand": False,
    "need_horizon": "once",
    "need_outside_library_mandate": False,
}


@pytest.mark.parametrize("field", sorted(OF_THE_FIRST))
def test_what_concerns_the_first_matter_says_nothing_of_the_others(field):
    told = portfolio(situation(area_shares=MIXED, **READY, **{field: OF_THE_FIRST[field]}), KNOWN)
    plain = portfolio(situation(area_shares=MIXED, **READY), KNOWN)
    assert told[1:] == plain[1:]


def test_what_concerns_the_first_matter_counts_for_it():
    first, second, *_ = portfolio(situation(area_shares=MIXED, existing_partnership="area", **READY), KNOWN)
    assert (first.first_step.message.code, first.role.role) == ("step_join_area", "joins")
    assert second.first_step.message.code == f"step.{second.type}"


def test_each_need_has_its_steps_and_the_librarys_role():
    found = {path.area: path for path in portfolio(situation(area_shares={"places": 0.6, "culture": 0.5}), KNOWN)}
    places, culture = found["places"], found["culture"]
    assert (places.first_step.message.code, places.next_step.type) == ("step_letter", places.type)
    assert (places.role.role, culture.role.role) == ("co_leads", "leads")
    assert culture.first_step.type == culture.type
    assert [condition.key for condition in culture.next_step.conditions] != []


def test_few_answers_are_not_told_of_each_need():
    paths = portfolio(situation(area_shares=MIXED, sample_quality="small"), KNOWN)
    assert paths[0].first_step.message.code == f"step.{paths[0].type}"


def test_without_needs_there_is_no_portfolio():
    assert portfolio(situation(), KNOWN) == ()


@given(PLAIN)
def test_every_path_can_be_said_in_both_languages(plain):
    for path in portfolio(situation(**plain), KNOWN):
        assert all(render(message, "pl").endswith(".") for message in path.spoken)
        assert all(render(message, "en").endswith(".") for message in path.spoken)
