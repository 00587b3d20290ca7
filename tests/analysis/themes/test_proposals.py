"""Proposals of new words come only from answers without a theme, and only when there are enough of them."""

import numpy as np
import pytest

from analysis.errors import ChoiceError
from analysis.themes.proposals import ENOUGH, LEAST_PEOPLE, new_words

BEES = ["pszczoła i ul", "miód, pszczoła", "ul na dachu i pszczoła", "miód z ula"]
SAILING = ["żagiel i łódka", "łódka na jeziorze", "żagiel, jezioro", "jezioro i łódka"]


def none(texts: list[str]) -> np.ndarray:
    return np.zeros((len(texts), 2), dtype=bool)


def test_words_that_occur_together_are_proposed_together(rng: np.random.Generator) -> None:
    texts = (BEES + SAILING) * 5
    found = new_words(texts, none(texts), rng)
    sets = [set(candidate.words) for candidate in found]
    assert any({"pszczoła", "miód"} & one for one in sets)
    assert not any({"pszczoła", "miód"} & one and {"łódka", "żagiel"} & one for one in sets)


def test_fewer_than_thirty_answers_propose_nothing(rng: np.random.Generator) -> None:
    texts = (BEES * 8)[: ENOUGH - 1]
    assert new_words(texts, none(texts), rng) == ()
    assert new_words([*texts, BEES[0]], none([*texts, ""]), rng) != ()


def test_answers_with_a_theme_do_not_count(rng: np.random.Generator) -> None:
    texts = BEES * 8
    assigned = none(texts)
    assigned[:3, 1] = True
    assert new_words(texts, assigned, rng) == ()


def test_blank_answers_do_not_count(rng: np.random.Generator) -> None:
    texts = [*BEES * 7, None, "", "i to jest"]
    assert new_words(texts, none(texts), rng) == ()


def test_a_word_of_too_few_people_is_not_proposed(rng: np.random.Generator) -> None:
    texts = BEES * 10 + ["latawiec pszczoła"] * (LEAST_PEOPLE - 1)
    assert "latawiec" not in {word for candidate in new_words(texts, none(texts), rng) for word in candidate.words}


def test_people_are_those_who_used_any_of_the_words(rng: np.random.Generator) -> None:
    texts = (BEES + SAILING) * 5
    for candidate in new_words(texts, none(texts), rng):
        assert 0 < candidate.people <= len(texts)
        assert candidate.people >= LEAST_PEOPLE


def test_no_word_is_proposed_twice(rng: np.random.Generator) -> None:
    texts = (BEES + SAILING) * 12
    words = [word for candidate in new_words(texts, none(texts), rng) for word in candidate.words]
    assert len(words) == len(set(words))


def test_names_of_people_are_not_proposed(rng: np.random.Generator) -> None:
    texts = ["Jan Kowalski i pszczoła"] * 40
    assert {word for one in new_words(texts, none(texts), rng) for word in one.words} == {"pszczoła"}


def test_answers_that_share_no_word_propose_nothing(rng: np.random.Generator) -> None:
    texts = [f"qq{chr(97 + number % 26)}{chr(97 + number // 26)}zz" for number in range(40)]
    assert new_words(texts, none(texts), rng) == ()


def test_the_same_seed_proposes_the_same() -> None:
    texts = (BEES + SAILING) * 8
    first, second = (new_words(texts, none(texts), np.random.default_rng(3)) for _ in range(2))
    assert first == second


def test_a_coding_of_other_texts_is_refused(rng: np.random.Generator) -> None:
    with pytest.raises(ChoiceError, match="1 rows found; 2 texts"):
        new_words(["a", "b"], np.zeros((1, 1), dtype=bool), rng)
