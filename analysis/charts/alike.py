"""Residents with similar needs: numbers and words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.charts import selection
from analysis.charts.model import ChartUnavailable, Table
from analysis.charts.stories import Story, source

if TYPE_CHECKING:
    from analysis.charts.texts import Wording
    from analysis.results import Diagnosis, Segment, SegmentArea


def select(diagnosis: Diagnosis) -> tuple[Segment, ...]:
    """The segments; ChartUnavailable "no_segments" when none are clear enough."""
    selection.refuse_withheld(diagnosis)
    if diagnosis.segmentation is None or not diagnosis.segmentation.segments:
        raise ChartUnavailable("no_segments")
    return diagnosis.segmentation.segments


def areas(segment: Segment) -> tuple[SegmentArea, ...]:
    """What sets a segment apart: needed more, then needed less."""
    return (*segment.more, *segment.less)


def letters(segments: Sequence[Segment]) -> dict[str, str]:
    """A letter for each segment by its key: A, B, ..."""
    return {segment.key: chr(ord("A") + place) for place, segment in enumerate(segments)}


def heading(wording: Wording, segment: Segment, letter: str) -> str:
    """A segment in words: its letter and size."""
    return wording.say("segment", letter=letter, n=segment.n, share=wording.percent(segment.share))


def story(diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Story:
    """How many segments there are, and what the largest needs more than others."""
    segments = select(diagnosis)
    labels = selection.area_labels(diagnosis)
    named_by = letters(segments)
    largest = max(segments, key=lambda segment: segment.n)
    named = [wording.quoted(labels[each.area]) for each in largest.more or largest.less]
    title = wording.say(
        "title.segments" if largest.more else "title.segments_less",
        count=len(segments),
        letter=named_by[largest.key],
        areas=wording.listed(named[:2]),
    )
    placed = diagnosis.segmentation.n if diagnosis.segmentation else 0
    subtitle = wording.say("subtitle_segments", n=placed)
    values = [
        f"{heading(wording, segment, named_by[segment.key])}: {_described(segment, labels, wording)}"
        for segment in segments
    ]
    alternative = wording.say("alt.segments", title=title, values="; ".join(values), subtitle=subtitle)
    return Story(title, subtitle, (wording.say("note.segments"), source(diagnosis, wording)), alternative)


def _described(segment: Segment, labels: dict[str, str], wording: Wording) -> str:
    parts = []
    for key, chosen in (("needs_more", segment.more), ("needs_less", segment.less)):
        if chosen:
            parts.append(wording.say(key, areas=wording.listed([wording.quoted(labels[each.area]) for each in chosen])))
    return ", ".join(parts)


def table(diagnosis: Diagnosis, variable: str | None) -> Table:
    """One row per segment and area that sets it apart."""
    labels = selection.area_labels(diagnosis)
    named_by = letters(select(diagnosis))
    rows = tuple(
        (named_by[segment.key], segment.n, labels[each.area], each.mean, each.difference)
        for segment in select(diagnosis)
        for each in areas(segment)
    )
    return Table(("segment", "n", "area", "mean", "difference"), rows)


def in_words(diagnosis: Diagnosis, wording: Wording, variable: str | None) -> Table:
    """The same numbers, differences with their sign."""
    rows = tuple(
        (str(key), str(n), str(area), signed(wording, float(difference or 0)))
        for key, n, area, _, difference in table(diagnosis, variable).rows
    )
    return Table(tuple(wording.say(f"column.{code}") for code in ("segment", "n", "area", "difference")), rows)


def signed(wording: Wording, value: float) -> str:
    """A difference with its sign, such as +0.4."""
    sign = "+" if value > 0 else "\N{MINUS SIGN}"
    return sign + wording.decimal(abs(value), 1)
