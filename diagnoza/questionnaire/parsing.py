"""The one loader and the one validator of questionnaires: TOML in, a Definition out.

Every problem of a file is collected, so that an author mends them in one go.
"""

import hashlib
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import tomli_w

from analysis.vocabulary import DONT_KNOW, NO_ANSWER, Measure
from diagnoza.questionnaire.agreement import check_agreement
from diagnoza.questionnaire.completion import LIBRARY, READY, completed
from diagnoza.questionnaire.definition import (
    LANGUAGES,
    LONGEST_TEXT,
    Area,
    Definition,
    Item,
    Kind,
    Option,
    Question,
    QuestionnaireError,
    Scale,
    Section,
    ShowIf,
    Texts,
    Words,
)
from diagnoza.questionnaire.reading import OPTION_CODE, Problems, Table

AREAS = "areas"
"""Written in place of a list of items or options: one for each need area."""

RESERVED = ("key", "token", "opened", "information", "csrf_token", "lang", "main", "section", "send")
"""Names that the survey's page uses itself."""

RESERVED_PARTS = ("hint", "error", "counter", DONT_KNOW, NO_ANSWER)
"""Codes that would be mistaken for a part of the page, or for an answer that every question has."""

PLACE = "place"
"""Key of the question about the place of residence in questionnaires that were published before `place = true`."""

RATING = (1, 5)  # the scale of importance and state
FARTHEST = 999_999_999  # the digits that a number in a form may have
Parts = dict[str, Any]


def load(path: Path) -> Definition:
    """The questionnaire in a file; raises QuestionnaireError, or OSError when the file cannot be opened."""
    try:
        return parse(path.read_text(encoding="utf-8-sig"), path.name)
    except UnicodeDecodeError as error:
        message = f"{path.name}: byte {error.start + 1} is not UTF-8; save the file as UTF-8"
        raise QuestionnaireError(message) from error


def parse(source: str, name: str) -> Definition:
    """The questionnaire in a text; `name` is used in messages. Raises QuestionnaireError.

    A text that takes parts from a ready questionnaire becomes whole: `parse(definition.source, name)` gives an
    equal definition, whatever the library holds by then.
    """
    try:
        written = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise QuestionnaireError(f"{name}: not TOML: {error}; mend the place named") from error
    problems = Problems(name)
    whole = completed(written, problems)
    definition = _definition(whole, source if whole == written else tomli_w.dumps(whole), problems)
    if not problems.lines:
        check_agreement(definition, problems)
    if problems.lines:
        raise QuestionnaireError("\n".join(problems.lines))
    return definition


@cache
def library() -> Mapping[str, Definition]:
    """The ready questionnaires by key."""
    return {key: load(LIBRARY / f"{key}.toml") for key in READY}


def _definition(whole: Parts, source: str, problems: Problems) -> Definition:
    table = Table(whole, "top level", problems)
    table.only(
        ("key", "title", "description", "minutes", "easy", "for_minors", "extends", "areas", "words", "sections")
    )
    areas = tuple(_area(each) for each in table.tables("areas", "area"))
    words = _words(table.table("words"))
    return Definition(
        key=table.code("key", OPTION_CODE),
        title=table.texts("title"),
        description=table.texts("description"),
        minutes=table.whole("minutes", 1, 60),
        languages=LANGUAGES,
        easy=table.flag("easy"),
        for_minors=table.flag("for_minors"),
        areas=areas,
        sections=tuple(_section(each, areas, words) for each in table.tables("sections", "section")),
        words=words,
        source=source,
        digest=hashlib.sha256(source.encode()).hexdigest(),
    )


def _words(table: Table) -> Words:
    table.only(("dont_know", "no_choice", "lack", "places"))
    return Words(
        dont_know=table.texts("dont_know"),
        no_choice=table.texts("no_choice"),
        lack=table.texts_list("lack", 3),
        places=table.texts_list("places"),
    )


def _area(table: Table) -> Area:
    table.only(("key", "label", "taxonomy_area"))
    taxonomy_area = table.code("taxonomy_area") if "taxonomy_area" in table.row else None
    return Area(table.code("key"), table.texts("label"), taxonomy_area)


def _section(table: Table, areas: tuple[Area, ...], words: Words) -> Section:
    table.only(("key", "title", "intro", "apart", "questions"))
    return Section(
        key=table.code("key"),
        title=table.texts("title"),
        intro=table.texts_if_any("intro"),
        apart=table.flag("apart"),
        questions=tuple(_question(each, areas, words) for each in table.tables("questions", "question")),
    )


def _question(table: Table, areas: tuple[Area, ...], words: Words) -> Question:
    kind = Kind(table.one_of("kind", Kind) or Kind.INFO)
    keys, read = PARTS[kind]
    if "kind" in table.row and table.row["kind"] == kind:
        table.only(("key", "kind", "text", "hint", "show_if", *keys))
    key = table.code("key")
    if key in RESERVED:
        table.note("key", f"any other key; the page uses {', '.join(RESERVED)} itself")
    return Question(
        key=key,
        kind=kind,
        text=table.texts("text"),
        hint=table.texts_if_any("hint"),
        show_if=_show_if(table.table("show_if")) if "show_if" in table.row else None,
        **read(table, areas, words),
    )


def _show_if(table: Table) -> ShowIf:
    table.only(("question", "answered", "equals"))
    if "equals" in table.row:
        return ShowIf(table.code("question"), table.codes("equals"))
    if table.row.get("answered", True) is not True:
        table.note("answered", "true; or equals = a list of answers")
    return ShowIf(table.code("question"))


