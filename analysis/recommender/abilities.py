"""Who can bring what: which of the things a table needs each kind of institution, and the library, can give."""

from collections.abc import Sequence

from analysis.recommender.facts import matters
from analysis.recommender.knowledge import Knowledge
from analysis.recommender.needed import ESSENTIAL, Requirement, is_specialist
from analysis.recommender.register import LIBRARY, Institution
from analysis.recommender.situation import Situation
from analysis.vocabulary import Contribution, Sector

ANY = 3
"""The last priority of offers."""


class Abilities:
    """Called with an institution: the numbers of the needs that any hat of it can bring."""

    def __init__(self, needs: Sequence[Requirement], situation: Situation, knowledge: Knowledge) -> None:
        self.needs, self.knowledge = needs, knowledge
        self.builtin = {matter.area: matter.builtin or "" for matter in matters(situation, knowledge)}
        self.rooms = _rooms(knowledge)
        self.found: dict[tuple[str, int], frozenset[int]] = {}

    def __call__(self, institution: Institution) -> frozenset[int]:
        """A known partner may be asked for every offer of its hats, a kind still to be found for essential ones."""
        return frozenset[int]().union(*(self.of_hat(hat, institution.known) for hat in institution.subsectors))

    def of_hat(self, hat: str, known: bool) -> frozenset[int]:
        """The same for one hat."""
        last = ANY if known else ESSENTIAL
        if (hat, last) not in self.found:
            numbers = (number for number, need in enumerate(self.needs) if self._brings(hat, need, last))
            self.found[hat, last] = frozenset(numbers)
        return self.found[hat, last]

    def _brings(self, hat: str, need: Requirement, last: int) -> bool:
        if hat == LIBRARY:
            return self._library_brings(need)
        if need.area is None:
            return self._brings_anywhere(hat, need)
        builtin = self.builtin[need.area]
        if need.kind == "decision":
            return hat in self.knowledge.areas[builtin].decided_by
        offer = self.knowledge.offers.get((builtin, hat))
        if need.kind == "specialist":
            return offer is not None and is_specialist(offer)
        given = offer.gives if offer is not None and offer.priority <= last else ()
        return need.what in given or need.what in self.knowledge.everywhere.get(hat, ())

    def _brings_anywhere(self, hat: str, need: Requirement) -> bool:
        """A room, a sector, or people of the group: an institution can speak for them, but takes no seat of theirs."""
        if need.kind == "room":
            return hat in self.rooms
        sector = self.knowledge.subsectors[hat].sector
        if need.kind == "sector":
            return sector == need.what
        return sector == Sector.RESIDENTS and hat in self.knowledge.groups.get(need.what, ())

    def _library_brings(self, need: Requirement) -> bool:
        """A room, and what it gives to any matter or to those of its field; never a place that is itself the matter."""
        library = self.knowledge.library
        if need.kind == "room":
            return Contribution.PREMISES in library.gives
        if need.kind != "contribution" or need.what == Contribution.PREMISES:
            return False
        usual = self.knowledge.areas[self.builtin[need.area or ""]].usual_field is True
        return need.what in library.gives or (usual and need.what in library.in_its_field)


def _rooms(knowledge: Knowledge) -> frozenset[str]:
    """Who can lend a room: whoever offers premises to any matter, since a room given to one serves them all."""
    offers = [offer for offer in knowledge.offers.values() if offer.priority <= ESSENTIAL]
    lending = {offer.subsector for offer in offers if Contribution.PREMISES in offer.gives}
    return frozenset(lending) | {hat for hat, gives in knowledge.everywhere.items() if Contribution.PREMISES in gives}
