"""Groups of residents: their scores, differences from everybody else, tests, and needs of minorities."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis import comparison, disclosure, intervals
from analysis.coarse import Coarse
from analysis.codebook import Variable
from analysis.disclosure import Unprotected
from analysis.estimators import Estimator, ratio
from analysis.results import Breakdown, GroupCell, GroupTest, MinorityNeed
from analysis.sample import Groups
from analysis.work import Work

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Array = NDArray[Any]

ENOUGH = 30
"""A group of fewer people is shown with its interval, but not tested."""


@dataclass(frozen=True)
class Hidden:
    """Withheld categories (with their size), withheld cells `[area, category]`, and areas without any mean.

    The last category is the people who stated none. It is not shown and needs no protection: who skipped a
    question is nobody's visible trait. Means give away how many people chose each level. So an area has them for
    all categories or, where one of those counts is small or a cell is withheld, for none: nothing is left to
    subtract.
    """

    groups: Mask
    cells: Mask
    means: Mask


MEANS = frozenset({"mean", "mean_error"})
"""Figures that give away how many people chose each level."""


class Comparison:
    """All groupings of one diagnosis. Tests are adjusted for every test there is."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.groupings = [Grouping(work, number, variable) for number, variable in enumerate(work.layout.groupings)]

    @property
    def withheld(self) -> Mask:
        """Areas of which a cell of some grouping is withheld."""
        found = np.zeros(len(self.work.layout.areas), dtype=bool)
        for grouping in self.groupings:
            found |= grouping.hidden.cells[:, :-1].any(axis=1)
        return found

    def breakdowns(self, coarse: Coarse) -> tuple[Breakdown, ...]:
        """Scores by the categories of each grouping."""
        p = [grouping.p for grouping in self.groupings]
        adjusted = _adjusted(p)
        return tuple(
            grouping.breakdown(found, coarse) for grouping, found in zip(self.groupings, adjusted, strict=True)
        )

    def tests(self) -> tuple[GroupTest, ...]:
        """A test of each area and grouping with at least two groups that are large enough."""
        found = [test for grouping in self.groupings for test in grouping.tests()]
        p = np.array([test.p for _, _, test in found])
        holm, adjusted = comparison.holm(p), comparison.benjamini_hochberg(p)
        return tuple(
            _group_test(grouping, area, test, (float(holm[k]), float(adjusted[k])))
            for k, (grouping, area, test) in enumerate(found)
        )

    def minorities(self) -> tuple[MinorityNeed, ...]:
        """Needs that are strong in one group of residents and get lost in the mean."""
        return tuple(need for grouping in self.groupings for need in grouping.minorities())


def _adjusted(parts: list[Floats]) -> list[Floats]:
    """P values adjusted together, in the shapes they came in."""
    flat = np.concatenate([part.ravel() for part in parts]) if parts else np.zeros(0)
    adjusted = comparison.benjamini_hochberg(flat)
    ends = np.cumsum([part.size for part in parts])[:-1]
    return (
        [found.reshape(part.shape) for found, part in zip(np.split(adjusted, ends), parts, strict=True)]
        if parts
        else []
    )


def _group_test(grouping: "Grouping", area: int, test: comparison.Test, adjusted: tuple[float, float]) -> GroupTest:
    difference = grouping.widest(area)
    return GroupTest(
        variable=grouping.variable.name,
        area=grouping.work.layout.areas[area],
        method="rao_scott",
        statistic=test.statistic,
        df=test.df,
        df_residual=test.df_residual,
        p=test.p,
        p_holm=adjusted[0],
        p_adjusted=adjusted[1],
        effect=test.effect,
        notable=comparison.notable(adjusted[1], difference, test.effect**2),
    )


