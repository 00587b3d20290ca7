"""Tallies that were made before the way of answering was counted: in them, nobody is known to have answered in any way.

Such a tally is compared with a newer one as if the newer one did not know it either.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.codebook import Codebook, Role
from analysis.layout import layout_of
from analysis.results import Diagnosis
from analysis.tables import Table
from analysis.tally import FIRST_GROUPING, Tally

Keys = NDArray[np.int64]


def with_mode_columns(keys: NDArray[Any], codebook: Codebook) -> NDArray[Any]:
    """Keys of `Tally.cells`, `[key, column]`, with the columns of modes put in as "no answer" where they are absent."""
    columns = list(_mode_columns(codebook))
    if keys.ndim != 2 or keys.shape[1] != FIRST_GROUPING + len(layout_of(codebook).groupings) - len(columns):
        return keys
    for column, unknown in columns:
        keys = np.insert(keys, column, unknown, axis=1)
    return keys


def knows_modes(tally: Tally, codebook: Codebook) -> bool:
    """Whether of anybody in the tally the way of answering is known; true of a questionnaire without modes."""
    columns = list(_mode_columns(codebook))
    keys: Keys = tally.cells.keys
    return not columns or any(bool((keys[:, column] != unknown).any()) for column, unknown in columns)


def without_modes(tally: Tally, codebook: Codebook) -> Tally:
    """The same tally as if nobody's way of answering were known."""
    keys = tally.cells.keys.copy()
    for column, unknown in _mode_columns(codebook):
        keys[:, column] = unknown
    return replace(tally, cells=Table(keys, tally.cells.arrays) + Tally.zero(codebook).cells)


def known_parts(diagnosis: Diagnosis, tally: Tally, codebook: Codebook) -> Diagnosis:
    """The diagnosis of a tally, without a breakdown by modes when it knows of none: it would count nobody."""
    if knows_modes(tally, codebook):
        return diagnosis
    kept = tuple(breakdown for breakdown in diagnosis.breakdowns if breakdown.role != Role.MODE)
    return replace(diagnosis, breakdowns=kept)


def _mode_columns(codebook: Codebook) -> Iterator[tuple[int, int]]:
    """The column of each mode among the keys of `Tally.cells`, and the code of its "no answer"."""
    for place, variable in enumerate(layout_of(codebook).groupings):
        if variable.role == Role.MODE:
            yield FIRST_GROUPING + place, len(variable.categories) - 1
