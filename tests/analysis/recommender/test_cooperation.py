import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.recommender.cooperation import (
    TYPES,
    evidence,
    evidence_of,
    log_odds,
    moved,
    possible_levels,
    probabilities,
    ranked,
    scores,
    type_probabilities,
)
from analysis.recommender.facts import facts_of
from analysis.recommender.situation import CHOICES, FLAGS
from analysis.vocabulary import CooperationType
from tests.analysis.recommender.build import FACTS, KNOWN, MANY_MATTERS, ONE_MATTER, PLAIN, situation

EVENT, PROJECT, THEMATIC, STRATEGIC = CooperationType


MANY = settings(max_examples=1000, deadline=None)
"""Properties that hold whatever the situation is are tried on so many."""


def shares(**facts):
    return type_probabilities(situation(**facts), KNOWN)


@MANY
@given(PLAIN)
def test_probabilities_sum_to_one(plain):
    found = shares(**plain)
    assert math.isclose(sum(found.values()), 1.0)
    assert all(0 < share < 1 for share in found.values())


def test_nothing_known_leaves_the_stated_prior():
    assert shares() == pytest.approx(dict(KNOWN.prior))


def test_one_fact_is_bayes_rule():
    column = KNOWN.criterion("fixed_date").likelihoods["yes"]
    plain = [KNOWN.prior[kind] * value for kind, value in zip(TYPES, column, strict=True)]
    expected = [value / sum(plain) for value in plain]
    assert list(shares(fixed_date=True).values()) == pytest.approx(expected)


def test_a_level_known_in_part_counts_with_the_sum_of_what_is_possible():
    breadth = KNOWN.criterion("breadth")
    found = evidence_of(breadth, facts_of(situation(area_shares=MANY_MATTERS), KNOWN))
    assert set(found.possible) == {"one_group", "many"}
    both = [a + b for a, b in zip(breadth.likelihoods["one_group"], breadth.likelihoods["many"], strict=True)]
    prior = sum(level.prior for level in breadth.levels if level.key in found.possible)
    assert [math.exp(weight) * prior for weight in found.weights] == pytest.approx(both)


def test_a_level_known_in_part_is_spoken_of_as_the_likelier_one():
    found = evidence_of(KNOWN.criterion("breadth"), facts_of(situation(area_shares=MANY_MATTERS), KNOWN))
    assert found.level == "many"


def test_what_is_known_in_part_is_not_said_as_known():
    (found,) = evidence(situation(specialist_needed=True), KNOWN)
    assert (found.level, set(found.possible)) == ("partly_needed", {"at_hand", "missing"})


def test_of_two_facts_the_known_one_is_said():
    (horizon,) = evidence(situation(horizon="long"), KNOWN)
    (before,) = evidence(situation(prior_cooperation=True), KNOWN)
    (willing,) = evidence(situation(resident_engagement="high"), KNOWN)
    assert (horizon.level, before.level, willing.level) == ("partly_long", "partly_tried", "partly_willing")


@pytest.mark.parametrize(
    "early",
    [
        {"grant_requires_partner": True},
        {"specialist_at_hand": True},
        {"specific_group": "seniors"},
        {"dominant_area": "none"},
    ],
    ids=lambda facts: next(iter(facts)),
)
def test_a_fact_that_means_nothing_yet_says_nothing(early):
    assert evidence(situation(**early), KNOWN) == ()


ANSWERS = {
    **{name: [True, False] for name in ("dominated", "one_group", *FLAGS)},
    **{name: list(words) for name, words in CHOICES.items()},
    **{name: list(range(9)) for name in ("high_needs", "existing_partners", "n_sectors")},
    "who_can_act": ["ourselves", "together", "elsewhere"],
}
"""Every answer to every fact that a criterion looks at."""


@MANY
@given(st.sampled_from(KNOWN.criteria), st.data())
def test_what_an_unknown_fact_leaves_open_is_the_sum_of_what_its_answers_leave(criterion, data):
    asked = sorted(criterion.reads - {"high_needs"})  # the levels of breadth cut across the number; it is never asked
    if not asked:
        return
    name = data.draw(st.sampled_from(asked))
    others = {other: data.draw(st.sampled_from([*ANSWERS[other], None])) for other in sorted(criterion.reads - {name})}
    known = {other: value for other, value in others.items() if value is not None}
    facts = {other: value for other, value in known.items() if other not in criterion.counts_when}
    parts = {possible_levels(criterion, {**facts, name: answer}) for answer in ANSWERS[name]}
    together = [level for part in parts for level in part]
    assert sorted(together) == sorted(possible_levels(criterion, facts)) or len(parts) == 1


@MANY
@given(st.sampled_from(KNOWN.criteria), st.data())
def test_who_answers_everything_is_at_one_level(criterion, data):
    facts = {name: data.draw(st.sampled_from(ANSWERS[name])) for name in sorted(criterion.reads)}
    assert len(possible_levels(criterion, facts)) == 1


def test_the_levels_of_every_criterion_leave_no_gap():
    for criterion in KNOWN.criteria:
        assert possible_levels(criterion, {}) == tuple(level.key for level in criterion.levels)


@given(PLAIN)
def test_some_level_is_always_possible(plain):
    facts = facts_of(situation(**plain), KNOWN)
    assert all(possible_levels(criterion, facts) for criterion in KNOWN.criteria)


def levels_of(criterion):
    return [level.facts for level in criterion.levels if level.facts]


