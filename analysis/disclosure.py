"""Which numbers of a table stay hidden, so that nobody can work out a count of very few people.

Tables here have rows (areas) and parts (groups of residents, answers); their row totals are public. A part is
hidden when one of its counts lies between 1 and threshold - 1 (primary suppression). Then more parts of a row
are hidden until each hidden count could be anything over a range at least `threshold` wide, whatever an
outsider computes from the totals and the parts shown (complementary suppression). Where even the whole row is
too small for that, the whole row is hidden, and the table adds nothing to the totals.

Zero. Nobody is singled out by a count of 0, so it is shown; but a small group that all said the same (0 % or
100 %) tells of each of its members, so it is withheld as well (`alike`).

Releases. Of several releases each step between two is a table of its own, about the people who came in between.
`withheld_places` says what a diagnosis of those people would withhold; what is withheld once stays withheld in all
later releases (`without_places`). As every step only adds people and has public totals of its own, an outsider's
equations fall apart into one system for each step, and each of these is protected.

The range of a hidden count has a closed form. The hidden parts h of a row have known sizes N_h, of which the
counts take x_h with a known sum S, so max(0, N_h - (sum N - S)) <= x_h <= min(N_h, S) (Frechet's bounds).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from analysis.codebook import Variable
from analysis.errors import ChoiceError, DisclosureError
from analysis.results import Breakdown, ChoiceCounts, Diagnosis, GroupCell, TargetGroupCount

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
Place = tuple[str, ...]
"""Where a figure of a diagnosis stands: its kind, then its keys, such as ("cell", "age", "18-29", "care")."""

GROUPS: Place = ("groups",)
"""The place of everything that is said about groups of residents and about answers that are protected."""

SENSITIVE = 10
"""Groups by a sensitive question are of at least so many people, whoever looks."""

ALIKE = 2
"""Everybody in a group saying the same tells of each member: withheld in groups under so many thresholds."""


class Unprotected:
    """Figures of groups before the gate. They cannot be shown: the only way out is `release`.

    Every output of figures about groups passes here: text, formats, templates, JSON and arrays refuse this type.
    """

    __slots__ = ("_values",)

    def __init__(self, values: NDArray[Any]) -> None:
        self._values = values

    def release(self, hidden: Mask) -> list[Any]:
        """The figures as plain Python values in lists, None where they are hidden or not a number."""
        if hidden.shape != self._values.shape:
            raise DisclosureError(
                f"hidden: shape {hidden.shape} found; needed: {self._values.shape}, one for each figure"
            )
        plain = self._values.astype(object)
        gone: Mask = np.asarray(plain != plain, dtype=bool) | hidden
        plain[gone] = None
        released: list[Any] = plain.tolist()
        return released

    def _refuse(self, *_: object) -> NoReturn:
        raise DisclosureError("figures of groups are not protected yet; show what release() returns")

    __str__ = __repr__ = __format__ = __html__ = __iter__ = __len__ = __getitem__ = _refuse
    __array__ = __float__ = __int__ = __reduce_ex__ = _refuse


@dataclass(frozen=True)
class Table:
    """What an outsider would like to know, and what they know about it.

    `counts[layer, row, part]` are the counts that a shown part gives away, `sizes[row, part]` the most that
    each can be. `open_parts` may be worked out without harm (people who did not state their group): they need
    no protection, but give cover to others, as nobody sees them. `hidden_sizes` marks parts of which only
    the total size is known; they are hidden in every row. `alike[row, part]` marks small groups whose members
    all said the same.
    """

    counts: Counts
    sizes: Counts
    open_parts: Mask
    hidden_sizes: Mask
    alike: Mask | None = None

    @property
    def empty(self) -> Mask:
        """Parts `[row, part]` known to be of nobody: there is nothing to hide, and nothing to hide behind."""
        nobody: Mask = (self.sizes == 0) & ~self.hidden_sizes
        return nobody

    @classmethod
    def of(cls, counts: Counts, sizes: Counts) -> "Table":
        """A table whose parts all need protection and have sizes that are known."""
        nothing = np.zeros(counts.shape[-1], dtype=bool)
        return cls(counts, sizes, nothing, nothing)


def check_threshold(threshold: int) -> int:
    """The threshold itself; ChoiceError when it is negative. 0 hides nothing, for reference runs."""
    if threshold < 0:
        raise ChoiceError(f"disclosure threshold: {threshold} found; allowed: 0 (hide nothing) or more")
    return threshold


def small(counts: Counts, threshold: int) -> Mask:
    """Whether a count is of too few people: 1..threshold - 1. Nobody at all is not a group to protect."""
    return np.logical_and(counts > 0, counts < threshold)


def alike(counts: Counts, threshold: int) -> Mask:
    """Which groups all said the same, and are so small that it tells of their members.

    `counts[layer, ...]` are, layer by layer, people who said something and people who said the opposite.
    """
    one, other = counts[::2], counts[1::2]
    total = one + other
    same = ((one == 0) | (other == 0)) & (total > 0) & (total < ALIKE * threshold)
    found: Mask = same.any(axis=0)
    return found


def threshold_for(variable: Variable, threshold: int) -> int:
    """The threshold of tables broken down by a variable: at least 10 when it is sensitive; 0 stays 0."""
    return max(threshold, SENSITIVE) if variable.sensitive and threshold else threshold


def hidden_groups(sizes: Counts, threshold: int, open_parts: Mask) -> Mask:
    """Which groups of a partition stay hidden with all that belongs to them, their total being public."""
    row = sizes[None, :]
    nothing = np.zeros(sizes.shape, dtype=bool)
    table = Table(row[None], np.full_like(row, sizes.sum()), open_parts, nothing)
    hidden: Mask = hidden_cells(table, threshold)[0]
    return hidden


def hidden_cells(table: Table, threshold: int) -> Mask:
    """Which cells `[row, part]` of a table stay hidden."""
    hidden: Mask = np.asarray(small(table.counts, threshold).any(axis=0))
    if table.alike is not None:
        hidden = hidden | table.alike
    hidden = (hidden & ~table.open_parts) | table.hidden_sizes
    while (unsafe := _unsafe_rows(table, hidden, threshold)).size:
        hidden[unsafe, _best_cover(table, hidden, unsafe, threshold)] = True
    return hidden & ~table.empty


def _unsafe_rows(table: Table, hidden: Mask, threshold: int) -> NDArray[np.intp]:
    """Rows in which a hidden count can be worked out too closely, and something is left to hide."""
    width = _least_width(table, hidden, table.counts, table.sizes)
    return np.flatnonzero((width < threshold) & ~hidden.all(axis=-1))


def _best_cover(table: Table, hidden: Mask, rows: NDArray[np.intp], threshold: int) -> NDArray[np.intp]:
    """For each unsafe row the part to hide next: what protects most, then what costs least."""
    parts = hidden.shape[-1]
    trials = hidden[rows][:, None, :] | np.eye(parts, dtype=bool)
    sizes = table.sizes[rows]
    width = _least_width(table, trials, table.counts[:, rows, None, :], sizes[:, None, :])
    gain = np.minimum(width, threshold).astype(float)
    people = table.counts[:, rows].max(axis=0)
    cost = np.where(table.open_parts, -1, people) / (people.max() + 2)  # under 1, so it only breaks ties
    best: NDArray[np.intp] = np.where(hidden[rows], -np.inf, gain - cost).argmax(axis=-1)
    return best


def _least_width(table: Table, hidden: Mask, counts: Counts, sizes: Counts) -> Counts:
    """The narrowest range `[...]` of any hidden count that needs protection, given `hidden[..., part]`."""
    pooled = (sizes * table.hidden_sizes).sum(axis=-1, keepdims=True)
    at_least = np.where(table.hidden_sizes, 0, sizes)
    at_most = np.where(table.hidden_sizes, pooled, sizes)
    total = (counts * hidden).sum(axis=-1, keepdims=True)
    rest = (sizes * hidden).sum(axis=-1, keepdims=True) - total
    width = np.minimum(at_most, total) - np.maximum(0, at_least - rest)
    needs_range = hidden & ~table.open_parts & (at_most > 0)
    least: Counts = width.min(axis=(0, -1), where=needs_range, initial=np.iinfo(np.int64).max)
    return least


def withheld_places(diagnosis: Diagnosis) -> frozenset[Place]:
    """Where a diagnosis shows nothing because of too few people; GROUPS when it is withheld as a whole."""
    return frozenset({GROUPS}) if diagnosis.withheld else frozenset(_withheld_places(diagnosis))


def _withheld_places(diagnosis: Diagnosis) -> Iterator[Place]:
    for breakdown in diagnosis.breakdowns:
        yield from _withheld_of(breakdown)
    for choice in diagnosis.choices:
        counts = zip(choice.options, choice.counts, strict=True)
        yield from (("choice", choice.question, option) for option, count in counts if count is None)
    for target in diagnosis.target_groups:
        if target.n is None:
            yield "base", target.area
        if target.count is None:
            yield "target", target.area, target.group


def _withheld_of(breakdown: Breakdown) -> Iterator[Place]:
    """Sizes, cells and means; a cell of nobody has a base of 0, and no mean that could be withheld."""
    variable = breakdown.variable
    sizes = zip(breakdown.categories, breakdown.n, strict=True)
    yield from (("size", variable, category) for category, n in sizes if n is None)
    for cell in breakdown.cells:
        if cell.n is None:
            yield "cell", variable, cell.category, cell.area
        if cell.n != 0 and cell.mean is None:
            yield "mean", variable, cell.category, cell.area


def without_places(diagnosis: Diagnosis, places: Collection[Place]) -> Diagnosis:
    """The diagnosis without the figures at these places, and without all that would give them away.

    Tests of an area of which a cell is taken away go with it. Parts that are made from single rows (segments,
    themes, quality, replicates) are not compared between releases and are left out whatever the places.
    """
    kept = replace(diagnosis, segmentation=None, themes=(), quality=None, replicates=())
    if GROUPS in places:
        return replace(kept, breakdowns=(), tests=(), minorities=(), choices=(), target_groups=())
    touched = {(place[1], place[-1]) for place in places if place[0] in ("cell", "mean")}
    return replace(
        kept,
        breakdowns=tuple(_thinned(breakdown, places) for breakdown in kept.breakdowns),
        tests=tuple(test for test in kept.tests if (test.variable, test.area) not in touched),
        minorities=tuple(
            need for need in kept.minorities if ("cell", need.variable, need.category, need.area) not in places
        ),
        choices=tuple(_thinned_choice(choice, places) for choice in kept.choices),
        target_groups=tuple(_thinned_target(target, places) for target in kept.target_groups),
    )


def _thinned(breakdown: Breakdown, places: Collection[Place]) -> Breakdown:
    variable = breakdown.variable
    cells = tuple(_thinned_cell(cell, variable, places) for cell in breakdown.cells)
    sizes = zip(breakdown.categories, breakdown.n, strict=True)
    return replace(
        breakdown,
        n=tuple(None if ("size", variable, category) in places else n for category, n in sizes),
        cells=cells,
        suppressed=sum(cell.n is None for cell in cells),
    )


def _thinned_cell(cell: GroupCell, variable: str, places: Collection[Place]) -> GroupCell:
    keys = (variable, cell.category, cell.area)
    if ("cell", *keys) in places:
        return GroupCell(cell.area, cell.category, None, None, None)
    return replace(cell, mean=None, mean_error=None) if ("mean", *keys) in places else cell


def _thinned_choice(choice: ChoiceCounts, places: Collection[Place]) -> ChoiceCounts:
    counts = zip(choice.options, choice.counts, strict=True)
    shown = tuple(None if ("choice", choice.question, option) in places else count for option, count in counts)
    return replace(choice, counts=shown)


def _thinned_target(target: TargetGroupCount, places: Collection[Place]) -> TargetGroupCount:
    if ("base", target.area) in places:
        return replace(target, count=None, n=None)
    return replace(target, count=None) if ("target", target.area, target.group) in places else target
