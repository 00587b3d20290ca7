"""The ready texts say what the law asks for, in words that people read."""

import re

import pytest

from diagnoza.texts import kinds
from diagnoza.texts.blocks import blocks
from diagnoza.texts.kinds import INFORMATION, KINDS, WRITTEN_IN, lacking, ready_texts, strange
from tests.texts.readability import fog, sentences, syllables, words

ARTICLE_13 = {
    "pl": ["administrator", "inspektor", "interesie publicznym", "dobrowolny", "Kto zobaczy", "usuniemy", "kopię",
           "poprawienia", "ograniczenia", "sprzeciwić", "skargę", "uodo.gov.pl", "Europejski Obszar", "profiluje"],
    "uk": ["адміністратор", "інспектором", "інтересах суспільства", "добровільна", "побачить", "видалимо", "копію",
           "виправити", "обмежити", "заперечити", "скаргу", "uodo.gov.pl", "Європейської економічної", "профілюють"],
    "en": ["controller", "officer", "public interest", "voluntary", "will see", "erase", "copy",
           "corrected", "restricted", "object", "complain", "uodo.gov.pl", "European Economic", "profiled"],
}  # fmt: skip


@pytest.fixture(params=sorted(KINDS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_they_are_written_in_every_language(kind: str) -> None:
    assert tuple(ready_texts(kind)) == WRITTEN_IN
    assert all(len(text) > 300 for text in ready_texts(kind).values())


def test_they_pass_the_checks_that_a_librarians_text_has_to_pass(kind: str) -> None:
    for text in ready_texts(kind).values():
        assert strange(KINDS[kind], text) == []
        assert lacking(KINDS[kind], text) == []
        assert len(text) < kinds.LONGEST


def test_languages_have_the_same_parts(kind: str) -> None:
    shapes = [[block.kind for block in blocks(ready_texts(kind)[language])] for language in ("pl", "uk", "en")]
    assert shapes[0] == shapes[1] == shapes[2]


@pytest.mark.parametrize("language", ARTICLE_13)
def test_the_information_says_what_article_13_asks_for(language: str) -> None:
    text = ready_texts(INFORMATION)[language].lower()
    assert [words for words in ARTICLE_13[language] if words.lower() not in text] == []


def test_the_polish_is_plain(kind: str) -> None:
    text = ready_texts(kind)["pl"]
    assert fog(text) < 10
    assert max(len(words(sentence)) for sentence in sentences(text)) <= 25


def test_the_easy_text_is_easier(kind: str) -> None:
    easy = ready_texts(kind)["easy"]
    assert fog(easy) < 8
    assert max(len(words(sentence)) for sentence in sentences(easy)) <= 10
    assert not re.search(r"\b(np|tzn|itp|art|ust|lit|RODO)\b", easy)


def test_the_measure_knows_easy_from_hard() -> None:
    assert [syllables(word) for word in ("administrator", "pies", "nauka", "ziemia", "radio")] == [5, 1, 3, 2, 2]
    assert fog("Ala ma kota. Kot ma Alę.") == pytest.approx(0.4 * 3)
    assert fog("Administrator przetwarza zgromadzone informacje.") > 30


def test_a_text_without_what_the_law_asks_for_is_found_out() -> None:
    assert lacking(KINDS[INFORMATION], "Pyta {administrator}.") == ["kontakt", "iod", "dzien_usuniecia"]
    assert strange(KINDS[INFORMATION], "{administator} {iod}") == ["administator"]
