"""Weights that give the sample the shape of the population: post-stratification and raking, on cells.

A cell is a combination of answers to the strata. Weights are the same within a cell, so all work is done on
cells, whose number does not depend on the number of respondents. Raking is iterative proportional fitting
(Deming and Stephan 1940); the design effect is Kish's (1965).
"""

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.codebook import Codebook
from analysis.errors import AnalysisError, listed
from analysis.layout import TRAITS
from analysis.results import MarginShare, Weighting
from analysis.vocabulary import WeightMethod

Array = NDArray[Any]
Floats = NDArray[np.float64]

SWEEPS = 1_000
TOLERANCE = 1e-13
"""Raking has converged when no category is off its target by more than this share of it."""

TRIMMINGS = 20
HALF = 0.5
REPLICATE_SWEEPS, REPLICATE_TOLERANCE = 100, 1e-6
LEFT_OUT = -1


class WeightingError(AnalysisError):
    """Margins that do not fit the codebook or the answers; the message names variable, category and fix."""


@dataclass(frozen=True)
class Margin:
    """The population by the categories of one variable: counts or shares."""

    variable: str
    categories: tuple[str, ...]
    counts: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Cells:
    """Respondents by their answers to several variables.

    `codes[cell, variable]` index a variable's `categories`; `n` counts the respondents of each cell, `base` sums
    their design weights and `squares` the squares of these.
    """

    variables: tuple[str, ...]
    codes: Array
    n: Array
    base: Floats
    squares: Floats


@dataclass(frozen=True)
class Rules:
    """How careful to be. Categories under `least` respondents are merged with a neighbour; weights over `cap`
    medians are cut; under `one_margin_under` respondents only the margin that is furthest off is used, as each
    further margin costs more certainty than it takes away bias.
    """

    least: int = 20
    cap: float = 5.0
    one_margin_under: int = 100


CAREFUL = Rules()
PLAIN = Rules(least=0, cap=math.inf, one_margin_under=0)


@dataclass(frozen=True, eq=False)
class Weights:
    """What design weights are multiplied by in each cell (0: left out).

    `members[cell, margin]` is the place of the cell's category among the merged ones, -1 when the cell is left
    out because a category was not stated. `targets[margin][category]` are population totals.
    """

    factors: Floats
    members: Array
    targets: tuple[Floats, ...]
    weighting: Weighting


def read_margins(content: bytes, codebook: Codebook) -> tuple[Margin, ...]:
    """Margins from a CSV file with the columns variable, category, count; WeightingError says what to mend."""
    rows = _rows(content)
    variables = list(dict.fromkeys(variable for _, variable, _, _ in rows))
    if not variables:
        raise WeightingError("no margins found; write one row for each category: variable,category,count")
    return tuple(_margin(name, [row for row in rows if row[1] == name], codebook) for name in variables)


