"""Every text is there in every language that its readers were promised."""

import io
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1] / "diagnoza"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]
STAFF = ("librarian/", "coalition/", "figures.py", "templates/librarian", "templates/coalition", "templates/_panel")


def texts(only_residents: bool) -> set[object]:
    found = extract_from_dir(str(ROOT), METHODS)
    return {message for filename, _, message, _, _ in found if not (only_residents and filename.startswith(STAFF))}


def catalogue(language: str) -> Catalog:
    path = ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"
    return read_po(io.BytesIO(path.read_bytes()), locale=language)


def untranslated(language: str, wanted: set[object]) -> list[object]:
    known = catalogue(language)
    lacking = []
    for message in wanted:
        entry = known.get(message if isinstance(message, str) else message[0])
        filled = entry and (all(entry.string) if isinstance(entry.string, tuple) else entry.string)
        if not filled or entry.fuzzy:
            lacking.append(message)
    return sorted(map(str, lacking))


def test_polish_is_complete() -> None:
    assert untranslated("pl", texts(only_residents=False)) == []


def test_residents_pages_are_complete_in_ukrainian() -> None:
    assert untranslated("uk", texts(only_residents=True)) == []


@pytest.mark.parametrize("language", ["pl", "uk"])
def test_translations_keep_the_names_of_values(language: str) -> None:
    broken = [entry.id for entry in catalogue(language) if entry.id and entry.string and list(entry.check())]
    assert broken == []


@pytest.mark.parametrize("language", ["pl", "uk", "en"])
def test_no_text_is_left_that_nothing_uses(language: str) -> None:
    used = {text if isinstance(text, str) else text[0] for text in texts(only_residents=False)}
    known = {entry.id if isinstance(entry.id, str) else entry.id[0] for entry in catalogue(language) if entry.id}
    assert known - used == set()


def test_the_check_sees_a_text_without_a_translation() -> None:
    assert untranslated("pl", {"A text that nobody wrote"}) == ["A text that nobody wrote"]
