"""The one loader and the one validator of questionnaires: TOML in, a Definition out.

Every problem of a file is collected, so that an author mends them in one go.
"""

import hashlib
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from analysis.vocabulary import DONT_KNOW, NO_ANSWER, Measure
from diagnoza.questionnaire.definition import (
    GRIDS,
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
)
from diagnoza.questionnaire.forms import QuestionnaireForm
from diagnoza.questionnaire.scales import LACK, rating

LIBRARY = Path(__file__).parent / "library"
KEY = re.compile(r"[a-z0-9][a-z0-9_+-]{0,59}")
TOP = {"key", "title", "description", "minutes", "areas", "sections"}
AREA = {"key", "label", "taxonomy_area"}
SECTION = {"key", "title", "intro", "apart", "questions"}
COMMON = {"key", "kind", "text", "hint", "show_if"}
GRID = COMMON | {"items"}
OPTIONS = COMMON | {"options"}
ALLOWED = {
    Kind.LACK_GRID: GRID,
    Kind.IMPORTANCE_STATE_GRID: GRID | {"importance", "state"},
    Kind.RATING_GRID: GRID | {"min", "max", "labels", "measure"},
    Kind.CHOOSE_UP_TO: OPTIONS | {"limit", "ordered", "measure", "target_group"},
    Kind.SINGLE: OPTIONS | {"stratum"},
    Kind.MULTIPLE: OPTIONS | {"target_group"},
    Kind.RANKING: OPTIONS | {"measure"},
    Kind.NUMBER: COMMON | {"min", "max"},
    Kind.TEXT: COMMON | {"max_length"},
    Kind.INFO: COMMON,
}
MEASURES = {
    Kind.RATING_GRID: (Measure.IMPORTANCE, Measure.STATE),
    Kind.CHOOSE_UP_TO: (Measure.PICKED,),
    Kind.RANKING: (Measure.PICKED,),
}
AREAS_AS_OPTIONS = "areas"
RESERVED = {"key", "token", "lang", *dir(QuestionnaireForm)}
"""Names that the form itself uses."""


def load(path: Path) -> Definition:
    """The questionnaire in a file; raises QuestionnaireError, or OSError when it cannot be read."""
    return parse(path.read_text(encoding="utf-8"), path.name)


def parse(source: str, name: str) -> Definition:
    """The questionnaire in a text; `name` is used in messages. Raises QuestionnaireError."""
    try:
        table = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise QuestionnaireError(f"{name}: not TOML: {error}; mend the place named") from error
    reader = _Reader(name)
    definition = reader.definition(table, source)
    reader.check_references(definition)
    if reader.problems:
        raise QuestionnaireError("\n".join(reader.problems))
    return definition


@cache
def library() -> dict[str, Definition]:
    """The ready questionnaires by key."""
    files = sorted(LIBRARY.glob("*.toml"), key=lambda path: path.stem)
    return {definition.key: definition for definition in map(load, files)}


