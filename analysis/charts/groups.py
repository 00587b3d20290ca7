"""Areas by groups: a heat map with the value in every cell, suppressed cells hatched."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from analysis.charts import lettering, selection
from analysis.charts.palette import readable_on
from analysis.charts.rows import Row, draw_labels, rows
from analysis.charts.selection import Cell, Grid
from analysis.charts.sheet import Box, Sheet, Style, line_height
from analysis.charts.stories import category_label, grid_kind, in_counts, result
from analysis.charts.texts import Wording
from analysis.charts.worded import HIDDEN
from analysis.vocabulary import ScoreKind

if TYPE_CHECKING:
    from analysis.results import Diagnosis

_WIDEST_CELL = 6.5
_TALLEST_HEADER = {1: 17, 2: 11}
"""Room of a label that reads upwards on one or on two lines, in type sizes."""
_TALLEST_WHERE_HEIGHT_IS_FIXED = 8
_LINES_ACROSS = 3
_FEW = 8
_PAD = 4
_OUTLINE = 2.5
_PER_CENT = "\u00a0%"
"""Left out in the cells, where the subtitle has said it."""


def draw_groups(sheet: Sheet, diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Figure:
    """The chart on a fresh sheet; `variable` is a breakdown's variable or "target_group"."""
    grid = selection.groups(diagnosis, variable)
    columns = _columns(sheet, len(grid.categories))
    map_ = _Map(sheet, wording, grid, grid_kind(diagnosis, grid), columns)
    top = map_.draw_bases(map_.draw_header(sheet.heading() + _PAD))
    labels = _row_labels(diagnosis, grid, wording)
    placed = rows(sheet, labels, columns.label_room, top, map_.thickness)
    draw_labels(sheet, placed)
    map_.draw_cells(placed)
    return sheet.finish(placed[-1].bottom)


def _row_labels(diagnosis: Diagnosis, grid: Grid, wording: Wording) -> list[str]:
    labels = selection.area_labels(diagnosis)
    if grid.bases:
        return [labels[area] for area in grid.areas]
    bases = {area: cell.n for (area, _), cell in grid.cells.items() if cell.n}
    return [
        wording.say("base_in_row", label=labels[area], n=bases[area]) if area in bases else labels[area]
        for area in grid.areas
    ]


@dataclass(frozen=True)
class _Columns:
    """Room for the row labels, x of the first column and the width of each."""

    label_room: float
    start: float
    step: float

    def left(self, place: int) -> float:
        return self.start + self.step * place


def _columns(sheet: Sheet, count: int) -> _Columns:
    whole = sheet.right - sheet.left
    if sheet.format.stacked:
        return _Columns(whole, sheet.left, min(whole / count, sheet.format.text * _WIDEST_CELL))
    room = whole * sheet.format.label * (1 if count <= _FEW else 0.8)
    step = min((whole - room - 3 * _PAD) / count, sheet.format.text * _WIDEST_CELL)
    return _Columns(room, sheet.left + room + 3 * _PAD, step)