class Grouping:
    """The figures of the categories of one grouping variable, arrays being `[category, area]`.

    The last two categories are the people who said "don't know" or gave no answer: they belong to everybody
    else, but have no figures of their own.
    """

    def __init__(self, work: Work, number: int, variable: Variable) -> None:
        self.work, self.variable = work, variable
        self.rows = work.layout.group_rows[number]
        self.joint = work.tally.joint[self.rows]
        codes = work.sample.codes(number)
        self.groups = Groups(work.features, codes == np.arange(len(variable.categories))[:, None])
        self.size = len(variable.levels)

    @cached_property
    def sums(self) -> Floats:
        """Weighted sums of features `[category, area, feature]` of the categories that are shown."""
        return self.groups.sums[: self.size]

    @cached_property
    def others(self) -> Floats:
        """The same sums of everybody else."""
        others: Floats = self.groups.sums.sum(axis=0) - self.sums
        return others

    def figure(self, estimator: Estimator) -> Floats:
        """A figure of each category."""
        return estimator.value(self.work.basis.sums(estimator, self.sums))

    def difference(self, estimator: Estimator) -> Floats:
        """A figure of each category less that of everybody else."""
        return self.figure(estimator) - estimator.value(self.work.basis.sums(estimator, self.others))

    @cached_property
    def errors(self) -> list[Floats]:
        """Standard errors of need score, mean and share, and of the difference of need scores."""
        score, basis = self.work.score, self.work.basis
        own = [
            self._placed(basis.gradient(estimator, self.sums))
            for estimator in (score.need_score, score.mean_level, score.share)
        ]
        apart = ~np.eye(self.size, len(self.groups.n), dtype=bool)
        outside = basis.gradient(score.need_score, self.others)
        rest = np.einsum("paf,pc->apcf", outside, apart.astype(float))
        errors = np.split(self.groups.errors(np.concatenate([*own, own[0] - rest], axis=1)).T, 4)
        figures = [self.figure(estimator) for estimator in (score.need_score, score.mean_level, score.share)]
        figures.append(self.difference(score.need_score))
        return [np.where(np.isnan(figure), np.nan, error) for figure, error in zip(figures, errors, strict=True)]

    def _placed(self, gradients: Floats) -> Floats:
        """Coefficients `[area, figure, category, feature]` of figures that speak of one category each."""
        placed: Floats = np.einsum("paf,pc->apcf", gradients, np.eye(self.size, len(self.groups.n)))
        return placed

    @cached_property
    def counted(self) -> Counts:
        """The base `[category, area]`, as people."""
        base: Counts = self.work.score.n(self.joint[: self.size])
        return base

    @cached_property
    def p(self) -> Floats:
        """How surprising each difference is, were there none; NaN for small groups and for no difference at all."""
        from scipy import stats

        difference, error = self.difference(self.work.score.need_score), self.errors[3]
        with np.errstate(divide="ignore", invalid="ignore"):
            t = np.abs(difference) / error
        p = 2 * stats.t.sf(t, max(self.work.sample.degrees, 1))
        return np.where((self.counted >= ENOUGH) & (error > 0), p, np.nan)

    @cached_property
    def _stated(self) -> Counts:
        """Counts `[category, area, ...]`, those who stated no category put together as the last one."""
        return _together(self.joint)

    @cached_property
    def hidden(self) -> Hidden:
        """What is withheld because of too few people."""
        sizes = self._stated[:, 0].sum(axis=(-2, -1))
        open_parts = np.arange(len(sizes)) == len(sizes) - 1
        groups = disclosure.hidden_groups(sizes, self._threshold, open_parts)
        score = self.work.score
        counts = score.sensitive(self._stated).swapaxes(1, 2)
        alike = disclosure.alike(counts, self._threshold * score.weight)
        most = np.broadcast_to(sizes * score.weight, counts.shape[1:])
        cells = disclosure.hidden_cells(disclosure.Table(counts, most, open_parts, groups, alike), self._threshold)
        return Hidden(groups, cells, self._small_levels | cells[:, :-1].any(axis=1))

    @cached_property
    def _small_levels(self) -> Mask:
        """Areas in which too few people of some category chose one and the same level."""
        few = disclosure.small(self.work.score.by_level(self._stated[:-1]), self._threshold)
        areas: Mask = np.asarray(few.any(axis=(0, 2)))
        return areas

    @property
    def _threshold(self) -> int:
        return max(disclosure.threshold_for(self.variable, self.work.threshold), self.work.threshold_of_areas)

    def breakdown(self, adjusted: Floats, coarse: Coarse) -> Breakdown:
        """The scores of every area and category; what too few people stand behind is withheld."""
        groups, hidden, no_mean = self.hidden.groups, self.hidden.cells, self.hidden.means
        areas, categories = self.work.layout.areas, self.variable.levels
        shown = hidden.T[: self.size]
        masks = {True: shown | no_mean, False: shown}
        figures = coarse.columns(self._figures(adjusted), np.arange(len(areas)))
        released = [Unprotected(column).release(masks[name in MEANS]) for name, column in figures.items()]
        cells = tuple(
            GroupCell(area, category, *(column[part][row] for column in released))
            for row, area in enumerate(areas)
            for part, category in enumerate(categories)
        )
        sizes = self._stated[:-1, 0].sum(axis=(-2, -1))
        return Breakdown(
            variable=self.variable.name,
            label=self.variable.label,
            categories=categories,
            labels=self.variable.labels or categories,
            n=tuple(None if gone else int(size) for gone, size in zip(groups[:-1], sizes, strict=True)),
            cells=cells,
            suppressed=int(hidden[:, :-1].sum()),
            role=self.variable.role,
        )

    def _figures(self, adjusted: Floats) -> dict[str, Array]:
        """The fields of `GroupCell` after area and category, in their order, each `[category, area]`."""
        score, errors = self.work.score, self.errors
        difference = self.difference(score.need_score)
        low, high = comparison.difference_interval(difference, errors[3], self.work.level, self.work.sample.degrees)
        count = score.count(self.joint[: self.size])
        figures = {
            "value": self.figure(score.need_score),
            "n": self.counted,
            "count": np.full(self.counted.shape, np.nan) if count is None else count,
            "error": errors[0],
            "mean": self.figure(score.mean_level),
            "mean_error": errors[1],
            "share": self.figure(score.share),
            "share_error": errors[2],
            "difference": difference,
            "difference_low": low,
            "difference_high": high,
            "p_adjusted": adjusted,
        }
        return figures

    def widest(self, area: int) -> float:
        """The greatest difference of a large enough category from everybody else, for shares."""
        return float(self._widest[area])

    @cached_property
    def _widest(self) -> Floats:
        differences = np.abs(self.difference(self.work.score.tested))
        large = (self.counted >= ENOUGH) & ~np.isnan(differences)
        widest: Floats = np.where(large, differences, 0.0).max(axis=0, initial=0.0)
        return widest

    def tests(self) -> "Iterator[tuple[Grouping, int, comparison.Test]]":
        """Rao and Scott's test of each area, over the categories that are large enough; none for withheld cells."""
        places = self.work.basis.places[id(self.work.score.tested)]
        chosen = np.flatnonzero(self.groups.n[: self.size] >= ENOUGH)
        if len(chosen) < 2:
            return
        tables, covariances = self._tables(chosen, places)
        withheld = np.flatnonzero(self.hidden.cells[:, chosen].any(axis=1))
        n = self.work.sample.counts.sum(axis=0) @ self.work.basis.rows[places[1]]
        for area in range(len(tables)):
            if area not in withheld and n[area]:
                test = comparison.rao_scott(tables[area], covariances[area], int(n[area]), self.work.sample.degrees)
                if test.p == test.p:  # not a number: nothing varies, so there is nothing to test
                    yield self, area, test

    def _tables(self, chosen: Array, places: Array) -> tuple[Floats, Floats]:
        """Weighted shares `[area, category, with and without]` of the tested answer, and their covariances.

        Rows are the chosen categories; the shares of one area sum to 1.
        """
        part, whole = (self.groups.sums[chosen][..., place].T for place in places)
        total = whole.sum(axis=1)
        divided = np.stack([part, whole - part], axis=-1) / np.where(total > 0, total, 1)[:, None, None]
        areas, categories = part.shape
        features = self.groups.sums.shape[-1]
        own = np.zeros((areas, categories, 2, len(self.groups.n), features))
        for row, category in enumerate(chosen):
            own[:, row, 0, category, places[0]] = 1
            own[:, row, 1, category, places[1]] = 1
            own[:, row, 1, category, places[0]] -= 1
        own[..., chosen, places[1]] -= divided[..., None]
        own /= np.where(total > 0, total, 1)[:, None, None, None, None]
        return divided, self.groups.covariance(own.reshape(areas, 2 * categories, len(self.groups.n), features))

    def _surely_above(self, share: Floats, n: Floats, others: Floats) -> Floats:
        """What each share is at least, if the chance in the share of everybody else counts as well.

        Holds for all groups and areas together; both distances are put together as Newcombe (1998) does for
        the difference of two shares.
        """
        level = intervals.simultaneous_level(self.work.level, share.size)
        rest = np.maximum(self.work.counted - self.counted, 0) * ratio(n, self.counted)
        down = share - intervals.proportion(share, n, level)[0]
        up = intervals.proportion(others, rest, level)[1] - others
        return share - np.sqrt(down**2 + up**2)

    def minorities(self) -> Iterator[MinorityNeed]:
        """Strong needs of one category that the mean hides, where the category may be shown."""
        if not self.work.score.proportion:
            return
        share = self.figure(self.work.score.need_score)
        everybody = self.work.total(self.work.score.need_score)
        others = share - self.difference(self.work.score.need_score)
        n = self.work.effective(share, self.errors[0], self.counted)
        shown = intervals.proportion(share, n, self.work.level)
        low = self._surely_above(share, n, others)
        found = comparison.minority_needs(self.groups.n[: self.size], share, low, everybody, others)
        for category, area in found:
            if self.hidden.cells[area, category]:
                continue
            yield MinorityNeed(
                variable=self.variable.name,
                category=self.variable.levels[category],
                area=self.work.layout.areas[area],
                n=int(self.counted[category, area]),
                share=float(share[category, area]),
                low=float(shown[0][category, area]),
                high=float(shown[1][category, area]),
                others=float(others[category, area]),
            )


def _together(joint: Counts) -> Counts:
    """The last two categories, "don't know" and no answer, as one."""
    return np.concatenate([joint[:-2], joint[-2:].sum(axis=0, keepdims=True)])
