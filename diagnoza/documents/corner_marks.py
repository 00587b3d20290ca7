"""What a camera looks for on every printed page: its four corner marks and its square code.

The marks are squares that differ, so that it knows which corner it sees: ArUco markers of OpenCV's dictionary
DICT_4X4_50, a black frame one cell wide around 4 by 4 cells. No turn of one looks like a turn of another, so a page
that lies upside down or askew is told by the marks alone.
"""

from typing import NamedTuple

MM = 72 / 25.4
SIDE = 9 * MM
EDGE = 12 * MM
"""From the edge of the paper: on a sheet that lies 5 degrees askew on a scanner the marks are still on the glass."""
PAGE = (210 * MM, 297 * MM)
"""Width and height of A4 in points."""


class Square(NamedTuple):
    """Upper left corner and side in points."""

    x: float
    y: float
    side: float


class Mark(NamedTuple):
    """One mark: its number in the dictionary, its white (1) and black (0) cells, its upper left corner in points."""

    number: int
    cells: tuple[str, ...]
    x: float
    y: float


class Strip(NamedTuple):
    """Upper left corner, width and height in points."""

    x: float
    y: float
    width: float
    height: float


CODE = Square(166 * MM, 265 * MM, 20 * MM)
"""Where the square code of every page stands, with its white edge."""

FOOT = Strip(21.5 * MM, 270 * MM, 110 * MM, 14 * MM)
"""Where the foot of a page says for people what the square code says: room for the widest code in large print."""

FAR_X, FAR_Y = (length - EDGE - SIDE for length in PAGE)
MARKS = (
    Mark(0, ("1011", "0101", "0011", "0010"), EDGE, EDGE),
    Mark(2, ("0011", "0011", "0010", "1101"), FAR_X, EDGE),
    Mark(6, ("1001", "1110", "0010", "1110"), EDGE, FAR_Y),
    Mark(9, ("1100", "1111", "0101", "0110"), FAR_X, FAR_Y),
)


def corners(mark: Mark) -> tuple[tuple[float, float], ...]:
    """The corners of a mark in points, clockwise from the upper left."""
    right, bottom = mark.x + SIDE, mark.y + SIDE
    return (mark.x, mark.y), (right, mark.y), (right, bottom), (mark.x, bottom)
