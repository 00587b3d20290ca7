"""The questionnaire for minors asks for nothing by which one of them could be told from the others."""

import pytest
from sqlalchemy.orm import Session

from diagnoza.questionnaire.definition import Definition, Kind, QuestionnaireError
from diagnoza.questionnaire.parsing import library, parse
from diagnoza.services.make_diagnosis import diagnosis_of
from tests.factories import add_responses, fresh, make_campaign


@pytest.fixture
def youth() -> Definition:
    return library()["mlodziez"]


def test_it_asks_for_no_words_of_their_own_and_no_contact(youth: Definition) -> None:
    assert youth.for_minors
    assert not {Kind.TEXT, Kind.NUMBER} & {question.kind for question in youth.by_key.values()}
    assert not youth.apart_by_key


def test_it_tells_few_classes_apart(youth: Definition) -> None:
    strata = {key: len(question.options) for key, question in youth.by_key.items() if question.stratum}
    assert strata == {"age": 2, "sex": 3}
    assert "place" not in youth.by_key


def test_its_areas_and_groups_are_those_of_the_short_one(youth: Definition) -> None:
    short = library()["krotka"]
    assert youth.areas == short.areas
    assert {item.area for item in youth.by_key["lack"].items} == {area.key for area in youth.areas}
    assert youth.by_key["for_whom"].option_keys < short.by_key["for_whom"].option_keys


def test_the_others_are_not_for_minors() -> None:
    assert [key for key, definition in library().items() if definition.for_minors] == ["mlodziez"]


def test_whoever_extends_it_cannot_add_open_answers(youth: Definition) -> None:
    section = """
extends = "mlodziez"
key = "nasza"
[[sections]]
key = "needs"
[[sections]]
key = "own"
title = { pl = "a", uk = "a", en = "a" }
[[sections.questions]]
key = "words"
kind = "text"
text = { pl = "a", uk = "a", en = "a" }
"""
    with pytest.raises(QuestionnaireError, match=r"question 'words': kind: found 'text'; allowed: kinds with ready"):
        parse(section, "nasza.toml")


def test_its_answers_make_a_diagnosis(session: Session, youth: Definition) -> None:
    campaign = make_campaign(session, youth)
    answers = {"lack": {"sport": "2", "culture": "1"}, "top": ["sport"], "for_whom": ["youth"], "would_join": ["games"]}
    add_responses(session, campaign, [answers] * 30)
    result = diagnosis_of(session, fresh(session, campaign))
    assert result.n == 30
    assert [need.area for need in result.needs[:2]] == ["sport", "culture"]