def _rows(content: bytes) -> list[tuple[int, str, str, float]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WeightingError("margins are not UTF-8 text; save the file as CSV in UTF-8") from error
    head = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    found = [name.strip() for name in reader.fieldnames or []]
    if not {"variable", "category", "count"} <= set(found):
        raise WeightingError(f"columns {listed(found)} found; needed: variable, category, count")
    reader.fieldnames = found
    return [_row(number, row) for number, row in enumerate(reader, start=2) if any(row.values())]


def _row(number: int, row: dict[str, Any]) -> tuple[int, str, str, float]:
    texts = {name: (row[name] or "").strip() for name in ("variable", "category", "count")}
    try:
        count = float(texts["count"])
    except ValueError:
        count = math.nan
    if not 0 <= count < math.inf:
        raise WeightingError(f"row {number}, column 'count': {texts['count']!r} found; allowed: a number of 0 or more")
    return number, texts["variable"], texts["category"], count


def _margin(name: str, rows: list[tuple[int, str, str, float]], codebook: Codebook) -> Margin:
    strata = {variable.name: variable for variable in codebook.variables if variable.role in TRAITS}
    if name not in strata:
        raise WeightingError(f"row {rows[0][0]}: variable {name!r} found; allowed: {listed(strata)}")
    levels = strata[name].levels
    for number, _, category, _ in rows:
        if category not in levels:
            allowed = listed(levels, 30)
            raise WeightingError(f"row {number}, variable {name!r}: category {category!r} found; allowed: {allowed}")
    found = [category for _, _, category, _ in rows]
    twice = sorted({category for category in found if found.count(category) > 1})
    if twice:
        raise WeightingError(f"variable {name!r}: category {listed(twice)} found more than once; keep one row")
    missing = [level for level in levels if level not in found]
    if missing:
        raise WeightingError(f"variable {name!r}: no count for {listed(missing)}; write 0 where nobody lives")
    counts = {category: count for _, _, category, count in rows}
    if not sum(counts.values()):
        raise WeightingError(f"variable {name!r}: all counts are 0; at least one category needs people")
    return Margin(name, levels, tuple(counts[level] for level in levels))


def weigh(cells: Cells, margins: Sequence[Margin], codebook: Codebook, rules: Rules) -> Weights:
    """Weights of the cells: all alike (or the design weights) without margins, else fitted to them.

    The totals of all margins are scaled to that of the first; margins given as shares make weights sum to the
    number of respondents. Respondents who did not state a category of a margin are left out. WeightingError
    when a margin is unknown, when somebody lives where nobody answered, or when margins contradict each other.
    """
    if not margins:
        return _unweighted(cells)
    fits = _merged([_Fit.of(cells, margin, codebook) for margin in margins], cells, rules)
    if len(fits) > 1 and cells.n.sum() < rules.one_margin_under:
        fits = [_furthest(fits, cells)]
    weights = _fitted(fits, cells, rules)
    if len(fits) > 1 and rules.one_margin_under and weights.weighting.n_eff < HALF * weights.weighting.n:
        weights = _fitted([_furthest(fits, cells)], cells, rules)
    return weights


@dataclass(frozen=True, eq=False)
class _Fit:
    """One margin over the cells: each cell's category, the names of the categories, population totals."""

    variable: str
    levels: tuple[str, ...]
    names: tuple[str, ...]
    member: Array
    target: Floats

    @classmethod
    def of(cls, cells: Cells, margin: Margin, codebook: Codebook) -> "_Fit":
        if margin.variable not in cells.variables:
            allowed = listed(cells.variables)
            raise WeightingError(f"margin {margin.variable!r} is not a stratum of the answers; allowed: {allowed}")
        levels = codebook.variable(margin.variable).levels
        place = {category: number for number, category in enumerate(margin.categories)}
        unknown = [category for category in margin.categories if category not in levels]
        if unknown:
            raise WeightingError(
                f"margin {margin.variable!r}: category {listed(unknown)} found; allowed: {listed(levels, 30)}"
            )
        places = np.array([*(place.get(level, LEFT_OUT) for level in levels), LEFT_OUT, LEFT_OUT])
        member = places[cells.codes[:, cells.variables.index(margin.variable)]]
        return cls(margin.variable, margin.categories, margin.categories, member, np.array(margin.counts, dtype=float))

    def people(self, n: Array) -> Floats:
        """Respondents by category."""
        stated = self.member >= 0
        return np.bincount(self.member[stated], n[stated], minlength=len(self.names)).astype(float)

    def joined(self, first: int) -> "_Fit":
        """The margin with a category and the one after it put together."""
        name = f"{self.names[first]} + {self.names[first + 1]}"
        return replace(
            self,
            names=(*self.names[:first], name, *self.names[first + 2 :]),
            member=np.where(self.member > first, self.member - 1, self.member),
            target=np.concatenate(
                [self.target[:first], [self.target[first : first + 2].sum()], self.target[first + 2 :]]
            ),
        )


def _merged(fits: list[_Fit], cells: Cells, rules: Rules) -> list[_Fit]:
    """The margins without categories that hold too few respondents; a margin of one category is dropped."""
    stated = np.all([fit.member >= 0 for fit in fits], axis=0)
    n = np.where(stated, cells.n, 0)
    found = [_without_small(fit, n, rules.least) for fit in fits]
    for fit in found:
        _expect_people(fit, fit.people(n))
    found = [replace(fit, member=np.where(stated, fit.member, LEFT_OUT)) for fit in found]
    return [fit for fit in found if len(fit.names) > 1] or found[:1]


def _without_small(fit: _Fit, n: Array, least: int) -> _Fit:
    while len(fit.names) > 1 and (people := fit.people(n)).min() < least:
        small = int(people.argmin())
        sides = [side for side in (small - 1, small + 1) if 0 <= side < len(people)]
        fit = fit.joined(min(small, min(sides, key=lambda side: people[side])))
    return fit


def _expect_people(fit: _Fit, people: Floats) -> None:
    for place, name in enumerate(fit.names):
        if fit.target[place] > 0 and not people[place]:
            sides = [fit.names[side] for side in (place - 1, place + 1) if 0 <= side < len(fit.names)]
            raise WeightingError(
                f"margin {fit.variable!r}: nobody of category {name!r} answered, but people live there; "
                f"merge it with {listed(sides)} in the margins and the codebook, or use careful weighting"
            )


def _furthest(fits: list[_Fit], cells: Cells) -> _Fit:
    """The margin whose sample shares are furthest from the population's."""

    def distance(fit: _Fit) -> float:
        people = fit.people(cells.n)
        return float(np.abs(people / people.sum() - fit.target / fit.target.sum()).max())

    return max(fits, key=distance)


def _fitted(fits: list[_Fit], cells: Cells, rules: Rules) -> Weights:
    members = np.stack([fit.member for fit in fits], axis=1)
    kept = (members >= 0).all(axis=1)
    first = fits[0].target.sum()
    total = float(cells.n[kept].sum()) if first <= 1 + 1e-6 else float(first)
    targets = tuple(fit.target / fit.target.sum() * total for fit in fits)
    start = np.where(kept, 1.0, 0.0)
    factors, sweeps, converged = _rake(start, cells.base, members, targets)
    trimmed = np.zeros(len(start), dtype=bool)
    for _ in range(TRIMMINGS):
        over = _over_cap(factors, cells, rules.cap)
        if not over.any():
            break
        trimmed |= over
        factors, sweeps, converged = _trimmed(factors, cells, (members, targets), rules.cap)
    weights = Weights(factors, members, targets, _unweighted(cells).weighting)
    method = WeightMethod.RAKED if len(fits) > 1 else WeightMethod.POST_STRATIFIED
    told = _told(weights, fits, cells)
    return replace(
        weights,
        weighting=replace(
            told, method=method, iterations=sweeps, converged=converged, trimmed=int(cells.n[trimmed].sum())
        ),
    )


def _rake(factors: Floats, base: Floats, members: Array, targets: tuple[Floats, ...]) -> tuple[Floats, int, bool]:
    """Factors that fit every margin, the sweeps it took, and whether it converged."""
    factors = factors.copy()
    kept = factors > 0
    members, weights = members[kept], base[kept]
    fitted = factors[kept]
    sweep, off = 0, [math.inf]
    while sweep < SWEEPS and max(off) > TOLERANCE and (sweep == 0 or len(targets) > 1):
        sweep += 1
        for margin, target in enumerate(targets):
            found = np.bincount(members[:, margin], fitted * weights, minlength=len(target))
            fitted = fitted * np.divide(target, found, out=np.zeros_like(target), where=found > 0)[members[:, margin]]
        off = [_off(fitted * weights, members[:, margin], target) for margin, target in enumerate(targets)]
    factors[kept] = fitted
    if not fitted.sum() > 0:
        raise WeightingError("margins contradict each other: no weights fit all of them; check the counts")
    return factors, sweep, max(off) <= 1e-9


def _off(weights: Floats, member: Array, target: Floats) -> float:
    """The greatest relative distance of a category from its target."""
    found = np.bincount(member, weights, minlength=len(target))
    return float(np.abs(np.divide(found - target, target, out=np.zeros_like(target), where=target > 0)).max())


def _median(factors: Floats, cells: Cells) -> float:
    """The median weight over respondents; within a cell design weights count by their mean."""
    weight = factors * cells.base / np.maximum(cells.n, 1)
    kept = factors > 0
    order = np.argsort(weight[kept])
    people = np.cumsum(cells.n[kept][order])
    return float(weight[kept][order][np.searchsorted(people, people[-1] / 2)])


def _over_cap(factors: Floats, cells: Cells, cap: float) -> NDArray[np.bool_]:
    weight = factors * cells.base / np.maximum(cells.n, 1)
    over: NDArray[np.bool_] = weight > cap * _median(factors, cells) * (1 + 1e-6)
    return over


def _trimmed(
    factors: Floats, cells: Cells, margins: tuple[Array, tuple[Floats, ...]], cap: float
) -> tuple[Floats, int, bool]:
    """Factors cut at the cap and raked again, the cut ones first of all."""
    limit = cap * _median(factors, cells) * np.maximum(cells.n, 1) / np.where(cells.base > 0, cells.base, 1)
    return _rake(np.minimum(factors, limit), cells.base, *margins)


def _unweighted(cells: Cells) -> Weights:
    factors = np.ones(len(cells.n))
    weighting = _effect(factors, cells)
    method = WeightMethod.EQUAL if weighting.deff < 1 + 1e-12 else WeightMethod.DESIGN
    members = np.zeros((len(cells.n), 0), dtype=np.int64)
    return Weights(factors, members, (), replace(weighting, method=method))


def _effect(factors: Floats, cells: Cells) -> Weighting:
    kept = factors > 0
    n, total = int(cells.n[kept].sum()), float((factors * cells.base).sum())
    deff = n * float((factors**2 * cells.squares).sum()) / total**2 if total else 1.0
    means = (factors * cells.base / np.maximum(cells.n, 1))[kept]
    return Weighting(
        method=WeightMethod.EQUAL,
        converged=True,
        iterations=0,
        n=n,
        left_out=int(cells.n.sum()) - n,
        deff=deff,
        n_eff=n / deff,
        largest=float(means.max(initial=0.0) * n / total) if total else 1.0,
        trimmed=0,
        merged=(),
        margins=(),
    )


def _told(weights: Weights, fits: list[_Fit], cells: Cells) -> Weighting:
    """The effect of the weights, and the margins before and after."""
    n = np.where(weights.factors > 0, cells.n, 0)
    shares = []
    for fit, target in zip(fits, weights.targets, strict=True):
        sample = fit.people(n)
        after = fit.people(weights.factors * cells.base)
        columns = zip(fit.names, sample, sample / sample.sum(), after / after.sum(), target / target.sum(), strict=True)
        shares += [
            MarginShare(fit.variable, name, int(people), float(before), float(now), float(wanted))
            for name, people, before, now, wanted in columns
        ]
    merged = tuple(f"{fit.variable}: {name}" for fit in fits for name in fit.names if name not in fit.levels)
    return replace(_effect(weights.factors, cells), merged=merged, margins=tuple(shares))


def reweigh(sums: Floats, weights: Weights) -> Floats:
    """Factors `[replicate, cell]` fitted to the same margins for many replicates at once.

    `sums[replicate, cell]` are sums of design weights. Fitting starts from the factors of the whole sample; a
    category that is empty in a replicate stays as it is. Without margins the factors are those of the sample.
    """
    factors = np.broadcast_to(weights.factors, sums.shape)
    inside = [
        (weights.members[:, margin, None] == np.arange(len(target))).astype(float)
        for margin, target in enumerate(weights.targets)
    ]
    for _ in range(REPLICATE_SWEEPS if inside else 0):
        before = factors
        for member, target in zip(inside, weights.targets, strict=True):
            found = (factors * sums) @ member
            change = np.divide(target, found, out=np.ones_like(found), where=found > 0)
            factors = factors * (change @ member.T)
        if len(inside) == 1 or np.abs(factors - before).max() <= REPLICATE_TOLERANCE * np.abs(before).max():
            break
    return np.asarray(factors)
