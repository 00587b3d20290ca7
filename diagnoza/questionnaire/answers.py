"""Stored answers: how they come out of a form, whether they are acceptable, when two are the same.

An answer that is absent was not given. What a form or a file sends is checked here and nowhere else.
"""

import dataclasses
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from analysis.vocabulary import DONT_KNOW
from diagnoza.questionnaire.definition import GRIDS, LISTS, Definition, Kind, Question

Answers = dict[str, Any]
OTHER_FIELDS = 50  # the key, the token, what is kept apart, and what browsers add
SURROGATE = re.compile("[\ud800-\udfff]")


class FormData(Protocol):
    """What a form sent: fields by name, each with one or several values."""

    def get(self, name: str) -> str | None:
        """The first value of a field."""

    def getlist(self, name: str) -> list[str]:
        """All values of a field."""

    def keys(self) -> Iterable[str]:
        """Names of the fields."""


@dataclass(frozen=True)
class Problem:
    """Why an answer cannot be accepted: the field of the form, a code, and what the message needs."""

    field: str
    code: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def from_form(definition: Definition, data: FormData) -> Answers:
    """The answers in a form's fields, whether acceptable or not; `problems` judges them."""
    found = {question.key: _read(question, data) for question in definition.questions()}
    return _asked(definition, {key: value for key, value in found.items() if value not in (None, [], {})})


def apart_from_form(definition: Definition, data: FormData) -> dict[str, tuple[str, ...]]:
    """Options chosen in the sections that are kept apart; options that do not exist are left out."""
    chosen = {
        question.key: tuple(sorted(set(data.getlist(question.key)) & question.option_keys))
        for question in definition.questions(apart=True)
    }
    return {key: options for key, options in chosen.items() if options}


def _read(question: Question, data: FormData) -> Any:
    if question.kind in GRIDS:
        return _read_grid(question, data)
    if question.kind in LISTS:
        return _read_list(question, data)
    if question.kind == Kind.TEXT:
        return re.sub(r"\r\n?", "\n", data.get(question.key) or "").strip() or None
    value = (data.get(question.key) or "").strip() or None
    if question.kind == Kind.NUMBER and value and re.fullmatch(r"-?[0-9]{1,9}", value):
        return int(value)
    return value


def _read_grid(question: Question, data: FormData) -> dict[str, Any]:
    if question.kind != Kind.IMPORTANCE_STATE_GRID:
        cells = {item.key: data.get(f"{question.key}.{item.key}") for item in question.items}
        return {key: value for key, value in cells.items() if value}
    rows: dict[str, Any] = {}
    for item in question.items:
        for scale in question.scales:
            value = data.get(f"{question.key}.{item.key}.{scale.measure}")
            if value:
                rows.setdefault(item.key, {})[str(scale.measure)] = value
    return rows


def _read_list(question: Question, data: FormData) -> list[str]:
    if question.ordered:
        places = range(1, (question.limit or 0) + 1)
        chosen = [data.get(f"{question.key}.{place}") for place in places]
    else:
        sent = set(data.getlist(question.key))
        known = [option.key for option in question.options if option.key in sent]
        chosen = [*known, *sorted(sent - question.option_keys)]
    return list(dict.fromkeys(value for value in chosen if value))  # chosen twice counts once


def _asked(definition: Definition, answers: Answers) -> Answers:
    """Answers to questions that their conditions hide are dropped."""
    kept: Answers = {}
    for question in definition.questions():
        if question.key in answers and is_shown(question, kept):
            kept[question.key] = answers[question.key]
    return kept


def is_shown(question: Question, answers: Mapping[str, Any]) -> bool:
    """Whether a question is asked, given the answers before it."""
    if question.show_if is None:
        return True
    given = answers.get(question.show_if.question)
    if given in (None, [], {}):
        return False
    chosen = set(given) if isinstance(given, (list, dict)) else {given}
    return not question.show_if.equals or not chosen.isdisjoint(question.show_if.equals)


