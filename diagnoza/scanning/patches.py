"""Every box of a straightened page as a small picture of one size, taken from where the box really is.

Paper bends, so a box may be a few millimetres off. Its printed frame is looked for around its place; where the frame
cannot be told (a thick pen ran over it) the box moves as its neighbours do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from diagnoza.documents.corner_marks import MARKS, SIDE
from diagnoza.documents.questionnaire import Box
from diagnoza.scanning.errors import PageError, Why
from diagnoza.scanning.straighten import PIXELS, Ink, StraightPage

FRAME = 32
"""Side of a box in a patch."""
MARGIN = 12
"""What a patch shows around the box on each side."""
PATCH = FRAME + 2 * MARGIN

REACH = round(2.6 * 72 / 25.4 * PIXELS)
"""How far from its place a box is looked for, in pixels: 2.6 mm."""
CLOSE = 0.8 * 72 / 25.4 * PIXELS
"""How far from its neighbours' way a box may go of its own: 0.8 mm."""
NEIGHBOURS = 9
FRAME_SEEN = 0.12
"""Least surplus of ink on a frame over the ink just outside it, for the frame to be believed."""
CLEAR = 0.8
"""From this share of the page's middle surplus a frame is trusted against its neighbours: paper can bend sharply."""
SIDE_SEEN = 0.3
"""Least darkness of the second weakest side of a frame, for the frame to be where it was found."""
COVERED = 0.7
"""A frame paler than this share of the page's middle one is not seen: ink darkens a frame, what hides it does not."""
LEAST_SEEN = 0.85
"""Share of frames that must be seen, else the page is not the sheet that it says it is."""


@dataclass(frozen=True, eq=False)
class Patches:
    """The boxes of a page: `ink` is boxes x PATCH x PATCH, 0 paper, 1 as black as the corner marks."""

    ink: Ink
    frames: Ink
    """How well each box's frame was seen."""
    lost: npt.NDArray[np.bool_]
    """Where nothing like the frames of the other boxes was found: something lies over the box, or it is elsewhere."""
    shifts: Ink
    """How far each box was from its place: boxes x 2, pixels right and down."""
    noise: float
    """Spread of the ink where the page is blank."""
    page: Ink
    """The whole page, as black as the corner marks where it is 1."""


def cut(page: StraightPage, boxes: Sequence[Box]) -> Patches:
    """The boxes as they are on the page; PageError when they are not where the sheet has them."""
    ink = page.ink / _black(page.ink)
    own, frames, lost = _found(ink, boxes)
    seen = 1 - float(lost.mean())
    if seen < LEAST_SEEN:
        raise PageError(Why.MISFIT, {"found": round(seen, 2), "limit": LEAST_SEEN})
    shifts = _together(boxes, own, frames)
    sides = np.array([_sides(ink, box, shift) for box, shift in zip(boxes, shifts, strict=True)])
    pieces = np.array([_piece(ink, box, shift) for box, shift in zip(boxes, shifts, strict=True)])
    return Patches(pieces, frames, lost | (sides < COVERED * np.median(sides)), shifts, _noise(ink), ink)


def seen(page: StraightPage, boxes: Sequence[Box]) -> int:
    """How many of these boxes are on the page; none, where too few are for the page to be theirs."""
    if not boxes:
        return 0
    _own, _frames, lost = _found(page.ink / _black(page.ink), boxes)
    return int((~lost).sum()) if 1 - lost.mean() >= LEAST_SEEN else 0


def _found(ink: Ink, boxes: Sequence[Box]) -> tuple[Ink, Ink, npt.NDArray[np.bool_]]:
    """How far from its place each frame is, how well it is seen, and whether it is not seen there at all."""
    found = [_look(ink, box) for box in boxes]
    own, frames = (np.array(each, dtype=np.float32) for each in zip(*found, strict=True))
    lost = np.array([_sides(ink, box, shift) < SIDE_SEEN for box, shift in zip(boxes, own, strict=True)])
    return own, frames, lost


def _black(ink: Ink) -> float:
    """How dark the corner marks are: their frames, whose outer cells are black on every mark."""
    marks = [_window(ink, mark.x, mark.y, SIDE) for mark in MARKS]
    return max(float(np.percentile(np.concatenate([each.ravel() for each in marks]), 75)), 0.2)


