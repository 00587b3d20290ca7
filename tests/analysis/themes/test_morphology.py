"""Lemmas of words, and one analyser per thread."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from analysis.themes import morphology
from analysis.themes.morphology import POLISH, UKRAINIAN, forms, language_of, polish_readings, readings, words

INFLECTED = [
    ("ławek", "ławka"),
    ("ławkami", "ławka"),
    ("dzieci", "dziecko"),
    ("brakuje", "brakować"),
    ("bibliotece", "biblioteka"),
    ("placu", "plac"),
    ("seniorów", "senior"),
    ("najlepsza", "dobry"),
]


def test_words_are_parted_by_everything_but_apostrophes() -> None:
    assert words("Wi-Fi, ławki/kosze (2 szt.) здоров’я!") == ["Wi", "Fi", "ławki", "kosze", "2", "szt", "здоров'я"]


def test_a_text_without_words_has_none() -> None:
    assert words(" ... !? ") == []


@pytest.mark.parametrize(("word", "lemma"), INFLECTED)
def test_an_inflected_word_has_its_lemma_first(word: str, lemma: str) -> None:
    assert readings(word)[0] == lemma


@pytest.mark.parametrize(("word", "lemma"), INFLECTED)
def test_capitals_do_not_matter(word: str, lemma: str) -> None:
    assert readings(word.capitalize())[0] == readings(word.upper())[0] == lemma


def test_a_word_may_have_several_lemmas_each_once() -> None:
    found = readings("zawodów")
    assert {"zawód", "zawody"} <= set(found)
    assert len(found) == len(set(found))


def test_an_unknown_word_has_no_lemma() -> None:
    assert readings("swietlica") == ()


def test_marks_of_homonyms_are_cut_off() -> None:
    assert all(":" not in lemma for word in ("drogi", "nie", "jan", "zamek", "na") for lemma in readings(word))


def test_a_proper_name_is_found_in_lower_case_too() -> None:
    assert "kowalewo" in readings("kowalewie")
    assert "kowalewo" in readings("Kowalewie")


def test_a_word_in_two_parts_has_the_lemma_of_its_first() -> None:
    assert readings("byłem") == ("być",)


def test_names_of_people_are_told_apart() -> None:
    kinds = {kind for reading in polish_readings("Jan") for kind in reading.names}
    assert {"imię", "nazwisko"} <= kinds


@pytest.mark.parametrize(("word", "lemma"), [("лавочок", "лавочка"), ("бібліотеки", "бібліотека")])
def test_cyrillic_words_are_read_as_ukrainian(word: str, lemma: str) -> None:
    assert readings(word) == readings(word, UKRAINIAN) == (lemma,)


def test_english_words_have_english_lemmas() -> None:
    assert readings("benches", "en") == ("bench",)


def test_the_language_of_a_word_follows_from_its_letters() -> None:
    assert [language_of(word) for word in ("ławka", "bench", "лавка", "Їжак")] == [POLISH, POLISH, UKRAINIAN, UKRAINIAN]


def test_all_forms_of_a_lemma_lead_back_to_it() -> None:
    found = set(forms("ławka"))
    assert {"ławka", "ławki", "ławek", "ławkami"} <= found
    assert all("ławka" in readings(form) for form in found)


def test_the_forms_of_an_unknown_lemma_are_itself() -> None:
    assert set(forms("pszok")) == {"pszok"}


def test_threads_read_the_same_as_one_after_another() -> None:
    sample = [word for word, _ in INFLECTED] * 40
    alone = [polish_readings.__wrapped__(word) for word in sample]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(polish_readings.__wrapped__, sample)) == alone


def test_each_thread_has_an_analyser_of_its_own() -> None:
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(morphology._morfeusz).result()
        again = pool.submit(morphology._morfeusz).result()
    assert other is again
    assert other is not morphology._morfeusz()


def test_importing_the_package_loads_no_dictionary_of_polish() -> None:
    code = "import sys, analysis.themes; print([m for m in ('sklearn', 'morfeusz2', 'simplemma') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