SIMPLE = [criterion for criterion in KNOWN.criteria if len(criterion.reads) == 1]


@MANY
@given(PLAIN, st.sampled_from(SIMPLE))
def test_unknown_lies_between_the_results_of_its_answers(plain, criterion):
    facts = levels_of(criterion)
    if len(facts) < len(criterion.levels):
        return
    without = {name: value for name, value in plain.items() if name not in facts[0]}
    open_ = shares(**without)
    answered = [shares(**{**without, **fact}) for fact in facts]
    for kind in TYPES:
        values = [found[kind] for found in answered]
        assert min(values) - 1e-9 <= open_[kind] <= max(values) + 1e-9


@given(PLAIN, st.sampled_from(SIMPLE), st.data())
def test_a_fact_that_speaks_most_for_a_type_never_lowers_it(plain, criterion, data):
    fact = data.draw(st.sampled_from(levels_of(criterion)))
    without = situation(**{name: value for name, value in plain.items() if name not in fact})
    found = evidence_of(criterion, facts_of(without.with_facts(fact), KNOWN))
    if evidence_of(criterion, facts_of(without, KNOWN)) is not None or found is None:
        return
    for kind, weight in zip(TYPES, found.weights, strict=True):
        if weight == max(found.weights):
            before, after = type_probabilities(without, KNOWN), type_probabilities(without.with_facts(fact), KNOWN)
            assert after[kind] >= before[kind] - 1e-9


@MANY
@given(PLAIN)
def test_a_longer_commitment_never_makes_an_event_likelier(plain):
    found = [shares(**{**plain, "horizon": horizon})[EVENT] for horizon in ("once", "bounded", "long")]
    assert found[0] + 1e-9 >= found[1] >= found[2] - 1e-9


@MANY
@given(PLAIN, st.sampled_from(["everyone", None]))
def test_more_equal_needs_never_make_a_theme_likelier(plain, group):
    base = {**plain, "dominant_area": "none", "specific_group": group}
    found = [shares(**{**base, "n_high_needs": count})[THEMATIC] for count in (1, 2, 3, 7)]
    assert all(after <= before + 1e-9 for before, after in pairwise(found))


@MANY
@given(PLAIN, st.randoms(use_true_random=False))
def test_the_order_of_areas_does_not_matter(plain, random):
    areas = list(plain.get("area_shares", {}).items())
    random.shuffle(areas)
    turned = {**plain, "area_shares": dict(areas)} if areas else plain
    assert shares(**turned) == shares(**plain)


def test_one_group_makes_several_matters_a_theme():
    several = {"area_shares": MANY_MATTERS, "horizon": "long"}
    assert (
        shares(**several, specific_group="women50")[THEMATIC] > shares(**several, specific_group="everyone")[THEMATIC]
    )


def test_the_two_axes_lead_to_the_four_types():
    assert max(shares(horizon="once", area_shares=ONE_MATTER).items(), key=lambda item: item[1])[0] == EVENT
    assert max(shares(horizon="bounded", area_shares=ONE_MATTER).items(), key=lambda item: item[1])[0] == PROJECT
    assert max(shares(horizon="long", area_shares=ONE_MATTER).items(), key=lambda item: item[1])[0] == THEMATIC
    assert max(shares(horizon="long", area_shares=MANY_MATTERS).items(), key=lambda item: item[1])[0] == STRATEGIC


def test_the_stated_horizon_alone_does_not_decide():
    alone = {"horizon": "long", "existing_partners": 0, "library_capacity": "low", "prior_cooperation": False}
    assert max(shares(**alone).items(), key=lambda item: item[1])[0] == EVENT


@pytest.mark.parametrize("weaker", ["once", "long"])
def test_how_long_a_need_lasts_is_weaker_than_what_partners_commit_to(weaker):
    def distance(found):
        return sum(abs(found[kind] - 0.25) for kind in TYPES)

    assert distance(shares(need_horizon=weaker)) < distance(shares(horizon=weaker))


@given(PLAIN)
def test_evidence_and_prior_add_up_to_the_result(plain):
    items = evidence(situation(**plain), KNOWN)
    plainly = [
        math.log(KNOWN.prior[kind]) + sum(item.weights[place] for item in items) for place, kind in enumerate(TYPES)
    ]
    assert list(scores(items, KNOWN)) == pytest.approx(plainly)


def test_log_odds_are_those_of_the_probability():
    row = (0.3, -1.0, 2.0, 0.0)
    for place, share in enumerate(probabilities(row)):
        assert log_odds(row, place) == pytest.approx(math.log(share / (1 - share)))


def test_what_moved_is_the_difference_to_the_result_without_it():
    items = evidence(situation(horizon="long", fixed_date=True), KNOWN)
    both, date = shares(horizon="long", fixed_date=True)[EVENT], shares(fixed_date=True)[EVENT]
    expected = math.log(both / (1 - both)) - math.log(date / (1 - date))
    assert moved(items, KNOWN, 0)[0] == pytest.approx(expected)


def test_of_equal_types_the_smallest_step_comes_first():
    assert ranked((0.0, 0.0, 0.0, 0.0)) == (0, 1, 2, 3)


def test_every_criterion_looks_only_at_facts_that_exist():
    every = {name: FACTS[name].filter(lambda value: value is not None) for name in FACTS}
    derived = {"high_needs", "dominated", "one_group", "n_sectors", "who_can_act"}
    assert {name for criterion in KNOWN.criteria for name in criterion.reads} <= set(every) | derived
