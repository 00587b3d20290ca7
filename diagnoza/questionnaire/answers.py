"""Stored answers: how they come out of a form, whether they are acceptable, when two are the same.

An answer that is absent was not given. What a form or a file sends is checked here and nowhere else.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as part
from typing import Any, Protocol

from diagnoza.questionnaire.definition import GRIDS, LISTS, Definition, Kind, Question

Answers = dict[str, Any]
Apart = dict[str, tuple[str, ...]]

NOTHING: tuple[Any, ...] = (None, "", [], (), {})
OTHER_FIELDS = 50  # the key, the token, and what browsers add
WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")
LINE_END = re.compile(r"\r\n?")
CANNOT_BE_STORED = re.compile("[\0\ud800-\udfff]")


class FormData(Protocol):
    """What a form sent: fields by name, each with one value or several."""

    def getlist(self, key: str, /) -> list[str]:
        """All values of a field; none when it was not sent."""

    def keys(self) -> Iterable[str]:
        """Names of the fields."""


@dataclass(frozen=True)
class Problem:
    """Why an answer cannot be accepted: the field of the form, a code, and what the message needs.

    Codes: unknown_question, unknown_field, unknown_item, unknown_option, wrong_type, too_many (found, limit),
    repeated, same_place (place), not_a_number, out_of_range (minimum, maximum), too_long (found, limit),
    bad_characters, too_many_fields (found, limit; no field).
    """

    field: str
    code: str
    params: Mapping[str, Any] = part(default_factory=dict)


# From a form.


def from_form(definition: Definition, data: FormData) -> Answers:
    """The answers in a form's fields, whether acceptable or not; `problems` judges them."""
    read = {key: _read(question, data) for key, question in definition.by_key.items()}
    return asked(definition, {key: value for key, value in read.items() if value not in NOTHING})


def apart_from_form(definition: Definition, data: FormData) -> Apart:
    """Options chosen in the sections that are kept apart; `apart_problems` judges them."""
    chosen: Apart = {}
    for key, question in definition.apart_by_key.items():
        options = tuple(_in_order(question, data.getlist(key)))
        if options and is_shown(question, chosen):
            chosen[key] = options
    return chosen


def _read(question: Question, data: FormData) -> Any:
    if question.kind in GRIDS:
        return _read_grid(question, data)
    if question.kind == Kind.RANKING:
        return _read_ranking(question, data)
    if question.kind in LISTS:
        return _read_list(question, data)
    value = _one(data.getlist(question.key))
    return READ[question.kind](value) if isinstance(value, str) else value


def _one(values: list[str]) -> Any:
    """The value of a field that has one; several different ones stay a list, which no such question accepts."""
    given = [value for value in dict.fromkeys(values) if value]
    return given[0] if len(given) == 1 else given


def _read_grid(question: Question, data: FormData) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for cell in question.cells:
        level = _one(data.getlist(cell.name))
        if level and len(question.scales) > 1:
            rows.setdefault(cell.item.key, {})[str(cell.scale.measure)] = level
        elif level:
            rows[cell.item.key] = level
    return rows


def _read_list(question: Question, data: FormData) -> list[str]:
    """In an order the same option counts at its first place: a form without scripts is not turned back for that."""
    sent = [value for name in question.field_names for value in data.getlist(name) if value]
    return list(dict.fromkeys(sent)) if question.ordered else _in_order(question, sent)


def _in_order(question: Question, sent: Iterable[str]) -> list[str]:
    """Chosen options in the order of the questionnaire, so that equal choices are equal; unknown ones last."""
    chosen = {value for value in sent if value}
    known = [option.key for option in question.options if option.key in chosen]
    return [*known, *sorted(chosen - question.option_keys)]


def _read_ranking(question: Question, data: FormData) -> Any:
    """Options from the first place on. Places that cannot be read stay as they were sent, by option."""
    sent = {option.key: _one(data.getlist(f"{question.key}.{option.key}")) for option in question.options}
    places = {option: place for option, place in sent.items() if place}
    if not all(place in _places(question) for place in places.values()) or len(set(places.values())) < len(places):
        return places
    return sorted(places, key=lambda option: int(places[option]))


def _places(question: Question) -> tuple[str, ...]:
    return tuple(str(place) for place in question.places)


def read_text(value: str) -> str:
    """A text as it is stored: without blanks around it, lines ended as everywhere else, unchanged within."""
    return LINE_END.sub("\n", value).strip()


def read_number(value: str) -> int | str:
    """A whole number of at most nine digits; anything else stays a text, which is refused."""
    word = value.strip()
    return int(word) if WHOLE_NUMBER.fullmatch(word) else word


READ: dict[Kind, Callable[[str], Any]] = {
    Kind.SINGLE: str,
    Kind.NUMBER: read_number,
    Kind.TEXT: read_text,
}


# What was asked.


def asked(definition: Definition, answers: Mapping[str, Any]) -> Answers:
    """Answers in the order of the questions, without those whose questions were hidden by their conditions.

    Answers to questions that there are not come last, for `problems` to name.
    """
    kept: Answers = {}
    for key, question in definition.by_key.items():
        if key in answers and is_shown(question, kept):
            kept[key] = answers[key]
    return kept | {key: value for key, value in answers.items() if key not in definition.by_key}


def is_shown(question: Question, answers: Mapping[str, Any]) -> bool:
    """Whether a question is asked, given the answers before it."""
    condition = question.show_if
    if condition is None:
        return True
    given = answers.get(condition.question)
    if condition.answered:
        return given not in NOTHING
    chosen = given if isinstance(given, (list, tuple)) else [given]
    return any(option in condition.equals for option in chosen)


