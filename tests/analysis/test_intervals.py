"""Intervals equal reference results, plain recomputation and simulation."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.errors import ChoiceError
from analysis.intervals import critical_value, korn_graubard, normal, proportion, simultaneous_level, wilson


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


def test_a_normal_interval_stays_on_its_scale() -> None:
    low, high = normal([0.01, 0.5, 0.5], [0.1, 0.1, np.nan], (0, 1), 0.95)
    assert low.tolist() == pytest.approx([0, 0.5 - 0.1 * critical_value(0.95), 0])
    assert high.tolist() == pytest.approx([0.01 + 0.1 * critical_value(0.95), 0.5 + 0.1 * critical_value(0.95), 1])


def test_simultaneous_intervals_share_the_error_among_them() -> None:
    assert simultaneous_level(0.95, 5) == pytest.approx(0.99)
    assert simultaneous_level(0.95, 0) == 0.95


@pytest.mark.reference
def test_clopper_pearson_equals_r(shared: Path) -> None:
    rows = json.loads((shared / "data/reference_intervals.json").read_text("utf-8"))["rows"]
    for row in rows:
        found = korn_graubard(row["x"] / row["n"], row["n"], 0.95)
        assert found == pytest.approx(tuple(row["clopper"]), abs=1e-12)


@given(n=st.integers(1, 500), share=st.floats(0, 1), level=st.floats(0.5, 0.999))
def test_clopper_pearson_leaves_out_half_of_the_rest_on_each_side(n: int, share: float, level: float) -> None:
    count = round(n * share)
    low, high = korn_graubard(count / n, n, level)
    if count > 0:
        assert stats.binom.sf(count - 1, n, low) == pytest.approx((1 - level) / 2, rel=1e-6)
    if count < n:
        assert stats.binom.cdf(count, n, high) == pytest.approx((1 - level) / 2, rel=1e-6)


def test_a_proportion_takes_the_careful_interval_at_the_edges() -> None:
    shares, n = np.array([0.0, 0.3, 0.3, 1.0]), np.array([80.0, 80.0, 12.5, 80.0])
    low, high = proportion(shares, n, 0.95)
    careful, usual = korn_graubard(shares, n, 0.95), wilson(shares * n, n, 0.95)
    assert low.tolist() == [careful[0][0], usual[0][1], careful[0][2], careful[0][3]]
    assert high.tolist() == [careful[1][0], usual[1][1], careful[1][2], careful[1][3]]


def test_a_proportion_of_nobody_is_everything_possible() -> None:
    low, high = proportion([np.nan], [0.0], 0.95)
    assert (low.tolist(), high.tolist()) == ([0.0], [1.0])
