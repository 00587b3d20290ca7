import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.recommender.facts import DERIVED_FROM, applies, dominant_area, facts_of, high_needs, holds, matters
from analysis.vocabulary import ScoreKind
from tests.analysis.recommender.build import KNOWN, MANY_MATTERS, ONE_MATTER, PLAIN, SHARES, situation


@given(PLAIN, PLAIN)
def test_fields_that_nothing_is_derived_from_are_facts_of_their_own_name_only(plain, other):
    added = {name: value for name, value in other.items() if name not in DERIVED_FROM}
    after = situation(**{**plain, **added})
    expected = {**facts_of(situation(**plain), KNOWN), **{name: getattr(after, name) for name in added}}
    assert facts_of(after, KNOWN) == expected


def test_needs_from_the_threshold_on_are_high():
    assert high_needs(situation(area_shares={"care": 0.35, "sport": 0.349}), KNOWN) == 1


def test_a_given_number_of_high_needs_comes_first():
    assert high_needs(situation(n_high_needs=4, area_shares=ONE_MATTER), KNOWN) == 4


def test_nothing_asked_is_not_no_need():
    assert high_needs(situation(), KNOWN) is None
    assert dominant_area(situation(), KNOWN) is None


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ({"care": 0.47, "sport": 0.35}, "care"),
        ({"care": 0.46, "sport": 0.35}, "none"),
        ({"care": 0.34, "sport": 0.1}, "none"),
        ({"care": 0.4}, "care"),
    ],
)
def test_an_area_dominates_when_it_is_high_and_well_ahead(shares, expected):
    assert dominant_area(situation(area_shares=shares), KNOWN) == expected


def test_each_kind_of_score_has_its_own_thresholds():
    shares = {"care": 0.25, "sport": 0.1}
    assert high_needs(situation(area_shares=shares), KNOWN) == 0
    assert high_needs(situation(area_shares=shares, kind="importance_satisfaction"), KNOWN) == 1
    assert set(KNOWN.settings["thresholds"]) == set(ScoreKind)


def test_matters_are_the_high_needs_from_the_greatest():
    assert [matter.area for matter in matters(situation(area_shares=MANY_MATTERS), KNOWN)] == list(MANY_MATTERS)


def test_without_a_high_need_the_first_one_is_the_matter():
    assert [matter.area for matter in matters(situation(area_shares={"care": 0.1, "sport": 0.2}), KNOWN)] == ["sport"]


def test_at_most_five_matters_come_to_one_table():
    shares = dict.fromkeys(list(KNOWN.areas)[:8], 0.5)
    assert len(matters(situation(area_shares=shares), KNOWN)) == 5


def test_a_dominant_area_without_shares_is_the_matter():
    (matter,) = matters(situation(dominant_area="care"), KNOWN)
    assert (matter.area, matter.builtin, matter.share) == ("care", "care", None)


def test_own_areas_count_and_are_mapped_where_they_can_be():
    own = {"tots": "care", "roads": None}
    found = situation(taxonomy_areas=own, area_shares={"tots": 0.5, "roads": 0.45})
    assert [matter.builtin for matter in matters(found, KNOWN)] == ["care", None]
    assert facts_of(found, KNOWN)["n_unmapped"] == 1


@given(SHARES, st.randoms())
def test_the_order_of_areas_does_not_matter(shares, random):
    keys = list(shares)
    random.shuffle(keys)
    turned = {key: shares[key] for key in keys}
    assert facts_of(situation(area_shares=shares), KNOWN) == facts_of(situation(area_shares=turned), KNOWN)
    assert matters(situation(area_shares=shares), KNOWN) == matters(situation(area_shares=turned), KNOWN)


def test_unknown_facts_are_absent():
    assert "horizon" not in facts_of(situation(), KNOWN)


def test_everyone_is_no_single_group():
    assert facts_of(situation(specific_group="everyone"), KNOWN)["one_group"] is False
    assert facts_of(situation(specific_group="seniors"), KNOWN)["one_group"] is True


@pytest.mark.parametrize(
    ("facts", "expected"),
    [({"a": 1, "b": 3}, True), ({"a": 2}, False), ({"a": 1}, None), ({}, None), ({"b": 9}, False)],
)
def test_a_condition_holds_fails_or_depends_on_what_is_unknown(facts, expected):
    assert holds({"a": [1], "b": {"min": 2, "max": 4}}, facts) is expected


def test_yes_and_no_are_not_numbers():
    assert holds({"a": {"min": 0}}, {"a": True}) is False


def test_a_rule_may_ask_for_what_is_unknown():
    assert applies(({"a": ["unknown"]},), {})
    assert not applies(({"a": ["unknown"]},), {"a": 1})
    assert not applies(({"a": {"max": 2}},), {})


def test_the_empty_condition_always_holds():
    assert applies(({},), {})
