"""Need scores of the whole sample: values, errors, intervals, ranks, agreement of scores, quadrants."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis import intervals, ranking
from analysis.coarse import Coarse
from analysis.estimators import ratio
from analysis.results import AreaRanks, NeedScore, QuadrantPoint, Rankings
from analysis.scores import ASIDE, FALLING
from analysis.weighted import jackknife_correlation
from analysis.work import Work, plain

Floats = NDArray[np.float64]
Array = NDArray[Any]

FIXED_CUT, FIXED_SCALE = 3.5, (1.0, 5.0)
"""Where quadrants part on scales from 1 to 5, besides the mean of all areas."""


class Needs:
    """The need scores of one diagnosis, area by area in questionnaire order."""

    def __init__(self, work: Work) -> None:
        self.work = work
        score = work.score
        self.value = work.total(score.need_score)
        self.share = work.total(score.share)
        self.mean = work.total(score.mean_level)
        covariance = work.covariance([score.need_score, score.share, score.mean_level, *score.plane])
        self.error, self.share_error, self.mean_error = np.sqrt(
            np.maximum(np.diagonal(covariance, axis1=1, axis2=2).T[:3], 0)
        )
        self.plane = covariance[:, 3:, 3:]
        self.rated = np.flatnonzero(work.counted)
        self.replicates = work.weighted.replicates(score.need_score)[:, self.rated]

    def scores(self, coarse: Coarse) -> tuple[NeedScore, ...]:
        """Need scores of the areas that somebody rated, from the greatest; equal ones in questionnaire order."""
        columns = coarse.columns(self._columns() | self._ranks(), self.rated)
        columns["area"] = np.array(self.work.layout.areas, dtype=object)[self.rated]
        return tuple(NeedScore(**{name: plain(column[k]) for name, column in columns.items()}) for k in self.order)

    @property
    def order(self) -> Array:
        """Places among the rated areas, from the greatest need."""
        return np.argsort(-self.value[self.rated], kind="stable")

    def replicate_rows(self) -> tuple[tuple[float, ...], ...]:
        """Replicates as plain numbers, in the order of `scores`; a group of nobody leaves the values as they are."""
        filled = np.where(np.isnan(self.replicates), self.value[self.rated], self.replicates)
        return tuple(map(tuple, filled[:, self.order].tolist()))

    def _columns(self) -> dict[str, Array]:
        """Columns of the need scores, one value per rated area."""
        work, score = self.work, self.work.score
        low, high = self._interval()
        share_low, share_high = self._share_interval()
        dont_know, no_answer = score.outside(work.everyone)
        nothing = np.full(len(self.value), None)
        count = score.count(work.everyone)
        discrepancy = work.scores.get("discrepancy")
        columns = {
            "value": self.value,
            "n": score.n(work.everyone),
            "count": nothing if count is None else count,
            "low": low,
            "high": high,
            "mean": self.mean,
            "picked": nothing if work.picked is None else work.picked,
            "dont_know": dont_know,
            "no_answer": no_answer,
            "error": self.error,
            "mean_error": self.mean_error,
            "share": self.share,
            "share_error": self.share_error,
            "share_low": share_low,
            "share_high": share_high,
            "discrepancy": nothing if discrepancy is None else work.total(discrepancy),
            "unweighted": score.value(work.everyone),
        }
        return {name: column[self.rated] for name, column in columns.items()}

    def _interval(self) -> intervals.Interval:
        if self.work.score.proportion:
            return self._share_interval()
        return intervals.normal(self.value, self.error, self.work.score.bounds, self.work.level)

    def _share_interval(self) -> intervals.Interval:
        if not self.work.score.proportion and self.work.score.share is self.work.score.need_score:
            return intervals.normal(self.share, self.share_error, (0.0, 1.0), self.work.level)
        n = self.work.effective(self.share, self.share_error, self.work.counted)
        return intervals.proportion(self.share, n, self.work.level)

    def _ranks(self) -> dict[str, Array]:
        values, error = self.value[self.rated], np.nan_to_num(self._rank_error[self.rated])
        covariance: Floats = jackknife_correlation(self.replicates) * np.outer(error, error)
        draws = ranking.normal_draws(covariance, np.random.default_rng(self.work.seed))
        low, high = ranking.rank_sets(values, covariance, self.work.level, draws)
        chance = ranking.chance_among_first(values, draws)
        return {"rank": ranking.ranks(values), "rank_low": low, "rank_high": high, "p_top3": chance}

    @property
    def _rank_error(self) -> Floats:
        """The errors that ranks are compared by.

        For shares from the effective number of people, one more with the need and one without (Agresti and
        Caffo 2000): a share that nobody has is not known without error.
        """
        if not self.work.score.proportion:
            plain: Floats = self.error
            return plain
        n = self.work.effective(self.value, self.error, self.work.counted)
        share = ratio(self.value * n + 1, n + 2)
        error: Floats = np.sqrt(share * (1 - share) * ratio(1.0, n + 2))
        return error

    def rankings(self) -> Rankings:
        """How the scores that these answers allow order the areas."""
        values = {name: self.work.total(score)[self.rated] for name, score in self.work.scores.items()}
        ranks = {name: ranking.ranks(column) for name, column in values.items()}
        compared = [name for name in values if name not in ASIDE]
        shown = {name: -column if name in FALLING else column for name, column in values.items()}
        rows = [
            AreaRanks(
                area=self.work.layout.areas[self.rated[place]],
                values=tuple(plain(column[place]) for column in shown.values()),
                ranks=tuple(int(column[place]) or None for column in ranks.values()),
                span=ranking.span([ranks[name][place] for name in compared]),
            )
            for place in self.order
        ]
        widest = max((row.span for row in rows), default=0)
        tau = ranking.least_tau([values[name] for name in compared])
        return Rankings(tuple(values), tau, tau is not None and widest <= ranking.ROBUST_SPAN, tuple(rows))

    def quadrant(self) -> tuple[QuadrantPoint, ...]:
        """The areas whose importance and state are both known."""
        score = self.work.score
        plane = np.stack([self.work.total(axis) for axis in score.plane], axis=1)
        n = score.by_level(self.work.everyone).sum(axis=-1)
        known = np.flatnonzero(~np.isnan(plane).any(axis=1))
        half = _half_axes(self.plane, self.work.level)
        centre = plane[known].mean(axis=0) if len(known) else np.zeros(2)
        return tuple(
            QuadrantPoint(
                area=self.work.layout.areas[k],
                importance=float(plane[k, 0]),
                state=float(plane[k, 1]),
                n=int(n[k]),
                ellipse=(float(half[k, 0]), float(half[k, 1]), _correlation(self.plane[k])),
                place=_quadrant(plane[k] - centre, half[k]),
                place_fixed=_quadrant(plane[k] - FIXED_CUT, half[k]) if self._fixed else "",
            )
            for k in known
        )

    @property
    def _fixed(self) -> bool:
        """Whether both axes are scales from 1 to 5."""
        score = self.work.score
        ends = (score.numbers[0], score.numbers[-1]) if score.numbers else ()
        return score.importance_rated and ends == FIXED_SCALE


def _half_axes(plane: Floats, level: float) -> Floats:
    """How far the confidence ellipse of each area reaches along both axes, `[area, axis]`.

    The ellipse holds both figures together at `level`: its radius is the chi-square quantile of two degrees
    of freedom, -2 ln(1 - level).
    """
    variance = np.maximum(np.nan_to_num(np.diagonal(plane, axis1=1, axis2=2)), 0)
    half: Floats = np.sqrt(-2 * np.log(1 - level) * variance)
    return half


def _correlation(plane: Floats) -> float:
    variances = np.maximum(np.diag(plane), 0)  # rounding may leave one just below 0
    scale = np.sqrt(variances.prod())
    return float(np.clip(plane[0, 1] / scale, -1, 1)) if scale > 0 else 0.0


def _quadrant(offset: Floats, half: Floats) -> str:
    """The quadrant that holds the whole ellipse around a point; "" when the ellipse crosses a border."""
    if (np.abs(offset) <= half).any():
        return ""
    important, well = offset > 0
    if important:
        return "keep" if well else "gap"
    return "enough" if well else "low"
