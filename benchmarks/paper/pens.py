"""Pens that draw on a rendered page: lines by hand, with a width, a colour, an opacity and a grain."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator

from diagnoza.scanning.pages import Picture
from diagnoza.scanning.straighten import Ink

DPI = 300
MM = DPI / 25.4
"""Pixels of a rendered page to a millimetre."""
FINE = 4  # bits of a pixel's fraction that OpenCV's lines understand

Line = Ink
"""Points of a stroke in pixels, n x 2."""


@dataclass(frozen=True)
class Pen:
    """Width in mm, colour (blue, green, red; 0 to 255), opacity from 0 to 1, share of it that varies by grain."""

    width: float
    colour: tuple[int, int, int]
    opacity: float
    grain: float = 0.1


COLOURS = ((20, 20, 20), (140, 40, 20), (160, 60, 10), (40, 40, 180), (50, 110, 30), (120, 30, 90))


def ball_pen(rng: Generator) -> Pen:
    """A ball pen or a gel pen."""
    return Pen(rng.uniform(0.3, 0.8), _colour(rng), rng.uniform(0.65, 1.0), 0.25)


def felt_pen(rng: Generator) -> Pen:
    """A felt pen."""
    return Pen(rng.uniform(0.8, 1.4), _colour(rng), rng.uniform(0.8, 1.0))


def marker(rng: Generator) -> Pen:
    """A thick marker."""
    return Pen(rng.uniform(1.4, 2.3), _colour(rng), rng.uniform(0.85, 1.0))


def pencil(rng: Generator) -> Pen:
    """A pencil, often faint."""
    return Pen(rng.uniform(0.4, 1.0), (70, 70, 70), rng.uniform(0.4, 0.8), 0.6)


def faint_pencil(rng: Generator) -> Pen:
    """A hard pencil, hardly pressed."""
    return Pen(rng.uniform(0.3, 0.8), (70, 70, 70), rng.uniform(0.2, 0.45), 0.6)


Pens = tuple[tuple[Callable[[Generator], Pen], float], ...]
PENS: Pens = ((ball_pen, 0.55), (felt_pen, 0.15), (marker, 0.15), (pencil, 0.15))
MANY_PENS: Pens = ((ball_pen, 0.5), (felt_pen, 0.15), (marker, 0.15), (pencil, 0.12), (faint_pencil, 0.08))
"""What the classifier is trained with."""

INKS: Pens = ((ball_pen, 0.65), (felt_pen, 0.175), (marker, 0.175))
"""Without pencils, of which black and white leaves nothing."""


def any_pen(pens: Pens, rng: Generator) -> Pen:
    """One of the pens, as often as people have it at hand."""
    makers, shares = zip(*pens, strict=True)
    maker: Callable[[Generator], Pen] = makers[rng.choice(len(makers), p=shares)]
    return maker(rng)


def _colour(rng: Generator) -> tuple[int, int, int]:
    return COLOURS[rng.choice(len(COLOURS), p=(0.3, 0.3, 0.2, 0.08, 0.06, 0.06))]


def by_hand(points: Iterable[tuple[float, float]], shake: float, rng: Generator) -> Line:
    """A line through the points, with a tremor of about `shake` pixels."""
    corners = np.array(list(points), dtype=float)
    reach = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(corners, axis=0).T))])
    steps = np.linspace(0, reach[-1], max(int(reach[-1] / 6), 8))
    line = np.stack([np.interp(steps, reach, corners[:, axis]) for axis in (0, 1)], axis=1)
    tremor = rng.normal(size=(len(line) + 6, 2))
    smooth = np.stack([np.convolve(tremor[:, axis], np.ones(7) / 7, "valid") for axis in (0, 1)], axis=1)
    return line + 2 * shake * smooth


def draw(canvas: Picture, lines: Iterable[Line], pen: Pen, rng: Generator) -> None:
    """Draw on the canvas; ink lets what is below show through as far as it is not opaque."""
    drawn = list(lines)
    room = 2 + int(pen.width * MM)
    every = np.concatenate(drawn)
    left, top = np.maximum(np.floor(every.min(axis=0)).astype(int) - room, 0)
    right, bottom = np.ceil(every.max(axis=0)).astype(int) + room
    part = canvas[top:bottom, left:right]
    mask = np.zeros(part.shape[:2], np.uint8)
    for line in drawn:
        fixed = np.round((line - (left, top)) * 2**FINE).astype(np.int32)
        cv2.polylines(mask, [fixed], False, 255, max(round(pen.width * MM), 1), cv2.LINE_AA, FINE)
    grain = 1 - pen.grain * rng.random(mask.shape)
    cover = (mask / 255 * pen.opacity * grain)[:, :, None]
    part[:] = np.round(part * (1 - cover * (1 - np.array(pen.colour) / 255)))
