"""What a chart's figure holds, read back for comparison: texts by their id, boxes, and where text stands."""

from itertools import combinations

from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from analysis.charts import lettering
from analysis.charts.line import Line
from analysis.charts.placement import overlap

Box = tuple[float, float, float, float]


def texts(figure: Figure) -> list[Line]:
    """Every line of text in the figure."""
    return [line for line in figure.findobj(Line) if line.get_text()]


def words(figure: Figure) -> str:
    """All text of the figure as one string with plain spaces."""
    return " ".join(line.get_text() for line in texts(figure)).replace("\u00a0", " ")


def by_id(figure: Figure, prefix: str) -> dict[str, str]:
    """Texts whose id begins with `prefix`, by the rest of the id, with plain spaces."""
    found = {line.get_gid(): line.get_text().replace("\u00a0", " ") for line in texts(figure) if line.get_gid()}
    return {gid.removeprefix(prefix): text for gid, text in found.items() if gid.startswith(prefix)}


def boxes(figure: Figure, gid: str) -> list[Box]:
    """The rectangles of one group, in pixels from the top left corner."""
    (found,) = [each for each in figure.findobj(PolyCollection) if each.get_gid() == gid]
    corners = [path.vertices for path in found.get_paths()]
    return [(each[0][0], each[0][1], each[2][0], each[2][1]) for each in corners]


def place(line: Line) -> Box:
    """The room that a line of text takes, in pixels from the top left corner."""
    size = line.get_fontsize() * 96 / 72
    wide = lettering.width(line.get_text(), size, line.get_fontproperties().get_weight() == "bold")
    x, baseline = line.get_position()
    if line.get_rotation() == 90:
        return x - 0.74 * size, baseline - wide, x, baseline
    left = x - wide * {"left": 0, "center": 0.5, "right": 1}[line.get_horizontalalignment()]
    return left, baseline - 0.74 * size, left + wide, baseline


def collisions(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts that stand over each other."""
    placed = [(line.get_text(), place(line)) for line in texts(figure)]
    return [(one[0], other[0]) for one, other in combinations(placed, 2) if overlap(one[1], other[1])]


def outside(figure: Figure) -> list[str]:
    """Texts that leave the figure."""
    width, height = (inches * 96 for inches in figure.get_size_inches())
    return [
        line.get_text()
        for line in texts(figure)
        for left, top, right, bottom in [place(line)]
        if left < -1 or top < -1 or right > width + 1 or bottom > height + 1
    ]
