"""Do groups of residents differ beyond chance? Tests, adjusted p values, and the guard of minority needs.

Pure functions on small arrays: estimates and their design covariance are computed elsewhere. A test that cannot
be carried out (one group only, no variation, no degrees of freedom) has NaN for every figure: it stays visible,
but the adjustments do not count it. Why these tests: docs/metoda.md, 3b.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc, fdtrc, stdtrit

from analysis.errors import AnalysisError
from analysis.intervals import critical_value

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

SURPRISING = 0.05
"""An adjusted p value under this is a difference beyond chance."""

NOTABLE_DIFFERENCE = 0.10
"""A difference of shares under ten percentage points seldom changes what a library would do."""

NOTABLE_EFFECT = 0.01
"""The least epsilon squared worth speaking of: groups explain one hundredth of the variation of ranks.

Cramer's V is not squared and nearly always above this: square it first to be as strict.
"""

HIGH_NEED = 0.35
"""A need is strong where at least this share of people has it."""

MINORITY = 10
"""The fewest people whose strong need is reported."""

NO_VARIANCE = 1e-12
"""A variance this small next to the others, or to 1, is rounding: nothing varies."""


@dataclass(frozen=True)
class Test:
    """A test that several groups do not differ.

    `statistic` is F with `df` and `df_residual` degrees of freedom, or chi-squared with `df`, `df_residual` then
    being infinite. `p` in 0..1 is how often chance alone gives at least this. `effect` in 0..1 is how much the
    groups differ, whatever the number of people: Cramer's V or epsilon squared. All NaN: not testable.
    """

    statistic: float
    df: float
    df_residual: float
    p: float
    effect: float


NOT_TESTABLE = Test(np.nan, np.nan, np.nan, np.nan, np.nan)


def rao_scott(shares: ArrayLike, covariance: ArrayLike, n: int, df_design: float) -> Test:
    """Rao and Scott's second-order corrected F test that the rows and columns of a table are independent.

    `shares[row, column]` are weighted shares of cells that sum to 1 and `covariance[cell, cell]` their design
    covariance, cells row by row; `n` is the number of respondents and `df_design` that of sampling units less
    strata. Pearson's statistic of n respondents is, but for the design, chi-squared; under the design it is a
    sum of chi-squared variables weighted by the eigenvalues of Delta, the design effects of the interaction.
    With tr the trace, F = X^2 / tr(Delta) on tr(Delta)^2 / tr(Delta^2) and that times `df_design` degrees of
    freedom (Rao and Scott 1984; Thomas and Rao 1987), as R's svychisq(statistic="F") has it. n cancels out of
    F. The effect is Cramer's V of the weighted table. Empty rows and columns are left out; AnalysisError for
    shapes that do not go together and shares that are negative or do not sum to 1.
    """
    table, spread = _occupied_shares(np.asarray(shares, dtype=float), np.asarray(covariance, dtype=float))
    if min(table.shape) < 2:
        return NOT_TESTABLE
    delta = _design_effects(table, spread, n)
    trace = float(np.trace(delta))
    if not trace > NO_VARIANCE or df_design <= 0:
        return NOT_TESTABLE
    df = trace**2 / float((delta * delta.T).sum())
    statistic = n * _phi_squared(table) / trace
    return Test(statistic, df, df * df_design, float(fdtrc(df, df * df_design, statistic)), cramers_v(table))


def _occupied_shares(shares: Floats, covariance: Floats) -> tuple[Floats, Floats]:
    """Shares and their covariance without empty rows and columns."""
    if shares.ndim != 2 or covariance.shape != (shares.size, shares.size):
        expected = f"[rows, columns] and [cells, cells], cells being {shares.size}"
        raise AnalysisError(f"rao_scott: shapes {shares.shape} and {covariance.shape} found; expected {expected}")
    if (shares < 0).any() or not abs(shares.sum() - 1) < 1e-6:
        raise AnalysisError(f"rao_scott: shares sum to {shares.sum():.6g}; allowed: 0 or more, sum 1; divide by it")
    rows, columns = _occupied(shares)
    cells = np.outer(rows, columns).ravel()
    return shares[rows][:, columns], covariance[cells][:, cells]


def _occupied(table: Floats) -> tuple[Mask, Mask]:
    """Rows and columns of a table that hold anybody."""
    return table.sum(axis=1) > 0, table.sum(axis=0) > 0


def _design_effects(table: Floats, covariance: Floats, n: int) -> Floats:
    """The matrix Delta, whose eigenvalues are the design effects of the interaction of rows and columns.

    Delta = (C' D^-1 C / n)^-1 (C' D^-1 V D^-1 C), where C spans the interaction, D has the shares of cells on
    its diagonal and V is their covariance. An empty cell counts for nothing in D^-1.
    """
    contrasts = _interaction(*table.shape)
    cells = table.reshape(-1, 1)
    scaled = np.divide(contrasts, cells, out=np.zeros_like(contrasts), where=cells > 0)
    simple, actual = contrasts.T @ scaled / n, scaled.T @ covariance @ scaled
    # Empty cells may leave fewer than (r - 1)(c - 1) dimensions, so that there is no inverse but a pseudo-inverse.
    full = (cells > 0).all()
    delta: Any = np.linalg.solve(simple, actual) if full else np.linalg.pinv(simple, hermitian=True) @ actual
    return np.asarray(delta, dtype=np.float64)


@lru_cache(maxsize=64)
def _interaction(rows: int, columns: int) -> Floats:
    """Columns `[cell, (rows - 1) (columns - 1)]` that span the interaction of a table's rows and columns."""
    return np.asarray(np.kron(_contrasts(rows), _contrasts(columns)), dtype=np.float64)


