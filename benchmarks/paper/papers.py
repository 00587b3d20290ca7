"""What becomes of a filled page before it is scanned: a poor copy, or thin paper printed on both sides.

The classifier is trained with these. `unseen` has other copies and other thin paper, drawn in other ways.
"""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.random import Generator

from benchmarks.paper.pens import MM
from diagnoza.scanning.pages import Picture

Paper = Callable[[Picture, Generator], Picture]


def plain(page: Picture, _rng: Generator) -> Picture:
    """As it was."""
    return page


def backed(page: Picture, rng: Generator) -> Picture:
    """Lines, boxes and strokes of a back page show through, soft and pale; the paper has a tint."""
    behind = np.zeros(page.shape[:2], np.float32)
    height, width = behind.shape
    for _ in range(rng.integers(30, 120)):
        left, top = rng.uniform(0.05, 0.8) * width, rng.uniform(0.05, 0.95) * height
        right, down = left + rng.uniform(5, 80) * MM, top + rng.uniform(-3, 3) * MM
        corner = (int(left + 4 * MM), int(top + 4 * MM))
        if rng.random() < 0.5:
            cv2.rectangle(behind, (int(left), int(top)), corner, 1.0, int(rng.integers(2, 30)))
        else:
            cv2.line(behind, (int(left), int(top)), (int(right), int(down)), 1.0, int(rng.integers(2, 25)))
    soft = cv2.GaussianBlur(behind, (0, 0), rng.uniform(1.5, 7))[:, :, None]
    tint = rng.uniform(0.7, 1.0, 3)
    return np.asarray(page * (1 - rng.uniform(0.03, 0.25) * soft) * tint).astype(np.uint8)


def run_off(page: Picture, rng: Generator) -> Picture:
    """A copy with too much or too little toner, whose lines spread or thin out; scratches and specks of the glass."""
    gray = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY).astype(np.float32)
    soft = cv2.GaussianBlur(gray, (0, 0), rng.uniform(0.6, 2.5))
    sharp = soft + rng.uniform(0, 2) * (soft - cv2.GaussianBlur(soft, (0, 0), 4))
    toner = 255 * np.clip(sharp / rng.uniform(200, 260), 0, 1) ** rng.uniform(0.6, 2.2)
    for _ in range(rng.integers(0, 150)):
        x, y = int(rng.uniform(0, page.shape[1])), int(rng.uniform(0, page.shape[0]))
        end = (x + int(rng.normal(0, 6)), y + int(rng.normal(0, 6)))
        cv2.line(toner, (x, y), end, float(rng.uniform(20, 160)), int(rng.integers(1, 5)))
    return np.repeat(np.clip(toner, 0, 255)[:, :, None], 3, axis=2).astype(np.uint8)


def shaded(page: Picture, rng: Generator) -> Picture:
    """Shadows with sharp edges, as of a ruler, of another sheet or of a fold."""
    down, right = np.mgrid[0 : page.shape[0], 0 : page.shape[1]].astype(np.float32)
    light = np.ones(page.shape[:2], np.float32)
    for _ in range(rng.integers(1, 6)):
        way, far = rng.uniform(0, 2 * np.pi), rng.uniform(0.1, 0.9, 2) * page.shape[:2]
        beyond = np.sin(way) * (down - far[0]) + np.cos(way) * (right - far[1])
        light -= rng.uniform(0.05, 0.3) * np.clip(beyond / rng.uniform(1, 8), 0, 1) * (beyond < rng.uniform(40, 3_000))
    return np.asarray(page * np.maximum(light, 0.35)[:, :, None]).astype(np.uint8)


Papers = tuple[tuple[Paper, float], ...]
PAPERS: Papers = ((plain, 0.6), (backed, 0.13), (run_off, 0.14), (shaded, 0.13))
