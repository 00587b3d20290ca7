"""The smallest table: who is enough to bring all that the chosen matters need, and which chairs stay empty.

It is an exact cover (`smallest`): of all tables that leave the fewest things unmet, and of those leave the fewest to
somebody still to be found, one with the fewest chairs; of tables equally small the one whose chairs have the most
points of invitation (`partners.invitations`). It counts people and what each can carry, not labels: whoever wears
several hats still sits on one chair and carries no more than their load. The library sits at every table and brings
what a library brings. The table is a minimum, never the guest list.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from analysis.recommender.abilities import Abilities
from analysis.recommender.knowledge import Knowledge
from analysis.recommender.needed import Requirement, is_specialist, requirements
from analysis.recommender.partners import AnyType, points
from analysis.recommender.register import Institution, the_library
from analysis.recommender.situation import Situation
from analysis.recommender.smallest import Carrier, shared_out
from analysis.vocabulary import Sector

__all__ = ["Cover", "Requirement", "Seat", "Table", "candidates", "is_specialist", "requirements", "table"]

PARTS = 10
"""Points of an invitation are told apart to a tenth."""


@dataclass(frozen=True)
class Seat:
    """A chair: who sits on it, what they carry, and who of those not at the table could carry the same, best first.

    `points` are those of the best invitation among the hats, from 0 (`partners.Invitation.score`).
    """

    institution: Institution
    carries: tuple[Requirement, ...]
    instead: tuple[Institution, ...]
    points: float = 0.0

    @property
    def empty(self) -> bool:
        """Whether somebody of this kind is still to be found."""
        return not self.institution.known


@dataclass(frozen=True)
class Table:
    """The smallest sufficient table.

    `unmet`: what nobody of the list or the register can bring. `there`: sectors that need no chair of their own,
    because partners of theirs are ready to come. `type` is the type of cooperation it is for, None while none is
    chosen.
    """

    seats: tuple[Seat, ...]
    unmet: tuple[Requirement, ...]
    there: tuple[Requirement, ...] = ()
    type: AnyType = None

    @property
    def coverage(self) -> float:
        """The share of the things needed that the library and known partners bring, 0..1; 1 when nothing is needed."""
        met = sum(len(seat.carries) for seat in self.seats if not seat.empty) + len(self.there)
        total = sum(len(seat.carries) for seat in self.seats) + len(self.unmet) + len(self.there)
        return met / total if total else 1.0


def table(situation: Situation, kind: AnyType, knowledge: Knowledge, register: Sequence[Institution] = ()) -> Table:
    """The smallest sufficient table for a situation and a type (None: no type is chosen yet).

    Every kind of institution stands ready as a chair still to be filled, so a register never makes the table worse.
    The library and whoever is `present` sit at it in any case, and sectors of `situation.partner_sectors` count as
    there. The order of areas and of the register does not matter.
    """
    needs = requirements(situation, kind, knowledge)
    there = tuple(need for need in needs if need.kind == "sector" and need.what in (situation.partner_sectors or ()))
    cover = Cover([need for need in needs if need not in there], situation, kind, knowledge)
    return cover.table(candidates(register, knowledge), there)


def candidates(register: Sequence[Institution], knowledge: Knowledge) -> list[Institution]:
    """Who may take a chair: the library, everybody of the register by name, then a chair for each kind."""
    known = sorted(register, key=lambda each: (each.name, each.subsectors, each.load, each.present))
    return [the_library(knowledge), *known, *(Institution("", (key,)) for key in sorted(knowledge.subsectors))]


class Cover:
    """What a table needs, and who can bring it."""

    def __init__(self, needs: Sequence[Requirement], situation: Situation, kind: AnyType, knowledge: Knowledge) -> None:
        self.needs, self.type = needs, kind
        self.able = Abilities(needs, situation, knowledge)
        self.points = _points(needs, situation, kind, knowledge)

    def table(
        self,
        candidates: Sequence[Institution],
        there: tuple[Requirement, ...],
        kept: Collection[Institution] = (),
    ) -> Table:
        """The smallest table of these candidates; of tables of one size, one with the most of those to be `kept`."""
        loads = shared_out(len(self.needs), self._carriers(candidates, kept)) if self.needs else {}
        sits = [each.known and each.present and bool(each.name or self.needs) for each in candidates]
        seated = [place for place, always in enumerate(sits) if always or place in loads]
        others = [each for place, each in enumerate(candidates) if place not in seated]
        seats = [self._seat(candidates[place], loads.get(place, ()), others) for place in seated]
        met = {need for numbers in loads.values() for need in numbers}
        unmet = tuple(need for number, need in enumerate(self.needs) if number not in met)
        return Table(tuple(sorted(seats, key=lambda seat: -len(seat.carries))), unmet, there, self.type)

    def _carriers(self, candidates: Sequence[Institution], kept: Collection[Institution]) -> list[Carrier]:
        """A newcomer costs more than all the points that chairs can lack: first of all those to be kept come."""
        best = max(self.points.values(), default=0.0)
        newcomer = (len(self.needs) * round(PARTS * best) + 1) if kept else 0
        return [
            Carrier(
                self.able(each),
                each.load,
                each.known,
                each.present,
                round(PARTS * (best - self._worth(each))) + newcomer * (each not in kept),
            )
            for each in candidates
        ]

    def _worth(self, institution: Institution) -> float:
        """Points of the best invitation among the hats that bring something."""
        useful = [hat for hat in institution.subsectors if self.able.of_hat(hat, institution.known)]
        return max((self.points.get(hat, 0.0) for hat in useful), default=0.0)

    def _seat(self, institution: Institution, numbers: Sequence[int], others: Sequence[Institution]) -> Seat:
        instead = [each for each in others if len(numbers) <= each.load and self.able(each) >= set(numbers)]
        best = sorted(instead, key=lambda each: (not each.known, -self._worth(each)))
        carries = tuple(self.needs[number] for number in numbers)
        return Seat(institution, carries, tuple(best) if numbers else (), self._worth(institution))


def _points(
    needs: Sequence[Requirement], situation: Situation, kind: AnyType, knowledge: Knowledge
) -> dict[str, float]:
    """Points of invitations; residents who speak for all have some more where no single group is concerned."""
    found = points(situation, kind, knowledge)
    if Requirement("sector", Sector.RESIDENTS) in needs:
        seat = float(knowledge.settings["partners"]["voice_seat"])
        for place, voice in enumerate(knowledge.voices, start=1):
            found[voice] = found.get(voice, 0.0) + seat / place
    return found
