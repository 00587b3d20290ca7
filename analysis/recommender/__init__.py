"""From a situation to an explained proposal: which type of cooperation, with whom, why, and what first."""

from analysis.recommender.diagnosed import situation_from
from analysis.recommender.knowledge import Knowledge, KnowledgeError, default_knowledge
from analysis.recommender.messages import Message
from analysis.recommender.rationale import Reason, render
from analysis.recommender.recommendation import Recommendation, proposal, recommend, to_json
from analysis.recommender.situation import Situation, SituationError

__all__ = [
    "Knowledge",
    "KnowledgeError",
    "Message",
    "Reason",
    "Recommendation",
    "Situation",
    "SituationError",
    "default_knowledge",
    "proposal",
    "recommend",
    "render",
    "situation_from",
    "to_json",
]
