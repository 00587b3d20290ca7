"""What people do instead of crossing a box: circles around it or its label, underlining, ticks in front of it, and
crosses that are scribbled out. None of it is an answer that may be read without a person, and none may be lost."""

import numpy as np
from numpy.random import Generator

from benchmarks.paper.filling import Habits, Square, Style, cross
from benchmarks.paper.pens import INKS, Line, by_hand


def _round(box: Square, middle: tuple[float, float], reach: tuple[float, float], rng: Generator) -> list[Line]:
    turn = np.linspace(0, rng.uniform(1.9, 2.2) * np.pi, 30) + rng.uniform(0, 2 * np.pi)
    (x, y), (right, down) = middle, reach
    return [by_hand([box.at(x + right * np.cos(t), y + down * np.sin(t)) for t in turn], box.shake, rng)]


def circle_box(box: Square, rng: Generator) -> list[Line]:
    """A circle around the box, close or wide."""
    radius = rng.uniform(0.62, 1.0)
    return _round(box, (0.5, 0.5), (radius, radius * rng.uniform(0.9, 1.1)), rng)


def circle_label(box: Square, rng: Generator) -> list[Line]:
    """A flat circle around the label."""
    half = rng.uniform(1.4, 2.6)
    return _round(box, (1.2 + half, 0.5), (half, rng.uniform(0.55, 0.8)), rng)


def underline(box: Square, rng: Generator) -> list[Line]:
    """A line below the label."""
    level = rng.uniform(0.95, 1.15)
    ends = [box.at(rng.uniform(1.1, 1.5), level), box.at(rng.uniform(3.5, 5.5), level + rng.uniform(-0.1, 0.1))]
    return [by_hand(ends, box.shake, rng)]


def tick_beside(box: Square, rng: Generator) -> list[Line]:
    """A tick in the margin left of the box."""
    left = rng.uniform(-0.95, -0.8)
    corners = [box.at(left, 0.4), box.at(left + 0.25, 0.85), box.at(-0.12, rng.uniform(-0.3, 0.1))]
    return [by_hand(corners, box.shake, rng)]


def scribble(box: Square, rng: Generator) -> list[Line]:
    """A cross, taken back by a scribble over it and beyond it instead of filling the box."""
    turn, count = rng.uniform(-0.5, 0.5), rng.integers(4, 7)
    levels = 0.5 + np.linspace(-0.2, 0.2, count) + rng.normal(0, 0.04, count)
    ends = [(rng.uniform(-0.7, -0.35) if at % 2 else rng.uniform(1.35, 1.7), level) for at, level in enumerate(levels)]
    way = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    points = [box.at(*((np.array(end) - 0.5) @ way + 0.5)) for end in ends]
    return [*cross(box, rng), by_hand(points, box.shake, rng)]


STYLES = (circle_box, circle_label, underline, tick_beside, scribble)


def habits(style: Style) -> Habits:
    """People who all do this, with pens: what a hard pencil leaves beside a box is not told from a shade."""
    return Habits(((style, 1.0),), INKS)
