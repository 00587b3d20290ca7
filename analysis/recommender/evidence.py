"""How sure and how wide the needs are: signs of a diagnosis that a proposal reads besides the shares."""

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import TYPE_CHECKING

from analysis.codebook import Codebook, Role
from analysis.recommender.knowledge import Knowledge
from analysis.results import Breakdown, Diagnosis
from analysis.vocabulary import ScoreKind

if TYPE_CHECKING:
    from analysis.tally import Tally

PARTS = (Role.PLACE, Role.MODE)
"""Groupings of which one part alone must not carry a need unnoticed."""

SAME, DIFFERENT = 0.3, 0.1
"""Phi from which two needs are the same people's, and up to which they are not (Cohen's medium and small effect)."""

LEAST = 50
"""So many answers are needed to say whether two needs hang together."""

MERGED = " + "
"""Stands between the categories that weighting put together."""

BIG, HALF = 0.1, 0.5
"""A group of at least a tenth of the population that is less than half as frequent among the answers is quiet."""


def high_needs_range(diagnosis: Diagnosis, knowledge: Knowledge) -> tuple[int, int] | None:
    """How many needs are high for sure and how many may be, by their intervals; None for means, which have none.

    The intervals are model-based: they say what other answers of the same kind of people could have changed.
    """
    if diagnosis.kind == ScoreKind.MEAN_IMPORTANCE:
        return None
    high = knowledge.thresholds(diagnosis.kind)["high"]
    return sum(need.low >= high for need in diagnosis.needs), sum(need.high >= high for need in diagnosis.needs)


def effective_areas(shares: Sequence[float]) -> float | None:
    """The number of equally great needs that would be as spread as these: Hill's number of order 2, from 1.

    (sum s)^2 / sum s^2 over the shares `s` of the high needs; None when there are none. Hill (1973), Ecology 54.
    """
    squares = sum(share * share for share in shares)
    return sum(shares) ** 2 / squares if squares else None


def seen_only_in(diagnosis: Diagnosis, areas: Sequence[str], knowledge: Knowledge) -> dict[str, str]:
    """Of these areas, those that are high in one place or one way of answering only: area -> its name.

    The place or way must differ from everybody else beyond its interval; a withheld one counts as not known, and
    then nothing is said. One in which nobody answered is no part.
    """
    high = knowledge.thresholds(diagnosis.kind)["high"]
    parts = [breakdown for breakdown in diagnosis.breakdowns if breakdown.role in PARTS]
    found = {area: next(_only_parts(area, parts, high), None) for area in areas}
    return {area: name for area, name in found.items() if name is not None}


def _only_parts(area: str, parts: Sequence[Breakdown], high: float) -> Iterator[str]:
    for breakdown in parts:
        labelled = zip(breakdown.labels, breakdown.categories, strict=True)
        cells = [(label, breakdown.cell(area, category)) for label, category in labelled]
        held = [(label, cell) for label, cell in cells if cell.n != 0]
        strong = [(label, cell) for label, cell in held if cell.value is not None and cell.value >= high]
        known = all(cell.value is not None for _, cell in held) and len(held) > 1
        if known and len(strong) == 1 and (strong[0][1].difference_low or 0.0) > 0:
            yield strong[0][0]


def quiet_groups(diagnosis: Diagnosis) -> tuple[str, ...]:
    """Groups of the population that answered less than half as often as they should, by the margins.

    They are called as the questionnaire calls them; a group of a variable that the diagnosis does not break down, by
    its key.
    """
    margins = diagnosis.weighting.margins if diagnosis.weighting else ()
    quiet = [each for each in margins if each.population >= BIG and each.sample < HALF * each.population]
    return tuple(_called(each.variable, each.category, diagnosis) for each in quiet)


def _called(variable: str, category: str, diagnosis: Diagnosis) -> str:
    """The label of a category; of several that weighting merged, all of theirs."""
    found = next((each for each in diagnosis.breakdowns if each.variable == variable), None)
    labels = dict(zip(found.categories, found.labels, strict=True)) if found else {}
    if category in labels:
        return labels[category]
    return MERGED.join(labels.get(each, each) for each in category.split(MERGED))


def linked(tally: "Tally", codebook: Codebook, diagnosis: Diagnosis) -> str | None:
    """Whether the first two needs are the "same" people's or "different" people's; None when neither is clear.

    By phi, the correlation of having the one and having the other, over all who answered.
    """
    from analysis.layout import layout_of

    if tally.n < LEAST or len(diagnosis.needs) < 2:
        return None
    areas = layout_of(codebook).areas
    first, second = (areas.index(need.area) for need in diagnosis.needs[:2])
    one, other, both = (int(tally.together[pair]) for pair in ((first, first), (second, second), (first, second)))
    spread = sqrt(one * (tally.n - one) * other * (tally.n - other))
    if spread == 0:
        return None
    phi = (tally.n * both - one * other) / spread
    return "same" if phi >= SAME else "different" if phi <= DIFFERENT else None
