"""Need scores from joint tables of answers: one formula for each kind, for all rows and areas at once.

A joint table ends in `[first code, second code]` of the two measures of its kind (analysis.layout.PAIRS), the
codes being the levels, then dont_know, no_answer. Results have the table's leading shape, NaN where the base
is 0.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from analysis.estimators import Estimator, Ratio, UnservedImportance, WeightedDiscrepancy

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Cells = NDArray[np.bool_]
Array = NDArray[Any]
Numbers = tuple[float, ...]

ASIDE = frozenset({"mean_place"})
"""Scores that speak of the few who chose an area: told, but not asked whether all scores agree."""

FALLING = frozenset({"ranked_discrepancy", "mean_place"})
"""Scores that fall with the need: their estimators here are turned round, their published values are not."""


@dataclass(frozen=True)
class Score(ABC):
    """What every kind shares. `base` marks the answers that count, `picked` those that chose the area.

    `rated` marks the answers that enter the mean, over the `numbers` of the measure on `axis` (-2 or -1).
    """

    base: Cells
    picked: Cells
    rated: Cells
    numbers: Numbers
    axis: int

    proportion: ClassVar[bool] = True
    """Whether the need score is a share of people, so that an interval for proportions fits."""

    @property
    @abstractmethod
    def need_score(self) -> Estimator:
        """The need score: the higher, the greater the need."""

    @property
    def share(self) -> Estimator:
        """The share of people that goes with the score (docs/metoda.md)."""
        return self.need_score

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the greatest need score there can be."""
        return 0.0, 1.0

    @cached_property
    def mean_level(self) -> Estimator:
        """The mean of the rated measure, on its own scale."""
        return _mean(self.rated, self._worth)

    @cached_property
    def importance_axis(self) -> Estimator:
        """Importance on the AXES of the kind: the share of all respondents who picked the area."""
        return _share(self.picked, np.ones_like(self.picked))

    @property
    def state_axis(self) -> Estimator:
        """Present state on the AXES of the kind: higher is better."""
        return self.mean_level

    @property
    def tested(self) -> Estimator:
        """The share of people whose differences between groups are tested: a ratio of a part and its whole."""
        return self.share

    @property
    def plane(self) -> tuple[Estimator, Estimator]:
        """The two axes of the quadrant: importance and state."""
        return self.importance_axis, self.state_axis

    @property
    def importance_rated(self) -> bool:
        """Whether the importance axis is a scale, not a share."""
        return False

    @property
    def needing(self) -> Cells:
        """The answers of people who need the area, as far as the kind can say: who picked it."""
        return self.picked

    @property
    def others(self) -> dict[str, Estimator]:
        """Other scores of the same answers, by name; the higher, the greater the need."""
        return {}

    @property
    def _worth(self) -> Floats:
        """The number of each code pair on the measure of `axis`, 0 for codes that are no levels."""
        worth = np.array([*self.numbers, 0.0, 0.0])
        return np.broadcast_to(worth[:, None] if self.axis == -2 else worth, self.base.shape)

    def n(self, joint: Counts) -> Counts:
        """The base: how many people the score speaks of."""
        return _sum(joint, self.base)

    def outside(self, joint: Counts) -> tuple[Counts, Counts]:
        """People outside the base: those who said "don't know", and those who gave no answer."""
        unsure = np.zeros(self.base.shape, dtype=bool)
        unsure[-2, :] = unsure[:, -2] = True
        return _sum(joint, unsure & ~self.base), _sum(joint, ~unsure & ~self.base)

    def by_level(self, joint: Counts) -> Counts:
        """People by level of the rated measure, `[..., level]`."""
        other = -1 if self.axis == -2 else -2
        levels: Counts = (joint * self.rated).sum(axis=other)[..., : len(self.numbers)]
        return levels

    def value(self, joint: Array) -> Floats:
        """The need score of a joint table."""
        return self.need_score.of(joint)

    def mean(self, joint: Array) -> Floats:
        """The mean level of the rated measure, on its own scale."""
        return self.mean_level.of(joint)

    def importance(self, joint: Array) -> Floats:
        """Importance on the AXES of the kind."""
        return self.importance_axis.of(joint)

    def state(self, joint: Array) -> Floats:
        """Present state on the AXES of the kind: higher is better."""
        return self.state_axis.of(joint)

    @abstractmethod
    def count(self, joint: Counts) -> Counts | None:
        """How many people have the need; None for kinds that do not count people."""

    @abstractmethod
    def sensitive(self, joint: Counts) -> Counts:
        """The counts `[part, ...]` that a published score gives away, in the units of `weight`."""

    @property
    def weight(self) -> int:
        """The most that one person adds to a sensitive count."""
        return 1


@dataclass(frozen=True)
class ShareScore(Score):
    """The share of people whose answers are a `need`."""

    need: Cells

    @cached_property
    def need_score(self) -> Estimator:
        """People with the need / the base."""
        return _share(self.need, self.base)

    @property
    def needing(self) -> Cells:
        """The answers that are a need."""
        return self.need

    def count(self, joint: Counts) -> Counts:
        """People with the need."""
        return _sum(joint, self.need)

    def sensitive(self, joint: Counts) -> Counts:
        """People with the need, and people without."""
        count = self.count(joint)
        return np.stack([count, self.n(joint) - count])


