"""A questionnaire as data: frozen values that the form, the codebook, import and export all read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from analysis.vocabulary import DONT_KNOW, Measure

LANGUAGES = ("pl", "uk", "en")
EASY = "easy"
"""Stands beside the languages: Polish that is easy to read."""

Texts = Mapping[str, str]
"""The same text in each language, by its code; under `EASY`, where there is one, the text in easy words, by lines."""

LONGEST_TEXT = 2_000


class QuestionnaireError(ValueError):
    """A questionnaire cannot be used. Each line of the message names the file, the key, what was found and the fix."""


class Kind(StrEnum):
    """How a question is asked."""

    LACK_GRID = "lack_grid"
    IMPORTANCE_STATE_GRID = "importance_state_grid"
    RATING_GRID = "rating_grid"
    CHOOSE_UP_TO = "choose_up_to"
    SINGLE = "single"
    MULTIPLE = "multiple"
    RANKING = "ranking"
    NUMBER = "number"
    TEXT = "text"
    INFO = "info"


GRIDS = (Kind.LACK_GRID, Kind.IMPORTANCE_STATE_GRID, Kind.RATING_GRID)
LISTS = (Kind.CHOOSE_UP_TO, Kind.MULTIPLE, Kind.RANKING)


@dataclass(frozen=True)
class Area:
    """A need area; `taxonomy_area` names the area of the built-in list that it corresponds to."""

    key: str
    label: Texts
    taxonomy_area: str | None = None


@dataclass(frozen=True)
class Item:
    """One row of a grid; several may speak of one area."""

    key: str
    area: str
    text: Texts


@dataclass(frozen=True)
class Option:
    """One possible answer."""

    key: str
    text: Texts


@dataclass(frozen=True)
class Scale:
    """The answers of a grid for one measure: its levels from the lowest. "Don't know" may always be answered."""

    measure: Measure
    text: Texts
    options: tuple[Option, ...]

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """The codes of the levels, from the lowest."""
        return tuple(option.key for option in self.options)

    @cached_property
    def codes(self) -> frozenset[str]:
        """Everything that may be answered."""
        return frozenset((*self.levels, DONT_KNOW))


@dataclass(frozen=True)
class Cell:
    """One answer of a grid. Its name is the name of the form's field and of the codebook's column."""

    name: str
    item: Item
    scale: Scale


@dataclass(frozen=True)
class ShowIf:
    """When a question is asked: another one was answered, or answered with one of `equals`."""

    question: str
    equals: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether any answer to the other question will do."""
        return not self.equals


@dataclass(frozen=True)
class Question:
    """One question. Which parts it has follows from its kind; docs/kwestionariusz.md lists them.

    `place`: it asks where the person lives.
    """

    key: str
    kind: Kind
    text: Texts
    hint: Texts | None = None
    items: tuple[Item, ...] = ()
    scales: tuple[Scale, ...] = ()
    options: tuple[Option, ...] = ()
    measure: Measure | None = None
    limit: int | None = None
    ordered: bool = False
    minimum: int | None = None
    maximum: int | None = None
    max_length: int = LONGEST_TEXT
    stratum: bool = False
    place: bool = False
    target_group: bool = False
    show_if: ShowIf | None = None

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The answers of a grid, item by item: `lack.care`, or `rate.care.importance` where there are two scales."""
        several = len(self.scales) > 1
        return tuple(
            Cell(f"{self.key}.{item.key}.{scale.measure}" if several else f"{self.key}.{item.key}", item, scale)
            for item in self.items
            for scale in self.scales
        )

    @cached_property
    def option_keys(self) -> frozenset[str]:
        """Codes that may be chosen."""
        return frozenset(option.key for option in self.options)

    @property
    def places(self) -> tuple[int, ...]:
        """The places of an ordered choice or of a ranking, from the first; () of any other question."""
        return tuple(range(1, (self.limit or 0) + 1)) if self.ordered else ()

    @cached_property
    def field_names(self) -> tuple[str, ...]:
        """Names of the form's fields: cells of a grid, places of an order, options of a ranking, or the key."""
        if self.kind in GRIDS:
            return tuple(cell.name for cell in self.cells)
        if self.kind == Kind.RANKING:
            return tuple(f"{self.key}.{option.key}" for option in self.options)
        if self.ordered:
            return tuple(f"{self.key}.{place}" for place in self.places)
        return (self.key,)


@dataclass(frozen=True)
class Section:
    """Questions under one heading. Answers of an `apart` section are counted, never kept with the response."""

    key: str
    title: Texts
    intro: Texts | None
    apart: bool
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Words:
    """Texts that questions share: "don't know", "no choice", the levels of lack, the names of places in an order."""

    dont_know: Texts
    no_choice: Texts
    lack: tuple[Texts, ...]
    places: tuple[Texts, ...]

    def place(self, number: int) -> Texts:
        """How a place in an order is called; beyond the named ones, by its number."""
        return self.places[number - 1] if number <= len(self.places) else {"pl": f"{number}."}


@dataclass(frozen=True, eq=False)
class Definition:
    """One immutable version of a questionnaire; `digest` is the SHA-256 of `source`, the whole of it as TOML.

    `easy` says that all of it is also written in easy words; `for_minors`, that nobody is asked for words of their own.
    Two definitions with the same digest are the same.
    """

    key: str
    title: Texts
    description: Texts
    minutes: int
    languages: tuple[str, ...]
    easy: bool
    for_minors: bool
    areas: tuple[Area, ...]
    sections: tuple[Section, ...]
    words: Words
    source: str
    digest: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Definition) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def questions(self, apart: bool = False) -> Iterator[Question]:
        """The questions that are answered (no notes), of the response or of what is kept apart."""
        return iter((self.apart_by_key if apart else self.by_key).values())

    @cached_property
    def by_key(self) -> Mapping[str, Question]:
        """Questions of the response by key."""
        return self._answered(apart=False)

    @cached_property
    def apart_by_key(self) -> Mapping[str, Question]:
        """Questions that are kept apart, by key."""
        return self._answered(apart=True)

    @cached_property
    def by_field(self) -> Mapping[str, Question]:
        """Every field of the form and the question that it belongs to."""
        return {
            name: question
            for questions in (self.by_key, self.apart_by_key)
            for question in questions.values()
            for name in question.field_names
        }

    def _answered(self, apart: bool) -> Mapping[str, Question]:
        sections = (section for section in self.sections if section.apart == apart)
        return {
            question.key: question
            for section in sections
            for question in section.questions
            if question.kind != Kind.INFO
        }


def text(texts: Texts, language: str) -> str:
    """The text in a language; Polish where that language has none."""
    return texts.get(language) or texts["pl"]
