"""Which counts a questionnaire calls for, and their order: crossed measures and groups of respondents."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from analysis.codebook import Codebook, Role, Variable
from analysis.errors import CodebookError, listed
from analysis.vocabulary import Measure, ScoreKind

Pair = tuple[Measure, Measure | None]

PAIRS: dict[ScoreKind, Pair] = {
    ScoreKind.LACK_SHARE: (Measure.LACK, Measure.PICKED),
    ScoreKind.UNMET_SHARE: (Measure.IMPORTANCE, Measure.STATE),
    ScoreKind.IMPORTANCE_SATISFACTION: (Measure.STATE, Measure.PICKED),
    ScoreKind.MEAN_IMPORTANCE: (Measure.IMPORTANCE, Measure.PICKED),
    ScoreKind.LOW_STATE_SHARE: (Measure.STATE, None),
    ScoreKind.PICKED_SHARE: (Measure.PICKED, None),
}
"""The two measures whose joint table a score is computed from. The first kind that fits is taken."""

_NEEDED = {
    ScoreKind.LACK_SHARE: {Measure.LACK},
    ScoreKind.UNMET_SHARE: {Measure.IMPORTANCE, Measure.STATE},
    ScoreKind.IMPORTANCE_SATISFACTION: {Measure.STATE, Measure.PICKED},
    ScoreKind.MEAN_IMPORTANCE: {Measure.IMPORTANCE},
    ScoreKind.LOW_STATE_SHARE: {Measure.STATE},
    ScoreKind.PICKED_SHARE: {Measure.PICKED},
}

TRAITS = (Role.STRATUM, Role.PLACE)
"""Roles of what people are and where they live: weights may make these right, as the population is known by them."""

GROUPING = (TRAITS, (Role.MODE,), (Role.WAVE,))
"""Roles of the variables whose categories are compared; those of one entry keep the order of the codebook."""


@dataclass(frozen=True)
class Layout:
    """The order of a tally's counts, which follows from the codebook alone.

    `pair` are the crossed measures of the score, `alone` the remaining ones, each by itself. `groupings` are
    the variables whose categories are compared, strata and places first. Rows of respondents are everyone (row 0),
    then the categories of each grouping. Target groups are asked for the area that was put first, so without
    such a choice there are none.
    """

    kind: ScoreKind
    areas: tuple[str, ...]
    pair: Pair
    alone: tuple[Measure, ...]
    groupings: tuple[Variable, ...]
    groups: tuple[Variable, ...]
    choices: tuple[Variable, ...]

    @property
    def rows(self) -> int:
        """How many rows of respondents there are."""
        return 1 + sum(len(variable.categories) for variable in self.groupings)

    @property
    def strata(self) -> tuple[Variable, ...]:
        """The groupings that weights may make right."""
        return tuple(variable for variable in self.groupings if variable.role in TRAITS)

    @property
    def group_rows(self) -> tuple[slice, ...]:
        """The rows of each grouping."""
        ends = list(accumulate((len(variable.categories) for variable in self.groupings), initial=1))
        return tuple(slice(start, end) for start, end in pairwise(ends))


@lru_cache(maxsize=64)
def layout_of(codebook: Codebook) -> Layout:
    """The layout of a codebook; CodebookError when no need score can be computed from its measures."""
    kind = score_kind(codebook)
    asked = [measure for measure in Measure if codebook.scale(measure)]
    return Layout(
        kind=kind,
        areas=tuple(area.key for area in codebook.areas),
        pair=PAIRS[kind],
        alone=tuple(measure for measure in asked if measure not in PAIRS[kind]),
        groupings=tuple(each for roles in GROUPING for each in codebook.variables if each.role in roles),
        groups=codebook.by_role(Role.TARGET_GROUP) if Measure.PICKED in asked else (),
        choices=codebook.by_role(Role.CHOICE),
    )


def score_kind(codebook: Codebook) -> ScoreKind:
    """The kind of need score that the measures of the codebook allow."""
    asked = {measure for measure in Measure if codebook.scale(measure)}
    for kind, needed in _NEEDED.items():
        if needed <= asked:
            return kind
    found = listed(sorted(asked))
    raise CodebookError(f"measures: {found} found; a need score takes lack, importance or state")


def scale_of(codebook: Codebook, measure: Measure | None) -> tuple[str, ...]:
    """The level codes of a measure; () when there is none or it was not asked."""
    return () if measure is None else codebook.scale(measure)
