"""Hidden numbers stay hidden, whatever an outsider computes; and no more is hidden than has to be."""

import copy
import json
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import jinja2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import disclosure
from analysis.codebook import Codebook, Role, Variable
from analysis.diagnosis import diagnose
from analysis.disclosure import (
    GROUPS,
    Place,
    Table,
    Unprotected,
    check_threshold,
    hidden_cells,
    hidden_groups,
    small,
    threshold_for,
    withheld_places,
    without_places,
)
from analysis.errors import ChoiceError, DisclosureError
from analysis.results import Diagnosis, MinorityNeed
from analysis.tally import Tally
from analysis.vocabulary import Measure
from tests.analysis.build import codebook, frame, group, lack, measure, picked, random_frame, stratum
from tests.analysis.outsider import leaks

QUESTIONNAIRES = {
    "lack": codebook(lack("a"), lack("b"), picked("a"), picked("b"), stratum("age", "xyzw"), stratum("sex", "kmo")),
    "ratings": codebook(
        *[measure(kind, area) for kind in (Measure.IMPORTANCE, Measure.STATE) for area in "ab"],
        stratum("age", "xyz"),
    ),
    "state and picks": codebook(
        *[measure(Measure.STATE, area) for area in "ab"], picked("a"), picked("b"), stratum("age", "xyz")
    ),
    "importance": codebook(*[measure(Measure.IMPORTANCE, area) for area in "ab"], stratum("age", "xyz")),
}


def row_table(counts: list[int], sizes: list[int]) -> Table:
    """One row with its counts and their complements."""
    count, size = np.array([counts]), np.array([sizes])
    return Table.of(np.stack([count, size - count]), size)


def brute_force_width(counts: list[int], sizes: list[int], hidden: list[int], part: int) -> int:
    """The range of one hidden count over all tables with the same sizes, total and shown counts."""
    total = sum(counts[other] for other in hidden)
    options = product(*[range(sizes[other] + 1) for other in hidden])
    values = {option[hidden.index(part)] for option in options if sum(option) == total}
    return max(values) - min(values)


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=4),
    st.integers(0, 4),
)
def test_hidden_counts_of_a_row_have_a_wide_range_by_brute_force(parts: list[tuple[int, int]], threshold: int) -> None:
    counts, sizes = [need for need, _ in parts], [need + other for need, other in parts]
    hidden = list(np.flatnonzero(hidden_cells(row_table(counts, sizes), threshold)[0]))
    for part in hidden:
        width = brute_force_width(counts, sizes, hidden, part)
        assert width >= threshold or len(hidden) == np.count_nonzero(sizes)


@pytest.mark.parametrize("name", QUESTIONNAIRES)
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(12, 90), threshold=st.integers(2, 8))
def test_nothing_hidden_in_a_breakdown_can_be_worked_out(name: str, seed: int, n: int, threshold: int) -> None:
    book = QUESTIONNAIRES[name]
    tally = Tally.from_frame(random_frame(book, n, np.random.default_rng(seed)), book)
    assert leaks(tally, book, diagnose(tally, book, threshold=threshold)) == []


def without_cover(*_: object) -> np.ndarray:
    return np.array([], dtype=np.intp)


