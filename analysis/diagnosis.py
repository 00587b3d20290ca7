"""The diagnosis: everything that the answers of one campaign say, computed from its tally."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis import disclosure, intervals
from analysis.codebook import Codebook, Variable
from analysis.layout import Layout, layout_of
from analysis.results import (
    AnswerCounts,
    Breakdown,
    ChoiceCounts,
    Diagnosis,
    GroupCell,
    NeedScore,
    QuadrantPoint,
    TargetGroupCount,
)
from analysis.scores import Score, axes_of, score_for
from analysis.tally import CHOSEN, FIRST, Tally
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
]

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


def diagnose(tally: Tally, codebook: Codebook, *, threshold: int = 5, level: float = 0.95) -> Diagnosis:
    """The diagnosis of a tally, safe to show to whoever may see groups of `threshold` people.

    `threshold` is the least number of people that a shown count of a group may be of (5 inside the library,
    10 in anything published, 0 for reference runs); with fewer respondents in all, everything is withheld.
    `level` is the confidence level of the intervals. Areas that nobody rated have no need score.
    ChoiceError when an option is outside its range, CodebookError when no need score fits the questionnaire.
    """
    disclosure.check_threshold(threshold)
    intervals.critical_value(level)
    layout = layout_of(codebook)
    nothing = _withheld(tally.n, codebook, threshold, level)
    if tally.n < threshold:
        return nothing
    work = _Work(tally, codebook, layout, score_for(codebook), threshold, level)
    importance_axis, state_axis = axes_of(layout.kind, work.score)
    return replace(
        nothing,
        withheld=False,
        areas=codebook.areas,
        needs=_needs(work),
        answers=tuple(_answers(work)),
        breakdowns=tuple(_breakdowns(work)),
        quadrant=tuple(_quadrant(work)) if importance_axis else (),
        target_groups=tuple(_target_groups(work)),
        choices=tuple(_choices(work)),
        importance_axis=importance_axis,
        state_axis=state_axis,
    )


def _withheld(n: int, codebook: Codebook, threshold: int, level: float) -> Diagnosis:
    """A diagnosis that says how many answered, and nothing else."""
    return Diagnosis(
        title=codebook.title,
        n=n,
        sample=codebook.design.sample,
        kind=layout_of(codebook).kind,
        threshold=threshold,
        level=level,
        withheld=True,
        areas=(),
        needs=(),
        answers=(),
        breakdowns=(),
        quadrant=(),
        target_groups=(),
        choices=(),
        importance_axis=None,
        state_axis=None,
    )


@dataclass(frozen=True)
class _Work:
    """What the parts of a diagnosis are computed from."""

    tally: Tally
    codebook: Codebook
    layout: Layout
    score: Score
    threshold: int
    level: float

    @property
    def everyone(self) -> Counts:
        """The joint table `[area, first code, second code]` of all respondents."""
        table: Counts = self.tally.joint[0]
        return table

    def answers(self, measure: Measure) -> Counts:
        """All respondents' answers on a measure, `[area, code]`."""
        place, pair = next((place, pair) for place, pair in enumerate(self.layout.pairs) if measure in pair)
        table: Counts = self.tally.joints[place][0].sum(axis=2 if pair[0] == measure else 1)
        return table


def _needs(work: _Work) -> tuple[NeedScore, ...]:
    """Need scores of the areas that somebody rated, from the greatest; equal ones in questionnaire order."""
    joint, score = work.everyone, work.score
    rated = np.flatnonzero(score.n(joint))
    simultaneous = intervals.simultaneous_level(work.level, len(rated))
    ranks = intervals.rank_sets(*score.interval(joint[rated], simultaneous))
    values = score.value(joint[rated])
    columns = {
        "area": np.array(work.layout.areas, dtype=object)[rated],
        "value": values,
        "rank": 1 + (values[None, :] > values[:, None]).sum(axis=1),
        "rank_low": ranks[0],
        "rank_high": ranks[1],
    } | {name: column[rated] for name, column in _need_columns(work).items()}
    order = np.argsort(-values, kind="stable")
    return tuple(NeedScore(**{name: _plain(column[k]) for name, column in columns.items()}) for k in order)


