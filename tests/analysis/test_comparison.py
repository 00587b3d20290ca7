"""Tests of groups, adjusted p values and the guard of minority needs, recomputed the plain way or simulated."""

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from analysis.comparison import (
    NOT_TESTABLE,
    benjamini_hochberg,
    cramers_v,
    difference_interval,
    epsilon_squared,
    holm,
    kruskal_wallis,
    mean_test,
    midranks,
    minority_needs,
    notable,
    rank_test,
    rao_scott,
)
from analysis.errors import AnalysisError, ChoiceError
from analysis.intervals import proportion, simultaneous_level
from tests.analysis.rowwise import RowDesign, mean_ranks_of, ranks_by_level, shares_of

COUNTS = arrays(np.int64, st.tuples(st.integers(2, 4), st.integers(2, 5)), elements=st.integers(1, 40))
P_VALUES = st.lists(st.one_of(st.floats(0, 1), st.just(float("nan"))), max_size=20)


def simple_covariance(shares: np.ndarray, n: int) -> np.ndarray:
    """The covariance of the shares of cells in a simple random sample."""
    flat = shares.ravel()
    return (np.diag(flat) - np.outer(flat, flat)) / n


def answers(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, RowDesign]:
    """Groups 0-2, levels 0-4 and a design with unequal weights."""
    return rng.integers(3, size=n), rng.integers(5, size=n), RowDesign.plain(rng.uniform(0.5, 3, size=n))


# Rao and Scott's test.


@given(counts=COUNTS)
def test_in_a_simple_sample_rao_and_scotts_test_is_pearsons(counts: np.ndarray) -> None:
    n = int(counts.sum())
    shares = counts / n
    found = rao_scott(shares, simple_covariance(shares, n), n, n - 1)
    pearson = stats.chi2_contingency(counts, correction=False)
    assert found.df == pytest.approx(pearson.dof)
    assert found.statistic == pytest.approx(pearson.statistic / pearson.dof, abs=1e-9)
    assert found.df_residual == pytest.approx(pearson.dof * (n - 1))


@given(counts=COUNTS, factor=st.floats(0.5, 20))
def test_a_design_effect_divides_the_statistic(counts: np.ndarray, factor: float) -> None:
    n = int(counts.sum())
    shares = counts / n
    plain, clustered = (rao_scott(shares, simple_covariance(shares, n) * by, n, n - 1) for by in (1, factor))
    assert clustered.statistic == pytest.approx(plain.statistic / factor)
    assert (clustered.df, clustered.effect) == pytest.approx((plain.df, plain.effect))


@given(seed=st.integers(0, 10_000))
def test_the_order_of_groups_does_not_matter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    group, level, design = answers(80, rng)
    order = rng.permutation(3)
    tests = [rao_scott(*shares_of(codes, level, design), 80, design.degrees) for codes in (group, order[group])]
    assert astuple(tests[0]) == pytest.approx(astuple(tests[1]), rel=1e-6)
    assert 0 <= tests[0].p <= 1


