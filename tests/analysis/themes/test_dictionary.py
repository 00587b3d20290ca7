"""The dictionary of themes: what it finds, what it refuses, and that the default one knows the project's needs."""

import time
import tomllib
from importlib.resources import files
from itertools import cycle, islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import AnalysisError
from analysis.themes.dictionary import Dictionary, DictionaryError, Theme, assign, default_dictionary, load
from tests.analysis.themes.answers import ANSWERS

SMALL = """
[[themes]]
key = "parks"
label = "Parki"
words = ["park*", "ławka"]
not_words = ["parking*"]

[[themes]]
key = "culture"
label = "Kultura"
phrases = ["dom kultury", "wi-fi", "dzień otwart*"]

[[themes]]
key = "transport"
label = "Dojazd"
label_en = "Transport"
words = ["autobus", "parking"]
"""

NEAR_PLACES = {"places", "transport", "benches", "playground"}
"""The need area of places is about meeting and getting there: finer themes than one."""


def themes(text: str, dictionary: Dictionary | None = None) -> set[str]:
    """Keys of the themes of one text."""
    found = load(SMALL) if dictionary is None else dictionary
    return {found.keys[place] for place in np.flatnonzero(assign([text], found)[0])}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ławkami", "parks"),
        ("parki i parkowe alejki", "parks"),
        ("parking", "transport"),
        ("parkingi w parku", "transport parks"),
        ("Domu kultury nie ma", "culture"),
        ("dom dla kultury", ""),
        ("kultury dom", ""),
        ("Słabe wi-fi", "culture"),
        ("słabe Wi Fi", "culture"),
        ("dni otwarte", "culture"),
        ("autobusów i ławek", "transport parks"),
        ("lawki", "parks"),
        ("autobsu", "transport"),
        ("AUTOBUS!!!", "transport"),
        ("dom", ""),
        ("", ""),
    ],
)
def test_a_text_has_the_themes_of_its_words_and_phrases(text: str, expected: str) -> None:
    assert themes(text) == set(expected.split())


def test_an_answer_left_out_has_no_theme() -> None:
    assert assign([None, "autobus", ""], load(SMALL)).tolist() == [[0, 0, 0], [0, 0, 1], [0, 0, 0]]


def test_no_texts_give_no_rows() -> None:
    assert assign([], load(SMALL)).shape == (0, 3)


def test_an_inflected_word_in_the_dictionary_stands_for_its_lemma() -> None:
    dictionary = load('[[themes]]\nkey = "a"\nlabel = "A"\nwords = ["Ławki"]')
    assert themes("nie ma ławek", dictionary) == {"a"}


def test_a_stem_finds_a_word_without_diacritics() -> None:
    dictionary = load('[[themes]]\nkey = "a"\nlabel = "A"\nwords = ["żłob*"]')
    assert themes("zlobkow", dictionary) == {"a"}


@settings(deadline=None)  # the first answer in a language loads its words
@given(st.lists(st.sampled_from(sorted(ANSWERS)), min_size=1, max_size=4))
def test_a_text_has_the_themes_of_all_its_sentences(sentences: list[str]) -> None:
    whole = themes(". ".join(sentences), default_dictionary())
    assert whole >= {theme for sentence in sentences for theme in themes(sentence, default_dictionary())}


@settings(deadline=None)
@given(st.permutations(["ławka", "autobus", "dom kultury", "nic"]))
def test_the_order_of_sentences_does_not_matter(sentences: list[str]) -> None:
    assert themes(", ".join(sentences)) == {"parks", "transport", "culture"}


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_coded(text: str) -> None:
    assert assign([text], load(SMALL)).shape == (1, 3)


# Reading.


def test_a_dictionary_is_read_as_written() -> None:
    assert load(SMALL).themes[2] == Theme("transport", "Dojazd", "Transport", words=("autobus", "parking"))
    assert load(SMALL).keys == ("parks", "culture", "transport")


def test_bytes_with_a_byte_order_mark_are_read_too() -> None:
    assert load(b"\xef\xbb\xbf" + SMALL.encode()) == load(SMALL)


