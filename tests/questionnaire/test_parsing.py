"""A questionnaire is read whole, and what is wrong with one is said all at once."""

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from analysis.vocabulary import Measure
from diagnoza.questionnaire.codebook import codebook
from diagnoza.questionnaire.definition import Kind, QuestionnaireError, ShowIf
from diagnoza.questionnaire.pages import page
from diagnoza.questionnaire.parsing import load, parse
from tests.questionnaire.examples import EVERY_KIND, changed, every_kind, said

DEFINITION = every_kind()


def refusal(source: str) -> str:
    with pytest.raises(QuestionnaireError) as error:
        parse(source, "moja.toml")
    return str(error.value)


def test_every_kind_of_question_is_read() -> None:
    kinds = {question.kind for section in DEFINITION.sections for question in section.questions}
    assert kinds == set(Kind)


def test_notes_are_shown_and_not_answered() -> None:
    assert "note" not in DEFINITION.by_key
    assert DEFINITION.sections[0].questions[0].kind == Kind.INFO


def test_an_item_speaks_of_the_area_of_its_own_name_unless_it_says_otherwise() -> None:
    assert [item.area for item in DEFINITION.by_key["lack"].items] == ["care", "places"]


def test_areas_may_stand_for_options() -> None:
    assert [option.key for option in DEFINITION.by_key["top"].options] == ["care", "places"]


def test_areas_may_stand_for_items() -> None:
    start = EVERY_KIND.index("items = [")
    source = EVERY_KIND[:start] + 'items = "areas"' + EVERY_KIND[EVERY_KIND.index("\n", start) :]
    assert [item.key for item in parse(source, "x.toml").by_key["lack"].items] == ["care", "places"]


def test_ratings_without_labels_are_called_by_their_numbers() -> None:
    labels = EVERY_KIND.index("labels = [", EVERY_KIND.index("rating_grid"))
    bare = EVERY_KIND[:labels] + EVERY_KIND[EVERY_KIND.index("\n", labels) :]
    (scale,) = parse(bare, "x.toml").by_key["state"].scales
    assert [option.text["uk"] for option in scale.options] == ["1", "2", "3", "4", "5"]


def test_importance_comes_before_state() -> None:
    assert [scale.measure for scale in DEFINITION.by_key["rate"].scales] == [Measure.IMPORTANCE, Measure.STATE]


@pytest.mark.parametrize("written", ['{ question = "top" }', '{ question = "top", answered = true }'])
def test_a_condition_is_any_answer_or_one_of_those_named(written: str) -> None:
    definition = parse(changed('{ question = "top" }', written), "x.toml")
    assert definition.by_key["for_whom"].show_if == ShowIf("top")
    assert definition.by_key["why"].show_if == ShowIf("age", ("a",))


def test_the_same_source_is_the_same_version() -> None:
    assert every_kind() == DEFINITION
    assert hash(every_kind()) == hash(DEFINITION)
    assert parse(changed("Dlaczego", "Czemu"), "inny.toml") != DEFINITION


def test_what_is_stored_is_whole_and_reads_as_the_same_version() -> None:
    assert parse(DEFINITION.source, "stored.toml") == DEFINITION
    assert tomllib.loads(DEFINITION.source)["words"]["dont_know"]["pl"] == "trudno powiedzieć"


def test_a_file_is_read_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    for start in ("", "\ufeff"):
        path = tmp_path / "moja.toml"
        path.write_text(start + EVERY_KIND, encoding="utf-8")
        assert load(path) == DEFINITION


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "moja.toml"
    path.write_text("# ą", encoding="cp1250")
    with pytest.raises(QuestionnaireError, match=r"moja.toml: byte 3 is not UTF-8; save"):
        load(path)


