"""Sample beside population: two marks on one line for each category."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from analysis.charts import lettering, populations
from analysis.charts.rows import Row, draw_labels, rows, uprights
from analysis.charts.scale import Scale, share_ticks
from analysis.charts.sheet import Sheet, Style, line_height

if TYPE_CHECKING:
    from analysis.charts.texts import Wording
    from analysis.results import Diagnosis, MarginShare

_PAD = 8


def draw_sample(sheet: Sheet, diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Figure:
    """The chart on a fresh sheet."""
    margins = populations.select(diagnosis)
    labels = [populations.label(diagnosis, margin) for margin in margins]
    form = sheet.format
    top = sheet.heading() + line_height(form.small) * 1.4
    room = (sheet.right - sheet.left) * form.label
    placed = rows(sheet, labels, room, top)
    numbers = [_numbers(wording, margin) for margin in margins]
    style = Style(min(form.text, placed[0].size))
    beside = max(lettering.width(words, style.size) for words in numbers) + 2 * _PAD
    start = _PAD + (sheet.left if form.stacked else sheet.left + room + _PAD)
    highest = max(max(margin.sample, margin.population) for margin in margins)
    marks = _Marks(sheet, tuple(zip(margins, placed, strict=True)), Scale(0.0, highest, start, sheet.right - beside))
    marks.draw_grid()
    marks.draw_key(wording, top)
    draw_labels(sheet, placed)
    marks.draw()
    for words, row, margin in zip(numbers, placed, margins, strict=True):
        where = Style(style.size, align="right")
        sheet.text(sheet.right, row.middle, words, where, gid=f"number:{margin.variable}:{margin.category}")
    return sheet.finish(placed[-1].bottom)


def _numbers(wording: Wording, margin: MarginShare) -> str:
    shares = {"sample": wording.percent(margin.sample), "population": wording.percent(margin.population)}
    return wording.say("two_shares", **shares)


@dataclass(frozen=True)
class _Marks:
    sheet: Sheet
    pairs: tuple[tuple[MarginShare, Row], ...]
    scale: Scale

    def draw_grid(self) -> None:
        """Light lines at round shares."""
        ticks = [tick for tick in share_ticks(self.scale.high) if tick <= self.scale.high]
        spans = uprights(self.sheet, [row for _, row in self.pairs])
        lines = [(self.scale(tick), start, self.scale(tick), end) for tick in ticks for start, end in spans]
        self.sheet.segments(lines, self.sheet.colours.rule, 1)

    def draw_key(self, wording: Wording, top: float) -> None:
        """What the two marks mean, above the first row."""
        sheet, size = self.sheet, self.sheet.format.small
        x, y = self.scale.start, top - size
        for words, marker, colour in self._kinds(wording):
            sheet.points([(x, y)], colour, marker, gid=f"key:{marker}")
            sheet.text(x + size * 0.8, y, words, Style(size, colour=sheet.colours.muted))
            x += size * 2.2 + lettering.width(words, size)

    def _kinds(self, wording: Wording) -> list[tuple[str, str, str]]:
        colours = self.sheet.colours
        return [
            (wording.say("sample_mark"), "o", colours.bar),
            (wording.say("population_mark"), "D", colours.alarm),
        ]

    def draw(self) -> None:
        """A line between the two shares, and a mark at each end."""
        sheet = self.sheet
        ends = [(self.scale(each.sample), self.scale(each.population), row.middle) for each, row in self.pairs]
        sheet.segments([(a, y, b, y) for a, b, y in ends], sheet.colours.muted, 2)
        sheet.points([(b, y) for _, b, y in ends], sheet.colours.alarm, "D", gid="population")
        sheet.points([(a, y) for a, _, y in ends], sheet.colours.bar, "o", gid="sample")
