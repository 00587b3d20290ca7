"""What the command line does: a recommendation for one situation, its pictures, and the casebook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.recommender import cover
from analysis.recommender.absent import tables_without_one
from analysis.recommender.casebook import casebook, table
from analysis.recommender.catalogue import LANGUAGES
from analysis.recommender.consistency import checked
from analysis.recommender.first_talk import first_talk
from analysis.recommender.knowledge import Knowledge, default_knowledge
from analysis.recommender.messages import Message
from analysis.recommender.own_weights import with_changes
from analysis.recommender.portfolio import NeedPath, portfolio
from analysis.recommender.rationale import render
from analysis.recommender.recommendation import Recommendation, plain, proposal, to_json
from analysis.recommender.recommendation import recommend as recommend_for
from analysis.recommender.register import Institution, read_register
from analysis.recommender.situation import Situation

if TYPE_CHECKING:
    from analysis.recommender.pictures import Picture

__all__ = ["Proposed", "casebook", "changes", "propose", "recommend", "register", "table"]


def register(content: bytes) -> tuple[Institution, ...]:
    """The people of a register, from the content of a JSON or CSV file."""
    return read_register(content, default_knowledge())


def changes(content: bytes) -> Knowledge:
    """The built-in knowledge with a coalition's own weights, from the content of a TOML file (own_weights)."""
    return with_changes(default_knowledge(), content)


@dataclass(frozen=True)
class Proposed:
    """A recommendation for one situation with its smallest table and the people of the register behind it."""

    situation: Situation
    recommendation: Recommendation
    table: cover.Table
    register: tuple[Institution, ...]
    knowledge: Knowledge

    def to_json(self) -> dict[str, Any]:
        """All of it as plain data, with its sentences in every language under "texts".

        "table" is the smallest sufficient table, with people of the register where they can take a chair; "without"
        has such a table for each of its chairs, when who sits there cannot come; "changed_weights" are a coalition's.
        "portfolio" has what each of the first needs calls for by itself, "first_talk" whom to invite soon (null when
        nobody); their sentences are under "said".
        """
        found, known = self.recommendation, self.knowledge
        others = tables_without_one(self.table, self.situation, known, self.register)
        tables = {"table": plain(self.table) | {"coverage": self.table.coverage}, "without": plain(others)}
        texts = {language: list(proposal(found, language, knowledge=known)) for language in LANGUAGES}
        return {**to_json(found), **tables, "texts": texts, **self._each_need()}

    def _each_need(self) -> dict[str, Any]:
        """What each need calls for by itself, and the first talk: as data, and in sentences."""
        paths, talk = portfolio(self.situation, self.knowledge), first_talk(self.table)
        said = {language: _sentences(paths, talk, language) for language in LANGUAGES}
        return {"portfolio": plain(paths), "first_talk": plain(talk), "said": said}

    def pictures(self, language: str) -> "dict[str, Picture]":
        """What can be drawn of it, by name."""
        from analysis.recommender.pictures import pictures

        return pictures(self.recommendation, self.table, language, self.knowledge)


def propose(
    mapping: Mapping[str, Any], register: Sequence[Institution] = (), knowledge: Knowledge | None = None
) -> Proposed:
    """The recommendation for a situation in JSON form.

    SituationError when it cannot be read or contradicts itself (consistency.py).
    """
    known = knowledge or default_knowledge()
    situation = checked(Situation.from_json(mapping), known)
    found = recommend_for(situation, known)
    kind = None if found.undecided else found.first
    return Proposed(situation, found, cover.table(situation, kind, known, register), tuple(register), known)


def recommend(
    mapping: Mapping[str, Any], register: Sequence[Institution] = (), knowledge: Knowledge | None = None
) -> dict[str, Any]:
    """The recommendation for a situation, in JSON form as `Proposed.to_json` has it."""
    return propose(mapping, register, knowledge).to_json()


def _sentences(paths: Sequence[NeedPath], talk: Message | None, language: str) -> dict[str, Any]:
    needs = {path.area: [render(each, language) for each in path.spoken] for path in paths}
    return {"portfolio": needs, "first_talk": None if talk is None else render(talk, language)}