def test_the_outsider_would_find_cells_hidden_without_cover(
    rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = QUESTIONNAIRES["lack"]
    tally = Tally.from_frame(random_frame(book, 60, rng), book)
    monkeypatch.setattr(disclosure, "_unsafe_rows", without_cover)
    assert leaks(tally, book, diagnose(tally, book, threshold=5)) != []


def test_a_small_count_is_hidden_together_with_the_cheapest_cover() -> None:
    table = row_table([3, 10, 20, 30], [30, 40, 60, 80])
    assert hidden_cells(table, 5).tolist() == [[True, True, False, False]]


def test_a_small_complement_is_hidden_like_a_small_count() -> None:
    assert hidden_cells(row_table([27, 30, 40], [30, 60, 80]), 5)[0, 0]


def test_a_row_too_small_to_cover_anything_is_hidden_whole() -> None:
    assert hidden_cells(row_table([3, 0, 0], [30, 40, 60]), 5).all()


def test_an_empty_group_is_neither_hidden_nor_taken_as_cover() -> None:
    assert hidden_cells(row_table([3, 0, 10, 30], [30, 0, 40, 80]), 5).tolist() == [[True, False, True, False]]
    assert not hidden_cells(row_table([3, 0, 0], [30, 0, 40]), 5)[0, 1]


def test_zero_is_shown_because_nobody_is_singled_out() -> None:
    assert not hidden_cells(row_table([0, 10, 20], [30, 40, 60]), 5).any()


def test_threshold_zero_hides_nothing(rng: np.random.Generator) -> None:
    counts = rng.integers(0, 4, size=(6, 5))
    assert not hidden_cells(Table.of(counts[None], counts + 2), 0).any()
    assert not hidden_groups(counts[0], 0, np.zeros(5, dtype=bool)).any()


def test_a_small_group_is_hidden_with_another() -> None:
    nobody = np.zeros(4, dtype=bool)
    assert hidden_groups(np.array([3, 50, 20, 60]), 5, nobody).tolist() == [True, False, True, False]


def test_two_groups_hidden_with_their_sizes_cover_each_other() -> None:
    count, sizes = np.array([[2, 10, 20]]), np.array([[3, 25, 40]])
    hidden_sizes = np.array([True, True, False])
    table = Table(np.stack([count, sizes - count]), sizes, np.zeros(3, dtype=bool), hidden_sizes)
    assert hidden_cells(table, 5).tolist() == [[True, True, False]]


def test_a_mean_close_to_the_end_of_the_scale_takes_one_cover() -> None:
    book = codebook(measure(Measure.IMPORTANCE, "a"), stratum("age", "xyz"))
    answers = {"importance.a": "1 " * 9 + "4 " + "3 " * 20, "age": "x " * 10 + "y " * 10 + "z " * 10}
    (breakdown,) = diagnose(Tally.from_frame(frame(book, answers), book), book, threshold=5).breakdowns
    assert [cell.n for cell in breakdown.cells] == [None, None, 10]


def test_people_who_stated_no_group_give_cover_before_a_shown_group_does() -> None:
    unstated = np.array([False, False, False, True])
    assert hidden_groups(np.array([3, 50, 20, 8]), 5, unstated).tolist() == [True, False, False, True]


def test_few_people_who_stated_no_group_cost_nothing() -> None:
    unstated = np.array([False, False, True])
    assert not hidden_groups(np.array([40, 50, 2]), 5, unstated).any()


def test_small_means_some_but_fewer_than_the_threshold() -> None:
    assert small(np.array([0, 1, 4, 5]), 5).tolist() == [False, True, True, False]


def test_a_negative_threshold_is_refused() -> None:
    with pytest.raises(ChoiceError, match="-1 found; allowed: 0"):
        check_threshold(-1)


def village(n: int, rng: np.random.Generator) -> tuple[Codebook, Tally]:
    """13 areas, 6 age bands and n residents, as in the short questionnaire."""
    areas = [f"area{number}" for number in range(13)]
    book = codebook(*map(lack, areas), *map(picked, areas), stratum("age", "abcdef"))
    return book, Tally.from_frame(random_frame(book, n, rng, missing=0.06), book)


def test_most_cells_of_a_campaign_with_400_answers_stay_visible(rng: np.random.Generator) -> None:
    book, tally = village(400, rng)
    for threshold in (5, 10):
        (breakdown,) = diagnose(tally, book, threshold=threshold).breakdowns
        assert breakdown.suppressed < 0.2 * len(breakdown.cells)


def tables(diagnosis: Diagnosis) -> Iterator[dict[str, object]]:
    """Each area's visible numbers in the form of the reference attack; everybody stated their group."""
    for breakdown, need in product(diagnosis.breakdowns, diagnosis.needs):
        cells = [breakdown.cell(need.area, category) for category in breakdown.categories]
        answers = {"need": need.count, "fine": need.n - (need.count or 0)}
        published = [{"where": {"answer": [key]}, "value": total} for key, total in answers.items()]
        for cell in cells:
            values = (cell.count, None if cell.n is None or cell.count is None else cell.n - cell.count)
            published += [
                {"where": {"group": [cell.category], "answer": [key]}, "value": value}
                for key, value in zip(answers, values, strict=True)
            ]
        yield {"dims": {"group": [*breakdown.categories], "answer": [*answers]}, "published": published}


@pytest.mark.reference
def test_the_reference_attack_finds_nothing(shared: Path, tmp_path: Path, rng: np.random.Generator) -> None:
    areas = [f"area{number}" for number in range(4)]
    book = codebook(*map(lack, areas), stratum("age", "abcdef"))
    frame = random_frame(book, 160, rng)
    frame["age"] = frame["age"].mask(frame["age"].isin(["dont_know", "no_answer"]), "a")
    diagnosis = diagnose(Tally.from_frame(frame, book), book)
    assert any(cell.n is None for cell in diagnosis.breakdowns[0].cells)
    for number, table in enumerate(tables(diagnosis)):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(table), "utf-8")
        command = [sys.executable, str(shared / "checks/disclosure_attack.py"), str(path)]
        attack = subprocess.run(command, capture_output=True, text=True, check=False)
        assert attack.returncode == 0, attack.stdout + attack.stderr


