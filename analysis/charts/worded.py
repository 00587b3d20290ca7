"""The tables behind the charts in words: headings from the texts, numbers as in the charts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from analysis.charts import alike, opinions, populations, selection, tables, waves
from analysis.charts.model import TARGET_GROUP, Table
from analysis.charts.stories import BORDERLINE, category_label, grid_kind, has_regions, level_label, result
from analysis.charts.texts import Wording
from analysis.vocabulary import ScoreKind

if TYPE_CHECKING:
    from analysis.results import Diagnosis, NeedScore

HIDDEN = "·"
"""Stands in a suppressed cell, in tables and in charts."""


def _needs(diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Table:
    labels = selection.area_labels(diagnosis)
    rows = []
    weighted = any(selection.moved_by_weights(need) for need in diagnosis.needs)
    for need in selection.needs(diagnosis):
        low, high = (wording.number(diagnosis.kind, bound) for bound in (need.low, need.high))
        rows.append(
            (
                labels[need.area],
                result(wording, diagnosis.kind, need),
                wording.say("range", low=low, high=high) if need.n else HIDDEN,
                wording.span((need.rank_low, need.rank_high)),
                str(need.n),
                str(need.dont_know),
                str(need.no_answer),
                *((_unweighted(wording, diagnosis, need),) if weighted else ()),
            )
        )
    columns = "area value interval ranks n dont_know no_answer"
    return Table(_headings(wording, f"{columns} unweighted" if weighted else columns), tuple(rows))


def _unweighted(wording: Wording, diagnosis: Diagnosis, need: NeedScore) -> str:
    return HIDDEN if need.unweighted is None else wording.number(diagnosis.kind, need.unweighted)


def _answers(diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Table:
    exact = tables.answers_table(diagnosis, variable)
    first = selection.answers(diagnosis, variable)[0]
    levels = tuple(level_label(wording, first.measure, code) for code in first.levels)
    columns = (*_headings(wording, "area"), *levels, *_headings(wording, "n dont_know no_answer"))
    return Table(columns, tuple(tuple(map(str, row)) for row in exact.rows))


def _groups(diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Table:
    grid = selection.groups(diagnosis, variable)
    labels = selection.area_labels(diagnosis)
    kind = grid_kind(diagnosis, grid)
    rows = []
    for area in grid.areas:
        cells = [grid.cell(area, category) for category in grid.categories]
        rows.append((labels[area], *(_cell(wording, kind, cell) for cell in cells)))
    return Table((*_headings(wording, "area"), *_group_headings(grid, wording)), tuple(rows))


def _cell(wording: Wording, kind: ScoreKind, cell: selection.Cell) -> str:
    """The value, with an arrow where the group differs from the others and is outlined in the chart."""
    if cell.value is None:
        return HIDDEN
    words = result(wording, kind, cell)
    if not cell.notable:
        return words
    return wording.say("notable_more" if (cell.difference or 0.0) > 0 else "notable_less", value=words)


def _group_headings(grid: selection.Grid, wording: Wording) -> Iterable[str]:
    names = [category_label(grid, category, wording) for category in grid.categories]
    if grid.variable == TARGET_GROUP:
        return names
    bases = (HIDDEN if base is None else base for base in grid.bases)
    return [wording.say("base_in_row", label=name, n=base) for name, base in zip(names, bases, strict=True)]


def _quadrant(diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Table:
    labels, points = selection.area_labels(diagnosis), selection.quadrant(diagnosis)
    sure = has_regions(points)
    rows = tuple(
        (
            labels[point.area],
            wording.on_axis(diagnosis.importance_axis, point.importance),
            wording.on_axis(diagnosis.state_axis, point.state),
            str(point.n),
            *((wording.say(f"place.{point.place or BORDERLINE}"),) if sure else ()),
        )
        for point in points
    )
    return Table(_headings(wording, "area importance state n place" if sure else "area importance state n"), rows)


def _headings(wording: Wording, codes: str) -> tuple[str, ...]:
    return tuple(wording.say(f"column.{code}") for code in codes.split())


WORDED: dict[str, Callable[[Diagnosis, Wording, str | None], Table]] = {
    "needs": _needs,
    "answers": _answers,
    "groups": _groups,
    "quadrant": _quadrant,
    "waves": waves.in_words,
    "sample": populations.in_words,
    "themes": opinions.in_words,
    "segments": alike.in_words,
}
