"""Counts one response frame into a tally."""

from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.codebook import Codebook, Role, Variable
from analysis.kinds import score_for
from analysis.layout import layout_of, scale_of
from analysis.tables import Table, places_of
from analysis.tally import CHOSEN, FIRST, GROUPS, Tally
from analysis.vocabulary import Measure

if TYPE_CHECKING:
    import pandas as pd

Counts = NDArray[np.int64]
Codes = NDArray[Any]
Array = NDArray[Any]

THREADS, MANY = 2, 20_000
"""Areas counted side by side, and the responses from which that is worth it."""

MULTIPLIER, MIXER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)
"""Odd 64-bit constants of the splitmix64 generator (Steele, Lea and Flood 2014), which spread codes evenly."""


class Counter:
    """Counts one frame, whose coded columns are read as integer codes."""

    def __init__(self, frame: "pd.DataFrame", codebook: Codebook) -> None:
        self.frame = frame
        self.codebook = codebook
        self.layout = layout_of(codebook)
        self.score = score_for(codebook)

    def tally(self) -> Tally:
        """The tally of the whole frame."""
        cells, parts, together = self._tables()
        named, groups = self._target_groups()
        return Tally(
            n=len(self.frame),
            cells=cells,
            parts=parts,
            alone=tuple(self._alone(measure) for measure in self.layout.alone),
            named=named,
            groups=groups,
            choices=tuple(self._choice(variable) for variable in self.layout.choices),
            together=together,
            spans=tuple(len(variable.categories) for variable in self.layout.groupings),
        )

    def _tables(self) -> tuple[Table, Table, Counts]:
        """`cells`, `parts` and `together`, in one pass over the areas."""
        cells, cell_keys = places_of(self._cell_columns, len(self.frame))
        parts, part_keys = places_of(self._part_columns, len(self.frame))
        joints = [self._room(len(cell_keys), *self.score.base.shape, weights=column) for column in self._weightings]
        sums = self._room(len(part_keys), len(self._features), weights=self._weight)
        needs = np.empty((len(self.layout.areas), len(self.frame)), dtype=bool)
        starts = cells * self.score.base.size

        def count(area: int) -> None:
            answers = self._answers(self.layout.areas[area])
            for joint, weights in zip(joints, self._weightings, strict=True):
                room = joint[:, area]
                room[...] = np.bincount(starts + answers, weights, minlength=room.size).reshape(room.shape)
            for number, feature in enumerate(self._features):
                sums[:, area, number] = self._sum(parts, feature[answers], len(part_keys))
            needs[area] = self._needing[answers]

        areas = range(len(self.layout.areas))
        if len(self.frame) < MANY:
            list(map(count, areas))
        else:
            with ThreadPoolExecutor(THREADS) as pool:  # NumPy counts without holding the interpreter
                list(pool.map(count, areas))
        return (
            Table(cell_keys, (np.bincount(cells), np.bincount(cells, self._population), *joints)),
            Table(part_keys, (np.bincount(parts), np.bincount(parts, self._weight), sums)),
            _crossed(needs),
        )

    def _room(self, keys: int, *sizes: int, weights: Array | None) -> Array:
        """An array `[key, area, ...]`, in memory key by key for each area, as it will be written."""
        kind = np.int64 if weights is None else np.float64
        areas = len(self.layout.areas)
        if len(sizes) == 1:
            return np.moveaxis(np.empty((areas, *sizes, keys), dtype=kind), -1, 0)
        return np.swapaxes(np.empty((areas, keys, *sizes), dtype=kind), 0, 1)

    @cached_property
    def _features(self) -> Array:
        """What each place in the joint table adds to each sum of the need score, `[feature, place]`."""
        features = self.score.need_score.features
        return features.reshape(len(features), -1)

    def _answers(self, area: str) -> Codes:
        """Every respondent's place in the joint table of the pair, row by row."""
        first, second = self.layout.pair
        width = len(scale_of(self.codebook, second)) + 2
        kind = np.int32 if self.score.base.size > np.iinfo(np.int16).max else np.int16
        answers: Codes = self._area_codes(first, area).astype(kind) * width + self._area_codes(second, area)
        return answers

    def _sum(self, parts: Counts, values: Array, size: int) -> Array:
        return np.bincount(parts, values if self._weight is None else values * self._weight, minlength=size)

    @cached_property
    def _needing(self) -> NDArray[np.bool_]:
        """Whether a person with these codes needs the area."""
        marked: NDArray[np.bool_] = self.score.needing.ravel()
        return marked

    @cached_property
    def _weightings(self) -> list[Array | None]:
        """None for plain counts, then the design weights and their squares where there are any."""
        return [None] if self._weight is None else [None, self._weight, self._weight**2]

    @cached_property
    def _weight(self) -> Array | None:
        name = self.codebook.design.weight
        return None if name is None else np.nan_to_num(self._numbers(name))

    @cached_property
    def _population(self) -> Array | None:
        """The size of each respondent's design stratum in the population (or a sampling fraction)."""
        name = self.codebook.design.fpc
        return np.zeros(len(self.frame)) if name is None else np.nan_to_num(self._numbers(name))

    def _numbers(self, name: str) -> Array:
        variable = self.codebook.variable(name)
        if not variable.coded:
            return self.frame[name].to_numpy(dtype=float)
        levels = np.array([*map(float, variable.levels), np.nan, np.nan])
        numbers: Array = levels[self._codes(variable)]
        return numbers

    @cached_property
    def _cell_columns(self) -> list[Codes]:
        design = self.codebook.design
        return [self._ids(design.strata), self._ids(design.cluster), *map(self._codes, self.layout.groupings)]

    @cached_property
    def _part_columns(self) -> list[Codes]:
        return [(self._hash % np.uint64(GROUPS)).astype(np.int64), *map(self._codes, self.layout.strata)]

    def _ids(self, name: str | None) -> Codes:
        """A whole number for each value of a design column, the same in every frame; 0 without such a column."""
        if name is None:
            return np.zeros(len(self.frame), dtype=np.int64)
        import pandas as pd

        texts = self.frame[name].astype(object)
        return pd.util.hash_array(texts.to_numpy(), categorize=True).view(np.int64)

    @cached_property
    def _hash(self) -> NDArray[np.uint64]:
        """A number for each respondent: from their sampling unit, else their id, else all their coded answers.

        It depends on nothing but the respondent, so every partition of the responses forms the same groups. The way of
        answering is left out: tallies that were kept before it was counted have the same groups.
        """
        ids = self.codebook.by_role(Role.ID)
        key = self.codebook.design.cluster or (ids[0].name if ids else None)
        mixed = self._ids(key).view(np.uint64).copy()
        if key is None:
            for variable in self.codebook.variables:
                if variable.coded and variable.role != Role.MODE:
                    mixed *= MULTIPLIER
                    mixed += self._codes(variable).astype(np.uint64)
        mixed ^= mixed >> np.uint64(30)
        mixed *= MIXER
        mixed ^= mixed >> np.uint64(27)
        return mixed

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

    def _alone(self, measure: Measure) -> Counts:
        codes = len(scale_of(self.codebook, measure)) + 2
        return np.array([np.bincount(self._area_codes(measure, area), minlength=codes) for area in self.layout.areas])

    def _target_groups(self) -> tuple[Counts, Counts]:
        """`named` and `groups` of the tally."""
        areas, variables = self.layout.areas, self.layout.groups
        named = np.zeros(len(areas), dtype=np.int64)
        groups = np.zeros((len(areas), len(variables)), dtype=np.int64)
        if not variables:
            return named, groups
        chosen = np.array([self._codes(variable) == CHOSEN for variable in variables])
        somebody = chosen.any(axis=0)
        for place, area in enumerate(areas):
            first = self._area_codes(Measure.PICKED, area) == FIRST
            named[place] = np.count_nonzero(first & somebody)
            groups[place] = np.count_nonzero(chosen[:, first], axis=1)
        return named, groups

    def _choice(self, variable: Variable) -> Counts:
        return np.bincount(self._codes(variable), minlength=len(variable.categories)).astype(np.int64)


def _by_need(measure: Measure | None, levels: int) -> Codes:
    """Codes from the least to the most need: no_answer, dont_know, the levels (a low state is a need)."""
    ranked = range(levels - 1, -1, -1) if measure == Measure.STATE else range(levels)
    return np.array([levels + 1, levels, *ranked], dtype=np.int8)


def _crossed(marks: NDArray[np.bool_]) -> Counts:
    """How many people are marked for each two of the areas, `marks` being `[area, person]`."""
    bits = np.packbits(marks, axis=1)
    words = np.pad(bits, ((0, 0), (0, -bits.shape[1] % 8))).view(np.uint64)
    return np.array([np.bitwise_count(words & row).sum(axis=1, dtype=np.int64) for row in words])