@dataclass(frozen=True)
class LackShare(ShareScore):
    """The share of people who said "very lacking" or picked the area."""

    @cached_property
    def state_axis(self) -> Estimator:
        """How far the mean lack stays below the highest level: mean "enough"."""
        return _mean(self.rated, self.numbers[-1] - self._worth)

    @property
    def others(self) -> dict[str, Estimator]:
        """The mean lack and, where people picked areas, the share who did."""
        picks = {"picked_share": self.importance_axis} if self.picked.any() else {}
        return {"mean_lack": self.mean_level} | picks


@dataclass(frozen=True)
class UnmetShare(ShareScore):
    """The share of people to whom the area matters and who find its state bad."""

    importance_numbers: Numbers

    @property
    def importance_rated(self) -> bool:
        """True: importance was rated."""
        return True

    @cached_property
    def importance_axis(self) -> Estimator:
        """The mean importance, over the people who rated both."""
        return _mean(self.base, self._importance)

    @property
    def others(self) -> dict[str, Estimator]:
        """Borich's mean weighted discrepancy score, and the ranked discrepancy score turned towards need.

        The ranked discrepancy score of Narine and Harder (2021) is 100 (P - N) / n, P people finding the state
        better than important and N worse; it falls with the need, so its negative ranks with the others.
        """
        return {"discrepancy": self.discrepancy, "ranked_discrepancy": self._ranked}

    @cached_property
    def discrepancy(self) -> Estimator:
        """Borich's mean weighted discrepancy score."""
        worth = [self._importance, self._worth, np.ones(self.base.shape)]
        return WeightedDiscrepancy(np.stack(worth) * self.base)

    @cached_property
    def _ranked(self) -> Estimator:
        return _mean(self.base, 100.0 * np.sign(self._importance - self._worth))

    @property
    def _importance(self) -> Floats:
        worth = np.array([*self.importance_numbers, 0.0, 0.0])
        return np.broadcast_to(worth[:, None], self.base.shape)


@dataclass(frozen=True)
class MeanScore(Score):
    """The mean of the rated measure."""

    top: Cells

    proportion: ClassVar[bool] = False

    @property
    def need_score(self) -> Estimator:
        """The mean level, on the scale of the question."""
        return self.mean_level

    @cached_property
    def share(self) -> Estimator:
        """The share of the two top levels among those who rated."""
        return _share(self.top, self.base)

    @property
    def needing(self) -> Cells:
        """The two top levels."""
        return self.top

    @property
    def bounds(self) -> tuple[float, float]:
        """The ends of the scale."""
        return self.numbers[0], self.numbers[-1]

    @property
    def others(self) -> dict[str, Estimator]:
        """The share of the two top levels."""
        return {"top_share": self.share}

    def count(self, joint: Counts) -> None:
        """None: a mean counts no people."""
        return None

    def sensitive(self, joint: Counts) -> Counts:
        """Steps above the lowest level, and steps short of the highest, summed over people."""
        steps = np.arange(self.weight + 1)
        levels = self.by_level(joint)
        return np.stack([levels @ steps, levels @ steps[::-1]])

    @property
    def weight(self) -> int:
        """The steps of the scale."""
        return len(self.numbers) - 1


@dataclass(frozen=True)
class ImportanceSatisfaction(Score):
    """Share who picked the area x (1 - share satisfied among those who rated it), after ETC Institute."""

    satisfied: Cells

    proportion: ClassVar[bool] = False

    @cached_property
    def need_score(self) -> Estimator:
        """Picked share of all x (1 - satisfied share of those who rated the state)."""
        parts = [self.picked, np.ones_like(self.picked), self.satisfied, self.base]
        return UnservedImportance(np.stack(parts).astype(float))

    @property
    def tested(self) -> Estimator:
        """The share of dissatisfied people among those who rated."""
        return self._dissatisfied

    @property
    def others(self) -> dict[str, Estimator]:
        """The picked share and the dissatisfied share by themselves."""
        return {"picked_share": self.importance_axis, "dissatisfied_share": self._dissatisfied}

    @cached_property
    def _dissatisfied(self) -> Estimator:
        return _share(self.base & ~self.satisfied, self.base)

    def count(self, joint: Counts) -> None:
        """None: a product of two shares counts no people."""
        return None

    def sensitive(self, joint: Counts) -> Counts:
        """People who did not pick the area, who did; who are dissatisfied with it, who are satisfied."""
        picked, satisfied = _sum(joint, self.picked), _sum(joint, self.satisfied)
        everyone: Counts = joint.sum(axis=(-2, -1))
        return np.stack([everyone - picked, picked, self.n(joint) - satisfied, satisfied])


def _share(part: Cells, whole: Cells) -> Estimator:
    return Ratio(np.stack([part, whole]).astype(float))


def _mean(people: Cells, worth: Floats) -> Estimator:
    """The mean worth of the people whose answers are marked."""
    return Ratio(np.stack([worth * people, people]))


def _sum(joint: Counts, cells: Cells) -> Counts:
    total: Counts = (joint * cells).sum(axis=(-2, -1))
    return total