def _contrasts(size: int) -> Floats:
    """Columns `[size, size - 1]` that compare the first of `size` categories with each of the others."""
    return np.vstack([np.ones(size - 1), -np.eye(size - 1)])


def cramers_v(table: ArrayLike) -> float:
    """Cramer's (1946) V in 0..1 of a table of counts or shares: the root of X^2 / n / (min(r, c) - 1).

    Empty rows and columns are left out; NaN where less than two rows or columns are left.
    """
    whole = np.asarray(table, dtype=float)
    rows, columns = _occupied(whole)
    occupied = whole[rows][:, columns]
    smaller = min(occupied.shape) - 1
    return min(1.0, float(np.sqrt(_phi_squared(occupied) / smaller))) if smaller > 0 else float("nan")


def _phi_squared(table: Floats) -> float:
    """Pearson's X^2 over n of a table without empty rows and columns."""
    shares = table / table.sum()
    expected = np.outer(shares.sum(axis=1), shares.sum(axis=0))
    return float(((shares - expected) ** 2 / expected).sum())


def midranks(level_totals: ArrayLike) -> Floats:
    """The rank in 0..1 of each level of a scale: the share of people below it and half of those at it.

    `level_totals[level]` are counts or sums of weights, lowest level first. Equal answers share a rank whatever
    the order of rows. R's svyranktest lets ranks within ties depend on the order of rows where weights differ;
    with equal weights it has these ranks. AnalysisError for negative totals or nobody at all.
    """
    totals = np.asarray(level_totals, dtype=float)
    if (totals < 0).any() or not totals.sum() > 0:
        raise AnalysisError(f"level totals: {totals.tolist()} found; allowed: 0 or more, and not all 0")
    ranks: Floats = (np.cumsum(totals) - totals / 2) / totals.sum()
    return ranks


def mean_test(means: ArrayLike, covariance: ArrayLike, df_design: float) -> Test:
    """Wald's F test that the means of g groups are all equal, from `means[g]` and their `covariance[g, g]`.

    F = d' (C' V C)^-1 d / (g - 1), where d = C' m are the differences from the first group, on g - 1 and
    df_design - (g - 1) degrees of freedom. Of mean ranks this is the design-based Kruskal-Wallis test of Lumley
    and Scott (2013) as in R's svyranktest, for which df_design counts the sampling units of those who answered
    less their strata; R prints F times (g - 1) as Chisq but takes p from F with these two. With two groups it
    is the square of R's t on df_design - 1. The effect is NaN, as means do not tell it; `rank_test` adds it.
    AnalysisError for shapes that do not go together.
    """
    values, spread = np.asarray(means, dtype=float), np.asarray(covariance, dtype=float)
    if values.ndim != 1 or spread.shape != (values.size, values.size):
        raise AnalysisError(f"mean_test: shapes {values.shape} and {spread.shape} found; expected [g] and [g, g]")
    df = values.size - 1
    if df < 1 or df_design <= df:
        return NOT_TESTABLE
    contrasts = _contrasts(values.size)
    variance = contrasts.T @ spread @ contrasts
    if not _positive_definite(variance):
        return NOT_TESTABLE
    difference = contrasts.T @ values
    statistic = float(difference @ np.linalg.solve(variance, difference)) / df
    return Test(statistic, df, df_design - df, float(fdtrc(df, df_design - df, statistic)), float("nan"))


