"""All that the page of a proposal is made of, and how its messages are said."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from analysis.codebook import Codebook, Role
from analysis.recommender import Recommendation, render
from analysis.recommender.agenda import Agenda, agenda
from analysis.recommender.local_facts import LocalFact
from analysis.results import Diagnosis, NeedScore
from diagnoza import figures, own_weights
from diagnoza.queries import hands, local_facts, readiness
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.queries.hands import StoredHands
from diagnoza.queries.local_facts import StoredFact
from diagnoza.services.make_diagnosis import PUBLISHED, diagnosis_of
from diagnoza.services.recommend import Proposal, propose

TELL_OF_COMMITMENT = {"horizon", "partners"}
"""Readiness questions of which one is to be answered before a small survey may lead to a type."""


@dataclass(frozen=True)
class Known:
    """A campaign, its proposal and what stands beside it; `said` are the readiness questions that were answered."""

    campaign: CampaignRow
    diagnosis: Diagnosis
    whole: Proposal
    small: Agenda | None
    said: Collection[str]
    facts: Sequence[StoredFact]
    hands: Sequence[StoredHands]
    codebook: Codebook
    language: str

    @property
    def found(self) -> Recommendation:
        """The recommendation itself."""
        return self.whole.recommendation

    @property
    def proposes(self) -> bool:
        """Whether a type is read out: a small survey alone does not tell enough."""
        enough = self.small is None or bool(TELL_OF_COMMITMENT & set(self.said))
        return enough and not self.found.undecided

    @property
    def first(self) -> NeedScore | None:
        """The greatest need, as the recommendation takes it; None when nobody needs anything."""
        needs = [need for need in self.diagnosis.needs if need.value > 0]
        return min(needs, key=lambda need: (-need.value, need.area), default=None)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Names of areas and target groups as the questionnaire has them."""
        return own_labels(self.codebook)

    def say(self, message: Any) -> str:
        """A message of the recommender in the reader's language; nothing for None."""
        return "" if message is None else render(message, self.language, self.labels)

    def facts_of(self, area: str | None) -> list[LocalFact]:
        """The facts that stand beside one area."""
        return [kept.fact for kept in self.facts if kept.fact.area == area]

    def hands_of(self, area: str) -> list[StoredHands]:
        """The shows of hands for one area."""
        return [kept for kept in self.hands if kept.hands.area == area]


def known(session: Session, campaign: CampaignRow) -> Known:
    """What is known of a campaign now."""
    language = figures.language()
    diagnosis = diagnosis_of(session, campaign, PUBLISHED, language)
    return Known(
        campaign=campaign,
        diagnosis=diagnosis,
        whole=propose(session, campaign, own_weights.of_library(campaign.library.slug)),
        small=agenda(diagnosis),
        said=readiness.answers(session, campaign.id).keys(),
        facts=local_facts.of_campaign(session, campaign.id),
        hands=hands.of_campaign(session, campaign.id),
        codebook=figures.codebook(campaign),
        language=language,
    )


def own_labels(codebook: Codebook) -> dict[str, str]:
    """Names of areas and target groups as the questionnaire has them."""
    areas = {area.key: area.label for area in codebook.areas}
    return areas | {each.option or "": each.label for each in codebook.by_role(Role.TARGET_GROUP)}
