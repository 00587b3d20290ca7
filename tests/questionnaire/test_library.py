"""The ready questionnaires say what the method asks for, in three languages, in words that anybody may be asked."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analysis.codebook import Role
from analysis.vocabulary import Measure
from diagnoza.questionnaire.codebook import codebook
from diagnoza.questionnaire.definition import EASY, LANGUAGES, Definition, Kind, Texts
from diagnoza.questionnaire.parsing import library

ADULTS = ["krotka", "krotka-mala", "pelna"]
READY = [*ADULTS, "mlodziez"]
SHORT = ["krotka", "krotka-mala"]


@pytest.fixture(params=ADULTS)
def for_adults(request: pytest.FixtureRequest) -> Definition:
    return library()[request.param]


@pytest.fixture(params=READY)
def definition(request: pytest.FixtureRequest) -> Definition:
    return library()[request.param]


def texts(part: Any) -> Iterator[Texts]:
    """Every text of a definition, a section, a question, ..."""
    if isinstance(part, dict):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from texts(each)
    elif hasattr(part, "__dataclass_fields__"):
        yield from texts(tuple(getattr(part, name) for name in part.__dataclass_fields__))


def test_they_come_in_the_order_of_use() -> None:
    assert list(library()) == READY


def test_the_key_of_a_file_is_its_name(definition: Definition) -> None:
    assert library()[definition.key] is definition


def test_every_text_is_there_in_three_languages(definition: Definition) -> None:
    found = [each for each in texts(definition) if each]
    assert len(found) > 60
    assert all(set(each) - {EASY} == set(LANGUAGES) and all(each.values()) for each in found)


def test_no_language_was_left_in_another_script(definition: Definition) -> None:
    for each in texts(definition):
        letters = {language: re.sub(r"[^a-zA-Zа-яА-ЯіїєґІЇЄҐ]", "", words) for language, words in each.items()}
        assert not re.search("[a-zA-Z]", letters.get("uk", ""))
        assert not re.search("[ыэёъ]", letters.get("uk", ""))
        assert not re.search("[а-яіїєґ]", letters.get("pl", "") + letters.get("en", ""))


@pytest.mark.parametrize("key", SHORT)
def test_the_short_one_asks_in_the_order_of_the_method(key: str) -> None:
    asked = [question.key for question in library()[key].questions()]
    assert asked == ["lack", "top", "for_whom", "one_thing", "age", "sex", "place", "library"]


def test_the_full_one_asks_for_importance_and_state_and_then_the_same() -> None:
    full, short = library()["pelna"], library()["krotka"]
    assert next(iter(full.by_key)) == "rate"
    assert full.sections[1:] == short.sections[1:]


def test_it_begins_with_the_whole_gmina(for_adults: Definition) -> None:
    assert for_adults.sections[0].title["pl"] == "Pytamy o całą gminę, nie tylko o bibliotekę"


def test_up_to_three_matters_in_order_and_up_to_two_groups_for_the_first(for_adults: Definition) -> None:
    top, for_whom = for_adults.by_key["top"], for_adults.by_key["for_whom"]
    assert (top.kind, top.limit, top.ordered, top.measure) == (Kind.CHOOSE_UP_TO, 3, True, Measure.PICKED)
    assert (for_whom.limit, len(for_whom.options), for_whom.target_group) == (2, 14, True)
    assert for_whom.show_if is not None
    assert (for_whom.show_if.question, for_whom.show_if.answered) == ("top", True)


def test_the_open_question_asks_for_no_names(for_adults: Definition) -> None:
    question = for_adults.by_key["one_thing"]
    assert question.text["pl"] == "Co jedno najbardziej ułatwiłoby życie w okolicy?"
    assert question.hint is not None
    assert question.hint["pl"] == "Prosimy nie podawać nazwisk."
    assert question.max_length == 2_000


def test_questions_about_the_person_come_last_and_may_be_left_out(for_adults: Definition) -> None:
    about = next(section for section in for_adults.sections if section.key == "about")
    assert about.intro is not None
    assert about.intro["pl"] == "Te pytania można pominąć. Wyników małych grup nie pokazujemy."
    assert all(question.stratum for question in about.questions)


def test_willingness_to_help_is_kept_apart(for_adults: Definition) -> None:
    assert list(for_adults.apart_by_key) == ["help"]
    assert "help" not in for_adults.by_key
    assert not any(variable.question == "help" for variable in codebook(for_adults).variables)


def test_ages_of_the_short_one_are_bands_of_five_years_put_together() -> None:
    ages = [option.key for option in library()["krotka"].by_key["age"].options]
    assert ages == ["15-19", "20-29", "30-44", "45-59", "60-74", "75+"]


def test_classes_for_a_small_gmina_are_wider_and_nest() -> None:
    usual, small = library()["krotka"].by_key, library()["krotka-mala"].by_key
    bounds = [{option.key[:2] for option in questions["age"].options} for questions in (small, usual)]
    assert bounds[0] < bounds[1]
    for key in ("age", "place", "library"):
        assert len(small[key].options) < len(usual[key].options)


OWN_TROUBLE = {
    "pl": r"\b(twoj|twój|pana|pani\b|państwa|cię|masz|jesteś|pański)",
    "uk": r"\b(ваш|твій|твоє|твої|хворієте)",
    "en": r"\byour (health|income|family|money|illness)",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_asked_about_their_own_trouble(definition: Definition, language: str) -> None:
    assert not [each for each in texts(definition) if re.search(OWN_TROUBLE[language], each.get(language, "").lower())]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_short(definition: Definition, language: str) -> None:
    sentences = [part for each in texts(definition) for part in re.split(r"[.?!:] ", each.get(language, ""))]
    assert max(len(sentence.split()) for sentence in sentences) < 20


def test_nothing_is_called_a_problem(definition: Definition) -> None:
    assert not [each for each in texts(definition) if "problem" in each.get("pl", "").lower()]


def test_the_check_of_words_can_fail() -> None:
    assert re.search(OWN_TROUBLE["pl"], "czy jesteś chory")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_codebook_has_strata_groups_and_a_measure_of_every_area(for_adults: Definition, language: str) -> None:
    book = codebook(for_adults, language)
    assert [variable.name for variable in book.by_role(Role.STRATUM)] == ["age", "sex", "library"]
    assert [variable.name for variable in book.by_role(Role.PLACE)] == ["place"]
    assert len(book.by_role(Role.TARGET_GROUP)) == 14
    for measure in Measure:
        measured = {variable.area for variable in book.measures(measure)}
        assert measured in (set(), {area.key for area in book.areas})


@pytest.mark.reference
@pytest.mark.parametrize("key", SHORT)
def test_the_short_one_has_the_areas_items_and_scale_of_the_taxonomy(shared: Path, key: str) -> None:
    taxonomy = json.loads((shared / "knowledge" / "taxonomy.json").read_text(encoding="utf-8"))
    definition = library()[key]
    lack = definition.by_key["lack"]
    assert lack.text["pl"] == taxonomy["stem_pl"]
    assert [area.key for area in definition.areas] == [area["key"] for area in taxonomy["areas"]]
    asked = [(item.area, item.text["pl"]) for item in lack.items]
    assert asked == [(area["key"], item) for area in taxonomy["areas"] for item in area["items_pl"]]
    scale = [option.text["pl"] for option in lack.scales[0].options]
    assert [*scale, definition.words.dont_know["pl"]] == taxonomy["scale_pl"]


@pytest.mark.reference
def test_target_groups_are_those_of_the_taxonomy(shared: Path, for_adults: Definition) -> None:
    taxonomy = json.loads((shared / "knowledge" / "taxonomy.json").read_text(encoding="utf-8"))
    groups = [(option.key, option.text["pl"]) for option in for_adults.by_key["for_whom"].options]
    assert groups == [(group["key"], group["label_pl"]) for group in taxonomy["groups"]]
