"""The form and the analysis mean the same by every column."""

from typing import Any

import pytest
from hypothesis import given

from analysis.codebook import Codebook, Role
from analysis.vocabulary import Measure
from diagnoza.questionnaire.codebook import answers_from_columns, codebook, columns
from diagnoza.questionnaire.parsing import library
from tests.questionnaire.examples import every_kind
from tests.questionnaire.strategies import answers

DEFINITION = every_kind()


@given(answers(DEFINITION))
def test_answers_survive_the_way_to_columns_and_back(stored: dict[str, Any]) -> None:
    assert answers_from_columns(DEFINITION, columns(DEFINITION, stored)) == stored


@given(answers(DEFINITION))
def test_every_column_and_code_is_in_the_codebook(stored: dict[str, Any]) -> None:
    book = codebook(DEFINITION)
    for name, code in columns(DEFINITION, stored).items():
        variable = book.variable(name)
        assert not variable.coded or code in variable.categories


@pytest.mark.parametrize("key", sorted(library()))
def test_the_codebook_of_a_ready_questionnaire_goes_to_toml_and_back(key: str) -> None:
    book = codebook(library()[key])
    assert Codebook.from_toml(book.to_toml().encode()) == book


def test_two_items_of_one_area_are_two_columns() -> None:
    names = [variable.name for variable in codebook(library()["krotka"]).measures(Measure.LACK, "places")]
    assert names == ["lack.places_meeting", "lack.places_transport"]


def test_the_order_of_choice_is_a_level() -> None:
    flat = columns(DEFINITION, {"top": ["places", "care"]})
    assert flat == {"top.care": "2", "top.places": "1"}
    assert codebook(DEFINITION).variable("top.care").levels == ("0", "1", "2")


def test_nothing_chosen_is_no_answer_and_not_a_refusal_of_everything() -> None:
    assert columns(DEFINITION, {}) == {}


def test_questions_about_the_person_are_strata() -> None:
    strata = [variable.name for variable in codebook(library()["krotka"]).by_role(Role.STRATUM)]
    assert strata == ["age", "sex", "place", "library"]


def test_labels_speak_the_language_asked_for() -> None:
    labels = {codebook(library()["krotka"], language).areas[0].label for language in ("pl", "uk", "en")}
    assert len(labels) == 3


def test_what_is_kept_apart_is_in_no_column() -> None:
    assert all(variable.question != "help" for variable in codebook(DEFINITION).variables)
