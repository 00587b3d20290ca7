"""Themes of open answers: a bar for each with its interval and its number."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from analysis.charts import lettering, opinions
from analysis.charts.palette import readable_on
from analysis.charts.rows import Row, draw_labels, rows
from analysis.charts.scale import Scale
from analysis.charts.sheet import Segment, Sheet, Style

if TYPE_CHECKING:
    from analysis.charts.texts import Wording
    from analysis.results import Diagnosis, ThemeCount

_CAP, _PAD = 4, 7


def draw_themes(sheet: Sheet, diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Figure:
    """The chart on a fresh sheet."""
    themes = opinions.select(diagnosis, variable)
    counted = opinions.shown(themes)
    form = sheet.format
    room = (sheet.right - sheet.left) * form.label
    placed = rows(sheet, [each.label for each in counted], room, sheet.heading())
    start = sheet.left if form.stacked else sheet.left + room + 2 * _PAD
    said = [opinions.said(wording, themes, each) for each in counted]
    style = Style(min(form.text, placed[0].size), bold=True)
    beyond = max(lettering.width(words, style.size, True) for words in said) + 2 * _PAD
    scale = Scale(0.0, max(each.high or 0.0 for each in counted), start, sheet.right - beyond)
    draw_labels(sheet, placed)
    sheet.boxes([(start, row.bar_top, scale(each.share or 0), row.bar_bottom)
                 for each, row in zip(counted, placed, strict=True)],
                [sheet.colours.bar] * len(counted), gid="bars")  # fmt: skip
    for each, row, words in zip(counted, placed, said, strict=True):
        _interval(sheet, scale, each, row)
        sheet.text(scale(each.high or 0) + _PAD, row.middle, words, replace(style), gid=f"number:{each.key}")
    return sheet.finish(placed[-1].bottom)


def _interval(sheet: Sheet, scale: Scale, theme: ThemeCount, row: Row) -> None:
    """A thin line with caps: on the bar in a colour that shows there, beyond it in ink."""
    share = theme.share or 0.0
    on_bar = readable_on(sheet.colours.bar, sheet.colours)
    for bound, colour in ((theme.low or 0.0, on_bar), (theme.high or 0.0, sheet.colours.ink)):
        x, y = scale(bound), row.middle
        lines: list[Segment] = [(x, y, scale(share), y), (x, y - _CAP, x, y + _CAP)]
        sheet.segments(lines, colour, 1.5)
