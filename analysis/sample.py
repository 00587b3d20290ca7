"""The sample and its errors: linearised variances from cell sums, with weights, strata, clusters and raking.

Every figure is a smooth function of sums of features (analysis.estimators). A person's influence on it is the
gradient times their features. The variance of a figure is that of the weighted total of the influences, as in
Binder (1983). After weighting to margins the influences are first freed of what the margins explain: by the
rule of R's survey package (Lumley 2004, svyrecvar), ten rounds of taking away the unweighted mean within each
category of each margin; after post-stratification one round with the mean weighted by the design weights.
All of it needs cell sums only, so its cost does not depend on the number of people.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.codebook import Codebook
from analysis.errors import FrameError
from analysis.estimators import Estimator, ratio
from analysis.tally import FIRST_GROUPING, STRATUM_COLUMN, UNIT_COLUMN, Tally
from analysis.vocabulary import WeightMethod
from analysis.weights import Weights

Array = NDArray[Any]
Floats = NDArray[np.float64]

RAKING_ROUNDS = 10


@dataclass(frozen=True, eq=False)
class Basis:
    """The features of several estimators, each once; row 0 is 1 for everybody."""

    rows: Floats
    places: dict[int, Array]

    @classmethod
    def of(cls, estimators: list[Estimator]) -> "Basis":
        """The basis of these estimators."""
        rows = [np.ones(estimators[0].features[0].size)]
        places = {}
        for estimator in estimators:
            flat = estimator.features.reshape(len(estimator.features), -1)
            places[id(estimator)] = np.array([_place(rows, feature) for feature in flat])
        return cls(np.array(rows), places)

    def sums(self, estimator: Estimator, sums: Floats) -> Floats:
        """The sums of one estimator among those of the basis, `[..., feature]`."""
        chosen: Floats = sums[..., self.places[id(estimator)]]
        return chosen

    def gradient(self, estimator: Estimator, sums: Floats) -> Floats:
        """An estimator's gradient over all features of the basis; 0 where the estimator has no base."""
        own = np.nan_to_num(estimator.gradient(self.sums(estimator, sums)))
        whole = np.zeros(sums.shape)
        for number, place in enumerate(self.places[id(estimator)]):
            whole[..., place] += own[..., number]
        return whole


def _place(rows: list[Floats], feature: Floats) -> int:
    for place, row in enumerate(rows):
        if np.array_equal(row, feature):
            return place
    rows.append(feature)
    return len(rows) - 1


