"""Sums by key: arrays of a size that depends on how many different keys there are, not on how many people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.errors import TallyError

Array = NDArray[Any]
Integers = NDArray[np.int64]

RADIX_LIMIT = 2**62
"""Combined codes stay below this, so that they fit in 64 bits."""

SMALL = 1_000
"""Codes up to this one are combined as they are."""


@dataclass(frozen=True, eq=False)
class Table:
    """Sums of what people with the same key answered.

    `keys[key, column]` are in ascending order, none twice; every array has one row per key. The first array
    counts people and is positive: a key that nobody has is not there.
    """

    keys: Integers
    arrays: tuple[Array, ...]

    @property
    def n(self) -> Integers:
        """How many people have each key."""
        count: Integers = self.arrays[0]
        return count

    def __len__(self) -> int:
        return len(self.keys)

    def __add__(self, other: "Table") -> "Table":
        return self._with(other, other.arrays)

    def __sub__(self, other: "Table") -> "Table":
        difference = self._with(other, tuple(-array for array in other.arrays))
        if any(array.min(initial=0) < 0 for array in difference.arrays if array.dtype.kind == "i"):
            raise TallyError("a tally holds responses that the other does not; subtract only what was added")
        return difference

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return np.array_equal(self.keys, other.keys) and all(map(_same, self.arrays, other.arrays))

    __hash__ = None  # type: ignore[assignment]  # arrays have no hash

    @property
    def shape(self) -> tuple[tuple[int, ...], ...]:
        """The shapes of the keys and of the arrays, without how many keys there are."""
        return (self.keys.shape[1:], *(array.shape[1:] for array in self.arrays))

    def _with(self, other: "Table", arrays: tuple[Array, ...]) -> "Table":
        keys = np.concatenate([self.keys, other.keys])
        places, keys = places_of(list(keys.T), len(keys))
        summed = [_sums(np.concatenate(pair), places, len(keys)) for pair in zip(self.arrays, arrays, strict=True)]
        kept = summed[0] != 0
        return Table(keys[kept], tuple(array[kept] for array in summed))


def places_of(columns: Sequence[Array], rows: int) -> tuple[Integers, Integers]:
    """Each row's place in the list of different keys, and those keys `[key, column]` in ascending order."""
    code, size = np.zeros(rows, dtype=np.int64), 1
    for column in columns:
        ranks, width = _ranks(np.asarray(column))
        if size * width >= RADIX_LIMIT:
            code, found = pd.factorize(code, sort=True)
            size = len(found)
        code = code * width + ranks
        size *= width
    places, found = pd.factorize(code, sort=True)
    first = np.empty(len(found), dtype=np.int64)
    first[places[::-1]] = np.arange(rows)[::-1]
    keys = [np.asarray(column, dtype=np.int64)[first] for column in columns]
    return places.astype(np.int64), np.stack(keys, axis=1) if keys else np.zeros((len(found), 0), dtype=np.int64)


def _ranks(column: Array) -> tuple[Array, int]:
    """Whole numbers 0..width - 1 in the order of the column's values; small codes are such numbers already."""
    if not len(column) or (column.min() >= 0 and column.max() <= SMALL):
        return column, int(column.max(initial=0)) + 1
    ranks, values = pd.factorize(column, sort=True)
    return ranks, len(values)


def _sums(array: Array, places: Integers, keys: int) -> Array:
    """Rows of an array summed by place."""
    order = np.argsort(places, kind="stable")
    starts = np.searchsorted(places[order], np.arange(keys))
    add: Callable[..., Array] = np.add.reduceat
    return add(array[order], starts, axis=0) if keys else array[:0]


def _same(one: Array, other: Array) -> bool:
    """Equal counts; sums of weights may differ in the last digits, as they were added in another order."""
    if one.shape != other.shape:
        return False
    return np.array_equal(one, other) if one.dtype.kind == "i" else np.allclose(one, other, rtol=1e-9, atol=1e-12)
