"""Answers that a resident could give to any questionnaire."""

from typing import Any

from hypothesis import strategies as st

from analysis.vocabulary import DONT_KNOW
from diagnoza.questionnaire.answers import is_shown
from diagnoza.questionnaire.definition import GRIDS, LISTS, Definition, Kind, Question

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).map(str.strip).filter(bool)


def answers(definition: Definition) -> st.SearchStrategy[dict[str, Any]]:
    """Some questions answered, in the order and form in which answers are stored."""
    each = {question.key: st.none() | _answer(question) for question in definition.questions()}
    return st.fixed_dictionaries(each).map(lambda given: _asked(definition, given))


def _asked(definition: Definition, given: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for question in definition.questions():
        if given[question.key] not in (None, [], {}) and is_shown(question, kept):
            kept[question.key] = given[question.key]
    return kept


def _answer(question: Question) -> st.SearchStrategy[Any]:
    if question.kind == Kind.IMPORTANCE_STATE_GRID:
        return _some({item.key: _some(_levels(question)) for item in question.items})
    if question.kind in GRIDS:
        level = next(iter(_levels(question).values()))
        return _some({item.key: level for item in question.items})
    if question.kind in LISTS:
        return _list(question)
    if question.kind == Kind.NUMBER:
        return st.integers(question.minimum, question.maximum)
    if question.kind == Kind.TEXT:
        return TEXTS.filter(lambda words: len(words) <= question.max_length)
    return st.sampled_from(sorted(question.option_keys))


def _levels(question: Question) -> dict[str, st.SearchStrategy[str]]:
    return {str(scale.measure): st.sampled_from([*scale.levels, DONT_KNOW]) for scale in question.scales}


def _some(each: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    filled = st.fixed_dictionaries({key: st.none() | value for key, value in each.items()})
    return filled.map(lambda given: {key: value for key, value in given.items() if value not in (None, {})})


def _list(question: Question) -> st.SearchStrategy[list[str]]:
    order = [option.key for option in question.options]
    chosen = st.lists(st.sampled_from(order), unique=True, max_size=question.limit or len(order))
    return chosen if question.ordered else chosen.map(lambda keys: sorted(keys, key=order.index))
