"""The guide to writing a questionnaire tells the truth: its examples work, and it names every key."""

import re

import pytest

from diagnoza.questionnaire.definition import Definition, Kind
from diagnoza.questionnaire.parsing import PARTS, RESERVED, RESERVED_PARTS, library, parse


@pytest.fixture(scope="module")
def guide(request: pytest.FixtureRequest) -> str:
    return (request.config.rootpath / "docs" / "kwestionariusz.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def examples(guide: str) -> list[Definition]:
    return [parse(source, "kwestionariusz.md") for source in re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)]


def test_the_example_of_a_change_leaves_out_one_section(examples: list[Definition]) -> None:
    changed, base = examples[0], library()["krotka"]
    assert {section.key for section in base.sections} - {section.key for section in changed.sections} == {"own_words"}
    assert changed.by_key["top"].hint != base.by_key["top"].hint


def test_the_example_of_a_whole_questionnaire_has_its_parts(examples: list[Definition]) -> None:
    assert list(examples[1].by_key) == ["lack", "top", "why", "age"]
    assert list(examples[1].apart_by_key) == ["help"]


def test_every_kind_and_key_is_described(guide: str) -> None:
    words = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`\n]+)`", guide))))
    keys = {key for keys, _ in PARTS.values() for key in keys}
    assert {*Kind, *keys, "hint", "show_if", "apart", "intro", "minutes", "taxonomy_area"} <= words
    assert {*RESERVED, *RESERVED_PARTS} <= words


def test_every_ready_questionnaire_is_described(guide: str) -> None:
    assert [key for key in library() if f"| `{key}` |" not in guide] == []


def test_names_of_fields_are_those_of_the_form(guide: str, examples: list[Definition]) -> None:
    named = {"lack.hall", "top.1", "age", "why"}
    assert named <= set(examples[1].by_field)
    assert all(f"`{name}`" in guide for name in named)
