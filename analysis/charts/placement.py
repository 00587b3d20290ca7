"""Finding room for labels beside points, so that nothing covers anything else."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.charts.sheet import Box, Spot

_DISTANCES = (1.5, 3.3, 5.5, 8.0, 11.5)
_SIDES: tuple[Spot, ...] = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
_CROWD = 70.0


@dataclass(frozen=True)
class Space:
    """Where labels may go: inside `bounds`, off `taken`, over `lines` only where there is no other way.

    `unit` is the radius of a point in pixels; distances grow with it.
    """

    bounds: Box
    taken: tuple[Box, ...]
    lines: tuple[Box, ...]
    unit: float


def place_labels(points: Sequence[Spot], sizes: Sequence[Spot], space: Space) -> list[Box] | None:
    """A box of each size (width, height) near its point, or None when one of them finds no room.

    Boxes touch neither each other nor any point. The most crowded points choose first; each takes the
    nearest free place, right and left before above and below.
    """
    blocked = [*space.taken, *(_around(point, space.unit) for point in points)]
    placed: dict[int, Box] = {}
    for index in sorted(range(len(points)), key=lambda index: -_neighbours(points, index)):
        point, size = points[index], sizes[index]
        box = _nearest(point, size, space, [*blocked, *space.lines]) or _nearest(point, size, space, blocked)
        if box is None:
            return None
        placed[index] = box
        blocked.append(box)
    return [placed[index] for index in range(len(points))]


def _around(point: Spot, unit: float) -> Box:
    return point[0] - unit, point[1] - unit, point[0] + unit, point[1] + unit


def _neighbours(points: Sequence[Spot], index: int) -> int:
    x, y = points[index]
    return sum(abs(x - a) < 2 * _CROWD and abs(y - b) < _CROWD for a, b in points)


def _nearest(point: Spot, size: Spot, space: Space, blocked: Sequence[Box]) -> Box | None:
    for distance in _DISTANCES:
        for side in _SIDES:
            box = _beside(point, size, side, distance * space.unit)
            if _inside(box, space.bounds) and not any(overlap(box, other) for other in blocked):
                return box
    return None


def _beside(point: Spot, size: Spot, side: Spot, distance: float) -> Box:
    reach = distance if 0 in side else distance * 0.7
    x = point[0] + side[0] * (reach + size[0] / 2)
    y = point[1] + side[1] * (reach + size[1] / 2)
    return x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2


def _inside(box: Box, bounds: Box) -> bool:
    return bounds[0] <= box[0] and bounds[1] <= box[1] and box[2] <= bounds[2] and box[3] <= bounds[3]


def overlap(first: Box, second: Box) -> bool:
    """Whether two boxes share any area."""
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


def leader(point: Spot, box: Box, unit: float) -> tuple[float, float, float, float] | None:
    """A line from the point to the nearest edge of its label, or None where the label is close enough."""
    x, y = min(max(point[0], box[0]), box[2]), min(max(point[1], box[1]), box[3])
    far = abs(x - point[0]) + abs(y - point[1]) > 2.5 * unit
    return (*point, x, y) if far else None
