"""The WTForms form has every field of the questionnaire and leaves judging to the one validator."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm

from diagnoza.questionnaire.forms import QuestionnaireForm, form_class
from diagnoza.questionnaire.parsing import library, parse
from tests.questionnaire.examples import changed, every_kind

DEFINITION = every_kind()


def sent(*fields: tuple[str, str]) -> QuestionnaireForm:
    return form_class(DEFINITION)(MultiDict(fields))


def test_it_is_a_form_of_wtforms() -> None:
    assert issubclass(form_class(DEFINITION), BaseForm)


@pytest.mark.parametrize("key", list(library()))
def test_the_form_has_every_field(key: str) -> None:
    definition = library()[key]
    assert [field.name for field in form_class(definition)()] == list(definition.by_field)


def test_names_of_fields_say_what_they_answer() -> None:
    names = set(DEFINITION.by_field)
    assert {"lack.care", "rate.bus.state", "top.1", "top.2", "for_whom", "age", "why", "order.a", "help"} <= names
    assert not {"lack", "top", "top.3", "order", "note"} & names


def test_what_was_sent_is_kept_as_it_was() -> None:
    form = sent(("age", "z"), ("why", " x "), ("ways", "a"), ("ways", "q"))
    assert (form["age"].data, form["why"].data, form["ways"].data) == ("z", " x ", ["a", "q"])
    assert form.data["lack.care"] is None


def test_what_can_be_stored_is_there_after_validation() -> None:
    form = sent(("lack.care", "2"), ("help", "a"), ("key", "k"))
    assert form.validate()
    assert (form.answers, form.apart, form.problems, form.errors) == ({"lack": {"care": "2"}}, {"help": ("a",)}, (), {})


def test_an_empty_form_can_be_stored() -> None:
    assert form_class(DEFINITION)().validate()
    assert sent().validate()


def test_each_field_says_where_it_fails() -> None:
    form = sent(("lack.care", "9"), ("age", "a"), ("help", "z"))
    assert not form.validate()
    assert form.errors == {"lack.care": ["unknown_option"], "help": ["unknown_option"]}
    assert form["age"].errors == []


def test_what_belongs_to_no_field_is_an_error_of_the_form() -> None:
    form = sent(("lack.moon", "1"), ("top.1", "moon"))
    assert not form.validate()
    assert sorted(form.form_errors) == ["unknown_field", "unknown_option"]


def test_judging_twice_says_the_same() -> None:
    form = sent(("lack.care", "9"))
    assert [form.validate(), form.validate()] == [False, False]
    assert form.errors == {"lack.care": ["unknown_option"]}


@pytest.mark.parametrize("key", ["data", "errors", "validate", "process", "meta", "answers"])
def test_a_question_may_be_called_like_a_part_of_the_form(key: str) -> None:
    definition = parse(changed('key = "people"', f'key = "{key}"'), "x.toml")
    form = form_class(definition)(MultiDict({key: "12"}))
    assert form.validate()
    assert form.answers == {key: 12}


def test_a_forms_class_is_built_once_for_each_version() -> None:
    assert form_class(every_kind()) is form_class(every_kind())
    assert form_class(library()["krotka"]) is not form_class(library()["pelna"])
