"""Groups are compared with everybody else, hidden where they are small, and never lost when they are in need."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codebook import Codebook, Role, Variable
from analysis.comparison import benjamini_hochberg, holm
from analysis.diagnosis import diagnose
from analysis.results import Diagnosis
from analysis.tally import Tally
from analysis.vocabulary import Measure
from analysis.weights import Margin
from tests.analysis.build import codebook, frame, lack, measure, picked, random_frame, stratum

WAVE = Variable("wave", Role.WAVE, "wave", "Fala", levels=("2024", "2025"))
MODE = Variable("mode", Role.MODE, "mode", "Sposób", levels=("web", "paper"))
BOOK = codebook(*[lack(area) for area in "abc"], stratum("age", "xyz"), MODE, WAVE)


@pytest.fixture
def answers(rng: np.random.Generator) -> pd.DataFrame:
    return random_frame(BOOK, 600, rng)


@pytest.fixture
def diagnosis(answers: pd.DataFrame) -> Diagnosis:
    return diagnose(Tally.from_frame(answers, BOOK), BOOK, threshold=0)


def share(answers: pd.DataFrame, area: str) -> float:
    rated = answers[answers[f"lack.{area}"].isin(["0", "1", "2"])]
    return float((rated[f"lack.{area}"] == "2").mean())


def test_strata_modes_and_waves_are_compared(diagnosis: Diagnosis) -> None:
    assert [(each.variable, each.role) for each in diagnosis.breakdowns] == [
        ("age", Role.STRATUM),
        ("mode", Role.MODE),
        ("wave", Role.WAVE),
    ]


def test_a_difference_is_from_everybody_else(answers: pd.DataFrame, diagnosis: Diagnosis) -> None:
    cell = diagnosis.breakdowns[0].cell("b", "y")
    members = answers["age"] == "y"
    expected = share(answers[members], "b") - share(answers[~members], "b")
    assert cell.difference == pytest.approx(expected)
    assert cell.difference_low is not None
    assert cell.difference_low < expected < cell.difference_high  # type: ignore[operator]


def test_the_error_of_a_difference_is_that_of_two_samples(answers: pd.DataFrame, diagnosis: Diagnosis) -> None:
    cell = diagnosis.breakdowns[0].cell("b", "y")
    parts = [answers[answers["age"] == "y"], answers[answers["age"] != "y"]]
    variance = 0.0
    for part in parts:
        rated = part["lack.b"].isin(["0", "1", "2"]).sum()
        variance += share(part, "b") * (1 - share(part, "b")) / rated
    half = (cell.difference_high - cell.difference_low) / 2  # type: ignore[operator]
    assert half == pytest.approx(1.964 * np.sqrt(variance), rel=0.01)


def test_every_test_is_adjusted_for_all_of_them(diagnosis: Diagnosis) -> None:
    p = np.array([test.p for test in diagnosis.tests])
    assert len(p) == 9
    assert [test.p_holm for test in diagnosis.tests] == pytest.approx(holm(p))
    assert [test.p_adjusted for test in diagnosis.tests] == pytest.approx(benjamini_hochberg(p))


def different(n: int, rng: np.random.Generator) -> pd.DataFrame:
    """Area a is needed by 8 of 10 people of age x and 2 of 10 others."""
    table = random_frame(BOOK, n, rng, missing=0)
    chance = np.where(table["age"] == "x", 0.8, 0.2)
    levels = np.where(rng.random(n) < chance, 2, 0)
    return table.assign(**{"lack.a": pd.Categorical.from_codes(levels, dtype=table["lack.a"].dtype)})


def test_a_real_difference_is_notable_and_chance_is_not(rng: np.random.Generator) -> None:
    results = [diagnose(Tally.from_frame(different(300, rng), BOOK), BOOK) for _ in range(20)]
    notable = [(test.variable, test.area) for result in results for test in result.tests if test.notable]
    assert notable.count(("age", "a")) == 20
    assert len(notable) <= 20 + 6  # of 160 tests of what chance made; about 2 are expected
    assert {result.breakdowns[0].cell("a", "x").p_adjusted < 0.001 for result in results} == {True}  # type: ignore[operator]


def test_groups_under_30_people_are_shown_but_not_tested() -> None:
    ages, levels = "x " * 40 + "y " * 20, "2 0 " * 30
    result = diagnose(Tally.from_frame(frame(BOOK, {"age": ages, "lack.a": levels}), BOOK), BOOK)
    small, large = (result.breakdowns[0].cell("a", age) for age in "yx")
    assert (small.n, small.p_adjusted) == (20, None)
    assert large.p_adjusted is not None
    assert result.tests == ()


def test_a_withheld_cell_takes_part_in_no_test() -> None:
    ages, levels = "x " * 40 + "y " * 40 + "z " * 40, "2 0 " * 20 + "2 0 " * 20 + "2 " + "0 " * 39
    tally = Tally.from_frame(frame(BOOK, {"age": ages, "lack.a": levels}), BOOK)
    hidden = diagnose(tally, BOOK, threshold=5)
    assert hidden.breakdowns[0].cell("a", "z").value is None
    assert [test for test in hidden.tests if test.area == "a"] == []
    assert [test for test in diagnose(tally, BOOK, threshold=0).tests if test.area == "a"] != []


@pytest.mark.parametrize(("little", "shown"), [(2, False), (5, True), (0, True)])
def test_means_of_an_area_are_shown_only_if_no_group_has_a_small_level(little: int, shown: bool) -> None:
    book = codebook(lack("a"), stratum("age", "xy"))
    ages, levels = "x " * 40 + "y " * 40, "2 0 " * 20 + "2 " * 20 + "1 " * little + "0 " * (20 - little)
    (breakdown,) = diagnose(Tally.from_frame(frame(book, {"age": ages, "lack.a": levels}), book), book).breakdowns
    assert [cell.value for cell in breakdown.cells] == [0.5, 0.5]
    assert [cell.mean is not None for cell in breakdown.cells] == [shown, shown]
    assert [cell.mean_error is not None for cell in breakdown.cells] == [shown, shown]


def test_means_of_an_area_go_with_any_cell_of_it() -> None:
    ages, levels = "x " * 40 + "y " * 40 + "z " * 40, "2 0 " * 40 + "2 " * 3 + "0 " * 37
    book = codebook(lack("a"), stratum("age", "xyz"))
    (breakdown,) = diagnose(Tally.from_frame(frame(book, {"age": ages, "lack.a": levels}), book), book).breakdowns
    assert [cell.n is None for cell in breakdown.cells] == [True, False, True]
    assert [cell.mean for cell in breakdown.cells] == [None, None, None]


def planted(n: int, rng: np.random.Generator) -> tuple[Codebook, pd.DataFrame]:
    """One in twenty people is of group z, where 8 of 10 need area a; elsewhere 15 of 100 do."""
    book = codebook(lack("a"), lack("b"), stratum("village", "xyz"))
    village = rng.choice(3, size=n, p=[0.5, 0.45, 0.05])
    village[:20] = 2
    columns = {}
    for area, chances in (("a", (0.15, 0.15, 0.8)), ("b", (0.15, 0.15, 0.15))):
        need = rng.random(n) < np.array(chances)[village]
        columns[f"lack.{area}"] = pd.Categorical.from_codes(
            np.where(need, 2, 0), dtype=pd.CategoricalDtype([*"012", "dont_know", "no_answer"])
        )
    kinds = pd.CategoricalDtype([*"xyz", "dont_know", "no_answer"])
    return book, pd.DataFrame(columns | {"village": pd.Categorical.from_codes(village, dtype=kinds)})


def test_a_need_of_one_in_twenty_people_is_not_lost() -> None:
    found = []
    for seed in range(20):
        book, table = planted(400, np.random.default_rng(seed))
        result = diagnose(Tally.from_frame(table, book), book)
        found.append([(need.variable, need.category, need.area) for need in result.minorities])
    assert found.count([("village", "z", "a")]) >= 19


def test_a_minority_need_says_how_strong_it_is() -> None:
    book, table = planted(400, np.random.default_rng(1))
    (need,) = diagnose(Tally.from_frame(table, book), book).minorities
    members = table[table["village"] == "z"]
    assert need.n == len(members)
    assert need.share == pytest.approx(share(members, "a"))
    assert need.others == pytest.approx(share(table[table["village"] != "z"], "a"))
    assert need.low < need.share < need.high


def test_no_minority_need_is_told_of_a_hidden_group() -> None:
    book, table = planted(400, np.random.default_rng(1))
    result = diagnose(Tally.from_frame(table, book), book, threshold=100)
    assert result.breakdowns[0].n[-1] is None
    assert result.minorities == ()


def test_weighted_groups_speak_of_the_population(rng: np.random.Generator) -> None:
    book = codebook(lack("a"), stratum("age", "xy"), stratum("sex", "km"))
    table = random_frame(book, 400, rng, missing=0)
    margins = [Margin("age", ("x", "y"), (0.9, 0.1)), Margin("sex", ("k", "m"), (0.2, 0.8))]
    result = diagnose(Tally.from_frame(table, book), book, threshold=0, margins=margins)
    cell = result.breakdowns[1].cell("a", "k")
    by_age = [share(table[(table["sex"] == "k") & (table["age"] == age)], "a") for age in "xy"]
    assert min(by_age) <= (cell.value or 0) <= max(by_age)
    assert cell.value == pytest.approx(by_age[0], abs=abs(by_age[0] - by_age[1]) * 0.3)


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 10**6), kinds=st.sampled_from([("lack",), ("state", "picked"), ("importance",), ("picked",)])
)
def test_any_breakdown_can_be_written_as_json(seed: int, kinds: str) -> None:
    makers = {"lack": lack, "picked": picked}
    items = [makers[k](a) if k in makers else measure(Measure(k), a) for k in kinds for a in "ab"]
    book = codebook(*items, stratum("age", "xyz"), MODE)
    result = diagnose(Tally.from_frame(random_frame(book, 60, np.random.default_rng(seed)), book), book, threshold=0)
    cells = [vars(cell) for breakdown in result.breakdowns for cell in breakdown.cells]
    json.dumps([cells, [vars(test) for test in result.tests]], allow_nan=False)
