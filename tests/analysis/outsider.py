"""What somebody who sees a diagnosis can work out about its hidden numbers, by linear programming.

The outsider knows the totals of the whole sample, the sizes of the shown groups and, of each shown cell, all
counts behind its score. Unknown are the sizes of hidden groups (the last group: people who stated none) and
the counts of hidden cells. A hidden number leaks when the least and the greatest value that agree with all
of that lie closer than the threshold, though the totals by themselves leave more room.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import lil_array

from analysis.codebook import Codebook, Variable
from analysis.kinds import score_for
from analysis.layout import layout_of
from analysis.results import Breakdown, Diagnosis
from analysis.tally import Tally


@dataclass
class Outsider:
    """Knowledge about one breakdown, and the truth: `counts[layer, area, group]` and `sizes[group]`."""

    counts: np.ndarray
    sizes: np.ndarray
    weight: int
    shown_cells: np.ndarray
    shown_sizes: np.ndarray

    def leaks(self, threshold: int) -> Iterator[tuple[str, int, int]]:
        """Hidden numbers known too closely: (what, area or -1, group)."""
        layers, _, groups = self.counts.shape
        for group in np.flatnonzero(~self.shown_sizes[: groups - 1]):
            if self._width(self._size_place(group)) < threshold and self.shown_sizes.any():
                yield "size", -1, int(group)
        for area, group in np.argwhere(~self.shown_cells[:, : groups - 1]):
            for layer in range(layers):
                width = self._width(self._place(layer, area, group))
                if width < min(threshold, self._room_by_totals(layer, area)):
                    yield f"count {layer}", int(area), int(group)

    def _room_by_totals(self, layer: int, area: int) -> int:
        total = self.counts[layer, area].sum()
        return int(min(total, self.weight * self.sizes.sum() - total))

    def _place(self, layer: int, area: int, group: int) -> int:
        return int(np.ravel_multi_index((layer, area, group), self.counts.shape))

    def _size_place(self, group: int) -> int:
        return self.counts.size + int(group)

    def _width(self, place: int) -> int:
        objective = np.zeros(self.counts.size + self.sizes.size)
        objective[place] = 1
        ends = [self._solve(sign * objective) for sign in (1, -1)]
        return round(-ends[1] - ends[0])

    def _solve(self, objective: np.ndarray) -> float:
        known, values = self._known()
        limits = self._limits()
        result = linprog(objective, limits, np.zeros(limits.shape[0]), known, values, method="highs")
        assert result.success, result.message
        return float(result.fun)

    def _known(self) -> tuple[lil_array, np.ndarray]:
        """Equations: totals of sizes and of each area's counts, shown sizes, all counts of shown cells."""
        layers, areas, groups = self.counts.shape
        everyone = np.arange(groups)
        equations = [[self._size_place(group) for group in everyone]]
        equations += [[self._size_place(group)] for group in np.flatnonzero(self.shown_sizes)]
        for layer in range(layers):
            equations += [[self._place(layer, area, group) for group in everyone] for area in range(areas)]
            equations += [[self._place(layer, *cell)] for cell in np.argwhere(self.shown_cells)]
        truth = np.concatenate([self.counts.ravel(), self.sizes])
        matrix = lil_array((len(equations), truth.size))
        for row, places in enumerate(equations):
            matrix[row, places] = 1
        return matrix.tocsr(), matrix @ truth

    def _limits(self) -> lil_array:
        """Inequalities: two counts that exclude each other sum to no more than the group's size."""
        layers, areas, groups = self.counts.shape
        pairs = [
            (pair, area, group) for pair in range(0, layers, 2) for area in range(areas) for group in range(groups)
        ]
        matrix = lil_array((len(pairs), self.counts.size + self.sizes.size))
        for row, (pair, area, group) in enumerate(pairs):
            matrix[row, [self._place(pair, area, group), self._place(pair + 1, area, group)]] = 1
            matrix[row, self._size_place(group)] = -self.weight
        return matrix.tocsr()


def outsiders(tally: Tally, book: Codebook, diagnosis: Diagnosis) -> Iterator[Outsider]:
    """The knowledge about each breakdown of a diagnosis."""
    layout = layout_of(book)
    for rows, variable, shown in zip(layout.group_rows, layout.groupings, diagnosis.breakdowns, strict=True):
        joint = tally.joint[rows]
        joint = np.concatenate([joint[:-2], joint[-2:].sum(axis=0, keepdims=True)])
        score = score_for(book)
        yield Outsider(
            counts=score.sensitive(joint).swapaxes(1, 2),
            sizes=joint[:, 0].sum(axis=(1, 2)),
            weight=score.weight,
            shown_cells=np.pad(_shown_cells(shown, variable, book), ((0, 0), (0, 1))),
            shown_sizes=np.array([size is not None for size in shown.n] + [False]),
        )


def _shown_cells(breakdown: Breakdown, variable: Variable, book: Codebook) -> np.ndarray:
    return np.array(
        [[breakdown.cell(area.key, level).n is not None for level in variable.levels] for area in book.areas]
    )


def leaks(tally: Tally, book: Codebook, diagnosis: Diagnosis) -> list[tuple[str, int, int]]:
    """All leaks of a diagnosis at its own threshold."""
    known = outsiders(tally, book, diagnosis)
    return [leak for outsider in known for leak in outsider.leaks(diagnosis.threshold)]