MISTAKES = [
    ('kind = "lack_grid"', 'kind = "lackgrid"', "question 'lack': kind: found 'lackgrid'; allowed: lack_grid, "),
    (', area = "places"', ', area = "moon"', "item 'bus': area: found 'moon'; allowed: care, places"),
    ('{ key = "care", text', '{ key = "moon", text', "item 'moon': key: found 'moon'; allowed: care, places"),
    (f"text = {said('Wiek')}", 'text = { pl = "Wiek", en = "Age" }', "question 'age': text.uk: found nothing"),
    (f"text = {said('Wiek')}", 'text = "Wiek"', "question 'age': text.pl: found nothing"),
    ('{ pl = "Wiek", uk', '{ de = "Alter", pl = "Wiek", uk', "text: found 'de'; allowed: pl, uk, en, easy; remove"),
    ('{ pl = "Wiek"', '{ pl = " "', "question 'age': text.pl: found ' '"),
    ("limit = 2\nordered", "limit = 3\nordered", "'top': limit: found 3; allowed: a whole number from 1 to 2"),
    ("limit = 2\nordered", "limit = true\nordered", "'top': limit: found True"),
    ('key = "age"', 'key = "Wiek!"', "question 'Wiek!': key: found 'Wiek!'; allowed: 1 to 60 small letters a-z"),
    ('key = "age"', 'key = "a-ge"', "question 'a-ge': key: found 'a-ge'"),
    ('key = "age"', "", "question number 7: key: found nothing"),
    ('key = "age"', 'key = "token"', "question 'token': key: found 'token'; allowed: any other key"),
    ('{ key = "a", text', '{ key = "hint", text', "option 'hint': key: found 'hint'; allowed: any other key"),
    ('{ key = "a", text', '{ key = "dont_know", text', "option 'dont_know': key: found 'dont_know'"),
    ("stratum = true", "strata = true", "question 'age': found 'strata'; allowed: key, kind, text, hint, show_if, "),
    ("min = 1\nmax = 5", "min = 1\nmax = 4", "'state': labels: found [{"),
    ("min = 1\nmax = 5", "min = 5\nmax = 5", "'state': max: found 5; allowed: a whole number from 6 to 10"),
    ("min = 1\nmax = 20", "min = 1\nmax = 0", "'people': max: found 0; allowed: a whole number from 1 to"),
    ('measure = "state"', 'measure = "lack"', "'state': measure: found 'lack'; allowed: importance, state"),
    ('measure = "picked"', 'measure = "state"', "'top': measure: found 'state'; allowed: picked"),
    ("max_length = 10", "max_length = 2001", "'why': max_length: found 2001; allowed: a whole number from 1 to 2000"),
    ("minutes = 3", 'minutes = "3"', "top level: minutes: found '3'"),
    ("minutes = 3", "minutes = 3\ncolour = 1", "top level: found 'colour'; allowed: key, title"),
    ("apart = true", 'apart = "yes"', "section 'aside': apart: found 'yes'; allowed: true or false"),
    ('{ question = "top" }', '"top"', "'for_whom': show_if: found 'top'; allowed: a table"),
    ('{ question = "top" }', '{ question = "top", answered = false }', "answered: found False; allowed: true"),
    ('equals = ["a"]', 'equals = "a"', "'why': show_if: equals: found 'a'; allowed: a list of keys"),
    ("importance.text = {", "importance.words = {", "'rate': importance: found 'words'; allowed: text, labels"),
    ('options = "areas"', 'options = "groups"', "'top': options: found 'groups'; allowed: one table or more"),
]


@pytest.mark.parametrize(("right", "wrong", "message"), MISTAKES, ids=[wrong for _, wrong, _ in MISTAKES])
def test_a_mistake_is_named_with_file_key_found_and_allowed(right: str, wrong: str, message: str) -> None:
    lines = refusal(changed(right, wrong)).splitlines()
    assert all(line.startswith("moja.toml: ") and "found " in line and "allowed: " in line for line in lines)
    assert any(message in line for line in lines)


def test_all_mistakes_are_said_at_once() -> None:
    source = changed("minutes = 3", "minutes = 0").replace('kind = "number"', 'kind = "digit"')
    first, second = refusal(source).splitlines()
    assert "minutes: found 0" in first
    assert "kind: found 'digit'" in second


def test_a_long_mistake_is_shown_in_part() -> None:
    assert max(map(len, refusal(changed("minutes = 3", f'minutes = "{"x" * 9_999}"')).splitlines())) < 200


def test_what_is_not_toml_is_said_with_its_place() -> None:
    assert refusal("key = krotka").startswith("moja.toml: not TOML: ")
    assert "line 1" in refusal("key = krotka")


def test_an_empty_file_is_told_what_it_lacks() -> None:
    missing = refusal("")
    assert all(f"top level: {key}: found nothing" in missing for key in ("key", "minutes", "areas", "sections"))


Way = tuple[str | int, ...]


def ways(value: Any, here: Way = ()) -> list[Way]:
    """The way to every value inside a table."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [here, *(way for key, each in inside for way in ways(each, (*here, key)))]


def problems_of(table: dict[str, Any]) -> list[str]:
    """What is said about a questionnaire; when nothing is, everything can be made of it."""
    try:
        definition = parse(tomli_w.dumps(table), "moja.toml")
    except QuestionnaireError as error:
        return str(error).splitlines()
    assert codebook(definition).areas
    assert page(definition, "uk", MultiDict(), {}).sections
    return []


def inner(table: dict[str, Any], way: Way) -> Any:
    found: Any = table
    for key in way:
        found = found[key]
    return found


WAYS = st.sampled_from(ways(tomllib.loads(EVERY_KIND))[1:])
JUNK = [0, -1, 1.5, 10**12, "", "x", "care", True, [], {}, [1], ["x"], [[]], {"pl": 1}, [{"key": "x"}], {"key": []}]


@given(WAYS, st.sampled_from(JUNK))
def test_whatever_stands_anywhere_there_is_a_questionnaire_or_words(way: Way, junk: Any) -> None:
    table = tomllib.loads(EVERY_KIND)
    inner(table, way[:-1])[way[-1]] = junk
    assert all(line.startswith("moja.toml: ") for line in problems_of(table))


@given(WAYS)
def test_whatever_is_missing_there_is_a_questionnaire_or_words(way: Way) -> None:
    table = tomllib.loads(EVERY_KIND)
    del inner(table, way[:-1])[way[-1]]
    assert all("allowed: " in line for line in problems_of(table))


def test_reading_needs_neither_flask_nor_pandas_nor_wtforms() -> None:
    code = (
        "import sys; from diagnoza.questionnaire import parsing, codebook, pages; parsing.library();"
        "print([name for name in ('flask', 'pandas', 'wtforms', 'numpy', 'sqlalchemy') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
