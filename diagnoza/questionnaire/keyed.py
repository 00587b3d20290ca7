"""A questionnaire typed from paper: each line takes digits, which become the fields and values of the web form.

Options are numbered in the order of the paper, from 1, with as many digits as the longest list of the line needs.
"Don't know" of a scale is 9 (99 where numbers have two digits), nothing or 0 is no answer.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from analysis.vocabulary import DONT_KNOW
from diagnoza.questionnaire.answers import NOTHING, Answers, Problem
from diagnoza.questionnaire.definition import GRIDS, LISTS, Cell, Definition, Kind, Option, Question

Typed = Mapping[str, str]
"""What was typed, by the names of the lines."""

Fields = dict[str, list[str]]
"""Fields of the web form and their values."""

UNREADABLE = "?"
"""Stands before digits that mean no option; such a value is in no questionnaire, so the form refuses it."""

BETWEEN = re.compile(r"[\s,.;]+")
WRITTEN = (Kind.TEXT, Kind.NUMBER)


@dataclass(frozen=True)
class Line:
    """One place to type in: a question, or a cell of a grid. `most`: how many options; 0: it is written out."""

    name: str
    question: Question
    apart: bool
    most: int = 0
    options: tuple[Option, ...] = ()
    cell: Cell | None = None

    @cached_property
    def digits(self) -> int:
        """How many digits a number has: one where nine are enough."""
        return 1 if len(self.options) <= (8 if self.cell else 9) else 2

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """Number -> code of the option, in the order of the paper."""
        listed = {str(place).zfill(self.digits): option.key for place, option in enumerate(self.options, 1)}
        return listed | {"9" * self.digits: DONT_KNOW} if self.cell else listed

    @cached_property
    def number_of(self) -> Mapping[str, str]:
        """The other way round."""
        return {code: number for number, code in self.numbers.items()}

    @property
    def ordered(self) -> bool:
        """Whether the first number stands for the first place."""
        return self.question.ordered or self.question.kind == Kind.RANKING

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the web form that the line fills in."""
        return (self.name,) if self.cell else self.question.field_names


@lru_cache(maxsize=64)
def lines(definition: Definition) -> tuple[Line, ...]:
    """Every line, in the order of the paper."""
    questions = [(question, section.apart) for section in definition.sections for question in section.questions]
    return tuple(line for question, apart in questions for line in _lines(question, apart))


def compared(definition: Definition) -> tuple[Line, ...]:
    """The lines that are typed a second time: those that are numbers, of the response alone."""
    return tuple(line for line in lines(definition) if line.question.kind != Kind.TEXT and not line.apart)


def _lines(question: Question, apart: bool) -> Iterator[Line]:
    if question.kind in GRIDS:
        for cell in question.cells:
            yield Line(cell.name, question, apart, 1, cell.scale.options, cell)
    elif question.kind in WRITTEN:
        yield Line(question.key, question, apart)
    elif question.kind in LISTS:
        yield Line(question.key, question, apart, question.limit or len(question.options), question.options)
    elif question.kind == Kind.SINGLE:
        yield Line(question.key, question, apart, 1, question.options)


@lru_cache(maxsize=64)
def numbers(definition: Definition) -> Mapping[tuple[str, str], str]:
    """Every number by the name of its line and the code of its option, to be printed beside the boxes."""
    return {(line.name, code): number for line in lines(definition) for code, number in line.number_of.items()}


# From what was typed to the fields of the form.


def decode(definition: Definition, typed: Typed) -> Fields:
    """The fields of the web form behind what was typed; what cannot be read is kept so that the form refuses it."""
    fields: Fields = {}
    for line in lines(definition):
        given = typed.get(line.name, "")
        values = _values(line, given) if line.most else [given] if given.strip() else []
        for name, value in _placed(line, values):
            fields.setdefault(name, []).append(value)
    return fields


def _values(line: Line, typed: str) -> list[str]:
    """Codes of options, "" where a place was passed over; a number that comes again is unreadable."""
    found: list[str] = []
    for number in _split(typed, line.digits):
        code = "" if not number.strip("0") else line.numbers.get(number, UNREADABLE + number)
        found.append(UNREADABLE + number if code and code in found else code)
    return found


def _split(typed: str, digits: int) -> Iterator[str]:
    """Numbers that stand apart, or follow each other without a space where all have the same number of digits."""
    for word in BETWEEN.split(typed.strip()):
        if len(word) <= digits:
            yield from [word.zfill(digits)] if word else []
        elif len(word) % digits:
            yield word
        else:
            yield from (word[start : start + digits] for start in range(0, len(word), digits))


def _placed(line: Line, values: list[str]) -> Iterator[tuple[str, str]]:
    """The values by the fields that hold them; more than there are places come to the last one, to be refused."""
    names = line.fields
    for place, value in enumerate(values, 1):
        if not value:
            continue
        if line.question.kind == Kind.RANKING:
            yield f"{line.question.key}.{value}", str(place)
        else:
            yield names[min(place, len(names)) - 1], value


# From fields, or from answers, back to what would be typed.


def typed(definition: Definition, fields: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What would be typed for fields of the web form; lines without a value are left out.

    An empty place before a filled one is a zero. What is written out is taken as it is.
    """
    given = {line.name: _line_of_fields(line, fields) for line in lines(definition)}
    return {name: value for name, value in given.items() if value}


def _line_of_fields(line: Line, fields: Mapping[str, Sequence[str]]) -> str:
    values = [list(fields.get(name, ())) for name in line.fields]
    if not line.most:
        return " ".join(value for own in values for value in own)
    if line.question.kind == Kind.RANKING:
        by_option = zip(line.options, values, strict=True)
        return _by_place(line, {place: option.key for option, own in by_option for place in own})
    if line.ordered:
        return _by_place(line, {str(place): code for place, own in enumerate(values, 1) for code in own})
    return " ".join(sorted(line.number_of[code] for own in values for code in own))


def _by_place(line: Line, codes: Mapping[str, str]) -> str:
    last = max(map(int, codes), default=0)
    places = (codes.get(str(place)) for place in range(1, last + 1))
    return " ".join(line.number_of[code] if code else "0" * line.digits for code in places)


def encode(definition: Definition, answers: Answers) -> dict[str, str]:
    """What would be typed for stored answers; lines without an answer are left out."""
    given = ((line, _given(line, answers)) for line in lines(definition) if not line.apart)
    return {line.name: _typed(line, value) for line, value in given if value not in NOTHING}


def _given(line: Line, answers: Answers) -> Any:
    answer = answers.get(line.question.key)
    if not line.cell or answer is None:
        return answer
    row = answer.get(line.cell.item.key)
    return row.get(str(line.cell.scale.measure)) if isinstance(row, Mapping) else row


def _typed(line: Line, value: Any) -> str:
    if not line.most:
        return str(value)
    chosen = value if isinstance(value, list) else [value]
    return " ".join(line.number_of[code] for code in chosen)


def differing(definition: Definition, first: Answers, second: Answers) -> tuple[Line, ...]:
    """The lines that two persons read otherwise from one sheet."""
    one, other = encode(definition, first), encode(definition, second)
    return tuple(line for line in compared(definition) if one.get(line.name) != other.get(line.name))


def line_of(definition: Definition, problem: Problem) -> Line | None:
    """The line that a problem speaks of: by its field, or the first one of its question."""
    key = problem.field.partition(".")[0]
    named = [line for line in lines(definition) if problem.field in line.fields]
    return next(iter([*named, *(line for line in lines(definition) if line.question.key == key)]), None)
