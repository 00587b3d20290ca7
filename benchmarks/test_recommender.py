"""Time of a recommendation and of the smallest table, for a gmina with three needs."""

import random
from typing import Any

import pytest

from analysis.recommender import recommend
from analysis.recommender.absent import tables_without_one
from analysis.recommender.cover import table
from analysis.recommender.knowledge import default_knowledge
from analysis.recommender.register import Institution
from analysis.recommender.situation import Situation
from analysis.vocabulary import CooperationType

KNOWN = default_knowledge()
SITUATION = Situation.from_json(
    {"area_shares": {"care": 0.6, "health": 0.55, "safety": 0.5}, "specific_group": "seniors", "horizon": "long"}
)


def test_one_recommendation(benchmark: Any) -> None:
    found = benchmark(recommend, SITUATION)
    assert sum(found.probabilities.values()) == pytest.approx(1)


@pytest.mark.parametrize("people", [0, 50, 300, 1500])
@pytest.mark.parametrize("kind", list(CooperationType))
def test_the_smallest_table(benchmark: Any, kind: CooperationType, people: int) -> None:
    found = benchmark.pedantic(table, (SITUATION, kind, KNOWN, register(people)), rounds=5, warmup_rounds=1)
    assert found.unmet == ()


@pytest.mark.parametrize("people", [0, 50])
@pytest.mark.parametrize("kind", [CooperationType.THEMATIC, CooperationType.STRATEGIC])
def test_the_tables_without_one(benchmark: Any, kind: CooperationType, people: int) -> None:
    first = table(SITUATION, kind, KNOWN, register(people))
    arguments = (first, SITUATION, KNOWN, register(people))
    found = benchmark.pedantic(tables_without_one, arguments, rounds=3, warmup_rounds=1)
    assert len(found) == sum(bool(seat.carries) for seat in first.seats)


def register(people: int) -> list[Institution]:
    """People with one or two hats and different loads."""
    draw = random.Random(people)  # noqa: S311 - test data
    hats = sorted(KNOWN.subsectors)
    chosen = (tuple(draw.sample(hats, draw.choice([1, 2]))) for _ in range(people))
    return [Institution(f"person {n}", each, draw.choice([1, 2, 4])) for n, each in enumerate(chosen)]
