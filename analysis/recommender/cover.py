"""The smallest table: who is enough to bring all that the chosen matters need, and which chairs stay empty.

It is an exact cover (`smallest`): of all tables that leave the fewest things unmet, and of those leave the fewest to
somebody still to be found, one with the fewest chairs. It counts people and what each can carry, not labels: whoever
wears several hats still sits on one chair and carries no more than their load. The table is a minimum, never the guest
list.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from analysis.recommender.facts import Matter, matters
from analysis.recommender.knowledge import Knowledge, Offer
from analysis.recommender.messages import Message
from analysis.recommender.partners import AnyType
from analysis.recommender.register import Institution
from analysis.recommender.situation import EVERYONE, UNNAMED, Situation
from analysis.recommender.smallest import Carrier, shared_out
from analysis.vocabulary import Contribution, CooperationType, Sector

ESSENTIAL = 2
"""Contributions of offers up to this priority are needed; those of priority 3 are welcome."""


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
    """A chair: who sits on it, what they carry, and who of those not at the table could carry the same."""

    institution: Institution
    carries: tuple[Requirement, ...]
    instead: tuple[Institution, ...]

    @property
    def empty(self) -> bool:
        """Whether somebody of this kind is still to be found."""
        return not self.institution.name


@dataclass(frozen=True)
class Table:
    """The smallest sufficient table.

    `unmet`: what nobody of the list or the register can bring. `there`: sectors that need no chair of their own,
    because partners of theirs are ready to come.
    """

    seats: tuple[Seat, ...]
    unmet: tuple[Requirement, ...]
    there: tuple[Requirement, ...] = ()

    @property
    def coverage(self) -> float:
        """The share of the things needed that known partners bring, 0..1; 1 when nothing is needed."""
        met = sum(len(seat.carries) for seat in self.seats if not seat.empty) + len(self.there)
        total = sum(len(seat.carries) for seat in self.seats) + len(self.unmet) + len(self.there)
        return met / total if total else 1.0


def requirements(situation: Situation, kind: AnyType, knowledge: Knowledge) -> tuple[Requirement, ...]:
    """What the table needs, each thing once: for the chosen matters, the type of cooperation and the group concerned.

    For each matter with a built-in area, the contributions that essential offers to it have; in a thematic
    partnership a specialist of each matter's field; in a strategic one all five sectors; and a seat for residents of
    the group.
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

    Every kind of institution stands ready as a chair still to be filled, so a register never makes the table worse.
    Who is `present` sits at it in any case, and sectors of `situation.partner_sectors` count as there. The order of
    areas and of the register does not matter.
    """
    needs = requirements(situation, kind, knowledge)
    there = tuple(need for need in needs if need.kind == "sector" and need.what in (situation.partner_sectors or ()))
    return Cover([need for need in needs if need not in there], situation, knowledge).table(
        candidates(register, knowledge), there
    )


def candidates(register: Sequence[Institution], knowledge: Knowledge) -> list[Institution]:
    """Who may take a chair: everybody of the register in the order of names, then a chair for each kind."""
    known = sorted(register, key=lambda each: (each.name, each.subsectors, each.load, each.present))
    return [*known, *(Institution("", (key,)) for key in sorted(knowledge.subsectors))]


class Cover:
    """What a table needs, and who can bring it."""

    def __init__(self, needs: Sequence[Requirement], situation: Situation, knowledge: Knowledge) -> None:
        builtin = {matter.area: matter.builtin for matter in matters(situation, knowledge)}
        self.needs, self.knowledge, self.builtin = needs, knowledge, builtin
        self.brought = {hat: self._brought(hat) for hat in knowledge.subsectors}

    def _brought(self, hat: str) -> frozenset[int]:
        return frozenset(number for number, need in enumerate(self.needs) if self._hat_brings(hat, need))

    def _hat_brings(self, hat: str, need: Requirement) -> bool:
        sector = self.knowledge.subsectors[hat].sector
        if need.kind == "sector":
            return sector == need.what
        if need.kind == "group":  # an institution can speak for a group, but takes no seat of its people
            return sector == Sector.RESIDENTS and hat in self.knowledge.groups.get(need.what, ())
        offer = self.knowledge.offers.get((self.builtin.get(need.area or "") or "", hat))
        if offer is None or need.kind == "specialist":
            return offer is not None and is_specialist(offer)
        return need.what in offer.gives

    def able(self, institution: Institution) -> frozenset[int]:
        """The numbers of the needs that any hat of an institution can bring."""
        return frozenset[int]().union(*(self.brought[hat] for hat in institution.subsectors))

    def table(
        self,
        candidates: Sequence[Institution],
        there: tuple[Requirement, ...],
        kept: Collection[Institution] = (),
    ) -> Table:
        """The smallest table of these candidates; of tables of one size, one with the most of those to be `kept`."""
        loads = shared_out(len(self.needs), [self._carrier(each, kept) for each in candidates])
        seated = [place for place, each in enumerate(candidates) if each.present or place in loads]
        others = [each for place, each in enumerate(candidates) if place not in seated]
        seats = [self._seat(candidates[place], loads.get(place, ()), others) for place in seated]
        met = {need for numbers in loads.values() for need in numbers}
        unmet = tuple(need for number, need in enumerate(self.needs) if number not in met)
        return Table(tuple(sorted(seats, key=lambda seat: -len(seat.carries))), unmet, there)

    def _carrier(self, institution: Institution, kept: Collection[Institution]) -> Carrier:
        """Whoever is not to be kept costs a little more: all of them together less than one chair."""
        one = len(self.needs) + 1 if kept else 0
        cost = one + (institution not in kept)
        return Carrier(self.able(institution), institution.load, bool(institution.name), institution.present, cost)

    def _seat(self, institution: Institution, numbers: Sequence[int], others: Sequence[Institution]) -> Seat:
        instead = [each for each in others if len(numbers) <= each.load and self.able(each) >= set(numbers)]
        return Seat(institution, tuple(self.needs[number] for number in numbers), tuple(instead) if numbers else ())
