"""What is quoted, and what never is."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.themes.masking import PERSON, PHONE
from analysis.themes.quotes import LONGEST, MOST, quotable, quotes_of
from tests.analysis.themes.answers import ANSWERS

TELLING = [text for text in ANSWERS if len(text) > 20]


def quoted(texts: list[str], seed: int = 1) -> list[str]:
    return [quotable(texts[place]) for place in quotes_of(texts, np.random.default_rng(seed))]


def test_a_quote_is_masked_and_on_one_line() -> None:
    assert quotable(" Jan Kowalski:\n brak   ławek, tel. 601 234 567 ") == f"{PERSON}: brak ławek, {PHONE}"


@pytest.mark.parametrize("text", ["konto 12345", "1 2 3 4 5", "sprawa 123-45", "nr 12/34/5", "w latach 2024-2025"])
def test_answers_with_a_long_number_are_not_quoted(text: str) -> None:
    assert quotable(text) == ""
    assert quoted([text]) == []


def test_short_numbers_may_be_quoted() -> None:
    assert quotable("autobus o 16 i o 17") == "autobus o 16 i o 17"


def test_a_long_answer_is_cut_after_a_word() -> None:
    found = quotable("bardzo " * 40)
    assert len(found) <= LONGEST
    assert found.endswith("bardzo…")


def test_an_answer_of_one_long_word_is_cut_too() -> None:
    assert len(quotable("x" * 300)) == LONGEST


def test_at_most_three_answers_are_quoted() -> None:
    assert len(quoted(TELLING)) == MOST


def test_the_same_answer_is_quoted_once() -> None:
    assert quoted(["Brakuje ławek w parku", "brakuje ławek w parku", " Brakuje  ławek w parku"]) in (
        ["Brakuje ławek w parku"],
        ["brakuje ławek w parku"],
    )


def test_answers_without_personal_data_come_first() -> None:
    texts = ["Jan Kowalski chce basenu", "Przydałby się nam basen"]
    assert all(quoted(texts, seed)[0] == texts[1] for seed in range(10))


def test_telling_answers_come_before_single_words() -> None:
    assert quoted(["kino", "Kino pod gołym niebem latem"])[0] == "Kino pod gołym niebem latem"


def test_the_seed_decides_which_answers_are_quoted() -> None:
    assert quoted(TELLING, 3) == quoted(TELLING, 3)
    assert len({tuple(quoted(TELLING, seed)) for seed in range(10)}) > 3


def test_no_answers_no_quotes() -> None:
    assert quoted([]) == []


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_quote_is_short_and_without_long_numbers(text: str) -> None:
    found = quotable(text)
    assert len(found) <= LONGEST
    assert not re.search(r"\d{5}", found)
