"""A questionnaire may take parts from a ready one; what is stored is whole."""

import tomllib
from typing import Any

import pytest
import tomli_w

from diagnoza.questionnaire import completion
from diagnoza.questionnaire.completion import READY, completed, ready_source
from diagnoza.questionnaire.definition import QuestionnaireError
from diagnoza.questionnaire.parsing import library, parse
from diagnoza.questionnaire.reading import Problems
from tests.questionnaire.examples import said

EXTENDING = f"""
extends = "krotka"
key = "nasza"
title = {said("Nasza")}
"""


def whole(source: str) -> dict[str, Any]:
    problems = Problems("nasza.toml")
    table = completed(tomllib.loads(source), problems)
    assert problems.lines == []
    return table


def refusal(source: str) -> str:
    with pytest.raises(QuestionnaireError) as error:
        parse(source, "nasza.toml")
    return str(error.value)


def test_what_is_not_written_is_taken_from_the_ready_questionnaire() -> None:
    ours, base = parse(EXTENDING, "nasza.toml"), library()["krotka"]
    assert (ours.key, ours.title["en"]) == ("nasza", "Nasza")
    assert (ours.minutes, ours.areas, ours.sections) == (base.minutes, base.areas, base.sections)


def test_a_section_with_its_key_alone_is_taken_whole_and_the_others_are_left_out() -> None:
    source = EXTENDING + '[[sections]]\nkey = "needs"\n[[sections]]\nkey = "helping"\n'
    ours = parse(source, "nasza.toml")
    assert [section.key for section in ours.sections] == ["needs", "helping"]
    assert ours.sections[0] == library()["krotka"].sections[0]


def test_keys_of_a_question_are_replaced_and_the_rest_of_it_stays() -> None:
    ours = parse(f"{EXTENDING}[replace.one_thing]\nmax_length = 300\nhint = {said('Krótko')}", "nasza.toml")
    base = library()["krotka"].by_key["one_thing"]
    assert (ours.by_key["one_thing"].max_length, ours.by_key["one_thing"].hint) == (300, whole_text("Krótko"))
    assert ours.by_key["one_thing"].text == base.text


def whole_text(words: str) -> dict[str, str]:
    return dict.fromkeys(("pl", "uk", "en"), words)


def test_what_is_stored_needs_no_other_file(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = parse(EXTENDING, "nasza.toml").source
    table = tomllib.loads(stored)
    assert not {"extends", "replace"} & set(table)
    later = {"dont_know": whole_text("inne słowa"), "no_choice": {}, "lack": [], "places": []}
    monkeypatch.setattr(completion, "ready_source", lambda key: later)
    assert completed(table, Problems("stored.toml")) == table
    assert parse(stored, "stored.toml").words.dont_know["pl"] == "trudno powiedzieć"


def test_a_complete_source_is_stored_as_it_was_written() -> None:
    source = "# uwaga\n" + tomli_w.dumps(whole(EXTENDING))
    assert parse(source, "nasza.toml").source == source


def test_shared_words_may_be_ones_own() -> None:
    words = parse(f"{EXTENDING}[words]\ndont_know = {said('nie wiem')}", "nasza.toml").words
    assert words.dont_know["pl"] == "nie wiem"
    assert words.no_choice == library()["krotka"].words.no_choice


def test_a_place_without_a_name_is_called_by_its_number() -> None:
    words = library()["krotka"].words
    assert [words.place(number)["pl"] for number in (1, 4)] == ["1. najważniejsza", "4."]


def test_completing_leaves_its_argument_alone() -> None:
    table = tomllib.loads(EXTENDING)
    before = tomllib.loads(EXTENDING)
    completed(table, Problems("nasza.toml"))
    assert table == before


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ('extends = "dluga"', "top level: extends: found 'dluga'; allowed: a ready questionnaire: krotka, "),
        ("extends = 1", "top level: extends: found 1"),
        ('extends = "krotka"\nreplace = 1', "top level: replace: found 1; allowed: tables [replace.QUESTION]"),
        ('extends = "krotka"\nreplace.wiek.limit = 1', "top level: replace: found 'wiek'; allowed: lack, top, "),
        ('extends = "krotka"\nsections = [{ key = "moon" }]', "top level: sections: found 'moon'; allowed: needs, "),
        ('extends = "krotka"\nsections = 1', "top level: sections: found 1"),
        ('extends = "krotka"\nwords = 1', "top level: words: found 1"),
        ('extends = "krotka"\nwords.lack = []', "top level: words: lack: found []; allowed: a list of 3 texts"),
        ("replace.age.limit = 1", "top level: found 'replace'"),
    ],
)
def test_what_cannot_be_completed_is_named(wrong: str, message: str) -> None:
    rest = EXTENDING.replace('extends = "krotka"', "")
    lines = refusal(wrong + rest).splitlines()
    assert any(line.startswith(f"nasza.toml: {message}") for line in lines)


@pytest.mark.parametrize("key", READY)
def test_every_ready_source_is_whole_after_completion(key: str) -> None:
    table = completed(ready_source(key), Problems(key))
    assert {"title", "areas", "words", "sections"} <= set(table)