def problems(definition: Definition, answers: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Everything that makes the answers unacceptable, in the order of the questions."""
    found = [Problem(key, "unknown_question") for key in sorted(set(answers) - set(definition.by_key))]
    for key, question in definition.by_key.items():
        if key in answers:
            found += CHECKS[question.kind](question, answers[key])
    return tuple(found)


def unknown_fields(definition: Definition, data: FormData) -> tuple[Problem, ...]:
    """Fields that look like ours (`question.part`) and are not, or far too many fields: a changed form."""
    sent, known = set(data.keys()), set(field_names(definition))
    if len(sent) > len(known) + OTHER_FIELDS:
        return (Problem("", "too_many_fields", {"found": len(sent), "limit": len(known) + OTHER_FIELDS}),)
    ours = {question.key for question in definition.questions()}
    strange = sorted(name for name in sent - known if name.split(".")[0] in ours)
    return tuple(Problem(name, "unknown_field") for name in strange)


def field_names(definition: Definition) -> Iterator[str]:
    """Names of all the form's fields."""
    for question in definition.questions():
        if question.kind == Kind.IMPORTANCE_STATE_GRID:
            yield from (
                f"{question.key}.{item.key}.{scale.measure}" for item in question.items for scale in question.scales
            )
        elif question.kind in GRIDS:
            yield from (f"{question.key}.{item.key}" for item in question.items)
        elif question.kind in LISTS and question.ordered:
            yield from (f"{question.key}.{place}" for place in range(1, (question.limit or 0) + 1))
        else:
            yield question.key


def _check_grid(question: Question, answer: Any) -> Iterator[Problem]:
    if not isinstance(answer, dict):
        yield Problem(question.key, "wrong_type", {"found": type(answer).__name__})
        return
    known = {item.key for item in question.items}
    for key, cell in answer.items():
        if key not in known:
            yield Problem(f"{question.key}.{key}", "unknown_item", {"found": key})
        elif question.kind == Kind.IMPORTANCE_STATE_GRID:
            yield from _check_row(question, key, cell)
        else:
            yield from _check_level(question, 0, f"{question.key}.{key}", cell)


def _check_row(question: Question, key: str, row: Any) -> Iterator[Problem]:
    measures = [str(scale.measure) for scale in question.scales]
    for measure in row if isinstance(row, dict) else [row]:
        name = f"{question.key}.{key}.{measure}"
        if not isinstance(row, dict) or measure not in measures:
            yield Problem(name, "unknown_item", {"found": str(measure)})
        else:
            yield from _check_level(question, measures.index(measure), name, row[measure])


def _check_level(question: Question, scale: int, name: str, level: Any) -> Iterator[Problem]:
    if level not in (*question.scales[scale].levels, DONT_KNOW):
        yield Problem(name, "unknown_option", {"found": level})


def _check_list(question: Question, answer: Any) -> Iterator[Problem]:
    if not isinstance(answer, list) or len(set(map(str, answer))) != len(answer):
        yield Problem(question.key, "wrong_type", {"found": type(answer).__name__})
        return
    for place, key in enumerate(answer, 1):
        if not isinstance(key, str) or key not in question.option_keys:
            name = f"{question.key}.{place}" if question.ordered else question.key
            yield Problem(name, "unknown_option", {"found": key})
    if question.limit is not None and len(answer) > question.limit:
        yield Problem(question.key, "too_many", {"limit": question.limit, "found": len(answer)})


def _check_single(question: Question, answer: Any) -> Iterator[Problem]:
    if not isinstance(answer, str) or answer not in question.option_keys:
        yield Problem(question.key, "unknown_option", {"found": answer})


def _check_number(question: Question, answer: Any) -> Iterator[Problem]:
    limits = {"minimum": question.minimum, "maximum": question.maximum}
    if not isinstance(answer, int) or isinstance(answer, bool):
        yield Problem(question.key, "not_a_number", {"found": answer, **limits})
    elif (question.minimum is not None and answer < question.minimum) or (
        question.maximum is not None and answer > question.maximum
    ):
        yield Problem(question.key, "out_of_range", {"found": answer, **limits})


def _check_text(question: Question, answer: Any) -> Iterator[Problem]:
    if not isinstance(answer, str):
        yield Problem(question.key, "wrong_type", {"found": type(answer).__name__})
    elif len(answer) > question.max_length:
        yield Problem(question.key, "too_long", {"limit": question.max_length})
    elif "\0" in answer or SURROGATE.search(answer):
        yield Problem(question.key, "bad_characters")


CHECKS: dict[Kind, Callable[[Question, Any], Iterator[Problem]]] = {
    **dict.fromkeys(GRIDS, _check_grid),
    **dict.fromkeys(LISTS, _check_list),
    Kind.SINGLE: _check_single,
    Kind.NUMBER: _check_number,
    Kind.TEXT: _check_text,
}


def digest(answers: Mapping[str, Any]) -> str:
    """SHA-256 of the content: equal for equal answers, in whatever order their keys stand."""
    content = json.dumps(answers, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
