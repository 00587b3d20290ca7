"""Segments: residents with similar needs, or an honest "there are none", and what all segments agree on.

People differ in what they rate high, but also in how high they rate everything. Segments must not be answer
styles, so ratings are freed from what the mean levels of person and area explain (`deviations`). The rest goes
through principal components to two dimensions (`View`) and k-means. A split counts only if its segments are
large, lie apart, come back in resamples, and lie further apart than those cut out of a mere gradient, or of
answers made by chance and answer style alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.codebook import Codebook, Variable
from analysis.errors import ChoiceError
from analysis.results import Consensus, Segment, SegmentArea, Segmentation
from analysis.vocabulary import Measure

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Labels = NDArray[np.intp]
Mask = NDArray[np.bool_]
Generator = np.random.Generator

FEWEST_PEOPLE, FEWEST_AREAS, FEWEST_CHOICES, FEWEST_RATINGS = 40, 4, 12, 7
"""Too little to find segments; choices are areas of two levels. People who rated fewer areas are left out."""

SMALLEST, SMALLEST_SHARE = 10, 0.1
"""People in a segment, and their share: smaller ones are curiosities, and could give people away."""

LEAST_SILHOUETTE, LEAST_STABILITY, SEGMENTS = 0.25, 0.7, (2, 3, 4, 5)
REFITS, REFERENCES = 25, 19
"""Resamples for stability, and references without segments: to lie above all 19 has a chance of 1 in 20."""

FITTED, COMPARED, ALIKE, BLOCK = 2_000, 400, 10, 50_000
"""People on whom segments are fitted, in a reference, and alike in one; people placed in the plane at a time."""

STEPS, HOLD, LEAST_SPREAD, STARTS, PASSES = 12, 0.1, 0.15, 4, 100
"""Steps towards the levels of people and areas, held back a little; least spread to scale to 1; k-means runs."""

LISTED, NOTABLE = 3, 0.2
"""Areas told of a segment, and the least difference in standard deviations (small by Cohen 1988)."""


@dataclass(frozen=True)
class Ratings:
    """Needs as people rated them: `values[person, area]` from 0 (no need) to 1, NaN where there is no level.

    `seen[person, area]` marks areas on which the person gave any answer, "don't know" too. `width` is the
    number of levels from 0 to 1.
    """

    areas: tuple[str, ...]
    values: Floats
    seen: Mask
    width: float


def ratings_of(frame: "pd.DataFrame", codebook: Codebook) -> Ratings:
    """The ratings of everybody who rated enough areas, in an order that rows and columns do not change.

    The rated measure is lack; else the gap between importance and state; else importance; else the state
    turned round; else whether the area was picked. Of several items of an area the greatest need counts.
    """
    measures = _measures(codebook)
    asked = sorted(area.key for area in codebook.areas if all(codebook.measures(each, area.key) for each in measures))
    values, seen = np.empty((len(frame), len(asked))), np.empty((len(frame), len(asked)), dtype=bool)
    for place, area in enumerate(asked):
        parts = [_measured(frame, codebook.measures(measure, area)) for measure in measures]
        values[:, place] = sum(part[0] for part in parts) / len(parts)
        seen[:, place] = np.logical_and.reduce([part[1] for part in parts])
    enough = np.flatnonzero((~np.isnan(values)).sum(axis=1) >= max(1, min(FEWEST_RATINGS, len(asked))))
    order = enough[np.lexsort([enough, *values[enough].T])]  # by values; people with the same ones may swap places
    return Ratings(tuple(asked), values[order], seen[order], sum(_width(codebook, each) for each in measures))


def _measures(codebook: Codebook) -> tuple[Measure, ...]:
    """The measures that make up the rating, each turned towards need."""
    if codebook.scale(Measure.LACK):
        return (Measure.LACK,)
    rated = tuple(measure for measure in (Measure.IMPORTANCE, Measure.STATE) if codebook.scale(measure))
    return rated or (Measure.PICKED,)


def _measured(frame: "pd.DataFrame", items: tuple[Variable, ...]) -> tuple[Floats, Mask]:
    """The need, 0..1, that a person's answers to these items show, and whether there is any answer."""
    codes, need = [frame[item.name].cat.codes.to_numpy() for item in items], _need_of(items[0])
    answered = [column <= len(items[0].levels) for column in codes]
    return reduce(np.fmax, [need[column] for column in codes]), np.logical_or.reduce(answered)


def _width(codebook: Codebook, measure: Measure) -> float:
    """The levels between the ends of a scale."""
    scale = codebook.scale(measure)
    return 1.0 if measure == Measure.PICKED else float(scale[-1]) - float(scale[0])


