"""Lemmas of whole answers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import ChoiceError
from analysis.themes.wording import STOP_WORDS, lemma, lemmas
from tests.analysis.themes.answers import ANSWERS


def test_an_answer_becomes_its_lemmas_in_order() -> None:
    assert lemmas("Brakuje ławek i koszy w parku") == ("brakować", "ławka", "kosz", "park")


def test_the_words_that_turn_the_meaning_round_stay() -> None:
    assert lemmas("Nie ma autobusu, brak sklepu") == ("nie", "autobus", "brak", "sklep")


def test_numbers_alone_are_left_out() -> None:
    assert lemmas("2 ławki, 15 lamp") == ("ławka", "lampa")


@pytest.mark.parametrize(
    ("word", "expected"), [("swietlicy", "świetlica"), ("bibloteki", "biblioteka"), ("autobós", "autobus")]
)
def test_mistyped_words_of_themes_are_put_right(word: str, expected: str) -> None:
    assert lemma(word) == expected
    assert lemmas(word) == (expected,)


def test_other_unknown_words_stay_as_they_are() -> None:
    assert lemmas("Xyzzyq") == ("xyzzyq",)


def test_known_words_are_never_put_right() -> None:
    assert lemma("lama") == "lama"


def test_ukrainian_answers_have_ukrainian_lemmas() -> None:
    assert lemmas("У нас немає лавочок", "uk")[-1] == "лавочка"


def test_a_mixed_answer_is_read_word_by_word() -> None:
    assert lemmas("лавочок w parku") == ("лавочка", "park")


def test_english_answers_have_english_lemmas() -> None:
    assert lemmas("There are no benches in the parks", "en") == ("no", "bench", "park")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ChoiceError, match="language: 'de' found; allowed: pl, uk, en"):
        lemmas("die Bank", "de")


@pytest.mark.parametrize("text", ["", "   ", "...", "i", "to jest", "123"])
def test_texts_without_meaning_have_no_lemmas(text: str) -> None:
    assert lemmas(text) == ()


def test_the_kept_words_are_not_on_the_list() -> None:
    assert not {"nie", "brak"} & STOP_WORDS["pl"]


@settings(deadline=None)
@given(st.sampled_from(sorted(ANSWERS)))
def test_lemmas_do_not_depend_on_capitals(text: str) -> None:
    assert lemmas(text.upper()) == lemmas(text.lower())


@settings(deadline=None)
@given(st.text(max_size=100))
def test_any_text_has_lemmas_without_stop_words(text: str) -> None:
    assert not set(lemmas(text)) & STOP_WORDS["pl"]
