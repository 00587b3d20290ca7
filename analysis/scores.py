"""Need scores from joint tables of answers: one formula for each kind, for all rows and areas at once.

A joint table ends in `[first code, second code]` of the two measures of its kind (analysis.layout.PAIRS), the
codes being the levels, then dont_know, no_answer. Results have the table's leading shape, NaN where the base
is 0.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis import intervals
from analysis.codebook import Codebook
from analysis.intervals import ratio
from analysis.layout import PAIRS, scale_of, score_kind
from analysis.vocabulary import ScoreKind

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Cells = NDArray[np.bool_]
Numbers = tuple[float, ...]


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

    def mean(self, joint: Counts) -> Floats:
        """The mean level of the rated measure, on its own scale."""
        levels = self.by_level(joint)
        return ratio(levels @ np.array(self.numbers), levels.sum(axis=-1))

    def importance(self, joint: Counts) -> Floats:
        """Importance on the AXES of the kind: the share of all respondents who picked the area."""
        return ratio(_sum(joint, self.picked), joint.sum(axis=(-2, -1)))

    def state(self, joint: Counts) -> Floats:
        """Present state on the AXES of the kind: higher is better."""
        return self.mean(joint)

    @abstractmethod
    def count(self, joint: Counts) -> Counts | None:
        """How many people have the need; None for kinds that do not count people."""

    @abstractmethod
    def value(self, joint: Counts) -> Floats:
        """The need score: the higher, the greater the need."""

    @abstractmethod
    def interval(self, joint: Counts, level: float) -> intervals.Interval:
        """The interval of the need score at a confidence level."""

    @abstractmethod
    def sensitive(self, joint: Counts) -> Counts:
        """The counts `[part, ...]` that a published score gives away, in the units of `weight`."""

    @property
    def weight(self) -> int:
        """The most that one person adds to a sensitive count."""
        return 1


@dataclass(frozen=True)
class ShareScore(Score):
    """The share of people whose answers are a `need`; with Wilson's interval."""

    need: Cells

    def count(self, joint: Counts) -> Counts:
        """People with the need."""
        return _sum(joint, self.need)

    def value(self, joint: Counts) -> Floats:
        """People with the need / the base."""
        return ratio(self.count(joint), self.n(joint))

    def interval(self, joint: Counts, level: float) -> intervals.Interval:
        """Wilson's score interval."""
        return intervals.wilson(self.count(joint), self.n(joint), level)

    def sensitive(self, joint: Counts) -> Counts:
        """People with the need, and people without."""
        count = self.count(joint)
        return np.stack([count, self.n(joint) - count])


@dataclass(frozen=True)
class LackShare(ShareScore):
    """The share of people who said "very lacking" or picked the area."""

    def state(self, joint: Counts) -> Floats:
        """How far the mean lack stays below the highest level: mean "enough"."""
        return self.numbers[-1] - self.mean(joint)


@dataclass(frozen=True)
class UnmetShare(ShareScore):
    """The share of people to whom the area matters and who find its state bad."""

    importance_numbers: Numbers

    def importance(self, joint: Counts) -> Floats:
        """The mean importance, over the people who rated both."""
        levels = (joint * self.base).sum(axis=-1)[..., : len(self.importance_numbers)]
        return ratio(levels @ np.array(self.importance_numbers), levels.sum(axis=-1))


@dataclass(frozen=True)
class MeanScore(Score):
    """The mean of the rated measure; with the normal interval."""

    def count(self, joint: Counts) -> None:
        """None: a mean counts no people."""
        return None

    def value(self, joint: Counts) -> Floats:
        """The mean level, on the scale of the question."""
        return self.mean(joint)

    def interval(self, joint: Counts, level: float) -> intervals.Interval:
        """The linearised normal interval, within the scale."""
        error = intervals.mean_error(self.by_level(joint), self.numbers, joint.sum(axis=(-2, -1)))
        return intervals.normal(self.value(joint), error, (self.numbers[0], self.numbers[-1]), level)

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

    def count(self, joint: Counts) -> None:
        """None: a product of two shares counts no people."""
        return None

    def value(self, joint: Counts) -> Floats:
        """Picked share of all x (1 - satisfied share of those who rated the state)."""
        return self.importance(joint) * (1 - ratio(_sum(joint, self.satisfied), self.n(joint)))

    def interval(self, joint: Counts, level: float) -> intervals.Interval:
        """The linearised normal interval, within 0..1."""
        error = intervals.importance_satisfaction_error(self._table(joint))
        return intervals.normal(self.value(joint), error, (0.0, 1.0), level)

    def sensitive(self, joint: Counts) -> Counts:
        """People who did not pick the area, who did; who are dissatisfied with it, who are satisfied."""
        table = self._table(joint)
        picked, state = table.sum(axis=-1), table.sum(axis=-2)
        return np.stack([picked[..., 0], picked[..., 1], state[..., 0], state[..., 1]])

    def _table(self, joint: Counts) -> Counts:
        """Counts `[..., picked (no, yes), state (dissatisfied, satisfied, not rated)]`."""
        states = (self.base & ~self.satisfied, self.satisfied, ~self.base)
        rows = [[_sum(joint, chose & state) for state in states] for chose in (~self.picked, self.picked)]
        return np.moveaxis(np.array(rows), (0, 1), (-2, -1))


