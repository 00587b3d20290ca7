"""Themes of one open question as they are published: counts, intervals, quotes, words of groups."""

import re
from math import sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import ChoiceError
from analysis.results import ThemeCount, Themes
from analysis.themes import default_dictionary, themes_of
from analysis.themes.dictionary import load
from analysis.themes.masking import PERSON
from analysis.themes.withheld import hidden_counts

SMALL = load(
    "".join(
        f'[[themes]]\nkey = "{key}"\nlabel = "{key.upper()}"\nwords = ["{word}"]\n'
        for key, word in [("bus", "autobus"), ("bench", "ławka"), ("pool", "basen")]
    )
)


def themes(texts: list[str | None], seed: int = 5, **changes: Any) -> Themes:
    usual = {"dictionary": SMALL, "threshold": 5, "level": 0.95, "rng": np.random.default_rng(seed)}
    return themes_of(texts, "more", "Czego brakuje?", **(usual | changes))


def answers(bus: int, bench: int, pool: int, other: int = 0) -> list[str | None]:
    """People who name one thing each."""
    words = ["autobusu"] * bus + ["ławki"] * bench + ["basenu"] * pool + ["czegoś innego"] * other
    return [f"Brakuje nam tu {word}, i to bardzo, mówię po raz {chr(97 + k % 26)}" for k, word in enumerate(words)]


def shown(found: Themes) -> dict[str, int | None]:
    return {theme.key: theme.count for theme in found.themes}


def test_people_are_counted_by_theme_from_the_most_named() -> None:
    found = themes(answers(10, 30, 20, 15))
    assert list(shown(found).items()) == [("bench", 30), ("pool", 20), ("bus", 10)]
    assert (found.question, found.label, found.n, found.unassigned) == ("more", "Czego brakuje?", 75, 15)


def test_a_person_may_have_several_themes() -> None:
    found = themes(["autobus i ławka"] * 8 + ["basen"] * 8)
    assert shown(found) == {"bus": 8, "bench": 8, "pool": 8}
    assert found.n == 16


def test_a_theme_named_twice_by_one_person_counts_once() -> None:
    assert shown(themes(["autobus, autobusy i ławka"] * 9 + ["basen"] * 9))["bus"] == 9


def test_shares_are_of_those_who_wrote_with_the_interval_of_wilson() -> None:
    theme = next(theme for theme in themes([*answers(10, 30, 20), None, "", "  "]).themes if theme.key == "bus")
    z, p, n = 1.959964, 10 / 60, 60
    middle, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    assert theme.share == pytest.approx(p)
    assert (theme.low, theme.high) == pytest.approx(
        ((middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n))
    )


def test_a_higher_level_gives_wider_intervals() -> None:
    usual, careful = (themes(answers(10, 30, 20), level=level).themes[0] for level in (0.8, 0.99))
    assert careful.low < usual.low < usual.high < careful.high


@pytest.mark.parametrize("blank", [[], [None, None], ["", " ", "\n"]])
def test_where_nobody_wrote_there_are_no_themes(blank: list[str | None]) -> None:
    assert themes(blank) == Themes("more", "Czego brakuje?", 0, 0, (), ())


def test_a_missing_number_counts_as_blank() -> None:
    assert themes([*answers(9, 9, 9), float("nan")]).n == 27


def test_themes_of_few_people_are_withheld_and_come_last_in_the_order_of_the_dictionary() -> None:
    found = themes(answers(3, 30, 4, 30))
    assert shown(found) == {"bench": 30, "bus": None, "pool": None}
    assert list(shown(found)) == ["bench", "bus", "pool"]
    assert found.themes[1] == ThemeCount("bus", "BUS", None, None, None, None, ())


def test_a_theme_nobody_named_is_shown_with_zero() -> None:
    assert shown(themes(answers(0, 30, 20)))["bus"] == 0


def test_few_people_without_a_theme_are_withheld() -> None:
    assert themes(answers(10, 30, 20, 3)).unassigned is None


def test_under_the_threshold_nothing_is_shown() -> None:
    found = themes(answers(2, 1, 1), groups={"age": ["a"] * 4})
    assert found.n == 4
    assert found.unassigned is None
    assert all(theme.count is None and not theme.quotes for theme in found.themes)
    assert found.keywords == ()


def test_a_threshold_of_zero_shows_everything() -> None:
    assert shown(themes(answers(1, 2, 3), threshold=0)) == {"pool": 3, "bench": 2, "bus": 1}


@settings(deadline=None, max_examples=40)
@given(st.tuples(*[st.integers(0, 12)] * 4), st.integers(2, 10))
def test_hidden_counts_are_those_of_the_rule(people: tuple[int, ...], threshold: int) -> None:
    found = themes(answers(*people), threshold=threshold)
    if not found.n:
        return
    hidden = hidden_counts(np.array(people), found.n, threshold)
    expected = [None if part else count for part, count in zip(hidden, people, strict=True)]
    assert [*(shown(found)[key] for key in ("bus", "bench", "pool")), found.unassigned] == expected