def entry(**changes: str) -> str:
    """A dictionary of one theme, with some of its lines replaced."""
    lines = {"key": 'key = "a"', "label": 'label = "A"', "words": 'words = ["kino"]'} | changes
    return "[[themes]]\n" + "\n".join(lines.values())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("themes = 1 2", "not valid TOML"),
        (b"\xff\xfe", "not UTF-8 text at byte 1"),
        ("", "themes: found none"),
        ("themes = []", "themes: found none"),
        ("themes = [1]", r"themes\[1\]: found int, expected a table"),
        (SMALL + "[other]", "unknown key other; allowed: themes"),
        (entry(key=""), r"themes\[1\]: key 'key' is missing"),
        (entry(label=""), r"themes\[1\]: key 'label' is missing"),
        (entry(label='label = " "'), "theme 'a': label is ' '; expected a text"),
        (entry(label="label = 3"), "theme 'a': label is 3; expected a text"),
        (entry(key="key = 3"), "theme 3: key is 3; expected a text"),
        (entry(colour='colour = "red"'), r"themes\[1\]: unknown key colour; allowed: key, label"),
        (entry(words='words = "kino"'), "theme 'a': words is 'kino'; expected a list"),
        (entry(words="words = [1]"), r"theme 'a': words is \[1\]; expected a list"),
        (entry(words=""), "theme 'a': neither words nor phrases found"),
        (entry(words='words = ["dom kultury"]'), "'dom kultury' found; allowed: one word"),
        (entry(words='words = ["ki*no"]'), r"'ki\*no' found; allowed: one word"),
        (entry(words='words = [""]'), "'' found; allowed: one word"),
        (entry(words='words = ["ki*"]'), r"stem 'ki\*' found; it needs at least 3 letters"),
        (entry(extra='not_words = ["a b"]'), "theme 'a': not_words: 'a b' found"),
        (entry(extra='phrases = ["kino"]'), "phrases: 'kino' found; allowed: two words or more"),
        (entry(extra='phrases = ["dom ku*"]'), r"phrases: stem 'ku\*' found"),
        (entry() + "\n" + entry(), "key a found more than once"),
    ],
)
def test_what_does_not_fit_is_named(content: str | bytes, message: str) -> None:
    with pytest.raises(DictionaryError, match=message):
        load(content)


def test_a_bad_dictionary_is_an_error_of_the_analysis() -> None:
    assert issubclass(DictionaryError, AnalysisError)


# The default dictionary.


def needs() -> list[dict[str, list[str]]]:
    return tomllib.loads((files("analysis") / "knowledge" / "needs.toml").read_text("utf-8"))["areas"]


def test_every_need_area_of_the_project_is_a_theme() -> None:
    assert default_dictionary().keys[:13] == tuple(area["key"] for area in needs())


@pytest.mark.parametrize(("language", "least"), [("pl", 1.0), ("en", 0.9)])
def test_examples_of_needs_fall_into_their_theme(language: str, least: float) -> None:
    found = [
        bool(themes(text, default_dictionary()) & (NEAR_PLACES if area["key"] == "places" else {area["key"]}))
        for area in needs()
        for text in area[f"examples_{language}"]
    ]
    assert np.mean(found) >= least


def test_answers_are_coded_as_a_reader_would() -> None:
    """The answers were written with the dictionary in mind, so this is a floor and no estimate."""
    found = [(themes(text, default_dictionary()), set(expected.split())) for text, expected in ANSWERS.items()]
    hits = sum(len(got & expected) for got, expected in found)
    assert 2 * hits / sum(len(got) + len(expected) for got, expected in found) > 0.9


@pytest.mark.parametrize("text", [text for text, expected in ANSWERS.items() if not expected])
def test_answers_about_nothing_have_no_theme(text: str) -> None:
    assert themes(text, default_dictionary()) == set()


def test_every_theme_has_labels_in_both_languages_and_is_found_by_its_words() -> None:
    dictionary = default_dictionary()
    for theme in dictionary.themes:
        assert theme.label
        assert theme.label_en
        assert all(theme.key in themes(word.rstrip("*"), dictionary) for word in theme.words)


def test_every_phrase_finds_its_theme() -> None:
    dictionary = default_dictionary()
    assert [
        (theme.key, phrase)
        for theme in dictionary.themes
        for phrase in theme.phrases
        if theme.key not in themes(phrase.replace("*", ""), dictionary)
    ] == []


def test_a_thousand_answers_are_coded_fast() -> None:
    texts = [f"{text} {number}" for number, text in enumerate(islice(cycle(ANSWERS), 1_000))]
    assign(texts[:60], default_dictionary())
    start = time.perf_counter()
    assign(texts, default_dictionary())
    assert time.perf_counter() - start < 1.5  # usually 0.02 s; the aim is 0.3 s
