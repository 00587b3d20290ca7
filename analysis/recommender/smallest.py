"""The fewest people who bring the most: an exact cover with loads, as a mixed-integer programme.

First two maximum flows tell how much can be brought at all, and how much of it by known people; then the programme
finds the fewest chairs that bring so much. Chairs are the only cost, so it works on small whole numbers. (With the
three aims in one cost, ten thousand to one, the solver lost precision, took seconds and wrote warnings of its own.)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Alike = tuple[frozenset[int], int, bool, int]
"""What the programme knows of people: needs they can bring, load, whether known, what their chair costs."""


@dataclass(frozen=True)
class Carrier:
    """Somebody who can bring some needs (by number), at most `load` of them.

    `known`: a person rather than a kind still to be found. `present`: there in any case, at no cost; of others a chair
    costs `cost`, from 1. Costs are to be small and of about one size, or the solver loses precision.
    """

    able: frozenset[int]
    load: int
    known: bool
    present: bool
    cost: int = 1


def shared_out(count: int, carriers: Sequence[Carrier]) -> Mapping[int, tuple[int, ...]]:
    """Who brings which of the needs 0 .. count - 1: number of a carrier -> numbers of needs.

    Of all ways that bring the most needs, and of those the most by known people, one whose chairs cost least: where all
    cost the same, with the fewest carriers who are not present. Of people alike the earlier ones are taken. Needs that
    nobody can bring, or has room for, are left out.
    """
    alike: dict[Alike, list[int]] = {}
    for place, each in enumerate(carriers):
        if each.able:
            key = (each.able, min(each.load, len(each.able)), each.known, 0 if each.present else each.cost)
            alike.setdefault(key, []).append(place)
    if not alike:
        return {}
    return _spread(_Programme(count, alike).solved(), alike)


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

    def solved(self) -> dict[Alike, list[int]]:
        """The needs that each group of people alike brings."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        chairs = [float(cost) for *_, cost in self.groups]
        found = milp(
            np.array([0.0] * len(self.pairs) + chairs),
            constraints=[LinearConstraint(self._rows, -np.inf, self._most)],
            integrality=np.ones(len(self.pairs) + len(chairs), dtype=int),
            bounds=Bounds(0, np.array([1] * len(self.pairs) + self.sizes)),
        )
        shares: dict[Alike, list[int]] = {}
        for (need, group), part in zip(self.pairs, np.asarray(found.x), strict=False):
            if part > 0.5:
                shares.setdefault(self.groups[group], []).append(need)
        return shares

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

    @property
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