@dataclass(frozen=True)
class _Map:
    sheet: Sheet
    wording: Wording
    grid: Grid
    kind: ScoreKind
    columns: _Columns

    @property
    def small(self) -> float:
        return self.sheet.format.small

    @cached_property
    def split(self) -> bool:
        """Whether "7/12" has to stand on two lines because the cells are narrow."""
        words = ["/".join(self._parts(cell)) for cell in self.grid.cells.values()]
        return max(lettering.width(word, self.small) for word in words) + _PAD > self.columns.step

    @property
    def thickness(self) -> float:
        """Height of the cells as a multiple of a bar's."""
        return 1.75 if self.split else 1.25

    def draw_header(self, top: float) -> float:
        """The groups' labels: across where they fit, else reading upwards."""
        labels = [category_label(self.grid, code, self.wording) for code in self.grid.categories]
        across = [self._across(label) for label in labels]
        if all("…" not in "".join(lines) for lines in across):
            return self._draw_across(across, top)
        return self._draw_upwards(labels, top)

    def _across(self, label: str) -> tuple[str, ...]:
        room = self.columns.step - _PAD
        whole_words = all(lettering.width(word, self.small) <= room for word in label.split())
        return lettering.wrap(label, room, self.small, most=_LINES_ACROSS) if whole_words else ("…",)

    def _draw_across(self, labels: list[tuple[str, ...]], top: float) -> float:
        bottom = top + line_height(self.small, max(map(len, labels)))
        style = Style(self.small, align="center")
        for place, lines in enumerate(labels):
            middle = self.columns.left(place) + self.columns.step / 2
            self.sheet.lines(middle, bottom - line_height(self.small, len(lines)), lines, style)
        return bottom + _PAD

    def _draw_upwards(self, labels: list[str], top: float) -> float:
        most = 2 if self.columns.step >= line_height(self.small, 2) else 1
        tallest = _TALLEST_HEADER[most] if self.sheet.limit is None else _TALLEST_WHERE_HEIGHT_IS_FIXED
        wrapped = [lettering.balance(label, self.small * tallest, self.small, False, most) for label in labels]
        bottom = top + max(lettering.width(line, self.small) for lines in wrapped for line in lines)
        for place, lines in enumerate(wrapped):
            self._draw_column(lines, self.columns.left(place) + self.columns.step / 2, bottom)
        return bottom + 2 * _PAD

    def _draw_column(self, lines: tuple[str, ...], middle: float, bottom: float) -> None:
        first = middle - line_height(self.small, len(lines) - 1) / 2
        for place, line in enumerate(lines):
            self.sheet.text(first + line_height(self.small, place), bottom, line, Style(self.small, up=True))

    def draw_bases(self, top: float) -> float:
        """How many people stand behind each column, where all areas share that base."""
        if not self.grid.bases:
            return top
        sheet, middle = self.sheet, top + line_height(self.small) / 2
        style = Style(self.small, colour=sheet.colours.muted, align="center")
        if not sheet.format.stacked:
            label = Style(self.small, colour=style.colour, align="right")
            sheet.text(self.columns.start - 2 * _PAD, middle, self.wording.say("people"), label)
        for place, base in enumerate(self.grid.bases):
            words = HIDDEN if base is None else str(base)
            x = self.columns.left(place) + self.columns.step / 2
            sheet.text(x, middle, words, style)
        return top + line_height(self.small) + _PAD

    def draw_cells(self, placed: list[Row]) -> None:
        """Every cell's box and value, or its hatching."""
        shown: list[tuple[Box, Cell, str]] = []
        hidden: list[Box] = []
        for row, area in zip(placed, self.grid.areas, strict=True):
            for place, category in enumerate(self.grid.categories):
                cell, box = self.grid.cell(area, category), self._box(row, place)
                if cell.value is None:
                    hidden.append(box)
                else:
                    shown.append((box, cell, f"cell:{area}:{category}"))
        self._draw_shown(shown)
        self._draw_hidden(hidden)
        self._draw_outlines([box for box, cell, _ in shown if cell.notable])

    def _box(self, row: Row, place: int) -> Box:
        left = self.columns.left(place)
        inset = self.columns.step * 0.06 if self._stands_apart(place) else 1.0
        stacked = self.sheet.format.stacked
        top, bottom = (row.bar_top, row.bar_bottom) if stacked else (row.top + 1, row.bottom - 1)
        return left + 1, top, left + self.columns.step - inset, bottom

    def _stands_apart(self, place: int) -> bool:
        return self.grid.categories[place] == selection.EVERYONE

    def _draw_shown(self, shown: list[tuple[Box, Cell, str]]) -> None:
        fills = self._fills([cell.value or 0.0 for _, cell, _ in shown])
        self.sheet.boxes([box for box, _, _ in shown], fills, gid="cells")
        for (box, cell, gid), fill in zip(shown, fills, strict=True):
            size = min(self.small, (box[3] - box[1]) * 0.7)
            style = Style(size, colour=readable_on(fill, self.sheet.colours), align="center")
            self._draw_value(box, self._parts(cell), style, gid)

    def _draw_outlines(self, boxes: list[Box]) -> None:
        """A dark line around each cell and a light one inside it, so that one of them shows on every fill."""
        colours = self.sheet.colours
        inside = [(left + 2, top + 2, right - 2, bottom - 2) for left, top, right, bottom in boxes]
        self.sheet.outlined(boxes, colours.ink, _OUTLINE, gid="notable")
        self.sheet.outlined(inside, colours.ground, _OUTLINE / 2, gid="notable_inside")

    def _fills(self, values: list[float]) -> list[str]:
        colours = self.sheet.colours.heat
        low, high = min(values), max(values)
        width = (high - low) or 1.0
        return [colours[min(int((value - low) / width * len(colours)), len(colours) - 1)] for value in values]

    def _draw_value(self, box: Box, parts: tuple[str, ...], style: Style, gid: str) -> None:
        lines = [parts[0], *(f"/{part}" for part in parts[1:])] if self.split else ["/".join(parts)]
        top = (box[1] + box[3] - line_height(style.size, len(lines))) / 2
        for place, line in enumerate(lines):
            middle = top + line_height(style.size, place) + line_height(style.size) / 2
            self.sheet.text((box[0] + box[2]) / 2, middle, line, style, gid=f"{gid}:{place}")

    def _parts(self, cell: Cell) -> tuple[str, ...]:
        """The value as "47", or as the two numbers of "7 of 12" under a small base."""
        if cell.value is None or not cell.n:
            return (HIDDEN,)
        if in_counts(cell):
            return str(cell.count), str(cell.n)
        return (result(self.wording, self.kind, cell).rstrip(_PER_CENT),)

    def _draw_hidden(self, boxes: list[Box]) -> None:
        colours = self.sheet.colours
        self.sheet.hatched(boxes, colours.unknown if colours.edge is None else colours.muted)
        for left, top, right, bottom in boxes:
            style = Style(self.small * 2, bold=True, align="center")
            self.sheet.text((left + right) / 2, (top + bottom) / 2, HIDDEN, style)
