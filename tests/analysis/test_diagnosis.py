"""A diagnosis says what the answers say: recomputed here the plain way, on answers one can count."""

import json
import time
from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codebook import Codebook, Role, Variable
from analysis.diagnosis import diagnose
from analysis.errors import AnalysisError, ChoiceError, CodebookError
from analysis.intervals import wilson
from analysis.results import Diagnosis, GroupCell, TargetGroupCount
from analysis.stored import from_json, to_json
from analysis.tally import Tally
from analysis.vocabulary import Measure, ScoreKind
from tests.analysis.build import codebook, frame, group, lack, measure, picked, random_frame, stratum

OFTEN = Variable("often", Role.CHOICE, "often", "Jak często", "Jak często?", ("never", "daily"), ("nigdy", "co dzień"))
MEDIA = [
    Variable(f"media.{key}", Role.CHOICE, "media", key.title(), "Skąd?", ("0", "1"), option=key)
    for key in ("web", "poster")
]
BOOK = codebook(
    *[lack(area) for area in "abc"],
    *[picked(area) for area in "abc"],
    group("seniors"),
    group("youth"),
    stratum("age", "xyz"),
    OFTEN,
    *MEDIA,
)


def diagnosed(answers: dict[str, str], book: Codebook = BOOK, threshold: int = 0) -> Diagnosis:
    return diagnose(Tally.from_frame(frame(book, answers), book), book, threshold=threshold)


@pytest.fixture
def answers(rng: np.random.Generator) -> pd.DataFrame:
    return random_frame(BOOK, 400, rng)


@pytest.fixture
def diagnosis(answers: pd.DataFrame) -> Diagnosis:
    return diagnose(Tally.from_frame(answers, BOOK), BOOK)


def needs_area(answers: pd.DataFrame, area: str) -> pd.Series:
    return (answers[f"lack.{area}"] == "2") | answers[f"picked.{area}"].isin(["1", "2", "3"])


def counts_for(answers: pd.DataFrame, area: str) -> pd.Series:
    return needs_area(answers, area) | answers[f"lack.{area}"].isin(["0", "1"])


def test_need_scores_equal_shares_in_the_frame(answers: pd.DataFrame, diagnosis: Diagnosis) -> None:
    for need in diagnosis.needs:
        count, n = needs_area(answers, need.area).sum(), counts_for(answers, need.area).sum()
        assert (need.count, need.n, need.value) == (count, n, count / n)
        assert [need.low, need.high] == pytest.approx(np.array(wilson(count, n, 0.95)))
        assert need.n + need.dont_know + need.no_answer == 400
        assert need.picked == answers[f"picked.{need.area}"].isin(["1", "2", "3"]).sum()


def test_needs_come_from_the_greatest_and_ties_share_a_rank() -> None:
    result = diagnosed({"lack.a": "2 0 0 0", "lack.b": "2 2 2 0", "lack.c": "0 0 0 2"})
    assert [(need.area, need.rank) for need in result.needs] == [("b", 1), ("a", 2), ("c", 2)]


def test_every_rank_lies_in_its_rank_set(diagnosis: Diagnosis) -> None:
    for need in diagnosis.needs:
        assert 1 <= need.rank_low <= need.rank <= need.rank_high <= 3


def test_a_higher_level_gives_wider_intervals(answers: pd.DataFrame) -> None:
    tally = Tally.from_frame(answers, BOOK)
    usual, strict = (diagnose(tally, BOOK, level=level).needs[0] for level in (0.95, 0.99))
    assert strict.low < usual.low < usual.value < usual.high < strict.high


def test_an_area_that_nobody_rated_has_no_score() -> None:
    result = diagnosed({"lack.a": "2 0 1", "lack.b": "? - -"})
    assert [need.area for need in result.needs] == ["a"]
    assert [point.area for point in result.quadrant] == ["a"]


def test_answers_are_counted_by_measure_and_area(answers: pd.DataFrame, diagnosis: Diagnosis) -> None:
    assert [(row.measure, row.area) for row in diagnosis.answers] == [
        (kind, area) for kind in (Measure.LACK, Measure.PICKED) for area in "abc"
    ]
    for row in diagnosis.answers:
        counts = answers[f"{row.measure}.{row.area}"].value_counts()
        assert row.counts == tuple(counts[list(row.levels)])
        assert (row.dont_know, row.no_answer) == (counts["dont_know"], counts["no_answer"])


