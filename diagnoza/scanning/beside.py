"""Ink beside the boxes: circles around a box or its label, underlining, ticks in front of a box, crosses scribbled out.

What is on the page is compared with what was printed on it. Paper bends and copies grow fat, so the print is laid over
the page piece by piece, where it fits best, and what is within a third of a millimetre of print counts as print.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from diagnoza.documents.blank import SIZE, Print
from diagnoza.documents.questionnaire import Box
from diagnoza.scanning.straighten import PIXELS, Ink

Mask = npt.NDArray[np.bool_]

MM = 72 / 25.4 * PIXELS
"""Pixels of a straightened page to a millimetre."""
LEVEL = 0.22
"""Ink from this share of the marks' black is a stroke and not a shade."""
REACH = round(0.8 * MM)
"""How far a piece of print is looked for around the place where the boxes near it went."""
FAT = 7
"""Print is taken to be wider by half of so many pixels on each side, less one half."""
PIECE = 25 * MM
"""Length of the pieces in which the print of a row is laid over the page."""
LEFT, ABOVE = 1.0, 0.5
"""What belongs to a box beside its frame, in sides of the box: room left of it, room above it and below it."""
RIGHT_EDGE = 193 * MM
LONG = 0.35
"""Pieces of ink that are longer than this share of a box's side are strokes and not specks."""
NEAR = 0.3
"""What comes so near to a box with something in it, in sides of the box, belongs to that: a cross may be wide."""
WIDE = 2.2
"""No arm of a cross is longer than so many sides of its box: what is goes around something, or through several."""
MUCH = 1.0
"""Ink beside a box from this length on, in sides of the box and for a stroke of one pixel, is something to look at.

Clean rows have none at all; the shortest tick of a thin pen has twice as much.
"""
BRIDGED = 6
"""A stroke that passes under print goes on after twice so many pixels: a frame, and what counts as print around it."""
ACROSS = 0.15
"""From this share of two opposite sides of a box a pen went through both: a scribble. A cross passes the corners."""


