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
    from analysis.results import AnswerCounts, Diagnosis, MinorityNeed, NeedScore, QuadrantPoint

FIRST = 3
"""How many needs a title names."""
BORDERLINE = "borderline"
PLACES = ("gap", "keep", "low", "enough", "")
"""Quadrants of QuadrantPoint.place in the order of reading; "" is on the border."""


@dataclass(frozen=True)
class Story:
    """The words around a chart. Notes come in order of importance; `alternative` replaces the picture."""

    title: str
    subtitle: str
    notes: tuple[str, ...]
    alternative: str


def result(wording: Wording, kind: ScoreKind, cell: selection.Cell | NeedScore) -> str:
    """A score as readers see it: "7 of 12" or "47%" for shares, one or two decimals for the other kinds.

    Per cents are those of the value: with weights it is not the share of the people counted.
    """
    if cell.value is None or not cell.n:
        return wording.say("no_answers")
    return wording.share(cell.count or 0, cell.n) if in_counts(cell) else wording.number(kind, cell.value)


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
    if any(len(tier) > 1 for tier in selection.tiers(diagnosis.needs)):
        notes.append(wording.say("note.tiers"))
    notes += _weight_notes(diagnosis, wording)
    if any(in_counts(need) for need in diagnosis.needs):
        notes.append(wording.say("note.counts", least=SMALL_BASE))
    return (*notes, source(diagnosis, wording))


def _weight_notes(diagnosis: Diagnosis, wording: Wording) -> list[str]:
    notes = []
    if diagnosis.weighting is not None and diagnosis.weighting.margins:
        notes.append(wording.say("note.weighted"))
    if any(selection.moved_by_weights(need) for need in diagnosis.needs):
        least = least_said(diagnosis.kind, selection.NOTABLE_WEIGHTING, wording)
        notes.append(wording.say("note.unweighted", least=least))
    return notes


def least_said(kind: ScoreKind, least: float, wording: Wording) -> str:
    """A least difference in words: in percentage points for shares, as a decimal number for the other kinds."""
    if kind in (ScoreKind.MEAN_IMPORTANCE, ScoreKind.IMPORTANCE_SATISFACTION):
        return wording.decimal(least, 2)
    return wording.say("percentage_points", value=round(least * 100))


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
    """A need that the mean hides, or else where the highest visible cell is, of a fair base if there is any."""
    grid = selection.groups(diagnosis, variable)
    about_targets = grid.variable == TARGET_GROUP
    minorities = selection.minorities(diagnosis, grid)
    highest = _highest_title(diagnosis, grid, wording)
    title = (
        wording.say("title.minority", **_minority(diagnosis, grid, minorities[0], wording)) if minorities else highest
    )
    subtitle = wording.say(
        "subtitle_target_groups" if about_targets else "subtitle_groups",
        measure=wording.say("measure.target_group" if about_targets else f"measure.{diagnosis.kind}"),
        variable=grid.label,
        n=diagnosis.n,
    )
    alternative = wording.say(
        "alt.groups_minority" if minorities else "alt.groups",
        title=title,
        highest=highest,
        suppressed=grid.suppressed,
        subtitle=subtitle,
    )
    return Story(title, subtitle, _groups_notes(diagnosis, grid, wording), alternative)


def _highest_title(diagnosis: Diagnosis, grid: selection.Grid, wording: Wording) -> str:
    area, category = _highest(grid)
    return wording.say(
        "title.target_groups" if grid.variable == TARGET_GROUP else "title.groups",
        area=wording.quoted(selection.area_labels(diagnosis)[area]),
        category=category_label(grid, category, wording),
        value=result(wording, grid_kind(diagnosis, grid), grid.cells[area, category]),
    )


def _minority(diagnosis: Diagnosis, grid: selection.Grid, need: MinorityNeed, wording: Wording) -> dict[str, str]:
    """The words of one need that the mean hides."""
    return {
        "area": wording.quoted(selection.area_labels(diagnosis)[need.area]),
        "category": category_label(grid, need.category, wording),
        "value": result(wording, diagnosis.kind, grid.cell(need.area, need.category)),
        "others": wording.percent(need.others),
    }