def _positive_definite(matrix: Floats) -> bool:
    """Whether a symmetric matrix has an inverse; not where a number is missing or something does not vary."""
    if not np.isfinite(matrix).all():
        return False
    roots = np.linalg.eigvalsh(matrix)
    return bool(roots[0] > NO_VARIANCE * max(roots[-1], np.finfo(float).tiny))


def rank_test(table: ArrayLike, covariance: ArrayLike, df_design: float) -> Test:
    """The design-based Kruskal-Wallis test of `table[group, level]`, sums of weights, lowest level first.

    Each answer has the midrank of its level among everybody; `covariance[group, group]` is that of the groups'
    mean ranks, the ranks taken as given. See `mean_test` for the formula; the effect is epsilon squared, the part
    of the weighted variance of ranks that lies between groups. AnalysisError for a group of nobody.
    """
    totals = np.asarray(table, dtype=float)
    if totals.ndim != 2 or not (totals.sum(axis=1) > 0).all():
        raise AnalysisError(f"rank_test: group totals {totals.sum(axis=-1).tolist()}; leave out groups of nobody")
    test = mean_test(_mean_ranks(totals), covariance, df_design)
    return test if np.isnan(test.p) else replace(test, effect=_between_groups(totals))


def kruskal_wallis(table: ArrayLike) -> Test:
    """Kruskal and Wallis's (1952) test of `table[group, level]`, numbers of people, lowest level first.

    H corrected for ties is n - 1 times the part of the variance of midranks that lies between groups, and
    chi-squared with one degree of freedom less than there are groups. The effect is epsilon squared. For plain
    samples without weights. Groups of nobody are left out; AnalysisError for negative or fractional counts.
    """
    counts = np.asarray(table, dtype=float)
    if counts.ndim != 2 or (counts < 0).any() or (counts % 1 != 0).any():
        raise AnalysisError("kruskal_wallis: allowed: a table of whole counts; for weighted totals use rank_test")
    groups, levels = _occupied(counts)
    occupied = counts[groups][:, levels]
    if min(occupied.shape) < 2:
        return NOT_TESTABLE
    n, df = int(occupied.sum()), len(occupied) - 1
    h = (n - 1) * _between_groups(occupied)
    return Test(h, df, float("inf"), float(chdtrc(df, h)), epsilon_squared(h, n))


def epsilon_squared(h: float, n: int) -> float:
    """Epsilon squared H / (n - 1) in 0..1 of Kruskal and Wallis's H of n people (Tomczak and Tomczak 2014)."""
    return h / (n - 1) if n > 1 else float("nan")


def _mean_ranks(totals: Floats) -> Floats:
    means: Floats = totals @ midranks(totals.sum(axis=0)) / totals.sum(axis=1)
    return means


def _between_groups(totals: Floats) -> float:
    """The part 0..1 of the variance of midranks that lies between groups; NaN where all answers are the same."""
    levels, groups = totals.sum(axis=0), totals.sum(axis=1)
    whole = float(levels @ (midranks(levels) - 0.5) ** 2)  # the mean of midranks is always one half
    between = float(groups @ (_mean_ranks(totals) - 0.5) ** 2)
    return min(1.0, between / whole) if whole > NO_VARIANCE * totals.sum() else float("nan")


