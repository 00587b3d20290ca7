"""One page, from a picture to what was done to each of its boxes and writing spaces."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from diagnoza.documents.corner_marks import FOOT
from diagnoza.documents.questionnaire import Box, Layout, Space
from diagnoza.documents.sheet_code import PageCode
from diagnoza.scanning import patches, straighten
from diagnoza.scanning.boxes import ReadBox, read_boxes
from diagnoza.scanning.errors import PageError, Why
from diagnoza.scanning.pages import Picture
from diagnoza.scanning.straighten import PIXELS, StraightPage

LayoutOf = Callable[[PageCode], Layout | None]
"""Finds the layout that a sheet was printed with, by the code on its page; None when nobody knows the sheet."""

MM = 72 / 25.4
AROUND_BOX = (3 * MM, 3 * MM, 45 * MM, 3 * MM)
"""What a cut-out shows left of, above, right of and below a box: its label is on the right."""
ROW = (15 * MM, 195 * MM)
"""From where to where a cut-out of a whole row goes: from edge to edge of what is printed."""
AROUND_ROW = 5 * MM
AROUND_SPACE = (2 * MM, 9 * MM, 2 * MM, 2 * MM)
BLACK = 0.35
"""From this share of the darkness of black ink a point is print."""
NARROWEST = 40 * MM
"""Least width of the cut-out with the code in letters."""


@dataclass(frozen=True)
class ReadSpace:
    """A writing space: whether anything is written in it. What it says is for a person to read."""

    space: Space
    written: bool


@dataclass(frozen=True, eq=False)
class ReadPage:
    """A page as it was read, with its straightened picture (200 dpi, upright)."""

    code: PageCode
    boxes: tuple[ReadBox, ...]
    spaces: tuple[ReadSpace, ...]
    picture: Picture

    def cut_out(self, place: Box | Space) -> bytes:
        """The box with its label, or the writing space, as PNG."""
        return cut_out(self.picture, place)


class NoCode(PageError):
    """The marks of a page are seen but its square code is not read: `picture` is the page, straightened."""

    def __init__(self, picture: Picture) -> None:
        super().__init__(Why.CODE)
        self.picture = picture


def read(picture: Picture, layout_of: LayoutOf) -> ReadPage:
    """The page in the picture.

    PageError: the marks are not seen, nobody knows the sheet, or its boxes are not where they should be; NoCode.
    """
    page = straighten.straighten(picture)
    if page.code is None:
        raise NoCode(page.picture)
    layout = layout_of(page.code)
    if layout is None or page.code.page not in layout.pages:
        raise PageError(Why.UNKNOWN_SHEET, {"code": page.code.code, "page": page.code.page})
    return _read(page, page.code, layout)


def told(picture: Picture, code: PageCode, layout: Layout) -> ReadPage:
    """The page in a straightened picture, of which a person says what its code is.

    PageError: the sheet has no such page, or the boxes are those of another page or of another sheet.
    """
    page, pages = StraightPage(picture, code), sorted(layout.pages)
    if code.page not in pages:
        raise PageError(Why.NO_SUCH_PAGE, {"code": code.code, "page": code.page, "limit": pages})
    seen = {number: patches.seen(page, [box for box in layout.boxes if box.page == number]) for number in pages}
    most = max(pages, key=lambda number: seen[number])
    if seen[most] > seen[code.page]:
        raise PageError(Why.OTHER_PAGE, {"code": code.code, "page": code.page, "found": most})
    return _read(page, code, layout)


def _read(page: StraightPage, code: PageCode, layout: Layout) -> ReadPage:
    boxes = [box for box in layout.boxes if box.page == code.page]
    spaces = [space for space in layout.spaces if space.page == code.page]
    read_all = read_boxes(page, boxes, layout.printed(code.page))
    return ReadPage(code, read_all, tuple(_read_space(page, each) for each in spaces), page.picture)


def cut_out(picture: Picture, place: Box | Space) -> bytes:
    """A box with its label, or a writing space, of a straightened picture, as PNG."""
    width, height = (place.side, place.side) if isinstance(place, Box) else (place.width, place.height)
    left, above, right, below = AROUND_BOX if isinstance(place, Box) else AROUND_SPACE
    rows = _pixels(place.y - above, place.y + height + below)
    columns = _pixels(place.x - left, place.x + width + right)
    return png(picture[rows, columns])


def foot(picture: Picture) -> bytes:
    """Where a straightened page says for people which it is, as PNG; no wider than what is printed there."""
    strip = picture[_pixels(FOOT.y, FOOT.y + FOOT.height), _pixels(FOOT.x, FOOT.x + FOOT.width)]
    printed = np.flatnonzero((straighten.darkness(strip) > BLACK).any(axis=0))
    return png(strip[:, : max(printed[-1:].sum() + round(3 * MM * PIXELS), round(NARROWEST * PIXELS))])


def row(picture: Picture, box: Box) -> bytes:
    """The whole row of a box of a straightened picture, as PNG."""
    rows = _pixels(box.y - AROUND_ROW, box.y + box.side + AROUND_ROW)
    return png(picture[rows, _pixels(*ROW)])


def png(picture: Picture) -> bytes:
    """The picture as PNG."""
    _done, content = cv2.imencode(".png", picture)
    return content.tobytes()


def _pixels(start: float, end: float) -> slice:
    return slice(max(round(start * PIXELS), 0), round(end * PIXELS))


FAINT = 0.16
"""From this share of the darkness of black ink a point is dark; a hard pencil is hardly darker."""
WRITTEN = 0.0006
"""Least share of a writing space that is dark and not a printed line, for anything to be written there.

A few specks are as much; a person looks at them for nothing, and no faint word is lost.
"""
THICK = 7
"""Printed lines are thinner than so many pixels (0.9 mm); a marker is not."""


def _read_space(page: StraightPage, space: Space) -> ReadSpace:
    ink = page.ink[_pixels(space.y, space.y + space.height), _pixels(space.x, space.x + space.width)]
    dark = (cv2.GaussianBlur(ink, (0, 0), 1) > FAINT).astype(np.uint8)
    lines = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, 60), np.uint8))
    clear = np.where(cv2.dilate(lines, np.ones((7, 1), np.uint8)), 0, dark).astype(np.uint8)
    rest = cv2.morphologyEx(clear, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    thick = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((THICK, THICK), np.uint8))
    return ReadSpace(space, bool(np.maximum(rest, thick).mean() > WRITTEN))
