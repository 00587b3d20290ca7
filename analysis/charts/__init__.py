"""Charts of a diagnosis: ranked needs, answers, areas by groups, importance by state; and where there is
something to show, changes between waves, sample beside population, themes of open answers, segments.

`draw` gives a matplotlib Figure at the size it will be read in, `table` the exact numbers in it and
`text_alternative` its conclusion in words. Texts come from the caller: `TEXT_KEYS` names them all,
`default_texts` has them in Polish and English. matplotlib is imported by the first `draw`, not before.

matplotlib is not thread-safe: its settings, font objects and text caches are shared by a whole process. One
lock therefore guards drawing and rendering; it costs nothing, since the interpreter's own lock already
allows one thread at a time here. For parallel drawing use processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from threading import RLock
from typing import TYPE_CHECKING, Any

from analysis.charts import alike, opinions, populations, stories, tables, waves, worded
from analysis.charts.model import CHARTS, TARGET_GROUP, USUAL, ChartUnavailable, Size, Table
from analysis.charts.spoken import Bars, Chairs, Path
from analysis.charts.texts import Wording, default_texts, text_keys
from analysis.errors import ChoiceError, listed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from analysis.results import Diagnosis

__all__ = [
    "CHARTS",
    "TARGET_GROUP",
    "TEXT_KEYS",
    "USUAL",
    "Bars",
    "Chairs",
    "ChartUnavailable",
    "Path",
    "Size",
    "Table",
    "default_texts",
    "draw",
    "draw_spoken",
    "table",
    "table_in_words",
    "text_alternative",
    "to_png",
    "to_svg",
]

TEXT_KEYS = text_keys()
_STORIES: dict[str, Callable[[Diagnosis, Wording, str | None], stories.Story]] = {
    "needs": stories.needs_story,
    "answers": stories.answers_story,
    "groups": stories.groups_story,
    "quadrant": stories.quadrant_story,
    "waves": waves.story,
    "sample": populations.story,
    "themes": opinions.story,
    "segments": alike.story,
}
_TABLES: dict[str, Callable[[Diagnosis, str | None], Table]] = {
    "needs": tables.needs_table,
    "answers": tables.answers_table,
    "groups": tables.groups_table,
    "quadrant": tables.quadrant_table,
    "waves": waves.table,
    "sample": populations.table,
    "themes": opinions.table,
    "segments": alike.table,
}
_FONTS = b"system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', Arial, sans-serif"
_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
_DRAWING = RLock()


def draw(
    name: str,
    diagnosis: Diagnosis,
    texts: Mapping[str, str],
    size: Size = Size.PAGE,
    *,
    scheme: str = "light",
    variable: str | None = None,
) -> Figure:
    """The chart `name` (one of CHARTS) as a figure.

    `variable` chooses what some charts show: in "groups" a breakdown's variable or TARGET_GROUP, in "answers"
    a measure ("lack", "importance", "state"); None takes the first there is. `scheme` is "light" or "dark";
    Size.PRINT is black and white in both. Target groups are named by optional texts "group.<key>".

    Raises ChartUnavailable when the diagnosis has nothing to draw, ChoiceError for an unknown name or scheme
    and for texts that lack a key.
    """
    _known(name)
    with _matplotlib():
        from analysis.charts import answers, bars, groups, needs, pairs, profiles, quadrant, slopes
        from analysis.charts.palette import palette
        from analysis.charts.sheet import Sheet

        drawings = {
            "needs": needs.draw_needs,
            "answers": answers.draw_answers,
            "groups": groups.draw_groups,
            "quadrant": quadrant.draw_quadrant,
            "waves": slopes.draw_waves,
            "sample": pairs.draw_sample,
            "themes": bars.draw_themes,
            "segments": profiles.draw_segments,
        }
        wording = Wording(texts)
        story = _STORIES[name](diagnosis, wording, variable)
        return drawings[name](Sheet(size, palette(size, scheme), story), diagnosis, wording, variable)


def draw_spoken(picture: Bars | Chairs | Path, size: Size = Size.PAGE, *, scheme: str = "light") -> Figure:
    """A picture of a proposal as a figure: reasons as bars, chairs with what they bring, or the way ahead.

    `picture.story.alternative` has it in words. ChartUnavailable "no_rows" when there is nothing to draw,
    ChoiceError for an unknown scheme.
    """
    if not picture.rows:
        raise ChartUnavailable("no_rows")
    with _matplotlib():
        from analysis.charts import proposed
        from analysis.charts.palette import palette
        from analysis.charts.sheet import Sheet

        sheet = Sheet(size, palette(size, scheme), picture.story)
        if isinstance(picture, Bars):
            return proposed.draw_bars(sheet, picture)
        return (
            proposed.draw_chairs(sheet, picture) if isinstance(picture, Chairs) else proposed.draw_path(sheet, picture)
        )


def text_alternative(name: str, diagnosis: Diagnosis, texts: Mapping[str, str], *, variable: str | None = None) -> str:
    """What the chart shows, in plain sentences: its finding, the values, measure and base. No matplotlib.

    Raises as `draw` does.
    """
    _known(name)
    return _STORIES[name](diagnosis, Wording(texts), variable).alternative


def table(name: str, diagnosis: Diagnosis, *, variable: str | None = None) -> Table:
    """The exact numbers drawn in the chart.

    Raises ChartUnavailable when there is no such chart of this diagnosis, ChoiceError for an unknown name.
    """
    _known(name)
    return _TABLES[name](diagnosis, variable)


def table_in_words(name: str, diagnosis: Diagnosis, texts: Mapping[str, str], *, variable: str | None = None) -> Table:
    """The same numbers with headings and cells as readers see them in the chart, to be shown beside it.

    "groups" has a column for each group. Raises as `draw` does.
    """
    _known(name)
    return worded.WORDED[name](diagnosis, Wording(texts), variable)


def to_svg(figure: Figure, *, outlines: bool = False) -> bytes:
    """The figure as SVG, the same bytes for the same figure.

    Text stays text in the reader's own sans-serif font (small files, crisp type). `outlines=True` turns it
    into shapes, for programs that have no fonts: documents, print.
    """
    kind = "path" if outlines else "none"
    with _matplotlib({"svg.fonttype": kind, "svg.hashsalt": "diagnoza"}):
        out = BytesIO()
        figure.savefig(out, format="svg", metadata=_NO_METADATA)
    return _one_font_rule(out.getvalue())


def _one_font_rule(svg: bytes) -> bytes:
    """Name the fonts once in the style sheet instead of in every line of text."""
    bare = svg.replace(b"font-family: 'DejaVu Sans'; ", b"").replace(b"; font-family: 'DejaVu Sans'", b"")
    return bare.replace(b"</style>", b"text{font-family: " + _FONTS + b"}</style>", 1)


def to_png(figure: Figure, *, scale: float = 2.0) -> bytes:
    """The figure as PNG, `scale` pixels for each CSS pixel."""
    with _matplotlib({"text.hinting": "none"}):
        out = BytesIO()
        figure.savefig(out, format="png", dpi=figure.dpi * scale, metadata={"Software": None})
    return out.getvalue()


@contextmanager
def _matplotlib(settings: Mapping[str, Any] | None = None) -> Iterator[None]:
    """matplotlib for this thread alone, with its own defaults whatever the user's configuration says."""
    with _DRAWING:
        import matplotlib

        own: dict[Any, Any] = {**matplotlib.rcParamsDefault, **(settings or {})}
        with matplotlib.rc_context(own):
            yield


def _known(name: str) -> None:
    if name not in CHARTS:
        raise ChoiceError(f"no chart {name!r}; allowed: {listed(CHARTS)}")
