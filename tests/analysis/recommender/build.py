"""Situations, diagnoses and hypothesis strategies for the recommender's tests."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from analysis.codebook import Area
from analysis.recommender import Situation, default_knowledge
from analysis.recommender.situation import CHOICES, FLAGS
from analysis.results import AnswerCounts, Diagnosis, NeedScore, TargetGroupCount
from analysis.vocabulary import Measure, ScoreKind, Sector

KNOWN = default_knowledge()

ONE_MATTER = {"care": 0.6, "sport": 0.3, "culture": 0.2}
MANY_MATTERS = {"culture": 0.5, "health": 0.46, "care": 0.44, "work": 0.4}


def situation(**facts: Any) -> Situation:
    return Situation.from_json(facts)


def need(area: str, count: int, n: int = 96, rank: tuple[int, int, int] = (1, 1, 1)) -> NeedScore:
    """A lack share of `count` of `n` people; the interval plays no part here."""
    value = count / n
    return NeedScore(area, value, n, count, value, value, *rank, mean=None, picked=None, dont_know=0, no_answer=0)


def diagnosis(counts: Mapping[str, int], n: int = 96, **changes: Any) -> Diagnosis:
    """A diagnosis with lack shares from counts of people; `changes` replaces any of its fields."""
    order = sorted(counts, key=lambda area: -counts[area])
    needs = tuple(need(area, counts[area], n, (rank, rank, rank)) for rank, area in enumerate(order, start=1))
    plain = Diagnosis(
        title="Ankieta",
        n=n,
        sample="open",
        kind=ScoreKind.LACK_SHARE,
        threshold=5,
        level=0.95,
        withheld=False,
        areas=tuple(Area(area, area, area) for area in counts),
        needs=needs,
        answers=(),
        breakdowns=(),
        quadrant=(),
        target_groups=(),
        choices=(),
        importance_axis=None,
        state_axis=None,
    )
    return replace(plain, **changes)


def named(area: str, counts: Mapping[str, int | None], n: int | None) -> tuple[TargetGroupCount, ...]:
    """Target groups named by the `n` people who put an area first."""
    return tuple(TargetGroupCount(area, group, count, n) for group, count in counts.items())


def rated_importance(area: str) -> AnswerCounts:
    return AnswerCounts(area, Measure.IMPORTANCE, ("1", "2", "3", "4", "5"), (0, 0, 0, 0, 0), 0, 0)


SHARES = st.dictionaries(st.sampled_from(sorted(KNOWN.areas)), st.floats(0, 1), min_size=1, max_size=13)

FACTS: dict[str, st.SearchStrategy[Any]] = {name: st.sampled_from(words) for name, words in CHOICES.items()}
FACTS |= {name: st.booleans() for name in FLAGS}
FACTS |= {
    "n": st.integers(0, 1000),
    "n_high_needs": st.integers(0, 13),
    "existing_partners": st.integers(0, 40),
    "specific_group": st.sampled_from([*KNOWN.groups, "unnamed"]),
    "partner_sectors": st.lists(st.sampled_from(sorted(Sector)), unique=True),
    "area_shares": SHARES,
}

PLAIN = st.fixed_dictionaries({}, optional=FACTS)
"""Situations in JSON form in which any fact may be unknown."""
