"""The smallest table when somebody of it cannot come: a whole table again, as much like the first as can be."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.recommender.cover import Cover, Requirement, Seat, Table, candidates
from analysis.recommender.knowledge import Knowledge
from analysis.recommender.messages import Message
from analysis.recommender.register import Institution
from analysis.recommender.situation import Situation


@dataclass(frozen=True)
class WithoutOne:
    """The smallest sufficient table without one institution of the first table.

    `comes`: who sits there and did not before. `lost`: what nobody brings any more, though somebody did before.
    """

    missing: Institution
    table: Table
    comes: tuple[Institution, ...]
    lost: tuple[Requirement, ...]

    @property
    def message(self) -> Message:
        """What changes, in words: what is lost, else who comes, else that the others share it out."""
        if self.lost:
            return Message("without_lost", {"things": tuple(need.message for need in self.lost)})
        if self.comes:
            return Message("without_comes", {"who": tuple(each.called for each in self.comes)})
        return Message("without_shared")


def tables_without_one(
    first: Table, situation: Situation, knowledge: Knowledge, register: Sequence[Institution] = ()
) -> tuple[WithoutOne, ...]:
    """For each chair of the first table that carries something: the smallest sufficient table without who sits there.

    `first` is `cover.table` of the same situation and register. Who is missing is taken off the list: a person by
    themselves, a kind of institution that is still to be found as a whole (nobody of it can be found). Of tables
    equally small, one that keeps the most of those who sit at the first, then one with the most points.
    """
    needs = [*(need for seat in first.seats for need in seat.carries), *first.unmet]
    cover, everybody = Cover(needs, situation, first.type, knowledge), candidates(register, knowledge)
    return tuple(_without(seat, first, cover, everybody) for seat in first.seats if seat.carries)


def _without(seat: Seat, first: Table, cover: Cover, everybody: Sequence[Institution]) -> WithoutOne:
    before = {each.institution for each in first.seats}
    left = [each for each in everybody if each != seat.institution]
    found = cover.table(left, first.there, kept=before - {seat.institution})
    comes = tuple(each.institution for each in found.seats if each.institution not in before)
    return WithoutOne(seat.institution, found, comes, tuple(need for need in found.unmet if need not in first.unmet))
