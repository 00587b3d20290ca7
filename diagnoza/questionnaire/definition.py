"""A questionnaire as data: frozen values that the form, the codebook, import and export all read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from analysis.vocabulary import Measure

LANGUAGES = ("pl", "uk", "en")
Texts = Mapping[str, str]
"""The same text in each language, by its code."""

LONGEST_TEXT = 2_000


class QuestionnaireError(ValueError):
    """A questionnaire cannot be used; the message names the file, the key, what was found and the fix."""


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
    taxonomy_area: str | None


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
    """The answers of a grid for one measure: levels from the lowest, and whether "don't know" is offered."""

    measure: Measure
    text: Texts
    options: tuple[Option, ...]

    @property
    def levels(self) -> tuple[str, ...]:
        """The codes of the levels, from the lowest."""
        return tuple(option.key for option in self.options)


@dataclass(frozen=True)
class ShowIf:
    """When a question is asked: another one was answered, or answered with one of `equals`."""

    question: str
    equals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """One question. Which parts it has follows from its kind."""

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
    target_group: bool = False
    show_if: ShowIf | None = None

    @cached_property
    def option_keys(self) -> frozenset[str]:
        """Codes that may be chosen."""
        return frozenset(option.key for option in self.options)


@dataclass(frozen=True)
class Section:
    """Questions under one heading. Answers of an `apart` section are counted, never kept with the response."""

    key: str
    title: Texts
    intro: Texts | None
    apart: bool
    questions: tuple[Question, ...]


@dataclass(frozen=True, eq=False)
class Definition:
    """One immutable version of a questionnaire; `digest` is the SHA-256 of `source`, the TOML it was read from.

    Two definitions with the same digest are the same.
    """

    key: str
    title: Texts
    description: Texts
    minutes: int
    languages: tuple[str, ...]
    areas: tuple[Area, ...]
    sections: tuple[Section, ...]
    source: str
    digest: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Definition) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def questions(self, apart: bool = False) -> Iterator[Question]:
        """The questions that are answered (no notes), of the response or of what is kept apart."""
        for section in self.sections:
            if section.apart == apart:
                yield from (question for question in section.questions if question.kind != Kind.INFO)

    @cached_property
    def by_key(self) -> Mapping[str, Question]:
        """Questions of the response by key."""
        return {question.key: question for question in self.questions()}


def text(texts: Texts, language: str) -> str:
    """The text in a language; Polish where that language has none."""
    return texts.get(language) or texts["pl"]
