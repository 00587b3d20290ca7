"""Answers are read from a form, judged in one place, and equal content is equal."""

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from diagnoza.questionnaire.answers import (
    apart_from_form,
    apart_problems,
    asked,
    digest,
    from_form,
    problems,
    unknown_fields,
)
from diagnoza.questionnaire.parsing import library
from tests.questionnaire.examples import every_kind
from tests.questionnaire.strategies import answers, as_form

DEFINITION = every_kind()
FIELDS = sorted(DEFINITION.by_field)
DEFINITIONS = [DEFINITION, *library().values()]


def read(*fields: tuple[str, str]) -> dict[str, Any]:
    return from_form(DEFINITION, MultiDict(fields))


def codes(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(found.field, found.code) for found in problems(DEFINITION, answer)]


# What a form becomes.


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.key)
@given(st.data())
def test_what_a_browser_sends_is_what_is_stored(definition: Any, data: st.DataObject) -> None:
    stored = data.draw(answers(definition))
    assert from_form(definition, as_form(definition, stored)) == stored


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.key)
@given(st.data())
def test_answers_that_the_form_offers_are_accepted(definition: Any, data: st.DataObject) -> None:
    stored = data.draw(answers(definition))
    assert problems(definition, stored) == ()
    assert unknown_fields(definition, as_form(definition, stored)) == ()


@given(answers(DEFINITION), st.randoms())
def test_the_order_of_fields_does_not_matter(stored: dict[str, Any], random: Any) -> None:
    fields = list(as_form(DEFINITION, stored).items(multi=True))
    random.shuffle(fields)
    again = from_form(DEFINITION, MultiDict(fields))
    assert (again, list(again)) == (stored, list(stored))


def test_an_empty_form_is_no_answers() -> None:
    assert from_form(DEFINITION, MultiDict(dict.fromkeys(FIELDS, ""))) == {}
    assert from_form(DEFINITION, MultiDict()) == {}


def test_a_matter_at_two_places_of_a_form_counts_at_the_first() -> None:
    assert read(("top.1", "health"), ("top.2", "care"), ("top.3", "health")) == {"top": ["health", "care"]}


def test_a_list_with_a_matter_twice_is_refused() -> None:
    assert codes({"top": ["care", "care"]}) == [("top", "repeated")]


def test_a_place_left_empty_moves_the_next_one_up() -> None:
    assert read(("top.2", "care")) == {"top": ["care"]}


def test_choices_without_an_order_are_stored_in_the_order_of_the_questionnaire() -> None:
    assert read(("ways", "c"), ("ways", "a"), ("ways", "c")) == {"ways": ["a", "c"]}


def test_a_ranking_is_stored_from_its_first_place() -> None:
    assert read(("order.a", "3"), ("order.b", "1")) == {"order": ["b", "a"]}


def test_a_number_is_stored_as_a_number() -> None:
    assert read(("people", " 12 ")) == {"people": 12}


@pytest.mark.parametrize("words", ["dwoje", "1.5", "²", "١٢", "1" * 5_000, "--5", "1e3", "0x1"])
def test_what_is_no_number_is_kept_and_refused(words: str) -> None:
    assert codes(read(("people", words))) == [("people", "not_a_number")]


def test_a_text_loses_outer_blanks_and_keeps_the_rest() -> None:
    sent = " a\u0301\r\n\U0001f600\r\u202eש \n"
    assert read(("age", "a"), ("why", sent))["why"] == "a\u0301\n\U0001f600\n\u202eש"


def test_a_text_of_blanks_is_no_answer() -> None:
    assert read(("age", "a"), ("why", " \r\n\t\u00a0")) == {"age": "a"}


def test_one_answer_sent_twice_is_one_answer() -> None:
    sent = [("age", "a"), ("lack.care", "1"), ("top.1", "care")]
    assert read(*sent, *sent) == {"age": "a", "lack": {"care": "1"}, "top": ["care"]}


def test_two_answers_where_one_is_asked_for_are_refused() -> None:
    assert codes(read(("age", "a"), ("age", "b"))) == [("age", "wrong_type")]
    assert codes(read(("lack.care", "1"), ("lack.care", "2"))) == [("lack.care", "unknown_option")]


