"""Where the four corner marks of a page are in a picture.

OpenCV's ArUco detector tells the marks from everything else that is square and says which way up each is. It looks at
the picture at several sizes: a phone's grain hides marks at full size, and a fax has no pixels to spare.
"""

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from diagnoza.documents.corner_marks import MARKS
from diagnoza.scanning.errors import PageError, Why
from diagnoza.scanning.pages import Picture

Points = npt.NDArray[Any]
Found = dict[int, Points]
"""The number of a mark and its four corners in pixels, clockwise from what is its upper left on paper."""

LONG_SIDES = (1_600, 2_600, 1_100, 4_000)
LARGEST_TO_SMALLEST = 2.5  # sides of marks on one page, even when it lies far from square to the camera
NUMBERS = [mark.number for mark in MARKS]


def find(picture: Picture) -> Found:
    """All four marks; PageError when any is not seen or they do not stand like the corners of a page."""
    best: Found = {}
    for attempt in _attempts(picture):
        best = attempt | best
        if len(best) == len(MARKS) and _like_a_page(best):
            return best
    raise PageError(Why.MARKS, {"found": min(len(best), len(MARKS) - 1), "limit": len(MARKS)})


def _attempts(picture: Picture) -> Iterator[Found]:
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    for side in LONG_SIDES:
        scale = side / max(gray.shape)
        if scale <= 2:
            resized = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=_how(scale))
            yield _detect(resized, scale)
            yield _detect(cv2.medianBlur(resized, 5), scale)


def _how(scale: float) -> int:
    return cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC


def _detect(gray: Picture, scale: float) -> Found:
    corners, numbers, _others = DETECTOR.detectMarkers(gray)
    seen = [] if numbers is None else [int(number) for number in numbers.flatten()]
    # Pixel centres: what is at x after resizing was at (x + 0.5) / scale - 0.5.
    squares = [(square[0].astype(float) + 0.5) / scale - 0.5 for square in corners]
    found = zip(seen, squares, strict=True)
    return {NUMBERS[each]: square for each, square in found if seen.count(each) == 1}


def _detector() -> cv2.aruco.ArucoDetector:
    all_marks = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    ours = cv2.aruco.Dictionary(all_marks.bytesList[NUMBERS], all_marks.markerSize, 1)
    wanted = cv2.aruco.DetectorParameters()
    wanted.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    wanted.minMarkerPerimeterRate = 0.04
    wanted.adaptiveThreshWinSizeMax = 43
    return cv2.aruco.ArucoDetector(ours, wanted)


def _like_a_page(found: Found) -> bool:
    """Whether the marks go round a convex shape in their order and are of about one size."""
    upper_left, upper_right, lower_left, lower_right = (found[number].mean(axis=0) for number in NUMBERS)
    outline = np.array([upper_left, upper_right, lower_right, lower_left], dtype=np.float32)
    sides = [float(cv2.arcLength(each.astype(np.float32), True)) for each in found.values()]
    turns_right = cv2.contourArea(outline, oriented=True) > 0
    return cv2.isContourConvex(outline) and turns_right and max(sides) < LARGEST_TO_SMALLEST * min(sides)


DETECTOR = _detector()
