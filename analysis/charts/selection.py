"""Which numbers of a diagnosis each chart shows. Drawing, table and text all take them from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.charts.model import TARGET_GROUP, ChartUnavailable
from analysis.vocabulary import Measure

if TYPE_CHECKING:
    from analysis.results import AnswerCounts, Breakdown, Diagnosis, GroupCell, MinorityNeed, NeedScore, QuadrantPoint

SURPRISING, NOTABLE_DIFFERENCE = 0.05, 0.10
"""A difference between groups is worth a mark under this adjusted p value and from this size on."""
NOTABLE_WEIGHTING = 0.02
"""Weights that move a score less than this are not worth a mark."""
EVERYONE = "*"
"""Code of the column of all respondents; no category of a codebook can have it, for keys are words."""
_RATED = (Measure.LACK, Measure.IMPORTANCE, Measure.STATE)


@dataclass(frozen=True)
class Cell:
    """One cell of the groups chart; all None where it is suppressed. `difference` is from everybody else."""

    value: float | None
    count: int | None
    n: int | None
    difference: float | None = None
    p_adjusted: float | None = None

    @property
    def notable(self) -> bool:
        """Whether the group differs from everybody else beyond chance and by enough to matter."""
        if self.difference is None or self.p_adjusted is None:
            return False
        return self.p_adjusted < SURPRISING and abs(self.difference) >= NOTABLE_DIFFERENCE


_NOTHING = Cell(None, None, None)


@dataclass(frozen=True)
class Grid:
    """Areas by categories. `bases`: people of each category; empty when each area has its own."""

    variable: str
    label: str
    categories: tuple[str, ...]
    labels: tuple[str, ...]
    bases: tuple[int | None, ...]
    areas: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]
    suppressed: int

    def cell(self, area: str, category: str) -> Cell:
        """The cell of an area and a category; one that nobody counted reads as suppressed."""
        return self.cells.get((area, category), _NOTHING)


def area_labels(diagnosis: Diagnosis) -> dict[str, str]:
    """The label of every area by its key."""
    return {area.key: area.label for area in diagnosis.areas}


def needs(diagnosis: Diagnosis) -> tuple[NeedScore, ...]:
    """The scores to draw, highest first."""
    refuse_withheld(diagnosis)
    if not any(need.n for need in diagnosis.needs):
        raise ChartUnavailable("no_scores")
    return diagnosis.needs


def answers(diagnosis: Diagnosis, measure: str | None) -> tuple[AnswerCounts, ...]:
    """The answers to one measure ("lack", "importance" or "state"; the first there is), areas as in needs."""
    refuse_withheld(diagnosis)
    asked = [name for name in _RATED if any(row.measure == name for row in diagnosis.answers)]
    if not asked:
        raise ChartUnavailable("no_answers")
    if measure is not None and measure not in asked:
        raise ChartUnavailable("unknown_variable")
    rows = [row for row in diagnosis.answers if row.measure == (measure or asked[0])]
    if not any(sum(row.counts) for row in rows):
        raise ChartUnavailable("no_answers")
    order = _area_order(diagnosis)
    return tuple(sorted(rows, key=lambda row: order.get(row.area, len(order))))


def groups(diagnosis: Diagnosis, variable: str | None) -> Grid:
    """The areas by the categories of one breakdown (the first there is) or by target group."""
    refuse_withheld(diagnosis)
    grid = _target_groups(diagnosis) if variable == TARGET_GROUP else _breakdown(diagnosis, variable)
    if all(cell.value is None for (_, category), cell in grid.cells.items() if category != EVERYONE):
        raise ChartUnavailable("all_suppressed")
    return grid


def quadrant(diagnosis: Diagnosis) -> tuple[QuadrantPoint, ...]:
    """The points, one per area that has both an importance and a state."""
    refuse_withheld(diagnosis)
    if diagnosis.importance_axis is None or diagnosis.state_axis is None or not diagnosis.quadrant:
        raise ChartUnavailable("no_pair")
    if len(diagnosis.quadrant) == 1:
        raise ChartUnavailable("too_few_areas")
    return diagnosis.quadrant


def refuse_withheld(diagnosis: Diagnosis) -> None:
    """ChartUnavailable "withheld" when there are too few responses to show anything."""
    if diagnosis.withheld:
        raise ChartUnavailable("withheld")


def _area_order(diagnosis: Diagnosis) -> dict[str, int]:
    return {need.area: place for place, need in enumerate(diagnosis.needs)}


def _breakdown(diagnosis: Diagnosis, variable: str | None) -> Grid:
    if not diagnosis.breakdowns:
        raise ChartUnavailable("no_groups")
    wanted = variable or diagnosis.breakdowns[0].variable
    chosen = [breakdown for breakdown in diagnosis.breakdowns if breakdown.variable == wanted]
    if not chosen:
        raise ChartUnavailable("unknown_variable")
    return _breakdown_grid(diagnosis, chosen[0])


def _breakdown_grid(diagnosis: Diagnosis, breakdown: Breakdown) -> Grid:
    cells = {(cell.area, cell.category): _cell(cell) for cell in breakdown.cells}
    for need in diagnosis.needs:
        cells[need.area, EVERYONE] = Cell(need.value, need.count, need.n)
    return Grid(
        variable=breakdown.variable,
        label=breakdown.label,
        categories=(EVERYONE, *breakdown.categories),
        labels=("everyone", *breakdown.labels),
        bases=(diagnosis.n, *breakdown.n),
        areas=tuple(need.area for need in diagnosis.needs),
        cells=cells,
        suppressed=breakdown.suppressed,
    )


def _cell(cell: GroupCell) -> Cell:
    if cell.value is None:
        return _NOTHING
    return Cell(cell.value, cell.count, cell.n, cell.difference, cell.p_adjusted)


def minorities(diagnosis: Diagnosis, grid: Grid) -> tuple[MinorityNeed, ...]:
    """Needs of single groups that the mean hides, of groups in the chart; the one furthest from the others first."""
    found = [
        need
        for need in diagnosis.minorities
        if need.variable == grid.variable and grid.cell(need.area, need.category).value is not None
    ]
    return tuple(sorted(found, key=lambda need: need.others - need.share))


def tiers(scores: Sequence[NeedScore]) -> tuple[tuple[NeedScore, ...], ...]:
    """The scores, in their order, cut into runs whose rank sets all share a rank: any member may hold it."""
    found: list[list[NeedScore]] = []
    for need in scores:
        together = [*found[-1], need] if found else [need]
        if found and max(each.rank_low for each in together) <= min(each.rank_high for each in together):
            found[-1] = together
        else:
            found.append([need])
    return tuple(map(tuple, found))


def moved_by_weights(need: NeedScore) -> bool:
    """Whether the score without weights is far enough from the weighted one to be shown."""
    return need.unweighted is not None and abs(need.unweighted - need.value) >= NOTABLE_WEIGHTING - 1e-9


def _target_groups(diagnosis: Diagnosis) -> Grid:
    if not diagnosis.target_groups:
        raise ChartUnavailable("no_groups")
    counted = diagnosis.target_groups
    order = _area_order(diagnosis)
    areas = sorted({row.area for row in counted}, key=lambda area: order.get(area, len(order)))
    categories = tuple(dict.fromkeys(row.group for row in counted))
    return Grid(
        variable=TARGET_GROUP,
        label=TARGET_GROUP,
        categories=categories,
        labels=categories,
        bases=(),
        areas=tuple(areas),
        cells={(row.area, row.group): _share_cell(row.count, row.n) for row in counted},
        suppressed=sum(row.count is None for row in counted),
    )


def _share_cell(count: int | None, n: int | None) -> Cell:
    if count is None or not n:
        return Cell(None, None, None)
    return Cell(count / n, count, n)