# What was asked.


def test_a_question_that_was_not_asked_has_no_answer() -> None:
    assert read(("for_whom", "a"), ("age", "b"), ("why", "bo tak")) == {"age": "b"}


def test_an_answer_named_by_the_condition_opens_the_question() -> None:
    assert read(("age", "a"), ("why", "bo tak")) == {"age": "a", "why": "bo tak"}


def test_answers_that_nobody_asked_for_are_not_judged() -> None:
    assert codes(read(("for_whom", "nonsense"))) == []


def test_what_hides_is_itself_not_hidden() -> None:
    assert asked(DEFINITION, {"why": "x", "age": "a"}) == {"age": "a", "why": "x"}
    assert asked(DEFINITION, {"why": "x", "moon": "y"}) == {"moon": "y"}


# What is refused.


REFUSED = [
    ({"lack": {"care": "3"}}, "lack.care", "unknown_option"),
    ({"lack": {"care": 2}}, "lack.care", "unknown_option"),
    ({"lack": {"care": {"a": "b"}}}, "lack.care", "unknown_option"),
    ({"lack": {"care": "no_answer"}}, "lack.care", "unknown_option"),
    ({"lack": {"moon": "2"}}, "lack.moon", "unknown_item"),
    ({"lack": "2"}, "lack", "wrong_type"),
    ({"rate": {"care": {"importance": "6"}}}, "rate.care.importance", "unknown_option"),
    ({"rate": {"care": {"weight": "1"}}}, "rate.care.weight", "unknown_item"),
    ({"rate": {"care": "1"}}, "rate.care", "unknown_item"),
    ({"state": {"care": "0"}}, "state.care", "unknown_option"),
    ({"top": ["care", "moon"]}, "top", "unknown_option"),
    ({"top": "care"}, "top", "wrong_type"),
    ({"top": [["care"]]}, "top", "wrong_type"),
    ({"ways": ["a", "a"]}, "ways", "wrong_type"),
    ({"for_whom": ["a", "b", "c"]}, "for_whom", "too_many"),
    ({"order": ["a", "d"]}, "order", "unknown_option"),
    ({"order": {"a": "1", "b": "1"}}, "order.b", "same_place"),
    ({"order": {"a": "4"}}, "order.a", "unknown_option"),
    ({"order": {"moon": "1"}}, "order.moon", "unknown_item"),
    ({"order": {"a": "1"}}, "order", "wrong_type"),
    ({"age": "z"}, "age", "unknown_option"),
    ({"age": ["a"]}, "age", "wrong_type"),
    ({"people": 0}, "people", "out_of_range"),
    ({"people": 21}, "people", "out_of_range"),
    ({"people": "dwoje"}, "people", "not_a_number"),
    ({"people": 12.0}, "people", "not_a_number"),
    ({"people": True}, "people", "not_a_number"),
    ({"why": "a" * 11}, "why", "too_long"),
    ({"why": "a\0"}, "why", "bad_characters"),
    ({"why": "\ud800"}, "why", "bad_characters"),
    ({"why": 5}, "why", "wrong_type"),
    ({"help": "a"}, "help", "unknown_question"),
    ({"note": "a"}, "note", "unknown_question"),
    ({"moon": "a"}, "moon", "unknown_question"),
]


@pytest.mark.parametrize(("answer", "field", "code"), REFUSED, ids=lambda value: repr(value)[:40])
def test_an_answer_that_cannot_be_stored_is_named(answer: dict[str, Any], field: str, code: str) -> None:
    assert codes(answer) == [(field, code)]


def test_a_text_may_be_as_long_as_the_question_allows() -> None:
    assert codes({"why": "\U0001f600" * 10}) == []


def test_a_message_gets_what_it_needs() -> None:
    (many,) = problems(DEFINITION, {"for_whom": ["a", "b", "c"]})
    (long,) = problems(DEFINITION, {"why": "a" * 11})
    (far,) = problems(DEFINITION, {"people": 99})
    assert many.params == {"found": 3, "limit": 2}
    assert long.params == {"found": 11, "limit": 10}
    assert far.params == {"minimum": 1, "maximum": 20}


