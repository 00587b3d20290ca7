"""Unknown words are taken for what they were meant to be, and for nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.themes.morphology import forms
from analysis.themes.typos import Known, fold, one_edit_apart

KNOWN = Known(["ławka", "świetlica", "biblioteka", "autobus", "żłobek", "kino", "лавка"])
WORDS = st.text("abcdeł", min_size=0, max_size=5)


def edits(word: str, letters: str) -> set[str]:
    """Every word that one edit makes of a word, the plain way; and the word itself."""
    parts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    left_out = {head + tail[1:] for head, tail in parts if tail}
    added = {head + letter + tail for head, tail in parts for letter in letters}
    replaced = {head + letter + tail[1:] for head, tail in parts if tail for letter in letters}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in parts if len(tail) > 1}
    return {word} | left_out | added | replaced | swapped


@given(WORDS, WORDS)
def test_one_edit_apart_is_what_trying_all_edits_finds(first: str, second: str) -> None:
    assert one_edit_apart(first, second) == (second in edits(first, "abcdeł"))


@given(WORDS, WORDS)
def test_one_edit_apart_works_both_ways(first: str, second: str) -> None:
    assert one_edit_apart(first, second) == one_edit_apart(second, first)


def test_folding_leaves_plain_letters_only() -> None:
    assert fold("zażółć gęślą jaźń") == "zazolc gesla jazn"


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("swietlica", "świetlica"),
        ("lawek", "ławek"),
        ("zlobka", "żłobka"),
        ("bibloteka", "biblioteka"),
        ("bibliotteki", "biblioteki"),
        ("autobós", "autobus"),
        ("autbous", "autobus"),
        ("swietlcy", "świetlicy"),
        ("świetilca", "świetlica"),
        ("лавка", "лавка"),
    ],
)
def test_a_mistyped_word_is_taken_for_the_nearest_form(word: str, meant: str) -> None:
    assert KNOWN.nearest(word) == meant


@pytest.mark.parametrize("word", ["kina1", "kin", "kyno", "kono", "qwerty", "lampa", "", "xutobus", "biblteka"])
def test_other_words_are_taken_for_nothing(word: str) -> None:
    found = KNOWN.nearest(word)
    assert found is None or fold(found) == fold(word)


def test_short_words_are_only_compared_without_diacritics() -> None:
    assert Known(["łąka"]).nearest("laka") == "łąka"
    assert Known(["łąka"]).nearest("lata") is None


def test_the_first_letter_must_be_right() -> None:
    assert KNOWN.nearest("dutobus") is None


def test_a_form_with_the_same_length_is_nearer() -> None:
    assert Known(["kotka", "kotkas"]).nearest("kotxa") == "kotka"


@given(st.sampled_from(sorted({form for lemma in ("świetlica", "biblioteka", "autobus") for form in forms(lemma)})))
def test_every_form_is_its_own_nearest_without_diacritics(form: str) -> None:
    found = KNOWN.nearest(fold(form))
    assert found is not None
    assert fold(found) == fold(form)


@given(st.text("abcdefghijklłmnoópqrsśtuvwxyzżź", min_size=5, max_size=9))
def test_what_is_found_is_at_most_one_edit_away(word: str) -> None:
    found = KNOWN.nearest(word)
    assert found is None or fold(found) in edits(fold(word), "abcdefghijklmnopqrstuvwxyz")