def _need_columns(work: _Work) -> dict[str, NDArray[Any]]:
    """The columns of the need scores that each area has by itself, one value per area."""
    joint, score = work.everyone, work.score
    low, high = score.interval(joint, work.level)
    dont_know, no_answer = score.outside(joint)
    nothing = np.full(len(joint), None)
    count = score.count(joint)
    return {
        "n": score.n(joint),
        "count": nothing if count is None else count,
        "low": low,
        "high": high,
        "mean": score.mean(joint),
        "picked": _picked(work) if work.codebook.scale(Measure.PICKED) else nothing,
        "dont_know": dont_know,
        "no_answer": no_answer,
    }


def _picked(work: _Work) -> Counts:
    """How many people chose each area among the most important."""
    counts: Counts = work.answers(Measure.PICKED)[:, FIRST:-2].sum(axis=1)
    return counts


def _plain(value: Any) -> Any:
    """A Python number for a NumPy one, None for a mean of nothing."""
    plain = value.item() if isinstance(value, np.generic) else value
    return None if plain != plain else plain


def _answers(work: _Work) -> Iterator[AnswerCounts]:
    """Answers of the whole sample, area by area, measure by measure.

    They are shown as they are, small counts too: an opinion about the neighbourhood, cut by no trait of the
    person, singles nobody out, and these are the totals that the suppression of groups takes as known.
    """
    for measure in Measure:
        levels = work.codebook.scale(measure)
        counts = work.answers(measure).tolist() if levels else []
        for area, row in zip(work.layout.areas, counts, strict=False):
            if work.codebook.measures(measure, area):
                yield AnswerCounts(area, measure, levels, tuple(row[:-2]), row[-2], row[-1])


def _quadrant(work: _Work) -> Iterator[QuadrantPoint]:
    """The areas whose importance and state are both known."""
    importance, state = work.score.importance(work.everyone), work.score.state(work.everyone)
    n = work.score.by_level(work.everyone).sum(axis=-1)
    for place in np.flatnonzero(~np.isnan(importance) & ~np.isnan(state)):
        area = work.layout.areas[place]
        yield QuadrantPoint(area, float(importance[place]), float(state[place]), int(n[place]))


def _breakdowns(work: _Work) -> Iterator[Breakdown]:
    for rows, variable in zip(work.layout.stratum_rows, work.layout.strata, strict=True):
        joint = work.tally.joint[rows]
        unstated = joint[-2:].sum(axis=0, keepdims=True)
        yield _breakdown(work, variable, np.concatenate([joint[:-2], unstated]))


def _breakdown(work: _Work, variable: Variable, joint: Counts) -> Breakdown:
    """Scores by the categories of `joint[category, area, ...]`, whose last one is the people who stated none.

    That last group is not shown and needs no protection: who skipped a question is nobody's visible trait.
    """
    sizes = joint[:, 0].sum(axis=(-2, -1))
    hidden_groups, hidden = _suppressed(work, joint, sizes)
    areas, categories = work.layout.areas, variable.levels
    columns = _cell_columns(work.score, joint)
    cells = tuple(
        GroupCell(area, category, None, None, None)
        if hidden[row, part]
        else GroupCell(area, category, *(column[part][row] for column in columns))
        for row, area in enumerate(areas)
        for part, category in enumerate(categories)
    )
    return Breakdown(
        variable=variable.name,
        label=variable.label,
        categories=categories,
        labels=variable.labels or categories,
        n=tuple(_unless(hidden_groups[:-1], sizes[:-1])),
        cells=cells,
        suppressed=int(hidden[:, :-1].sum()),
    )


