"""What the command line does: a recommendation for one situation, and the casebook."""

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.recommender import cover
from analysis.recommender.absent import tables_without_one
from analysis.recommender.casebook import casebook, table
from analysis.recommender.catalogue import LANGUAGES
from analysis.recommender.first_talk import first_talk
from analysis.recommender.knowledge import default_knowledge
from analysis.recommender.messages import Message
from analysis.recommender.portfolio import NeedPath, portfolio
from analysis.recommender.rationale import render
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
    such a table for each of its chairs, when who sits there cannot come. "portfolio" has what each of the first needs
    calls for by itself, "first_talk" whom to invite soon (null when nobody); their sentences are under "said".
    """
    situation, knowledge = Situation.from_json(mapping), default_knowledge()
    recommendation = recommend_for(situation)
    kind = None if recommendation.undecided else recommendation.first
    found = cover.table(situation, kind, knowledge, register)
    texts = {language: list(proposal(recommendation, language)) for language in LANGUAGES}
    others = tables_without_one(found, situation, knowledge, register)
    tables = {"table": plain(found) | {"coverage": found.coverage}, "without": plain(others)}
    return {**to_json(recommendation), **tables, "texts": texts, **_each_need(situation, found)}


def _each_need(situation: Situation, found: cover.Table) -> dict[str, Any]:
    """What each need calls for by itself, and the first talk: as data, and in sentences."""
    paths, talk = portfolio(situation, default_knowledge()), first_talk(found)
    said = {language: _sentences(paths, talk, language) for language in LANGUAGES}
    return {"portfolio": plain(paths), "first_talk": plain(talk), "said": said}


def _sentences(paths: Sequence[NeedPath], talk: Message | None, language: str) -> dict[str, Any]:
    needs = {path.area: [render(each, language) for each in path.spoken] for path in paths}
    return {"portfolio": needs, "first_talk": None if talk is None else render(talk, language)}