def _groups_notes(diagnosis: Diagnosis, grid: selection.Grid, wording: Wording) -> tuple[str, ...]:
    notes = [source(diagnosis, wording)]
    others = selection.minorities(diagnosis, grid)[1:]
    if others:
        named = [wording.say("minority", **_minority(diagnosis, grid, need, wording)) for need in others]
        notes.insert(0, wording.say("note.minorities", needs="; ".join(named)))
    if any(in_counts(cell) for cell in grid.cells.values()):
        notes.insert(0, wording.say("note.counts", least=SMALL_BASE))
    marks = _mark_notes(diagnosis, grid, wording)
    return (together(marks, wording), *notes) if marks else tuple(notes)


def _mark_notes(diagnosis: Diagnosis, grid: selection.Grid, wording: Wording) -> list[str]:
    notes = []
    if grid.suppressed:
        notes.append(wording.say("note.suppressed", threshold=diagnosis.threshold))
    if any(cell.notable for cell in grid.cells.values()):
        least = least_said(diagnosis.kind, selection.NOTABLE_DIFFERENCE, wording)
        notes.append(wording.say("note.notable", least=least))
    return notes


def together(notes: Sequence[str], wording: Wording) -> str:
    """One or two notes as one: a projector shows but the first, and every mark on it must be explained."""
    return wording.say("note.together", first=notes[0], second=notes[1]) if len(notes) > 1 else notes[0]


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
    """Which areas are above the mean importance and below the mean state: surely, where that is known."""
    points = selection.quadrant(diagnosis)
    title = _quadrant_title(diagnosis, points, wording)
    subtitle = wording.say("subtitle_quadrant", measure=wording.say("measure.quadrant"), n=diagnosis.n)
    lines, origin = wording.say("note.quadrant"), source(diagnosis, wording)
    if not has_regions(points):
        return Story(title, subtitle, (lines, origin), wording.say("alt.quadrant", title=title, subtitle=subtitle))
    marks = together((wording.say("note.ellipse", level=round(diagnosis.level * 100)), lines), wording)
    places = _places(diagnosis, points, wording)
    alternative = wording.say("alt.quadrant_places", title=title, places=places, subtitle=subtitle)
    return Story(title, subtitle, (marks, origin), alternative)


def _quadrant_title(diagnosis: Diagnosis, points: Sequence[QuadrantPoint], wording: Wording) -> str:
    labels = selection.area_labels(diagnosis)
    named, unsure = [wording.quoted(labels[point.area]) for point in urgent(points)], borderline(points)
    key = _quadrant_title_key(len(named), bool(unsure))
    title = wording.say(key, areas=_first_named(wording, named), more=len(named) - FIRST)
    return wording.say("title.quadrant_borderline", title=title, count=len(unsure)) if unsure else title


def _quadrant_title_key(urgent_areas: int, unsure: bool) -> str:
    if urgent_areas > FIRST:
        return "title.quadrant_more"
    if urgent_areas:
        return "title.quadrant"
    return "title.quadrant_unsure" if unsure else "title.quadrant_none"


def _places(diagnosis: Diagnosis, points: Sequence[QuadrantPoint], wording: Wording) -> str:
    """The areas of each quadrant by name, and those on a border."""
    labels = selection.area_labels(diagnosis)
    parts = []
    for place in PLACES:
        named = [wording.quoted(labels[point.area]) for point in points if point.place == place]
        if named:
            words = wording.say(f"place.{place or BORDERLINE}")
            parts.append(wording.say("place.with_areas", place=words, areas=wording.listed(named)))
    return "; ".join(parts)


def has_regions(points: Sequence[QuadrantPoint]) -> bool:
    """Whether it is known how sure the points are; else every point counts as lying where it is drawn."""
    return any(point.ellipse for point in points)


def borderline(points: Sequence[QuadrantPoint]) -> list[QuadrantPoint]:
    """The areas that lie in no quadrant for sure, most important first."""
    unsure = [point for point in points if has_regions(points) and not point.place]
    return sorted(unsure, key=lambda point: -point.importance)


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
    """The areas of the corner "important but poor", for sure where that is known, most important first."""
    state, importance = means(points)
    corner = [point for point in points if point.importance > importance and point.state < state]
    if has_regions(points):
        corner = [point for point in points if point.place == "gap"]
    return sorted(corner, key=lambda point: -point.importance)


def source(diagnosis: Diagnosis, wording: Wording) -> str:
    """Where the figures come from: the last note of every chart."""
    return wording.say("source", title=diagnosis.title)