def _need_of(item: Variable) -> Floats:
    """The need that each code of a measure shows: 0..1, NaN for dont_know and no_answer."""
    numbers = np.array([float(level) for level in item.levels])
    if item.measure == Measure.PICKED:
        numbers = np.minimum(numbers, 1)  # picked or not, wherever in the order
    need = (numbers - numbers[0]) / (numbers[-1] - numbers[0])
    return np.append(1 - need if item.measure == Measure.STATE else need, [np.nan, np.nan])


def area_levels(values: Floats) -> Floats:
    """How high each area is rated, in log-odds: the area effects of `deviations`."""
    people, areas = np.zeros(values.shape[0]), np.zeros(values.shape[1])
    for _ in range(STEPS):
        people = _nearer(people, values, _expected(people, areas), axis=1)
        areas = _nearer(areas, values, _expected(people, areas), axis=0)
    return areas


def deviations(values: Floats, areas: Floats) -> Floats:
    """Ratings `[person, area]` less what is expected of the person and the area; 0 where there is no rating.

    Expected is 1 / (1 + exp(-p - a)) with an effect p of the person and a of the area (logistic regression of a
    fraction: Papke and Wooldridge 1996). Unlike ratings less the person's mean, this leaves hardly a trace of answer
    style where ratings meet the ends of the scale.
    """
    people = np.zeros(len(values))
    for _ in range(STEPS):
        people = _nearer(people, values, _expected(people, areas), axis=1)
    return np.where(np.isnan(values), 0.0, values - _expected(people, areas))


def _expected(people: Floats, areas: Floats) -> Floats:
    expected: Floats = 1 / (1 + np.exp(-people[:, None] - areas))
    return expected


def _nearer(effects: Floats, values: Floats, expected: Floats, axis: int) -> Floats:
    """One Newton step towards equal sums of values and expectations; slightly held back, so never infinite."""
    rated = ~np.isnan(values)
    gap = np.nansum(values - expected, axis=axis) - HOLD * effects
    slope = (expected * (1 - expected) * rated).sum(axis=axis) + HOLD
    nearer: Floats = effects + np.clip(gap / slope, -1, 1)
    return nearer


# The plane and its parts.


@dataclass(frozen=True)
class View:
    """Two principal components of deviations, each area scaled to unit variance: none rules by its spread."""

    centre: Floats
    axes: Floats

    @classmethod
    def of(cls, rows: Floats) -> "View":
        """The view of these deviations `[person, area]`."""
        centre, scale = rows.mean(axis=0), 1 / np.maximum(rows.std(axis=0), LEAST_SPREAD)
        scaled = (rows - centre) * scale
        products = np.einsum("pa,pb->ab", scaled, scaled)  # as fast where other work keeps the processors busy
        return cls(centre, scale[:, None] * np.linalg.eigh(products)[1][:, -2:])

    def places(self, rows: Floats) -> Floats:
        """Where people lie, `[person, 2]`."""
        places: Floats = (rows - self.centre) @ self.axes
        return places


def nearest(points: Floats, centres: Floats) -> Labels:
    """The nearest centre `[..., point]` of each point, `centres` being `[..., centre, 2]`."""
    labels: Labels = _squares(points, centres).argmin(axis=-2)
    return labels


def k_means(points: Floats, k: int, rng: Generator) -> Floats:
    """The centres `[k, 2]` of the best of a few runs of Lloyd's k-means from k-means++ starts."""
    centres = np.array([_start(points, k, rng) for _ in range(STARTS)])
    for _ in range(PASSES):
        moved = _moved(points, centres)
        if np.allclose(moved, centres):
            break
        centres = moved
    best: Floats = centres[_squares(points, centres).min(axis=-2).sum(axis=-1).argmin()]
    return best


def _squares(points: Floats, centres: Floats) -> Floats:
    """Squared distances `[..., centre, point]`."""
    x, y = points.T
    squares: Floats = (centres[..., 0, None] - x) ** 2 + (centres[..., 1, None] - y) ** 2
    return squares


def _start(points: Floats, k: int, rng: Generator) -> Floats:
    """k points, each drawn with a chance that grows with the square of its distance from those before."""
    chosen = points[[rng.integers(len(points))]]
    while len(chosen) < k:
        room = np.cumsum(_squares(points, chosen).min(axis=-2) + 1e-12)
        chosen = np.vstack([chosen, points[np.searchsorted(room, rng.random() * room[-1])]])
    return chosen


def _moved(points: Floats, centres: Floats) -> Floats:
    """Each centre in the mean of its points; one without points stays."""
    member = (nearest(points, centres)[..., None, :] == np.arange(centres.shape[-2])[:, None]).astype(float)
    count = member.sum(axis=-1)[..., None]
    return np.where(count > 0, member @ points / np.maximum(count, 1), centres)


