"""The exact numbers behind each chart, raw and as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis.charts import selection
from analysis.charts.model import Table, Value

if TYPE_CHECKING:
    from analysis.results import AnswerCounts, Diagnosis, NeedScore

_NEEDS = (
    "area", "value", "count", "n", "low", "high", "rank_low", "rank_high", "dont_know", "no_answer", "unweighted",
)  # fmt: skip


def needs_table(diagnosis: Diagnosis, variable: str | None) -> Table:
    """One row per area, as sorted in the chart."""
    labels = selection.area_labels(diagnosis)
    return Table(_NEEDS, tuple(_need_row(need, labels[need.area]) for need in selection.needs(diagnosis)))


def _need_row(need: NeedScore, label: str) -> tuple[Value, ...]:
    numbers: tuple[Value, ...] = tuple(getattr(need, column) for column in _NEEDS[1:])
    return label, *numbers


def answers_table(diagnosis: Diagnosis, variable: str | None) -> Table:
    """One row per area: the count of each answer, the people who gave one, and those without."""
    labels = selection.area_labels(diagnosis)
    answers = selection.answers(diagnosis, variable)
    columns = ("area", *answers[0].levels, "n", "dont_know", "no_answer")
    return Table(columns, tuple(_answers_row(row, labels[row.area]) for row in answers))


def _answers_row(row: AnswerCounts, label: str) -> tuple[Value, ...]:
    return label, *row.counts, sum(row.counts), row.dont_know, row.no_answer


def groups_table(diagnosis: Diagnosis, variable: str | None) -> Table:
    """One row per cell, areas in the chart's order; a suppressed cell has None for value, count and n."""
    labels = selection.area_labels(diagnosis)
    grid = selection.groups(diagnosis, variable)
    columns = ("area", "category", "value", "count", "n", "difference", "p_adjusted")
    return Table(columns, tuple(_grid_rows(grid, labels)))


def _grid_rows(grid: selection.Grid, labels: dict[str, str]) -> Iterable[tuple[Value, ...]]:
    names = dict(zip(grid.categories, grid.labels, strict=True))
    for area in grid.areas:
        for category in grid.categories:
            cell = grid.cell(area, category)
            numbers = (cell.value, cell.count, cell.n, cell.difference, cell.p_adjusted)
            yield labels[area], names[category], *numbers


def quadrant_table(diagnosis: Diagnosis, variable: str | None) -> Table:
    """One row per area: where its point lies, how many answers stand behind it, and its sure quadrant or ""."""
    labels = selection.area_labels(diagnosis)
    points = selection.quadrant(diagnosis)
    rows = tuple((labels[point.area], point.importance, point.state, point.n, point.place) for point in points)
    return Table(("area", "importance", "state", "n", "place"), rows)
