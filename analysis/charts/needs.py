"""Ranked needs: a bar for each area with its interval, its number and its possible ranks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from analysis.charts import lettering, selection
from analysis.charts.palette import readable_on
from analysis.charts.rows import Row, draw_labels, rows, uprights
from analysis.charts.scale import Scale, share_ticks
from analysis.charts.sheet import Align, Box, Segment, Sheet, Spot, Style, line_height
from analysis.charts.stories import in_counts, leading, result
from analysis.charts.texts import Wording
from analysis.vocabulary import Measure, ScoreKind

if TYPE_CHECKING:
    from analysis.results import Diagnosis, NeedScore

_CAP = 4
_PAD = 7
_BRACKET_ROOM = 12
_BAND = 6
_MARK = 0.55
"""Height of the mark of a score without weights, in type sizes."""
_STRIP, _WIDEST_RANKS = 5.5, 3.6
"""Widths of the strip of ranks and of the widest rank set in words, in type sizes."""
_LEAST_AXIS = 0.01


def draw_needs(sheet: Sheet, diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Figure:
    """The chart on a fresh sheet."""
    scores = selection.needs(diagnosis)
    labels = selection.area_labels(diagnosis)
    form = sheet.format
    top = sheet.heading() + line_height(form.small) * 2
    room = (sheet.right - sheet.left) * form.label
    if form.stacked:
        room -= _BRACKET_ROOM
    placed = rows(sheet, [labels[need.area] for need in scores], room, top)
    start = sheet.left if form.stacked else sheet.left + room + 2 * _PAD
    scale = Scale(*_ends(diagnosis), start, sheet.right - _rank_room(sheet, wording))
    bars = _Bars(sheet, diagnosis, wording, tuple(zip(scores, placed, strict=True)), scale).fitted()
    bars.draw_grid()
    draw_labels(sheet, placed)
    bars.draw_bars()
    bars.draw_intervals()
    bars.draw_unweighted()
    bars.draw_numbers()
    bars.draw_ranks()
    bars.draw_bands()
    bars.draw_tiers()
    return sheet.finish(placed[-1].bottom)


def _ends(diagnosis: Diagnosis) -> tuple[float, float]:
    if diagnosis.kind is ScoreKind.MEAN_IMPORTANCE:
        levels = next(row.levels for row in diagnosis.answers if row.measure == Measure.IMPORTANCE)
        return float(levels[0]), float(levels[-1])
    ends = [max(need.high, need.unweighted or 0.0) for need in diagnosis.needs if need.n]
    return 0.0, max(_LEAST_AXIS, *ends)


def _rank_room(sheet: Sheet, wording: Wording) -> float:
    lines = _rank_header(sheet, wording)
    words = max(lettering.width(line, sheet.format.small) for line in lines)
    return max(words, _band_width(sheet) + sheet.format.small * _WIDEST_RANKS) + 3 * _PAD + _BRACKET_ROOM


def _band_width(sheet: Sheet) -> float:
    """Width of the strip of ranks; none where labels stand above the bars, for want of width."""
    return 0.0 if sheet.format.stacked else sheet.format.small * _STRIP


def _rank_header(sheet: Sheet, wording: Wording) -> tuple[str, ...]:
    return lettering.wrap(wording.say("rank_header"), sheet.format.small * 5.5, sheet.format.small)


@dataclass(frozen=True)
class _Bars:
    sheet: Sheet
    diagnosis: Diagnosis
    wording: Wording
    scored: tuple[tuple[NeedScore, Row], ...]
    scale: Scale

    @property
    def answered(self) -> list[tuple[NeedScore, Row]]:
        return [(need, row) for need, row in self.scored if need.n]

    @property
    def number_style(self) -> Style:
        return Style(min(self.sheet.format.text, self.scored[0][1].size), bold=True)

    def fitted(self) -> _Bars:
        """The same bars on a shorter axis where a number behind its interval would leave the plot."""
        ends = [self._number_start(need) + self._number_width(need) for need, _ in self.scored]
        beyond = max(max(ends) - self.scale.end, 0.0)
        return replace(self, scale=replace(self.scale, end=self.scale.end - beyond))

    def _number_width(self, need: NeedScore) -> float:
        return lettering.width(result(self.wording, self.diagnosis.kind, need), self.number_style.size, True)

    def _fits_inside(self, need: NeedScore) -> bool:
        room = self.scale(min(need.low, need.value)) - self.scale.start - 2 * _PAD
        return need.n > 0 and self._number_width(need) <= room

    def _number_start(self, need: NeedScore) -> float:
        if need.n and not self._fits_inside(need):
            return self.scale(need.high) + _PAD
        return self.scale.start + _PAD

    def draw_grid(self) -> None:
        """Light lines at round values; their labels only where the bars are not said in numbers of people."""
        sheet, top = self.sheet, self.scored[0][1].top
        ticks = [value for value in self._ticks() if value <= self.scale.high]
        spans = uprights(sheet, [row for _, row in self.scored])
        lines = [(self.scale(value), start, self.scale(value), end) for value in ticks for start, end in spans]
        sheet.segments(lines, sheet.colours.rule, 1)
        if any(in_counts(need) for need, _ in self.scored):
            return
        for value in ticks:
            align: Align = "left" if value == ticks[0] else "center"
            style = Style(sheet.format.small, colour=sheet.colours.muted, align=align)
            words = self.wording.number(self.diagnosis.kind, value)
            sheet.text(self.scale(value), top - style.size, words, style)

    def _ticks(self) -> list[float]:
        if self.diagnosis.kind is ScoreKind.MEAN_IMPORTANCE:
            return [float(level) for level in range(int(self.scale.low), int(self.scale.high) + 1)]
        return share_ticks(self.scale.high)

    def draw_bars(self) -> None:
        """Dark where the area may be among the first, quiet where it surely is not."""
        boxes = [self._bar(need, row) for need, row in self.answered]
        self.sheet.boxes(boxes, [self._fill(need) for need, _ in self.answered], gid="bars")

    def _bar(self, need: NeedScore, row: Row) -> Box:
        return self.scale.start, row.bar_top, self.scale(need.value), row.bar_bottom

    def _fill(self, need: NeedScore) -> str:
        colours = self.sheet.colours
        return colours.bar if need.rank_low <= leading(self.diagnosis) else colours.quiet_bar

    def draw_intervals(self) -> None:
        """A thin line with caps, in the colour that shows on the bar and, beyond it, on the ground."""
        for fill in sorted({self._fill(need) for need, _ in self.answered}):
            alike = [(need, row) for need, row in self.answered if self._fill(need) == fill]
            inner = [part for need, row in alike for part in self._half(need.low, need.value, row)]
            self.sheet.segments(inner, readable_on(fill, self.sheet.colours), 1.5)
        outer = [part for need, row in self.answered for part in self._half(need.high, need.value, row)]
        self.sheet.segments(outer, self.sheet.colours.ink, 1.5)

    def _half(self, bound: float, value: float, row: Row) -> list[Segment]:
        x, y = self.scale(min(max(bound, self.scale.low), self.scale.high)), row.middle
        return [(x, y, self.scale(value), y), (x, y - _CAP, x, y + _CAP)]

    def draw_numbers(self) -> None:
        """The number at the foot of the bar where it fits before the interval, else behind the interval."""
        for need, row in self.scored:
            inside = self._fits_inside(need)
            colour = readable_on(self._fill(need), self.sheet.colours) if inside else None
            style = replace(self.number_style, colour=colour)
            words = result(self.wording, self.diagnosis.kind, need)
            self.sheet.text(self._number_start(need), row.middle, words, style, gid=f"number:{need.area}")

    def draw_ranks(self) -> None:
        """The possible ranks in a quiet column at the right."""
        sheet = self.sheet
        if len(self.scored) == 1:
            return
        style = Style(sheet.format.small, colour=sheet.colours.muted, align="right")
        header = _rank_header(sheet, self.wording)
        top = self.scored[0][1].top - line_height(style.size, len(header)) - style.size * 0.35
        sheet.lines(sheet.right, top, header, style)
        right = self._strip_start - _PAD if _band_width(sheet) else self._strip_start
        for need, row in self.answered:
            words = self.wording.span((need.rank_low, need.rank_high))
            sheet.text(right, row.middle, words, style, gid=f"rank:{need.area}")

    @property
    def _strip_start(self) -> float:
        return self.sheet.right - _BRACKET_ROOM - _band_width(self.sheet)

    def draw_bands(self) -> None:
        """The possible ranks as a band on a line from the first rank to the last: what overlaps may change places."""
        step = _band_width(self.sheet) / len(self.scored)
        if not step or len(self.scored) == 1:
            return
        start, end = self._strip_start, self.sheet.right - _BRACKET_ROOM
        colours = self.sheet.colours
        lines = [(start, row.middle, end, row.middle) for _, row in self.answered]
        self.sheet.segments(lines, colours.rule, 1)
        bands = [
            (
                start + (need.rank_low - 1) * step,
                row.middle - _BAND / 2,
                start + need.rank_high * step,
                row.middle + _BAND / 2,
            )
            for need, row in self.answered
        ]
        self.sheet.boxes(bands, [self._fill(need) for need, _ in self.answered], gid="rank_bands")

    def draw_tiers(self) -> None:
        """A bracket beside areas that may hold the same rank."""
        place = {need.area: row for need, row in self.scored}
        right, lines = self.sheet.right - 1, []
        for tier in selection.tiers([need for need, _ in self.answered]):
            first, last = place[tier[0].area].bar_top, place[tier[-1].area].bar_bottom
            if len(tier) > 1:
                lines += [(right, first, right, last), (right - _CAP, first, right, first)]
                lines.append((right - _CAP, last, right, last))
        self.sheet.segments(lines, self.sheet.colours.muted, 1.2)

    def draw_unweighted(self) -> None:
        """A small mark below the bar where the score without weights lies, if that is somewhere else."""
        moved = [(need, row) for need, row in self.answered if selection.moved_by_weights(need)]
        marks = [self._mark(self.scale(need.unweighted or 0.0), row) for need, row in moved]
        if marks:
            looks = {"facecolors": self.sheet.colours.ink, "edgecolors": self.sheet.colours.ground, "linewidths": 0.8}
            self.sheet.shapes(marks, "unweighted", **looks)

    def _mark(self, x: float, row: Row) -> list[Spot]:
        """Corners of a triangle: below the bar, or reaching into it where the rows are close."""
        high = self.sheet.format.small * _MARK
        foot = min(row.bar_bottom + high, row.bottom)
        return [(x, foot - high), (x - high * 0.7, foot), (x + high * 0.7, foot)]
