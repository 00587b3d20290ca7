"""Segments of residents: for each, how far the areas that set it apart lie from everybody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from analysis.charts import alike, lettering, selection
from analysis.charts.rows import Row, rows
from analysis.charts.scale import Scale
from analysis.charts.sheet import Sheet, Style, line_height

if TYPE_CHECKING:
    from analysis.charts.texts import Wording
    from analysis.results import Diagnosis, SegmentArea

_PAD = 7


@dataclass(frozen=True)
class _Entry:
    """A row: the heading of a segment (`area` None), or one area of it."""

    label: str
    key: str
    area: SegmentArea | None = None


def draw_segments(sheet: Sheet, diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Figure:
    """The chart on a fresh sheet."""
    entries = _entries(diagnosis, wording)
    form = sheet.format
    room = (sheet.right - sheet.left) * form.label
    placed = rows(sheet, [entry.label for entry in entries], room, sheet.heading())
    start = sheet.left if form.stacked else sheet.left + room + 2 * _PAD
    bars = _Bars(sheet, wording, tuple(zip(entries, placed, strict=True)), start)
    bars.draw_labels()
    bars.draw()
    return sheet.finish(placed[-1].bottom)


def _entries(diagnosis: Diagnosis, wording: Wording) -> list[_Entry]:
    labels = selection.area_labels(diagnosis)
    found = []
    segments = alike.select(diagnosis)
    named_by = alike.letters(segments)
    for segment in segments:
        found.append(_Entry(alike.heading(wording, segment, named_by[segment.key]), segment.key))
        found += [_Entry(labels[area.area], segment.key, area) for area in alike.areas(segment)]
    return found


@dataclass(frozen=True)
class _Bars:
    sheet: Sheet
    wording: Wording
    entries: tuple[tuple[_Entry, Row], ...]
    start: float

    @property
    def scale(self) -> Scale:
        """From the furthest difference to the left to the furthest to the right, with room for the numbers."""
        values = [entry.area.difference for entry, _ in self.entries if entry.area]
        furthest = max(map(abs, values))
        beside = lettering.width(alike.signed(self.wording, -9.9), self._number.size, True) + 2 * _PAD
        low, high = min(0.0, *values) or -furthest / 20, max(0.0, *values) or furthest / 20
        return Scale(low, high, self.start + beside, self.sheet.right - beside)

    @property
    def _number(self) -> Style:
        return Style(min(self.sheet.format.text, self.entries[0][1].size), bold=True)

    def draw_labels(self) -> None:
        """Segment headings in bold, areas as usual."""
        for entry, row in self.entries:
            spare = row.bottom - row.top - line_height(row.size, len(row.lines))
            above = 0 if self.sheet.format.stacked and entry.area else spare / 2
            self.sheet.lines(self.sheet.left, row.top + above, row.lines, Style(row.size, bold=entry.area is None))

    def draw(self) -> None:
        """Bars to both sides of a line at 0, each with its number beyond its end."""
        scale, zero = self.scale, self.scale(0.0)
        own = [(entry, entry.area, row) for entry, row in self.entries if entry.area]
        spans = [(zero, row.bar_top - 3, zero, row.bar_bottom + 3) for _, _, row in own]
        fills = [self.sheet.colours.bar if area.difference > 0 else self.sheet.colours.quiet_bar for _, area, _ in own]
        boxes = [
            (min(zero, scale(area.difference)), row.bar_top, max(zero, scale(area.difference)), row.bar_bottom)
            for _, area, row in own
        ]
        self.sheet.boxes(boxes, fills, gid="bars")
        self.sheet.segments(spans, self.sheet.colours.ink, 1)
        for entry, area, row in own:
            self._write(scale(area.difference), row, area, entry.key)

    def _write(self, end: float, row: Row, area: SegmentArea, key: str) -> None:
        right = area.difference > 0
        style = Style(self._number.size, bold=True, align="left" if right else "right")
        words = alike.signed(self.wording, area.difference)
        self.sheet.text(end + (_PAD if right else -_PAD), row.middle, words, style, gid=f"number:{key}:{area.area}")
