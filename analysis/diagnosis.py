"""The diagnosis: everything that the answers of one campaign say, computed from its tally."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from analysis import disclosure, intervals
from analysis.codebook import Codebook, Variable
from analysis.layout import PAIRS, Layout, layout_of, scale_of
from analysis.results import (
    AnswerCounts,
    Breakdown,
    ChoiceCounts,
    Diagnosis,
    GroupCell,
    NeedScore,
    QuadrantPoint,
    TargetGroupCount,
    from_json,
    to_json,
)
from analysis.scores import Score, axes_of, score_of
from analysis.tally import Tally
from analysis.vocabulary import Measure

__all__ = [
    "AnswerCounts",
    "Breakdown",
    "ChoiceCounts",
    "Diagnosis",
    "GroupCell",
    "NeedScore",
    "QuadrantPoint",
    "TargetGroupCount",
    "diagnose",
    "from_json",
    "to_json",
]

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


def diagnose(tally: Tally, codebook: Codebook, *, threshold: int = 5, level: float = 0.95) -> Diagnosis:
    """The diagnosis of a tally: need scores, answers, groups; safe to show to whoever may see groups of `threshold`.

    `threshold` is the least number of people that a shown count of a group may be of (5 inside the library, 10
    in anything published, 0 for reference runs); with fewer respondents in all, everything is withheld.
    `level` is the confidence level of the intervals. Areas that nobody rated have no need score.
    ChoiceError when an option is outside its range, CodebookError when no need score fits the questionnaire.
    """
    disclosure.check_threshold(threshold)
    intervals.critical_value(level)
    work = _Work(tally, codebook, layout_of(codebook), threshold, level)
    return work.withheld() if tally.n < threshold else work.diagnosis()


@dataclass(frozen=True)
class _Work:
    """What every part of a diagnosis is computed from."""

    tally: Tally
    codebook: Codebook
    layout: Layout
    threshold: int
    level: float

    @property
    def score(self) -> Score:
        first, second = (scale_of(self.codebook, measure) for measure in PAIRS[self.layout.kind])
        return score_of(self.layout.kind, tuple(map(float, first)), tuple(map(float, second)))

    @property
    def everyone(self) -> Counts:
        """The joint table `[area, first code, second code]` of all respondents."""
        table: Counts = self.tally.joint[0]
        return table

    def answers(self, measure: Measure) -> Counts:
        """Everyone's answers on a measure, `[area, code]`."""
        place, pair = next((place, pair) for place, pair in enumerate(self.layout.pairs) if measure in pair)
        table: Counts = self.tally.joints[place][0].sum(axis=2 if pair[0] == measure else 1)
        return table

    def withheld(self) -> Diagnosis:
        """The diagnosis of too few respondents: nothing but their number."""
        return self._diagnosis(withheld=True, axes=(None, None))

    def diagnosis(self) -> Diagnosis:
        axes = axes_of(self.layout.kind, self.score)
        return self._diagnosis(
            withheld=False,
            axes=axes,
            needs=_needs(self),
            answers=tuple(_answers(self)),
            breakdowns=tuple(_breakdowns(self)),
            quadrant=tuple(_quadrant(self)) if axes[0] else (),
            target_groups=tuple(_target_groups(self)),
            choices=tuple(_choices(self)),
        )

    def _diagnosis(
        self,
        withheld: bool,
        axes: tuple[str | None, str | None],
        needs: tuple[NeedScore, ...] = (),
        answers: tuple[AnswerCounts, ...] = (),
        breakdowns: tuple[Breakdown, ...] = (),
        quadrant: tuple[QuadrantPoint, ...] = (),
        target_groups: tuple[TargetGroupCount, ...] = (),
        choices: tuple[ChoiceCounts, ...] = (),
    ) -> Diagnosis: ...
