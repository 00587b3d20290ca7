"""The guide to importing tells the truth: its example works, and it names every message."""

import re
import tomllib
from dataclasses import fields

import pytest

from diagnoza.questionnaire import answers
from diagnoza.questionnaire.csv_columns import bind
from diagnoza.questionnaire.csv_file import ENCODINGS, MESSAGES
from diagnoza.questionnaire.csv_map import COLUMN_KEYS, FILE_KEYS, TOP_KEYS, MappedColumn, read_map
from diagnoza.questionnaire.parsing import library


@pytest.fixture(scope="module")
def guide(request):
    return (request.config.rootpath / "docs" / "import.md").read_text(encoding="utf-8")


def test_the_example_map_fits_the_short_questionnaire(guide):
    (example,) = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    assert len(bind(read_map(example.encode()), library()["krotka"])) == len(tomllib.loads(example)["columns"])


def test_every_key_and_encoding_is_described(guide):
    assert [key for key in (*TOP_KEYS, *FILE_KEYS, *COLUMN_KEYS, *ENCODINGS) if key not in guide] == []
    assert set(COLUMN_KEYS) - {"dont_know", "no_answer"} <= {field.name for field in fields(MappedColumn)}


def test_every_error_of_a_file_is_described(guide):
    assert [code for code in MESSAGES if f"`{code}`" not in guide] == []


def test_every_reason_to_refuse_a_row_is_described(guide):
    source = answers.__loader__.get_source("diagnoza.questionnaire.answers")
    codes = set(re.findall(r'Problem\([^"]*"([a-z_]+)"', source))
    from_forms_only = {"unknown_question", "unknown_field", "unknown_item", "wrong_type", "repeated"}
    assert {"too_many", "too_long"} < codes
    assert [code for code in sorted(codes - from_forms_only) if f"`{code}`" not in guide] == []