FIGURES = np.array([[12.0, 3.0], [np.nan, 40.0]])


@pytest.mark.parametrize(
    "show", [str, repr, "{}".format, list, len, float, json.dumps, np.array, copy.copy, pickle.dumps, lambda x: x[0]]
)
def test_figures_before_the_gate_cannot_be_shown(show: Callable[[object], object]) -> None:
    with pytest.raises((DisclosureError, TypeError)):
        show(Unprotected(FIGURES))


def test_a_template_cannot_show_figures_before_the_gate() -> None:
    with pytest.raises(DisclosureError, match="show what release"):
        jinja2.Template("{{ figures }}").render(figures=Unprotected(FIGURES))


def test_the_gate_lets_out_what_is_not_hidden() -> None:
    hidden = np.array([[False, True], [False, False]])
    assert Unprotected(FIGURES).release(hidden) == [[12, None], [None, 40]]


def test_the_gate_wants_to_know_of_every_figure() -> None:
    with pytest.raises(DisclosureError, match=r"shape \(2,\) found; needed: \(2, 2\)"):
        Unprotected(FIGURES).release(np.array([False, True]))


@pytest.mark.parametrize(
    ("sensitive", "threshold", "used"), [(True, 5, 10), (True, 20, 20), (True, 0, 0), (False, 5, 5)]
)
def test_sensitive_questions_need_ten_people(sensitive: bool, threshold: int, used: int) -> None:
    assert threshold_for(replace(stratum("health", "xy"), sensitive=sensitive), threshold) == used


def test_a_small_group_that_all_said_the_same_is_withheld() -> None:
    book = codebook(lack("a"), stratum("age", "xyz"))
    ages, levels = "x " * 8 + "y " * 40 + "z " * 40, "2 " * 8 + "2 0 " * 40
    (breakdown,) = diagnose(Tally.from_frame(frame(book, {"age": ages, "lack.a": levels}), book), book).breakdowns
    assert breakdown.cell("a", "x").value is None


@given(seed=st.integers(0, 10**6), n=st.integers(20, 80))
@settings(max_examples=15, deadline=None)
def test_no_shown_group_of_under_two_thresholds_all_said_the_same(seed: int, n: int) -> None:
    book = codebook(lack("a"), stratum("age", "xyz"))
    tally = Tally.from_frame(random_frame(book, n, np.random.default_rng(seed)), book)
    (breakdown,) = diagnose(tally, book, threshold=5).breakdowns
    small_cells = [cell for cell in breakdown.cells if cell.n and cell.n < 10 and cell.count is not None]
    assert [cell for cell in small_cells if cell.count in (0, cell.n)] == []


VILLAGE = codebook(
    *map(lack, "ab"), *map(picked, "ab"), group("young"), group("old"), stratum("age", "xyz"), stratum("sex", "km"),
    Variable("visits", Role.CHOICE, "visits", "visits", levels=("often", "never")),
)  # fmt: skip


@pytest.fixture
def whole(rng: np.random.Generator) -> Diagnosis:
    """A diagnosis of which nothing is withheld."""
    return diagnose(Tally.from_frame(random_frame(VILLAGE, 300, rng), VILLAGE), VILLAGE, threshold=0)


