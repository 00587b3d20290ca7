"""The diagnosis: everything that the answers of one campaign say, computed from its tally."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from analysis import disclosure, intervals
from analysis.coarse import coarsened
from analysis.codebook import Codebook, Variable
from analysis.disclosure import Unprotected
from analysis.groups import Comparison
from analysis.kinds import axes_of, score_for
from analysis.layout import layout_of
from analysis.needs import Needs
from analysis.results import (
    AnswerCounts,
    Breakdown,
    ChoiceCounts,
    Diagnosis,
    GroupCell,
    NeedScore,
    QuadrantPoint,
    TargetGroupCount,
    Weighting,
)
from analysis.tally import CHOSEN, Tally
from analysis.vocabulary import Measure
from analysis.weighted import Weighted
from analysis.weights import CAREFUL, Margin, Rules
from analysis.work import Work

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

SEED = 20_260_101
"""Where the draws of rank sets start, unless told otherwise: the same answers give the same diagnosis."""


def diagnose(
    tally: Tally,
    codebook: Codebook,
    *,
    threshold: int = 5,
    level: float = 0.95,
    margins: Sequence[Margin] = (),
    rules: Rules = CAREFUL,
    seed: int = SEED,
) -> Diagnosis:
    """The diagnosis of a tally, safe to show to whoever may see groups of `threshold` people.

    `threshold` is the least number of people that a shown count of a group may be of (5 inside the library,
    10 in anything published, 0 for reference runs); with fewer respondents in all, everything is withheld.
    `level` is the confidence level of the intervals. Answers are weighted to `margins`, the shape of the
    population, by `rules`; counts of people stay unweighted. Weighted figures of areas that have
    withheld groups are rounded (analysis.coarse). Areas that nobody rated have no need score.
    ChoiceError when an option is outside its range, CodebookError when no need score fits the questionnaire,
    WeightingError when the answers cannot be weighted to the margins.
    """
    disclosure.check_threshold(threshold)
    intervals.critical_value(level)
    layout = layout_of(codebook)
    nothing = _withheld(tally.n, codebook, threshold, level)
    if tally.n < max(threshold, 1):
        return replace(nothing, withheld=tally.n < threshold)
    weighted = Weighted.of(tally, codebook, margins, rules)
    work = Work(weighted, codebook, layout, score_for(codebook), threshold, level, seed)
    return _found(work, nothing)


def _found(work: Work, nothing: Diagnosis) -> Diagnosis:
    """All parts of a diagnosis that is not withheld."""
    importance_axis, state_axis = axes_of(work.layout.kind, work.score)
    needs, comparison = Needs(work), Comparison(work)
    coarse = work.coarse(comparison.withheld)
    found = replace(
        nothing,
        withheld=False,
        areas=work.codebook.areas,
        needs=needs.scores(coarse),
        answers=tuple(_answers(work)),
        breakdowns=comparison.breakdowns(coarse),
        quadrant=needs.quadrant() if importance_axis else (),
        target_groups=tuple(_target_groups(work)),
        choices=tuple(_choices(work)),
        importance_axis=importance_axis,
        state_axis=state_axis,
        weighting=_protected(work.weighted.weights.weighting, work.threshold),
        rankings=needs.rankings(),
        tests=comparison.tests(),
        minorities=comparison.minorities(),
        replicates=needs.replicate_rows(),
    )
    return coarsened(found, coarse)


def _protected(weighting: Weighting, threshold: int) -> Weighting:
    """The weighting without margins that would give away groups of too few people."""
    few = {margin.variable for margin in weighting.margins if 0 < margin.n < threshold}
    kept = tuple(margin for margin in weighting.margins if margin.variable not in few)
    return replace(weighting, margins=kept)


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


def _answers(work: Work) -> Iterator[AnswerCounts]:
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


def _target_groups(work: Work) -> Iterator[TargetGroupCount]:
    """Target groups of the areas that somebody put first.

    People named several groups, so a row has no public total; suppression takes it as known, to be on the
    safe side of what "each of the n named at least one, and at most so many" gives away.
    """
    groups, named = work.tally.groups, np.broadcast_to(work.tally.named[:, None], work.tally.groups.shape)
    threshold = max(work.threshold_of(work.layout.groups), work.threshold_of_areas)
    table = disclosure.Table.of(np.stack([groups, named - groups]), named)
    few = disclosure.small(named, threshold)
    hidden = disclosure.hidden_cells(table, threshold) | few
    counts, bases = Unprotected(groups).release(hidden), Unprotected(named).release(few)
    for row, part in np.argwhere(named > 0):
        yield TargetGroupCount(
            area=work.layout.areas[row],
            group=str(work.layout.groups[part].option),
            count=counts[row][part],
            n=bases[row][part],
        )


def _choices(work: Work) -> Iterator[ChoiceCounts]:
    """Answers to the other closed questions; columns of one question stand together."""
    columns = zip(work.layout.choices, work.tally.choices, strict=True)
    for _, parts in groupby(columns, key=lambda column: column[0].question):
        question = list(parts)
        yield _multiple(work, question) if question[0][0].option else _single(work, *question[0])


def _single(work: Work, variable: Variable, codes: Counts) -> ChoiceCounts:
    counts = codes[:-2]
    hidden = disclosure.hidden_groups(counts, work.threshold_of([variable]), np.zeros(len(counts), dtype=bool))
    return ChoiceCounts(
        question=variable.question,
        label=variable.question_label or variable.label,
        options=variable.levels,
        labels=variable.labels or variable.levels,
        counts=tuple(Unprotected(counts).release(hidden)),
        n=int(counts.sum()),
        no_answer=int(codes[-2:].sum()),
    )


def _multiple(work: Work, question: list[tuple[Variable, Counts]]) -> ChoiceCounts:
    variables = [variable for variable, _ in question]
    n = int(question[0][1][:-2].sum())
    counts = np.array([codes[CHOSEN:-2].sum() for _, codes in question])
    table = disclosure.Table.of(np.stack([counts, n - counts])[:, None, :], np.full((1, len(counts)), n))
    hidden = disclosure.hidden_cells(table, work.threshold_of(variables))[0]
    return ChoiceCounts(
        question=variables[0].question,
        label=variables[0].question_label or variables[0].label,
        options=tuple(str(variable.option) for variable in variables),
        labels=tuple(variable.label for variable in variables),
        counts=tuple(Unprotected(counts).release(hidden)),
        n=n,
        no_answer=work.tally.n - n,
    )
