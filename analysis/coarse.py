"""Coarse: weighted figures so rounded that, beside exact counts, they determine no hidden one.

Exact counts give one equation on the hidden counts x_g of a row, sum x_g = S. An exact weighted share gives a
second one, sum w_g x_g = W, and whole numbers that satisfy both are few: often a single solution. So weighted
shares are known up to half a threshold of people: in steps of r = threshold / (2 n). A count that is weighted w1
can then move by r n / |w1 - w2| against one that is weighted w2, where weights have the mean 1. Together with the
bounds that suppression leaves (analysis.disclosure), in simulated surveys no hidden count was left with a single
value, but four of ten with fewer values than the threshold (tests/analysis/test_coarse.py).

Areas of which no group is withheld have no hidden counts, and keep all their digits.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import floor, log10
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from analysis.results import Diagnosis, GroupTest, MinorityNeed, QuadrantPoint, Rankings, Weighting
from analysis.vocabulary import ScoreKind

NICE = (1, 2, 5, 10)

VALUES = ("value", "low", "high", "difference", "difference_low", "difference_high")
SHARES = (*VALUES, "share", "share_low", "share_high", "others")
ERRORS = ("error", "share_error", "mean_error")
MEANS = ("mean", "importance", "state")
TESTED = ("p_top3", "p_adjusted", "p", "p_holm", "statistic", "df", "effect")
"""Fields by the unit they are in: shares of people, their errors, means on the scale, and figures of tests."""

TWO_DIGITS = 0.01
"""Chances and figures of tests come from many weighted counts at once."""

Array = NDArray[Any]
Mask = NDArray[np.bool_]
Part = TypeVar("Part", GroupTest, MinorityNeed, QuadrantPoint)


def share_step(n: int, threshold: int) -> float:
    """The step that published weighted shares are rounded to: 0.001, 0.002, 0.005, 0.01 and so on up to 0.5.

    It is at least half a `threshold` of the `n` people who answered; there are no fewer of them than that.
    """
    least = threshold / (2 * n)
    power = 10.0 ** floor(log10(least))
    return float(round(next(step * power for step in NICE if step * power >= least * (1 - 1e-9)), 9))


@dataclass(frozen=True, eq=False)
class Coarse:
    """Which areas have rounded figures, and how: fields are rounded to `steps[field]`, errors upwards."""

    areas: Mask
    names: frozenset[str]
    steps: Mapping[str, float]

    def columns(self, columns: Mapping[str, Array], areas: Array) -> dict[str, Array]:
        """Columns of figures `[..., area]` by their field; `areas` says for the last axis which areas they are of."""
        rounded = self.areas[areas]
        return {name: self._column(name, column, rounded) for name, column in columns.items()}

    def _column(self, name: str, column: Array, rounded: Mask) -> Array:
        if name not in self.steps or column.dtype == object:
            return column
        places = column / self.steps[name]
        coarse = np.round((np.ceil(places - 1e-9) if name in ERRORS else np.round(places)) * self.steps[name], 9)
        return np.where(rounded, coarse, column)

    def part(self, part: Part) -> Part:
        """A test, a minority or a point."""
        if part.area not in self.names:
            return part
        found = {name: np.array([getattr(part, name)]) for name in self.steps if hasattr(part, name)}
        columns = {name: self._column(name, column, np.array([True])) for name, column in found.items()}
        return replace(part, **{name: column.item() for name, column in columns.items()})

    def point(self, point: QuadrantPoint) -> QuadrantPoint:
        """A point with its ellipse."""
        if point.area not in self.names:
            return point
        ellipse = np.round(np.array(point.ellipse) / self.steps["state"]) * self.steps["state"]
        return replace(self.part(point), ellipse=tuple(ellipse.tolist()))


def steps_of(step: float, span: int, kind: ScoreKind) -> dict[str, float]:
    """The step of each field: shares to `step`; means to so many of it as the rated scale is wide (4 for 1..5)."""
    means = step * span
    steps = dict.fromkeys(SHARES, step) | dict.fromkeys(MEANS, means) | dict.fromkeys(TESTED, TWO_DIGITS)
    steps |= {"error": step / 2, "share_error": step / 2, "mean_error": means / 2, "discrepancy": means * span}
    if kind == ScoreKind.MEAN_IMPORTANCE:
        steps |= dict.fromkeys(VALUES, means) | {"error": means / 2}
    return steps


def coarsened(diagnosis: Diagnosis, coarse: Coarse) -> Diagnosis:
    """The diagnosis with the parts rounded that are not made of rounded columns already.

    Of rounded areas the values of other scores (`rankings`) are left out, and replicates of all; ranks stay.
    """
    if not coarse.names or diagnosis.weighting is None:
        return diagnosis
    return replace(
        diagnosis,
        quadrant=tuple(map(coarse.point, diagnosis.quadrant)),
        tests=tuple(map(coarse.part, diagnosis.tests)),
        minorities=tuple(map(coarse.part, diagnosis.minorities)),
        rankings=None if diagnosis.rankings is None else _without_values(diagnosis.rankings, coarse.names),
        weighting=_rounded(diagnosis.weighting),
        replicates=(),
    )


def _without_values(rankings: Rankings, names: frozenset[str]) -> Rankings:
    nothing = (None,) * len(rankings.scores)
    return replace(
        rankings,
        areas=tuple(replace(row, values=nothing) if row.area in names else row for row in rankings.areas),
    )


def _rounded(weighting: Weighting) -> Weighting:
    """Sums of squared weights tell of crossings of the margins: two digits are enough to judge a sample."""
    return replace(weighting, deff=round(weighting.deff, 2), n_eff=float(round(weighting.n_eff)))