class _Reader:
    """Reads one file and remembers its problems."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[str] = []
        self.area_keys: list[str] = []

    def say(self, place: str, found: object, allowed: str) -> None:
        self.problems.append(f"{self.name}: {place}: found {found!r}; allowed: {allowed}")

    def definition(self, table: dict[str, Any], source: str) -> Definition:
        self.only(table, TOP, "top level")
        areas = tuple(self.area(row) for row in self.rows(table, "areas", "areas"))
        self.area_keys = [area.key for area in areas]
        return Definition(
            key=self.key(table, "top level"),
            title=self.texts(table, "title", "top level"),
            description=self.texts(table, "description", "top level"),
            minutes=self.whole(table, "minutes", "top level", 1, 60) or 1,
            languages=LANGUAGES,
            areas=areas,
            sections=tuple(self.section(row, areas) for row in self.rows(table, "sections", "sections")),
            source=source,
            digest=hashlib.sha256(source.encode()).hexdigest(),
        )

    def area(self, row: dict[str, Any]) -> Area:
        key = self.key(row, "areas")
        place = f"area {key!r}"
        self.only(row, AREA, place)
        return Area(key, self.texts(row, "label", place), row.get("taxonomy_area"))

    def section(self, row: dict[str, Any], areas: tuple[Area, ...]) -> Section:
        key = self.key(row, "sections")
        place = f"section {key!r}"
        self.only(row, SECTION, place)
        return Section(
            key=key,
            title=self.texts(row, "title", place),
            intro=self.texts(row, "intro", place) if "intro" in row else None,
            apart=self.flag(row, "apart", place),
            questions=tuple(self.question(each, areas) for each in self.rows(row, "questions", place)),
        )

    def question(self, row: dict[str, Any], areas: tuple[Area, ...]) -> Question:
        key = self.key(row, "questions")
        place = f"question {key!r}"
        kind = self.kind(row, place)
        if key in RESERVED:
            self.say(f"{place}, key", key, "another key; the form uses this one itself")
        self.only(row, ALLOWED[kind], place)
        return Question(
            key=key,
            kind=kind,
            text=self.texts(row, "text", place),
            hint=self.texts(row, "hint", place) if "hint" in row else None,
            items=self.items(row, place) if kind in GRIDS else (),
            scales=self.scales(row, kind, place),
            options=self.options(row, areas, place) if "options" in ALLOWED[kind] else (),
            measure=self.measure(row, kind, place),
            limit=self.limit(row, kind, place),
            ordered=kind == Kind.RANKING or self.flag(row, "ordered", place),
            minimum=self.whole(row, "min", place) if kind == Kind.NUMBER else None,
            maximum=self.whole(row, "max", place) if kind == Kind.NUMBER else None,
            max_length=self.whole(row, "max_length", place, 1, LONGEST_TEXT) or LONGEST_TEXT,
            stratum=self.flag(row, "stratum", place),
            target_group=self.flag(row, "target_group", place),
            show_if=self.show_if(row, place),
        )

    def kind(self, row: dict[str, Any], place: str) -> Kind:
        found = row.get("kind")
        if found not in list(Kind):
            self.say(f"{place}, kind", found, ", ".join(Kind))
            return Kind.INFO
        return Kind(found)

    def items(self, row: dict[str, Any], place: str) -> tuple[Item, ...]:
        found = []
        for each in self.rows(row, "items", place):
            key = self.key(each, f"{place}, items")
            area = each.get("area", key)
            self.only(each, {"key", "area", "text"}, f"{place}, item {key!r}")
            if area not in self.area_keys:
                self.say(f"{place}, item {key!r}, area", area, f"an area of this file: {', '.join(self.area_keys)}")
            found.append(Item(key, area, self.texts(each, "text", f"{place}, item {key!r}")))
        self.unlike([item.key for item in found], f"{place}, items")
        return tuple(found)

    def scales(self, row: dict[str, Any], kind: Kind, place: str) -> tuple[Scale, ...]:
        if kind == Kind.LACK_GRID:
            return (LACK,)
        if kind == Kind.IMPORTANCE_STATE_GRID:
            return tuple(
                self.rating(row.get(measure, {}), measure, 1, 5, f"{place}, {measure}")
                for measure in (Measure.IMPORTANCE, Measure.STATE)
            )
        if kind != Kind.RATING_GRID:
            return ()
        low, high = self.whole(row, "min", place, 0, 9), self.whole(row, "max", place, 1, 10)
        measure = self.measure(row, kind, place) or Measure.IMPORTANCE
        return (self.rating({"labels": row.get("labels")}, measure, low or 0, high or 1, place),)

    def rating(self, row: Any, measure: Measure, low: int, high: int, place: str) -> Scale:
        labels = row.get("labels") if isinstance(row, dict) else None
        if not isinstance(labels, list) or len(labels) != high - low + 1:
            self.say(f"{place}, labels", labels, f"a list of {high - low + 1} texts, one for each of {low}..{high}")
            labels = [{}] * max(high - low + 1, 0)
        words = [self.texts({"label": label}, "label", f"{place}, labels") for label in labels]
        text = self.texts(row, "text", place) if "text" in row else {}
        return rating(measure, low, words, text)

    def options(self, row: dict[str, Any], areas: tuple[Area, ...], place: str) -> tuple[Option, ...]:
        if row.get("options") == AREAS_AS_OPTIONS:
            return tuple(Option(area.key, area.label) for area in areas)
        found = []
        for each in self.rows(row, "options", place):
            key = self.key(each, f"{place}, options")
            if key in (DONT_KNOW, NO_ANSWER):
                self.say(f"{place}, option", key, "any other key; these two words are kept for the frame")
            self.only(each, {"key", "text"}, f"{place}, option {key!r}")
            found.append(Option(key, self.texts(each, "text", f"{place}, option {key!r}")))
        self.unlike([option.key for option in found], f"{place}, options")
        return tuple(found)

    def measure(self, row: dict[str, Any], kind: Kind, place: str) -> Measure | None:
        found = row.get("measure")
        if kind not in MEASURES or (found is None and kind != Kind.RATING_GRID):
            return None
        if found not in MEASURES[kind]:
            self.say(f"{place}, measure", found, ", ".join(MEASURES[kind]))
            return None
        return Measure(found)

    def limit(self, row: dict[str, Any], kind: Kind, place: str) -> int | None:
        if kind == Kind.RANKING:
            return len(row.get("options", ())) if isinstance(row.get("options"), list) else len(self.area_keys)
        return self.whole(row, "limit", place, 1, 20) if kind == Kind.CHOOSE_UP_TO else None

    def show_if(self, row: dict[str, Any], place: str) -> ShowIf | None:
        found = row.get("show_if")
        if found is None:
            return None
        if not isinstance(found, dict) or not isinstance(found.get("question"), str):
            self.say(f"{place}, show_if", found, '{question = "KEY"} or {question = "KEY", equals = ["OPTION"]}')
            return None
        self.only(found, {"question", "equals"}, f"{place}, show_if")
        return ShowIf(found["question"], tuple(found.get("equals", ())))

    def check_references(self, definition: Definition) -> None:
        """Keys are unique over the whole file, and a condition looks back at a question that it can read."""
        asked = [question for section in definition.sections for question in section.questions]
        self.unlike([section.key for section in definition.sections], "sections")
        self.unlike([question.key for question in asked], "questions")
        self.unlike(self.area_keys, "areas")
        earlier: dict[str, Question] = {}
        for question in asked:
            self.check_condition(question, earlier)
            earlier[question.key] = question
            if question.measure == Measure.PICKED and not question.option_keys <= set(self.area_keys):
                self.say(f"question {question.key!r}, options", sorted(question.option_keys), '"areas"')

    def check_condition(self, question: Question, earlier: dict[str, Question]) -> None:
        if question.show_if is None:
            return
        place, other = f"question {question.key!r}, show_if", earlier.get(question.show_if.question)
        if other is None:
            self.say(place, question.show_if.question, f"a question asked before: {', '.join(earlier)}")
        elif not set(question.show_if.equals) <= other.option_keys:
            self.say(
                place, question.show_if.equals, f"options of {other.key!r}: {', '.join(sorted(other.option_keys))}"
            )

    def rows(self, table: dict[str, Any], name: str, place: str) -> list[dict[str, Any]]:
        found = table.get(name)
        if not isinstance(found, list) or not found or not all(isinstance(row, dict) for row in found):
            self.say(f"{place}, {name}", found, f"one or more tables [[{name}]]")
            return []
        return found

    def key(self, row: dict[str, Any], place: str) -> str:
        found = row.get("key")
        if not isinstance(found, str) or not KEY.fullmatch(found):
            self.say(
                f"{place}, key", found, "small letters, digits, _ + and -, at most 60; it must stay the same for ever"
            )
            return "?"
        return found

    def texts(self, row: dict[str, Any], name: str, place: str) -> Texts:
        found = row.get(name)
        for language in LANGUAGES:
            words = found.get(language) if isinstance(found, dict) else None
            if not isinstance(words, str) or not words.strip():
                self.say(f"{place}, {name}.{language}", words, f"a text; write it in each of {', '.join(LANGUAGES)}")
        return {key: " ".join(str(value).split()) for key, value in found.items()} if isinstance(found, dict) else {}

    def whole(
        self, row: dict[str, Any], name: str, place: str, low: int | None = None, high: int | None = None
    ) -> int | None:
        found = row.get(name)
        if found is None and low is None:
            return None
        if found is None and name == "max_length":
            return None
        if isinstance(found, int) and not isinstance(found, bool) and (low is None or low <= found <= (high or low)):
            return found
        self.say(f"{place}, {name}", found, f"a whole number {low}..{high}" if high else "a whole number")
        return None

    def flag(self, row: dict[str, Any], name: str, place: str) -> bool:
        found = row.get(name, False)
        if not isinstance(found, bool):
            self.say(f"{place}, {name}", found, "true or false")
        return found is True

    def only(self, row: dict[str, Any], allowed: set[str], place: str) -> None:
        for name in sorted(set(row) - allowed):
            self.say(place, name, f"{', '.join(sorted(allowed))}; rename or remove the key")

    def unlike(self, keys: list[str], place: str) -> None:
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            self.say(place, key, "each key once; rename one of them")
