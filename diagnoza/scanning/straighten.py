"""A page laid flat: from the corner marks to a picture in which every point of the sheet is where it was printed."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from diagnoza.documents.corner_marks import CODE, MARKS, PAGE, corners
from diagnoza.documents.sheet_code import PageCode
from diagnoza.scanning import marks, square_code
from diagnoza.scanning.pages import Picture

Ink = npt.NDArray[Any]
"""Numbers from 0 (paper) to 1 (black), height x width."""

PIXELS = 200 / 72
"""Pixels of a straightened page to one point: 200 dpi."""
CODE_ROOM = 1.15
"""What is cut out around the square code, as a share of its side."""


@dataclass(frozen=True, eq=False)
class StraightPage:
    """A page at 200 dpi, upright."""

    picture: Picture
    code: PageCode | None
    """What its square code says; None when it cannot be read."""

    @cached_property
    def ink(self) -> Ink:
        """How dark every pixel is against the paper around it, from 0 (paper) to 1 (black)."""
        return darkness(self.picture)


def straighten(picture: Picture) -> StraightPage:
    """The page that is in the picture, whichever way up; PageError when its marks are not seen."""
    flat = _flattening(marks.find(picture))
    size = (round(PAGE[0] * PIXELS), round(PAGE[1] * PIXELS))
    laid = cv2.warpPerspective(_softened(picture, flat), flat, size, borderValue=(255, 255, 255))
    return StraightPage(laid, _code(picture, flat))


def _flattening(found: marks.Found) -> marks.Points:
    """The homography from the picture to the straightened page, by the sixteen corners of the marks."""
    printed = np.array([corner for mark in MARKS for corner in corners(mark)]) * PIXELS - 0.5
    seen = np.concatenate([found[mark.number] for mark in MARKS])
    homography, _used = cv2.findHomography(seen, printed, 0)
    return np.asarray(homography, dtype=float)


def _softened(picture: Picture, flat: marks.Points) -> Picture:
    """The picture without detail finer than the straightened page can hold, so that shrinking adds no grain."""
    shrinks = 1 / np.sqrt(abs(np.linalg.det(flat[:2, :2])))
    return cv2.GaussianBlur(picture, (0, 0), 0.4 * shrinks) if shrinks > 1.3 else picture


def darkness(picture: Picture) -> Ink:
    """Ink as a share of full darkness, each colour against the light that falls on the paper there."""
    channels = (picture[:, :, number] for number in range(3))
    shares = [channel / np.maximum(_paper(channel), 1) for channel in channels]
    return np.asarray(np.clip(1 - np.min(shares, axis=0), 0, 1), dtype=np.float32)


def _paper(channel: Picture) -> Ink:
    """The paper alone: a small copy without anything dark that is narrower than 17 mm, smoothed and enlarged."""
    small = cv2.resize(channel, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    bright = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((17, 17), np.uint8))
    smooth = cv2.GaussianBlur(bright.astype(np.float32), (0, 0), 4)
    return cv2.resize(smooth, channel.shape[::-1], interpolation=cv2.INTER_LINEAR).astype(np.float32)


def _code(picture: Picture, flat: marks.Points) -> PageCode | None:
    """The square code, cut out of the picture by its known place."""
    side = round(square_code.CELLS * CODE_ROOM * square_code.CELL)
    grow = side / (CODE.side * CODE_ROOM * PIXELS)
    edge = CODE.side * (CODE_ROOM - 1) / 2
    shift = np.array([[1, 0, -(CODE.x - edge) * PIXELS], [0, 1, -(CODE.y - edge) * PIXELS], [0, 0, 1]])
    there = np.diag([grow, grow, 1]) @ shift @ flat
    cut = cv2.warpPerspective(picture, there, (side, side), flags=cv2.INTER_CUBIC)
    return square_code.read(np.asarray(cv2.cvtColor(cut, cv2.COLOR_BGR2GRAY)))