def score_of(kind: ScoreKind, first: Numbers, second: Numbers) -> Score:
    """The score of a kind; `first` and `second` are the scales of its two measures, () when not asked."""
    return _BUILDERS[kind](first, second)


def score_for(codebook: Codebook) -> Score:
    """The score of a questionnaire; CodebookError when its measures allow none."""
    kind = score_kind(codebook)
    first, second = (scale_of(codebook, measure) for measure in PAIRS[kind])
    return score_of(kind, tuple(map(float, first)), tuple(map(float, second)))


def axes_of(kind: ScoreKind, score: Score) -> tuple[str, str] | tuple[None, None]:
    """Codes of the importance and the state axis; None where the questionnaire measures only one of them."""
    axes = AXES.get(kind)
    if axes is None or (axes[0] == "picked_share" and not score.picked.any()):
        return None, None
    return axes


AXES: dict[ScoreKind, tuple[str, str]] = {
    ScoreKind.LACK_SHARE: ("picked_share", "mean_enough"),
    ScoreKind.UNMET_SHARE: ("mean_importance", "mean_state"),
    ScoreKind.IMPORTANCE_SATISFACTION: ("picked_share", "mean_state"),
}
"""What the quadrant shows for each kind: importance and state, both rising."""


def _lack_share(lack: Numbers, picks: Numbers) -> Score:
    picked = _grid(_any(lack), _levels(picks, 1))
    rated = _grid(_levels(lack), _any(picks))
    need = picked | _grid(_levels(lack, len(lack) - 1), _any(picks))
    return LackShare(base=rated | picked, picked=picked, rated=rated, numbers=lack, axis=-2, need=need)


def _unmet_share(importance: Numbers, state: Numbers) -> Score:
    both = _grid(_levels(importance), _levels(state))
    return UnmetShare(
        base=both,
        picked=both & False,
        rated=both,
        numbers=state,
        axis=-1,
        need=_grid(_top(importance), _bottom(state)),
        importance_numbers=importance,
    )


def _importance_satisfaction(state: Numbers, picks: Numbers) -> Score:
    rated = _grid(_levels(state), _any(picks))
    picked = _grid(_any(state), _levels(picks, 1))
    satisfied = _grid(_top(state), _any(picks))
    return ImportanceSatisfaction(rated, picked, rated, state, -2, satisfied)


def _mean_importance(importance: Numbers, picks: Numbers) -> Score:
    rated = _grid(_levels(importance), _any(picks))
    return MeanScore(rated, _grid(_any(importance), _levels(picks, 1)), rated, importance, -2)


def _low_state_share(state: Numbers, nothing: Numbers) -> Score:
    rated = _grid(_levels(state), _any(nothing))
    return ShareScore(rated, rated & False, rated, state, -2, need=_grid(_bottom(state), _any(nothing)))


_BUILDERS: dict[ScoreKind, Callable[[Numbers, Numbers], Score]] = {
    ScoreKind.LACK_SHARE: _lack_share,
    ScoreKind.UNMET_SHARE: _unmet_share,
    ScoreKind.IMPORTANCE_SATISFACTION: _importance_satisfaction,
    ScoreKind.MEAN_IMPORTANCE: _mean_importance,
    ScoreKind.LOW_STATE_SHARE: _low_state_share,
}


def _any(scale: Numbers) -> Cells:
    """Every code of a measure: its levels, dont_know, no_answer."""
    return np.ones(len(scale) + 2, dtype=bool)


def _levels(scale: Numbers, start: int = 0, end: int | None = None) -> Cells:
    """The codes of the levels from `start` up to `end`, by default all of them."""
    codes = np.arange(len(scale) + 2)
    return (codes >= start) & (codes < (len(scale) if end is None else end))


def _top(scale: Numbers) -> Cells:
    """The two top levels; the upper half of a scale with fewer than four."""
    return _levels(scale, len(scale) - min(2, len(scale) // 2))


def _bottom(scale: Numbers) -> Cells:
    """The two bottom levels; the lower half of a scale with fewer than four."""
    return _levels(scale, end=min(2, len(scale) // 2))


def _grid(first: Cells, second: Cells) -> Cells:
    return first[:, None] & second[None, :]


def _sum(joint: Counts, cells: Cells) -> Counts:
    total: Counts = (joint * cells).sum(axis=(-2, -1))
    return total
