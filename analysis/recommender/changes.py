"""What would change the recommendation, and which open question is worth asking next."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from analysis.recommender.cooperation import (
    TYPES,
    Levels,
    Row,
    likelihood,
    possible_levels,
    probabilities,
    ranked,
    weights_of,
)
from analysis.recommender.facts import DERIVED_FROM, Facts, facts_of
from analysis.recommender.knowledge import Criterion, Knowledge, Level, Question
from analysis.recommender.messages import Message
from analysis.recommender.situation import Situation
from analysis.vocabulary import CooperationType

MOST_CHANGES = 3
PAIRED = 10
"""Only the moves that come nearest to a change alone are tried in pairs: evidence adds up."""


@dataclass(frozen=True)
class Move:
    """One answer that could be otherwise: a level of a criterion, and the level that holds now (None: not known)."""

    criterion: Criterion
    level: Level
    now: Level | None

    def brings(self, after: CooperationType) -> bool:
        """Whether what it brings speaks for the type after."""
        return self.level.weights.get(after, 0.0) > 0

    def takes(self, before: CooperationType) -> bool:
        """Whether what it takes away spoke for the type before."""
        return self.now is not None and self.now.weights.get(before, 0.0) > 0


@dataclass(frozen=True)
class Change:
    """The smallest set of facts that flips the first choice to `type`. `levels`: (criterion, level) pairs."""

    facts: Mapping[str, Any]
    levels: tuple[tuple[str, str], ...]
    type: CooperationType

    @property
    def message(self) -> Message:
        """ "If ..., let us start with ..."."""
        clauses = tuple(Message(f"criterion.{criterion}.{level}.if") for criterion, level in self.levels)
        return Message("change", {"facts": clauses, "start": self.type})


@dataclass(frozen=True)
class OpenQuestion:
    """A readiness question without an answer.

    `gain`: expected loss of uncertainty on the type, in bits. `flips`: how probable it is, 0..1, that the answer
    changes the first choice.
    """

    question: str
    gain: float
    flips: float

    @property
    def message(self) -> Message:
        """Which question would tell most."""
        return Message("ask_next", {"question": self.question})


class Outlook:
    """A situation scored once, so that what differs from it costs only the criteria that differ."""

    def __init__(self, situation: Situation, knowledge: Knowledge) -> None:
        self.situation = situation
        self.knowledge = knowledge
        self.facts = facts_of(situation, knowledge)
        self._levels: dict[tuple[Any, ...], Levels] = {}
        self._rows: dict[tuple[str, Levels], Row] = {}
        self.weights = {item.key: self._weights(item, self.facts) for item in knowledge.criteria}
        self.start = tuple(math.log(knowledge.prior[kind]) for kind in TYPES)
        self.scores: Row = _sum([self.start, *self.weights.values()])

    @property
    def first(self) -> int:
        """Position of the likeliest type."""
        return ranked(self.scores)[0]

    def facts_with(self, facts: Mapping[str, Any]) -> tuple[Facts, frozenset[str]]:
        """All facts after some have changed, and the names of those that are not as they are now."""
        if facts.keys() & DERIVED_FROM:
            after = facts_of(replace(self.situation, **facts), self.knowledge)
            return after, self._differing(after, self.facts.keys() | after.keys())
        return {**self.facts, **facts}, self._differing(facts, facts.keys())

    def levels(self, criterion: Criterion, facts: Facts) -> Levels:
        """The levels that some facts leave possible; remembered, for many answers differ in little."""
        key = (criterion.key, *map(facts.get, criterion.reads))
        if key not in self._levels:
            self._levels[key] = possible_levels(criterion, facts)
        return self._levels[key]

    def chance(self, criterion: Criterion, possible: Levels) -> Row:
        """P(the levels that are still possible then | type, what is known now)."""
        then, now = (likelihood(criterion, each) for each in (possible, self.levels(criterion, self.facts)))
        return tuple(part / whole for part, whole in zip(then, now, strict=True))

    def with_facts(self, facts: Mapping[str, Any]) -> Row:
        """The scores after some facts have changed."""
        after, names = self.facts_with(facts)
        changed = {each.key: self._weights(each, after) for each in self.knowledge.criteria if each.reads & names}
        return _sum([self.start, *{**self.weights, **changed}.values()])

    def moves(self) -> Iterator[Move]:
        """Every answer that could be otherwise, one at a time."""
        for criterion in self.knowledge.criteria:
            possible = self.levels(criterion, self.facts)
            now = next((level for level in criterion.levels if possible == (level.key,)), None)
            yield from (Move(criterion, level, now) for level in criterion.levels if level.facts and level is not now)

    def _differing(self, facts: Facts, names: Iterable[str]) -> frozenset[str]:
        return frozenset(name for name in names if self.facts.get(name) != facts.get(name))

    def _weights(self, criterion: Criterion, facts: Facts) -> Row:
        possible = self.levels(criterion, facts)
        key = (criterion.key, possible)
        if key not in self._rows:
            self._rows[key] = weights_of(criterion, possible)
        return self._rows[key]


def what_would_change(outlook: Outlook) -> tuple[Change, ...]:
    """At most three of the smallest changes that flip the first choice: single facts, otherwise pairs.

    What speaks for the new type is named; where nothing does, what only takes from the old one. Readiness comes before
    residents' answers, then what leads to the present runner-up, then the likelier answer. Only one change is kept for
    each criterion.
    """
    tried = [(move, outlook.with_facts(move.level.facts)) for move in outlook.moves()]
    flips = [(move, row) for move, row in tried if ranked(row)[0] != outlook.first]
    found = [_change([move], row) for move, row in flips if move.brings(TYPES[ranked(row)[0]])]
    found = found or [_change([move], row) for move, row in flips if move.takes(TYPES[outlook.first])]
    if not flips:
        found = list(_pairs(outlook, tried))
    runner_up = TYPES[ranked(outlook.scores)[1]]
    order = {id(change): _order(change, runner_up, outlook.knowledge) for change in found}
    return _one_for_each_criterion(sorted(found, key=lambda change: order[id(change)]))


def open_questions(outlook: Outlook) -> tuple[OpenQuestion, ...]:
    """Readiness questions still open, the most informative first.

    Gain = H(type) - sum over answers of P(answer) * H(type | answer), with P(answer) from the model itself.
    """
    found = []
    for question in outlook.knowledge.questions:
        answers = [facts for facts in _answers(question, outlook.knowledge) if _agrees(facts, outlook.situation)]
        if len(answers) > 1:
            found.append(OpenQuestion(question.key, *_gain_and_flips(outlook, answers)))
    return tuple(sorted(found, key=lambda item: -item.gain))


def _sum(rows: Any) -> Row:
    return tuple(map(sum, zip(*rows, strict=True)))


def _change(moves: Sequence[Move], row: Row) -> Change:
    facts = {name: value for move in moves for name, value in move.level.facts.items()}
    levels = tuple((move.criterion.key, move.level.key) for move in moves)
    return Change(facts, levels, TYPES[ranked(row)[0]])


def _pairs(outlook: Outlook, tried: Sequence[tuple[Move, Row]]) -> Iterator[Change]:
    nearest = sorted(tried, key=lambda item: _margin(item[1], outlook.first))[:PAIRED]
    for one, other in combinations([move for move, _ in nearest], 2):
        if one.level.facts.keys() & other.level.facts.keys():
            continue
        row = outlook.with_facts({**one.level.facts, **other.level.facts})
        if ranked(row)[0] != outlook.first:
            yield _change([one, other], row)


def _margin(row: Row, first: int) -> float:
    return row[first] - max(score for place, score in enumerate(row) if place != first)


def _order(change: Change, runner_up: CooperationType, knowledge: Knowledge) -> tuple[int, bool, float]:
    criteria = [(knowledge.criterion(key), level) for key, level in change.levels]
    of_residents = sum(criterion.about == "answers" for criterion, _ in criteria)
    priors = [level.prior for criterion, key in criteria for level in criterion.levels if level.key == key]
    return of_residents, change.type != runner_up, -math.prod(priors)


def _one_for_each_criterion(found: Sequence[Change]) -> tuple[Change, ...]:
    kept: list[Change] = []
    for change in found:
        used = {criterion for other in kept for criterion, _ in other.levels}
        if not used & {criterion for criterion, _ in change.levels}:
            kept.append(change)
    return tuple(kept[:MOST_CHANGES])


def _answers(question: Question, knowledge: Knowledge) -> list[Mapping[str, Any]]:
    """The facts behind each possible answer; a number or several options by the levels they lead to."""
    if question.field is None:
        return [option.facts for option in question.options if option.facts]
    return [
        level.facts
        for criterion in knowledge.criteria
        for level in criterion.levels
        if set(level.facts) == {question.field}
    ]


def _agrees(facts: Mapping[str, Any], situation: Situation) -> bool:
    """Whether an answer contradicts nothing that is known; a question with one such answer is answered."""
    return all(getattr(situation, name) in (None, value) for name, value in facts.items())


def _gain_and_flips(outlook: Outlook, answers: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    now = probabilities(outlook.scores)
    rows = _answered(outlook, now, answers)
    total = sum(sum(row) for row in rows)
    expected = sum(sum(row) / total * _entropy(row) for row in rows)
    flips = sum(sum(row) / total for row in rows if ranked(row)[0] != outlook.first)
    return max(0.0, _entropy(now) - expected), flips


def _answered(outlook: Outlook, now: Row, answers: Sequence[Mapping[str, Any]]) -> list[Row]:
    """P(type and answer) of each answer; answers that lead to the same levels are one."""
    seen: dict[tuple[Levels, ...], Row] = {}
    for facts in answers:
        after, names = outlook.facts_with(facts)
        asked = [criterion for criterion in outlook.knowledge.criteria if criterion.reads & names]
        levels = tuple(outlook.levels(criterion, after) for criterion in asked)
        rows = [outlook.chance(criterion, possible) for criterion, possible in zip(asked, levels, strict=True)]
        seen[levels] = tuple(math.prod(column) for column in zip(now, *rows, strict=True))
    return list(seen.values())


def _entropy(row: Row) -> float:
    total = sum(row)
    return -sum(value / total * math.log2(value / total) for value in row if value > 0)
