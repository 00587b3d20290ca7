"""The fewest people who bring the most: an exact cover with loads, as a mixed-integer programme.

First two maximum flows tell how much can be brought at all, and how much of it by known people; then the programme
finds the fewest chairs that bring so much, and of those the cheapest ones. For few needs and people that is one
programme, in which all costs together are less than a chair; for many it is quicker to find the number of chairs
first. (With all aims in one cost, ten thousand to one, the solver lost precision, took seconds and wrote warnings of
its own.)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

Alike = tuple[frozenset[int], int, bool, bool, int]
"""What the programme knows of people: needs they can bring, load, whether known, whether present, their cost."""

LONG = 100
"""With more pairs of a need and people who can bring it, the number of chairs is found first, with costs left aside."""


@dataclass(frozen=True)
class Carrier:
    """Somebody who can bring some needs (by number), at most `load` of them.

    `known`: a person rather than a kind still to be found. `present`: there in any case, at no cost. `cost`, a whole
    number from 0, tells people apart where tables are equally small: the fewer the better. Costs are to be small, or
    the solver loses precision.
    """

    able: frozenset[int]
    load: int
    known: bool
    present: bool
    cost: int = 0


def shared_out(count: int, carriers: Sequence[Carrier]) -> Mapping[int, tuple[int, ...]]:
    """Who brings which of the needs 0 .. count - 1: number of a carrier -> numbers of needs.

    Of all ways that bring the most needs, of those the most by known people, and of those with the fewest carriers who
    are not present, one whose carriers cost least. Of people alike the earlier ones are taken. Needs that nobody can
    bring, or has room for, are left out.
    """
    alike = _alike(carriers)
    if not alike:
        return {}
    if sum(len(able) for able, *_ in alike) <= LONG:
        return _spread(_Programme(count, alike).solved(), alike)
    chairs = _Programme(count, _alike([replace(each, cost=0) for each in carriers])).chairs()
    return _spread(_Programme(count, alike).solved(chairs), alike)


def _alike(carriers: Sequence[Carrier]) -> dict[Alike, list[int]]:
    """Numbers of the carriers who can bring something, people alike together."""
    alike: dict[Alike, list[int]] = {}
    for place, each in enumerate(carriers):
        if each.able:
            cost = 0 if each.present else each.cost
            key = (each.able, min(each.load, len(each.able)), each.known, each.present, cost)
            alike.setdefault(key, []).append(place)
    return alike


def _spread(solved: Mapping[Alike, list[int]], alike: Mapping[Alike, list[int]]) -> dict[int, tuple[int, ...]]:
    """The needs of each group of people alike, dealt out to as few of them as their load allows."""
    found: dict[int, tuple[int, ...]] = {}
    for key, needs in solved.items():
        load = key[1]
        for turn, start in enumerate(range(0, len(needs), load)):
            found[alike[key][turn]] = tuple(needs[start : start + load])
    return found


class _Programme:
    """Columns: whether a need is brought by a group of people alike (`pairs`), then how many of each group come."""

    def __init__(self, count: int, alike: Mapping[Alike, list[int]]) -> None:
        self.count, self.groups = count, list(alike)
        self.sizes = [len(members) for members in alike.values()]
        self.pairs = [(need, group) for group, (able, *_) in enumerate(self.groups) for need in sorted(able)]
        self.taken = [int(not present) for *_, present, _ in self.groups]

    def chairs(self) -> int:
        """The fewest chairs that bring the most."""
        seated = self._cheapest(self.taken)[len(self.pairs) :]
        return sum(round(number) for number, taken in zip(seated, self.taken, strict=True) if taken)

    def solved(self, chairs: int | None = None) -> dict[Alike, list[int]]:
        """The needs that each group of people alike brings; `chairs`: the fewest, if that is known already."""
        costs = [cost for *_, cost in self.groups]
        chair = self.count * max(costs) + 1 if chairs is None else 0
        best = self._cheapest([chair * taken + cost for taken, cost in zip(self.taken, costs, strict=True)], chairs)
        shares: dict[Alike, list[int]] = {}
        for (need, group), part in zip(self.pairs, best, strict=False):
            if part > 0.5:
                shares.setdefault(self.groups[group], []).append(need)
        return shares

    def _cheapest(self, costs: Sequence[int], most_chairs: int | None = None) -> Sequence[float]:
        """The columns of the way that costs least."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        rows = [LinearConstraint(self._rows, -np.inf, self._most)]
        if most_chairs is not None:
            rows.append(LinearConstraint(np.array([[0] * len(self.pairs) + self.taken]), -np.inf, most_chairs))
        found = milp(
            np.array([0.0] * len(self.pairs) + [float(cost) for cost in costs]),
            constraints=rows,
            integrality=np.ones(len(self.pairs) + len(costs), dtype=int),
            bounds=Bounds(0, np.array([1] * len(self.pairs) + self.sizes)),
            options={"mip_rel_gap": 0.0},
        )
        return list(np.asarray(found.x))

    @cached_property
    def _rows(self) -> Any:
        """Constraints: each need once at most, each group within its load, and as much as can be is brought.

        The last rows (nobody brings anything without a chair) follow from the loads, but keep the relaxed programme
        close to whole numbers: without them it takes many times longer.
        """
        import numpy as np
        from scipy.sparse import csr_array

        first, needs, groups = len(self.pairs), self.count, len(self.groups)
        entries = [(need, column, 1) for column, (need, _) in enumerate(self.pairs)]
        entries += [(needs + group, column, 1) for column, (_, group) in enumerate(self.pairs)]
        entries += [(needs + group, first + group, -load) for group, (_, load, *_) in enumerate(self.groups)]
        entries += [(needs + groups, column, -1) for column in range(first)]
        entries += [(needs + groups + 1, column, -1) for column, (_, g) in enumerate(self.pairs) if self.groups[g][2]]
        entries += [(needs + groups + 2 + column, column, 1) for column in range(first)]
        entries += [(needs + groups + 2 + column, first + group, -1) for column, (_, group) in enumerate(self.pairs)]
        row, column, value = zip(*entries, strict=True)
        values = np.array(value, dtype=float)
        return csr_array((values, (row, column)), shape=(needs + groups + 2 + first, first + groups))

    @cached_property
    def _most(self) -> list[int]:
        least = [-self._flow([True, False]), -self._flow([True])]
        return [1] * self.count + [0] * len(self.groups) + least + [0] * len(self.pairs)

    def _flow(self, known: Sequence[bool]) -> int:
        """The most needs that these people can bring within their loads (a maximum flow)."""
        import numpy as np
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import maximum_flow

        groups, last = len(self.groups), 1 + len(self.groups) + self.count
        edges = [(0, 1 + g, key[1] * self.sizes[g]) for g, key in enumerate(self.groups) if key[2] in known]
        edges += [(1 + group, 1 + groups + need, 1) for need, group in self.pairs]
        edges += [(1 + groups + need, last, 1) for need in range(self.count)]
        start, end, room = zip(*edges, strict=True)
        graph = csr_array((np.array(room, dtype=np.int32), (start, end)), shape=(last + 1, last + 1))
        return int(maximum_flow(graph, 0, last).flow_value)
