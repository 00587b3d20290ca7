"""Intervals equal reference results, plain recomputation and simulation; rank sets equal plain counting."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.errors import ChoiceError
from analysis.intervals import (
    critical_value,
    importance_satisfaction_error,
    mean_error,
    normal,
    rank_sets,
    simultaneous_level,
    wilson,
)


@pytest.mark.reference
def test_wilson_equals_r(shared: Path) -> None:
    rows = json.loads((shared / "data/reference_intervals.json").read_text("utf-8"))["rows"]
    assert len(rows) > 20
    for row in rows:
        assert wilson(row["x"], row["n"], 0.95) == pytest.approx(tuple(row["wilson"]), abs=1e-13)


@given(n=st.integers(1, 10_000), share=st.floats(0, 1), level=st.floats(0.5, 0.999))
def test_wilson_is_where_the_score_test_is_just_not_significant(n: int, share: float, level: float) -> None:
    count = round(n * share)
    for limit in wilson(count, n, level):
        if 0 < limit < 1:
            z = (count / n - limit) / np.sqrt(limit * (1 - limit) / n)
            assert abs(z) == pytest.approx(critical_value(level), rel=1e-6)


def test_wilson_of_nobody_is_everything_possible() -> None:
    low, high = wilson([0, 0, 7], [0, 7, 7], 0.95)
    assert low.tolist()[:2] == [0, 0]
    assert (high[0], high[2]) == (1, 1)
    assert 0 < high[1] < 1


def test_wilson_covers_the_truth_about_as_often_as_it_says() -> None:
    n, truth = 200, 0.3
    counts = np.arange(n + 1)
    low, high = wilson(counts, n, 0.95)
    covered = stats.binom.pmf(counts, n, truth)[(low <= truth) & (truth <= high)].sum()
    assert covered == pytest.approx(0.95, abs=0.01)


@pytest.mark.parametrize("level", [0, 1, 1.5, -0.2, float("nan")])
def test_a_level_outside_0_to_1_is_refused(level: float) -> None:
    with pytest.raises(ChoiceError, match=r"allowed: between 0 and 1, such as 0\.95"):
        critical_value(level)


def test_the_critical_value_is_the_normal_quantile() -> None:
    assert critical_value(0.95) == pytest.approx(stats.norm.ppf(0.975), abs=1e-14)


def test_the_error_of_a_mean_is_that_of_a_plain_sample(rng: np.random.Generator) -> None:
    answers = rng.integers(1, 6, size=80)
    counts = np.bincount(answers, minlength=6)[1:]
    assert mean_error(counts, [1, 2, 3, 4, 5], 80) == pytest.approx(stats.sem(answers))


def test_the_error_of_a_mean_counts_those_who_did_not_answer_as_sampled() -> None:
    answered = mean_error([3, 4, 5], [0, 1, 2], 12)
    among_more = mean_error([3, 4, 5], [0, 1, 2], 20)
    assert among_more / answered == pytest.approx(np.sqrt((20 / 19) / (12 / 11)))


def test_the_mean_of_fewer_than_two_has_no_error() -> None:
    assert np.isnan(mean_error([[1, 0], [0, 0]], [0, 1], [5, 5])).all()


def table_of(picks: np.ndarray, states: np.ndarray) -> np.ndarray:
    """Counts [picked, state] of people with state 0 dissatisfied, 1 satisfied, 2 not rated."""
    return np.bincount(picks * 3 + states, minlength=6).reshape(2, 3)


def product_score(table: np.ndarray) -> float:
    return table[1].sum() / table.sum() * (1 - table[:, 1].sum() / table[:, :2].sum())


def test_the_error_of_importance_satisfaction_is_close_to_the_jackknife(rng: np.random.Generator) -> None:
    picks, states = rng.integers(0, 2, size=400), rng.integers(0, 3, size=400)
    table, keep = table_of(picks, states), ~np.eye(400, dtype=bool)
    without = np.array([product_score(table_of(picks[rest], states[rest])) for rest in keep])
    jackknife = np.sqrt(399 / 400 * ((without - without.mean()) ** 2).sum())
    assert importance_satisfaction_error(table) == pytest.approx(jackknife, rel=0.005)


def test_importance_satisfaction_without_a_rating_has_no_error() -> None:
    assert np.isnan(importance_satisfaction_error([[0, 0, 3], [0, 0, 4]]))


def test_a_normal_interval_stays_on_its_scale() -> None:
    low, high = normal([0.01, 0.5, 0.5], [0.1, 0.1, np.nan], (0, 1), 0.95)
    assert low.tolist() == pytest.approx([0, 0.5 - 0.1 * critical_value(0.95), 0])
    assert high.tolist() == pytest.approx([0.01 + 0.1 * critical_value(0.95), 0.5 + 0.1 * critical_value(0.95), 1])


def test_simultaneous_intervals_share_the_error_among_them() -> None:
    assert simultaneous_level(0.95, 5) == pytest.approx(0.99)
    assert simultaneous_level(0.95, 0) == 0.95


def test_rank_sets_count_the_surely_greater_and_the_surely_smaller() -> None:
    low, high = rank_sets([0.6, 0.5, 0.1, 0.1], [0.7, 0.65, 0.2, 0.5])
    assert low.tolist() == [1, 1, 3, 2]
    assert high.tolist() == [2, 3, 4, 4]


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=8))
def test_rank_sets_equal_plain_counting(intervals: list[tuple[float, float]]) -> None:
    spans = [tuple(sorted(ends)) for ends in intervals]
    low, high = rank_sets([span[0] for span in spans], [span[1] for span in spans])
    for place, span in enumerate(spans):
        assert low[place] == 1 + sum(other[0] > span[1] for other in spans)
        assert high[place] == len(spans) - sum(other[1] < span[0] for other in spans)
        assert low[place] <= high[place]


def test_rank_sets_hold_the_true_ranks_as_often_as_they_promise(rng: np.random.Generator) -> None:
    truth, n = np.array([0.5, 0.45, 0.4, 0.2]), 300
    held = 0
    for counts in rng.binomial(n, truth, size=(500, 4)):
        low, high = rank_sets(*wilson(counts, n, simultaneous_level(0.95, 4)))
        held += bool(((low <= [1, 2, 3, 4]) & (high >= [1, 2, 3, 4])).all())
    assert held / 500 >= 0.95
