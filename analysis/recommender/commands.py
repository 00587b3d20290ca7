"""What the command line does: a recommendation for one situation, and the casebook."""

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.recommender import cover
from analysis.recommender.absent import tables_without_one
from analysis.recommender.casebook import casebook, table
from analysis.recommender.catalogue import LANGUAGES
from analysis.recommender.knowledge import default_knowledge
from analysis.recommender.recommendation import plain, proposal, to_json
from analysis.recommender.recommendation import recommend as recommend_for
from analysis.recommender.register import Institution, read_register
from analysis.recommender.situation import Situation

__all__ = ["casebook", "recommend", "register", "table"]


def register(content: bytes) -> tuple[Institution, ...]:
    """The people of a register, from the content of a JSON or CSV file."""
    return read_register(content, default_knowledge())


def recommend(mapping: Mapping[str, Any], register: Sequence[Institution] = ()) -> dict[str, Any]:
    """The recommendation for a situation in JSON form, with its sentences in every language under "texts".

    "table" is the smallest sufficient table, with people of the `register` where they can take a chair; "without" has
    such a table for each of its chairs, when who sits there cannot come.
    """
    situation, knowledge = Situation.from_json(mapping), default_knowledge()
    recommendation = recommend_for(situation)
    kind = None if recommendation.undecided else recommendation.first
    found = cover.table(situation, kind, knowledge, register)
    texts = {language: list(proposal(recommendation, language)) for language in LANGUAGES}
    others = tables_without_one(found, situation, knowledge, register)
    tables = {"table": plain(found) | {"coverage": found.coverage}, "without": plain(others)}
    return {**to_json(recommendation), **tables, "texts": texts}
