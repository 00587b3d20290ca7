"""The smallest table: who is enough to bring all that the chosen matters need, and which chairs stay empty.

It is an exact cover, solved as a mixed-integer programme: of all tables that leave the fewest things unmet, one of
those with the fewest chairs. It counts people and what each can carry, not labels: whoever wears several hats still
sits on one chair and carries no more than their load. The table is a minimum, never the guest list.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from analysis.errors import listed
from analysis.recommender.facts import Matter, matters
from analysis.recommender.knowledge import Knowledge, Offer
from analysis.recommender.messages import Message
from analysis.recommender.partners import AnyType
from analysis.recommender.situation import EVERYONE, UNNAMED, Situation, SituationError
from analysis.vocabulary import Contribution, CooperationType, Sector

LOAD = 4
"""So many things one person carries, unless the register says otherwise."""

ESSENTIAL = 2
"""Contributions of offers up to this priority are needed; those of priority 3 are welcome."""

UNMET, UNKNOWN, CHAIR = 10_000.0, 100.0, 1.0
"""Costs of a thing that nobody meets, of one met by somebody still to be found, and of a chair: in this order."""


@dataclass(frozen=True)
class Institution:
    """Somebody of the partner register: a name, the kinds of institutions it belongs to (its hats), its load.

    `subsectors` are keys of knowledge/sectors.toml; `load` is how many things it can carry, from 1; `present`: it
    sits at the table already. Without a name it stands for a kind of institution still to be found.
    """

    name: str
    subsectors: tuple[str, ...]
    load: int = LOAD
    present: bool = False


@dataclass(frozen=True)
class Requirement:
    """One thing the table needs. `kind` says what `what` is a key of.

    "contribution" to an `area`, "specialist" of an `area` (`what` is knowledge), a "sector", or the "group"
    concerned (these two have no area).
    """

    kind: str
    what: str
    area: str | None = None

    @property
    def message(self) -> Message:
        """The thing in words."""
        name = {"specialist": "contribution"}.get(self.kind, self.kind)
        return Message(f"needs_{self.kind}", {name: self.what} | ({"area": self.area} if self.area else {}))


@dataclass(frozen=True)
class Seat:
    """A chair: who sits on it, what they carry, and who of the others could carry the same."""

    institution: Institution
    carries: tuple[Requirement, ...]
    instead: tuple[Institution, ...]

    @property
    def empty(self) -> bool:
        """Whether somebody of this kind is still to be found."""
        return not self.institution.name


@dataclass(frozen=True)
class Table:
    """The smallest sufficient table. `unmet`: what nobody of the list or the register can bring."""

    seats: tuple[Seat, ...]
    unmet: tuple[Requirement, ...]

    @property
    def coverage(self) -> float:
        """The share of the things needed that people of the register bring, 0..1; 1 when nothing is needed."""
        met = sum(len(seat.carries) for seat in self.seats if not seat.empty)
        total = sum(len(seat.carries) for seat in self.seats) + len(self.unmet)
        return met / total if total else 1.0


def register_of(data: Sequence[Mapping[str, Any]], knowledge: Knowledge) -> tuple[Institution, ...]:
    """Institutions from plain data with the keys of `Institution`; SituationError names entry, found and allowed."""
    return tuple(_institution(entry, f"partner {number}", knowledge) for number, entry in enumerate(data, start=1))


def _institution(entry: object, where: str, knowledge: Knowledge) -> Institution:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("name"), str) or not entry["name"].strip():
        raise SituationError(f"{where}: {entry!r} found; allowed: an object with a name and subsectors")
    unknown = sorted(set(entry) - {"name", "subsectors", "load", "present"})
    if unknown:
        raise SituationError(f"{where}: unknown field {listed(unknown)}; allowed: name, subsectors, load, present")
    hats, load, present = entry.get("subsectors"), entry.get("load", LOAD), entry.get("present", False)
    if not isinstance(hats, list) or not hats or not all(hat in knowledge.subsectors for hat in hats):
        raise SituationError(f"{where}, subsectors: {hats!r} found; allowed: {listed(knowledge.subsectors, 60)}")
    if not isinstance(load, int) or isinstance(load, bool) or load < 1 or not isinstance(present, bool):
        raise SituationError(f"{where}: load {load!r}, present {present!r} found; allowed: from 1; true, false")
    return Institution(entry["name"].strip(), tuple(dict.fromkeys(hats)), load, present)


def requirements(situation: Situation, kind: AnyType, knowledge: Knowledge) -> tuple[Requirement, ...]:
    """What the table needs, each thing once: for the chosen matters, the type of cooperation and the group concerned.

    For each matter with a built-in area, the contributions that essential offers to it have; in a thematic
    partnership a specialist of each matter's field; in a strategic one all five sectors; and a seat of the group.
    """
    chosen = [matter for matter in matters(situation, knowledge) if matter.builtin is not None]
    found = [need for matter in chosen for need in _of_matter(matter, kind, knowledge)]
    if kind == CooperationType.STRATEGIC:
        found += [Requirement("sector", sector) for sector in Sector]
    if situation.specific_group not in (None, EVERYONE, UNNAMED):
        found.append(Requirement("group", str(situation.specific_group)))
    return tuple(dict.fromkeys(found))


def _of_matter(matter: Matter, kind: AnyType, knowledge: Knowledge) -> Iterator[Requirement]:
    offers = [offer for (area, _), offer in knowledge.offers.items() if area == matter.builtin]
    given = {gift for offer in offers if offer.priority <= ESSENTIAL for gift in offer.gives}
    yield from (Requirement("contribution", gift, matter.area) for gift in Contribution if gift in given)
    if kind == CooperationType.THEMATIC and any(is_specialist(offer) for offer in offers):
        yield Requirement("specialist", Contribution.KNOWLEDGE, matter.area)


def is_specialist(offer: Offer) -> bool:
    """Whether an offer is that of somebody who knows the field and belongs to those invited first."""
    return offer.priority == 1 and Contribution.KNOWLEDGE in offer.gives


def table(situation: Situation, kind: AnyType, knowledge: Knowledge, register: Sequence[Institution] = ()) -> Table:
    """The smallest sufficient table for a situation and a type (None: no type is chosen yet).

    Kinds of institutions that nobody of the register belongs to stand ready as chairs still to be filled, so a
    register never makes the table worse. Who is `present` sits at it in any case. The order of areas and of the
    register does not matter.
    """
    needs = requirements(situation, kind, knowledge)
    found = _Cover(needs, _candidates(register, knowledge), situation, knowledge)
    return found.table()


def _candidates(register: Sequence[Institution], knowledge: Knowledge) -> list[Institution]:
    known = sorted(register, key=lambda each: (each.name, each.subsectors))
    taken = {hat for each in known for hat in each.subsectors}
    return [*known, *(Institution("", (key,)) for key in sorted(knowledge.subsectors) if key not in taken)]


class _Cover:
    """Needs, candidates, and which of them can bring what: `able[need]` lists candidates."""

    def __init__(
        self,
        needs: tuple[Requirement, ...],
        candidates: Sequence[Institution],
        situation: Situation,
        knowledge: Knowledge,
    ) -> None:
        builtin = {matter.area: matter.builtin for matter in matters(situation, knowledge)}
        self.needs, self.knowledge, self.builtin = needs, knowledge, builtin
        self.candidates = [each for each in candidates if each.present or any(self.brings(each, n) for n in needs)]
        self.pairs = [
            (need, place)
            for need, wanted in enumerate(needs)
            for place, each in enumerate(self.candidates)
            if self.brings(each, wanted)
        ]

    def brings(self, institution: Institution, need: Requirement) -> bool:
        """Whether any hat of an institution can bring what is needed."""
        return any(self._hat_brings(hat, need) for hat in institution.subsectors)

    def _hat_brings(self, hat: str, need: Requirement) -> bool:
        if need.kind == "sector":
            return self.knowledge.subsectors[hat].sector == need.what
        if need.kind == "group":
            return hat in self.knowledge.groups.get(need.what, ())
        offer = self.knowledge.offers.get((self.builtin.get(need.area or "") or "", hat))
        if offer is None or need.kind == "specialist":
            return offer is not None and is_specialist(offer)
        return need.what in offer.gives

    def table(self) -> Table:
        chosen = self._solved() if self.needs else {}
        used = sorted(
            {place for place in chosen.values()} | {n for n, each in enumerate(self.candidates) if each.present}
        )
        seats = [self._seat(place, [n for n, by in chosen.items() if by == place]) for place in used]
        unmet = tuple(need for number, need in enumerate(self.needs) if number not in chosen)
        return Table(tuple(sorted(seats, key=lambda seat: -len(seat.carries))), unmet)

    def _seat(self, place: int, numbers: list[int]) -> Seat:
        carries = tuple(self.needs[number] for number in numbers)
        others = [each for n, each in enumerate(self.candidates) if n != place and not each.present]
        instead = (each for each in others if len(carries) <= each.load and all(self.brings(each, c) for c in carries))
        return Seat(self.candidates[place], carries, tuple(instead) if carries else ())

    def _solved(self) -> dict[int, int]:
        """The candidate who brings each need; needs that nobody can bring, or has room for, are left out."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        found = milp(
            self._costs,
            constraints=[LinearConstraint(self._rows, -np.inf, self._most)],
            integrality=np.ones(len(self._costs), dtype=int),
            bounds=Bounds(0, 1),
            options={"mip_rel_gap": 0},  # the gap allowed by default would let chairs slip in beside the great costs
        )
        carried = np.round(np.asarray(found.x)[: len(self.pairs)]).astype(bool)
        return {need: place for (need, place), yes in zip(self.pairs, carried, strict=True) if yes}

    @cached_property
    def _costs(self) -> Any:
        """Costs of each pair (who brings what) and of each chair.

        A pair saves what an unmet need costs. Of equal tables the one with names earlier in the list is taken.
        """
        import numpy as np

        pairs = [(0.0 if self.candidates[place].name else UNKNOWN) - UNMET for _, place in self.pairs]
        chairs = [0.0 if each.present else CHAIR + n * 1e-4 for n, each in enumerate(self.candidates)]
        return np.array(pairs + chairs)

    @property
    def _rows(self) -> Any:
        """Constraints: each need is brought once at most; whoever brings has a chair, and keeps within their load."""
        from scipy.sparse import csr_array

        count, rows = len(self.pairs), len(self.needs) + len(self.candidates)
        entries = [(need, column, 1.0) for column, (need, _) in enumerate(self.pairs)]
        entries += [(len(self.needs) + place, column, 1.0) for column, (_, place) in enumerate(self.pairs)]
        entries += [(len(self.needs) + n, count + n, -float(each.load)) for n, each in enumerate(self.candidates)]
        row, column, value = zip(*entries, strict=True)
        return csr_array((value, (row, column)), shape=(rows, count + len(self.candidates)))

    @property
    def _most(self) -> list[float]:
        return [1.0] * len(self.needs) + [0.0] * len(self.candidates)
