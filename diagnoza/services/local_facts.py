"""Keeping local facts: adding, removing, and taking the removal back."""

from sqlalchemy.orm import Session

from analysis.recommender.local_facts import LocalFact
from diagnoza.db.engine import writing
from diagnoza.db.models import LocalFact as Row
from diagnoza.queries import local_facts
from diagnoza.queries.campaigns import CampaignRow


def add(session: Session, campaign: CampaignRow, fact: LocalFact) -> None:
    """Keep a fact; the very same one again changes nothing, so that a form may be sent twice."""
    with writing(session):
        if fact not in [kept.fact for kept in local_facts.of_campaign(session, campaign.id)]:
            row = Row(library_id=campaign.library.id, campaign_id=campaign.id, removed=False, **vars(fact))
            session.add(row)


def mark(session: Session, campaign: CampaignRow, fact_id: int, *, removed: bool) -> bool:
    """Remove a fact or bring it back; whether there is such a fact."""
    with writing(session):
        row = local_facts.find(session, campaign.id, fact_id)
        if row is not None:
            row.removed = removed
    return row is not None