def silhouettes(points: Floats, splits: list[Labels]) -> list[float]:
    """The mean silhouette width (Rousseeuw 1987), -1..1, of each split of points in the plane into parts."""
    distances = np.sqrt(_squares(points, points))
    return [_mean_width(distances, split) for split in splits]


def _mean_width(distances: Floats, split: Labels) -> float:
    member = split[:, None] == np.unique(split)
    size, total = member.sum(axis=0), np.stack([distances[part].sum(axis=0) for part in member.T], axis=1)
    if len(size) < 2:
        return 0.0
    others_near = (member @ size) - 1
    own = total[member] / np.maximum(others_near, 1)
    other = np.where(member, np.inf, total / size).min(axis=1)
    width = (other - own) / np.maximum(np.maximum(other, own), 1e-12)
    return float((width * (others_near > 0)).mean())  # somebody alone has width 0


# The search.


@dataclass(frozen=True)
class Split:
    """The clearest split of people, `labels[person]`, or the reason why it does not count; None: none was tried."""

    reason: str
    silhouette: float | None = None
    stability: float | None = None
    labels: Labels | None = None


def split_of(values: Floats, rng: Generator) -> Split:
    """The clearest split of people by their ratings `[person, area]`, 0..1 or NaN, into two to five segments."""
    people, areas = values.shape
    if people < FEWEST_PEOPLE and areas >= FEWEST_AREAS:
        return Split("too_few_people")
    choices = not ((values > 0) & (values < 1)).any()
    return Split("too_few_areas") if areas < (FEWEST_CHOICES if choices else FEWEST_AREAS) else _found(values, rng)