# Whether it can be stored.


def problems(definition: Definition, answers: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Everything that makes the answers unacceptable, in the order of the questions."""
    found = [Problem(key, "unknown_question") for key in answers if key not in definition.by_key]
    for key, question in definition.by_key.items():
        if key in answers:
            found += CHECKS[question.kind](question, answers[key])
    return tuple(found)


def apart_problems(definition: Definition, apart: Mapping[str, tuple[str, ...]]) -> tuple[Problem, ...]:
    """The same for what is kept apart."""
    found = [Problem(key, "unknown_question") for key in apart if key not in definition.apart_by_key]
    for key, question in definition.apart_by_key.items():
        chosen = list(apart.get(key, ()))
        found += _check_list(question, chosen)
        if question.kind == Kind.SINGLE and len(chosen) > 1:
            found.append(Problem(key, "wrong_type"))
    return tuple(found)


def unknown_fields(definition: Definition, data: FormData) -> tuple[Problem, ...]:
    """Fields that belong to a question by their name and are not on its form, or far too many: a changed form."""
    sent, known = set(data.keys()), definition.by_field.keys()
    if len(sent) > len(known) + OTHER_FIELDS:
        return (Problem("", "too_many_fields", {"found": len(sent), "limit": len(known) + OTHER_FIELDS}),)
    ours = {*definition.by_key, *definition.apart_by_key}
    strange = sorted(name for name in sent - known if name.partition(".")[0] in ours)
    return tuple(Problem(name, "unknown_field") for name in strange)


def _check_grid(question: Question, answer: Any) -> Iterator[Problem]:
    if not isinstance(answer, Mapping):
        yield Problem(question.key, "wrong_type")
        return
    codes = {cell.name: cell.scale.codes for cell in question.cells}
    for name, level in _cells(question, answer):
        if name not in codes:
            yield Problem(name, "unknown_item")
        elif not isinstance(level, str) or level not in codes[name]:
            yield Problem(name, "unknown_option")


def _cells(question: Question, answer: Mapping[Any, Any]) -> Iterator[tuple[str, Any]]:
    """Answers of a grid by the names of their fields."""
    for item, cell in answer.items():
        if len(question.scales) == 1:
            yield f"{question.key}.{item}", cell
        elif isinstance(cell, Mapping):
            yield from ((f"{question.key}.{item}.{measure}", level) for measure, level in cell.items())
        else:
            yield f"{question.key}.{item}", cell


def _check_list(question: Question, answer: Any) -> Iterator[Problem]:
    if not isinstance(answer, list) or not all(isinstance(option, str) for option in answer):
        yield Problem(question.key, "wrong_type")
        return
    if not question.option_keys.issuperset(answer):
        yield Problem(question.key, "unknown_option")
    if len(set(answer)) < len(answer):
        yield Problem(question.key, "repeated" if question.ordered else "wrong_type")
    if question.limit is not None and len(answer) > question.limit:
        yield Problem(question.key, "too_many", {"limit": question.limit, "found": len(answer)})


def _check_ranking(question: Question, answer: Any) -> Iterator[Problem]:
    """A list from the first place on; places that could not be read are still by option, and each says why."""
    if isinstance(answer, Mapping):
        yield from list(_check_places(question, answer)) or [Problem(question.key, "wrong_type")]
    else:
        yield from _check_list(question, answer)


def _check_places(question: Question, answer: Mapping[Any, Any]) -> Iterator[Problem]:
    taken = set()
    for option, place in answer.items():
        name = f"{question.key}.{option}"
        if option not in question.option_keys:
            yield Problem(name, "unknown_item")
        elif place not in _places(question):
            yield Problem(name, "unknown_option")
        elif place in taken:
            yield Problem(name, "same_place", {"place": place})
        else:
            taken.add(place)


def _check_single(question: Question, answer: Any) -> Iterator[Problem]:
    if not isinstance(answer, str):
        yield Problem(question.key, "wrong_type")
    elif answer not in question.option_keys:
        yield Problem(question.key, "unknown_option")


def _check_number(question: Question, answer: Any) -> Iterator[Problem]:
    low, high = question.minimum, question.maximum
    if not isinstance(answer, int) or isinstance(answer, bool):
        yield Problem(question.key, "not_a_number")
    elif (low is not None and answer < low) or (high is not None and answer > high):
        yield Problem(question.key, "out_of_range", {"minimum": low, "maximum": high})


def _check_text(question: Question, answer: Any) -> Iterator[Problem]:
    if not isinstance(answer, str):
        yield Problem(question.key, "wrong_type")
        return
    if len(answer) > question.max_length:
        yield Problem(question.key, "too_long", {"limit": question.max_length, "found": len(answer)})
    if CANNOT_BE_STORED.search(answer):
        yield Problem(question.key, "bad_characters")


CHECKS: dict[Kind, Callable[[Question, Any], Iterator[Problem]]] = {
    **dict.fromkeys(GRIDS, _check_grid),
    Kind.CHOOSE_UP_TO: _check_list,
    Kind.MULTIPLE: _check_list,
    Kind.RANKING: _check_ranking,
    Kind.SINGLE: _check_single,
    Kind.NUMBER: _check_number,
    Kind.TEXT: _check_text,
}


def digest(answers: Mapping[str, Any]) -> str:
    """SHA-256 of the content: equal for equal answers, in whatever order their keys stand."""
    content = json.dumps(answers, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()
