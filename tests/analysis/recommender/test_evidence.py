"""Signs of a diagnosis besides the shares: how many needs are high for sure, where they show, whose they are."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.codebook import Role, Variable
from analysis.diagnosis import diagnose
from analysis.recommender import recommend, render, situation_from
from analysis.recommender.evidence import effective_areas, high_needs_range, linked, quiet_groups, seen_only_in
from analysis.results import Breakdown, GroupCell, MarginShare, Weighting
from analysis.tally import Tally
from analysis.vocabulary import WeightMethod
from analysis.weights import CAREFUL, PLAIN, Margin
from tests.analysis.build import codebook, frame, lack
from tests.analysis.recommender.build import KNOWN, diagnosis, situation

RULES = (PLAIN, CAREFUL)
HIGH = KNOWN.thresholds(None)["high"]


def by_place(values: dict[str, float | None], role: Role = Role.PLACE) -> Breakdown:
    """One need, care, by place; the first place differs from the others beyond its interval."""
    lows = [0.05, *[-0.3] * (len(values) - 1)]
    cells = [
        GroupCell("care", place, value, None if value is None else 40, None, difference_low=low)
        for (place, value), low in zip(values.items(), lows, strict=True)
    ]
    names = tuple(values)
    return Breakdown("place", "Place", names, tuple(map(str.title, names)), (40,) * len(names), tuple(cells), 0, role)


def weighting(**shares: tuple[float, float]) -> Weighting:
    """Shares of the sample and of the population by group."""
    margins = tuple(MarginShare("age", group, 30, sample, sample, people) for group, (sample, people) in shares.items())
    return Weighting(WeightMethod.RAKED, True, 1, 90, 0, 1.0, 90.0, 1.0, 0, (), margins)


def test_needs_are_high_for_sure_when_their_whole_interval_is() -> None:
    needs = diagnosis({"care": 60, "sport": 40, "work": 10}).needs
    spans = [(HIGH, 0.9), (HIGH - 0.05, HIGH + 0.05), (0.0, HIGH - 0.01)]
    given_needs = tuple(replace(need, low=low, high=high) for need, (low, high) in zip(needs, spans, strict=True))
    found = diagnosis({"care": 60, "sport": 40, "work": 10}, needs=given_needs)
    assert high_needs_range(found, KNOWN) == (1, 2)


@given(st.lists(st.floats(0.35, 1), min_size=1, max_size=13))
def test_the_effective_number_lies_between_one_and_the_number_of_needs(shares: list[float]) -> None:
    found = effective_areas(shares)
    assert found is not None
    assert 1 - 1e-9 <= found <= len(shares) + 1e-9


def test_equal_needs_count_as_many_as_they_are() -> None:
    assert effective_areas([0.4, 0.4, 0.4]) == pytest.approx(3)
    assert effective_areas([0.6, 0.3]) == pytest.approx(0.9**2 / (0.36 + 0.09))
    assert effective_areas([]) is None


def test_a_need_of_one_place_only_is_named_with_the_place() -> None:
    found = diagnosis({"care": 50}, breakdowns=(by_place({"laski": 0.7, "wola": 0.2, "doly": 0.1}),))
    assert seen_only_in(found, ["care"], KNOWN) == {"care": "Laski"}
    assert seen_only_in(found, [], KNOWN) == {}


@pytest.mark.parametrize(
    "values",
    [{"laski": 0.7, "wola": 0.5}, {"laski": 0.7, "wola": None}, {"laski": 0.7}, {"laski": 0.2, "wola": 0.2}],
    ids=["in two places", "another withheld", "no other place", "nowhere"],
)
def test_nothing_is_said_of_a_need_that_is_not_surely_of_one_place(values: dict[str, float | None]) -> None:
    assert seen_only_in(diagnosis({"care": 50}, breakdowns=(by_place(values),)), ["care"], KNOWN) == {}


def test_a_way_in_which_nobody_answered_is_no_other_way() -> None:
    ways = by_place({"web": 0.7, "paper": 0.2, "kiosk": None}, Role.MODE)
    empty = replace(ways, cells=tuple(replace(cell, n=cell.n or 0) for cell in ways.cells))
    assert seen_only_in(diagnosis({"care": 50}, breakdowns=(ways,)), ["care"], KNOWN) == {}
    assert seen_only_in(diagnosis({"care": 50}, breakdowns=(empty,)), ["care"], KNOWN) == {"care": "Web"}


def test_ages_are_no_places() -> None:
    ages = by_place({"young": 0.7, "old": 0.2}, Role.STRATUM)
    assert seen_only_in(diagnosis({"care": 50}, breakdowns=(ages,)), ["care"], KNOWN) == {}


def test_groups_that_answered_too_rarely_are_quiet_and_make_the_sample_skewed() -> None:
    margins = weighting(young=(0.05, 0.2), middle=(0.45, 0.5), old=(0.5, 0.25), monks=(0.0, 0.05))
    found = diagnosis({"care": 50}, weighting=margins)
    assert quiet_groups(found) == ("young",)
    proposed = recommend(situation_from(found, {}, {}))
    assert [caution.key for caution in proposed.ask_first] == ["one_sided"]
    assert "quiet_groups" in [caution.key for caution in proposed.warnings]


def test_quiet_groups_are_called_as_the_questionnaire_calls_them() -> None:
    age = Variable("age", Role.STRATUM, "age", "Wiek", levels=("y", "m", "o"), labels=("młodsi", "średni", "starsi"))
    book = codebook(lack("care"), age)
    table = frame(book, {"lack.care": "2 " * 60 + "0 " * 40, "age": "y " * 22 + "m " * 18 + "o " * 60})
    margins = [Margin("age", ("y", "m", "o"), (50.0, 40.0, 10.0))]
    plain, careful = (diagnose(Tally.from_frame(table, book), book, margins=margins, rules=each) for each in RULES)
    assert quiet_groups(plain) == ("młodsi", "średni")
    assert quiet_groups(careful) == ("młodsi + średni",)
    assert "młodsi i średni" in " ".join(map(render, recommend(situation_from(plain, {}, {})).warnings))


def test_a_quiet_group_of_the_list_is_said_in_words() -> None:
    found = recommend(situation(quiet_groups=["seniors"], n=100))
    said = " ".join(render(each) for each in found.warnings)
    assert KNOWN.texts["group.seniors"]["pl"] in said


@pytest.mark.parametrize(("both", "expected"), [(40, "same"), (16, "different"), (22, None)])
def test_needs_of_the_same_people_hang_together(both: int, expected: str | None) -> None:
    book = codebook(lack("care"), lack("sport"))
    counts = np.array([[40, both], [both, 40]])
    tally = replace(Tally.zero(book), n=100, together=counts)
    phi = (100 * both - 40 * 40) / (40 * 60)
    assert linked(tally, book, diagnosis({"care": 40, "sport": 40}, n=100)) == expected
    assert {"same": phi >= 0.3, "different": phi <= 0.1}.get(str(expected), 0.1 < phi < 0.3)


def test_linked_needs_speak_for_a_theme_and_unlinked_ones_for_a_common_table() -> None:
    facts = {"area_shares": {"care": 0.5, "health": 0.48, "work": 0.46}, "horizon": "long"}
    one = recommend(situation(**facts, linked="same")).probabilities
    two = recommend(situation(**facts, linked="different")).probabilities
    assert one["thematic"] > two["thematic"]
    assert two["strategic"] > one["strategic"]
