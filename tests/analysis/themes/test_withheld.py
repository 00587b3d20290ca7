"""Hidden counts of themes stay hidden, even from somebody who knows how they were hidden."""

from collections import defaultdict
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.themes.withheld import hidden_counts

World = tuple[int, ...]


def worlds(n: int, themes: int) -> list[World]:
    """All counts of themes and of people without one that are possible where n people wrote."""
    return [
        world
        for world in product(range(n + 1), repeat=themes + 1)
        if max(world[:-1]) <= n - world[-1] <= sum(world[:-1])
    ]


def view(world: World, n: int, threshold: int) -> tuple[int | None, ...]:
    """What is published of a world."""
    hidden = hidden_counts(np.array(world), n, threshold)
    return tuple(None if part else count for part, count in zip(hidden, world, strict=True))


def least_doubt(n: int, threshold: int, themes: int) -> int:
    """The fewest values that a small hidden count may have for somebody who tries out all worlds."""
    views = defaultdict(list)
    for world in worlds(n, themes):
        views[view(world, n, threshold)].append(world)
    return min(
        len({world[place] for world in alike})
        for shown, alike in views.items()
        for place, count in enumerate(shown)
        if count is None and any(0 < world[place] < threshold for world in alike)
    )


@pytest.mark.parametrize(("n", "threshold", "themes"), [(8, 5, 2), (10, 4, 2), (12, 5, 2), (14, 5, 2), (8, 4, 3)])
def test_nobody_can_work_out_a_hidden_count(n: int, threshold: int, themes: int) -> None:
    assert least_doubt(n, threshold, themes) >= threshold - 2


def hidden(counts: list[int], n: int, threshold: int = 5) -> list[int]:
    return np.flatnonzero(hidden_counts(np.array(counts), n, threshold)).tolist()


def test_without_cover_a_count_could_be_worked_out() -> None:
    """60 and 38 people of 100 leave at least 2 for the theme of 2: the people without a theme are hidden too."""
    assert hidden([60, 2, 38], 100) == [1, 2]


def test_a_small_count_among_many_mentions_needs_no_cover() -> None:
    assert hidden([60, 50, 2, 10], 100) == [2]


def test_few_people_without_a_theme_hide_the_only_theme() -> None:
    """96 of 100 in the only theme would give away the 4 others."""
    assert hidden([96, 4], 100) == [0, 1]


def test_nothing_is_hidden_where_every_count_is_large() -> None:
    assert hidden([60, 20, 5, 15], 90) == []


def test_nobody_at_all_is_not_hidden() -> None:
    assert hidden([60, 0, 40], 100) == []


def test_everything_is_hidden_under_the_threshold() -> None:
    assert hidden([3, 0, 1], 4) == [0, 1, 2]


def test_a_threshold_of_zero_hides_nothing() -> None:
    assert hidden([3, 1, 0], 4, threshold=0) == []


@given(
    st.lists(st.lists(st.booleans(), min_size=3, max_size=3), min_size=1, max_size=60),
    st.integers(0, 12),
)
def test_every_small_count_is_hidden_and_the_rest_only_for_its_sake(rows: list[list[bool]], threshold: int) -> None:
    coding = np.array(rows)
    counts = np.array([*coding.sum(axis=0), (~coding.any(axis=1)).sum()])
    found = hidden_counts(counts, len(rows), threshold)
    small = (counts > 0) & (counts < threshold)
    assert found[small].all()
    assert small.any() or len(rows) < threshold or not found.any()


@given(st.lists(st.integers(0, 30), min_size=2, max_size=5), st.integers(2, 8))
def test_shown_counts_leave_every_hidden_count_its_whole_range(counts: list[int], threshold: int) -> None:
    n = max(counts) + counts[-1]
    found = hidden_counts(np.array(counts), n, threshold)
    if not found.any() or found.all():
        return
    shown = [count for count, is_hidden in zip(counts, found, strict=True) if not is_hidden]
    cover = any(count >= threshold for count, is_hidden in zip(counts, found, strict=True) if is_hidden)
    assert cover or n - sum(shown) - (int(found.sum()) - 1) * (threshold - 1) <= 1
