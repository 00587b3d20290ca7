"""Rows of a chart: a wrapped label and the place of its bar, beside it or, on a phone, below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.charts import lettering
from analysis.charts.sheet import Sheet, Style, line_height

_LABEL_GAP = 4


@dataclass(frozen=True)
class Row:
    """One row: y of its top, its label's lines and type size, and top and bottom of its bar."""

    top: float
    lines: tuple[str, ...]
    size: float
    bar_top: float
    bar_bottom: float
    bottom: float

    @property
    def middle(self) -> float:
        """y of the bar's middle."""
        return (self.bar_top + self.bar_bottom) / 2


def rows(sheet: Sheet, labels: Sequence[str], room: float, top: float, bar: float = 1.0) -> list[Row]:
    """Rows from y = `top` on, each label at most `room` wide, bars `bar` times as thick as usual.

    A sheet of fixed height divides what is left above the notes evenly; any other takes what the labels need.
    """
    if sheet.limit is not None:
        return _even_rows(sheet, labels, room, (top, sheet.limit))
    build = _stacked_row if sheet.format.stacked else _row
    placed: list[Row] = []
    for label in labels:
        start = placed[-1].bottom if placed else top
        placed.append(build(sheet, lettering.balance(label, room, sheet.format.text), start, bar))
    return placed


def _row(sheet: Sheet, lines: tuple[str, ...], top: float, bar: float) -> Row:
    form = sheet.format
    height = max(form.bar * bar, line_height(form.text, len(lines))) + form.gap
    middle, half = top + height / 2, form.bar * bar / 2
    return Row(top, lines, form.text, middle - half, middle + half, top + height)


def _stacked_row(sheet: Sheet, lines: tuple[str, ...], top: float, bar: float) -> Row:
    form = sheet.format
    bar_top = top + line_height(form.text, len(lines)) + _LABEL_GAP
    bar_bottom = bar_top + form.bar * bar
    return Row(top, lines, form.text, bar_top, bar_bottom, bar_bottom + form.gap)


def _even_rows(sheet: Sheet, labels: Sequence[str], room: float, span: tuple[float, float]) -> list[Row]:
    form = sheet.format
    height = min((span[1] - span[0]) / len(labels), form.bar * 3)
    size = min(form.text, height * 0.66)
    most = 2 if height > line_height(size, 2) else 1
    bar = min(form.bar, height * 0.72) if height < form.bar * 2 else form.bar * 1.4
    tops = [span[0] + height * place for place in range(len(labels))]
    lines = [lettering.balance(label, room, size, most=most) for label in labels]
    above, below = (height - bar) / 2, (height + bar) / 2
    return [
        Row(top, words, size, top + above, top + below, top + height) for top, words in zip(tops, lines, strict=True)
    ]


def uprights(sheet: Sheet, placed: Sequence[Row]) -> list[tuple[float, float]]:
    """Where vertical lines may run: along all rows, or only at the bars when labels stand between."""
    if sheet.format.stacked:
        return [(row.bar_top - 3, row.bar_bottom + 3) for row in placed]
    return [(placed[0].top, placed[-1].bottom)]


def draw_labels(sheet: Sheet, placed: Sequence[Row]) -> None:
    """The labels of the rows: beside the bar's middle, or above the bar when stacked."""
    for row in placed:
        spare = row.bottom - row.top - line_height(row.size, len(row.lines))
        above = 0 if sheet.format.stacked else spare / 2
        sheet.lines(sheet.left, row.top + above, row.lines, Style(row.size))
