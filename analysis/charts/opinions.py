"""What people wrote, by theme: numbers and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.charts import selection
from analysis.charts.model import ChartUnavailable, Table
from analysis.charts.stories import Story, source
from analysis.charts.texts import SMALL_BASE

if TYPE_CHECKING:
    from analysis.charts.texts import Wording
    from analysis.results import Diagnosis, ThemeCount, Themes


def select(diagnosis: Diagnosis, question: str | None) -> Themes:
    """The themes of an open question, by default the first with any; ChartUnavailable "no_themes" without one."""
    selection.refuse_withheld(diagnosis)
    asked = [each for each in diagnosis.themes if question in (None, each.question)]
    found = [each for each in asked if shown(each)]
    if not found:
        raise ChartUnavailable("no_themes")
    return found[0]


def shown(themes: Themes) -> tuple[ThemeCount, ...]:
    """Themes that somebody named and that may be shown, from the most frequent."""
    counted = [each for each in themes.themes if each.count]
    return tuple(sorted(counted, key=lambda each: -(each.count or 0)))


def story(diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Story:
    """What most people wrote about."""
    themes = select(diagnosis, variable)
    counted = shown(themes)
    values = [f"{wording.quoted(each.label)} {said(wording, themes, each)}" for each in counted]
    title = wording.say("title.themes", theme=wording.quoted(counted[0].label), value=said(wording, themes, counted[0]))
    subtitle = wording.say("subtitle_themes", question=wording.quoted(themes.label), n=themes.n)
    notes = [wording.say("note.themes"), source(diagnosis, wording)]
    if themes.unassigned is not None:
        notes.insert(1, wording.say("note.unassigned", count=themes.unassigned))
    if any(each.count is None for each in themes.themes):
        notes.insert(0, wording.say("note.suppressed", threshold=diagnosis.threshold))
    alternative = wording.say("alt.themes", title=title, values="; ".join(values), subtitle=subtitle)
    return Story(title, subtitle, tuple(notes), alternative)


def said(wording: Wording, themes: Themes, theme: ThemeCount) -> str:
    """How many wrote about a theme: "7 of 20" or per cents, as everywhere."""
    return wording.share(theme.count or 0, themes.n)


def small(themes: Themes) -> bool:
    """Whether shares are said as people out of people."""
    return themes.n < SMALL_BASE


def table(diagnosis: Diagnosis, variable: str | None) -> Table:
    """One row per theme that may be shown."""
    themes = select(diagnosis, variable)
    rows = tuple((each.label, each.count, each.share, each.low, each.high) for each in shown(themes))
    return Table(("theme", "count", "value", "low", "high"), rows)


def in_words(diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Table:
    """The same numbers, with quotations."""
    themes = select(diagnosis, variable)
    rows = tuple(
        (each.label, str(each.count), said(wording, themes, each), " · ".join(each.quotes)) for each in shown(themes)
    )
    return Table(tuple(wording.say(f"column.{code}") for code in ("theme", "n", "value", "quotes")), rows)
