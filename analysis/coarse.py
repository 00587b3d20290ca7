"""Coarse: weighted figures so rounded that, beside exact counts, they determine no hidden one.

Exact counts give one equation on the hidden counts x_g of a row, sum x_g = S. An exact weighted share gives a
second one, sum w_g x_g = W, and whole numbers that satisfy both are few: often a single solution. So weighted
shares are known up to half a threshold of people: in steps of r = threshold / (2 n). A count that is weighted w1
can then move by r n / |w1 - w2| against one that is weighted w2, where weights have the mean 1. Together with the
bounds that suppression leaves (analysis.disclosure), in simulated surveys no hidden count was left with a single
value, but four of ten with fewer values than the threshold (tests/analysis/test_coarse.py).
"""

from dataclasses import replace
from math import ceil, floor, log10
from typing import TypeVar

from analysis.results import AreaRanks, Breakdown, Diagnosis, QuadrantPoint, Rankings, Weighting
from analysis.vocabulary import ScoreKind

NICE = (1, 2, 5, 10)

SHARES = (
    "share", "share_low", "share_high", "difference", "difference_low", "difference_high", "low", "high", "others",
    "value",
)  # fmt: skip
ERRORS = ("error", "share_error")
MEANS = ("mean", "importance", "state")
TESTED = ("p_top3", "p_adjusted", "p", "p_holm", "statistic", "df", "effect")
"""Fields by the unit they are in: shares of people, their errors, means on the scale, and figures of tests."""

TWO_DIGITS = 0.01
"""Chances and figures of tests come from many weighted counts at once."""

Part = TypeVar("Part")


def share_step(n: int, threshold: int) -> float:
    """The step that published weighted shares are rounded to: 0.001, 0.002, 0.005, 0.01 and so on up to 0.5.

    It is at least half a `threshold` of the `n` people who answered; there are no fewer of them than that.
    """
    least = threshold / (2 * n)
    power = 10.0 ** floor(log10(least))
    return float(round(next(step * power for step in NICE if step * power >= least * (1 - 1e-9)), 9))


def coarsened(diagnosis: Diagnosis, span: int) -> Diagnosis:
    """The diagnosis with its weighted figures rounded, errors upwards.

    It stays as it is where everybody counts alike or nothing is hidden.

    `span` is the range of the rated scale (4 for 1..5): means are rounded to so many steps of a share. Values of
    other scores (`rankings`) are left out, their ranks stay.
    """
    weighting = diagnosis.weighting
    if weighting is None or weighting.deff <= 1 or not diagnosis.threshold:
        return diagnosis
    step = share_step(diagnosis.n, diagnosis.threshold)
    rounding = _Rounding(step, span, values_are_means=diagnosis.kind == ScoreKind.MEAN_IMPORTANCE)
    return replace(
        diagnosis,
        needs=tuple(map(rounding.part, diagnosis.needs)),
        breakdowns=tuple(map(rounding.breakdown, diagnosis.breakdowns)),
        quadrant=tuple(map(rounding.point, diagnosis.quadrant)),
        tests=tuple(map(rounding.part, diagnosis.tests)),
        minorities=tuple(map(rounding.part, diagnosis.minorities)),
        rankings=None if diagnosis.rankings is None else _without_values(diagnosis.rankings),
        weighting=_rounded(weighting),
        replicates=(),
    )


class _Rounding:
    """How the fields of each part are rounded."""

    def __init__(self, step: float, span: int, *, values_are_means: bool) -> None:
        self.step, self.means = step, step * span
        self.steps = dict.fromkeys(SHARES, step) | dict.fromkeys(ERRORS, step / 2) | dict.fromkeys(MEANS, self.means)
        self.steps |= dict.fromkeys(TESTED, TWO_DIGITS)
        self.steps |= {"mean_error": self.means / 2, "discrepancy": self.means * span}
        if values_are_means:
            worth = ("value", "low", "high", "error", "difference", "difference_low", "difference_high")
            self.steps |= dict.fromkeys(worth, self.means)

    def part(self, part: Part) -> Part:
        found = {name: getattr(part, name) for name in self.steps if hasattr(part, name)}
        coarse = {name: self.rounded(name, value) for name, value in found.items() if value is not None}
        rounded: Part = replace(part, **coarse)  # type: ignore[type-var]  # any of the frozen parts of a diagnosis
        return rounded

    def rounded(self, name: str, value: float) -> float:
        step = self.steps[name]
        return to_step(ceil(value / step - 1e-9) * step if "error" in name else value, step)

    def breakdown(self, breakdown: Breakdown) -> Breakdown:
        return replace(breakdown, cells=tuple(map(self.part, breakdown.cells)))

    def point(self, point: QuadrantPoint) -> QuadrantPoint:
        return replace(self.part(point), ellipse=tuple(to_step(value, self.means) for value in point.ellipse))


def to_step(value: float, step: float) -> float:
    """The multiple of the step nearest to a value."""
    return float(round(round(value / step) * step, 9))


def _without_values(rankings: Rankings) -> Rankings:
    areas = tuple(AreaRanks(row.area, (None,) * len(row.values), row.ranks, row.span) for row in rankings.areas)
    return replace(rankings, areas=areas)


def _rounded(weighting: Weighting) -> Weighting:
    """Sums of squared weights tell of crossings of the margins: two digits are enough to judge a sample."""
    return replace(weighting, deff=round(weighting.deff, 2), n_eff=float(round(weighting.n_eff)))