def test_problems_come_in_the_order_of_the_questions() -> None:
    found = codes({"people": 0, "age": "z", "lack": {"care": "9"}})
    assert [field for field, _ in found] == ["lack.care", "age", "people"]


def test_two_places_that_are_the_same_keep_what_was_sent() -> None:
    sent = read(("order.a", "1"), ("order.b", "1"), ("order.c", "x"))
    assert codes(sent) == [("order.b", "same_place"), ("order.c", "unknown_option")]


PARTS = st.sampled_from(["care", "a", "importance", "x"])
RUBBISH = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PARTS, inner),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*DEFINITION.by_key, "moon"]), RUBBISH))
def test_no_stored_rubbish_raises(rubbish: dict[str, Any]) -> None:
    for found in problems(DEFINITION, asked(DEFINITION, rubbish)):
        assert found.code


@given(st.lists(st.tuples(st.sampled_from([*FIELDS, "top.9", "lack", "order.x", "help"]), st.text())))
def test_no_sent_rubbish_raises(rubbish: list[tuple[str, str]]) -> None:
    sent = MultiDict(rubbish)
    apart = apart_from_form(DEFINITION, sent)
    for found in (*problems(DEFINITION, from_form(DEFINITION, sent)), *apart_problems(DEFINITION, apart)):
        assert found.code


# Fields that the form does not have.


@pytest.mark.parametrize("name", ["lack.moon", "lack", "age.x", "top.3", "top", "rate.care", "order.1", "help.x"])
def test_a_field_of_a_question_that_the_form_does_not_have_is_named(name: str) -> None:
    found = unknown_fields(DEFINITION, MultiDict({name: "2", "lack.care": "1"}))
    assert [(problem.field, problem.code) for problem in found] == [(name, "unknown_field")]


def test_fields_that_have_nothing_to_do_with_the_questions_are_passed_over() -> None:
    assert unknown_fields(DEFINITION, MultiDict({"utm_source": "x", "key": "k", "lack.care": "1", "help": "a"})) == ()


def test_far_too_many_fields_are_refused() -> None:
    sent = MultiDict({f"field{number}": "x" for number in range(1_000)})
    assert [problem.code for problem in unknown_fields(DEFINITION, sent)] == ["too_many_fields"]


# What is kept apart.


def test_what_is_kept_apart_is_read_apart() -> None:
    sent = MultiDict([("help", "a"), ("age", "a")])
    assert apart_from_form(DEFINITION, sent) == {"help": ("a",)}
    assert from_form(DEFINITION, sent) == {"age": "a"}
    assert apart_from_form(DEFINITION, MultiDict({"help": ""})) == {}


@pytest.mark.parametrize(
    ("apart", "code"),
    [({"help": ("z",)}, "unknown_option"), ({"help": ("a", "b")}, "wrong_type"), ({"age": ("a",)}, "unknown_question")],
)
def test_what_cannot_be_counted_is_refused(apart: dict[str, tuple[str, ...]], code: str) -> None:
    assert [found.code for found in apart_problems(DEFINITION, apart)] == [code]


def test_what_can_be_counted_is_accepted() -> None:
    assert apart_problems(DEFINITION, {"help": ("a",)}) == apart_problems(DEFINITION, {}) == ()


# When two are the same.


@given(answers(DEFINITION), st.randoms())
def test_equal_content_has_one_digest_in_whatever_order(stored: dict[str, Any], random: Any) -> None:
    keys = list(stored)
    random.shuffle(keys)
    assert digest({key: stored[key] for key in keys}) == digest(stored)


@given(answers(DEFINITION), answers(DEFINITION))
def test_other_content_has_another_digest(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert (digest(one) == digest(other)) == (one == other)


def test_the_digest_is_sha256_of_plain_json() -> None:
    assert digest({"b": "ą", "a": 1}) == hashlib.sha256(b'{"a":1,"b":"\\u0105"}').hexdigest()


def test_letters_composed_in_two_ways_are_two_texts() -> None:
    assert digest({"why": "\u0105"}) != digest({"why": "a\u0328"})
