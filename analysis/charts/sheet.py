"""A sheet to draw on, measured in CSS pixels from its top left corner, and its sizes.

Positions are computed from the labels before anything is drawn, so no layout engine has to try and measure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import Affine2D

from analysis.charts import lettering
from analysis.charts.line import Line
from analysis.charts.model import Size
from analysis.charts.palette import Palette
from analysis.charts.stories import Story

_DPI = 96
_POINTS = 72 / _DPI
_LEADING = 1.3
_ABOVE_NOTES = 12
_BASELINE = 0.36
"""Distance of the baseline below the middle of a line of text, as a part of the type size."""

Align = Literal["left", "center", "right"]
Spot = tuple[float, float]
"""x and y."""
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""
Segment = tuple[float, float, float, float]
"""x and y of the start, x and y of the end."""


@dataclass(frozen=True)
class Format:
    """Measures of one size, in pixels; `height` None: as tall as the contents.

    `label` is the part of the width that row labels may take; `notes` says how many notes are kept, `note_lines`
    how long each may be: where the sheet grows, long enough for a source with two long names to stay whole.
    """

    width: int
    height: int | None
    margin: int
    title: float
    text: float
    small: float
    bar: float
    gap: float
    label: float
    title_lines: int
    notes: int
    note_lines: int

    @property
    def stacked(self) -> bool:
        """Whether labels stand above their bars, for want of width."""
        return self.label == 1


FORMATS = {
    Size.PAGE: Format(800, None, 12, 21, 14.5, 12.5, 22, 12, 0.35, 3, 9, 4),
    Size.PHONE: Format(360, None, 10, 18, 15, 13, 20, 14, 1, 5, 9, 8),
    Size.PRINT: Format(642, None, 2, 18, 13, 11, 17, 9, 0.35, 3, 9, 4),
    Size.PROJECTOR: Format(1280, 720, 32, 36, 26, 19, 30, 12, 0.39, 2, 1, 3),
}


@dataclass(frozen=True)
class Style:
    """How a run of text looks. `colour` None is ink; `up` turns it by 90 degrees, reading upwards."""

    size: float
    bold: bool = False
    colour: str | None = None
    align: Align = "left"
    up: bool = False


class Sheet:
    """One chart in the making: `heading`, then shapes and text, then `finish`, which gives the figure."""

    def __init__(self, size: Size, colours: Palette, story: Story) -> None:
        self._story = story
        self.format = FORMATS[size]
        self.colours = colours
        self.left = float(self.format.margin)
        self.right = float(self.format.width - self.format.margin)
        self._figure = Figure(facecolor=colours.ground, dpi=_DPI)
        self._place = Affine2D()
        self._transform = self._place + self._figure.transFigure

    def text(self, x: float, middle: float, words: str, style: Style, gid: str | None = None) -> None:
        """One line of text whose middle line is at y = `middle`, aligned to x as the style says."""
        shift = style.size * _BASELINE
        line = Line(
            x + shift if style.up else x,
            middle if style.up else middle + shift,
            lettering.clean(words),
            transform=self._transform,
            fontproperties=lettering.properties(style.size * _POINTS, style.bold),
            color=style.colour or self.colours.ink,
            horizontalalignment="left" if style.up else style.align,
            verticalalignment="baseline",
            rotation=90 if style.up else 0,
            rotation_mode="anchor",
            parse_math=False,
            gid=gid,
        )
        self._figure.add_artist(line)

    def lines(self, x: float, top: float, lines: Sequence[str], style: Style) -> float:
        """Several lines of text below each other; returns the y where they end."""
        for place, line in enumerate(lines):
            self.text(x, top + style.size * _LEADING * (place + 0.5), line, style)
        return top + line_height(style.size, len(lines))

    def _wrapped(self, words: str, style: Style, most: int) -> tuple[str, ...]:
        return lettering.wrap(words, self.right - self.left, style.size, style.bold, most)

    def boxes(self, boxes: Sequence[Box], fills: Sequence[str], gid: str | None = None) -> None:
        """Filled rectangles, one fill for each; outlined where the palette asks for it."""
        edge = self.colours.edge
        self._polygons(boxes, facecolors=list(fills), edgecolors=edge or "none", linewidths=0.6, gid=gid)

    def outlined(self, boxes: Sequence[Box], colour: str, width: float, gid: str) -> None:
        """Empty rectangles with an edge `width` pixels wide."""
        self._polygons(boxes, facecolors="none", edgecolors=colour, linewidths=width * _POINTS, gid=gid)

    def hatched(self, boxes: Sequence[Box], colour: str) -> None:
        """Rectangles filled with slanted lines."""
        self._polygons(boxes, facecolors="none", edgecolors=colour, linewidths=0.5, hatch="///", hatch_linewidth=0.6)

    def _polygons(self, boxes: Sequence[Box], gid: str | None = None, **looks: Any) -> None:
        if not boxes:
            return
        self.shapes([[(a, b), (c, b), (c, d), (a, d)] for a, b, c, d in boxes], gid, **looks)

    def shapes(self, corners: Sequence[Sequence[Spot]], gid: str | None = None, **looks: Any) -> None:
        """Closed shapes through their corners; `looks` are those of a matplotlib collection."""
        collection = PolyCollection(list(corners), transform=self._transform, zorder=1, gid=gid, **looks)
        self._figure.add_artist(collection)

    def segments(self, segments: Iterable[Segment], colour: str, width: float) -> None:
        """Straight lines `width` pixels wide."""
        ends = [[(a, b), (c, d)] for a, b, c, d in segments]
        if ends:
            lines = LineCollection(
                ends,
                transform=self._transform,
                colors=colour,
                linewidths=width * _POINTS,
                capstyle="butt",
                zorder=1,
            )
            self._figure.add_artist(lines)

    def points(self, spots: Sequence[Spot], colour: str, marker: str, gid: str) -> None:
        """A marker ("o" or "D") at each spot, with a rim in the ground's colour."""
        self._markers(spots, marker, gid, (colour, self.colours.ground, 1))

    def rings(self, spots: Sequence[Spot], colour: str, gid: str) -> None:
        """An empty circle at each spot."""
        self._markers(spots, "o", gid, (self.colours.ground, colour, 1.5))

    def _markers(self, spots: Sequence[Spot], marker: str, gid: str, looks: tuple[str, str, float]) -> None:
        dots = Line2D(
            [x for x, _ in spots],
            [y for _, y in spots],
            transform=self._transform,
            linestyle="none",
            marker=marker,
            markersize=self.format.small * 0.8 * _POINTS,
            markerfacecolor=looks[0],
            markeredgecolor=looks[1],
            markeredgewidth=looks[2],
            gid=gid,
        )
        self._figure.add_artist(dots)

    def heading(self) -> float:
        """Title and subtitle at the top; returns the y below them."""
        form = self.format
        lines, title = self._title()
        below = self.lines(self.left, form.margin * 0.7, lines, title)
        subtitle = Style(form.small if form.height else form.text, colour=self.colours.muted)
        lines = self._wrapped(self._story.subtitle, subtitle, form.title_lines)
        return self.lines(self.left, below + 4, lines, subtitle) + form.text

    def _title(self) -> tuple[tuple[str, ...], Style]:
        """The title's lines; a long one is set smaller before it is cut."""
        for size, most in ((1.0, 0), (0.82, 1)):
            style = Style(self.format.title * size, bold=True)
            most += self.format.title_lines
            lines = lettering.balance(self._story.title, self.right - self.left, style.size, True, most)
            if not lines[-1].endswith("…"):
                break
        return lines, style

    @property
    def limit(self) -> float | None:
        """y above which the chart must end on a sheet of fixed height; None where the sheet grows."""
        height, below = self.format.height, self._foot_height + self.format.margin
        return None if height is None else height - below

    @property
    def _foot_height(self) -> float:
        return sum(line_height(self.format.small, len(lines)) for lines in self._notes) + _ABOVE_NOTES

    @property
    def _notes(self) -> list[tuple[str, ...]]:
        style = Style(self.format.small)
        return [self._wrapped(note, style, self.format.note_lines) for note in self._story.notes[: self.format.notes]]

    def finish(self, below: float) -> Figure:
        """The notes under y = `below`, and the figure at its final height."""
        form = self.format
        height = form.height or round(below + self._foot_height + form.margin)
        top = below + _ABOVE_NOTES if self.limit is None else self.limit + form.margin / 2
        for lines in self._notes:
            top = self.lines(self.left, top, lines, Style(form.small, colour=self.colours.muted))
        self._figure.set_size_inches(form.width / _DPI, height / _DPI)
        self._place.scale(1 / form.width, -1 / height).translate(0, 1)
        return self._figure


def line_height(size: float, lines: int = 1) -> float:
    """Height of lines of text of one type size."""
    return size * _LEADING * lines