def test_small_counts_of_the_whole_sample_are_shown() -> None:
    result = diagnosed({"lack.a": "2 0 0 0 0 0 0"}, threshold=5)
    assert result.answers[0].counts == (6, 0, 1)
    assert result.needs[0].count == 1


def test_cells_equal_shares_in_the_group(answers: pd.DataFrame, diagnosis: Diagnosis) -> None:
    (breakdown,) = diagnosis.breakdowns
    assert breakdown.n == tuple((answers["age"] == category).sum() for category in "xyz")
    for area in "abc":
        for category in "xyz":
            members = answers[answers["age"] == category]
            count, n = needs_area(members, area).sum(), counts_for(members, area).sum()
            cell = breakdown.cell(area, category)
            assert (cell.value, cell.n, cell.count, cell.share) == (count / n, n, count, count / n)
            assert cell.error == pytest.approx(np.sqrt(cell.value * (1 - cell.value) / n * 400 / 399))
    assert breakdown.suppressed == 0


def test_a_breakdown_hides_small_groups_and_counts_what_it_hides() -> None:
    ages, levels = "x " * 20 + "y " * 20 + "z " * 3, "2 0 " * 21 + "1"
    (breakdown,) = diagnosed({"age": ages, "lack.a": levels}, threshold=5).breakdowns
    assert breakdown.n == (None, 20, None)
    hidden = [cell for cell in breakdown.cells if cell.n is None]
    assert breakdown.suppressed == len(hidden) >= 6
    assert all((cell.value, cell.count) == (None, None) for cell in hidden)


def test_an_unknown_cell_is_a_key_error(diagnosis: Diagnosis) -> None:
    with pytest.raises(KeyError):
        diagnosis.breakdowns[0].cell("a", "q")


def test_a_group_in_which_nobody_rated_has_no_value() -> None:
    (breakdown,) = diagnosed({"age": "x x y y", "lack.a": "2 0 - ?"}).breakdowns
    assert breakdown.cell("a", "y") == GroupCell("a", "y", None, 0, 0)


def test_target_groups_belong_to_the_area_put_first() -> None:
    result = diagnosed({
        "picked.a": "1 1 2 0",
        "picked.b": "2 0 1 0",
        "for.seniors": "1 1 0 1",
        "for.youth": "0 1 1 0",
    })  # fmt: skip
    assert result.target_groups == (
        TargetGroupCount("a", "seniors", 2, 2),
        TargetGroupCount("a", "youth", 1, 2),
        TargetGroupCount("b", "seniors", 0, 1),
        TargetGroupCount("b", "youth", 1, 1),
    )


def test_target_groups_of_few_people_are_hidden_with_their_base() -> None:
    result = diagnosed({"picked.a": "1 1 0 0 0 0", "for.seniors": "1 1 - - - -"}, threshold=5)
    assert {(row.count, row.n) for row in result.target_groups} == {(None, None)}


def test_choices_are_counted_by_option() -> None:
    result = diagnosed({"often": "never daily daily -", "media.web": "1 1 0 -", "media.poster": "1 0 0 -"})
    often, media = result.choices
    assert (often.label, often.options, often.labels) == ("Jak często?", OFTEN.levels, OFTEN.labels)
    assert (often.counts, often.n, often.no_answer) == ((1, 2), 3, 1)
    assert (media.question, media.options, media.labels) == ("media", ("web", "poster"), ("Web", "Poster"))
    assert (media.counts, media.n, media.no_answer) == ((2, 1), 3, 1)


def test_choices_of_few_people_are_hidden_in_twos() -> None:
    often, media = diagnosed({
        "often": "never " + "daily " * 9,
        "media.web": "1 " + "0 " * 9,
        "media.poster": "1 1 1 1 1 1 0 0 0 0",
    }, threshold=5).choices  # fmt: skip
    assert often.counts == media.counts == (None, None)


def test_quadrant_shows_picks_against_what_is_enough() -> None:
    result = diagnosed({"lack.a": "2 1 - 0", "picked.a": "1 0 0 0"})
    assert (result.importance_axis, result.state_axis) == ("picked_share", "mean_enough")
    (point,) = result.quadrant
    assert (point.area, point.importance, point.state, point.n) == ("a", 1 / 4, 2 - 1, 3)