def _found(values: Floats, rng: Generator) -> Split:
    drawn = _drawn(values, FITTED, rng)
    levels = area_levels(drawn)
    rows = deviations(drawn, levels)
    view = View.of(rows)
    centres, width = _clearest(view.places(rows), rng)
    if centres is None:
        return Split("no_separation")
    blocks = np.array_split(values, -(-len(values) // BLOCK))
    labels = np.concatenate([nearest(view.places(deviations(block, levels)), centres) for block in blocks])
    stability = _stability(rows, centres, rng)
    if width < LEAST_SILHOUETTE or not _large_enough(labels, len(centres)):
        reason = "no_separation"
    elif stability < LEAST_STABILITY:
        reason = "unstable"
    else:
        by_chance = any(width <= _widest(points, rng) for points in _without_segments(drawn, levels, rng))
        reason = "no_separation" if by_chance else ""
    return Split(reason, width, stability, None if reason else labels)


def _drawn(values: Floats, most: int, rng: Generator) -> Floats:
    return values if len(values) <= most else values[np.sort(rng.choice(len(values), most, replace=False))]


def _large_enough(labels: Labels, k: int) -> bool:
    return bool(np.bincount(labels, minlength=k).min() >= max(SMALLEST, SMALLEST_SHARE * len(labels)))


def _clearest(points: Floats, rng: Generator) -> tuple[Floats | None, float]:
    """The centres with the greatest silhouette among those whose segments are large enough."""
    tried = [k_means(points, k, rng) for k in SEGMENTS]
    fitting = [centres for centres in tried if _large_enough(nearest(points, centres), len(centres))]
    widths = silhouettes(points, [nearest(points, centres) for centres in fitting])
    return (fitting[int(np.argmax(widths))], max(widths)) if fitting else (None, 0.0)


def _stability(rows: Floats, centres: Floats, rng: Generator) -> float:
    """The mean adjusted Rand index of the split with splits fitted to resamples of the people (Hennig 2007)."""
    from sklearn.metrics import adjusted_rand_score

    labels, found = nearest(View.of(rows).places(rows), centres), []
    for _ in range(REFITS):
        again = rows[rng.integers(len(rows), size=len(rows))]
        view = View.of(again)
        other = k_means(view.places(again), len(centres), rng)
        found.append(adjusted_rand_score(labels, nearest(view.places(rows), other)))
    return float(np.mean(found))


def _widest(points: Floats, rng: Generator) -> float:
    return max(silhouettes(points, [nearest(points, k_means(points, k, rng)) for k in SEGMENTS]))


def _without_segments(drawn: Floats, levels: Floats, rng: Generator) -> Iterator[Floats]:
    """Places of people without segments, which k-means cuts all the same.

    First people spread evenly over the plane, as far as the real ones (Tibshirani, Walther and Hastie 2001):
    a gradient is no segment. Then real ratings, each area's handed round among people with like mean ratings.
    """
    for part in (_drawn(drawn, COMPARED, rng) for _ in range(REFERENCES)):
        rows = deviations(part, levels)
        spread = View.of(rows).places(rows).std(axis=0)
        yield rng.uniform(-1, 1, size=(len(rows), 2)) * spread
        rows = deviations(_handed_round(part, rng), levels)
        yield View.of(rows).places(rows)


def _handed_round(values: Floats, rng: Generator) -> Floats:
    """The ratings of each area, shuffled among `ALIKE` people whose mean ratings are nearest."""
    rated = ~np.isnan(values)
    mean = np.nansum(values, axis=1) / np.maximum(rated.sum(axis=1), 1)
    alike = values[np.argsort(mean, kind="stable")]
    block = np.arange(len(values)) // ALIKE
    return np.take_along_axis(alike, np.argsort(block[:, None] + rng.random(values.shape), axis=0), axis=0)


# What is told.


def segments_of(frame: "pd.DataFrame", codebook: Codebook, rng: Generator) -> Segmentation:
    """Segments of the residents of a response frame, or the reason why there are none.

    `rng` draws starts and resamples; one seed gives one result, whatever the order of rows and columns. Means
    and differences are in levels of the rated scale (picked areas: shares). Areas that fewer than 10 people
    of a segment, or of the others, rated are not told. Answers are not weighted.
    """
    ratings = ratings_of(frame, codebook)
    split = split_of(ratings.values, rng)
    found = Segmentation(split.reason, len(ratings.values), split.silhouette, split.stability, (), ())
    if split.labels is None:
        return found
    sizes = np.bincount(split.labels)
    members = [split.labels == label for label in np.argsort(-sizes, kind="stable")]
    segments = tuple(_segment(f"s{place}", ratings, member) for place, member in enumerate(members, start=1))
    return replace(found, segments=segments, consensus=_consensus(ratings, members))


def _segment(key: str, ratings: Ratings, member: Mask) -> Segment:
    centred = (ratings.values - np.nanmean(ratings.values, axis=1, keepdims=True)) * ratings.width
    inside, outside = centred[member], centred[~member]
    told = [np.count_nonzero(~np.isnan(part), axis=0) >= SMALLEST for part in (inside, outside)]
    apart = []
    for place in np.flatnonzero(np.logical_and(*told)):
        mean, spread = np.nanmean(inside[:, place]), np.nanstd(centred[:, place])
        difference = mean - np.nanmean(outside[:, place])
        if abs(difference) >= NOTABLE * spread:
            apart.append(SegmentArea(ratings.areas[place], float(mean), float(difference)))
    apart.sort(key=lambda area: -abs(area.difference))
    more, less = ([area for area in apart if area.difference * sign > 0][:LISTED] for sign in (1, -1))
    return Segment(key, len(inside), float(member.mean()), tuple(more), tuple(less))


def _consensus(ratings: Ratings, members: list[Mask]) -> tuple[Consensus, ...]:
    """The consensus on areas that enough people of every segment saw, from the greatest."""
    needed = ratings.values > 0.5  # the upper half of the scale, its middle left out; NaN is not greater
    agree = np.array([needed[member].sum(axis=0) for member in members])
    seen = np.array([ratings.seen[member].sum(axis=0) for member in members])
    known = seen.min(axis=0) >= SMALLEST
    columns = [column.tolist() for column in (np.array(ratings.areas), *consensus_of(agree, seen))]
    found = [Consensus(*row) for row, shown in zip(zip(*columns, strict=True), known, strict=True) if shown]
    return tuple(sorted(found, key=lambda each: -each.product))


def consensus_of(agree: ArrayLike, seen: ArrayLike) -> tuple[Floats, Floats]:
    """Group-informed consensus of items: the product over G groups of (agree + 1) / (seen + 2), and its G-th root.

    `agree[group, item]` counts those of a group who agreed, `seen[group, item]` those who answered at all, "I
    don't know" too. Both lie in 0..1. As in Polis (Small et al. 2021): what one group rejects is no consensus.
    The product falls with the number of groups, the root does not. ChoiceError where more agreed than answered.
    """
    agreed, answered = np.asarray(agree, dtype=float), np.asarray(seen, dtype=float)
    wrong = np.argwhere((agreed < 0) | (agreed > answered))
    if wrong.size:
        place = tuple(wrong[0])
        found = f"{agreed[place]:g} of {answered[place]:g} agree in group {place[0]}, item {place[1]}"
        raise ChoiceError(f"consensus: {found}; allowed: 0 to all of those who answered")
    product = np.prod((agreed + 1) / (answered + 2), axis=0)
    return product, product ** (1 / len(agreed))
