"""A questionnaire is read whole, and what is wrong with one is said all at once."""

import pytest

from analysis.vocabulary import Measure
from diagnoza.questionnaire.definition import LANGUAGES, Kind, QuestionnaireError
from diagnoza.questionnaire.parsing import library, parse
from tests.questionnaire.examples import EVERY_KIND, every_kind, said

READY = sorted(library())


def test_every_kind_of_question_is_read() -> None:
    kinds = {question.kind for section in every_kind().sections for question in section.questions}
    assert kinds == set(Kind)


def test_the_same_source_is_the_same_version() -> None:
    assert every_kind() == every_kind()
    assert parse(EVERY_KIND.replace("Dlaczego", "Czemu"), "inny.toml") != every_kind()


def test_there_are_three_ready_questionnaires() -> None:
    assert READY == ["krotka", "krotka-mala", "pelna"]


@pytest.mark.parametrize("key", READY)
def test_a_ready_questionnaire_covers_the_thirteen_areas(key: str) -> None:
    assert len(library()[key].areas) == 13


@pytest.mark.parametrize("key", READY)
def test_willingness_to_help_is_kept_apart(key: str) -> None:
    definition = library()[key]
    assert [question.key for question in definition.questions(apart=True)] == ["help"]
    assert "help" not in definition.by_key


def test_the_short_questionnaire_asks_in_the_order_of_the_method() -> None:
    asked = [question.key for question in library()["krotka"].questions()]
    assert asked == ["lack", "top", "for_whom", "one_thing", "age", "sex", "place", "library"]


def test_a_small_gmina_gets_fewer_and_wider_classes() -> None:
    usual, small = library()["krotka"].by_key, library()["krotka-mala"].by_key
    assert len(small["age"].options) < len(usual["age"].options)
    assert len(small["library"].options) < len(usual["library"].options)


def test_the_full_questionnaire_asks_for_importance_and_state() -> None:
    scales = library()["pelna"].by_key["rate"].scales
    assert [scale.measure for scale in scales] == [Measure.IMPORTANCE, Measure.STATE]
    assert scales[0].levels == ("1", "2", "3", "4", "5")


MISTAKES = [
    ('kind = "lack_grid"', 'kind = "lackgrid"', "question 'lack', kind: found 'lackgrid'; allowed: lack_grid"),
    (
        ', area = "places"',
        ', area = "moon"',
        "item 'bus', area: found 'moon'; allowed: an area of this file: care, places",
    ),
    (f"text = {said('Wiek')}", 'text = { pl = "Wiek", en = "Age" }', "question 'age', text.uk: found None"),
    ("limit = 2\nordered", "limit = 0\nordered", "question 'top', limit: found 0; allowed: a whole number 1..20"),
    ('key = "age"', 'key = "Wiek!"', "key: found 'Wiek!'; allowed: small letters"),
    ('key = "age"', 'key = "ways"', "questions: found 'ways'; allowed: each key once"),
    ('key = "age"', 'key = "token"', "question 'token', key: found 'token'; allowed: another key"),
    ("stratum = true", "strata = true", "question 'age': found 'strata'; allowed:"),
    ('show_if = { question = "top" }', 'show_if = { question = "people" }', "show_if: found 'people'"),
    ('equals = ["a"]', 'equals = ["z"]', "options of 'age': a, b, c"),
    ("min = 1\nmax = 5", "min = 1\nmax = 4", "a list of 4 texts, one for each of 1..4"),
    ("minutes = 3", 'minutes = "3"', "top level, minutes: found '3'"),
    ("apart = true", 'apart = "yes"', "section 'aside', apart: found 'yes'; allowed: true or false"),
    ('{ key = "a", text', '{ key = "dont_know", text', "option: found 'dont_know'"),
]


@pytest.mark.parametrize(("right", "wrong", "message"), MISTAKES, ids=[wrong for _, wrong, _ in MISTAKES])
def test_a_mistake_is_named_with_file_key_and_what_is_allowed(right: str, wrong: str, message: str) -> None:
    assert right in EVERY_KIND
    with pytest.raises(QuestionnaireError) as error:
        parse(EVERY_KIND.replace(right, wrong, 1), "moja.toml")
    assert message in str(error.value)
    assert all(line.startswith("moja.toml: ") for line in str(error.value).splitlines())


def test_all_mistakes_are_said_at_once() -> None:
    source = EVERY_KIND.replace("minutes = 3", "minutes = 0").replace('kind = "number"', 'kind = "digit"')
    with pytest.raises(QuestionnaireError, match=r"minutes(.|\n)*kind: found 'digit'"):
        parse(source, "moja.toml")


def test_what_is_not_toml_is_said_with_its_place() -> None:
    with pytest.raises(QuestionnaireError, match=r"moja.toml: not TOML: .*line 1"):
        parse("key = krotka", "moja.toml")


@pytest.mark.parametrize("key", READY)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_question_asks_about_the_persons_own_trouble(key: str, language: str) -> None:
    own = {
        "pl": ("Twoj", "twoj", "Pani zdrow", "Pana zdrow"),
        "uk": ("ваше здоров",),
        "en": ("your health", "your income"),
    }
    words = " ".join(question.text[language] for question in library()[key].questions())
    assert not any(each in words for each in own[language])
