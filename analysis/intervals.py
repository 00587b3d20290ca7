"""Intervals and rank sets. They speak of chance only: an open sample is treated as if drawn at random.

Formulas and sources: docs/metoda.md.
"""

from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import ChoiceError

Floats = NDArray[np.float64]
Interval = tuple[Floats, Floats]


def critical_value(level: float) -> float:
    """The two-sided standard normal quantile of a confidence level in (0, 1); ChoiceError outside."""
    if not 0 < level < 1:
        raise ChoiceError(f"level: {level} found; allowed: between 0 and 1, such as 0.95")
    return NormalDist().inv_cdf((1 + level) / 2)


def wilson(count: ArrayLike, n: ArrayLike, level: float) -> Interval:
    """Wilson's (1927) score interval of the share `count` / `n`, both integer arrays; 0..1 where `n` is 0."""
    x, size = np.asarray(count, dtype=float), np.asarray(n, dtype=float)
    z = critical_value(level)
    middle = x + z**2 / 2
    half = z * np.sqrt(x * (size - x) / np.maximum(size, 1) + z**2 / 4)
    low = np.where(x == 0, 0.0, (middle - half) / (size + z**2))
    high = np.where(x == size, 1.0, (middle + half) / (size + z**2))
    return low, high


def normal(value: ArrayLike, error: ArrayLike, bounds: tuple[float, float], level: float) -> Interval:
    """value -+ z * error, cut at `bounds`; the whole of `bounds` where the standard error is not a number."""
    half = critical_value(level) * np.asarray(error, dtype=float)
    low = np.clip(np.asarray(value) - half, *bounds)
    high = np.clip(np.asarray(value) + half, *bounds)
    return np.where(np.isnan(half), bounds[0], low), np.where(np.isnan(half), bounds[1], high)


def mean_error(counts: ArrayLike, numbers: ArrayLike, total: ArrayLike) -> Floats:
    """Linearised standard error of the mean of those who answered, among `total` respondents.

    `counts[..., level]` people gave answers worth `numbers[level]`; they are a domain of the sample, so the
    variance is N/(N-1) times the sum of the squared influences, N being `total`. NaN under two answers.
    """
    table, worth = np.asarray(counts, dtype=float), np.asarray(numbers, dtype=float)
    n, size = table.sum(axis=-1), np.asarray(total, dtype=float)
    mean = ratio((table * worth).sum(axis=-1), n)
    squares = (table * (worth - mean[..., None]) ** 2).sum(axis=-1)
    return np.sqrt(ratio(squares, n**2 * (n > 1)) * ratio(size, size - 1))


def importance_satisfaction_error(table: ArrayLike) -> Floats:
    """Linearised standard error of picked share x (1 - satisfied share).

    `table[..., picked (no, yes), state (dissatisfied, satisfied, not rated)]` holds counts of respondents.
    The picked share is taken over all of them, the satisfied share over those who rated the state. With N
    respondents the variance is N/(N-1) times the sum of the squared influences; NaN where nobody rated.
    """
    cells = np.asarray(table, dtype=float)
    total = cells.sum(axis=(-2, -1))[..., None, None]
    rated = cells[..., :2].sum(axis=(-2, -1))[..., None, None]
    picked = ratio(cells[..., 1:, :].sum(axis=(-2, -1))[..., None, None], total)
    satisfied = ratio(cells[..., 1:2].sum(axis=(-2, -1))[..., None, None], rated)
    by_pick = (1 - satisfied) * (np.array([[0.0], [1.0]]) - picked) / np.maximum(total, 1)
    by_state = picked * (np.array([0.0, 1.0, 0.0]) - satisfied) * np.array([1, 1, 0]) / np.maximum(rated, 1)
    squares = (cells * (by_pick - by_state) ** 2).sum(axis=(-2, -1))
    total = total[..., 0, 0]
    return np.sqrt(ratio(squares * total, total - 1))


def simultaneous_level(level: float, intervals: int) -> float:
    """Bonferroni's level for each of several intervals, so that all of them hold together at `level`."""
    return 1 - (1 - level) / max(intervals, 1)


def rank_sets(low: ArrayLike, high: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The ranks (1: greatest) that each of p values may have, given intervals that hold together.

    A value is surely above another where their intervals do not meet: rank_low = 1 + the number surely above,
    rank_high = p - the number surely below (Klein, Wright and Wieczorek 2020).
    """
    lows, highs = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    above = lows[None, :] > highs[:, None]
    below = highs[None, :] < lows[:, None]
    return 1 + above.sum(axis=1), len(lows) - below.sum(axis=1)


def ratio(numerator: Any, denominator: Any) -> Floats:
    """numerator / denominator, NaN where the denominator is 0."""
    valid = np.asarray(denominator) > 0
    return np.where(valid, numerator, np.nan) / np.where(valid, denominator, 1)
