"""Exported files: nothing in them runs, nothing in them is lost."""

import csv
import importlib.util
import io
import re
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codebook import Role
from diagnoza.questionnaire.codebook import codebook
from diagnoza.questionnaire.csv_export import write_csv
from diagnoza.questionnaire.csv_guard import guard, unguard
from diagnoza.questionnaire.csv_import import ImportedRow, default_map, read_rows
from diagnoza.questionnaire.parsing import library
from tests.questionnaire.csv_samples import ANSWERS, HOSTILE, TEXTS, small

RUNS = re.compile(r'[\s"\u200b\ufeff\u00a0]*[=+\-@|%＝]')

UNGUARDED = '\ufeff"age";"words"\r\n"60+";"a,=1+1"\r\n'.encode()


def exported(rows: list[dict], definition=None) -> bytes:
    stream = io.StringIO(newline="")
    write_csv(stream, definition or small(), rows)
    return stream.getvalue().encode()


def cells(content: bytes, separator: str) -> list[str]:
    """Every cell as a program that expects `separator` would cut the file."""
    lines = re.split(r"\r\n|\n|\r", content.decode("utf-8-sig"))
    return [cell for row in csv.reader(lines, delimiter=separator) for cell in row]


def test_file_starts_with_a_byte_order_mark_and_quotes_every_field():
    first, second = exported([{"age": "60+"}]).decode().splitlines()
    assert first.startswith('\ufeff"lack.care";"lack.health"')
    assert all(field.startswith('"') and field.endswith('"') for field in second.split(";"))


def test_columns_are_those_of_the_codebook():
    header = exported([]).decode("utf-8-sig").strip().replace('"', "").split(";")
    assert header == [variable.name for variable in codebook(small()).variables]


def test_number_of_rows_comes_back():
    assert write_csv(io.StringIO(), small(), ({} for _ in range(3))) == 3


def test_codes_are_written_and_unanswered_questions_stay_blank():
    answers = {"lack": {"care": "dont_know"}, "top": ["sport", "care"]}
    row = next(csv.DictReader(io.StringIO(exported([answers]).decode("utf-8-sig")), delimiter=";"))
    written = {name: code for name, code in row.items() if code}
    assert written == {"lack.care": "dont_know", "top.care": "2", "top.health": "0", "top.sport": "1"}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_no_cell_starts_a_formula_whatever_separator_a_program_expects(text, separator):
    content = exported([{"words": text}, {"words": "x"}])
    assert [cell for cell in cells(content, separator) if RUNS.match(cell)] == []


def test_the_check_above_finds_an_unguarded_formula():
    assert any(RUNS.match(cell) for cell in cells(UNGUARDED, ","))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("a;=1+1", "a;'=1+1"),
        ("- plac\n- ławki", "'- plac\n'- ławki"),
        ("'quoted'", "''quoted'"),
        ("więcej drzew, mniej betonu", "więcej drzew, mniej betonu"),
        ("o 18:00 - 20:00", "o 18:00 - 20:00"),
    ],
)
def test_only_places_where_a_formula_could_start_get_an_apostrophe(text, written):
    assert guard(text) == written


@given(st.text())
def test_the_guard_can_always_be_taken_off(text):
    assert unguard(guard(text)) == text


@given(TEXTS)
def test_a_guarded_text_has_no_risky_start(text):
    assert not any(RUNS.match(part) for part in re.split(r"[;,\t\r\n]", guard(text)) if part)


@settings(max_examples=200)
@given(st.lists(ANSWERS, min_size=1, max_size=5))
def test_an_exported_file_is_imported_as_the_same_answers(rows):
    definition = small()
    found = list(read_rows(io.BytesIO(exported(rows)), default_map(definition), definition))
    assert [row.answers for row in found if isinstance(row, ImportedRow)] == rows


@pytest.mark.parametrize("key", ["krotka", "krotka-mala", "pelna"])
def test_a_ready_questionnaire_comes_back_from_its_own_export(key):
    definition = library()[key]
    first = next(definition.questions())
    answers = {"top": ["care"], "for_whom": ["youth"], "age": definition.by_key["age"].options[0].key}
    assert first.items
    content = exported([answers, {}], definition)
    found = list(read_rows(io.BytesIO(content), default_map(definition), definition))
    assert [row.answers for row in found] == [answers, {}]


def test_analysis_reads_an_exported_file_with_its_codebook():
    from analysis.columns import read_csv

    frame = read_csv(exported([{"age": "60+", "lack": {"care": "2"}}]), codebook(small()))
    assert frame.loc[0, "age"] == "60+"
    assert frame.loc[0, "lack.health"] == "no_answer"


def formula_check(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("formula_check", shared / "checks" / "formula_check.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.reference
def test_independent_check_finds_no_formula_and_no_lost_answer(shared):
    check = formula_check(shared)
    findings, rows = check.check_csv(exported([{"words": text} for text in check.CANARIES]), "export.csv")
    place = [variable.role for variable in codebook(small()).variables].index(Role.TEXT)
    assert findings == []
    assert [unguard(row[place]) for row in rows[1:]] == check.CANARIES


@pytest.mark.reference
@settings(max_examples=100)
@given(texts=st.lists(TEXTS, min_size=1, max_size=4))
def test_independent_check_agrees_on_arbitrary_texts(shared, texts):
    findings, _ = formula_check(shared).check_csv(exported([{"words": text} for text in texts]), "export.csv")
    assert findings == []


@pytest.mark.reference
def test_independent_check_notices_a_missing_guard(shared):
    findings, _ = formula_check(shared).check_csv(UNGUARDED, "export.csv")
    assert findings