@dataclass(frozen=True)
class Window:
    """A part of a straightened page in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def of(self) -> tuple[slice, slice]:
        """To cut it out."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def grown(self, by: int) -> "Window":
        """With so much more on every side."""
        return Window(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def moved(self, right: int, down: int) -> "Window":
        """The same elsewhere."""
        return Window(self.left + right, self.top + down, self.right + right, self.bottom + down)


@dataclass(frozen=True, eq=False)
class Beside:
    """What was found for each box: whether there is `ink` beside it that belongs to no box, and whether a pen `struck`
    through it from side to side or came from far."""

    ink: Mask
    struck: Mask


def find(ink: Ink, printed: Print | None, boxes: Sequence[Box], shifts: Ink, used: Mask) -> Beside:
    """Look beside the boxes; `used` says in which of them something is. Without the print less paper is known."""
    added = strokes(ink, guessed(boxes) if printed is None else printed, boxes, shifts)
    side = boxes[0].side * PIXELS
    pieces, lengths = _joined(added, 1)
    alone = added & (lengths > LONG * side)[pieces]
    strokes_of, reaches = _joined(alone, BRIDGED)
    wide = (reaches > WIDE * side)[strokes_of]
    alone &= wide | ~_around([box for box, inside in zip(boxes, used, strict=True) if inside], pieces)
    amounts = [alone[window(box, boxes).of].sum() / (box.side * PIXELS) for box in boxes]
    struck = [_struck(added, box) or bool(wide[frame(box, NEAR).of].any()) for box in boxes]
    return Beside(np.array(amounts) > MUCH, np.array(struck))


def guessed(boxes: Sequence[Box]) -> Print:
    """Of a sheet whose print nobody kept: everything but a strip in front of every box may be printed."""
    printed = np.ones(SIZE, bool)
    for box in boxes:
        whole = frame(box)
        room = (whole.right - whole.left) / 20
        printed[whole.top : whole.bottom, round(whole.left - 9 * room) : round(whole.left - room)] = False
    return printed


def strokes(ink: Ink, printed: Print, boxes: Sequence[Box], shifts: Ink) -> Mask:
    """Where the page has ink that was not printed, in the rows of the boxes.

    The result lies where the boxes were printed, not where they are on bent paper.
    """
    added, print_itself = np.zeros((2, *printed.shape), bool)
    for box, shift in zip(boxes, shifts, strict=True):
        for piece in _pieces(window(box, boxes)):
            found = _added(ink, printed, piece, shift)
            added[piece.of] |= found
            print_itself[piece.of] |= ~found
    return np.asarray(added & ~print_itself)


def window(box: Box, boxes: Sequence[Box]) -> Window:
    """A box with its label and the room around both: as far as the next box of its row, or the edge of the page."""
    x, y, side = (each * PIXELS for each in (box.x, box.y, box.side))
    beyond = [each.x * PIXELS for each in boxes if each.x > box.x and abs(each.y - box.y) < box.side / 2]
    right = min([at - 0.2 * side for at in beyond], default=RIGHT_EDGE)
    return Window(round(x - LEFT * side), round(y - ABOVE * side), round(right), round(y + (1 + ABOVE) * side))


def _pieces(whole: Window) -> Iterator[Window]:
    count = max(round((whole.right - whole.left) / PIECE), 1)
    edges = np.linspace(whole.left, whole.right, count + 1).round().astype(int).tolist()
    for left, right in pairwise(edges):
        yield Window(left, whole.top, right, whole.bottom)


def _added(ink: Ink, printed: Print, piece: Window, shift: Ink) -> Mask:
    """The ink of a piece without the print, which is laid over it where it fits best."""
    right, down = (round(float(each)) for each in shift)
    here, print_here = _cut(ink, piece.moved(right, down).grown(REACH)), printed[piece.of].astype(np.float32)
    across, along = _best(here, print_here)
    seen = here[along : along + print_here.shape[0], across : across + print_here.shape[1]]
    near = _cut(printed.astype(np.uint8), piece.grown(FAT))
    fat = cv2.dilate(near, np.ones((FAT, FAT), np.uint8))[FAT:-FAT, FAT:-FAT]
    return np.asarray((seen > LEVEL) & (fat == 0))


def _best(here: Ink, print_here: Ink) -> tuple[int, int]:
    """Where in a wider piece of the page the print lies: in its middle where too little is known of it to tell."""
    if print_here.sum() < 20 or print_here.mean() > 0.5:
        return REACH, REACH
    fits = cv2.matchTemplate(here, cv2.GaussianBlur(print_here, (0, 0), 1.0), cv2.TM_CCOEFF_NORMED)
    far = np.hypot(*np.mgrid[-REACH : REACH + 1, -REACH : REACH + 1]) / REACH
    along, across = np.unravel_index(np.argmax(fits - 0.05 * far), fits.shape)
    return int(across), int(along)


def _cut(whole: Ink, part: Window) -> Ink:
    """A part that may reach over the edges of the page, where there is nothing."""
    height, width = whole.shape
    left, top, right, bottom = max(part.left, 0), max(part.top, 0), min(part.right, width), min(part.bottom, height)
    room = ((top - part.top, part.bottom - bottom), (left - part.left, part.right - right))
    return np.pad(whole[top:bottom, left:right], room)


def frame(box: Box, room: float = 0.0) -> Window:
    """A box with so much room around it, in sides of the box."""
    x, y, side = (each * PIXELS for each in (box.x, box.y, box.side))
    return Window(
        *(round(at) for at in (x - room * side, y - room * side, x + (1 + room) * side, y + (1 + room) * side))
    )


def _joined(added: Mask, room: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """The pieces of ink, by their numbers, with so much room around them, and the length of each; 0 is the paper."""
    joined = cv2.dilate(added.astype(np.uint8), np.ones((2 * room + 1, 2 * room + 1), np.uint8))
    _count, labels, stats, _middles = cv2.connectedComponentsWithStats(joined, connectivity=8)
    lengths = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) - 2 * room
    lengths[0] = 0
    return np.asarray(labels, np.int32), lengths


def _around(used: Sequence[Box], pieces: npt.NDArray[np.int32]) -> Mask:
    """Where the pieces are that come near a box with something in it."""
    near = np.zeros(pieces.max() + 1, bool)
    for box in used:
        near[np.unique(pieces[frame(box, NEAR).of])] = True
    return np.asarray(near[pieces])


def _struck(added: Mask, box: Box) -> bool:
    """Whether a pen went out of the box on both sides, or above and below, away from the corners."""
    near, far = frame(box, 0.14), frame(box, 0.32)
    middle = frame(box, -0.2)
    rows, columns = slice(middle.top, middle.bottom), slice(middle.left, middle.right)
    left, right = added[rows, far.left : near.left].any(axis=1), added[rows, near.right : far.right].any(axis=1)
    above, below = added[far.top : near.top, columns].any(axis=0), added[near.bottom : far.bottom, columns].any(axis=0)
    return bool(max(min(left.mean(), right.mean()), min(above.mean(), below.mean())) > ACROSS)
