"""Importance by present state: a point for each area, the corners read in words, lines at the means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from analysis.charts import lettering, selection
from analysis.charts.placement import Space, leader, place_labels
from analysis.charts.scale import Scale, padded, ticks_within
from analysis.charts.sheet import Align, Box, Sheet, Spot, Style, line_height
from analysis.charts.stories import borderline, means, urgent
from analysis.charts.texts import SHARE_AXIS, Wording

if TYPE_CHECKING:
    from analysis.results import Diagnosis, QuadrantPoint

_CORNERS = ("important_poor", "important_good", "minor_poor", "minor_good")
_ASPECT = 0.78
_LIST_PART = 0.44
_PAD = 8
_LEAST_CORNER = 7
_ELLIPSE_CORNERS = 48
_LIST_LEADING = 1.6
"""Height of a line of the list, in type sizes."""
_LEAST_SPAN = {False: 1.0, True: 0.1}
"""The least range of an axis, of ratings and of shares, so that tiny differences do not look large."""


def draw_quadrant(sheet: Sheet, diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Figure:
    """The chart on a fresh sheet: labels at the points or, where they find no room, numbers and a list."""
    points = sorted(selection.quadrant(diagnosis), key=lambda point: -point.importance)
    labels = _labels(diagnosis, points)
    top = sheet.heading()
    plane = _plane(sheet, diagnosis, wording, (points, top, sheet.right))
    boxes = plane.room_for(labels)
    if boxes is not None:
        plane.draw()
        plane.draw_labels(labels, boxes)
        return sheet.finish(plane.below)
    return sheet.finish(_draw_numbered(sheet, diagnosis, wording, points, top))


def _labels(diagnosis: Diagnosis, points: Sequence[QuadrantPoint]) -> list[str]:
    names = selection.area_labels(diagnosis)
    return [names[point.area] for point in points]


def _draw_numbered(
    sheet: Sheet, diagnosis: Diagnosis, wording: Wording, points: list[QuadrantPoint], top: float
) -> float:
    beside = sheet.limit is not None
    right = sheet.right - (sheet.right - sheet.left) * _LIST_PART if beside else sheet.right
    plane = _plane(sheet, diagnosis, wording, (points, top, right - 3 * _PAD if beside else right))
    labels = _labels(diagnosis, points)
    plane.draw()
    plane.draw_numbers()
    x, y = (right, top) if beside else (sheet.left, plane.below + _PAD)
    return max(_draw_list(sheet, labels, plane.urgent_places(), (x, y)), plane.below)


def _draw_list(sheet: Sheet, labels: Sequence[str], marked: set[int], corner: Spot) -> float:
    size, top = sheet.format.small, corner[1]
    if sheet.limit is not None:
        size = min(size, (sheet.limit - top) / len(labels) / _LIST_LEADING)
    room = sheet.right - corner[0] - 2 * size
    for place, label in enumerate(labels):
        colour = sheet.colours.alarm if place in marked else None
        lines = lettering.wrap(label, room, size, bold=place in marked, most=1 if sheet.limit else 2)
        number = Style(size, bold=True, colour=colour, align="right")
        sheet.text(corner[0] + size * 1.4, top + line_height(size) / 2, str(place + 1), number)
        top = sheet.lines(corner[0] + size * 2, top, lines, Style(size, bold=place in marked, colour=colour))
        top += size * (_LIST_LEADING - 1.3)
    return top


def _plane(
    sheet: Sheet, diagnosis: Diagnosis, wording: Wording, content: tuple[list[QuadrantPoint], float, float]
) -> _Plane:
    points, top, right = content
    size = sheet.format.small
    left, upper = sheet.left + size * 3, top + line_height(size) + _PAD
    lower = upper + (right - left) * (1 if sheet.format.stacked else _ASPECT)
    if sheet.limit is not None:
        lower = min(lower, sheet.limit - line_height(size, 2) - 2 * _PAD)
    inset = line_height(size, 2)
    across = _axis(_reached(points, 1), diagnosis.state_axis, (left, right))
    upwards = _axis(_reached(points, 0), diagnosis.importance_axis, (lower - inset, upper + inset))
    return _Plane(sheet, diagnosis, wording, points, across, upwards, (left, upper, right, lower))


def _axis(values: list[float], axis: str | None, span: tuple[float, float]) -> Scale:
    return Scale(*padded(values, _LEAST_SPAN[axis == SHARE_AXIS]), *span)


def _reached(points: Sequence[QuadrantPoint], axis: int) -> list[float]:
    """The least and the greatest value of each point with its ellipse, on the axis of importance (0) or state (1)."""
    centres = [(point.importance, point.state)[axis] for point in points]
    reach = [point.ellipse[axis] if point.ellipse else 0.0 for point in points]
    return [value + sign * half for value, half in zip(centres, reach, strict=True) for sign in (-1, 1)]


@dataclass(frozen=True)
class _Plane:
    sheet: Sheet
    diagnosis: Diagnosis
    wording: Wording
    points: list[QuadrantPoint]
    x: Scale
    y: Scale
    bounds: Box

    @property
    def size(self) -> float:
        return self.sheet.format.small

    @property
    def below(self) -> float:
        """y under the axis and its words."""
        return self.bounds[3] + line_height(self.size, 2) + _PAD

    @property
    def spots(self) -> list[Spot]:
        return [(self.x(point.state), self.y(point.importance)) for point in self.points]

    def urgent_places(self) -> set[int]:
        """Places, in the order of the points, of those in the corner "important but poor"."""
        return self._places_of({point.area for point in urgent(self.points)})

    def _places_of(self, areas: set[str]) -> set[int]:
        return {place for place, point in enumerate(self.points) if point.area in areas}

    def draw(self) -> None:
        """Everything but the labels of the points."""
        self._draw_ground()
        self._draw_ellipses()
        self._draw_axes()
        self._draw_corners()
        marked, unsure = self.urgent_places(), {point.area for point in borderline(self.points)}
        placed = list(zip(self.points, self.spots, strict=True))
        others = [spot for place, (point, spot) in enumerate(placed) if place not in marked | self._places_of(unsure)]
        self.sheet.points(others, self.sheet.colours.bar, "o", gid="points")
        self.sheet.points([self.spots[place] for place in sorted(marked)], self.sheet.colours.alarm, "D", gid="urgent")
        self.sheet.rings([spot for point, spot in placed if point.area in unsure], self.sheet.colours.bar, "borderline")

    def _draw_ellipses(self) -> None:
        known = [point for point in self.points if point.ellipse]
        if known:
            shapes = [self._ellipse(point) for point in known]
            looks = {"facecolors": "none", "edgecolors": self.sheet.colours.unknown, "linewidths": 0.5}
            self.sheet.shapes(shapes, "ellipses", **looks)

    def _ellipse(self, point: QuadrantPoint) -> list[Spot]:
        """Corners of the confidence region: a unit circle bent by the correlation and stretched."""
        importance, state, correlation = point.ellipse
        rest = sqrt(max(1 - correlation**2, 0.0))
        angles = [2 * pi * step / _ELLIPSE_CORNERS for step in range(_ELLIPSE_CORNERS)]
        return [
            (
                self.x(point.state + state * (correlation * cos(angle) + rest * sin(angle))),
                self.y(point.importance + importance * cos(angle)),
            )
            for angle in angles
        ]

    def _draw_ground(self) -> None:
        left, top, right, bottom = self.bounds
        state, importance = means(self.points)
        middle = self.x(state), self.y(importance)
        self.sheet.boxes([(left, top, *middle)], [self.sheet.colours.heat[0]])
        frame = [(left, top, right, top), (left, bottom, right, bottom), (left, top, left, bottom)]
        self.sheet.segments([*frame, (right, top, right, bottom)], self.sheet.colours.rule, 1)
        lines = [(middle[0], top, middle[0], bottom), (left, middle[1], right, middle[1])]
        self.sheet.segments(lines, self.sheet.colours.muted, 1)

    def _draw_axes(self) -> None:
        left, top, right, bottom = self.bounds
        quiet = self.sheet.colours.muted
        for value in ticks_within(self.x.low, self.x.high):
            style = Style(self.size, colour=quiet, align="center")
            words = self.wording.on_axis(self.diagnosis.state_axis, value, places=1)
            self.sheet.text(self.x(value), bottom + self.size, words, style)
        for value in ticks_within(self.y.low, self.y.high):
            style = Style(self.size, colour=quiet, align="right")
            words = self.wording.on_axis(self.diagnosis.importance_axis, value, places=1)
            self.sheet.text(left - _PAD / 2, self.y(value), words, style)
        across = self.wording.say(f"axis.{self.diagnosis.state_axis}") + " →"
        upwards = "↑ " + self.wording.say(f"axis.{self.diagnosis.importance_axis}")
        self.sheet.text(right, bottom + self.size * 2.4, across, Style(self.size, bold=True, align="right"))
        self.sheet.text(self.sheet.left, top - self.size, upwards, Style(self.size, bold=True))

    def _corner_lines(self, corner: str) -> tuple[str, ...]:
        middle = self.x(means(self.points)[0])
        room = middle - self.x.start if corner.endswith("poor") else self.x.end - middle
        words = self.wording.say(f"corner.{corner}")
        return lettering.wrap(words, max(room - 2 * _PAD, self.size * _LEAST_CORNER), self.size)

    def _corner_boxes(self) -> list[Box]:
        boxes = []
        left, top, right, bottom = self.bounds
        for corner in _CORNERS:
            lines = self._corner_lines(corner)
            wide = max(lettering.width(line, self.size) for line in lines) + 2 * _PAD
            high = line_height(self.size, len(lines)) + _PAD
            x = left if corner.endswith("poor") else right - wide
            y = top if corner.startswith("important") else bottom - high
            boxes.append((x, y, x + wide, y + high))
        return boxes

    def _space(self) -> Space:
        return Space(self.bounds, tuple(self._corner_boxes()), self._mean_boxes(), unit=self.size / 2)

    def _mean_boxes(self) -> tuple[Box, Box]:
        left, top, right, bottom = self.bounds
        state, importance = means(self.points)
        x, y = self.x(state), self.y(importance)
        return (x - 2, top, x + 2, bottom), (left, y - 2, right, y + 2)

    def _draw_corners(self) -> None:
        for corner, (left, top, right, _) in zip(_CORNERS, self._corner_boxes(), strict=True):
            first = corner == _CORNERS[0]
            colour = self.sheet.colours.alarm if first else self.sheet.colours.muted
            align: Align = "left" if corner.endswith("poor") else "right"
            x = left + _PAD if align == "left" else right - _PAD
            style = Style(self.size, colour=colour, align=align)
            self.sheet.lines(x, top + _PAD / 2, self._corner_lines(corner), style)

    def _wrapped(self, labels: Sequence[str]) -> list[tuple[str, ...]]:
        return [lettering.balance(label, self.size * 13, self.size, most=3) for label in labels]

    def room_for(self, labels: Sequence[str]) -> list[Box] | None:
        """Boxes for the labels at their points, or None where they do not all fit."""
        return place_labels(self.spots, [self._extent(lines) for lines in self._wrapped(labels)], self._space())

    def _extent(self, lines: tuple[str, ...]) -> tuple[float, float]:
        wide = max(lettering.width(line, self.size) for line in lines)
        return wide + 2, line_height(self.size, len(lines)) + 2

    def draw_labels(self, labels: Sequence[str], boxes: Sequence[Box]) -> None:
        """The labels in their boxes, with a thin line where one stands off its point."""
        lines = [leader(spot, box, self.size / 2) for spot, box in zip(self.spots, boxes, strict=True)]
        self.sheet.segments([line for line in lines if line], self.sheet.colours.muted, 0.8)
        for spot, words, box in zip(self.spots, self._wrapped(labels), boxes, strict=True):
            align: Align = "left" if box[0] > spot[0] else "right" if box[2] < spot[0] else "center"
            x = {"left": box[0], "right": box[2], "center": (box[0] + box[2]) / 2}[align]
            self.sheet.lines(x, box[1], words, Style(self.size, align=align))

    def draw_numbers(self) -> None:
        """Numbers at the points, for the list; where even numbers find no room, right beside them."""
        numbers = [str(place + 1) for place in range(len(self.points))]
        sizes = [(lettering.width(number, self.size, bold=True), self.size) for number in numbers]
        boxes = place_labels(self.spots, sizes, self._space())
        for place, (x, y) in enumerate(self.spots):
            left, top, right, bottom = boxes[place] if boxes else (x + _PAD, y, x + 3 * _PAD, y)
            style = Style(self.size, bold=True, align="center")
            self.sheet.text((left + right) / 2, (top + bottom) / 2, numbers[place], style)