@pytest.mark.parametrize(
    ("makers", "kind", "axes"),
    [
        ([lack], ScoreKind.LACK_SHARE, (None, None)),
        ([lack, picked], ScoreKind.LACK_SHARE, ("picked_share", "mean_enough")),
        ([Measure.IMPORTANCE, Measure.STATE], ScoreKind.UNMET_SHARE, ("mean_importance", "mean_state")),
        ([Measure.STATE, picked], ScoreKind.IMPORTANCE_SATISFACTION, ("picked_share", "mean_state")),
        ([Measure.IMPORTANCE, picked], ScoreKind.MEAN_IMPORTANCE, (None, None)),
        ([Measure.STATE], ScoreKind.LOW_STATE_SHARE, (None, None)),
    ],
)
def test_every_kind_of_questionnaire_is_diagnosed(
    makers: list[Measure | Callable[[str], Variable]],
    kind: ScoreKind,
    axes: tuple[str | None, str | None],
    rng: np.random.Generator,
) -> None:
    made = [measure(make, area) if isinstance(make, Measure) else make(area) for make in makers for area in "ab"]
    book = codebook(*made, stratum("age", "xy"))
    result = diagnose(Tally.from_frame(random_frame(book, 200, rng), book), book)
    assert result.kind == kind
    assert (result.importance_axis, result.state_axis) == axes
    assert len(result.quadrant) == (2 if axes[0] else 0)
    assert all(need.low <= need.value <= need.high for need in result.needs)
    assert len(result.breakdowns[0].cells) == 4
    assert from_json(json.loads(json.dumps(to_json(result)))) == result


def test_too_few_answers_are_withheld_altogether() -> None:
    result = diagnosed({"lack.a": "2 2 2 2", "age": "x x x x"}, threshold=5)
    assert (result.withheld, result.n, result.importance_axis) == (True, 4, None)
    parts = [getattr(result, field.name) for field in fields(result)]
    assert all(part == () for part in parts if isinstance(part, tuple))


def test_enough_answers_are_shown() -> None:
    result = diagnosed({"lack.a": "2 2 2 2 2"}, threshold=5)
    assert not result.withheld
    assert result.areas == BOOK.areas


def test_nobody_is_diagnosed_without_a_warning() -> None:
    assert diagnose(Tally.zero(BOOK), BOOK).withheld
    assert diagnose(Tally.zero(BOOK), BOOK, threshold=0).needs == ()


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(0, 60), threshold=st.integers(0, 12))
def test_any_diagnosis_comes_back_from_json_exactly(seed: int, n: int, threshold: int) -> None:
    tally = Tally.from_frame(random_frame(BOOK, n, np.random.default_rng(seed), missing=0.4), BOOK)
    result = diagnose(tally, BOOK, threshold=threshold)
    assert from_json(json.loads(json.dumps(to_json(result), allow_nan=False))) == result


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "best"}, "ValueError 'best' is not a valid ScoreKind"),
        ({"needs": 3}, "TypeError"),
        ({"areas": [{"key": "a"}]}, "KeyError 'label'"),
    ],
)
def test_something_else_than_a_stored_diagnosis_is_refused(
    diagnosis: Diagnosis, change: dict[str, object], message: str
) -> None:
    with pytest.raises(AnalysisError, match=f"not a stored diagnosis: {message}"):
        from_json(to_json(diagnosis) | change)


def test_wrong_options_are_refused() -> None:
    tally = Tally.zero(BOOK)
    with pytest.raises(ChoiceError, match="disclosure threshold: -1 found"):
        diagnose(tally, BOOK, threshold=-1)
    with pytest.raises(ChoiceError, match="level: 95 found"):
        diagnose(tally, BOOK, level=95)
    with pytest.raises(CodebookError, match="a need score takes lack"):
        diagnose(tally, replace(BOOK, variables=(stratum("age", "xyz"),)))


def test_the_sample_and_the_title_are_those_of_the_codebook(diagnosis: Diagnosis) -> None:
    assert (diagnosis.title, diagnosis.sample, diagnosis.threshold) == ("Ankieta", "open", 5)


def test_a_campaign_of_400_answers_is_diagnosed_at_once(rng: np.random.Generator) -> None:
    areas = [f"area{number}" for number in range(13)]
    strata = [stratum("age", "abcdef"), stratum("sex", "km"), stratum("place", "abcd"), stratum("visits", "abcde")]
    book = codebook(*map(lack, areas), *map(picked, areas), *strata)
    answers = random_frame(book, 400, rng)
    started = time.perf_counter()
    diagnose(Tally.from_frame(answers, book), book)
    assert time.perf_counter() - started < 0.3
