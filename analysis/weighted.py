"""A tally with its weights: the sample that all figures speak of, and replicates of the need scores."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.codebook import Codebook
from analysis.estimators import Estimator
from analysis.layout import layout_of
from analysis.sample import Sample
from analysis.stored import listed
from analysis.tables import places_of
from analysis.tally import FIRST_GROUPING, GROUPS, Tally
from analysis.weights import Cells, Margin, Rules, Weights, reweigh, weigh

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[Any]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Weighted:
    """A tally, its weights by cell of the strata, and the sample they make."""

    tally: Tally
    weights: Weights
    sample: Sample

    @classmethod
    def of(cls, tally: Tally, codebook: Codebook, margins: Sequence[Margin], rules: Rules) -> "Weighted":
        """The tally weighted to the margins (none: design weights, or everybody alike)."""
        places, cells = weighting_cells(tally, codebook)
        weights = weigh(cells, margins, codebook, rules)
        return cls(tally, weights, Sample(tally, codebook, weights, places))

    def replicates(self, estimator: Estimator) -> Floats:
        """The figure `[group, area]` without each of the hash groups in turn, weighted anew each time.

        NaN for groups that hold nobody.
        """
        table = self.tally.parts
        count, base, sums = table.arrays
        group = table.keys[:, 0]
        cell, keys = places_of(list(table.keys[:, 1:].T), len(table))
        left_out = np.zeros((GROUPS, len(keys)))
        left_out[group, cell] = base
        factors = reweigh(left_out.sum(axis=0) - left_out, self.weights)
        whole = self._by_cell(sums, cell, len(keys))
        totals = (factors @ whole.reshape(len(keys), -1)).reshape(GROUPS, *whole.shape[1:])
        for number, rows in _runs(group):
            totals[number] -= np.tensordot(factors[number, cell[rows]], sums[rows], axes=1)
        values = estimator.value(totals)
        values[np.bincount(group, count, minlength=GROUPS) == 0] = np.nan
        return values

    @staticmethod
    def _by_cell(sums: Array, cell: Array, cells: int) -> Floats:
        """Sums `[cell, area, feature]` over the hash groups."""
        flat = sums.reshape(len(sums), -1)
        columns = [np.bincount(cell, column, minlength=cells) for column in flat.T]
        whole = np.stack(columns, axis=-1).astype(float)
        return whole.reshape(cells, *sums.shape[1:])


def weighting_cells(tally: Tally, codebook: Codebook) -> tuple[Array, Cells]:
    """The cells that weights are computed on, and for each key of `tally.cells` its place among them."""
    strata = layout_of(codebook).strata
    keys = tally.cells.keys[:, FIRST_GROUPING : FIRST_GROUPING + len(strata)]
    places, codes = places_of(list(keys.T), len(keys))
    joint = tally.cells.arrays[2:]
    base, squares = (array[:, 0].sum(axis=(-2, -1)) for array in (joint[1:] if len(joint) > 1 else joint * 2))
    cells = Cells(
        variables=tuple(variable.name for variable in strata),
        codes=codes,
        n=np.bincount(places, tally.cells.n, minlength=len(codes)).astype(np.int64),
        base=np.bincount(places, base, minlength=len(codes)).astype(float),
        squares=np.bincount(places, squares, minlength=len(codes)).astype(float),
    )
    return places, cells


def respondent_weights(
    frame: "pd.DataFrame", codebook: Codebook, margins: Sequence[Margin], rules: Rules
) -> dict[str, Any]:
    """How a frame is weighted to margins, and the weight of each of its rows (None: left out), as plain data.

    `weights` sum to the population of the margins where these are counts, to the respondents where they are shares.
    """
    tally = Tally.from_frame(frame, codebook)
    _, cells = weighting_cells(tally, codebook)
    weights = weigh(cells, margins, codebook, rules)
    strata = [frame[variable.name].cat.codes.to_numpy() for variable in layout_of(codebook).strata]
    of_row, _ = places_of(strata, len(frame))
    name = codebook.design.weight
    base = np.ones(len(frame)) if name is None else np.nan_to_num(frame[name].to_numpy(dtype=float))
    values = weights.factors[of_row] * base
    return {
        **listed(asdict(weights.weighting)),
        "version": 1,
        "n": len(frame),
        "n_weighted": weights.weighting.n,
        "weights": [value or None for value in values.tolist()],
    }


def jackknife_correlation(replicates: Floats) -> Floats:
    """The correlation `[area, area]` of estimates, from replicates that leave one group out each.

    Areas whose replicates do not vary, or that have none, correlate with nothing.
    """
    known = replicates[~np.isnan(replicates).all(axis=1)]
    centred = np.nan_to_num(known - known.mean(axis=0)) if len(known) else np.zeros((1, replicates.shape[1]))
    length = np.sqrt((centred**2).sum(axis=0))
    scaled = np.divide(centred, length, out=np.zeros_like(centred), where=length > 0)
    correlation: Floats = scaled.T @ scaled
    np.fill_diagonal(correlation, 1.0)
    return correlation


def _runs(group: Array) -> list[tuple[int, slice]]:
    """Each hash group that is there, with the slice of its rows; groups are in order."""
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    ends = [*starts[1:], len(group)]
    return [(int(group[start]), slice(start, end)) for start, end in zip(starts, ends, strict=True)]
