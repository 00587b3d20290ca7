"""Suggestions learn what a person confirmed, and agreement is measured beyond chance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, f1_score

from analysis.errors import ChoiceError
from analysis.themes.dictionary import assign, default_dictionary, load
from analysis.themes.suggest import LEAST_EXAMPLES, agreement, micro_f1, suggest, to_confirm

THINGS = {
    "transport": ["autobus", "przystanek", "pociąg", "dojazd do miasta", "bus w sobotę"],
    "health": ["lekarz", "pediatra", "przychodnia", "dentysta", "rehabilitacja"],
    "sport": ["boisko", "basen", "siłownia", "bieżnia", "hala sportowa"],
}
NOTHING = load('[[themes]]\nkey = "none"\nlabel = "Nic"\nwords = ["xyzzyq"]')


def survey(n: int, rng: np.random.Generator) -> tuple[list[str], np.ndarray]:
    """Answers that name one or two things, and the themes of these."""
    themes = list(THINGS)
    chosen = [rng.choice(3, size=rng.integers(1, 3), replace=False) for _ in range(n)]
    labels = np.array([[theme in row for theme in range(3)] for row in chosen])
    texts = ["brakuje: " + ", ".join(str(rng.choice(THINGS[themes[theme]])) for theme in row) for row in chosen]
    return texts, labels


def test_suggestions_follow_what_was_confirmed(rng: np.random.Generator) -> None:
    texts, labels = survey(160, rng)
    found = suggest(texts[:80], labels[:80], texts[80:], rng)
    assert micro_f1(found.labels, labels[80:]) > 0.9


def test_a_person_may_mean_other_themes_than_the_dictionary(rng: np.random.Generator) -> None:
    texts, labels = survey(160, rng)
    found = suggest(texts[:80], ~labels[:80], texts[80:], rng, NOTHING)
    assert micro_f1(found.labels, ~labels[80:]) > 0.9


def test_suggestions_are_probabilities_and_what_reaches_the_threshold(rng: np.random.Generator) -> None:
    texts, labels = survey(100, rng)
    found = suggest(texts[:60], labels[:60], [*texts[60:], "qqq"], rng)
    assert found.probabilities.shape == (41, 3)
    assert ((found.probabilities >= 0) & (found.probabilities <= 1)).all()
    np.testing.assert_array_equal(found.labels, found.probabilities >= found.threshold)
    np.testing.assert_array_equal(found.unassigned, [not any(row) for row in found.labels])


def test_an_answer_unlike_all_others_stays_unassigned(rng: np.random.Generator) -> None:
    texts, labels = survey(120, rng)
    blank = ["nie wiem", "trudno powiedzieć", "wszystko dobrze", "brak uwag"] * 10
    nothing = np.zeros((40, 3), dtype=bool)
    found = suggest([*texts, *blank], np.vstack([labels, nothing]), ["nic nie wiem, dobrze"], rng)
    assert found.unassigned.tolist() == [True]


def test_themes_with_too_few_examples_are_never_suggested(rng: np.random.Generator) -> None:
    texts, labels = survey(100, rng)
    rare = np.zeros(100, dtype=bool)
    rare[: LEAST_EXAMPLES - 1] = True
    found = suggest(texts, np.column_stack([labels, rare]), texts, rng)
    assert not found.probabilities[:, 3].any()
    assert not found.labels[:, 3].any()


def test_a_theme_of_all_confirmed_answers_is_suggested_to_all(rng: np.random.Generator) -> None:
    texts, labels = survey(40, rng)
    labels[:, 0] = True
    assert suggest(texts, labels, ["cokolwiek"], rng).probabilities[0, 0] == 1


def test_the_same_seed_gives_the_same_suggestions() -> None:
    texts, labels = survey(80, np.random.default_rng(1))
    first, second = (suggest(texts[:50], labels[:50], texts[50:], np.random.default_rng(7)) for _ in range(2))
    np.testing.assert_array_equal(first.probabilities, second.probabilities)
    assert first.threshold == second.threshold


def test_nothing_to_suggest_for(rng: np.random.Generator) -> None:
    texts, labels = survey(40, rng)
    assert suggest(texts, labels, [], rng).labels.shape == (0, 3)


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (np.zeros((3, 2), dtype=bool), r"shape \(3, 2\) found; 4 texts"),
        (np.zeros(4, dtype=bool), r"shape \(4,\) found; 4 texts"),
        (np.ones((4, 2), dtype=bool), "at most 4 texts of one theme found; confirm 5 or more"),
        (np.zeros((4, 0), dtype=bool), "at most 0 texts"),
    ],
)
def test_labels_that_do_not_fit_are_named(labels: np.ndarray, message: str, rng: np.random.Generator) -> None:
    with pytest.raises(ChoiceError, match=message):
        suggest(["a", "b", "c", "d"], labels, ["e"], rng)


# What to confirm first.

TEXTS = [*(f"autobus {number}" for number in range(60)), *(f"qwx{number}" for number in range(40)), None, " "]


def test_half_is_drawn_from_all_and_half_is_uncovered(rng: np.random.Generator) -> None:
    chosen = to_confirm(TEXTS, default_dictionary(), 40, rng)
    uncovered = ~assign([TEXTS[place] for place in chosen], default_dictionary()).any(axis=1)
    assert len(chosen) == 40
    assert 20 <= uncovered.sum() < 40


def test_each_text_is_shown_once_in_order_and_none_is_blank(rng: np.random.Generator) -> None:
    chosen = to_confirm(TEXTS, default_dictionary(), 70, rng).tolist()
    assert chosen == sorted(set(chosen))
    assert all(TEXTS[place] and TEXTS[place].strip() for place in chosen)


@pytest.mark.parametrize(("how_many", "expected"), [(0, 0), (1, 1), (99, 99), (100, 100), (500, 100)])
def test_as_many_are_shown_as_asked_for_if_there_are(how_many: int, expected: int, rng: np.random.Generator) -> None:
    assert len(to_confirm(TEXTS, default_dictionary(), how_many, rng)) == expected


def test_no_texts_nothing_to_confirm(rng: np.random.Generator) -> None:
    assert to_confirm([None, ""], default_dictionary(), 10, rng).tolist() == []


def test_a_negative_number_is_refused(rng: np.random.Generator) -> None:
    with pytest.raises(ChoiceError, match="how_many: -1 found"):
        to_confirm(TEXTS, default_dictionary(), -1, rng)


# Agreement.

CODINGS = st.lists(st.tuples(*[st.booleans()] * 4), min_size=2, max_size=30)


@given(CODINGS)
def test_kappa_equals_that_of_a_reference(rows: list[tuple[bool, ...]]) -> None:
    table = np.array(rows)
    first, second = table[:, :2], table[:, 2:]
    found = agreement(first, second)
    for theme in range(2):
        pair = first[:, theme], second[:, theme]
        if len(np.unique(pair)) == 2:
            assert found.themes[theme] == pytest.approx(cohen_kappa_score(*pair))
        else:
            assert np.isnan(found.themes[theme])


def test_kappa_of_a_known_table() -> None:
    """20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed 0.7, expected 0.5, so 0.4."""
    first = np.array([True] * 25 + [False] * 25)[:, None]
    second = np.array([True] * 20 + [False] * 5 + [True] * 10 + [False] * 15)[:, None]
    assert agreement(first, second).themes == (pytest.approx(0.4),)


def test_the_same_coding_agrees_wholly(rng: np.random.Generator) -> None:
    coding = rng.random((50, 3)) < 0.4
    assert agreement(coding, coding).overall == pytest.approx(1)


def test_codings_by_chance_hardly_agree(rng: np.random.Generator) -> None:
    assert abs(agreement(rng.random((5_000, 2)) < 0.3, rng.random((5_000, 2)) < 0.3).overall) < 0.03


def test_no_texts_no_agreement() -> None:
    nothing = np.zeros((0, 1), dtype=bool)
    assert np.isnan(agreement(nothing, nothing).overall)


def test_codings_of_different_texts_are_refused() -> None:
    with pytest.raises(ChoiceError, match=r"shapes \(2, 1\) and \(3, 1\)"):
        agreement(np.zeros((2, 1), dtype=bool), np.zeros((3, 1), dtype=bool))


@given(CODINGS)
def test_micro_f1_equals_that_of_a_reference(rows: list[tuple[bool, ...]]) -> None:
    table = np.array(rows)
    expected = f1_score(table[:, 2:], table[:, :2], average="micro", zero_division=0)
    assert micro_f1(table[:, :2], table[:, 2:]) == pytest.approx(expected)
