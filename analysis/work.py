"""What the parts of a diagnosis are computed from."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis import disclosure
from analysis.coarse import Coarse, share_step, steps_of
from analysis.codebook import Codebook, Role, Variable
from analysis.estimators import Estimator
from analysis.kinds import points_of
from analysis.layout import Layout, scale_of
from analysis.sample import Basis, Features, Groups, Sample
from analysis.scores import Score
from analysis.tally import FIRST, Tally
from analysis.vocabulary import Measure, WeightMethod
from analysis.weighted import Weighted

Array = NDArray[Any]
Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

FEW_EFFECTIVE = 100
"""With fewer effective respondents than this, Kish's design effect limits how sure weighted shares may look."""


@dataclass(frozen=True, eq=False)
class Work:
    """A weighted tally with its questionnaire and the options of its diagnosis."""

    weighted: Weighted
    codebook: Codebook
    layout: Layout
    score: Score
    threshold: int
    level: float
    seed: int

    @property
    def tally(self) -> Tally:
        """The counts."""
        return self.weighted.tally

    @property
    def sample(self) -> Sample:
        """The weighted sample."""
        return self.weighted.sample

    @property
    def everyone(self) -> Counts:
        """The joint table `[area, first code, second code]` of all respondents, as people."""
        table: Counts = self.tally.joint[0]
        return table

    def threshold_of(self, variables: Iterable[Variable]) -> int:
        """The threshold of figures about these questions together."""
        return max((disclosure.threshold_for(each, self.threshold) for each in variables), default=self.threshold)

    @cached_property
    def threshold_of_areas(self) -> int:
        """The threshold of figures that cut the answers about areas by traits of people."""
        return self.threshold_of(self.codebook.by_role(Role.MEASURE))

    def coarse(self, areas: Mask) -> Coarse:
        """How weighted figures of the areas that have withheld groups are rounded; none where all count alike."""
        rounded = areas & bool(self.threshold and self.weighted.weights.weighting.deff > 1)
        names = frozenset(name for name, chosen in zip(self.layout.areas, rounded, strict=True) if chosen)
        step = share_step(self.tally.n, self.threshold) if names else 1.0
        return Coarse(rounded, names, steps_of(step, len(self.score.numbers) - 1, self.layout.kind))

    def answers(self, measure: Measure) -> Counts:
        """All respondents' answers on a measure, `[area, code]`."""
        if measure in self.layout.alone:
            return self.tally.alone[self.layout.alone.index(measure)]
        table: Counts = self.everyone.sum(axis=2 if self.layout.pair[0] == measure else 1)
        return table

    @cached_property
    def picked(self) -> Counts | None:
        """How many people chose each area among the most important; None when that was not asked."""
        if not self.codebook.scale(Measure.PICKED):
            return None
        counts: Counts = self.answers(Measure.PICKED)[:, FIRST:-2].sum(axis=1)
        return counts

    @cached_property
    def scores(self) -> dict[str, Estimator]:
        """The need score first, then the other scores that the same answers allow, by name."""
        found = {"need": self.score.need_score} | self.score.others
        if Measure.PICKED in self.layout.pair and len(scale_of(self.codebook, Measure.PICKED)) > 2:
            found |= points_of(self.codebook, self.layout.pair)
        return found

    @cached_property
    def basis(self) -> Basis:
        """The features of every figure."""
        score = self.score
        return Basis.of([*self.scores.values(), score.share, score.tested, *score.plane, score.mean_level])

    @cached_property
    def features(self) -> Features:
        """What each cell adds to the sums of the basis."""
        return Features(self.sample, self.basis)

    @cached_property
    def whole(self) -> Groups:
        """All respondents that carry a weight, as one group."""
        return Groups(self.features, np.ones((1, len(self.sample.keys))))

    def total(self, estimator: Estimator) -> Floats:
        """A figure `[area]` of the whole weighted sample."""
        return estimator.value(self.basis.sums(estimator, self.whole.sums[0]))

    def covariance(self, estimators: list[Estimator]) -> Floats:
        """The covariance `[area, figure, figure]` of figures of the whole sample, area by area."""
        gradients = [self.basis.gradient(estimator, self.whole.sums[0]) for estimator in estimators]
        return self.whole.covariance(np.stack(gradients, axis=1)[:, :, None, :])

    @cached_property
    def counted(self) -> Counts:
        """The base `[area]` among respondents that carry a weight, as people."""
        counts = self.sample.counts.sum(axis=0)
        base: Counts = counts @ self.score.base.ravel()
        return base

    def effective(self, share: Floats, error: Floats, n: Array) -> Floats:
        """The number of respondents of a plain random sample that would be as sure of a share.

        n itself in a plain sample, else p (1 - p) / error^2; n over Kish's design effect where that is not
        defined, the share being 0 or 1. After weighting to margins, under 100 by Kish, it is not taken to be
        more than that: the error from few people in a heavily weighted category is too uncertain itself
        (benchmarks/coverage.py).
        """
        weighting = self.weighted.weights.weighting
        if weighting.method == WeightMethod.EQUAL and self.sample.plain:
            return np.asarray(n, dtype=float)
        kish = n / weighting.deff
        usable = (error > 0) & (share > 0) & (share < 1)
        effective = np.where(usable, share * (1 - share) / np.where(usable, error, 1) ** 2, kish)
        few = (kish < FEW_EFFECTIVE) & bool(weighting.margins)
        return np.where(few, np.minimum(effective, kish), effective)


def plain(value: Any) -> Any:
    """A Python number for a NumPy one, None for a mean of nothing."""
    number = value.item() if isinstance(value, np.generic) else value
    return None if number != number else number
