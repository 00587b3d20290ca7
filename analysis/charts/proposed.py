"""Pictures of a proposal: what spoke for it and against it, and who at the table brings what.

They are drawn from words and numbers that the caller has ready, since the words are those of the proposal's page.
"""

from dataclasses import dataclass

from matplotlib.figure import Figure

from analysis.charts import lettering
from analysis.charts.rows import Row, draw_labels, rows, uprights
from analysis.charts.sheet import Align, Sheet, Style, line_height
from analysis.charts.spoken import Bars, Chairs

_PAD = 8
_MARKER = 1.6


@dataclass(frozen=True)
class _Axis:
    """Zero, and the pixels of one unit."""

    zero: float
    unit: float

    def __call__(self, value: float) -> float:
        return self.zero + value * self.unit


def draw_bars(sheet: Sheet, bars: Bars) -> Figure:
    """Bars to the right for what speaks for the proposal, to the left for what speaks for another type."""
    form = sheet.format
    top = sheet.heading() + line_height(form.small) * 1.4
    room = (sheet.right - sheet.left) * form.label
    placed = rows(sheet, [label for label, _ in bars.rows], room, top)
    start = sheet.left if form.stacked else sheet.left + room + 2 * _PAD
    axis = _axis(bars, start, sheet.right)
    draw_labels(sheet, placed)
    _draw_sides(sheet, bars, axis, top)
    sheet.segments([(axis.zero, low, axis.zero, high) for low, high in uprights(sheet, placed)], sheet.colours.ink, 1)
    for weighs, colour, gid in ((1, sheet.colours.bar, "for"), (-1, sheet.colours.quiet_bar, "against")):
        chosen = [(value, row) for (_, value), row in zip(bars.rows, placed, strict=True) if value * weighs > 0]
        boxes = [_box(axis, value, row) for value, row in chosen]
        sheet.boxes(boxes, [colour] * len(boxes), gid=gid)
    return sheet.finish(placed[-1].bottom)


def _axis(bars: Bars, start: float, end: float) -> _Axis:
    """The whole width from the greatest value against to the greatest one for; no side is under a fifth of it."""
    values = [value for _, value in bars.rows]
    least, most = min(0.0, *values), max(0.0, *values)
    span = max(most - least, 1e-9)
    least, most = min(least, -0.2 * span), max(most, 0.2 * span)
    unit = (end - start) / (most - least)
    return _Axis(start - least * unit, unit)


def _box(axis: _Axis, value: float, row: Row) -> tuple[float, float, float, float]:
    left, right = sorted((axis.zero, axis(value)))
    return left, row.bar_top, right, row.bar_bottom


def _draw_sides(sheet: Sheet, bars: Bars, axis: _Axis, top: float) -> None:
    """What the two sides mean, above the first row: beside the line of zero, on a phone at both edges."""
    size = sheet.format.small
    y = top - size
    right: tuple[float, Align] = (axis.zero + _PAD, "left")
    left: tuple[float, Align] = (axis.zero - _PAD, "right")
    if sheet.format.stacked:
        right, left = (sheet.right, "right"), (sheet.left, "left")
    sheet.text(right[0], y, bars.speaks_for, Style(size, colour=sheet.colours.muted, align=right[1]))
    sheet.text(left[0], y, bars.speaks_against, Style(size, colour=sheet.colours.muted, align=left[1]))


def draw_chairs(sheet: Sheet, chairs: Chairs) -> Figure:
    """Each thing needed with who brings it: a full dot for people, an empty one for a chair still to be filled."""
    form = sheet.format
    room = (sheet.right - sheet.left) * (1 if form.stacked else 0.5)
    placed = rows(sheet, [need for need, _, _ in chairs.rows], room - _PAD, sheet.heading(), bar=0.8)
    start = sheet.left if form.stacked else sheet.left + room + _PAD
    draw_labels(sheet, placed)
    _rule(sheet, placed)
    spots: dict[str, list[tuple[float, float]]] = {"there": [], "open": [], "nobody": []}
    for (_, who, state), row in zip(chairs.rows, placed, strict=True):
        spots[state].append((start + form.small / 2, row.middle))
        style = Style(min(form.text, row.size), bold=state == "there")
        words = lettering.wrap(who, sheet.right - start - form.small * _MARKER, style.size, style.bold, 1)
        sheet.text(start + form.small * _MARKER, row.middle, words[0], style)
    sheet.points(spots["there"], sheet.colours.bar, "o", gid="there")
    sheet.rings(spots["open"], sheet.colours.bar, gid="open")
    sheet.points(spots["nobody"], sheet.colours.alarm, "D", gid="nobody")
    return sheet.finish(placed[-1].bottom)


def _rule(sheet: Sheet, placed: list[Row]) -> None:
    """A light line below every row but the last."""
    lines = [(sheet.left, row.bottom, sheet.right, row.bottom) for row in placed[:-1]]
    sheet.segments(lines, sheet.colours.rule, 1)
