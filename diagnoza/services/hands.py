"""Keeping shows of hands: adding, removing, and taking the removal back. Answers are never touched by them."""

from sqlalchemy.orm import Session

from diagnoza.db.engine import writing
from diagnoza.db.models_hands import ShowOfHands
from diagnoza.queries import hands as stored
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.queries.hands import Hands
from diagnoza.services.errors import ImpossibleHands


def add(session: Session, campaign: CampaignRow, hands: Hands) -> None:
    """Keep a show of hands; the very same one again changes nothing, so that a form may be sent twice."""
    if not (0 <= hands.hands <= hands.present and hands.present >= 1):
        raise ImpossibleHands(f"{hands.hands} of {hands.present}")
    with writing(session):
        if hands not in [kept.hands for kept in stored.of_campaign(session, campaign.id)]:
            place = {"library_id": campaign.library.id, "campaign_id": campaign.id}
            session.add(ShowOfHands(**place, removed=False, **vars(hands)))


def mark(session: Session, campaign: CampaignRow, hands_id: int, *, removed: bool) -> bool:
    """Remove a show of hands or bring it back; whether there is such a one."""
    with writing(session):
        row = stored.find(session, campaign.id, hands_id)
        if row is not None:
            row.removed = removed
    return row is not None
