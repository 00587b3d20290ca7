"""From a diagnosis and the coalition's answers to a recommendation."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from analysis.recommender import Recommendation, recommend, situation_from
from diagnoza.db.engine import writing
from diagnoza.db.models import Readiness
from diagnoza.queries import campaigns, readiness
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.services.make_diagnosis import PUBLISHED, diagnosis_of

WILLINGNESS = "help"


def propose(session: Session, campaign: CampaignRow) -> Recommendation:
    """The proposal for a coalition, from what is known now and may be shown outside the library."""
    situation = situation_from(
        diagnosis_of(session, campaign, PUBLISHED),
        readiness.answers(session, campaign.id),
        campaigns.apart_counts(session, campaign.id).get(WILLINGNESS, {}),
    )
    return recommend(situation)


def save_readiness(session: Session, campaign: CampaignRow, answers: Mapping[str, Any], today: date) -> None:
    """Keep what the coalition said about itself; unknown answers are left out."""
    known = {key: value for key, value in answers.items() if value not in (None, "", [])}
    with writing(session):
        row = session.get(Readiness, campaign.id)
        if row is None:
            row = Readiness(library_id=campaign.library.id, campaign_id=campaign.id)
            session.add(row)
        row.answers = known
        row.updated_on = today