def test_rao_and_scotts_test_keeps_its_level_under_unequal_weights(rng: np.random.Generator) -> None:
    p = []
    for _ in range(400):
        group, level, design = answers(150, rng)
        p.append(rao_scott(*shares_of(group, level // 3, design), 150, design.degrees).p)
    assert np.mean(np.array(p) < 0.05) == pytest.approx(0.05, abs=0.03)


def test_empty_rows_and_columns_do_not_change_rao_and_scotts_test(rng: np.random.Generator) -> None:
    group, level, design = answers(90, rng)
    whole = rao_scott(*shares_of(group, level, design), 90, design.degrees)
    spread_out = rao_scott(*shares_of(group * 2, level * 2, design), 90, design.degrees)
    assert astuple(spread_out) == pytest.approx(astuple(whole))


def test_empty_cells_leave_a_test() -> None:
    shares = np.diag([0.2, 0.3, 0.5])
    found = rao_scott(shares, simple_covariance(shares, 100), 100, 99)
    assert (found.effect, found.p) == pytest.approx((1, 0), abs=1e-12)


def test_without_groups_variation_or_degrees_nothing_is_tested() -> None:
    one = np.array([[0.4, 0.6]])
    two = np.full((2, 2), 0.25)
    tests = [
        rao_scott(one, simple_covariance(one, 50), 50, 49),
        rao_scott(two, np.zeros((4, 4)), 50, 49),
        rao_scott(two, simple_covariance(two, 50), 50, 0),
    ]
    assert tests == [NOT_TESTABLE] * 3


@pytest.mark.parametrize(
    ("shares", "size", "message"),
    [
        (np.full((2, 2), 0.25), 3, r"shapes \(2, 2\) and \(3, 3\) found"),
        (np.full((2, 2), 10.0), 4, "shares sum to 40; allowed: 0 or more, sum 1; divide by it"),
        (np.array([[1.5, -0.5], [0, 0]]), 4, "allowed: 0 or more, sum 1"),
    ],
)
def test_shares_that_are_none_are_refused(shares: np.ndarray, size: int, message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        rao_scott(shares, np.eye(size), 10, 9)


# Effects.


@given(counts=COUNTS)
def test_cramers_v_is_that_of_scipy(counts: np.ndarray) -> None:
    expected = stats.contingency.association(counts, method="cramer", correction=False)
    assert cramers_v(counts) == pytest.approx(expected, abs=1e-9)
    assert cramers_v(counts / counts.sum()) == pytest.approx(cramers_v(counts), abs=1e-9)


def test_cramers_v_of_one_group_is_unknown() -> None:
    assert np.isnan(cramers_v([[3, 4], [0, 0]]))
    assert cramers_v([[3, 0], [0, 4]]) == pytest.approx(1)


def test_epsilon_squared_is_h_over_n_less_one() -> None:
    assert epsilon_squared(12.0, 121) == 0.1
    assert np.isnan(epsilon_squared(0.0, 1))


# Rank tests.


def test_midranks_are_those_of_equal_answers() -> None:
    rows = np.repeat([0, 1, 3], [4, 3, 5])
    expected = (stats.rankdata(rows) - 0.5) / 12
    assert midranks([4, 3, 0, 5])[rows] == pytest.approx(expected)


@given(totals=arrays(float, st.integers(1, 8), elements=st.floats(0.01, 1e6)))
def test_midranks_lie_between_0_and_1_with_one_half_as_their_mean(totals: np.ndarray) -> None:
    ranks = midranks(totals)
    assert ((ranks > 0) & (ranks < 1)).all()
    assert np.average(ranks, weights=totals) == pytest.approx(0.5)


@pytest.mark.parametrize("totals", [[0, 0], [], [2, -1]])
def test_ranks_of_nobody_are_refused(totals: list[float]) -> None:
    with pytest.raises(AnalysisError, match="allowed: 0 or more, and not all 0"):
        midranks(totals)


@given(counts=COUNTS)
def test_kruskal_and_wallis_test_from_counts_is_that_from_rows(counts: np.ndarray) -> None:
    rows = [np.repeat(np.arange(counts.shape[1]), group) for group in counts]
    found, expected = kruskal_wallis(counts), stats.kruskal(*rows)
    assert found.statistic == pytest.approx(expected.statistic, abs=1e-8)
    assert found.p == pytest.approx(stats.chi2.sf(found.statistic, len(counts) - 1), abs=1e-12)
    assert found.effect == pytest.approx(expected.statistic / (counts.sum() - 1), abs=1e-9)
    assert (found.df, found.df_residual) == (len(counts) - 1, np.inf)


def test_kruskal_and_wallis_test_needs_two_groups_and_two_levels() -> None:
    assert kruskal_wallis([[3, 4], [0, 0]]) == kruskal_wallis([[3, 0], [4, 0]]) == NOT_TESTABLE


@pytest.mark.parametrize("table", [[[1.5, 2]], [[-1, 2]], [1, 2]])
def test_kruskal_and_wallis_test_takes_counts_only(table: list[object]) -> None:
    with pytest.raises(AnalysisError, match="for weighted totals use rank_test"):
        kruskal_wallis(table)


def test_the_mean_test_of_two_groups_is_a_t_test() -> None:
    found = mean_test([0.4, 0.55], np.diag([0.002, 0.003]), 60)
    t = 0.15 / np.sqrt(0.005)
    assert found.statistic == pytest.approx(t**2)
    assert (found.df, found.df_residual) == (1, 59)
    assert found.p == pytest.approx(2 * stats.t.sf(t, 59))


@given(seed=st.integers(0, 10_000))
def test_the_rank_test_does_not_depend_on_the_order_of_groups(seed: int) -> None:
    rng = np.random.default_rng(seed)
    group, level, design = answers(80, rng)
    ranks, order = ranks_by_level(level, design.weights), rng.permutation(3)
    tests = [mean_test(*mean_ranks_of(codes, ranks, design), design.degrees) for codes in (group, order[group])]
    assert astuple(tests[0])[:4] == pytest.approx(astuple(tests[1])[:4])
    assert 0 <= tests[0].p <= 1


def test_the_rank_test_from_totals_is_the_mean_test_of_ranks(rng: np.random.Generator) -> None:
    group, level, design = answers(200, rng)
    means, spread = mean_ranks_of(group, ranks_by_level(level, design.weights), design)
    table = np.bincount(group * 5 + level, design.weights).reshape(3, 5)
    found, expected = rank_test(table, spread, design.degrees), mean_test(means, spread, design.degrees)
    assert astuple(found)[:4] == pytest.approx(astuple(expected)[:4])
    assert np.isnan(expected.effect)


@given(counts=COUNTS)
def test_without_weights_the_effect_of_the_rank_test_is_epsilon_squared(counts: np.ndarray) -> None:
    found = rank_test(counts, np.eye(len(counts)), 50)
    assert found.effect == pytest.approx(kruskal_wallis(counts).effect)


def test_the_rank_test_keeps_its_level_under_unequal_weights(rng: np.random.Generator) -> None:
    p = []
    for _ in range(400):
        group, level, design = answers(150, rng)
        p.append(mean_test(*mean_ranks_of(group, ranks_by_level(level, design.weights), design), design.degrees).p)
    assert np.mean(np.array(p) < 0.05) == pytest.approx(0.05, abs=0.03)


@pytest.mark.parametrize(
    ("covariance", "df_design"),
    [(np.zeros((2, 2)), 9), (np.full((2, 2), np.nan), 9), (np.ones((2, 2)), 9), (np.eye(2), 1)],
)
def test_means_without_a_known_error_are_not_tested(covariance: np.ndarray, df_design: int) -> None:
    assert mean_test([0.4, 0.6], covariance, df_design) == NOT_TESTABLE
    assert rank_test([[3, 1], [1, 3]], covariance, df_design) == NOT_TESTABLE


def test_one_mean_is_not_tested_and_shapes_have_to_fit() -> None:
    assert mean_test([0.5], [[0.1]], 20) == NOT_TESTABLE
    with pytest.raises(AnalysisError, match=r"shapes \(2,\) and \(3, 3\) found; expected \[g\] and \[g, g\]"):
        mean_test([0.5, 0.6], np.eye(3), 20)


def test_a_group_of_nobody_is_refused() -> None:
    with pytest.raises(AnalysisError, match=r"group totals \[7.0, 0.0\]; leave out groups of nobody"):
        rank_test([[3, 4], [0, 0]], np.eye(2), 20)


# Adjusted p values, intervals, notable differences.


def test_holm_and_benjamini_and_hochberg_by_hand() -> None:
    p = [0.01, 0.04, np.nan, 0.03, 0.005]
    assert holm(p) == pytest.approx([0.03, 0.06, np.nan, 0.06, 0.02], nan_ok=True)
    assert benjamini_hochberg(p) == pytest.approx([0.02, 0.04, np.nan, 0.04, 0.02], nan_ok=True)


@given(p=P_VALUES)
def test_holm_is_at_least_benjamini_and_hochberg_and_that_at_least_p(p: list[float]) -> None:
    raw = np.array(p, dtype=float)
    strict, usual = holm(raw), benjamini_hochberg(raw)
    known = ~np.isnan(raw)
    assert (np.isnan(strict) == ~known).all()
    assert (np.isnan(usual) == ~known).all()
    assert ((strict >= usual) & (usual >= raw) & (strict <= 1))[known].all()


@given(p=P_VALUES, seed=st.integers(0, 100))
def test_adjusted_values_move_with_their_tests(p: list[float], seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(p))
    raw = np.array(p, dtype=float)
    for adjust in (holm, benjamini_hochberg):
        assert adjust(raw[order]) == pytest.approx(adjust(raw)[order], nan_ok=True)


def test_benjamini_and_hochbergs_values_are_those_of_scipy(rng: np.random.Generator) -> None:
    p = rng.uniform(size=30) ** 3
    assert benjamini_hochberg(p) == pytest.approx(stats.false_discovery_control(p))


@pytest.mark.parametrize("p", [[-0.1, 0.5], [0.5, 1.1, np.nan]])
def test_p_values_outside_0_to_1_are_refused(p: list[float]) -> None:
    with pytest.raises(AnalysisError, match=r"allowed: 0\.\.1 or NaN"):
        holm(p)


def test_the_interval_of_a_difference_has_the_t_quantile() -> None:
    low, high = difference_interval([0.1, np.nan], [0.02, 0.02], 0.95, 12)
    half = stats.t.ppf(0.975, 12) * 0.02
    assert low == pytest.approx([0.1 - half, np.nan], nan_ok=True)
    assert high == pytest.approx([0.1 + half, np.nan], nan_ok=True)


def test_without_degrees_of_freedom_there_is_no_interval() -> None:
    assert np.isnan(difference_interval(0.1, 0.02, 0.95, 0)).all()
    with pytest.raises(ChoiceError, match="level: 95 found"):
        difference_interval(0.1, 0.02, 95, 12)


@pytest.mark.parametrize(
    ("p", "difference", "effect", "expected"),
    [
        (0.049, 0.10, 0.0, True),
        (0.049, -0.12, np.nan, True),
        (0.049, 0.09, 0.01, True),
        (0.049, 0.09, 0.009, False),
        (0.05, 0.50, 0.5, False),
        (np.nan, 0.50, 0.5, False),
    ],
)
def test_notable_is_what_is_sure_and_large(p: float, difference: float, effect: float, expected: bool) -> None:
    assert notable(p, difference, effect) is expected


# The guard of minority needs. Groups: one of 5 % and five more; 13 areas.

GROUPS = np.array([0.05, *[0.19] * 5])
PLANTED = (0, 4)


def flagged(n: int, truth: np.ndarray, rng: np.random.Generator) -> list[tuple[int, int]]:
    """What the guard finds in one sample of n people, as analysis.groups uses it."""
    sizes = np.round(GROUPS * n).astype(int)
    yes = rng.binomial(sizes[:, None], truth)
    shares, total = yes / sizes[:, None], yes.sum(axis=0)
    level = simultaneous_level(0.95, shares.size)
    low, _ = proportion(shares, np.broadcast_to(sizes[:, None], shares.shape), level)
    return minority_needs(sizes, shares, low, total / n, (total - yes) / (n - sizes)[:, None])


@pytest.mark.parametrize("n", [400, 1000])
def test_a_strong_need_of_one_in_twenty_is_found(n: int, rng: np.random.Generator) -> None:
    truth = np.full((6, 13), 0.15)
    truth[PLANTED] = 0.8
    assert np.mean([PLANTED in flagged(n, truth, rng) for _ in range(300)]) >= 0.95


@pytest.mark.parametrize("n", [400, 1000])
def test_where_nothing_is_planted_nothing_is_flagged(n: int, rng: np.random.Generator) -> None:
    assert np.mean([bool(flagged(n, np.full((6, 13), 0.15), rng)) for _ in range(300)]) <= 0.05


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, [(0, 0)]),
        ({"n": 9}, []),
        ({"shares": 0.34}, []),
        ({"low": 0.15}, []),
        ({"overall": 0.35}, []),
        ({"shares": np.nan, "low": 0.0}, []),
    ],
)
def test_every_condition_of_the_guard_counts(change: dict[str, float], found: list[tuple[int, int]]) -> None:
    case = {"n": 10, "shares": 0.35, "low": 0.16, "overall": 0.34, "others": 0.15} | change
    cells = [[[case[name]]] for name in ("shares", "low", "others")]
    assert minority_needs([case["n"]], cells[0], cells[1], [case["overall"]], cells[2]) == found