def _suppressed(work: _Work, joint: Counts, sizes: Counts) -> tuple[Mask, Mask]:
    """Which categories are hidden with their size, and which cells `[area, category]`."""
    open_parts = np.arange(len(sizes)) == len(sizes) - 1
    hidden_groups = disclosure.hidden_groups(sizes, work.threshold, open_parts)
    counts = work.score.sensitive(joint).swapaxes(1, 2)
    limits = np.broadcast_to(sizes * work.score.weight, counts.shape[1:])
    table = disclosure.Table(counts, limits, open_parts, hidden_groups)
    return hidden_groups, disclosure.hidden_cells(table, work.threshold)


def _cell_columns(score: Score, joint: Counts) -> tuple[list[list[Any]], ...]:
    """Values, bases and counts as `[category][area]`; None for a value without answers, and for no count."""
    values = score.value(joint)
    count = score.count(joint)
    return (
        [[_plain(value) for value in row] for row in values],
        score.n(joint).tolist(),
        np.full(values.shape, None).tolist() if count is None else count.tolist(),
    )


def _target_groups(work: _Work) -> Iterator[TargetGroupCount]:
    """Target groups of the areas that somebody put first.

    People named several groups, so a row has no public total; suppression takes it as known, to be on the
    safe side of what "each of the n named at least one, and at most so many" gives away.
    """
    groups, named = work.tally.groups, np.broadcast_to(work.tally.named[:, None], work.tally.groups.shape)
    table = disclosure.Table.of(np.stack([groups, named - groups]), named)
    few = disclosure.small(named, work.threshold)
    hidden = disclosure.hidden_cells(table, work.threshold) | few
    for row, part in np.argwhere(named > 0):
        yield TargetGroupCount(
            area=work.layout.areas[row],
            group=str(work.layout.groups[part].option),
            count=None if hidden[row, part] else int(groups[row, part]),
            n=None if few[row, part] else int(named[row, part]),
        )


def _choices(work: _Work) -> Iterator[ChoiceCounts]:
    """Answers to the other closed questions; columns of one question stand together."""
    columns = zip(work.layout.choices, work.tally.choices, strict=True)
    for _, parts in groupby(columns, key=lambda column: column[0].question):
        question = list(parts)
        yield _multiple(work, question) if question[0][0].option else _single(work, *question[0])


def _single(work: _Work, variable: Variable, codes: Counts) -> ChoiceCounts:
    counts = codes[:-2]
    hidden = disclosure.hidden_groups(counts, work.threshold, np.zeros(len(counts), dtype=bool))
    return ChoiceCounts(
        question=variable.question,
        label=variable.question_label or variable.label,
        options=variable.levels,
        labels=variable.labels or variable.levels,
        counts=tuple(_unless(hidden, counts)),
        n=int(counts.sum()),
        no_answer=int(codes[-2:].sum()),
    )


def _multiple(work: _Work, question: list[tuple[Variable, Counts]]) -> ChoiceCounts:
    variables = [variable for variable, _ in question]
    n = int(question[0][1][:-2].sum())
    counts = np.array([codes[CHOSEN:-2].sum() for _, codes in question])
    table = disclosure.Table.of(np.stack([counts, n - counts])[:, None, :], np.full((1, len(counts)), n))
    return ChoiceCounts(
        question=variables[0].question,
        label=variables[0].question_label or variables[0].label,
        options=tuple(str(variable.option) for variable in variables),
        labels=tuple(variable.label for variable in variables),
        counts=tuple(_unless(disclosure.hidden_cells(table, work.threshold)[0], counts)),
        n=n,
        no_answer=work.tally.n - n,
    )


def _unless(hidden: Mask, counts: Counts) -> Iterator[int | None]:
    """The counts, None in place of hidden ones."""
    return (None if concealed else int(count) for concealed, count in zip(hidden, counts, strict=True))
