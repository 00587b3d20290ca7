"""The score of each kind of questionnaire: which answers are its base, its need, its axes."""

from collections.abc import Callable

import numpy as np

from analysis.codebook import Codebook
from analysis.estimators import Estimator, Ratio
from analysis.layout import PAIRS, Pair, scale_of, score_kind
from analysis.scores import (
    Cells,
    Floats,
    ImportanceSatisfaction,
    LackShare,
    MeanScore,
    Numbers,
    Score,
    ShareScore,
    UnmetShare,
)
from analysis.vocabulary import Measure, ScoreKind


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
    picked, top = _grid(_any(importance), _levels(picks, 1)), _grid(_top(importance), _any(picks))
    return MeanScore(rated, picked, rated, importance, -2, top)


def _low_state_share(state: Numbers, nothing: Numbers) -> Score:
    rated = _grid(_levels(state), _any(nothing))
    return ShareScore(rated, rated & False, rated, state, -2, need=_grid(_bottom(state), _any(nothing)))


def _picked_share(picks: Numbers, nothing: Numbers) -> Score:
    base, picked = _grid(_levels(picks), _any(nothing)), _grid(_levels(picks, 1), _any(nothing))
    return ShareScore(base, picked, picked, picks, -2, need=picked)


_BUILDERS: dict[ScoreKind, Callable[[Numbers, Numbers], Score]] = {
    ScoreKind.LACK_SHARE: _lack_share,
    ScoreKind.UNMET_SHARE: _unmet_share,
    ScoreKind.IMPORTANCE_SATISFACTION: _importance_satisfaction,
    ScoreKind.MEAN_IMPORTANCE: _mean_importance,
    ScoreKind.LOW_STATE_SHARE: _low_state_share,
    ScoreKind.PICKED_SHARE: _picked_share,
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


def points_of(codebook: Codebook, pair: Pair) -> dict[str, Estimator]:
    """Scores of an ordered choice of areas: Borda's points per respondent, and the mean place turned round.

    With k places the area chosen first gets k points, the last one 1, an area not chosen 0.
    """
    sizes = [len(scale_of(codebook, measure)) + 2 for measure in pair]
    places = len(scale_of(codebook, Measure.PICKED)) - 1
    codes = np.arange(places + 3)
    chosen = (codes >= 1) & (codes <= places)
    points, place = np.where(chosen, places + 1 - codes, 0.0), np.where(chosen, codes, 0.0)
    grids = [_spread(column, pair, sizes) for column in (points, place, chosen.astype(float))]
    return {
        "borda": Ratio(np.stack([grids[0], np.ones(sizes)])),
        "mean_place": Ratio(np.stack([-grids[1], grids[2]])),
    }


def _spread(column: Floats, pair: Pair, sizes: list[int]) -> Floats:
    """A column over the codes of the choice, spread over the codes of the other measure."""
    return np.broadcast_to(column[:, None] if pair[0] == Measure.PICKED else column, sizes).copy()
