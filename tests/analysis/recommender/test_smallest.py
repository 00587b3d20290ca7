"""The most needs, by the most known people, on the fewest chairs: against every way there is to share them out."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.recommender import smallest
from analysis.recommender.smallest import Carrier, shared_out
from tests.examples import MANY

COUNT = 4
CARRIERS = st.lists(
    st.builds(
        Carrier,
        able=st.frozensets(st.integers(0, COUNT - 1)),
        load=st.integers(1, 3),
        known=st.booleans(),
        present=st.booleans(),
    ),
    max_size=4,
)


def worth(carriers: list[Carrier], choice: tuple[int | None, ...]) -> tuple[int, int, int]:
    """How many needs are brought, how many of them by known people, and chairs (less is more)."""
    chosen = [place for place in choice if place is not None]
    chairs = {place for place in chosen if not carriers[place].present}
    return len(chosen), sum(carriers[place].known for place in chosen), -len(chairs)


def allowed(carriers: list[Carrier], choice: tuple[int | None, ...]) -> bool:
    able = all(place is None or need in carriers[place].able for need, place in enumerate(choice))
    return able and all(choice.count(place) <= each.load for place, each in enumerate(carriers))


@MANY
@given(carriers=CARRIERS)
def test_no_way_to_share_needs_out_is_better(carriers: list[Carrier]) -> None:
    found = shared_out(COUNT, carriers)
    choice = tuple(next((place for place, needs in found.items() if need in needs), None) for need in range(COUNT))
    ways = product([None, *range(len(carriers))], repeat=COUNT)
    assert allowed(carriers, choice)
    assert worth(carriers, choice) == max(worth(carriers, way) for way in ways if allowed(carriers, way))


@settings(max_examples=300, deadline=None)
@given(carriers=CARRIERS.filter(bool), costs=st.lists(st.integers(0, 30), min_size=4, max_size=4), long=st.booleans())
def test_of_the_smallest_the_cheapest_come(carriers: list[Carrier], costs: list[int], long: bool) -> None:
    priced = [replace(each, cost=cost) for each, cost in zip(carriers, costs, strict=False)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(smallest, "LONG", 0 if long else 100)
        found = shared_out(COUNT, priced)
    choice = tuple(next((place for place, needs in found.items() if need in needs), None) for need in range(COUNT))
    ways = [way for way in product([None, *range(len(priced))], repeat=COUNT) if allowed(priced, way)]
    best = max(worth(priced, way) for way in ways)
    assert worth(priced, choice) == best
    assert price(priced, choice) == min(price(priced, way) for way in ways if worth(priced, way) == best)


def price(carriers: list[Carrier], choice: tuple[int | None, ...]) -> int:
    """What the carriers of a way who are not present cost."""
    return sum(carriers[place].cost for place in {*choice} if place is not None and not carriers[place].present)


def test_of_people_alike_the_first_ones_come() -> None:
    twin = Carrier(frozenset({0, 1, 2}), load=2, known=True, present=False)
    assert shared_out(3, [twin, twin, twin]) == {0: (0, 1), 1: (2,)}


def test_nobody_who_can_help_is_nobody_at_the_table() -> None:
    assert shared_out(2, []) == {}
    assert shared_out(2, [Carrier(frozenset(), 3, known=True, present=False)]) == {}
