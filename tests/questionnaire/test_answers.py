"""Answers are read from a form, judged in one place, and equal content is equal."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from diagnoza.questionnaire.answers import (
    apart_from_form,
    digest,
    field_names,
    from_form,
    problems,
    unknown_fields,
)
from diagnoza.questionnaire.definition import GRIDS, LISTS, Kind
from tests.questionnaire.examples import every_kind
from tests.questionnaire.strategies import answers

DEFINITION = every_kind()


def as_form(stored: dict[str, Any]) -> MultiDict[str, str]:
    """The fields that a browser would send for these answers."""
    form: MultiDict[str, str] = MultiDict()
    for key, answer in stored.items():
        question = DEFINITION.by_key[key]
        if question.kind == Kind.IMPORTANCE_STATE_GRID:
            for item, row in answer.items():
                form.update({f"{key}.{item}.{measure}": level for measure, level in row.items()})
        elif question.kind in GRIDS:
            form.update({f"{key}.{item}": level for item, level in answer.items()})
        elif question.kind in LISTS and question.ordered:
            form.update({f"{key}.{place}": option for place, option in enumerate(answer, 1)})
        else:
            form.setlist(key, answer if isinstance(answer, list) else [str(answer)])
    return form


@given(answers(DEFINITION))
def test_what_a_browser_sends_is_what_is_stored(stored: dict[str, Any]) -> None:
    assert from_form(DEFINITION, as_form(stored)) == stored


@given(answers(DEFINITION))
def test_answers_that_the_form_offers_are_accepted(stored: dict[str, Any]) -> None:
    assert problems(DEFINITION, stored) == ()
    assert unknown_fields(DEFINITION, as_form(stored)) == ()


@given(answers(DEFINITION), st.randoms())
def test_equal_content_has_one_digest_in_whatever_order(stored: dict[str, Any], random: Any) -> None:
    keys = list(stored)
    random.shuffle(keys)
    assert digest({key: stored[key] for key in keys}) == digest(stored)


@given(answers(DEFINITION), answers(DEFINITION))
def test_other_content_has_another_digest(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert (digest(one) == digest(other)) == (one == other)


@given(st.dictionaries(st.text(), st.one_of(st.text(), st.integers(), st.lists(st.text()), st.none())))
def test_no_stored_rubbish_raises(rubbish: dict[str, Any]) -> None:
    shuffled = dict(zip(DEFINITION.by_key, rubbish.values(), strict=False))
    for found in problems(DEFINITION, rubbish | shuffled):
        assert found.code


@given(st.dictionaries(st.sampled_from(sorted(field_names(DEFINITION))), st.text()))
def test_no_sent_rubbish_raises(rubbish: dict[str, str]) -> None:
    for found in problems(DEFINITION, from_form(DEFINITION, MultiDict(rubbish))):
        assert found.code


REFUSED = [
    ({"lack": {"care": "3"}}, "lack.care", "unknown_option"),
    ({"lack": {"moon": "2"}}, "lack.moon", "unknown_item"),
    ({"lack": "2"}, "lack", "wrong_type"),
    ({"rate": {"care": {"importance": "6"}}}, "rate.care.importance", "unknown_option"),
    ({"rate": {"care": {"weight": "1"}}}, "rate.care.weight", "unknown_item"),
    ({"rate": {"care": "1"}}, "rate.care.1", "unknown_item"),
    ({"top": ["care", "moon"]}, "top.2", "unknown_option"),
    ({"ways": ["a", "a"]}, "ways", "wrong_type"),
    ({"for_whom": ["a", "b", "c"]}, "for_whom", "too_many"),
    ({"age": "z"}, "age", "unknown_option"),
    ({"age": ["a"]}, "age", "unknown_option"),
    ({"people": 0}, "people", "out_of_range"),
    ({"people": 21}, "people", "out_of_range"),
    ({"people": "dwoje"}, "people", "not_a_number"),
    ({"people": True}, "people", "not_a_number"),
    ({"why": "a" * 11}, "why", "too_long"),
    ({"why": "a\0"}, "why", "bad_characters"),
    ({"why": "\ud800"}, "why", "bad_characters"),
    ({"why": 5}, "why", "wrong_type"),
    ({"help": "a"}, "help", "unknown_question"),
]


@pytest.mark.parametrize(("answer", "field", "code"), REFUSED, ids=lambda value: repr(value)[:30])
def test_an_answer_that_cannot_be_stored_is_named(answer: dict, field: str, code: str) -> None:
    assert [(found.field, found.code) for found in problems(DEFINITION, answer)] == [(field, code)]


def test_a_matter_chosen_twice_counts_once() -> None:
    assert from_form(DEFINITION, MultiDict({"top.1": "care", "top.2": "care"})) == {"top": ["care"]}


def test_a_question_that_was_not_asked_has_no_answer() -> None:
    sent = MultiDict({"for_whom": "a", "age": "b", "why": "bo tak"})
    assert from_form(DEFINITION, sent) == {"age": "b"}


def test_a_text_keeps_its_characters_and_loses_outer_blanks() -> None:
    sent = MultiDict({"age": "a", "why": " ą\u0301\r\n\U0001f600 "})
    assert from_form(DEFINITION, sent)["why"] == "ą\u0301\n\U0001f600"


def test_a_field_that_the_form_does_not_have_is_named() -> None:
    found = unknown_fields(DEFINITION, MultiDict({"lack.moon": "2", "utm_source": "x", "lack.care": "1"}))
    assert [problem.field for problem in found] == ["lack.moon"]


def test_far_too_many_fields_are_refused() -> None:
    sent = MultiDict({f"field{number}": "x" for number in range(1_000)})
    assert [problem.code for problem in unknown_fields(DEFINITION, sent)] == ["too_many_fields"]


def test_what_is_kept_apart_is_read_apart() -> None:
    sent = MultiDict([("help", "a"), ("help", "nonsense"), ("age", "a")])
    assert apart_from_form(DEFINITION, sent) == {"help": ("a",)}
