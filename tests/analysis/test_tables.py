"""Tables by key keep each key once and add up like plain dictionaries."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import TallyError
from analysis.tables import Table, places_of

KEYS = st.lists(st.tuples(st.integers(0, 3), st.integers(-(2**62), 2**62)), max_size=30)


def table(keys: list[tuple[int, int]]) -> Table:
    columns = [np.array([key[column] for key in keys], dtype=np.int64) for column in (0, 1)]
    places, found = places_of(columns, len(keys))
    return Table(found, (np.bincount(places, minlength=len(found)).astype(np.int64),))


def counted(result: Table) -> dict[tuple[int, ...], int]:
    return {tuple(key): int(n) for key, n in zip(result.keys.tolist(), result.n, strict=True)}


@given(KEYS)
def test_each_key_is_there_once_in_ascending_order(keys: list[tuple[int, int]]) -> None:
    result = table(keys)
    assert [tuple(key) for key in result.keys.tolist()] == sorted(set(keys))
    assert counted(result) == Counter(keys)


@given(KEYS, KEYS)
def test_tables_add_up_like_counters(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    assert counted(table(one) + table(other)) == Counter(one) + Counter(other)


@given(KEYS, KEYS)
def test_a_key_that_nobody_has_is_gone(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    assert table(one) + table(other) - table(other) == table(one)


def test_more_than_there_is_cannot_be_taken_away() -> None:
    with pytest.raises(TallyError, match="subtract only what was added"):
        table([(0, 1)]) - table([(0, 1), (0, 1)])


def test_many_columns_of_large_numbers_still_give_different_keys() -> None:
    rng = np.random.default_rng(4)
    columns = [rng.integers(-(2**60), 2**60, size=50) for _ in range(5)]
    places, found = places_of(columns, 50)
    assert len(found) == 50
    assert np.array_equal(found[places], np.stack(columns, axis=1))


def test_sums_of_weights_may_differ_in_their_last_digits() -> None:
    keys, n = np.array([[1]]), np.array([2])
    one, other = Table(keys, (n, np.array([0.1 + 0.2]))), Table(keys, (n, np.array([0.3])))
    assert one == other
    assert one != Table(keys, (n, np.array([0.31])))
    assert one != "table"
