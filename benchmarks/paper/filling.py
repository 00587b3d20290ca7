"""How people fill a page in: crosses, ticks, dots and slashes, mistakes taken back, handwriting, stray marks."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from scipy.interpolate import make_interp_spline

from benchmarks.paper.pens import MM, PENS, Line, Pen, Pens, any_pen, by_hand, draw
from diagnoza.documents.questionnaire import Box, Layout, Space
from diagnoza.scanning.boxes import State
from diagnoza.scanning.pages import Picture

POINT = MM * 25.4 / 72
Truth = dict[tuple[str, str], State]


@dataclass(frozen=True)
class Square:
    """A box in pixels of the rendered page, and how much the hand shakes."""

    x: float
    y: float
    side: float
    shake: float

    def at(self, right: float, down: float) -> tuple[float, float]:
        """A point by shares of the side: (0, 0) is the upper left corner, (1, 1) the lower right one."""
        return self.x + right * self.side, self.y + down * self.side


Style = Callable[[Square, Generator], list[Line]]


def cross(box: Square, rng: Generator) -> list[Line]:
    """Two strokes; they may be short or go over the edges."""
    a, b, c, d, e, f, g, h = rng.uniform(-0.12, 0.28) + rng.uniform(-0.12, 0.12, 8)
    return [
        by_hand([box.at(a, b), box.at(1 - c, 1 - d)], box.shake, rng),
        by_hand([box.at(1 - e, f), box.at(g, 1 - h)], box.shake, rng),
    ]


def wide_cross(box: Square, rng: Generator) -> list[Line]:
    """A cross that goes well over the edges."""
    a, b, c, d, e, f, g, h = rng.uniform(-0.45, 0, 8)
    return [
        by_hand([box.at(a, b), box.at(1 - c, 1 - d)], box.shake, rng),
        by_hand([box.at(1 - e, f), box.at(g, 1 - h)], box.shake, rng),
    ]


def tick(box: Square, rng: Generator) -> list[Line]:
    """A short stroke down and a long one up, often over the edge."""
    low = box.at(rng.uniform(0.3, 0.5), rng.uniform(0.7, 0.95))
    start, end = box.at(rng.uniform(0, 0.2), rng.uniform(0.35, 0.6)), (rng.uniform(0.75, 1.35), rng.uniform(-0.4, 0.2))
    return [by_hand([start, low, box.at(*end)], box.shake, rng)]


def slash(box: Square, rng: Generator) -> list[Line]:
    """One stroke from corner to corner."""
    a, b, c, d = rng.uniform(-0.15, 0.25, 4)
    ends = [box.at(a, 1 - b), box.at(1 - c, d)] if rng.random() < 0.7 else [box.at(a, b), box.at(1 - c, 1 - d)]
    return [by_hand(ends, box.shake, rng)]


def dot(box: Square, rng: Generator) -> list[Line]:
    """A small spot, well larger than one that happens by chance."""
    x, y, radius = rng.uniform(0.35, 0.65), rng.uniform(0.35, 0.65), rng.uniform(0.1, 0.22)
    turns = np.linspace(0, 6 * np.pi, 30)
    spots = [box.at(x + radius * t / 19 * np.cos(t), y + radius * t / 19 * np.sin(t)) for t in turns]
    return [by_hand(spots, 0.3 * box.shake, rng)]


def doodle(box: Square, rng: Generator) -> list[Line]:
    """Whatever a hand does in a box: one to three bent strokes, in and a little around it."""
    lines = []
    for _ in range(rng.integers(1, 4)):
        corners = rng.uniform(-0.1, 1.1, (rng.integers(2, 6), 2))
        bent = make_interp_spline(np.arange(len(corners)), corners, k=min(len(corners) - 1, 3))
        lines.append(by_hand([box.at(*point) for point in bent(np.linspace(0, len(corners) - 1, 24))], box.shake, rng))
    return lines if np.ptp(np.concatenate(lines), axis=0).max() > 0.35 * box.side else doodle(box, rng)


def filled(box: Square, pen: Pen, rng: Generator) -> list[Line]:
    """The whole box scribbled over, in lines that leave little between them."""
    angle = rng.choice([0, np.pi / 2, np.pi / 4, -np.pi / 4]) + rng.normal(0, 0.15)
    pitch = np.clip(pen.width * MM / box.side * rng.uniform(0.6, 1.5), 0.04, 0.3)
    reach = rng.uniform(0.44, 0.55)
    edge = reach * (1 if abs(np.sin(2 * angle)) < 0.5 else 1.35)
    points = []
    for number, level in enumerate(np.arange(-edge, edge + pitch, pitch)):
        ends = np.array([[-edge, level], [edge, level]])[:: 1 if number % 2 else -1] + rng.normal(0, 0.03, (2, 2))
        turned = ends @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        points += [box.at(*(0.5 + np.clip(end, -reach, reach))) for end in turned]
    return [by_hand(points, 0.4 * box.shake, rng)]


Styles = tuple[tuple[Style, float], ...]
STYLES: Styles = ((cross, 0.55), (wide_cross, 0.15), (tick, 0.15), (slash, 0.09), (dot, 0.06))
MANY_STYLES: Styles = ((cross, 0.35), (wide_cross, 0.1), (tick, 0.12), (slash, 0.08), (dot, 0.05), (doodle, 0.3))
"""What the classifier is trained with: hands differ more than anybody can list."""


@dataclass(frozen=True)
class Habits:
    """How people mark boxes, and with what."""

    styles: Styles = STYLES
    pens: Pens = PENS


HABITS = Habits()


def fill(page: Picture, places: Layout, habits: Habits, rng: Generator) -> Truth:
    """Answer a page as one person would, with one pen and mostly one style; what was done to each box."""
    pen, shake = any_pen(habits.pens, rng), abs(rng.normal(0, 0.045))
    styles, shares = zip(*habits.styles, strict=True)
    habit = styles[rng.choice(len(styles), p=shares)]
    truth = _answers(places.boxes, rng)
    for box in places.boxes:
        square = Square(box.x * POINT, box.y * POINT, box.side * POINT, shake * box.side * POINT)
        style = habit if rng.random() < 0.85 else styles[rng.choice(len(styles), p=shares)]
        _mark(page, square, truth[box.name, box.value], style, pen, rng)
    for space in places.spaces:
        if rng.random() < 0.6:
            write(page, space, pen, rng)
    _stray(page, pen, rng)
    return truth


def _answers(boxes: Sequence[Box], rng: Generator) -> Truth:
    truth: Truth = {(box.name, box.value): State.EMPTY for box in boxes}
    fields: dict[str, list[Box]] = defaultdict(list)
    for box in boxes:
        fields[box.name].append(box)
    for own in fields.values():
        picked = [own[number] for number in rng.permutation(len(own))]
        if rng.random() < 0.8:
            truth[picked[0].name, picked[0].value] = State.CROSSED
        if len(own) > 1 and rng.random() < 0.12:
            truth[picked[1].name, picked[1].value] = State.CORRECTED
    return truth


def _mark(page: Picture, box: Square, state: State, style: Style, pen: Pen, rng: Generator) -> None:
    if state == State.CROSSED:
        draw(page, style(box, rng), pen, rng)
    elif state == State.CORRECTED:
        crossed = style(box, rng) if rng.random() < 0.8 else []
        draw(page, [*crossed, *filled(box, pen, rng)], pen, rng)
        if rng.random() < 0.5 and pen.width < 0.8:
            draw(page, filled(box, pen, rng), pen, rng)


def write(page: Picture, space: Space, pen: Pen, rng: Generator) -> None:
    """Loops like handwriting on some of the lines."""
    left, top, width = space.x * POINT, space.y * POINT, space.width * POINT
    pitch = 9 * MM
    for line in range(rng.integers(1, max(int(space.height * POINT / pitch), 1) + 1)):
        t = np.linspace(0, rng.uniform(0.3, 0.95) * width / (2.2 * MM), 600)
        x = left + 2 * MM + t * 2.2 * MM + 0.8 * MM * np.sin(2.3 * np.pi * t)
        y = (
            top
            + (line + 0.75) * pitch
            + 1.3 * MM * np.sin(2 * np.pi * t + rng.uniform(0, 6)) * (1 + 0.5 * np.sin(1.1 * t))
        )
        draw(page, [np.stack([x, y], axis=1)], pen, rng)


def _stray(page: Picture, pen: Pen, rng: Generator) -> None:
    """Specks anywhere, and a stroke or two in the margins."""
    height, width = page.shape[:2]
    for _ in range(rng.integers(0, 12)):
        x, y = rng.uniform(0.08, 0.92) * width, rng.uniform(0.08, 0.88) * height
        speck = Pen(rng.uniform(0.15, 0.35), (60, 60, 60), rng.uniform(0.4, 0.9))
        draw(page, [np.array([[x, y], [x + 1, y + 1]])], speck, rng)
    for _ in range(rng.integers(0, 2)):
        x, y = rng.choice([0.04, 0.955]) * width, rng.uniform(0.2, 0.8) * height
        draw(page, [by_hand([(x, y), (x + rng.normal(0, 20), y + rng.normal(0, 150))], 3, rng)], pen, rng)
