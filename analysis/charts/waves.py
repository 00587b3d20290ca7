"""What changed between the first and the last wave of a survey: numbers and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.charts import selection
from analysis.charts.model import ChartUnavailable, Table
from analysis.charts.stories import Story, source
from analysis.codebook import Role

if TYPE_CHECKING:
    from analysis.charts.texts import Wording
    from analysis.results import Breakdown, Diagnosis

SURPRISING = 0.05
"""The adjusted p value under which the last wave differs from the others beyond chance."""


@dataclass(frozen=True)
class Change:
    """An area's need score in the first and in the last wave; `sure`: the last differs beyond chance."""

    area: str
    label: str
    before: float
    after: float
    sure: bool = False

    @property
    def by(self) -> float:
        """How much the need has grown."""
        return self.after - self.before


@dataclass(frozen=True)
class Waves:
    """The two waves that are compared, and the areas that both show, from the greatest need of the last."""

    first: str
    last: str
    changes: tuple[Change, ...]
    hidden: int


def select(diagnosis: Diagnosis) -> Waves:
    """The waves of a diagnosis; ChartUnavailable "no_waves" when there are not two."""
    selection.refuse_withheld(diagnosis)
    found = [each for each in diagnosis.breakdowns if each.role == Role.WAVE and len(each.categories) > 1]
    if not found:
        raise ChartUnavailable("no_waves")
    return _waves(diagnosis, found[0])


def _waves(diagnosis: Diagnosis, waves: Breakdown) -> Waves:
    cells = {(cell.area, cell.category): cell for cell in waves.cells}
    ends = waves.categories[0], waves.categories[-1]
    changes = []
    for area in diagnosis.areas:
        first, last = (cells.get((area.key, end)) for end in ends)
        if first and last and first.value is not None and last.value is not None:
            sure = last.p_adjusted is not None and last.p_adjusted < SURPRISING
            changes.append(Change(area.key, area.label, first.value, last.value, sure))
    if not changes:
        raise ChartUnavailable("all_suppressed")
    ordered = tuple(sorted(changes, key=lambda change: -change.after))
    return Waves(waves.labels[0], waves.labels[-1], ordered, len(diagnosis.areas) - len(changes))


def story(diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Story:
    """Which need grew most, and which fell most."""
    waves = select(diagnosis)
    title = _title(diagnosis, wording, waves)
    subtitle = wording.say(
        "subtitle_waves",
        measure=wording.say(f"measure.{diagnosis.kind}"),
        first=waves.first,
        last=waves.last,
        n=diagnosis.n,
    )
    values = [f"{wording.quoted(each.label)} {said(diagnosis, wording, each)}" for each in waves.changes]
    notes: tuple[str, ...] = (wording.say("note.waves"), source(diagnosis, wording))
    if waves.hidden:
        notes = (wording.say("note.suppressed", threshold=diagnosis.threshold), *notes)
    alternative = wording.say("alt.waves", title=title, values="; ".join(values), subtitle=subtitle)
    return Story(title, subtitle, notes, alternative)


def _title(diagnosis: Diagnosis, wording: Wording, waves: Waves) -> str:
    """The change that is furthest beyond chance's reach: names none that may be chance."""
    sure = [change for change in waves.changes if change.sure]
    if not sure:
        return wording.say("title.waves_same")
    most = max(sure, key=lambda change: abs(change.by))
    key = "title.waves_up" if most.by > 0 else "title.waves_down"
    return wording.say(key, area=wording.quoted(most.label), values=said(diagnosis, wording, most))


def said(diagnosis: Diagnosis, wording: Wording, change: Change) -> str:
    """A change in numbers, such as "31% → 44%"."""
    before, after = (wording.number(diagnosis.kind, value) for value in (change.before, change.after))
    return wording.say("change", before=before, after=after)


def table(diagnosis: Diagnosis, variable: str | None) -> Table:
    """One row per area that both waves show."""
    rows = tuple((each.label, each.before, each.after, each.by) for each in select(diagnosis).changes)
    return Table(("area", "before", "after", "change"), rows)


def in_words(diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Table:
    """The same numbers as in the chart, the waves as headings."""
    waves = select(diagnosis)
    rows = tuple(
        (each.label, *(wording.number(diagnosis.kind, value) for value in (each.before, each.after)))
        for each in waves.changes
    )
    return Table((wording.say("column.area"), waves.first, waves.last), rows)
