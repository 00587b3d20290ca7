"""The exact numbers behind each chart, raw and as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis.charts import selection
from analysis.charts.model import Table

if TYPE_CHECKING:
    from analysis.diagnosis import Diagnosis

_NEEDS = (
    "area", "value", "count", "n", "low", "high", "rank_low", "rank_high", "dont_know", "no_answer",
)  # fmt: skip


def needs_table(diagnosis: Diagnosis, variable: str | None) -> Table:
    """One row per area, as sorted in the chart."""
    labels = selection.area_labels(diagnosis)
    rows = (
        (labels[need.area], *(getattr(need, column) for column in _NEEDS[1:]))
        for need in selection.needs(diagnosis)
    )
    return Table(_NEEDS, tuple(rows))


def answers_table(diagnosis: Diagnosis, variable: str | None) -> Table:
    """One row per area: the count of each answer, the people who gave one, and those without."""
    labels = selection.area_labels(diagnosis)
    answers = selection.answers(diagnosis, variable)
    rows = (
        (labels[row.area], *row.counts, sum(row.counts), row.dont_know, row.no_answer) for row in answers
    )
    return Table(("area", *answers[0].levels, "n", "dont_know", "no_answer"), tuple(rows))


def groups_table(diagnosis: Diagnosis, variable: str | None) -> Table:
    """One row per cell, areas in the chart's order; a suppressed cell has None for value, count and n."""
    labels = selection.area_labels(diagnosis)
    grid = selection.groups(diagnosis, variable)
    return Table(("area", "category", "value", "count", "n"), tuple(_grid_rows(grid, labels)))


def _grid_rows(
    grid: selection.Grid, labels: dict[str, str]
) -> Iterable[tuple[str | int | float | None, ...]]:
    names = dict(zip(grid.categories, grid.labels, strict=True))
    for area in grid.areas:
        for category in grid.categories:
            cell = grid.cells.get((area, category), selection.Cell(None, None, None))
            yield labels[area], names[category], cell.value, cell.count, cell.n


def quadrant_table(diagnosis: Diagnosis, variable: str | None) -> Table:
    """One row per area: where its point lies and how many answers stand behind it."""
    labels = selection.area_labels(diagnosis)
    points = selection.quadrant(diagnosis)
    rows = tuple((labels[point.area], point.importance, point.state, point.n) for point in points)
    return Table(("area", "importance", "state", "n"), rows)
