"""What the command line does: a recommendation for one situation, and the casebook."""

from collections.abc import Mapping
from typing import Any

from analysis.recommender.casebook import casebook, table
from analysis.recommender.catalogue import LANGUAGES
from analysis.recommender.recommendation import proposal, to_json
from analysis.recommender.recommendation import recommend as recommend_for
from analysis.recommender.situation import Situation

__all__ = ["casebook", "recommend", "table"]


def recommend(mapping: Mapping[str, Any]) -> dict[str, Any]:
    """The recommendation for a situation in JSON form, with its sentences in every language under "texts"."""
    recommendation = recommend_for(Situation.from_json(mapping))
    texts = {language: list(proposal(recommendation, language)) for language in LANGUAGES}
    return {**to_json(recommendation), "texts": texts}
