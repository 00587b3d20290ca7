"""The first step and the next one say the same as the rest of the advice."""

import pytest

from analysis.recommender import recommend, render
from analysis.recommender.advice import WhoActs, ask_first, who_can_act
from analysis.recommender.facts import facts_of
from analysis.recommender.path import Standing, at_once, steps
from analysis.vocabulary import CooperationType
from tests.analysis.recommender.build import KNOWN, ONE_MATTER, situation

EVENT, PROJECT, THEMATIC, STRATEGIC = CooperationType
ANY = [EVENT, THEMATIC, PROJECT, STRATEGIC]
PLACES = situation(area_shares={"places": 0.6})


def path(order, close=False, first: WhoActs | None = None, **facts):
    known = facts_of(situation(**facts), KNOWN)
    return steps(order, known, KNOWN, Standing(ask_first(known, KNOWN), close, first))


def sure(order, close=False, first: WhoActs | None = None, **facts):
    """The same where nothing speaks for asking first."""
    return steps(order, facts_of(situation(**facts), KNOWN), KNOWN, Standing((), close, first))


def test_the_next_step_is_the_likeliest_that_may_follow():
    first, after = sure([EVENT, STRATEGIC, THEMATIC, PROJECT])
    assert (first.type, after.type) == (EVENT, STRATEGIC)


def test_a_theme_does_not_lead_back_to_an_event():
    assert sure([THEMATIC, EVENT, PROJECT, STRATEGIC])[1].type == STRATEGIC


def test_after_a_strategic_partnership_there_are_task_groups():
    after = sure([STRATEGIC, THEMATIC, PROJECT, EVENT])[1]
    assert (after.type, after.message.code) == (None, "step_task_groups")


def test_of_two_close_types_the_smaller_step_comes_first():
    first, after = sure([THEMATIC, EVENT, PROJECT, STRATEGIC], close=True)
    assert (first.type, after.type) == (EVENT, THEMATIC)


@pytest.mark.parametrize(
    ("facts", "key"),
    [
        ({"sample_quality": "none"}, "withheld"),
        ({}, "unknown_needs"),
        ({"sample_quality": "small", "n_high_needs": 2}, "small_sample"),
        ({"sample_quality": "skewed", "n_high_needs": 2}, "one_sided"),
        ({"local_facts": "question", "n_high_needs": 2}, "facts_against"),
        ({"n_high_needs": 0}, "no_clear_need"),
    ],
)
def test_every_reason_to_ask_first_has_a_step_of_its_own(facts, key):
    first, after = path([THEMATIC, PROJECT, EVENT, STRATEGIC], **facts)
    assert (first.type, first.message.code, after.type) == (None, f"step_ask.{key}", THEMATIC)
    said = {render(first.message) for first, _ in [path(ANY, **facts)]}
    others = {KNOWN.texts[f"step_ask.{rule.key}"]["pl"] for rule in KNOWN.ask_first if rule.key != key}
    assert not said & others


def test_while_no_type_may_be_chosen_the_next_step_is_to_choose():
    assert path([])[1].message.code == "step_choose"


def test_conditions_of_a_step_are_met_failed_or_unknown():
    first, _ = sure([THEMATIC, STRATEGIC, PROJECT, EVENT], horizon="long", coordinator="nobody")
    met = {item.key: item.met for item in first.conditions}
    assert met == {"horizon": True, "specialist": None, "coordinator": False}


@pytest.mark.parametrize("existing", ["area", "coalition"])
@pytest.mark.parametrize("kind", list(CooperationType))
def test_what_exists_is_joined_whatever_the_type(existing, kind):
    order = [kind, *(other for other in CooperationType if other != kind)]
    first, after = sure(order, existing_partnership=existing)
    assert (first.message.code, first.conditions) == (f"step_join_{existing}", ())
    same = {"area": THEMATIC, "coalition": STRATEGIC}[existing] == kind
    assert (after.message.code == f"step.{kind}") == (not same)


@pytest.mark.parametrize("existing", ["area", "coalition"])
def test_the_headline_joins_what_exists_too(existing):
    found = recommend(situation(area_shares=ONE_MATTER, existing_partnership=existing, fixed_date=True))
    assert found.headline.code.startswith(f"join_{existing}")
    assert found.role.role == "joins"


def test_where_somebody_else_decides_the_first_step_is_a_letter_to_them():
    (who,) = who_can_act(PLACES, KNOWN)
    first, after = sure([THEMATIC, EVENT, PROJECT, STRATEGIC], first=who)
    assert (first.type, first.message.code, after.type) == (None, "step_letter", THEMATIC)
    assert first.message.values["decided_by"] == KNOWN.areas["places"].decided_by
    said = render(recommend(PLACES).first_step)
    assert "napiszmy pismo albo zaprośmy na rozmowę: urząd gminy, starostwo i zarząd dróg" in said


def test_a_matter_of_others_behind_the_first_needs_no_letter_first():
    found = recommend(situation(area_shares={"culture": 0.7, "places": 0.4}))
    assert found.first_step.message.code.startswith("step.")


def test_a_next_step_whose_conditions_are_met_may_be_taken_at_once():
    ready = {"horizon": "long", "specialist_needed": False, "coordinator": "library", "existing_partners": 3}
    message = at_once(*sure(ANY, **ready))
    assert message is not None
    assert message.values == {"type": THEMATIC}
    assert at_once(*sure(ANY, **{**ready, "coordinator": "nobody"})) is None
    assert render(message).endswith("można zacząć od razu od: jedna sprawa albo grupa na dłużej.")


def test_after_asking_writing_or_joining_nothing_is_begun_at_once():
    ready = {"horizon": "long", "specialist_needed": False, "coordinator": "library"}
    (who,) = who_can_act(PLACES, KNOWN)
    assert at_once(*sure([THEMATIC, *ANY], first=who, **ready)) is None
    assert at_once(*sure(ANY, existing_partnership="coalition", **ready)) is None
    assert at_once(*path([THEMATIC, EVENT, PROJECT, STRATEGIC], n_high_needs=0, **ready)) is None