class Sample:
    """A tally with weights. Respondents without a weight are left out."""

    def __init__(self, tally: Tally, codebook: Codebook, weights: Weights, places: Array) -> None:
        """`places` says for each key of `tally.cells` which cell of `weights` it belongs to."""
        factors = weights.factors[places]
        kept = factors > 0
        self.keys = tally.cells.keys[kept]
        self.factors = factors[kept]
        self.members = weights.members[places][kept]
        self.method = weights.weighting.method
        counts = [array[kept].reshape(int(kept.sum()), array.shape[1], -1) for array in tally.cells.arrays[2:]]
        self.counts, self.sums, self.squares = map(_real, counts) if len(counts) > 1 else [_real(counts[0])] * 3
        self.n = tally.cells.n[kept]
        self.base = self.sums[:, 0].sum(axis=-1)
        self.population = tally.cells.arrays[1][kept] / self.n
        self.finite = codebook.design.sample == "probability" and codebook.design.fpc is not None

    def codes(self, grouping: int) -> Array:
        """Each cell's code on a grouping variable, by its number in the layout."""
        codes: Array = self.keys[:, FIRST_GROUPING + grouping]
        return codes

    @cached_property
    def clustered(self) -> bool:
        """Whether primary sampling units hold more than one respondent."""
        return bool((self.keys[:, UNIT_COLUMN] != 0).any())

    @property
    def plain(self) -> bool:
        """Whether respondents count as drawn one by one from everybody."""
        return not self.clustered and not self.finite and len(self.strata[1]) == 1

    @cached_property
    def strata(self) -> tuple[Array, Array]:
        """The design stratum of each cell, and the number of sampling units in each stratum."""
        _, stratum = np.unique(self.keys[:, STRATUM_COLUMN], return_inverse=True)
        if not self.clustered:
            return stratum, np.bincount(stratum, self.n)
        pairs = np.unique(np.stack([stratum, self.units[0]], axis=1), axis=0)
        return stratum, np.bincount(pairs[:, 0]).astype(float)

    @cached_property
    def units(self) -> tuple[Array, Array]:
        """The sampling unit of each cell (nested in its stratum), and the stratum of each unit."""
        _, first, unit = np.unique(
            self.keys[:, [STRATUM_COLUMN, UNIT_COLUMN]], axis=0, return_index=True, return_inverse=True
        )
        _, stratum = np.unique(self.keys[first, STRATUM_COLUMN], return_inverse=True)
        return unit.ravel(), stratum

    @cached_property
    def degrees(self) -> float:
        """Degrees of freedom of the design: sampling units less strata."""
        return float(self.strata[1].sum() - len(self.strata[1]))

    @cached_property
    def scales(self) -> Floats:
        """By stratum: n / (n - 1), times the share of the stratum's population that was not drawn."""
        stratum, n = self.strata
        if (n < 2).any() and len(n) > 1:
            raise FrameError("design: a stratum with one sampling unit has no variance; merge it with another stratum")
        drawn = self._drawn(stratum, n) if self.finite else np.zeros(len(n))
        return np.where(n > 1, n / np.maximum(n - 1, 1), np.nan) * (1 - drawn)

    def _drawn(self, stratum: Array, n: Floats) -> Floats:
        """The share of each stratum's population in the sample; a column of fractions says it directly."""
        size = np.array([self.population[stratum == number].max() for number in range(len(n))])
        drawn = np.where(size > 1, ratio(n, size), size)
        if (drawn > 1).any():
            raise FrameError("design.fpc: fewer people in a stratum's population than answered; mend the column")
        return drawn

    @cached_property
    def margins(self) -> Floats:
        """Indicators `[cell, category]` of the categories of all margins, one margin after the other."""
        columns = [
            self.members[:, margin, None] == np.arange(self.members[:, margin].max() + 1)
            for margin in range(self.members.shape[1])
        ]
        return np.concatenate(columns, axis=1).astype(float) if columns else np.zeros((len(self.keys), 0))

    @cached_property
    def _margin_spans(self) -> list[slice]:
        ends = np.cumsum([0, *(self.members.max(axis=0) + 1)]) if self.members.shape[1] else [0]
        return [slice(int(start), int(end)) for start, end in pairwise(ends)]

    @cached_property
    def people(self) -> Floats:
        """What the means within margins are taken over: people after raking, else design weights."""
        return self.n.astype(float) if self.method == WeightMethod.RAKED else self.base

    @cached_property
    def fitted(self) -> Floats:
        """The matrix `[category, category]` that turns sums by margin category into what margins explain."""
        crossed = self.margins.T @ (self.people[:, None] * self.margins)
        sizes = np.maximum(np.diag(crossed), 1e-300)[:, None]
        left = np.eye(len(crossed))
        explained = np.zeros_like(left)
        for _ in range(RAKING_ROUNDS if self.method == WeightMethod.RAKED else 1):
            for span in self._margin_spans:
                means = left[span] / sizes[span]
                explained[span] += means
                left = left - crossed[:, span] @ means
        return explained


def _real(counts: Array) -> Floats:
    return counts.astype(float)


class Features:
    """What the people of each cell add to every sum of a basis, `[cell, area, feature]`."""

    def __init__(self, sample: Sample, basis: Basis) -> None:
        self.sample, self.basis = sample, basis
        rows = basis.rows.T
        weighted = sample.sums is not sample.counts
        self.people = sample.counts @ rows
        self.base = sample.sums @ rows if weighted else self.people
        self.squares = sample.squares @ rows if weighted else self.people
        self.weighted = self.base * sample.factors[:, None, None]

    @cached_property
    def scaled(self) -> Floats:
        """What squared design weights are multiplied by: squared factors, scaled by stratum."""
        scaled: Floats = self.sample.factors**2 * self.sample.scales[self.sample.strata[0]]
        return scaled

    @cached_property
    def products(self) -> Floats:
        """The products of each two features, `[first, second, code pair]`."""
        return self.basis.rows[:, None] * self.basis.rows[None]

    @cached_property
    def places(self) -> Floats:
        """Indicators `[cell, unit]` of sampling units, or of strata where every respondent is a unit."""
        place = self.sample.units[0] if self.sample.clustered else self.sample.strata[0]
        inside: Floats = (place[:, None] == np.arange(place.max(initial=-1) + 1)).astype(float)
        return inside

    @cached_property
    def margin_totals(self) -> Floats:
        """Weights `[margin category, unit]`."""
        weight = self.sample.factors * self.sample.base
        totals: Floats = (self.sample.margins * weight[:, None]).T @ self.places
        return totals

    @cached_property
    def margin_squares(self) -> Floats:
        """Scaled squared weights `[margin category, margin category]`."""
        weight = self.scaled * self.sample.squares[:, 0].sum(axis=-1)
        crossed: Floats = self.sample.margins.T @ (weight[:, None] * self.sample.margins)
        return crossed


