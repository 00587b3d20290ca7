"""Codebooks are read exactly, written so that they read back equal, and refused with the key and the fix."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.codebook import Area, Codebook, CodebookError, Design, Role, Variable
from analysis.vocabulary import Measure
from tests.analysis.build import codebook, group, lack, measure, picked, stratum

TOML = """
title = "Ankieta krótka"

[[areas]]
key = "care"
label = "Opieka"
taxonomy_area = "care"

[[variables]]
name = "lack.care"
role = "measure"
question = "lack"
label = "opieki nad starszymi"
levels = ["0", "1", "2"]
labels = ["nie brakuje", "trochę", "bardzo brakuje"]
measure = "lack"
area = "care"
dont_know = ["9"]

[[variables]]
name = "remarks"
role = "text"
question = "remarks"
label = "Uwagi"
"""


def read(text: str) -> Codebook:
    return Codebook.from_toml(text.encode())


def text_variable(name: str) -> Variable:
    return Variable(name, Role.TEXT, name, name)


def test_toml_gives_areas_variables_and_defaults() -> None:
    book = read(TOML)
    assert (book.title, book.language, book.design) == ("Ankieta krótka", "pl", Design())
    assert book.areas == (Area("care", "Opieka", "care"),)
    assert book.variable("lack.care").dont_know == ("9",)
    assert book.variable("lack.care").measure is Measure.LACK
    assert book.variable("remarks").levels == ()


def test_a_codebook_written_as_toml_reads_back_equal() -> None:
    book = replace(read(TOML), design=Design(sample="probability"), language="en")
    assert read(book.to_toml()) == book


@given(label=st.text(), question_label=st.text(), title=st.text())
def test_any_texts_survive_the_round_trip(label: str, question_label: str, title: str) -> None:
    variable = replace(lack("a"), label=label, question_label=question_label)
    book = replace(codebook(variable, group("seniors")), title=title)
    assert read(book.to_toml()) == book


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "codebook.toml"
    path.write_bytes(TOML.encode("utf-8-sig"))
    assert Codebook.from_toml(path) == Codebook.from_toml(str(path)) == read(TOML)


def test_variables_are_found_by_role_and_by_measure_and_area() -> None:
    book = codebook(lack("a"), lack("a", "_2"), lack("b"), picked("a"), stratum("age", "xy"))
    assert [variable.name for variable in book.by_role(Role.STRATUM)] == ["age"]
    assert [variable.name for variable in book.measures(Measure.LACK)] == ["lack.a", "lack.a_2", "lack.b"]
    assert [variable.name for variable in book.measures(Measure.LACK, "a")] == ["lack.a", "lack.a_2"]
    assert book.measures(Measure.STATE) == ()


def test_the_scale_of_a_measure_is_that_of_its_variables() -> None:
    book = codebook(lack("a"), lack("b"))
    assert book.scale(Measure.LACK) == ("0", "1", "2")
    assert book.scale(Measure.STATE) == ()


def test_categories_are_the_levels_then_the_two_ways_of_not_answering() -> None:
    assert stratum("age", "xy").categories == ("x", "y", "dont_know", "no_answer")


def test_an_unknown_name_is_answered_with_those_there_are() -> None:
    book = codebook(lack("a"))
    with pytest.raises(CodebookError, match=r"variable 'lack.b' is not in the codebook; there are: lack.a"):
        book.variable("lack.b")
    with pytest.raises(CodebookError, match="area 'b' is not in the codebook; there are: a"):
        book.area("b")


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ('title = "Ankieta', 'titel = "Ankieta', "unknown key titel; allowed: areas, design"),
        ('label = "Opieka"', 'lable = "Opieka"', r"areas\[1\]: unknown key lable; allowed: key, label"),
        ('key = "care"', "", r"areas\[1\]: key 'key' is missing"),
        (
            'role = "measure"',
            'role = "scale"',
            r"variables\[1\].role: found 'scale'; allowed: measure, target",
        ),
        ('measure = "lack"', 'measure = "need"', r"variables\[1\].measure: found 'need'; allowed: lack, imp"),
        ('"0", "1", "2"', "0, 1, 2", r"variables\[1\].levels: found 0, expected a text in quotes"),
        ('dont_know = ["9"]', 'dont_know = "9"', r"variables\[1\].dont_know: found '9', expected a list"),
        ('name = "remarks"', "name = 7", r"variables\[2\].name: found 7, expected a text in quotes"),
        ('title = "Ankieta krótka"', "", "title: found None, expected a text"),
        ('title = "Ankieta krótka"', 'title = "x', "not valid TOML"),
        ("[[areas]]", "[[variables]]", "areas: found none"),
        ('title = "Ankieta krótka"', 'title = "x"\ndesign = 3', "design: found int, expected a table"),
    ],
)
def test_wrong_toml_is_refused_with_its_key(wrong: str, right: str, message: str) -> None:
    assert wrong in TOML
    with pytest.raises(CodebookError, match=message):
        read(TOML.replace(wrong, right, 1))


def test_a_file_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(CodebookError, match="not UTF-8 text at byte 21; save the file as UTF-8"):
        Codebook.from_toml(TOML.encode("cp1250"))


AGE = stratum("age", "xy")


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ([AGE, AGE], "variables: name age found more than once"),
        ([replace(AGE, name="")], "variables: an empty name found"),
        ([replace(AGE, levels=())], "'age': no levels found; a stratum needs its codes"),
        ([replace(AGE, levels=("x", "x"))], "'age': level x found more than once"),
        ([replace(AGE, levels=("x", "dont_know"))], "'age': level dont_know comes with every variable"),
        ([replace(AGE, labels=("X",))], "'age': 1 labels found; 2 levels need 2 labels, or none"),
        ([replace(text_variable("remarks"), levels=("1",))], "'remarks': levels found; a text has none"),
        ([replace(lack("a"), measure=None)], "'lack.a': key 'measure' is missing; allowed: lack, importance"),
        ([replace(lack("a"), area="b")], "'lack.a': area 'b' found; allowed: a"),
        ([replace(group("seniors"), option=None)], "'for.seniors': key 'option' is missing"),
        ([replace(group("seniors"), levels=("1", "2"))], "'for.seniors': levels 1, 2; allowed: 0"),
        ([replace(picked("a"), levels=("no", "yes"))], "'picked.a': levels no, yes; allowed: 0"),
        ([measure(Measure.LACK, "a", "01", "_2"), lack("a")], "'lack.a': levels 0, 1, 2; all of lack need"),
        ([measure(Measure.LACK, "a", "210")], "'lack.a': levels 2, 1, 0; a scale needs ascending numbers"),
        ([measure(Measure.LACK, "a", "0")], "'lack.a': levels 0; a scale needs ascending numbers"),
        ([measure(Measure.LACK, "a", ["low", "high"])], "levels low, high; a scale needs ascending numbers"),
        (
            [picked("a"), replace(picked("a"), name="second")],
            r"two variables for one area \(picked.a, second",
        ),
    ],
)
def test_a_codebook_that_contradicts_itself_is_refused(variables: list[Variable], message: str) -> None:
    with pytest.raises(CodebookError, match=message):
        codebook(*variables, areas=["a"])


def test_two_areas_of_one_key_are_refused() -> None:
    with pytest.raises(CodebookError, match="areas: key a found more than once"):
        codebook(AGE, areas=["a", "a"])


def test_a_design_column_must_be_a_variable() -> None:
    with pytest.raises(CodebookError, match=r"design.weight: variable 'w' found; allowed: age"):
        replace(codebook(AGE, areas=["a"]), design=Design(weight="w"))
