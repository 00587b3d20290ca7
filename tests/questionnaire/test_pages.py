"""The page repeats the questionnaire: every field once, every answer kept, every error beside its question."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from diagnoza.questionnaire.answers import from_form, problems
from diagnoza.questionnaire.pages import Choice, QuestionView, SurveyPage, anchor, page
from diagnoza.questionnaire.parsing import library
from tests.questionnaire.examples import every_kind
from tests.questionnaire.strategies import answers, as_form

DEFINITION = every_kind()
DEFINITIONS = [DEFINITION, *library().values()]


def questions(view: SurveyPage) -> dict[str, QuestionView]:
    return {question.key: question for section in view.sections for question in section.questions}


def shown(errors: dict[str, str] | None = None, **sent: str) -> dict[str, QuestionView]:
    return questions(page(DEFINITION, "pl", MultiDict(sent), errors or {}))


def choices(question: QuestionView) -> Iterator[Choice]:
    yield from question.options
    for select in question.selects:
        yield from select.options
    for row in question.rows:
        yield from row.options
        for scale in row.scales:
            yield from scale.options


def sent_back(view: SurveyPage) -> "MultiDict[str, str]":
    """What a browser would send from the page as it stands."""
    form: MultiDict[str, str] = MultiDict()
    for question in questions(view).values():
        found = list(choices(question))
        for choice in found:
            if choice.checked and choice.value:
                form.add(choice.name, choice.value)
        if not found:
            form.add(question.name, question.value)
    return form


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.key)
@given(st.data())
def test_a_page_shown_again_keeps_every_answer(definition: Any, data: st.DataObject) -> None:
    stored = data.draw(answers(definition))
    again = page(definition, "pl", as_form(definition, stored), {})
    assert from_form(definition, sent_back(again)) == stored


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.key)
def test_the_page_has_every_field(definition: Any) -> None:
    view = questions(page(definition, "pl", MultiDict(), {}))
    names = {choice.name for question in view.values() for choice in choices(question)}
    names |= {question.name for question in view.values() if question.kind in ("text", "number")}
    assert names == set(definition.by_field)


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.key)
def test_every_id_is_used_once(definition: Any) -> None:
    ids: list[str] = []
    for question in questions(page(definition, "pl", MultiDict(), {})).values():
        ids += [question.id, *(row.id for row in question.rows), *(select.id for select in question.selects)]
        ids += [choice.id for choice in choices(question) if not question.selects]
    assert len(ids) == len(set(ids))
    assert not any(" " in each or "." in each for each in ids)


@pytest.mark.parametrize("language", ["pl", "uk", "en"])
def test_the_page_speaks_the_language_asked_for(language: str) -> None:
    definition = library()["krotka"]
    first = page(definition, language, MultiDict(), {}).sections[0]
    assert first.title == definition.sections[0].title[language]
    assert first.questions[0].rows[0].options[3].label == definition.words.dont_know[language]


def test_a_language_that_is_not_there_falls_back_to_polish() -> None:
    assert page(DEFINITION, "de", MultiDict(), {}).sections[0].title == "Pytania"


def test_grids_offer_an_answer_for_those_who_cannot_say() -> None:
    row = shown()["lack"].rows[0]
    assert [choice.value for choice in row.options] == ["0", "1", "2", "dont_know"]


def test_an_ordered_choice_is_a_list_for_each_place() -> None:
    first = shown()["top"].selects[0]
    assert (first.name, first.id, first.label) == ("top.1", "top-1", "1. najważniejsza")
    assert [(choice.value, choice.label) for choice in first.options][:2] == [("", "nie wybieram"), ("care", "Opieka")]


def test_a_ranking_is_a_list_of_places_for_each_option() -> None:
    first = shown()["order"].selects[0]
    assert (first.name, first.label) == ("order.a", "A")
    assert [choice.value for choice in first.options] == ["", "1", "2", "3"]


def test_what_a_template_needs_to_hide_a_question_is_there() -> None:
    whom, why = shown()["for_whom"].show_if, shown()["why"].show_if
    assert whom is not None
    assert why is not None
    assert (whom.question, whom.answered, whom.equals) == ("top", True, ())
    assert (why.question, why.answered, why.equals) == ("age", False, ("a",))


def test_what_was_typed_is_shown_unchanged() -> None:
    view = shown(why="<b> \n", people="x")
    assert (view["why"].value, view["people"].value, view["why"].max_length) == ("<b> \n", "x", 10)


def test_an_error_stands_beside_its_row_and_is_tied_to_it() -> None:
    view = shown({"lack.care": "Źle", "rate.bus.state": "Też źle", "top.2": "I to"})
    assert [row.error for row in view["lack"].rows] == ["Źle", None]
    assert view["lack"].error is None
    assert view["rate"].rows[1].described_by == "rate-bus-error"
    assert view["top"].error == "I to"


@pytest.mark.parametrize("field", ["lack", "lack.moon", "lack.care.x"])
def test_an_error_that_has_no_row_stands_with_its_question(field: str) -> None:
    question = shown({field: "Źle"})["lack"]
    assert (question.error, question.described_by) == ("Źle", "lack-error")


def test_a_hint_is_tied_to_its_question() -> None:
    view = questions(page(library()["krotka"], "pl", MultiDict(), {"one_thing": "Za długie"}))
    assert view["one_thing"].described_by == "one_thing-hint one_thing-error"
    assert view["age"].described_by == ""


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ("lack.care", "lack-care"),
        ("rate.bus.state", "rate-bus"),
        ("lack.moon", "lack"),
        ("lack", "lack"),
        ("top", "top-1"),
        ("top.2", "top-2"),
        ("top.9", "top-1"),
        ("order.c", "order-c"),
        ("age", "age"),
        ("why", "why"),
        ("help", "help"),
        ("moon", "main"),
        ("", "main"),
    ],
)
def test_the_summary_leads_to_something_on_the_page(field: str, place: str) -> None:
    assert anchor(DEFINITION, field) == place


@given(st.dictionaries(st.sampled_from(sorted(DEFINITION.by_field)), st.text()))
def test_every_problem_is_shown_somewhere(sent: dict[str, str]) -> None:
    found = problems(DEFINITION, from_form(DEFINITION, MultiDict(sent)))
    view = questions(page(DEFINITION, "pl", MultiDict(sent), {problem.field: "Źle" for problem in found}))
    wrong = {problem.field.partition(".")[0] for problem in found}
    marked = {key for key, q in view.items() if q.error or any(row.error for row in q.rows)}
    assert marked == wrong