# Quotes.


def test_themes_are_quoted_with_at_most_three_different_answers() -> None:
    for theme in themes(answers(10, 30, 20)).themes:
        assert len(set(theme.quotes)) == len(theme.quotes) == 3


def test_quotes_are_answers_of_the_theme() -> None:
    words = {"bus": "autobusu", "bench": "ławki", "pool": "basenu"}
    assert all(words[theme.key] in quote for theme in themes(answers(10, 30, 20)).themes for quote in theme.quotes)


def test_only_themes_of_enough_people_are_quoted() -> None:
    found = {theme.key: theme for theme in themes(answers(4, 30, 20), threshold=3).themes}
    assert found["bus"].count == 4
    assert found["bus"].quotes == ()


def test_personal_data_never_gets_into_a_quote() -> None:
    texts = [f"Jan Kowalski, tel. 601 234 {number}, chce autobusu" for number in range(100, 140)]
    quotes = themes([*texts, *answers(0, 20, 0)]).themes[0].quotes
    assert quotes
    assert all(quote.startswith(PERSON) and not re.search(r"\d", quote) for quote in quotes)


def test_answers_with_long_numbers_are_not_quoted() -> None:
    found = themes([f"autobus, sprawa {number}" for number in range(10_000, 10_040)])
    assert found.themes[0].count == 40
    assert found.themes[0].quotes == ()


def test_nobody_is_quoted_together_with_a_hidden_theme() -> None:
    texts = ["Autobus i basen, bardzo potrzebne"] * 3 + ["Autobus, bardzo potrzebny"] * 20 + answers(0, 30, 0)
    found = {theme.key: theme for theme in themes(texts).themes}
    assert found["pool"].count is None
    assert found["bus"].quotes == ("Autobus, bardzo potrzebny",)


def test_nobody_is_quoted_twice() -> None:
    texts = [f"autobus i ławka, powód {letter}" for letter in "abcdefgh"]
    quotes = [quote for theme in themes(texts).themes for quote in theme.quotes]
    assert len(quotes) == len(set(quotes)) == 6


def test_the_seed_decides_the_quotes() -> None:
    texts = answers(26, 26, 26)
    assert themes(texts, 3) == themes(texts, 3)
    assert len({themes(texts, seed).themes[0].quotes for seed in range(6)}) > 1


# A coding of one's own, groups.


def test_a_coding_that_a_person_confirmed_is_counted_instead() -> None:
    coding = np.zeros((30, 3), dtype=bool)
    coding[:12, 2] = True
    found = themes(answers(10, 10, 10), assigned=coding)
    assert shown(found) == {"pool": 12, "bus": 0, "bench": 0}
    assert found.unassigned == 18


def test_words_of_groups_are_lemmas_of_people_who_wrote() -> None:
    texts = [*answers(40, 0, 0), *answers(0, 40, 0), None]
    found = themes(texts, groups={"age": ["old"] * 40 + ["young"] * 40 + ["young"]})
    assert {(word.category, word.word, word.people) for word in found.keywords} == {
        ("old", "autobus", 40),
        ("young", "ławka", 40),
    }


def test_names_of_people_are_no_words_of_groups() -> None:
    texts = ["Jan Kowalski, autobus"] * 40 + ["ławka"] * 40
    found = themes(texts, groups={"age": ["old"] * 40 + ["young"] * 40})
    assert {word.word for word in found.keywords} == {"autobus", "ławka"}


def test_words_of_groups_need_as_many_people_as_the_threshold() -> None:
    groups = {"age": ["old"] * 9 + ["young"] * 60}
    texts = answers(9, 60, 0)
    assert "autobus" in {word.word for word in themes(texts, groups=groups).keywords}
    assert "autobus" not in {word.word for word in themes(texts, groups=groups, threshold=10).keywords}


def test_without_groups_there_are_no_words() -> None:
    assert themes(answers(40, 40, 0)).keywords == ()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"assigned": np.zeros((2, 3), dtype=bool)}, r"assigned: shape \(2, 3\) found; \(30, 3\) needed"),
        ({"groups": {"age": ["a"]}}, "group 'age': 1 categories found; 30 texts"),
        ({"threshold": -1}, "disclosure threshold: -1 found"),
        ({"level": 95}, "level: 95 found"),
    ],
)
def test_what_does_not_fit_is_named(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ChoiceError, match=message):
        themes(answers(10, 10, 10), **changes)


def test_the_default_dictionary_has_a_count_for_each_theme() -> None:
    found = themes(answers(10, 10, 10), dictionary=default_dictionary())
    assert {theme.key for theme in found.themes} == set(default_dictionary().keys)
    assert {key for key, count in shown(found).items() if count} >= {"transport", "benches", "sport"}


def test_counts_are_plain_numbers() -> None:
    theme = themes(answers(10, 30, 20)).themes[0]
    assert [type(value) for value in (theme.count, theme.share, theme.low, theme.high)] == [int, float, float, float]
