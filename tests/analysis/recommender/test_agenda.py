"""What a small survey brings to a meeting: three matters in no order, and honesty about the third place."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.codebook import Area
from analysis.recommender import render
from analysis.recommender.agenda import MATTERS, Agenda, agenda
from analysis.results import Diagnosis
from analysis.vocabulary import ScoreKind
from tests.analysis.recommender.build import KNOWN, diagnosis, need

SMALL = KNOWN.settings["model"]["small"]
CLEAR = {"sport": 3, "care": 20, "work": 12, "health": 9, "digital": 1}

COUNTS = st.dictionaries(st.sampled_from(sorted(KNOWN.areas)), st.integers(0, 30), min_size=1)


def of(counts: dict[str, int], n: int = 30, **changes) -> Agenda:
    found = agenda(diagnosis(counts, n, **changes))
    assert found is not None
    return found


def areas(items) -> list[str]:
    return [item.area for item in items]


def placed(counts: dict[str, int], low: dict[str, int]) -> Diagnosis:
    """A diagnosis whose areas may hold the places from `low` to the last."""
    plain = diagnosis(counts, 30)
    return replace(plain, needs=tuple(replace(each, rank_low=low[each.area]) for each in plain.needs))


@pytest.mark.parametrize(("n", "small"), [(0, True), (SMALL - 1, True), (SMALL, False), (400, False)])
def test_fewer_than_fifty_answers_make_an_agenda(n, small):
    assert SMALL == 50
    assert (agenda(replace(diagnosis(CLEAR, 30), n=n)) is not None) is small


def test_the_three_greatest_needs_stand_as_the_questionnaire_asked():
    found = of(CLEAR)
    assert areas(found.matters) == ["care", "work", "health"]
    shuffled = {area: CLEAR[area] for area in ("health", "digital", "work", "sport", "care")}
    assert areas(of(shuffled).matters) == ["health", "work", "care"]


def test_every_matter_says_how_many_people_of_how_many():
    assert {item.area: (item.count, item.n) for item in of(CLEAR).matters} == {
        "care": (20, 30),
        "work": (12, 30),
        "health": (9, 30),
    }


def test_of_two_equal_needs_at_the_third_place_none_is_chosen():
    found = of({"care": 20, "work": 12, "health": 9, "sport": 9})
    assert (areas(found.matters), areas(found.tied)) == (["care", "work"], ["health", "sport"])
    assert areas(found.items) == ["care", "work", "health", "sport"]


def test_when_all_are_equal_the_meeting_chooses_among_all():
    found = of(dict.fromkeys(CLEAR, 7))
    assert (found.matters, areas(found.tied)) == ((), list(CLEAR))


def test_equal_needs_that_all_find_a_place_are_no_tie():
    found = of({"care": 9, "work": 9, "health": 9, "sport": 2})
    assert (areas(found.matters), found.tied) == (["care", "work", "health"], ())


def test_shares_of_other_bases_are_equal_when_their_values_are():
    plain = diagnosis({"care": 20, "work": 12}, 30)
    more = (need("health", 5, 15), need("sport", 10, 30))
    found = agenda(
        replace(plain, needs=(*plain.needs, *more), areas=(*plain.areas, Area("health", "h"), Area("sport", "s")))
    )
    assert found is not None
    assert {item.area: (item.count, item.n) for item in found.tied} == {"health": (5, 15), "sport": (10, 30)}


def test_what_nobody_needs_is_not_on_the_agenda():
    found = of({"care": 4, "work": 0, "health": 0, "sport": 0}, n=12)
    assert (areas(found.matters), found.tied, found.close) == (["care"], (), ())


def test_areas_that_could_as_well_be_among_the_three_are_named():
    lows = {"care": 1, "work": 1, "health": 2, "sport": 3, "digital": 4}
    found = agenda(placed(CLEAR, lows))
    assert found is not None
    assert found.close == ("sport",)


def test_an_area_that_nobody_needs_is_not_close():
    counts = {**CLEAR, "culture": 0}
    found = agenda(placed(counts, dict.fromkeys(counts, 1)))
    assert found is not None
    assert found.close == ("sport", "digital")


def test_a_withheld_diagnosis_gives_an_agenda_without_items():
    found = of({}, n=9, withheld=True)
    assert (found.n, found.items, found.close) == (9, (), ())


def test_a_mean_counts_nobody_but_has_a_base():
    means = tuple(replace(each, count=None, value=4 - rank) for rank, each in enumerate(diagnosis(CLEAR, 28).needs))
    found = of(CLEAR, needs=means, kind=ScoreKind.MEAN_IMPORTANCE)
    assert {(item.count, item.n) for item in found.matters} == {(None, 28)}


def test_the_talk_about_a_builtin_area_has_its_own_question():
    (health, *_) = of({"health": 9}).matters
    assert health.sensitive
    assert render(health.question, "pl").startswith("Jakie badanie, spotkanie albo porada")


def test_an_own_area_has_the_general_question():
    own = of({"lake": 9}, areas=(Area("lake", "Jezioro"),)).matters[0]
    mapped = of({"jezioro": 9}, areas=(Area("jezioro", "Jezioro", "environment"),)).matters[0]
    assert (own.question.code, own.sensitive) == ("talk", False)
    assert mapped.question.code == "talk.environment"


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("area", sorted(KNOWN.areas))
def test_every_area_opens_the_talk_with_a_question(area, language):
    said = render(of({area: 3}).matters[0].question, language)
    assert said.endswith("?")
    assert len(said) < 130


@given(COUNTS)
def test_no_area_outside_is_greater_than_one_inside(counts):
    found = of(counts)
    inside = [counts[area] for area in areas(found.matters)]
    outside = [count for area, count in counts.items() if area not in areas(found.matters)]
    assert len(inside) <= MATTERS
    assert 0 not in inside
    assert all(one > other for one in inside for other in outside)


@given(COUNTS)
def test_tied_areas_are_equal_and_more_than_the_places_left(counts):
    found = of(counts)
    assert len({item.count for item in found.tied}) <= 1
    assert not found.tied or len(found.items) > MATTERS
    needed = sum(count > 0 for count in counts.values())
    assert len(found.items) >= min(MATTERS, needed)


@given(COUNTS, st.randoms())
def test_the_order_of_the_questionnaire_decides_nothing_but_the_order(counts, random):
    keys = list(counts)
    random.shuffle(keys)
    one, other = of(counts), of({key: counts[key] for key in keys})
    assert set(areas(one.matters)) == set(areas(other.matters))
    assert areas(other.items) == [
        *[k for k in keys if k in areas(one.matters)],
        *[k for k in keys if k in areas(one.tied)],
    ]
