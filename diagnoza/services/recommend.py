"""From a diagnosis and the coalition's answers to a recommendation."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from analysis.recommender import Knowledge, Recommendation, Situation, default_knowledge, recommend, situation_from
from analysis.recommender.diagnosed import dominant_group
from analysis.recommender.facts import matters
from analysis.recommender.local_facts import LocalFact, weighed
from analysis.recommender.portfolio import NeedPath, portfolio
from analysis.results import Diagnosis
from diagnoza.clock import today
from diagnoza.db.engine import writing
from diagnoza.db.models import Readiness
from diagnoza.queries import campaigns, local_facts, readiness
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.services.make_diagnosis import PUBLISHED, Computed, computed
from diagnoza.services.remembered import Remembered

if TYPE_CHECKING:
    from analysis.recommender.absent import WithoutOne
    from analysis.recommender.cover import Table
    from analysis.recommender.stability import Stability

WILLINGNESS = "help"


@dataclass(frozen=True)
class Proposal:
    """A recommendation with what takes longer to compute: how firmly it stands, the smallest table for it and the one
    when somebody of it cannot come, and what each need calls for by itself."""

    recommendation: Recommendation
    stability: "Stability"
    table: "Table"
    without: "tuple[WithoutOne, ...]"
    portfolio: tuple[NeedPath, ...]


KEPT = 64

_proposals: Remembered[Proposal] = Remembered(KEPT)


def propose(session: Session, campaign: CampaignRow, knowledge: Knowledge | None = None) -> Proposal:
    """The proposal for a coalition, from what is known now and may be shown outside the library.

    `knowledge` may carry the coalition's own weights. Computed once for the same answers, readiness, facts, counts kept
    apart and changed weights, on one day.
    """
    known = knowledge or default_knowledge()
    found = computed(session, campaign, PUBLISHED)
    said = readiness.answers(session, campaign.id)
    helping = campaigns.apart_counts(session, campaign.id).get(WILLINGNESS, {})
    facts = [kept.fact for kept in local_facts.of_campaign(session, campaign.id)]
    beside = json.dumps([said, helping], sort_keys=True)
    name = (campaign.id, campaign.revision, today(), beside, tuple(facts), repr(known.changes))
    return _proposals.get(
        name, lambda: _proposed(found, situation_from(found.shown, said, helping, known), facts, known)
    )


def forget() -> None:
    """Compute proposals anew next time; for measurements and tests."""
    _proposals.forget()


def _proposed(found: Computed, situation: Situation, facts: list[LocalFact], known: Knowledge) -> Proposal:
    from analysis.recommender.absent import tables_without_one
    from analysis.recommender.cover import table
    from analysis.recommender.stability import stability

    situation = _with_facts(situation.with_facts({"linked": found.linked}), facts, known)
    recommendation = recommend(situation, known)
    kind = None if recommendation.undecided else recommendation.first
    smallest = table(situation, kind, known)
    return Proposal(
        recommendation,
        stability(situation, found.whole, found.parts, known),
        smallest,
        tables_without_one(smallest, situation, known),
        portfolio(situation, known, _groups(found.shown, known)),
    )


def _with_facts(situation: Situation, facts: list[LocalFact], known: Knowledge) -> Situation:
    """The situation with what local facts say of the first matter."""
    first = next(iter(matters(situation, known)), None)
    return situation.with_facts({"local_facts": weighed(facts, first.area if first else None)})


def _groups(diagnosis: Diagnosis, known: Knowledge) -> dict[str, str]:
    """For each area for whom it is needed, where that is known."""
    found = {need.area: dominant_group(diagnosis, [need.area], known) for need in diagnosis.needs}
    return {area: group for area, group in found.items() if group is not None}


def save_readiness(session: Session, campaign: CampaignRow, answers: Mapping[str, Any], day: date) -> None:
    """Keep what the coalition said about itself; unknown answers are left out."""
    known = {key: value for key, value in answers.items() if value not in (None, "", [])}
    with writing(session):
        row = session.get(Readiness, campaign.id)
        if row is None:
            row = Readiness(library_id=campaign.library.id, campaign_id=campaign.id)
            session.add(row)
        row.answers = known
        row.updated_on = day