def _lack_grid(table: Table, areas: tuple[Area, ...], words: Words) -> Parts:
    scale = Scale(Measure.LACK, {}, _levels(0, words.lack))
    return {"items": _items(table, areas), "scales": (scale,)}


def _importance_state_grid(table: Table, areas: tuple[Area, ...], words: Words) -> Parts:
    scales = tuple(_rating(table.table(measure), measure) for measure in (Measure.IMPORTANCE, Measure.STATE))
    return {"items": _items(table, areas), "scales": scales}


def _rating(table: Table, measure: Measure) -> Scale:
    low, high = RATING
    table.only(("text", "labels"))
    return Scale(measure, table.texts("text"), _levels(low, table.texts_list("labels", high - low + 1)))


def _rating_grid(table: Table, areas: tuple[Area, ...], words: Words) -> Parts:
    low = table.whole("min", 0, 9)
    high = table.whole("max", low + 1, 10)
    if "labels" in table.row:
        labels = table.texts_list("labels", high - low + 1)
    else:
        labels = tuple(dict.fromkeys(LANGUAGES, str(number)) for number in range(low, high + 1))
    measure = Measure(table.one_of("measure", (Measure.IMPORTANCE, Measure.STATE)) or Measure.STATE)
    return {"items": _items(table, areas), "scales": (Scale(measure, {}, _levels(low, labels)),)}


def _choose_up_to(table: Table, areas: tuple[Area, ...], words: Words) -> Parts:
    options = _options(table, areas)
    return {
        "options": options,
        "limit": table.whole("limit", 1, max(1, len(options))),
        "ordered": table.flag("ordered"),
        "measure": _picked(table),
        "target_group": table.flag("target_group"),
    }


def _ranking(table: Table, areas: tuple[Area, ...], words: Words) -> Parts:
    options = _options(table, areas)
    return {"options": options, "limit": len(options), "ordered": True, "measure": _picked(table)}


def _picked(table: Table) -> Measure | None:
    return Measure.PICKED if "measure" in table.row and table.one_of("measure", (Measure.PICKED,)) else None


def _single(table: Table, areas: tuple[Area, ...], words: Words) -> Parts:
    stratum = table.flag("stratum")
    place = table.flag("place") or (stratum and "place" not in table.row and table.row.get("key") == PLACE)
    return {"options": _options(table, areas), "stratum": stratum, "place": place}


def _multiple(table: Table, areas: tuple[Area, ...], words: Words) -> Parts:
    return {"options": _options(table, areas), "target_group": table.flag("target_group")}


def _number(table: Table, areas: tuple[Area, ...], words: Words) -> Parts:
    minimum = table.whole_if_any("min", -FARTHEST, FARTHEST)
    lowest = -FARTHEST if minimum is None else minimum
    return {"minimum": minimum, "maximum": table.whole_if_any("max", lowest, FARTHEST)}


def _text(table: Table, areas: tuple[Area, ...], words: Words) -> Parts:
    return {"max_length": table.whole("max_length", 1, LONGEST_TEXT, default=LONGEST_TEXT)}


def _info(table: Table, areas: tuple[Area, ...], words: Words) -> Parts:
    return {}


PARTS: dict[Kind, tuple[tuple[str, ...], Callable[[Table, tuple[Area, ...], Words], Parts]]] = {
    Kind.LACK_GRID: (("items",), _lack_grid),
    Kind.IMPORTANCE_STATE_GRID: (("items", "importance", "state"), _importance_state_grid),
    Kind.RATING_GRID: (("items", "min", "max", "labels", "measure"), _rating_grid),
    Kind.CHOOSE_UP_TO: (("options", "limit", "ordered", "measure", "target_group"), _choose_up_to),
    Kind.SINGLE: (("options", "stratum", "place"), _single),
    Kind.MULTIPLE: (("options", "target_group"), _multiple),
    Kind.RANKING: (("options", "measure"), _ranking),
    Kind.NUMBER: (("min", "max"), _number),
    Kind.TEXT: (("max_length",), _text),
    Kind.INFO: ((), _info),
}
"""Of each kind: the keys that it has besides the common ones, and how they are read."""


def _items(table: Table, areas: tuple[Area, ...]) -> tuple[Item, ...]:
    if table.row.get("items") == AREAS:
        return tuple(Item(area.key, area.key, area.label) for area in areas)
    return tuple(_item(each, areas) for each in table.tables("items", "item"))


def _item(table: Table, areas: tuple[Area, ...]) -> Item:
    table.only(("key", "area", "text"))
    key = _part(table, table.code("key"))
    name = "area" if "area" in table.row else "key"
    return Item(key, table.one_of(name, (area.key for area in areas)) or "", table.texts("text"))


def _options(table: Table, areas: tuple[Area, ...]) -> tuple[Option, ...]:
    if table.row.get("options") == AREAS:
        return tuple(Option(area.key, area.label) for area in areas)
    return tuple(_option(each) for each in table.tables("options", "option"))


def _option(table: Table) -> Option:
    table.only(("key", "text"))
    return Option(_part(table, table.code("key", OPTION_CODE)), table.texts("text"))


def _part(table: Table, key: str) -> str:
    if key in RESERVED_PARTS:
        table.note("key", f"any other key; {', '.join(RESERVED_PARTS)} have a meaning of their own")
    return key


def _levels(low: int, labels: tuple[Texts, ...]) -> tuple[Option, ...]:
    return tuple(Option(str(level), label) for level, label in enumerate(labels, low))