def holm(p: ArrayLike) -> Floats:
    """P values adjusted so that one false alarm among all tests is no likelier than the level (Holm 1979).

    The k-th smallest of m is multiplied by m - k + 1; a value is never less than one that was smaller before.
    NaN stays NaN and does not count as a test. AnalysisError for values outside 0..1.
    """
    return _adjusted(p, _step_down)


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """P values adjusted so that of the differences found at a level no greater share is false, on average.

    The k-th smallest of m is multiplied by m / k; a value is never more than one that was greater before
    (Benjamini and Hochberg 1995). NaN stays NaN and does not count. AnalysisError for values outside 0..1.
    """
    return _adjusted(p, _step_up)


def _step_down(ordered: Floats) -> Floats:
    factors = np.arange(len(ordered), 0, -1)
    result: Floats = np.maximum.accumulate(ordered * factors)
    return result


def _step_up(ordered: Floats) -> Floats:
    from scipy import stats

    result: Floats = stats.false_discovery_control(ordered)
    return result


def _adjusted(p: ArrayLike, step: Callable[[Floats], Floats]) -> Floats:
    """What `step` makes of the sorted p values that are known, each at its place and at most 1."""
    values = np.asarray(p, dtype=float)
    if (values < 0).any() or (values > 1).any():
        raise AnalysisError(f"p values from {np.nanmin(values)} to {np.nanmax(values)} found; allowed: 0..1 or NaN")
    known = np.flatnonzero(~np.isnan(values))
    order = known[np.argsort(values[known], kind="stable")]
    adjusted = values.copy()
    adjusted[order] = np.minimum(step(values[order]), 1)
    return adjusted


def difference_interval(difference: ArrayLike, error: ArrayLike, level: float, df: float) -> tuple[Floats, Floats]:
    """The interval difference -+ t * error, t being the two-sided quantile of Student's t with `df` degrees.

    Arrays of one shape, in the units of the difference; NaN where either is NaN, or everywhere if `df` is not
    positive. ChoiceError for a confidence level outside 0..1.
    """
    critical_value(level)
    t = stdtrit(df, (1 + level) / 2) if df > 0 else np.nan
    middle, half = np.asarray(difference, dtype=float), t * np.asarray(error, dtype=float)
    return middle - half, middle + half


def notable(p_adjusted: float, difference: float, effect: float) -> bool:
    """Whether a difference is beyond chance and large enough to speak of; never where `p_adjusted` is NaN.

    `difference` is one of shares (-1..1), `effect` as in `Test`; one of them has to be large.
    """
    return p_adjusted < SURPRISING and (abs(difference) >= NOTABLE_DIFFERENCE or effect >= NOTABLE_EFFECT)


def minority_needs(
    n: ArrayLike, shares: ArrayLike, low: ArrayLike, overall: ArrayLike, others: ArrayLike
) -> list[tuple[int, int]]:
    """Needs strong in one group of residents that the mean of everybody hides, as (category, area) pairs in order.

    `n[category]` counts respondents, `shares[category, area]` are shares with the need, `low` their lower bounds
    at a simultaneous level over all categories and areas, `overall[area]` the share of everybody and
    `others[category, area]` that of everybody outside the category.

    A need is flagged where four things hold. The group's share is high (0.35), so it is a need and not only a
    difference; the overall share is not, else the list of needs shows it already; the lower bound lies above
    the share of the others, so chance is seldom the reason; and the group has 10 people, so nobody is
    singled out. A group of one in twenty moves the mean by a twentieth of its difference, so no rule
    on means would do. NaN is never flagged.

    The rule is a guard and not a test: it takes the others' share as known. By simulation with 13 areas in which
    no groups differ, a group of 5 % and five more: it flags something in under 1 of 100 samples with needs at
    0.15, in up to 1 of 7 at 0.25 to 0.33. Ten groups of 40 people: 1 of 10 at 0.15. Two groups of 20 % and 80 %:
    up to 4 of 10 just under 0.35. So read what it flags together with the adjusted p values of the groups.
    """
    strong = np.asarray(shares, dtype=float) >= HIGH_NEED
    hidden = np.asarray(overall, dtype=float) < HIGH_NEED
    apart = np.asarray(low, dtype=float) > np.asarray(others, dtype=float)
    enough = np.asarray(n, dtype=float)[:, None] >= MINORITY
    return [(int(category), int(area)) for category, area in np.argwhere(strong & hidden & apart & enough)]
