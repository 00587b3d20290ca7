"""Changes between two waves: a line for each area, its numbers at both ends and its label at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from analysis.charts import lettering, waves
from analysis.charts.scale import Scale
from analysis.charts.sheet import Sheet, Style, line_height

if TYPE_CHECKING:
    from analysis.charts.texts import Wording
    from analysis.results import Diagnosis

_PAD = 8
_LABELS = {True: 0.5, False: 0.42}
"""The part of the width that labels take, on a phone and elsewhere."""


def draw_waves(sheet: Sheet, diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Figure:
    """The chart on a fresh sheet."""
    found = waves.select(diagnosis)
    slopes = _Slopes(sheet, diagnosis, wording, found)
    top = sheet.heading() + slopes.heading_height
    bottom = slopes.bottom(top)
    slopes.draw(top, bottom)
    return sheet.finish(bottom + sheet.format.gap)


@dataclass(frozen=True)
class _Slopes:
    sheet: Sheet
    diagnosis: Diagnosis
    wording: Wording
    waves: waves.Waves

    @property
    def _size(self) -> float:
        """The type size: smaller where many labels share a sheet of fixed height."""
        if self.sheet.limit is None:
            return self.sheet.format.small
        return min(self.sheet.format.small, self.sheet.limit * 0.62 / len(self.waves.changes) / 1.3)

    @property
    def _headings(self) -> list[tuple[str, ...]]:
        """The names of both waves, each no wider than lies between them and twice what lies beside them."""
        left, right = self._ends
        room = min(right - left, 2 * (left - self.sheet.left)) - _PAD / 2
        size = self.sheet.format.small
        return [lettering.balance(words, room, size, True, 3) for words in (self.waves.first, self.waves.last)]

    @property
    def heading_height(self) -> float:
        """How much room the names of the waves take."""
        return line_height(self.sheet.format.small, max(map(len, self._headings))) + _PAD

    def _number(self, value: float) -> str:
        return self.wording.number(self.diagnosis.kind, value)

    @property
    def _number_room(self) -> float:
        numbers = [self._number(value) for each in self.waves.changes for value in (each.before, each.after)]
        return max(lettering.width(words, self._size, True) for words in numbers) + 2 * _PAD

    @property
    def _ends(self) -> tuple[float, float]:
        """x of the first and of the last wave."""
        sheet = self.sheet
        labels = (sheet.right - sheet.left) * _LABELS[sheet.format.stacked]
        return sheet.left + self._number_room, sheet.right - labels - self._number_room

    def _lines(self, label: str) -> tuple[str, ...]:
        room = self.sheet.right - self._ends[1] - self._number_room
        most = 3 if self.sheet.format.stacked else 1 if self.sheet.limit is not None else 2
        return lettering.balance(label, room, self._size, most=most)

    def bottom(self, top: float) -> float:
        """y of the lowest line: as far down as the labels need, or as the sheet allows."""
        needed = sum(line_height(self._size, len(self._lines(each.label))) + 4 for each in self.waves.changes)
        return top + max(needed, self.sheet.format.width * 0.4) if self.sheet.limit is None else self.sheet.limit

    def draw(self, top: float, bottom: float) -> None:
        """Headings, the two uprights, the lines, and the numbers and labels at their ends."""
        sheet, (left, right) = self.sheet, self._ends
        values = [value for each in self.waves.changes for value in (each.before, each.after)]
        low, high = min(values), max(values)
        half = line_height(self._size) / 2
        scale = Scale(low, high if high > low else low + 1, bottom - half, top + half)
        head = Style(sheet.format.small, bold=True, align="center")
        for x, lines in zip((left, right), self._headings, strict=True):
            sheet.lines(x, top - line_height(head.size, len(lines)) - _PAD / 2, lines, head)
        sheet.segments([(left, top, left, bottom), (right, top, right, bottom)], sheet.colours.rule, 1)
        for grows, colour in ((False, sheet.colours.quiet_bar), (True, sheet.colours.bar)):
            alike = [each for each in self.waves.changes if (each.by > 0) is grows]
            sheet.segments([(left, scale(each.before), right, scale(each.after)) for each in alike], colour, 2)
        self._write_left(scale, (top, bottom))
        self._write_right(scale, (top, bottom))

    def _write_left(self, scale: Scale, span: tuple[float, float]) -> None:
        x, style = self._ends[0], Style(self._size, align="right")
        height = line_height(self._size)
        wanted = {self._number(each.before): scale(each.before) for each in self.waves.changes}
        for words, y in zip(wanted, _apart(list(wanted.values()), [height] * len(wanted), span), strict=True):
            self.sheet.text(x - _PAD, y, words, style)

    def _write_right(self, scale: Scale, span: tuple[float, float]) -> None:
        sheet, x = self.sheet, self._ends[1]
        lines = [self._lines(each.label) for each in self.waves.changes]
        heights = [line_height(self._size, len(each)) + 3 for each in lines]
        middles = _apart([scale(each.after) for each in self.waves.changes], heights, span)
        for each, words, y in zip(self.waves.changes, lines, middles, strict=True):
            sheet.segments([(x, scale(each.after), x + _PAD * 0.8, y)], sheet.colours.rule, 1)
            sheet.text(x + _PAD, y, self._number(each.after), Style(self._size, bold=True), gid=f"number:{each.area}")
            top = y - line_height(self._size, len(words)) / 2
            sheet.lines(x + self._number_room, top, words, Style(self._size))


def _apart(wanted: Sequence[float], heights: Sequence[float], span: tuple[float, float]) -> list[float]:
    """Middles as close to the wanted ones as can be, so that no two of these heights overlap within the span."""
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    placed = dict.fromkeys(order, 0.0)
    edge = span[0]
    for place in order:
        placed[place] = max(wanted[place], edge + heights[place] / 2)
        edge = placed[place] + heights[place] / 2
    edge = max(span[1], span[0] + sum(heights))
    for place in reversed(order):
        placed[place] = min(placed[place], edge - heights[place] / 2)
        edge = placed[place] - heights[place] / 2
    return [placed[place] for place in range(len(wanted))]