def _noise(ink: Ink) -> float:
    """The strip between the upper marks is never printed on."""
    left, right = (round((mark.x + side) * PIXELS) for mark, side in ((MARKS[0], 1.2 * SIDE), (MARKS[1], -0.2 * SIDE)))
    top, bottom = round(MARKS[0].y * PIXELS), round((MARKS[0].y + SIDE) * PIXELS)
    return float(np.std(ink[top:bottom, left:right]))


def _window(ink: Ink, x: float, y: float, side: float) -> Ink:
    top, left, length = round(y * PIXELS), round(x * PIXELS), round(side * PIXELS)
    return ink[top : top + length, left : left + length]


def _look(ink: Ink, box: Box) -> tuple[tuple[float, float], float]:
    """Where the frame of a box fits best around its place, and how much darker it is than what is just outside."""
    kernel = _kernel(round(box.side * PIXELS))
    half = kernel.shape[0] // 2
    centre = (round((box.x + box.side / 2) * PIXELS), round((box.y + box.side / 2) * PIXELS))
    around = cv2.getRectSubPix(ink, (2 * (half + REACH) + 1,) * 2, (float(centre[0]), float(centre[1])))
    fits = cv2.filter2D(around, -1, kernel, borderType=cv2.BORDER_REPLICATE)[half:-half, half:-half]
    # Of two places that fit alike the nearer one is meant.
    far = np.hypot(*np.mgrid[-REACH : REACH + 1, -REACH : REACH + 1]) / REACH
    down, right = np.unravel_index(np.argmax(fits - 0.05 * far), fits.shape)
    return (float(right - REACH), float(down - REACH)), float(fits[down, right])


def _sides(ink: Ink, box: Box, shift: Ink) -> float:
    """How dark the second weakest side of a frame is: writing has lines in its way too, but never on three sides."""
    left, top = (round(float(at)) for at in (box.x * PIXELS + shift[0], box.y * PIXELS + shift[1]))
    side = round(box.side * PIXELS)
    along = [slice(start + side // 8, start + side - side // 8) for start in (top, left)]
    near = [slice(max(at - 2, 0), at + 3) for at in (top, top + side, left, left + side)]
    lines = [ink[near[0], along[1]], ink[near[1], along[1]], ink[along[0], near[2]].T, ink[along[0], near[3]].T]
    return sorted(float(line.max(axis=0).mean()) if line.size else 0.0 for line in lines)[1]


def _kernel(side: int) -> Ink:
    """Plus the mean of the frame, minus the mean of a ring just outside it."""
    room = 7
    size = (side + 2 * room) | 1
    frame, ring = np.zeros((2, size, size), np.float32)
    low, high = (size - side) // 2, (size - side) // 2 + side
    cv2.rectangle(frame, (low, low), (high, high), 1.0, 2)
    cv2.rectangle(ring, (low - 5, low - 5), (high + 5, high + 5), 1.0, 2)
    return np.asarray(frame / frame.sum() - ring / ring.sum(), dtype=np.float32)


def _together(boxes: Sequence[Box], own: Ink, frames: Ink) -> Ink:
    """Each box's own shift where its frame stands out as most do, or its neighbours went about the same way.

    The way of neighbours is the median of their believed shifts; other boxes move that way.
    """
    places = np.array([(box.x, box.y) for box in boxes])
    believed = np.flatnonzero(frames > FRAME_SEEN)
    shifts, clear = np.empty_like(own), frames > CLEAR * np.median(frames)
    for number, place in enumerate(places):
        near = believed[np.argsort(np.hypot(*(places[believed] - place).T))[:NEIGHBOURS]]
        way = np.median(own[near], axis=0)
        alike = frames[number] > FRAME_SEEN and np.hypot(*(own[number] - way)) < CLOSE
        shifts[number] = own[number] if alike or clear[number] else way
    return shifts


def _piece(ink: Ink, box: Box, shift: Ink) -> Ink:
    """The box and its margin, resized so that its frame is FRAME pixels wide."""
    zoom = FRAME / (box.side * PIXELS)
    left, top = box.x * PIXELS + shift[0], box.y * PIXELS + shift[1]
    move = np.array([[zoom, 0, MARGIN - zoom * left], [0, zoom, MARGIN - zoom * top]])
    return np.asarray(cv2.warpAffine(ink, move, (PATCH, PATCH), flags=cv2.INTER_AREA), dtype=np.float32)
