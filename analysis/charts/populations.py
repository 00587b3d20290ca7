"""Who answered beside who lives here: numbers and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.charts import selection
from analysis.charts.model import ChartUnavailable, Table
from analysis.charts.stories import Story, source

if TYPE_CHECKING:
    from analysis.charts.texts import Wording
    from analysis.results import Diagnosis, MarginShare

LEAST_GAP = 0.02
"""Two shares closer than this count as alike."""


def select(diagnosis: Diagnosis) -> tuple[MarginShare, ...]:
    """The categories of all margins; ChartUnavailable "no_margins" when answers were not weighted to any."""
    selection.refuse_withheld(diagnosis)
    if diagnosis.weighting is None or not diagnosis.weighting.margins:
        raise ChartUnavailable("no_margins")
    return diagnosis.weighting.margins


def label(diagnosis: Diagnosis, margin: MarginShare) -> str:
    """A category in words, with its variable; merged categories keep their " + "."""
    for breakdown in diagnosis.breakdowns:
        if breakdown.variable == margin.variable:
            names = dict(zip(breakdown.categories, breakdown.labels, strict=True))
            words = " + ".join(names.get(part, part) for part in margin.category.split(" + "))
            return f"{breakdown.label}: {words}"
    return f"{margin.variable}: {margin.category}"


def story(diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Story:
    """Who is most missing among the answers."""
    margins = select(diagnosis)
    missing = max(margins, key=lambda margin: margin.population - margin.sample)
    title = wording.say("title.sample_alike")
    if missing.population - missing.sample >= LEAST_GAP:
        title = wording.say(
            "title.sample",
            group=wording.quoted(label(diagnosis, missing)),
            sample=wording.percent(missing.sample),
            population=wording.percent(missing.population),
        )
    subtitle = wording.say("subtitle_sample", n=diagnosis.weighting.n if diagnosis.weighting else 0)
    values = [f"{label(diagnosis, each)} {said(wording, each)}" for each in margins]
    notes = (wording.say("note.sample"), source(diagnosis, wording))
    alternative = wording.say("alt.sample", title=title, values="; ".join(values), subtitle=subtitle)
    return Story(title, subtitle, notes, alternative)


def said(wording: Wording, margin: MarginShare) -> str:
    """Both shares in numbers."""
    shares = {"sample": wording.percent(margin.sample), "population": wording.percent(margin.population)}
    return wording.say("of_population", **shares)


def table(diagnosis: Diagnosis, variable: str | None) -> Table:
    """One row per category."""
    rows = tuple(
        (label(diagnosis, each), each.n, each.sample, each.weighted, each.population) for each in select(diagnosis)
    )
    return Table(("category", "n", "sample", "weighted", "population"), rows)


def in_words(diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Table:
    """The same numbers as per cents."""
    rows = tuple(
        (label(diagnosis, each), str(each.n), *map(wording.percent, (each.sample, each.weighted, each.population)))
        for each in select(diagnosis)
    )
    columns = ("category", "n", "sample", "weighted", "population")
    return Table(tuple(wording.say(f"column.{code}") for code in columns), rows)
