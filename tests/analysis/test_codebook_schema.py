"""The schema of codebooks and the document about them agree with the code that reads codebooks."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from analysis.codebook import Area, Codebook, CodebookError, Design, Role, Variable
from analysis.vocabulary import Measure
from tests.analysis.build import codebook, group, lack, picked, stratum
from tests.analysis.conforming import faults, schema

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "codebook.md").read_text("utf-8")
(EXAMPLE,) = re.findall(r"```toml\n(.*?)```", DOCUMENT, re.S)
RULES = schema("codebook")["properties"]

Change = Callable[[dict[str, Any]], object]


def test_the_example_is_a_codebook_and_fits_the_schema() -> None:
    assert len(Codebook.from_toml(EXAMPLE.encode()).variables) == 5
    assert list(faults(tomllib.loads(EXAMPLE), schema("codebook"))) == []


def test_written_codebooks_fit_the_schema() -> None:
    weight = Variable("w", Role.WEIGHT, "w", "waga")
    book = codebook(lack("care"), picked("care"), group("youth"), stratum("age", "xy"), weight)
    assert list(faults(tomllib.loads(book.to_toml()), schema("codebook"))) == []


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        (RULES["design"], Design),
        (RULES["areas"]["items"], Area),
        (RULES["variables"]["items"], Variable),
        (schema("codebook"), Codebook),
    ],
)
def test_the_schema_has_the_fields_of_the_code(rule: dict[str, Any], kind: Any) -> None:
    names = [field.name for field in fields(kind)]
    assert set(rule["properties"]) == set(names)
    assert [name for name in names if f"`{name}`" not in DOCUMENT and f"[{name}]" not in DOCUMENT] == []


def test_the_schema_has_the_words_of_the_code() -> None:
    variable = RULES["variables"]["items"]["properties"]
    assert set(variable["role"]["enum"]) == set(Role)
    assert set(variable["measure"]["enum"]) == set(Measure)
    assert [word for word in [*Role, *Measure] if f"`{word}`" not in DOCUMENT] == []


CHANGES: dict[str, Change] = {
    "no title": lambda data: data.pop("title"),
    "no areas": lambda data: data.update(areas=[]),
    "no variables": lambda data: data.pop("variables"),
    "unknown key": lambda data: data.update(author="x"),
    "a number for a text": lambda data: data.update(language=3),
    "unknown sample": lambda data: data["design"].update(sample="drawn"),
    "unknown design key": lambda data: data["design"].update(size=3),
    "empty area": lambda data: data["areas"][0].update(key=""),
    "area without label": lambda data: data["areas"][0].pop("label"),
    "unknown role": lambda data: data["variables"][0].update(role="grid"),
    "unknown measure": lambda data: data["variables"][0].update(measure="need"),
    "measure without area": lambda data: data["variables"][0].pop("area"),
    "measure without measure": lambda data: data["variables"][0].pop("measure"),
    "one level": lambda data: data["variables"][0].update(levels=["0"], labels=[]),
    "no question": lambda data: data["variables"][0].pop("question"),
    "a text for yes or no": lambda data: data["variables"][3].update(sensitive="yes"),
    "numbers as levels": lambda data: data["variables"][0].update(levels=[0, 1, 2]),
    "a reserved level": lambda data: data["variables"][3].update(levels=["a", "dont_know"]),
    "a level twice": lambda data: data["variables"][3].update(levels=["a", "a"]),
    "an empty level": lambda data: data["variables"][3].update(levels=["a", ""]),
    "a stratum without levels": lambda data: data["variables"][3].pop("levels"),
    "a text with levels": lambda data: data["variables"][4].update(levels=["a"]),
    "a group without option": lambda data: data["variables"][2].update(role="target_group", option=""),
    "a group of other levels": lambda data: data["variables"][2].update(role="target_group", levels=["1", "2"]),
    "picked of other levels": lambda data: data["variables"][0].update(measure="picked", levels=["1", "2"], labels=[]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_schema_and_code_refuse_the_same(change: Change) -> None:
    import tomli_w

    data = tomllib.loads(EXAMPLE)
    change(data)
    assert list(faults(data, schema("codebook"))) != []
    with pytest.raises(CodebookError):
        Codebook.from_toml(tomli_w.dumps(data).encode())
