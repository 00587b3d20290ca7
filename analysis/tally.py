"""Additive sufficient statistics: all that a diagnosis needs from the answers, in arrays of a fixed size.

Tallies of disjoint sets of responses add up to the tally of all of them, exactly; an erased response is
subtracted. So a live diagnosis costs only what is new, and partitions can be counted anywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.codebook import Codebook, Variable
from analysis.errors import TallyError
from analysis.layout import Layout, Pair, layout_of, scale_of
from analysis.vocabulary import Measure

if TYPE_CHECKING:
    import pandas as pd

Counts = NDArray[np.int64]
Codes = NDArray[Any]

CHOSEN = FIRST = 1
"""The code of a chosen option, and of the area chosen first (code 0: not chosen)."""


@dataclass(frozen=True, eq=False)
class Tally:
    """Counts of one questionnaire's answers, ordered by its layout (analysis.layout).

    `joints[k][row, area, a, b]` counts the respondents of a row who gave code a on the first and code b on
    the second measure of pair k; the codes are the levels, then dont_know, no_answer. `named[area]` counts
    those who put the area first and named a target group, `groups[area, group]` those of them who named that
    group, and `choices[k][code]` the answers to the k-th choice variable.
    """

    n: int
    joints: tuple[Counts, ...]
    named: Counts
    groups: Counts
    choices: tuple[Counts, ...]

    @classmethod
    def zero(cls, codebook: Codebook) -> "Tally":
        """The tally of no responses."""
        layout = layout_of(codebook)
        areas = len(layout.areas)
        return cls(
            n=0,
            joints=tuple(_zeros(layout.rows, areas, *_sizes(codebook, pair)) for pair in layout.pairs),
            named=_zeros(areas),
            groups=_zeros(areas, len(layout.groups)),
            choices=tuple(_zeros(len(variable.categories)) for variable in layout.choices),
        )

    @classmethod
    def from_frame(cls, frame: "pd.DataFrame", codebook: Codebook) -> "Tally":
        """The tally of a response frame; FrameError when the frame does not keep to the codebook."""
        from analysis.columns import validate

        validate(frame, codebook)
        layout = layout_of(codebook)
        counter = _Counter(frame, codebook, layout)
        named, groups = counter.target_groups()
        return cls(
            n=len(frame),
            joints=tuple(counter.joint(pair) for pair in layout.pairs),
            named=named,
            groups=groups,
            choices=tuple(counter.choice(variable) for variable in layout.choices),
        )

    @property
    def joint(self) -> Counts:
        """The joint table of the two measures that the need score is computed from."""
        return self.joints[0]

    def __add__(self, other: "Tally") -> "Tally":
        return self._with(other, np.add)

    def __sub__(self, other: "Tally") -> "Tally":
        difference = self._with(other, np.subtract)
        if difference.n < 0 or any(array.min(initial=0) < 0 for array in difference._arrays()):
            raise TallyError("a tally holds responses that the other does not; subtract only what was added")
        return difference

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Tally):
            return NotImplemented
        return (
            self.n == other.n
            and self._shapes() == other._shapes()
            and all(np.array_equal(a, b) for a, b in zip(self._arrays(), other._arrays(), strict=True))
        )

    __hash__ = None  # type: ignore[assignment]  # arrays have no hash

    def _arrays(self) -> tuple[Counts, ...]:
        return (*self.joints, self.named, self.groups, *self.choices)

    def _shapes(self) -> tuple[tuple[int, ...], ...]:
        return tuple(array.shape for array in self._arrays())

    def _with(self, other: "Tally", combine: Callable[[Any, Any], Any]) -> "Tally":
        if self._shapes() != other._shapes():
            raise TallyError(f"tallies of different questionnaires: shapes {self._shapes()} and {other._shapes()}")
        return Tally(
            n=int(combine(self.n, other.n)),
            joints=tuple(combine(a, b) for a, b in zip(self.joints, other.joints, strict=True)),
            named=combine(self.named, other.named),
            groups=combine(self.groups, other.groups),
            choices=tuple(combine(a, b) for a, b in zip(self.choices, other.choices, strict=True)),
        )


def _zeros(*shape: int) -> Counts:
    return np.zeros(shape, dtype=np.int64)


def _sizes(codebook: Codebook, pair: Pair) -> tuple[int, int]:
    """How many codes each measure of a pair has, with dont_know and no_answer."""
    return len(scale_of(codebook, pair[0])) + 2, len(scale_of(codebook, pair[1])) + 2


class _Counter:
    """Counts one frame, whose coded columns are read as integer codes."""

    def __init__(self, frame: "pd.DataFrame", codebook: Codebook, layout: Layout) -> None:
        self.frame = frame
        self.codebook = codebook
        self.layout = layout

    def joint(self, pair: Pair) -> Counts:
        sizes = _sizes(self.codebook, pair)
        cells = sizes[0] * sizes[1]
        table = _zeros(self.layout.rows, len(self.layout.areas), *sizes)
        rows = self._row_codes(cells)
        for place, area in enumerate(self.layout.areas):
            first = self._area_codes(pair[0], area).astype(np.intp)
            answers = first * sizes[1] + self._area_codes(pair[1], area)
            table[0, place] = np.bincount(answers, minlength=cells).reshape(sizes)
            for where, start in rows:
                counts = np.bincount(start + answers, minlength=cells * (where.stop - where.start))
                table[where, place] = counts.reshape(-1, *sizes)
        return table

    def _row_codes(self, cells: int) -> list[tuple[slice, Codes]]:
        """For each stratum variable its rows, and per respondent where the cells of their category start."""
        places = zip(self.layout.stratum_rows, self.layout.strata, strict=True)
        return [(where, self._codes(stratum).astype(np.intp) * cells) for where, stratum in places]

    def _codes(self, variable: Variable) -> Codes:
        return self.frame[variable.name].cat.codes.to_numpy()

    def _area_codes(self, measure: Measure | None, area: str) -> Codes:
        """Each respondent's code on a measure of an area; of several items the one with the most need."""
        levels = len(scale_of(self.codebook, measure))
        items = [] if measure is None else self.codebook.measures(measure, area)
        if not items:
            return np.full(len(self.frame), levels + 1, dtype=np.int8)
        if len(items) == 1:
            return self._codes(items[0])
        order = _by_need(measure, levels)
        place = np.argsort(order)
        codes: Codes = order[np.max([place[self._codes(item)] for item in items], axis=0)]
        return codes

    def target_groups(self) -> tuple[Counts, Counts]:
        """`named` and `groups` of the tally."""
        areas, variables = self.layout.areas, self.layout.groups
        named, groups = _zeros(len(areas)), _zeros(len(areas), len(variables))
        if not variables:
            return named, groups
        chosen = np.array([self._codes(variable) == CHOSEN for variable in variables])
        somebody = chosen.any(axis=0)
        for place, area in enumerate(areas):
            first = self._area_codes(Measure.PICKED, area) == FIRST
            named[place] = np.count_nonzero(first & somebody)
            groups[place] = np.count_nonzero(chosen[:, first], axis=1)
        return named, groups

    def choice(self, variable: Variable) -> Counts:
        return np.bincount(self._codes(variable), minlength=len(variable.categories)).astype(np.int64)


def _by_need(measure: Measure | None, levels: int) -> Codes:
    """Codes from the least to the most need: no_answer, dont_know, the levels (a low state is a need)."""
    ranked = range(levels - 1, -1, -1) if measure == Measure.STATE else range(levels)
    return np.array([levels + 1, levels, *ranked], dtype=np.int8)
