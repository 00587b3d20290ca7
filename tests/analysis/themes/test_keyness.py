"""Words typical of a group equal the published formula, and chance alone finds none."""

from math import log, sqrt
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from analysis.results import Keyword
from analysis.themes.keyness import keyness, log_odds_z

COUNTS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=8)


def plain_z(place: int, counts: list[tuple[int, int]], prior: float) -> float:
    """The formula of Monroe, Colaresi and Quinn (2008), word by word."""
    n1, n2 = sum(one for one, _ in counts), sum(two for _, two in counts)
    y1, y2 = counts[place]
    a = prior * (y1 + y2) / (n1 + n2)
    delta = log((y1 + a) / (n1 + prior - y1 - a)) - log((y2 + a) / (n2 + prior - y2 - a))
    return delta / sqrt(1 / (y1 + a) + 1 / (y2 + a))


@given(COUNTS)
def test_z_equals_the_published_formula(counts: list[tuple[int, int]]) -> None:
    found = log_odds_z(*(np.array(column, dtype=float) for column in zip(*counts, strict=True)), 50.0)
    several = sum(one + two > 0 for one, two in counts) > 1
    expected = [plain_z(place, counts, 50.0) if several and sum(pair) else 0.0 for place, pair in enumerate(counts)]
    np.testing.assert_allclose(found, expected, atol=1e-9)


@given(COUNTS)
def test_z_changes_its_sign_with_the_groups(counts: list[tuple[int, int]]) -> None:
    first, second = (np.array(column, dtype=float) for column in zip(*counts, strict=True))
    np.testing.assert_allclose(log_odds_z(first, second), -log_odds_z(second, first), atol=1e-9)


def test_a_stronger_prior_makes_z_more_careful() -> None:
    first, second = np.array([20.0, 100.0]), np.array([5.0, 100.0])
    z = [log_odds_z(first, second, prior)[0] for prior in (1.0, 100.0, 10_000.0)]
    assert z[0] > z[1] > z[2] > 0


@pytest.mark.parametrize("counts", [[(0, 0)], [(3, 0)], [(3, 7)]])
def test_the_only_word_is_typical_of_nobody(counts: list[tuple[int, int]]) -> None:
    first, second = (np.array(column, dtype=float) for column in zip(*counts, strict=True))
    assert log_odds_z(first, second) == pytest.approx(0)


def answers(young: int, old: int) -> tuple[list[list[str]], dict[str, list[str | None]]]:
    """Sixty young and sixty old people, of whom some name a skatepark, everyone something common."""
    words = [
        ["park", "skatepark"] if place < young or 60 <= place < 60 + old else ["park", "sklep"] for place in range(120)
    ]
    return words, {"age": ["young"] * 60 + ["old"] * 60}


def test_a_word_that_one_group_uses_is_typical_of_it() -> None:
    found = keyness(*answers(40, 4))
    assert [(word.category, word.word, word.people) for word in found] == [
        ("old", "sklep", 56),
        ("young", "skatepark", 40),
    ]
    assert all(word.z > 0 for word in found)


def test_a_word_that_all_use_alike_is_typical_of_nobody() -> None:
    assert keyness(*answers(30, 30)) == ()


def test_z_of_a_keyword_is_that_of_the_formula() -> None:
    found = {word.word: word.z for word in keyness(*answers(40, 4))}
    counts = [(60, 60), (40, 4), (20, 56)]
    assert found["skatepark"] == pytest.approx(plain_z(1, counts, 100.0), abs=0.005)


def test_p_values_are_adjusted_for_every_word_and_category() -> None:
    words, groups = answers(22, 8)
    counts = [(60, 60), (22, 8), (38, 52)]
    z = [plain_z(place, counts, 100.0) for place in range(3)]
    p = false_discovery_control([2 * (1 - NormalDist().cdf(abs(value))) for value in z + z])
    assert {word.word for word in keyness(words, groups)} == {
        word for word, value in zip(["park", "skatepark", "sklep"], p[:3], strict=True) if value < 0.05
    }


def test_a_person_counts_once_however_often_they_repeat_a_word() -> None:
    words, groups = answers(40, 4)
    assert keyness([[*row, *row, *row] for row in words], groups) == keyness(words, groups)


def test_a_word_of_too_few_people_is_not_shown() -> None:
    words, groups = answers(19, 0)
    assert "skatepark" in {word.word for word in keyness(words, groups, least=19)}
    assert "skatepark" not in {word.word for word in keyness(words, groups, least=20)}


def test_people_who_did_not_state_their_group_take_no_part() -> None:
    words, groups = answers(40, 4)
    unknown = [["skatepark"]] * 90
    codes = [*groups["age"], *([None] * 30), *(["no_answer"] * 30), *(["dont_know"] * 30)]
    assert keyness([*words, *unknown], {"age": codes}) == keyness(words, groups)


def test_each_variable_has_its_own_words() -> None:
    words, groups = answers(40, 4)
    found = keyness(words, {"sex": ["k", "m"] * 60, **groups})
    assert {word.variable for word in found} == {"age"}


@pytest.mark.parametrize("groups", [{}, {"age": [None] * 120}, {"age": ["all"] * 120}])
def test_without_groups_to_compare_there_are_no_words(groups: dict[str, list[str | None]]) -> None:
    assert keyness(answers(40, 4)[0], groups) == ()


def test_chance_alone_finds_hardly_any_words(rng: np.random.Generator) -> None:
    found = 0
    for _ in range(20):
        words = [list(rng.choice([f"w{number}" for number in range(40)], 5)) for _ in range(200)]
        found += bool(keyness(words, {"g": list(rng.choice(["a", "b", "c"], 200))}))
    assert found <= 2


def test_keywords_are_the_results_of_a_diagnosis() -> None:
    assert all(isinstance(word, Keyword) for word in keyness(*answers(40, 4)))
