"""Pictures of a proposal: what spoke for it and against it, who at the table brings what, and the way ahead.

They are drawn from words and numbers that the caller has ready, since the words are those of the proposal's page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from analysis.charts import lettering
from analysis.charts.rows import Row, draw_labels, rows, uprights
from analysis.charts.sheet import Align, Sheet, Style, line_height
from analysis.charts.spoken import STATES, STEP, Bars, Chairs, Path

_PAD = 8
_MARKER = 1.6
_BOLD = 0.92  # bold words need more room than rows reckon with


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
    spots: dict[str, list[tuple[float, float]]] = {state: [] for state in STATES}
    for (_, who, state), row in zip(chairs.rows, placed, strict=True):
        spots[state].append((start + form.small / 2, row.middle))
        style = Style(min(form.text, row.size), bold=state == "there")
        words = lettering.wrap(who, sheet.right - start - form.small * _MARKER, style.size, style.bold, 1)
        sheet.text(start + form.small * _MARKER, row.middle, words[0], style)
    _mark(sheet, spots)
    return sheet.finish(placed[-1].bottom)


def _mark(sheet: Sheet, spots: Mapping[str, Sequence[tuple[float, float]]]) -> None:
    """A mark for each state, told apart by its shape, too."""
    sheet.points(spots["there"], sheet.colours.bar, "o", gid="there")
    sheet.rings(spots["open"], sheet.colours.bar, gid="open")
    sheet.points(spots["nobody"], sheet.colours.alarm, "D", gid="nobody")


def draw_path(sheet: Sheet, path: Path) -> Figure:
    """Steps and conditions below each other on one line: squares for steps, the marks of chairs for conditions."""
    form = sheet.format
    start = sheet.left + form.small * 2 * _MARKER
    labels = [f"{words} ({stands})" if stands else words for words, stands, _ in path.rows]
    placed = rows(sheet, labels, (sheet.right - start) * _BOLD, sheet.heading(), bar=0)
    spots: dict[str, list[tuple[float, float]]] = {state: [] for state in (*STATES, STEP)}
    for (_, _, state), row in zip(path.rows, placed, strict=True):
        style = Style(row.size, bold=state == STEP)
        below = sheet.lines(start, row.top, row.lines, style)
        spots[state].append((sheet.left + form.small, (row.top + below) / 2))
    ends = sorted(y for found in spots.values() for _, y in found)
    sheet.segments([(sheet.left + form.small, ends[0], sheet.left + form.small, ends[-1])], sheet.colours.rule, 2)
    _mark(sheet, spots)
    sheet.points(spots[STEP], sheet.colours.ink, "s", gid=STEP)
    return sheet.finish(placed[-1].bottom)


def _rule(sheet: Sheet, placed: list[Row]) -> None:
    """A light line below every row but the last."""
    lines = [(sheet.left, row.bottom, sheet.right, row.bottom) for row in placed[:-1]]
    sheet.segments(lines, sheet.colours.rule, 1)
