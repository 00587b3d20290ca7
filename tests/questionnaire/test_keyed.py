"""What is typed from paper means what the web form would have sent."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from diagnoza.questionnaire import keyed
from diagnoza.questionnaire.answers import Problem, from_form, problems, unknown_fields
from diagnoza.questionnaire.keyed import compared, decode, differing, encode, line_of, lines
from diagnoza.questionnaire.parsing import library
from tests.questionnaire.examples import every_kind
from tests.questionnaire.strategies import answers, as_form

EVERY = every_kind()
SHORT = library()["krotka"]
ALL = [EVERY, *library().values()]


def read(definition, typed: Mapping[str, str]) -> dict:
    return from_form(definition, MultiDict(decode(definition, typed)))


def refused(definition, typed: Mapping[str, str]) -> set[str]:
    sent = MultiDict(decode(definition, typed))
    found = (*problems(definition, from_form(definition, sent)), *unknown_fields(definition, sent))
    return {problem.code for problem in found}


@given(st.sampled_from(ALL).flatmap(lambda each: st.tuples(st.just(each), answers(each))))
def test_what_was_stored_can_be_typed_again(case) -> None:
    definition, stored = case
    assert read(definition, encode(definition, stored)) == stored


@given(st.sampled_from(ALL).flatmap(lambda each: st.tuples(st.just(each), answers(each))))
def test_typing_says_what_the_web_form_says(case) -> None:
    definition, stored = case
    sent = as_form(definition, stored)
    assert from_form(definition, MultiDict(decode(definition, encode(definition, stored)))) == from_form(
        definition, sent
    )


@given(st.sampled_from(ALL).flatmap(lambda each: st.tuples(st.just(each), answers(each))))
def test_fields_that_were_read_come_back_as_what_would_be_typed(case) -> None:
    definition, stored = case
    fields = as_form(definition, stored).to_dict(flat=False)
    assert read(definition, keyed.typed(definition, fields)) == from_form(definition, as_form(definition, stored))


def test_an_empty_place_before_a_filled_one_is_a_zero() -> None:
    definition = library()["krotka"]
    assert keyed.typed(definition, {"top.2": ["care"]}) == {"top": "00 03"}
    assert decode(definition, {"top": "00 03"}) == {"top.2": ["care"]}


@pytest.mark.parametrize("definition", ALL, ids=lambda each: each.key)
def test_every_field_of_the_form_has_its_line(definition) -> None:
    assert [name for line in lines(definition) for name in line.fields] == list(definition.by_field)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({"lack.care": "3", "lack.health": "9", "lack.work": "0"}, {"lack": {"health": "dont_know", "care": "2"}}),
        ({"top": "030113"}, {"top": ["care", "places", "inclusion"]}),
        ({"top": "3 1, 13"}, {"top": ["care", "places", "inclusion"]}),
        ({"top": "00 3"}, {"top": ["care"]}),
        ({"top": "3", "for_whom": "1402"}, {"top": ["care"], "for_whom": ["preschool", "carers"]}),
        ({"age": "6", "one_thing": " Autobus. ", "library": ""}, {"one_thing": "Autobus.", "age": "75+"}),
    ],
)
def test_digits_stand_for_places_in_the_list(typed: dict, stored: dict) -> None:
    assert read(SHORT, typed) == stored


def test_a_question_that_was_not_for_this_person_is_left_out() -> None:
    assert read(SHORT, {"for_whom": "01"}) == {}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"lack.care": "4"}, "unknown_option"),
        ({"lack.care": "12"}, "unknown_option"),
        ({"age": "7"}, "unknown_option"),
        ({"age": "x"}, "unknown_option"),
        ({"top": "01020304"}, "too_many"),
        ({"top": "314"}, "unknown_option"),
        ({"top": "0101"}, "unknown_option"),
        ({"top": "1", "for_whom": "010203"}, "too_many"),
        ({"one_thing": "a" * 2_001}, "too_long"),
    ],
)
def test_what_cannot_be_right_is_refused(typed: dict, code: str) -> None:
    assert refused(SHORT, typed) == {code}


def test_a_wrong_digit_never_becomes_the_code_of_an_option() -> None:
    """The levels of lack are called 0, 1 and 2 and numbered 1, 2 and 3; 5 is the name of a level in the other grid."""
    found = next(line for line in lines(EVERY) if line.name == "lack.care")
    assert found.numbers == {"1": "0", "2": "1", "3": "2", "9": "dont_know"}
    assert decode(EVERY, {"state.care": "7"}) == {"state.care": ["?7"]}


def test_what_is_kept_apart_is_typed_and_never_compared() -> None:
    assert decode(SHORT, {"help": "2"}) == {"help": ["maybe"]}
    assert "help" not in {line.name for line in compared(SHORT)}
    assert "one_thing" not in {line.name for line in compared(SHORT)}


def test_two_readings_differ_line_by_line() -> None:
    first = {"lack": {"care": "2", "health": "0"}, "top": ["care"], "one_thing": "Autobus"}
    second = {"lack": {"care": "2", "health": "1", "work": "2"}, "top": ["health"], "one_thing": "autobus"}
    assert [line.name for line in differing(SHORT, first, second)] == ["lack.health", "lack.work", "top"]
    assert differing(SHORT, first, first) == ()


@pytest.mark.parametrize(
    ("field", "name"),
    [("lack.care", "lack.care"), ("top.2", "top"), ("top", "top"), ("lack", "lack.places_meeting"), ("help", "help")],
)
def test_a_problem_is_shown_at_its_line(field: str, name: str) -> None:
    found = line_of(SHORT, Problem(field, "wrong_type"))
    assert found is not None
    assert found.name == name


def test_a_problem_of_no_question_has_no_line() -> None:
    assert line_of(SHORT, Problem("", "too_many_fields")) is None
