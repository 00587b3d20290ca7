"""The page repeats the questionnaire: every field once, every answer kept, every error beside its question."""

from typing import Any

import pytest
from hypothesis import given
from werkzeug.datastructures import MultiDict

from diagnoza.questionnaire.answers import field_names, from_form
from diagnoza.questionnaire.forms import form_class
from diagnoza.questionnaire.pages import QuestionView, SurveyPage, anchor, page
from diagnoza.questionnaire.parsing import library
from tests.questionnaire.examples import every_kind
from tests.questionnaire.strategies import answers
from tests.questionnaire.test_answers import as_form

DEFINITION = every_kind()


def questions(view: SurveyPage) -> dict[str, QuestionView]:
    return {question.key: question for section in view.sections for question in section.questions}


def sent_back(view: SurveyPage) -> MultiDict[str, str]:
    """What a browser would send from the page as it stands."""
    form: MultiDict[str, str] = MultiDict()
    for question in questions(view).values():
        lists = [question.options, *(select.options for select in question.selects)]
        lists += [row.options for row in question.rows]
        lists += [scale.options for row in question.rows for scale in row.scales]
        for choices in lists:
            for choice in choices:
                if choice.checked and choice.value:
                    form.add(choice.name, choice.value)
        if not any(lists):
            form.add(question.name, question.value)
    return form


@given(answers(DEFINITION))
def test_a_page_shown_again_keeps_every_answer(stored: dict[str, Any]) -> None:
    again = page(DEFINITION, "pl", as_form(stored), {})
    assert from_form(DEFINITION, sent_back(again)) == stored


@pytest.mark.parametrize("key", sorted(library()))
def test_every_id_is_used_once(key: str) -> None:
    view = page(library()[key], "pl", MultiDict(), {})
    ids = [question.id for question in questions(view).values()]
    for question in questions(view).values():
        ids += [choice.id for choice in question.options]
        ids += [row.id for row in question.rows]
        ids += [choice.id for row in question.rows for choice in row.options]
        ids += [choice.id for row in question.rows for scale in row.scales for choice in scale.options]
        ids += [select.id for select in question.selects]
    assert len(ids) == len(set(ids))


def test_an_error_stands_beside_its_row_and_is_tied_to_it() -> None:
    view = page(DEFINITION, "pl", MultiDict(), {"lack.care": "Źle", "rate.bus.state": "Też źle", "top.2": "I to"})
    shown = questions(view)
    assert [row.error for row in shown["lack"].rows] == ["Źle", None]
    assert shown["rate"].rows[1].described_by == "rate-bus-error"
    assert shown["top"].error == "I to"


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ("lack.care", "lack-care"),
        ("rate.bus.state", "rate-bus"),
        ("top", "top-1"),
        ("top.2", "top-2"),
        ("age", "age"),
        ("", "main"),
    ],
)
def test_the_summary_leads_to_something_on_the_page(field: str, place: str) -> None:
    assert anchor(DEFINITION, field) == place


def test_grids_offer_an_answer_for_those_who_cannot_say() -> None:
    row = questions(page(DEFINITION, "pl", MultiDict(), {}))["lack"].rows[0]
    assert [choice.value for choice in row.options] == ["0", "1", "2", "dont_know"]


def test_the_form_has_every_field_and_says_where_it_fails() -> None:
    form = form_class(DEFINITION)(MultiDict({"lack.care": "9", "age": "a"}))
    assert set(form._fields) == set(field_names(DEFINITION))
    assert not form.validate()
    assert form["lack.care"].errors == ("unknown_option",)
    assert form["age"].errors == ()


def test_a_forms_class_is_built_once_for_each_version() -> None:
    assert form_class(every_kind()) is form_class(every_kind())
