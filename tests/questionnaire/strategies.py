"""Answers that a resident could give to any questionnaire, and the form in which a browser sends them."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from analysis.vocabulary import DONT_KNOW
from diagnoza.questionnaire.answers import NOTHING, asked
from diagnoza.questionnaire.definition import GRIDS, LISTS, Definition, Kind, Question

LARGEST = 999_999_999
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")
AWKWARD = ["no_answer", "dont_know", "0", "=1+1", "e\u0301 \U0001f600 \u202e"]
TEXTS = st.one_of(st.text(CHARACTERS), st.sampled_from(AWKWARD))


def answers(definition: Definition) -> st.SearchStrategy[dict[str, Any]]:
    """Some questions answered, in the order and form in which answers are stored."""
    each = {question.key: _answer(question) for question in definition.questions()}
    return st.fixed_dictionaries({}, optional=each).map(lambda given: _stored(definition, given))


def _stored(definition: Definition, given: Mapping[str, Any]) -> dict[str, Any]:
    return asked(definition, {key: answer for key, answer in given.items() if answer not in NOTHING})


def _answer(question: Question) -> st.SearchStrategy[Any]:
    if question.kind in GRIDS:
        return _grid(question)
    if question.kind in LISTS:
        return _list(question)
    if question.kind == Kind.NUMBER:
        low = -LARGEST if question.minimum is None else question.minimum
        return st.integers(low, LARGEST if question.maximum is None else question.maximum)
    if question.kind == Kind.TEXT:
        return TEXTS.map(lambda words: words[: question.max_length].strip())
    return st.sampled_from([option.key for option in question.options])


def _grid(question: Question) -> st.SearchStrategy[dict[str, Any]]:
    scales = {str(scale.measure): st.sampled_from([*scale.levels, DONT_KNOW]) for scale in question.scales}
    levels = st.fixed_dictionaries({}, optional=scales) if len(scales) > 1 else next(iter(scales.values()))
    filled = st.fixed_dictionaries({}, optional={item.key: levels for item in question.items})
    return filled.map(lambda rows: {item.key: rows[item.key] for item in question.items if rows.get(item.key)})


def _list(question: Question) -> st.SearchStrategy[list[str]]:
    order = [option.key for option in question.options]
    chosen = st.lists(st.sampled_from(order), unique=True, max_size=question.limit or len(order))
    return chosen if question.ordered else chosen.map(lambda keys: sorted(keys, key=order.index))


def as_form(definition: Definition, stored: Mapping[str, Any]) -> "MultiDict[str, str]":
    """The fields that a browser would send for these answers."""
    form: MultiDict[str, str] = MultiDict()
    for key, answer in stored.items():
        for name, values in _fields(definition.by_key[key], answer).items():
            form.setlist(name, values)
    return form


def _fields(question: Question, answer: Any) -> dict[str, list[str]]:
    key = question.key
    if question.kind == Kind.IMPORTANCE_STATE_GRID:
        return {f"{key}.{item}.{measure}": [level] for item, row in answer.items() for measure, level in row.items()}
    if question.kind in GRIDS:
        return {f"{key}.{item}": [level] for item, level in answer.items()}
    if question.kind == Kind.RANKING:
        return {f"{key}.{option}": [str(place)] for place, option in enumerate(answer, 1)}
    if question.ordered:
        return {f"{key}.{place}": [option] for place, option in enumerate(answer, 1)}
    return {key: answer if isinstance(answer, list) else [str(answer)]}