class Groups:
    """The sample split into groups of respondents, ready for the variance of any figure about them.

    A figure is given by its coefficients `[area, figure, group, feature]`: a person of a group adds the
    coefficients of that group times their features to the total whose variance is that of the figure.
    """

    def __init__(self, features: Features, member: Array) -> None:
        """`member[group, cell]` marks the cells of each group; no cell belongs to two groups."""
        self.features, self.sample = features, features.sample
        self.member = member.astype(float)
        self.sums = np.tensordot(self.member, features.weighted, axes=1)
        self.n = self.member @ self.sample.n

    def covariance(self, coefficients: Floats) -> Floats:
        """Covariances `[area, figure, figure]` of the figures of each area; NaN where they are not defined."""
        explained, totals = self._linear(coefficients)
        if self.sample.clustered:
            centred, scale = self._centred(totals)
            between: Floats = (centred * scale) @ _turned(centred)
            return between
        cross = explained @ _turned(self._over(coefficients, self._squared_by_margin))
        squares = (self._squared(coefficients) @ _turned(np.moveaxis(coefficients, 2, 1))).sum(axis=1)
        squares += explained @ self.features.margin_squares @ _turned(explained)
        covariance: Floats = squares - cross - _turned(cross) - (totals * self._share_of_n) @ _turned(totals)
        return covariance

    def errors(self, coefficients: Floats) -> Floats:
        """Standard errors `[area, figure]`; NaN where they are not defined."""
        explained, totals = self._linear(coefficients)
        if self.sample.clustered:
            centred, scale = self._centred(totals)
            between: Floats = np.sqrt((centred**2 * scale).sum(axis=-1))
            return between
        cross = (explained * self._over(coefficients, self._squared_by_margin)).sum(axis=-1)
        squares = (self._squared(coefficients) * np.moveaxis(coefficients, 2, 1)).sum(axis=(1, 3))
        squares += ((explained @ self.features.margin_squares) * explained).sum(axis=-1)
        variances = squares - 2 * cross - (totals**2 * self._share_of_n).sum(axis=-1)
        errors: Floats = np.sqrt(np.maximum(variances, 0))
        return errors

    def _linear(self, coefficients: Floats) -> tuple[Floats, Floats]:
        """What margins explain `[area, figure, margin category]`, and weighted totals by unit of the rest."""
        explained = self._over(coefficients, self._by_margin) @ self.sample.fitted.T
        return explained, self._over(coefficients, self._totals) - explained @ self.features.margin_totals

    @cached_property
    def _share_of_n(self) -> Floats:
        return self.sample.scales / self.sample.strata[1]

    def _centred(self, totals: Floats) -> tuple[Floats, Floats]:
        """Totals of sampling units less their stratum's mean, and what their squares are multiplied by."""
        _, stratum = self.sample.units
        inside = (np.arange(len(self.sample.strata[1]))[:, None] == stratum).astype(float)
        means = (totals @ inside.T / self.sample.strata[1]) @ inside
        return totals - means, self.sample.scales @ inside

    def _over(self, coefficients: Floats, parts: Floats) -> Floats:
        """Sums `[area, figure, part]` of coefficients times `parts[area, group and feature, part]`."""
        return coefficients.reshape(*coefficients.shape[:2], -1) @ parts

    def _squared(self, coefficients: Floats) -> Floats:
        """Coefficients times the products of features, `[area, group, figure, feature]`."""
        return np.moveaxis(coefficients, 2, 1) @ self._squares

    def _split(self, values: Floats, parts: Floats) -> Floats:
        """Sums `[area, group and feature, part]` of `values[cell, area, feature]` by group and part."""
        weights = self.member[:, :, None] * parts[None]
        sums = np.tensordot(weights, values, axes=(1, 0)).transpose(2, 0, 3, 1)
        return sums.reshape(values.shape[1], len(self.member) * values.shape[2], parts.shape[1])

    @cached_property
    def _by_margin(self) -> Floats:
        raked = self.sample.method == WeightMethod.RAKED
        return self._split(self.features.people if raked else self.features.base, self.sample.margins)

    @cached_property
    def _totals(self) -> Floats:
        return self._split(self.features.weighted, self.features.places)

    @cached_property
    def _squared_by_margin(self) -> Floats:
        return self._split(self.features.squares * self.features.scaled[:, None, None], self.sample.margins)

    @cached_property
    def _squares(self) -> Floats:
        """Sums `[area, group, feature, feature]` of scaled products of features."""
        products = self.features.products
        by_code = np.tensordot(self.member * self.features.scaled, self.sample.squares, axes=1)
        sums = by_code @ products.reshape(-1, products.shape[-1]).T
        return np.swapaxes(sums.reshape(*by_code.shape[:2], *products.shape[:2]), 0, 1)


def _turned(values: Floats) -> Floats:
    return np.swapaxes(values, -1, -2)
