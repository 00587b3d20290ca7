"""Intervals. They speak of chance only: an open sample is treated as if drawn at random.

Formulas and sources: docs/metoda.md.
"""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv

from analysis.errors import ChoiceError

Floats = NDArray[np.float64]
Interval = tuple[Floats, Floats]

SMALL_SAMPLE = 30
"""Fewer effective respondents than this are too few for Wilson's interval."""


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


def korn_graubard(share: ArrayLike, n: ArrayLike, level: float) -> Interval:
    """Clopper and Pearson's interval of a share with an effective number of respondents n (Korn, Graubard 1998).

    `n` need not be whole; 0..1 where it is 0 or not a number.
    """
    size = np.nan_to_num(np.asarray(n, dtype=float))
    count = np.nan_to_num(np.asarray(share, dtype=float)) * size
    tail = (1 - level) / 2
    critical_value(level)
    with np.errstate(invalid="ignore"):
        low = np.where(count > 0, betaincinv(count, size - count + 1, tail), 0.0)
        high = np.where(count < size, betaincinv(count + 1, size - count, 1 - tail), 1.0)
    return low, high


def proportion(share: ArrayLike, n: ArrayLike, level: float) -> Interval:
    """The interval of a share that counts as a sample of n respondents, n being the effective number.

    Wilson's, but Korn and Graubard's at the edges: a share of 0 or 1, or fewer than 30 effective respondents,
    where Wilson's covers too seldom.
    """
    part, size = np.asarray(share, dtype=float), np.nan_to_num(np.asarray(n, dtype=float))
    known = np.nan_to_num(part)
    usual = wilson(known * size, size, level)
    careful = korn_graubard(known, size, level)
    edge = (known <= 0) | (known >= 1) | (size < SMALL_SAMPLE)
    return np.where(edge, careful[0], usual[0]), np.where(edge, careful[1], usual[1])


def simultaneous_level(level: float, intervals: int) -> float:
    """Bonferroni's level for each of several intervals, so that all of them hold together at `level`."""
    return 1 - (1 - level) / max(intervals, 1)
