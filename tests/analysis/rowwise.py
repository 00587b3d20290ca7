"""Design-based covariances the plain way, respondent by respondent, to check what is computed from tallies.

Sources: Lumley, Complex Surveys (2010), for the variance of totals and of linearised figures; after raking the
means of the margins are taken out of the influences, as R's rake and svyrecvar do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.comparison import midranks

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

PASSES = 10
"""How often the margins are gone through when their means are taken out."""


@dataclass(frozen=True, eq=False)
class RowDesign:
    """One entry per respondent: weight, stratum, cluster, units in the stratum's population; margins of raking."""

    weights: Array
    strata: Codes
    clusters: Codes
    population: Array
    margins: tuple[Codes, ...] = ()

    @classmethod
    def plain(cls, weights: Array, population: float = np.inf, margins: tuple[Codes, ...] = ()) -> "RowDesign":
        """Respondents drawn one by one, without strata."""
        n = len(weights)
        return cls(weights, np.zeros(n, dtype=np.int64), np.arange(n), np.full(n, population), margins)

    @property
    def degrees(self) -> int:
        """Sampling units less strata."""
        units = set(zip(self.strata.tolist(), self.clusters.tolist(), strict=True))
        return len(units) - len(set(self.strata.tolist()))


def covariance(z: Array, design: RowDesign) -> Array:
    """The covariance `[figure, figure]` of figures with influences w z, from `z[respondent, figure]`."""
    u = _without_margins(z, design.margins) * design.weights[:, None]
    strata = [_of_stratum(u, design, stratum) for stratum in np.unique(design.strata)]
    return np.sum(strata, axis=0)


def _without_margins(z: Array, margins: Sequence[Codes]) -> Array:
    rest = z.copy()
    for margin in [*margins] * PASSES:
        for category in np.unique(margin):
            rest[margin == category] -= rest[margin == category].mean(axis=0)
    return rest


def _of_stratum(u: Array, design: RowDesign, stratum: int) -> Array:
    rows = design.strata == stratum
    units = np.unique(design.clusters[rows])
    totals = np.array([u[rows & (design.clusters == unit)].sum(axis=0) for unit in units])
    n, centred = len(units), totals - totals.mean(axis=0)
    return n / (n - 1) * (1 - n / design.population[rows][0]) * centred.T @ centred


def shares_of(row: Codes, column: Codes, design: RowDesign) -> tuple[Array, Array]:
    """Weighted shares `[row, column]` of a table and the covariance of its cells; codes of -1 are no answer."""
    answered = (row >= 0) & (column >= 0)
    cells = np.where(answered, row * (column.max() + 1) + column, -1)
    hit = (cells[:, None] == np.arange((row.max() + 1) * (column.max() + 1))).astype(float)
    total = design.weights[answered].sum()
    shares = design.weights @ hit / total
    z = np.where(answered[:, None], hit - shares, 0.0) / total
    return shares.reshape(row.max() + 1, -1), covariance(z, design)


def mean_ranks_of(group: Codes, ranks: Array, design: RowDesign) -> tuple[Array, Array]:
    """Mean rank of each group and their covariance, ranks taken as given; a rank of NaN or group -1 is no answer."""
    inside = (group[:, None] == np.arange(group.max() + 1)) & ~np.isnan(ranks)[:, None]
    known = np.nan_to_num(ranks)
    totals = design.weights @ inside
    means = (design.weights * known) @ inside / totals
    return means, covariance(inside * (known[:, None] - means) / totals, design)


def ranks_by_row(answers: Array, weights: Array) -> Array:
    """R's ranks of svyranktest: the cumulated weights in the order of rows, averaged within ties without weights."""
    order = np.argsort(answers, kind="stable")
    cumulated = np.empty(len(answers))
    cumulated[order] = np.cumsum(weights[order]) - weights[order] / 2
    ties = np.unique(answers, return_inverse=True)[1]
    return (np.bincount(ties, cumulated) / np.bincount(ties))[ties] / weights.sum()


def ranks_by_level(answers: Array, weights: Array) -> Array:
    """The midrank of each row, from the totals of the levels."""
    level = np.unique(answers, return_inverse=True)[1]
    return midranks(np.bincount(level, weights))[level]


def rake(margins: Sequence[Codes], targets: Sequence[Array]) -> Array:
    """Weights that give each margin its target totals, starting from equal ones."""
    weights = np.full(len(margins[0]), np.sum(targets[0]) / len(margins[0]))
    for _ in range(500):
        for margin, target in zip(margins, targets, strict=True):
            weights = weights * (target / np.bincount(margin, weights))[margin]
    return weights
