"""What each chart says in words: title with the finding, subtitle, notes, text alternative."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.charts import selection
from analysis.charts.model import TARGET_GROUP
from analysis.charts.texts import SMALL_BASE, Wording
from analysis.vocabulary import Measure, ScoreKind

if TYPE_CHECKING:
    from analysis.results import AnswerCounts, Diagnosis, NeedScore, QuadrantPoint

FIRST = 3
"""How many needs a title names."""


@dataclass(frozen=True)
class Story:
    """The words around a chart. Notes come in order of importance; `alternative` replaces the picture."""

    title: str
    subtitle: str
    notes: tuple[str, ...]
    alternative: str


def result(wording: Wording, kind: ScoreKind, cell: selection.Cell | NeedScore) -> str:
    """A score as readers see it: "7 of 12" or "47%" for shares, one or two decimals for the other kinds."""
    if cell.value is None or not cell.n:
        return wording.say("no_answers")
    return wording.number(kind, cell.value) if cell.count is None else wording.share(cell.count, cell.n)


def in_counts(cell: selection.Cell | NeedScore) -> bool:
    """Whether the score is said as people out of people, for want of answers."""
    return cell.count is not None and cell.n is not None and 0 < cell.n < SMALL_BASE


def leading(diagnosis: Diagnosis) -> int:
    """How many areas count as "first": three, or one where there are only two or three areas."""
    return FIRST if len(diagnosis.needs) > FIRST else 1


def needs_story(diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Story:
    """Which areas come first, said carefully where their rank sets reach beyond the first places."""
    scores = selection.needs(diagnosis)
    labels = selection.area_labels(diagnosis)
    values = [f"{wording.quoted(labels[need.area])} {result(wording, diagnosis.kind, need)}" for need in scores]
    title = _needs_title(diagnosis, wording)
    subtitle = wording.say(
        "subtitle",
        measure=wording.say(f"measure.{diagnosis.kind}"),
        n=diagnosis.n,
        base=wording.span(need.n for need in scores),
    )
    alternative = wording.say("alt.needs", title=title, values="; ".join(values), subtitle=subtitle)
    return Story(title, subtitle, _needs_notes(diagnosis, wording), alternative)


def _needs_title(diagnosis: Diagnosis, wording: Wording) -> str:
    scores, first = diagnosis.needs, leading(diagnosis)
    labels = selection.area_labels(diagnosis)
    if scores[0].count == 0 and scores[0].value == 0:
        return wording.say("title.needs_none")
    if len(scores) == 1:
        value = result(wording, diagnosis.kind, scores[0])
        return wording.say("title.needs_one", area=wording.quoted(labels[scores[0].area]), value=value)
    return wording.say(
        _needs_title_key(scores, first),
        lead=wording.say(f"lead.{diagnosis.kind}"),
        areas=wording.listed([wording.quoted(labels[need.area]) for need in scores[:first]]),
    )


def _needs_title_key(scores: Sequence[NeedScore], first: int) -> str:
    if all(need.rank_high <= first for need in scores[:first]):
        return "title.needs"
    contenders = sum(need.rank_low <= first for need in scores)
    return "title.needs_open" if contenders == len(scores) else "title.needs_close"


def _needs_notes(diagnosis: Diagnosis, wording: Wording) -> tuple[str, ...]:
    level = round(diagnosis.level * 100)
    notes = [wording.say(f"note.interval_{diagnosis.sample}", level=level)]
    if len(diagnosis.needs) > 1:
        notes.append(wording.say("note.rank" if leading(diagnosis) == FIRST else "note.rank_one"))
    if any(in_counts(need) for need in diagnosis.needs):
        notes.append(wording.say("note.counts", least=SMALL_BASE))
    return (*notes, source(diagnosis, wording))


def answers_story(diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Story:
    """Which area has most answers at the end of the scale that matters: "very much lacking", high or low."""
    rows = [row for row in selection.answers(diagnosis, variable) if sum(row.counts)]
    labels = selection.area_labels(diagnosis)
    ordered = sorted(rows, key=lambda row: _telling_count(row) / sum(row.counts), reverse=True)
    values = [f"{wording.quoted(labels[row.area])} {_telling_share(wording, row)}" for row in ordered]
    levels = _telling_levels(wording, ordered[0])
    title = wording.say(
        "title.answers",
        levels=levels,
        area=wording.quoted(labels[ordered[0].area]),
        value=_telling_share(wording, ordered[0]),
    )
    subtitle = wording.say(
        "subtitle",
        measure=wording.say(f"measure.answers_{rows[0].measure}"),
        n=diagnosis.n,
        base=wording.span(sum(row.counts) for row in rows),
    )
    alternative = wording.say("alt.answers", title=title, levels=levels, values="; ".join(values), subtitle=subtitle)
    return Story(title, subtitle, _answers_notes(diagnosis, rows, wording), alternative)


def _answers_notes(diagnosis: Diagnosis, rows: Sequence[AnswerCounts], wording: Wording) -> tuple[str, ...]:
    notes = [source(diagnosis, wording)]
    if any(sum(row.counts) < SMALL_BASE for row in rows):
        notes.insert(0, wording.say("note.counts", least=SMALL_BASE))
    if any(row.dont_know for row in rows):
        notes.insert(0, wording.say("note.dont_know"))
    return tuple(notes)


def _telling(row: AnswerCounts) -> slice:
    if row.measure == Measure.LACK:
        return slice(-1, None)
    return slice(-2, None) if row.measure == Measure.IMPORTANCE else slice(0, 2)


def _telling_count(row: AnswerCounts) -> int:
    return sum(row.counts[_telling(row)])


def _telling_share(wording: Wording, row: AnswerCounts) -> str:
    return wording.share(_telling_count(row), sum(row.counts))


def _telling_levels(wording: Wording, row: AnswerCounts) -> str:
    return wording.listed([level_label(wording, row.measure, code) for code in row.levels[_telling(row)]])


def level_label(wording: Wording, measure: Measure, code: str) -> str:
    """An answer in words: "very much lacking" for the lack scale, the number itself on rating scales."""
    return wording.optional(f"{measure}.{code}", code)


def groups_story(diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Story:
    """Where the highest visible cell is; a cell of a small base only when there is no other."""
    grid = selection.groups(diagnosis, variable)
    about_targets = grid.variable == TARGET_GROUP
    area, category = _highest(grid)
    title = wording.say(
        "title.target_groups" if about_targets else "title.groups",
        area=wording.quoted(selection.area_labels(diagnosis)[area]),
        category=category_label(grid, category, wording),
        value=result(wording, grid_kind(diagnosis, grid), grid.cells[area, category]),
    )
    subtitle = wording.say(
        "subtitle_target_groups" if about_targets else "subtitle_groups",
        measure=wording.say("measure.target_group" if about_targets else f"measure.{diagnosis.kind}"),
        variable=grid.label,
        n=diagnosis.n,
    )
    alternative = wording.say("alt.groups", title=title, suppressed=grid.suppressed, subtitle=subtitle)
    return Story(title, subtitle, _groups_notes(diagnosis, grid, wording), alternative)


def _groups_notes(diagnosis: Diagnosis, grid: selection.Grid, wording: Wording) -> tuple[str, ...]:
    notes = [source(diagnosis, wording)]
    if any(in_counts(cell) for cell in grid.cells.values()):
        notes.insert(0, wording.say("note.counts", least=SMALL_BASE))
    if grid.suppressed:
        notes.insert(0, wording.say("note.suppressed", threshold=diagnosis.threshold))
    return tuple(notes)


def grid_kind(diagnosis: Diagnosis, grid: selection.Grid) -> ScoreKind:
    """The kind of number in the cells: target groups are always counted shares."""
    return ScoreKind.LACK_SHARE if grid.variable == TARGET_GROUP else diagnosis.kind


def category_label(grid: selection.Grid, category: str, wording: Wording) -> str:
    """The label of a category; "everyone" and target groups have theirs among the texts."""
    if category == selection.EVERYONE:
        return wording.say("everyone")
    label = dict(zip(grid.categories, grid.labels, strict=True))[category]
    return wording.optional(f"group.{category}", label) if grid.variable == TARGET_GROUP else label


def _highest(grid: selection.Grid) -> tuple[str, str]:
    own = {key: cell for key, cell in grid.cells.items() if key[1] != selection.EVERYONE}
    shown = [key for key, cell in own.items() if cell.value is not None]
    sure = [key for key in shown if (grid.cells[key].n or 0) >= SMALL_BASE]
    return max(sure or shown, key=lambda key: grid.cells[key].value or 0.0)


def quadrant_story(diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Story:
    """Which areas are above the mean importance and below the mean state."""
    points = selection.quadrant(diagnosis)
    labels = selection.area_labels(diagnosis)
    named = [wording.quoted(labels[point.area]) for point in urgent(points)]
    title = wording.say(_quadrant_title_key(len(named)), areas=_first_named(wording, named), more=len(named) - FIRST)
    subtitle = wording.say("subtitle_quadrant", measure=wording.say("measure.quadrant"), n=diagnosis.n)
    notes = (wording.say("note.quadrant"), source(diagnosis, wording))
    return Story(title, subtitle, notes, wording.say("alt.quadrant", title=title, subtitle=subtitle))


def _quadrant_title_key(urgent_areas: int) -> str:
    if urgent_areas > FIRST:
        return "title.quadrant_more"
    return "title.quadrant" if urgent_areas else "title.quadrant_none"


def _first_named(wording: Wording, named: Sequence[str]) -> str:
    if len(named) > FIRST:
        return wording.texts["list_comma"].join(named[:FIRST])
    return wording.listed(named)


def means(points: Sequence[QuadrantPoint]) -> tuple[float, float]:
    """Mean state and mean importance over the areas: where the two lines stand."""
    return (
        sum(point.state for point in points) / len(points),
        sum(point.importance for point in points) / len(points),
    )


def urgent(points: Sequence[QuadrantPoint]) -> list[QuadrantPoint]:
    """The areas of the corner "important but poor", most important first."""
    state, importance = means(points)
    corner = [point for point in points if point.importance > importance and point.state < state]
    return sorted(corner, key=lambda point: -point.importance)


def source(diagnosis: Diagnosis, wording: Wording) -> str:
    """Where the figures come from: the last note of every chart."""
    return wording.say("source", title=diagnosis.title)