@pytest.mark.parametrize(
    "place",
    [
        ("size", "age", "x"),
        ("cell", "sex", "k", "a"),
        ("mean", "age", "z", "b"),
        ("choice", "visits", "often"),
        ("target", "b", "old"),
    ],
)
def test_a_place_is_taken_away_and_nothing_else(whole: Diagnosis, place: Place) -> None:
    assert withheld_places(whole) == frozenset()
    thinned = without_places(whole, {place})
    implied = {("mean", *place[1:])} if place[0] == "cell" else set()
    assert withheld_places(thinned) == {place} | implied
    assert without_places(thinned, {place}) == thinned


def test_the_counts_of_an_area_go_with_their_base(whole: Diagnosis) -> None:
    found = without_places(whole, {("base", "a")}).target_groups
    assert {(each.count, each.n) for each in found if each.area == "a"} == {(None, None)}
    assert all(each.count is not None for each in found if each.area == "b")


def test_tests_and_minorities_go_with_their_cells(whole: Diagnosis) -> None:
    need = MinorityNeed("age", "x", "a", 50, 0.5, 0.4, 0.6, 0.1)
    thinned = without_places(replace(whole, minorities=(need,)), {("cell", "age", "x", "a")})
    tested = {(each.variable, each.area) for each in whole.tests}
    assert {(each.variable, each.area) for each in thinned.tests} == tested - {("age", "a")}
    assert thinned.minorities == ()


def test_without_groups_only_the_answers_of_everybody_are_left(whole: Diagnosis) -> None:
    found = without_places(whole, {GROUPS})
    assert found.breakdowns == found.tests == found.minorities == found.choices == found.target_groups == ()
    assert found.needs == whole.needs


def test_figures_from_single_rows_are_never_laid_beside_each_other(whole: Diagnosis) -> None:
    assert whole.replicates != ()
    assert without_places(whole, set()).replicates == ()


def test_a_diagnosis_that_is_withheld_withholds_all_groups() -> None:
    assert withheld_places(diagnose(Tally.zero(VILLAGE), VILLAGE, threshold=5)) == {GROUPS}


@pytest.mark.parametrize(("sensitive", "shown"), [(True, (None, None)), (False, (6, 60))])
def test_answers_to_a_sensitive_question_are_of_ten_people(sensitive: bool, shown: tuple[int | None, ...]) -> None:
    visits = Variable("visits", Role.CHOICE, "visits", "visits", levels=("often", "never"), sensitive=sensitive)
    book = codebook(lack("a"), visits)
    answers = frame(book, {"lack.a": "2 0 " * 33, "visits": "often " * 6 + "never " * 60})
    (choice,) = diagnose(Tally.from_frame(answers, book), book, threshold=5).choices
    assert choice.counts == shown


@pytest.mark.parametrize(("sensitive", "shown"), [(True, (None, None)), (False, (6, 40))])
def test_boxes_of_a_sensitive_question_are_of_ten_people(sensitive: bool, shown: tuple[int | None, ...]) -> None:
    boxes = [
        Variable(f"ill.{key}", Role.CHOICE, "ill", key, levels=("0", "1"), option=key, sensitive=sensitive)
        for key in ("heart", "back")
    ]
    book = codebook(lack("a"), *boxes)
    marks = {"ill.heart": "1 " * 6 + "0 " * 60, "ill.back": "1 " * 40 + "0 " * 26}
    (choice,) = diagnose(Tally.from_frame(frame(book, {"lack.a": "2 0 " * 33} | marks), book), book).choices
    assert choice.counts == shown


@pytest.mark.parametrize(("sensitive", "shown"), [(True, None), (False, 7)])
def test_a_sensitive_area_is_cut_into_groups_of_ten_people(sensitive: bool, shown: int | None) -> None:
    book = codebook(replace(lack("a"), sensitive=sensitive), stratum("age", "xyz"))
    answers = {"lack.a": "2 " * 7 + "0 " * 30 + "2 0 " * 40, "age": "x " * 37 + "y " * 40 + "z " * 40}
    (breakdown,) = diagnose(Tally.from_frame(frame(book, answers), book), book, threshold=5).breakdowns
    assert breakdown.cell("a", "x").count == shown
