"""What is measured of every box, as numbers that a classifier can judge.

All of it is ink relative to the corner marks of the same page, and where it matters relative to the emptier boxes of
that page, so that faint pencil on a dark photo and a thick pen on a clean scan are told by the same numbers.
"""

import cv2
import numpy as np

from diagnoza.scanning.patches import FRAME, MARGIN, PATCH, Patches
from diagnoza.scanning.straighten import Ink

EDGE = 4
"""What is left out inside the frame: its line and what blur makes of it, in pixels of a patch."""
INNER = slice(MARGIN + EDGE, PATCH - MARGIN - EDGE)
SIDE = FRAME - 2 * EDGE
DARK = (0.12, 0.25, 0.45, 0.65)
"""Shares of the marks' black from which a pixel counts as dark."""
EMPTIER = 30
"""The percentile of a page's boxes that stands for an empty box: most boxes of a sheet are left empty."""
HOLE = 0.4
"""Ink below this share of the box's own darkest tenth is a gap between strokes."""

ROWS, COLUMNS = np.mgrid[0:SIDE, 0:SIDE]
ACROSS = np.abs(np.stack([ROWS - COLUMNS, ROWS + COLUMNS - SIDE + 1])) <= 2
BINS = 4
"""Directions of edges are counted in four bins: a cross has two, a tick one and a bit, a filled box all or none."""


def describe(cut: Patches) -> Ink:
    """A row of numbers for each box."""
    inner = cut.ink[:, INNER, INNER]
    usual = np.percentile(inner.mean(axis=(1, 2)), EMPTIER)
    texture = float(np.percentile(inner.std(axis=(1, 2)), EMPTIER))
    page = np.tile([usual, texture, cut.noise, float(np.median(cut.frames))], (len(inner), 1))
    rows = [_one(box) for box in inner]
    around = _around(cut.ink)
    return np.column_stack([np.array(rows), inner.mean(axis=(1, 2)) - usual, cut.frames, around, page]).astype(
        np.float32
    )


def _one(inner: Ink) -> list[float]:
    """Amounts, where they lie, gaps that are left, pieces, and directions."""
    shares = [float((inner > level).mean()) for level in DARK]
    amounts = [float(inner.mean()), float(inner.std()), *np.percentile(inner, (10, 50, 90)).tolist(), *shares]
    return [*amounts, *_by_place(inner), *_gaps(inner), *_pieces(inner), *_directions(inner)]


def _by_place(inner: Ink) -> list[float]:
    """Ink in the middle, along both diagonals, at the middles of the sides and in the corners, each from the least."""
    third = SIDE // 3
    cells = cv2.resize(inner, (3, 3), interpolation=cv2.INTER_AREA)
    diagonals = sorted(float(inner[across].mean()) for across in ACROSS)
    sides = sorted([cells[0, 1], cells[1, 0], cells[1, 2], cells[2, 1]])
    corners = sorted([cells[0, 0], cells[0, 2], cells[2, 0], cells[2, 2]])
    # A thick cross leaves paper at the middles of the sides, close to the frame.
    strips = [inner[:4, third:-third], inner[-4:, third:-third], inner[third:-third, :4], inner[third:-third, -4:]]
    return [*diagonals, *sides, *corners, float(cells[1, 1]), *sorted(float(strip.mean()) for strip in strips)]


def _gaps(inner: Ink) -> list[float]:
    """The paper that is left: its share, and the radius of the largest gap, with thin gaps as they are and closed."""
    level = HOLE * max(float(np.percentile(inner, 90)), 0.15)
    found = []
    for radius in (0, 1, 2):
        closed = cv2.morphologyEx(inner, cv2.MORPH_CLOSE, np.ones((2 * radius + 1,) * 2)) if radius else inner
        gap = (closed < level).astype(np.uint8)
        deep = cv2.distanceTransform(np.pad(gap, 1, mode="edge"), cv2.DIST_L2, 3)
        found += [float(gap.mean()), min(float(deep.max()), float(SIDE))]
    return found


def _pieces(inner: Ink) -> list[float]:
    """How many pieces the ink is in, how large the largest is, how far it reaches, how thick it is."""
    level = max(0.5 * float(np.percentile(inner, 97)), 0.1)
    dark = (cv2.GaussianBlur(inner, (0, 0), 0.8) > level).astype(np.uint8)
    count, _labels, stats, _centres = cv2.connectedComponentsWithStats(dark)
    largest = stats[1:][np.argmax(stats[1:, cv2.CC_STAT_AREA])] if count > 1 else np.zeros(5)
    thick = min(float(cv2.distanceTransform(dark, cv2.DIST_L2, 3).max()), float(SIDE))
    reach = float(max(largest[cv2.CC_STAT_WIDTH], largest[cv2.CC_STAT_HEIGHT]))
    return [float(count - 1), float(largest[cv2.CC_STAT_AREA]), reach, thick]


def _directions(inner: Ink) -> list[float]:
    """How strong the edges are in each direction, and together."""
    right, down = cv2.Sobel(inner, cv2.CV_32F, 1, 0), cv2.Sobel(inner, cv2.CV_32F, 0, 1)
    strength = np.hypot(right, down)
    bins = (np.round(np.arctan2(down, right) / (np.pi / BINS)).astype(int)) % BINS
    total = float(strength.sum()) + 1e-6
    return [*(np.bincount(bins.ravel(), strength.ravel(), BINS) / total).tolist(), total / inner.size]


def _around(ink: Ink) -> Ink:
    """Ink just outside the frame above, below and on the left (on the right stands the label)."""
    near, middle = slice(MARGIN - 7, MARGIN - 3), slice(MARGIN, PATCH - MARGIN)
    far = slice(PATCH - MARGIN + 3, PATCH - MARGIN + 7)
    strips = (ink[:, near, middle], ink[:, far, middle], ink[:, middle, near])
    return np.sort(np.stack([strip.mean(axis=(1, 2)) for strip in strips], axis=1), axis=1)
