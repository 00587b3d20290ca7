"""How surely needs rank: simultaneous rank sets, the chance to be among the first, agreement of scores.

Sources: Mogstad, Romano, Shaikh and Wilhelm (2024), Inference for Ranks (doi 10.1093/restud/rdad006): the
greatest studentized pairwise difference gives the critical value, and a step-down removes pairs already found
to differ. Romano and Wolf (2005) for the step-down.
"""

from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]

DRAWS = 2_000
"""Draws from the normal distribution of the estimates; the critical value is good to about one in a hundred."""

FIRST = 3
"""The number of greatest needs that a coalition usually looks at."""

ROBUST_SPAN = 3
"""Ranks of one area by different scores that lie further apart than this are said aloud."""


def normal_draws(covariance: ArrayLike, rng: np.random.Generator, draws: int = DRAWS) -> Floats:
    """Draws `[draw, estimate]` of the errors of estimates with this covariance `[estimate, estimate]`."""
    values, vectors = np.linalg.eigh(np.asarray(covariance, dtype=float))
    root = vectors * np.sqrt(np.maximum(values, 0))
    errors: Floats = rng.standard_normal((draws, len(values))) @ root.T
    return errors


def rank_sets(estimates: ArrayLike, covariance: ArrayLike, level: float, draws: Floats) -> tuple[Integers, Integers]:
    """The ranks (1: greatest) that each of p estimates may have; all sets hold together at confidence `level`.

    `draws[draw, estimate]` are normal errors with the covariance. An estimate is surely above another where
    their studentized difference exceeds the critical value: rank_low = 1 + the number surely above it,
    rank_high = p - the number surely below it. An estimate whose variance is not positive, or not a number,
    has every rank.
    """
    values, spread = np.asarray(estimates, dtype=float), np.asarray(covariance, dtype=float)
    one, other = np.triu_indices(len(values), 1)
    return _ranks_of_pairs(_Pairs(values, spread, draws, one, other), level)


def rank_set(place: int, estimates: ArrayLike, covariance: ArrayLike, level: float, draws: Floats) -> tuple[int, int]:
    """The ranks that one estimate may have, at confidence `level` for it alone: narrower than in `rank_sets`."""
    values, spread = np.asarray(estimates, dtype=float), np.asarray(covariance, dtype=float)
    other = np.delete(np.arange(len(values)), place)
    low, high = _ranks_of_pairs(_Pairs(values, spread, draws, np.full(len(other), place), other), level)
    return int(low[place]), int(high[place])


class _Pairs:
    """Studentized differences of pairs of estimates."""

    def __init__(self, values: Floats, spread: Floats, draws: Floats, one: Integers, other: Integers) -> None:
        self.size, self.one, self.other = len(values), one, other
        variance = spread[one, one] + spread[other, other] - 2 * spread[one, other]
        scale = np.maximum(np.diag(spread)[one], np.diag(spread)[other])
        self.comparable: Mask = variance > 1e-12 * np.maximum(scale, 1e-300)
        error = np.sqrt(np.where(self.comparable, variance, np.inf))
        self.t: Floats = (values[one] - values[other]) / error
        small = draws.astype(np.float32)
        self.null = np.abs(small[:, one] - small[:, other]) / error.astype(np.float32)


def _ranks_of_pairs(pairs: _Pairs, level: float) -> tuple[Integers, Integers]:
    differ = _surely_different(pairs, level)
    above = np.where(pairs.t > 0, pairs.one, pairs.other)[differ]
    below = np.where(pairs.t > 0, pairs.other, pairs.one)[differ]
    low = 1 + np.bincount(below, minlength=pairs.size)
    return low, pairs.size - np.bincount(above, minlength=pairs.size)


def _surely_different(pairs: _Pairs, level: float) -> Mask:
    """Which pairs differ: step by step those above the critical value of the pairs that are left."""
    found = np.zeros(len(pairs.t), dtype=bool)
    while (left := pairs.comparable & ~found).any():
        critical = np.quantile(pairs.null[:, left].max(axis=1), level)
        new = left & (np.abs(pairs.t) > critical)
        if not new.any():
            break
        found |= new
    return found


def chance_among_first(estimates: ArrayLike, draws: Floats, first: int = FIRST) -> Floats:
    """For each estimate the chance to be among the `first` greatest, over `draws` of the errors."""
    values = np.asarray(estimates, dtype=float) + draws
    if values.shape[1] <= first:
        return np.ones(values.shape[1])
    bar = -np.partition(-values, first - 1, axis=1)[:, first - 1]
    share: Floats = (values >= bar[:, None]).mean(axis=0)
    return share


def ranks(values: ArrayLike) -> Integers:
    """Ranks from 1 (greatest); equal values share the smaller rank, NaN gets 0."""
    scores = np.asarray(values, dtype=float)
    place = 1 + (scores[None, :] > scores[:, None]).sum(axis=1)
    return np.where(np.isnan(scores), 0, place)


def kendall_tau(one: ArrayLike, other: ArrayLike) -> float:
    """Kendall's tau-b of two scores of the same areas, over the areas that have both; NaN under two areas."""
    from scipy import stats

    scores = np.asarray([one, other], dtype=float)
    both = scores[:, ~np.isnan(scores).any(axis=0)]
    return float(stats.kendalltau(*both).statistic) if both.shape[1] > 1 else float("nan")


def least_tau(scores: list[Floats]) -> float | None:
    """The least Kendall's tau of any two of several scores; None when there are no two to compare."""
    taus = [kendall_tau(one, other) for one, other in combinations(scores, 2)]
    known = [tau for tau in taus if tau == tau]
    return min(known) if known else None


def span(places: ArrayLike) -> int:
    """How far the ranks of one area by several scores lie apart; ranks of 0 (no value) do not count."""
    known = [int(place) for place in np.asarray(places).ravel() if place > 0]
    return max(known) - min(known) if known else 0
