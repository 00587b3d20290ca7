"""What a table needs: contributions, somebody who decides, specialists, sectors, a room, and residents."""

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.recommender.facts import Matter, matters
from analysis.recommender.knowledge import Knowledge, Offer
from analysis.recommender.messages import Message
from analysis.recommender.partners import AnyType
from analysis.recommender.situation import EVERYONE, UNNAMED, Situation
from analysis.vocabulary import Contribution, CooperationType, Sector

ESSENTIAL = 2
"""Contributions of offers up to this priority are needed; those of priority 3 are welcome.

A kind still to be found is counted on for its essential offers only, a known partner for every offer.
"""

OURSELVES = "ourselves"


@dataclass(frozen=True)
class Requirement:
    """One thing the table needs. `kind` says what `what` is a key of.

    "contribution" to an `area`, "decision" of those who decide on an `area` (`what` is mandate), "specialist" of an
    `area` (`what` is knowledge); and without an area: a "room" for the meetings (`what` is premises), a "sector", or
    the "group" concerned.
    """

    kind: str
    what: str
    area: str | None = None

    @property
    def message(self) -> Message:
        """The thing in words."""
        name = {"specialist": "contribution"}.get(self.kind, self.kind)
        return Message(f"needs_{self.kind}", {name: self.what} | ({"area": self.area} if self.area else {}))


def requirements(situation: Situation, kind: AnyType, knowledge: Knowledge) -> tuple[Requirement, ...]:
    """What the table needs, each thing once: for the chosen matters, the type of cooperation and the people concerned.

    For each matter with a built-in area, the contributions that essential offers to it have (one room serves every
    matter that needs no place of its own) and, unless it can be acted on by ourselves, somebody who decides; in a
    thematic partnership a specialist of each matter's field; in a strategic one all five sectors; and a seat for
    residents: of the group concerned where one is named, otherwise any.
    """
    chosen = [matter for matter in matters(situation, knowledge) if matter.builtin is not None]
    found = [need for matter in chosen for need in _of_matter(matter, kind, knowledge)]
    if kind == CooperationType.STRATEGIC:
        found += [Requirement("sector", sector) for sector in Sector]
    if situation.specific_group not in (None, EVERYONE, UNNAMED):
        found.append(Requirement("group", str(situation.specific_group)))
    elif chosen:
        found.append(Requirement("sector", Sector.RESIDENTS))
    return tuple(dict.fromkeys(found))


def _of_matter(matter: Matter, kind: AnyType, knowledge: Knowledge) -> Iterator[Requirement]:
    known = knowledge.areas[matter.builtin or ""]
    offers = [offer for (area, _), offer in knowledge.offers.items() if area == known.key]
    given = {gift for offer in offers if offer.priority <= ESSENTIAL for gift in offer.gives}
    decided = known.who_can_act != OURSELVES and bool(known.decided_by)
    if Contribution.PREMISES in given and not known.own_place:
        yield Requirement("room", Contribution.PREMISES)
        given -= {Contribution.PREMISES}
    if decided:
        yield Requirement("decision", Contribution.MANDATE, matter.area)
        given -= {Contribution.MANDATE}
    yield from (Requirement("contribution", gift, matter.area) for gift in Contribution if gift in given)
    if kind == CooperationType.THEMATIC and any(is_specialist(offer) for offer in offers):
        yield Requirement("specialist", Contribution.KNOWLEDGE, matter.area)


def is_specialist(offer: Offer) -> bool:
    """Whether an offer is that of somebody who knows the field and belongs to those invited first."""
    return offer.priority == 1 and Contribution.KNOWLEDGE in offer.gives
