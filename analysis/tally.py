"""Additive sufficient statistics: all that a diagnosis needs from the answers, in arrays of a fixed size.

Tallies of disjoint sets of responses add up to the tally of all of them, exactly; an erased response is
subtracted. So a live diagnosis costs only what is new, and partitions can be counted anywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.codebook import Codebook
from analysis.errors import TallyError
from analysis.kinds import score_for
from analysis.layout import layout_of, scale_of
from analysis.tables import Table

if TYPE_CHECKING:
    import pandas as pd

Counts = NDArray[np.int64]
Array = NDArray[Any]

CHOSEN = FIRST = 1
"""The code of a chosen option, and of the area chosen first (code 0: not chosen)."""

GROUPS = 200
"""How many hash groups the responses fall into, for replicates that leave one group out."""

STRATUM_COLUMN, UNIT_COLUMN, FIRST_GROUPING = 0, 1, 2
"""Key columns of `cells`: design stratum, primary sampling unit, then the code on each grouping variable."""


@dataclass(frozen=True, eq=False)
class Tally:
    """Counts of one questionnaire's answers, ordered by its layout (analysis.layout).

    `cells` has one key for each combination of design stratum, sampling unit and codes on the groupings.
    Its arrays: people; people times the size of their design stratum's population; counts `[key, area, a, b]`
    of code a on the first and b on the second measure of the pair, the codes being the levels, then
    dont_know, no_answer; with design weights also the sums of weights and of squared weights, alike.

    `parts` has one key for each combination of hash group and codes on the strata. Its arrays: people; sums of
    design weights; and `[key, area, feature]`, the sums that the need score is computed from.

    `alone[k][area, code]` counts answers on the measures outside the pair. `named[area]` counts those who put
    the area first and named a target group, `groups[area, group]` those of them who named that group;
    `choices[k][code]` the answers to the k-th choice variable; `together[area, other]` those who need both.
    """

    n: int
    cells: Table
    parts: Table
    alone: tuple[Counts, ...]
    named: Counts
    groups: Counts
    choices: tuple[Counts, ...]
    together: Counts
    spans: tuple[int, ...]

    @classmethod
    def zero(cls, codebook: Codebook) -> "Tally":
        """The tally of no responses."""
        layout, score = layout_of(codebook), score_for(codebook)
        areas, sizes = len(layout.areas), score.base.shape
        weighted = codebook.design.weight is not None
        joint = [np.zeros((0, areas, *sizes), dtype=kind) for kind in (np.int64, *[float] * (2 * weighted))]
        sums = np.zeros((0, areas, len(score.need_score.features)), dtype=float if weighted else np.int64)
        return cls(
            n=0,
            cells=_empty(FIRST_GROUPING + len(layout.groupings), np.zeros(0), *joint),
            parts=_empty(1 + len(layout.strata), np.zeros(0, dtype=sums.dtype), sums),
            alone=tuple(_zeros(areas, len(scale_of(codebook, measure)) + 2) for measure in layout.alone),
            named=_zeros(areas),
            groups=_zeros(areas, len(layout.groups)),
            choices=tuple(_zeros(len(variable.categories)) for variable in layout.choices),
            together=_zeros(areas, areas),
            spans=tuple(len(variable.categories) for variable in layout.groupings),
        )

    @classmethod
    def from_frame(cls, frame: "pd.DataFrame", codebook: Codebook) -> "Tally":
        """The tally of a response frame; FrameError when the frame does not keep to the codebook."""
        from analysis.columns import validate
        from analysis.counting import Counter

        validate(frame, codebook)
        return Counter(frame, codebook).tally() if len(frame) else cls.zero(codebook)

    @cached_property
    def joint(self) -> Counts:
        """Counts `[row, area, a, b]` of people; row 0 is everyone, then come the categories of the groupings."""
        return self.by_row(self.cells.arrays[2])

    def by_row(self, cells: Array) -> Array:
        """Sums over the keys of `cells`, an array `[key, ...]`, by row of respondents."""
        rows = [cells.sum(axis=0)[None]]
        for column, width in enumerate(self.spans, start=FIRST_GROUPING):
            member = np.arange(width)[:, None] == self.cells.keys[:, column]
            rows.append(np.tensordot(member.astype(float), cells.astype(float), axes=1).astype(cells.dtype))
        return np.concatenate(rows)

    def __add__(self, other: "Tally") -> "Tally":
        return self._with(other, lambda one, two: one + two)

    def __sub__(self, other: "Tally") -> "Tally":
        difference = self._with(other, lambda one, two: one - two)
        if difference.n < 0 or any(array.min(initial=0) < 0 for array in difference._arrays()):
            raise TallyError("a tally holds responses that the other does not; subtract only what was added")
        return difference

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Tally):
            return NotImplemented
        return (
            self.n == other.n
            and self._shapes() == other._shapes()
            and self.cells == other.cells
            and self.parts == other.parts
            and all(np.array_equal(a, b) for a, b in zip(self._arrays(), other._arrays(), strict=True))
        )

    __hash__ = None  # type: ignore[assignment]  # arrays have no hash

    def _arrays(self) -> tuple[Counts, ...]:
        return (*self.alone, self.named, self.groups, *self.choices, self.together)

    def _shapes(self) -> tuple[Any, ...]:
        return (self.spans, self.cells.shape, self.parts.shape, *(array.shape for array in self._arrays()))

    def _with(self, other: "Tally", combine: Callable[[Any, Any], Any]) -> "Tally":
        if self._shapes() != other._shapes():
            raise TallyError(f"tallies of different questionnaires: shapes {self._shapes()} and {other._shapes()}")
        names = [field.name for field in fields(self) if field.name != "spans"]
        values = {name: _combined(getattr(self, name), getattr(other, name), combine) for name in names}
        return Tally(**values, spans=self.spans)


def _combined(one: Any, other: Any, combine: Callable[[Any, Any], Any]) -> Any:
    if isinstance(one, tuple):
        return tuple(combine(a, b) for a, b in zip(one, other, strict=True))
    return combine(one, other)


def _empty(columns: int, *arrays: Array) -> Table:
    return Table(np.zeros((0, columns), dtype=np.int64), (np.zeros(0, dtype=np.int64), *arrays))


def _zeros(*shape: int) -> Counts:
    return np.zeros(shape, dtype=np.int64)
