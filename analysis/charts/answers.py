"""Answers to one measure: stacked bars parted at the middle of the scale, "don't know" apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from analysis.charts import lettering, selection
from analysis.charts.palette import ramp, readable_on
from analysis.charts.rows import Row, draw_labels, rows, uprights
from analysis.charts.sheet import Box, Sheet, Style, line_height
from analysis.charts.stories import level_label
from analysis.charts.texts import SMALL_BASE, Wording
from analysis.vocabulary import Measure

if TYPE_CHECKING:
    from analysis.results import AnswerCounts, Diagnosis

_PAD = 3
_APART = 22


def draw_answers(sheet: Sheet, diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Figure:
    """The chart on a fresh sheet; `variable` is the measure."""
    answers = selection.answers(diagnosis, variable)
    labels = selection.area_labels(diagnosis)
    form = sheet.format
    top = _draw_key(sheet, _key(wording, answers, sheet), sheet.heading()) + form.gap / 2
    room = (sheet.right - sheet.left) * form.label
    placed = rows(sheet, [labels[row.area] for row in answers], room, top)
    start = sheet.left if form.stacked else sheet.left + room + 14
    bars = _Bars(sheet, wording, tuple(zip(answers, placed, strict=True)), start)
    draw_labels(sheet, placed)
    bars.draw_middle()
    bars.draw_segments()
    bars.draw_dont_know()
    return sheet.finish(placed[-1].bottom)


def _fills(sheet: Sheet, row: AnswerCounts) -> tuple[str, ...]:
    ramps = {Measure.LACK: sheet.colours.lack, Measure.IMPORTANCE: sheet.colours.importance}
    return ramp(ramps.get(row.measure, sheet.colours.state), len(row.levels))


def _key(wording: Wording, answers: tuple[AnswerCounts, ...], sheet: Sheet) -> list[tuple[str, str]]:
    first = answers[0]
    words = [level_label(wording, first.measure, code) for code in first.levels]
    if first.measure != Measure.LACK:
        words[0] = f"{words[0]} {wording.say(f'{first.measure}.low')}"
        words[-1] = f"{words[-1]} {wording.say(f'{first.measure}.high')}"
    entries = list(zip(_fills(sheet, first), words, strict=True))
    if any(row.dont_know for row in answers):
        entries.append((sheet.colours.unknown, wording.say("dont_know")))
    return entries


def _draw_key(sheet: Sheet, entries: Iterable[tuple[str, str]], top: float) -> float:
    style = Style(sheet.format.small)
    square, height = style.size, line_height(style.size) + 2
    x, y = sheet.left, top
    boxes: list[Box] = []
    fills: list[str] = []
    for fill, words in entries:
        wide = square + 5 + lettering.width(words, style.size)
        if x > sheet.left and x + wide > sheet.right:
            x, y = sheet.left, y + height
        boxes.append((x, y + (height - square) / 2, x + square, y + (height + square) / 2))
        fills.append(fill)
        sheet.text(x + square + 5, y + height / 2, words, style)
        x += wide + 16
    sheet.boxes(boxes, fills)
    return y + height


@dataclass(frozen=True)
class _Bars:
    sheet: Sheet
    wording: Wording
    answered: tuple[tuple[AnswerCounts, Row], ...]
    start: float

    @property
    def pixels(self) -> float:
        """Width of a share of 1, so that the longest bars and "don't know" with its number fit."""
        free = self.sheet.right - self.start
        if self._unknown:
            free -= _APART + lettering.width(self.wording.percent(1.0), self.sheet.format.small) + _PAD
        return free / (self._reach_left + self._reach_right + self._unknown)

    @property
    def middle(self) -> float:
        """x of the middle of the scale."""
        return self.start + self._reach_left * self.pixels

    @property
    def apart(self) -> float:
        """x where the bars of "don't know" begin."""
        return self.middle + self._reach_right * self.pixels + _APART

    @property
    def _reach_left(self) -> float:
        return max(-_edges(row)[0] for row, _ in self.answered)

    @property
    def _reach_right(self) -> float:
        return max(_edges(row)[-1] for row, _ in self.answered)

    @property
    def _unknown(self) -> float:
        return max(_unknown_share(row) for row, _ in self.answered)

    def draw_segments(self) -> None:
        """A segment for each answer, its share or count on it where that fits."""
        boxes: list[Box] = []
        fills: list[str] = []
        pixels, middle = self.pixels, self.middle
        for row, place in self.answered:
            edges = [middle + edge * pixels for edge in _edges(row)]
            for level, fill in enumerate(_fills(self.sheet, row)):
                if row.counts[level]:
                    box = (edges[level], place.bar_top, edges[level + 1], place.bar_bottom)
                    boxes.append(box)
                    fills.append(fill)
                    self._draw_number(row, level, box, fill)
        self.sheet.boxes(boxes, fills, gid="answers")
        self._part(boxes)

    def _part(self, boxes: list[Box]) -> None:
        if self.sheet.colours.edge:
            return
        gaps = [(right, top, right, bottom) for _, top, right, bottom in boxes]
        self.sheet.segments(gaps, self.sheet.colours.ground, 1.5)

    def _draw_number(self, row: AnswerCounts, level: int, box: Box, fill: str) -> None:
        words = self._number(row.counts[level], sum(row.counts))
        size = min(self.sheet.format.small, box[3] - box[1])
        if lettering.width(words, size) + 2 * _PAD <= box[2] - box[0]:
            style = Style(size, colour=readable_on(fill, self.sheet.colours), align="center")
            gid = f"answer:{row.area}:{row.levels[level]}"
            self.sheet.text((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, words, style, gid)

    def _number(self, count: int, base: int) -> str:
        return str(count) if base < SMALL_BASE else self.wording.percent(count / base)

    def draw_dont_know(self) -> None:
        """The bars of "don't know" with their numbers behind them."""
        if not self._unknown:
            return
        pixels, apart, colours = self.pixels, self.apart, self.sheet.colours
        known = [(row, place) for row, place in self.answered if row.dont_know]
        boxes = [(apart, place.bar_top, apart + _unknown_share(row) * pixels, place.bar_bottom) for row, place in known]
        self.sheet.boxes(boxes, [colours.unknown] * len(boxes), gid="dont_know")
        style = Style(self.sheet.format.small, colour=colours.muted)
        for (row, place), box in zip(known, boxes, strict=True):
            words = self._number(row.dont_know, sum(row.counts) + row.dont_know)
            self.sheet.text(box[2] + _PAD, place.middle, words, style, gid=f"answer:{row.area}:dont_know")

    def draw_middle(self) -> None:
        """The line where the bars part, and words where nobody answered."""
        spans = uprights(self.sheet, [place for _, place in self.answered])
        lines = [(self.middle, start, self.middle, end) for start, end in spans]
        self.sheet.segments(lines, self.sheet.colours.ink, 1)
        style = Style(self.sheet.format.small, colour=self.sheet.colours.muted)
        for row, place in self.answered:
            if not sum(row.counts):
                self.sheet.text(self.middle + 2 * _PAD, place.middle, self.wording.say("no_answers"), style)


def _edges(row: AnswerCounts) -> list[float]:
    """Where the segments begin and end, as shares right of the middle of the scale."""
    base = sum(row.counts) or 1
    ends = [0.0, *accumulate(count / base for count in row.counts)]
    middle = _middle(row, ends)
    return [end - middle for end in ends]


def _middle(row: AnswerCounts, ends: list[float]) -> float:
    if row.measure == Measure.LACK:
        return ends[1]
    half = len(row.levels) // 2
    return (ends[half] + ends[len(row.levels) - half]) / 2


def _unknown_share(row: AnswerCounts) -> float:
    asked = sum(row.counts) + row.dont_know
    return row.dont_know / asked if asked else 0.0
