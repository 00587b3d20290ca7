"""The form and the analysis mean the same by every column."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.codebook import Codebook, Role
from analysis.vocabulary import Channel, Measure
from diagnoza.questionnaire.answers import problems
from diagnoza.questionnaire.codebook import CHANNEL, answers_from_columns, codebook, columns, with_channel
from diagnoza.questionnaire.parsing import library, parse
from tests.questionnaire.examples import EVERY_KIND, changed, every_kind
from tests.questionnaire.strategies import answers

DEFINITION = every_kind()
DEFINITIONS = [DEFINITION, *library().values()]


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.key)
@given(st.data())
def test_answers_survive_the_way_to_columns_and_back(definition: Any, data: st.DataObject) -> None:
    stored = data.draw(answers(definition))
    again = answers_from_columns(definition, columns(definition, stored))
    assert (again, list(again)) == (stored, list(stored))


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.key)
@given(st.data())
def test_every_column_and_code_is_in_the_codebook(definition: Any, data: st.DataObject) -> None:
    book = codebook(definition)
    for name, code in columns(definition, data.draw(answers(definition))).items():
        variable = book.variable(name)
        assert not variable.coded or code in variable.categories


@given(st.dictionaries(st.sampled_from([v.name for v in codebook(DEFINITION).variables]), st.text(max_size=3)))
def test_no_rubbish_in_columns_raises(flat: dict[str, str]) -> None:
    for found in problems(DEFINITION, answers_from_columns(DEFINITION, flat)):
        assert found.code


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.key)
def test_a_codebook_goes_to_toml_and_back(definition: Any) -> None:
    book = codebook(definition)
    assert Codebook.from_toml(book.to_toml().encode()) == book


def test_blank_cells_and_no_answer_are_answers_not_given() -> None:
    flat = {"lack.care": "", "age": "no_answer", "top.care": "no_answer", "top.places": "0", "people": "", "why": ""}
    assert answers_from_columns(DEFINITION, flat) == {}


@pytest.mark.parametrize("words", ["no_answer", "dont_know", "0", " a\r\n"])
def test_a_text_is_any_words_as_they_are(words: str) -> None:
    assert answers_from_columns(DEFINITION, {"why": words}) == {"why": words}


@pytest.mark.parametrize("digits", ["²", "--5", "1" * 5_000, "x"])
def test_what_is_no_number_stays_as_it_is(digits: str) -> None:
    assert answers_from_columns(DEFINITION, {"people": digits}) == {"people": digits}


def test_the_tenth_place_comes_after_the_ninth() -> None:
    keys = "abcdefghijk"
    options = ", ".join(f'{{ key = "{key}", text = {{ pl = "x", uk = "x", en = "x" }} }}' for key in keys)
    start = EVERY_KIND.index("options", EVERY_KIND.index('kind = "ranking"'))
    end = EVERY_KIND.index("\n", start)
    definition = parse(f"{EVERY_KIND[:start]}options = [{options}]{EVERY_KIND[end:]}", "x.toml")
    assert answers_from_columns(definition, columns(definition, {"order": list(keys)})) == {"order": list(keys)}


def test_two_items_of_one_area_are_two_columns() -> None:
    names = [variable.name for variable in codebook(library()["krotka"]).measures(Measure.LACK, "places")]
    assert names == ["lack.places_meeting", "lack.places_transport"]


def test_two_scales_are_two_columns_of_each_item() -> None:
    names = [variable.name for variable in codebook(library()["pelna"]).variables if variable.question == "rate"]
    assert names[:3] == ["rate.places.importance", "rate.places.state", "rate.health.importance"]


def test_the_order_of_choice_is_a_level() -> None:
    assert columns(DEFINITION, {"top": ["places", "care"]}) == {"top.care": "2", "top.places": "1"}
    variable = codebook(DEFINITION).variable("top.care")
    assert (variable.levels, variable.measure, variable.area) == (("0", "1", "2"), Measure.PICKED, "care")


def test_a_choice_without_order_is_chosen_or_not() -> None:
    assert columns(DEFINITION, {"for_whom": ["c"]}) == {"for_whom.a": "0", "for_whom.b": "0", "for_whom.c": "1"}
    assert codebook(DEFINITION).variable("for_whom.a").levels == ("0", "1")


def test_nothing_chosen_is_no_answer_and_not_a_refusal_of_everything() -> None:
    assert columns(DEFINITION, {}) == {}


ROLES = [
    ("lack.care", Role.MEASURE),
    ("rate.bus.state", Role.MEASURE),
    ("top.care", Role.MEASURE),
    ("for_whom.a", Role.TARGET_GROUP),
    ("age", Role.STRATUM),
    ("why", Role.TEXT),
    ("ways.b", Role.CHOICE),
    ("order.c", Role.CHOICE),
    ("people", Role.NUMBER),
]


@pytest.mark.parametrize(("name", "role"), ROLES)
def test_the_role_of_a_column_follows_from_its_question(name: str, role: Role) -> None:
    assert codebook(DEFINITION).variable(name).role == role


@pytest.mark.parametrize(
    ("old", "new", "role"),
    [
        ("stratum = true\n", "place = true\n", Role.PLACE),
        ("stratum = true\n", "stratum = true\nplace = true\n", Role.PLACE),
        ("stratum = true\n", "stratum = true\nplace = false\n", Role.STRATUM),
    ],
)
def test_a_question_may_ask_where_people_live(old: str, new: str, role: Role) -> None:
    assert codebook(parse(changed(old, new), "x.toml")).variable("age").role == role


def test_in_an_earlier_questionnaire_its_key_says_where_people_live() -> None:
    source = library()["krotka"].source
    assert source.count("place = true\n") == 1
    earlier = parse(source.replace("place = true\n", ""), "krotka.toml")
    assert codebook(earlier) == codebook(library()["krotka"])


@pytest.mark.parametrize("language", ["pl", "uk", "en"])
def test_the_way_of_answering_is_a_column_of_every_questionnaire(language: str) -> None:
    variable = codebook(DEFINITION, language).variables[-1]
    assert (variable.name, variable.role, variable.levels) == (CHANNEL, Role.MODE, tuple(map(str, Channel)))
    assert len(set(variable.labels)) == len(Channel)
    assert columns(DEFINITION, with_channel({}, Channel.PAPER)) == {CHANNEL: "paper"}


def test_a_single_choice_that_is_no_stratum_is_a_choice() -> None:
    definition = parse(changed("stratum = true\n", ""), "x.toml")
    assert codebook(definition).variable("age").role == Role.CHOICE


def test_areas_keep_their_place_in_the_taxonomy() -> None:
    assert [area.taxonomy_area for area in codebook(DEFINITION).areas] == [None, "places"]


def test_labels_speak_the_language_asked_for() -> None:
    labels = {codebook(library()["krotka"], language).areas[0].label for language in ("pl", "uk", "en")}
    assert len(labels) == 3


def test_a_codebook_says_how_the_sample_came_about() -> None:
    assert codebook(DEFINITION).design.sample == "open"
    assert codebook(DEFINITION, sample="probability").design.sample == "probability"


def test_what_is_kept_apart_is_in_no_column() -> None:
    assert all(variable.question != "help" for variable in codebook(DEFINITION).variables)
