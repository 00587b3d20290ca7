"""The square code of a page, read from a small grey picture of it.

OpenCV finds the code and checks and corrects what it says. Where it cannot tell the cells of a poor scan apart, they
are judged one by one first: how many there are is known, so each is the mean of its own middle.
"""

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

from diagnoza.documents.sheet_code import PageCode, read_page
from diagnoza.scanning.pages import Picture

CELL = 10
"""Pixels of a cell."""
EDGE = 4
"""Cells of the white edge."""
DARK = 21
"""Cells of the code without its edge, to a side."""
CELLS = DARK + 2 * EDGE


def read(gray: Picture) -> PageCode | None:
    """What the code says; None when it cannot be read."""
    for view in _views(gray):
        said, *_where = cv2.QRCodeDetector().detectAndDecode(view)
        code = read_page(said) if said else None
        if code:
            return code
    return None


def _views(gray: Picture) -> Iterator[Picture]:
    smooth = [np.asarray(cv2.GaussianBlur(gray, (0, 0), spread)) for spread in (2, 3)]
    yield gray
    for view in (gray, *smooth, np.asarray(cv2.medianBlur(gray, 7))):
        found, corners = cv2.QRCodeDetector().detect(view)
        yield view
        if found and corners is not None:
            yield from (_cell_by_cell(view, corners.reshape(4, 2), shrink) for shrink in (1.0, 0.98, 1.02))


def _cell_by_cell(view: Picture, corners: Any, shrink: float) -> Picture:
    """The code drawn anew: every cell black or white by the mean of its middle."""
    middle = corners.mean(axis=0)
    side = DARK * CELL
    square = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    lie = cv2.getPerspectiveTransform((middle + shrink * (corners - middle)).astype(np.float32), square)
    flat = cv2.warpPerspective(view, lie, (side, side)).reshape(DARK, CELL, DARK, CELL)
    means = flat[:, 2:-2, :, 2:-2].mean(axis=(1, 3)).astype(np.uint8)
    _level, cells = cv2.threshold(means, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    whole = np.pad(cells, EDGE, constant_values=255)
    return np.asarray(cv2.resize(whole, None, fx=CELL, fy=CELL, interpolation=cv2.INTER_NEAREST))
