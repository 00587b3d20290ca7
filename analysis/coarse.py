"""Coarse: weighted figures so rounded that, beside exact counts, they determine no hidden one.

Exact counts give one equation on the hidden counts x_g of a row, sum x_g = S. An exact weighted share gives a
second one, sum w_g x_g = W, and whole numbers that satisfy both are few: often a single solution. So weighted
shares are known up to half a threshold of people: in steps of r = threshold / (2 n). A count that is weighted w1
can then move by r n / |w1 - w2| against one that is weighted w2, where weights have the mean 1. Together with the
bounds that suppression leaves (analysis.disclosure), in simulated surveys no hidden count was left with a single
value, but four of ten with fewer values than the threshold (tests/analysis/test_coarse.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import floor, log10
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from analysis.results import AreaRanks, Diagnosis, QuadrantPoint, Rankings, Weighting
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
Part = TypeVar("Part")


def share_step(n: int, threshold: int) -> float:
    """The step that published weighted shares are rounded to: 0.001, 0.002, 0.005, 0.01 and so on up to 0.5.

    It is at least half a `threshold` of the `n` people who answered; there are no fewer of them than that.
    """
    least = threshold / (2 * n)
    power = 10.0 ** floor(log10(least))
    return float(round(next(step * power for step in NICE if step * power >= least * (1 - 1e-9)), 9))


@dataclass(frozen=True)
class Coarse:
    """How the fields of each part of a diagnosis are rounded: to `steps[field]`, errors upwards; {}: not at all."""

    steps: Mapping[str, float]

    @classmethod
    def of(cls, step: float, span: int, kind: ScoreKind) -> "Coarse":
        """Shares to a `step`; means to so many of it as the rated scale is wide (`span`, 4 for 1..5)."""
        means = step * span
        steps = dict.fromkeys(SHARES, step) | dict.fromkeys(MEANS, means) | dict.fromkeys(TESTED, TWO_DIGITS)
        steps |= {"error": step / 2, "share_error": step / 2, "mean_error": means / 2, "discrepancy": means * span}
        if kind == ScoreKind.MEAN_IMPORTANCE:
            steps |= dict.fromkeys(VALUES, means) | {"error": means / 2}
        return cls(steps)

    def columns(self, columns: Mapping[str, Array]) -> dict[str, Array]:
        """Columns of figures by their field, those with a step rounded to it."""
        return {name: self._column(name, column) for name, column in columns.items()}

    def _column(self, name: str, column: Array) -> Array:
        if name not in self.steps or column.dtype == object:
            return column
        places = column / self.steps[name]
        return np.round((np.ceil(places - 1e-9) if name in ERRORS else np.round(places)) * self.steps[name], 9)

    def part(self, part: Part) -> Part:
        """A test, a minority or a point, its figures rounded."""
        found = {name: getattr(part, name) for name in self.steps if hasattr(part, name)}
        columns = self.columns({name: np.array(value, dtype=float) for name, value in found.items()})
        rounded: Part = replace(part, **{name: column.item() for name, column in columns.items()})  # type: ignore[type-var]  # all are frozen dataclasses
        return rounded

    def point(self, point: QuadrantPoint) -> QuadrantPoint:
        """A point with its ellipse."""
        ellipse = np.round(np.array(point.ellipse) / self.steps["state"]) * self.steps["state"]
        return replace(self.part(point), ellipse=tuple(ellipse.tolist()))


EXACT = Coarse({})


def coarsened(diagnosis: Diagnosis, coarse: Coarse) -> Diagnosis:
    """The diagnosis with the parts rounded that are not made of rounded columns already.

    Values of other scores (`rankings`) are left out, their ranks stay; replicates are left out.
    """
    if coarse is EXACT or diagnosis.weighting is None:
        return diagnosis
    return replace(
        diagnosis,
        quadrant=tuple(map(coarse.point, diagnosis.quadrant)),
        tests=tuple(map(coarse.part, diagnosis.tests)),
        minorities=tuple(map(coarse.part, diagnosis.minorities)),
        rankings=None if diagnosis.rankings is None else _without_values(diagnosis.rankings),
        weighting=_rounded(diagnosis.weighting),
        replicates=(),
    )


def _without_values(rankings: Rankings) -> Rankings:
    areas = tuple(AreaRanks(row.area, (None,) * len(row.values), row.ranks, row.span) for row in rankings.areas)
    return replace(rankings, areas=areas)


def _rounded(weighting: Weighting) -> Weighting:
    """Sums of squared weights tell of crossings of the margins: two digits are enough to judge a sample."""
    return replace(weighting, deff=round(weighting.deff, 2), n_eff=float(round(weighting.n_eff)))
