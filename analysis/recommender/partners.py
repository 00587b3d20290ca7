"""With whom: which kinds of institutions to invite for the chosen matters, and what each can give."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.recommender.facts import Matter, matters
from analysis.recommender.knowledge import Knowledge, Offer
from analysis.recommender.messages import Message
from analysis.recommender.situation import Situation
from analysis.vocabulary import Contribution, CooperationType, Sector

AnyType = CooperationType | None
"""A type of cooperation, or None while no type is chosen."""


@dataclass(frozen=True)
class Contributed:
    """What an institution can give to one matter; `priority` 1 invite first .. 3 one contribution."""

    area: str
    gives: tuple[Contribution, ...]
    priority: int
    message: Message


@dataclass(frozen=True)
class Invitation:
    """A kind of institution to invite. `score` orders invitations and has no other meaning.

    `specialist`: it knows the field of a chosen matter and belongs to those invited first. `for_group`: it
    can speak for this target group. `usual`: it often sits at a table of this type. `flag` as in Subsector.
    """

    subsector: str
    sector: Sector
    score: float
    gives: tuple[Contributed, ...]
    specialist: bool
    for_group: str | None
    usual: bool
    flag: str | None


@dataclass(frozen=True)
class SectorAdvice:
    """A sector at the table: whether somebody of it is there already (None: unknown), and why it is named."""

    sector: Sector
    score: float
    present: bool | None
    required: bool
    reasons: tuple[Message, ...]


def invitations(situation: Situation, kind: AnyType, knowledge: Knowledge) -> tuple[Invitation, ...]:
    """Every kind of institution that has a reason to be invited, the best reason first.

    The score adds up the offers to each matter (by priority, times the matter's share relative to the first
    one), a seat that speaks for the group concerned, and a usual seat of this type of cooperation (None: no
    type is chosen yet).
    """
    chosen = matters(situation, knowledge)
    found = (_invitation(key, chosen, situation, kind, knowledge) for key in knowledge.subsectors)
    worth = [invitation for invitation in found if invitation.score > 0]
    return tuple(sorted(worth, key=lambda invitation: (-invitation.score, invitation.subsector)))


def points(situation: Situation, kind: AnyType, knowledge: Knowledge) -> dict[str, float]:
    """The score of each kind of institution that has a reason to be invited (see `invitations`); others have none."""
    chosen = matters(situation, knowledge)
    found = {key: _score(key, chosen, situation, kind, knowledge) for key in knowledge.subsectors}
    return {key: score for key, score in found.items() if score > 0}


def sectors(situation: Situation, kind: AnyType, invited: Sequence[Invitation]) -> tuple[SectorAdvice, ...]:
    """All five sectors, those with the best invitations first; a strategic partnership requires them all."""
    advice = [_sector(sector, situation, kind, invited) for sector in Sector]
    return tuple(sorted(advice, key=lambda item: -item.score))


def _invitation(
    key: str, chosen: Sequence[Matter], situation: Situation, kind: AnyType, knowledge: Knowledge
) -> Invitation:
    subsector = knowledge.subsectors[key]
    offers = list(_offers(key, chosen, knowledge))
    for_group = key in knowledge.groups.get(situation.specific_group or "", ())
    return Invitation(
        subsector=key,
        sector=subsector.sector,
        score=_score(key, chosen, situation, kind, knowledge),
        gives=tuple(_contributed(offer, matter) for offer, matter, _ in offers),
        specialist=any(_is_specialist(offer) for offer, _, _ in offers),
        for_group=situation.specific_group if for_group else None,
        usual=_usual(key, kind, knowledge),
        flag=subsector.flag,
    )


def _score(key: str, chosen: Sequence[Matter], situation: Situation, kind: AnyType, knowledge: Knowledge) -> float:
    worth = knowledge.settings["partners"]
    score: float = sum(
        worth["offer"][offer.priority - 1] * weight for offer, _, weight in _offers(key, chosen, knowledge)
    )
    if key in knowledge.groups.get(situation.specific_group or "", ()):
        score += worth["group_seat"]
    return score + float(worth["type_seat"]) * _usual(key, kind, knowledge)


def _usual(key: str, kind: AnyType, knowledge: Knowledge) -> bool:
    return kind is not None and key in knowledge.types[kind].seats


def _offers(key: str, chosen: Sequence[Matter], knowledge: Knowledge) -> Iterator[tuple[Offer, Matter, float]]:
    """The offers of an institution to the chosen matters, with the matter's share relative to the first."""
    for matter in chosen:
        offer = knowledge.offers.get((matter.builtin or "", key))
        if offer is not None:
            yield offer, matter, _relative(matter.share, chosen[0].share)


def _relative(share: float | None, first: float | None) -> float:
    """The share of a matter relative to the first one's, 0..1; 1 where either is not known or the first has none."""
    return 1.0 if share is None or not first else min(share / first, 1.0)


def _contributed(offer: Offer, matter: Matter) -> Contributed:
    message = Message("invitation", {"subsector": offer.subsector, "what": f"{offer.area}.{offer.subsector}"})
    return Contributed(matter.area, offer.gives, offer.priority, message)


def _is_specialist(offer: Offer) -> bool:
    return offer.priority == 1 and Contribution.KNOWLEDGE in offer.gives


def _sector(sector: Sector, situation: Situation, kind: AnyType, invited: Sequence[Invitation]) -> SectorAdvice:
    mine = [invitation for invitation in invited if invitation.sector == sector]
    present = None if situation.partner_sectors is None else sector in situation.partner_sectors
    required = kind == CooperationType.STRATEGIC
    reasons = {
        "sector_required": required,
        "sector_offers": any(invitation.gives for invitation in mine),
        "sector_group": any(invitation.for_group for invitation in mine),
        "sector_present": bool(present),
    }
    messages = tuple(Message(code, {"sector": sector}) for code, holds in reasons.items() if holds)
    return SectorAdvice(sector, sum(item.score for item in mine), present, required, messages)
