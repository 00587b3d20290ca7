"""Which type of cooperation: an additive model in which every known answer adds its evidence.

P(type | answers) is proportional to P(type) * product over the criteria of P(answer | type). An answer that is
not known may be any level: summed over all levels its likelihood is 1 for every type, so averaging over unknown
facts is exact and costs nothing. One that is known in part counts with the sum over the levels still possible.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.recommender.facts import Facts, facts_of, holds
from analysis.recommender.knowledge import Criterion, Knowledge
from analysis.recommender.situation import Situation
from analysis.vocabulary import CooperationType

TYPES = tuple(CooperationType)

Levels = tuple[str, ...]
"""Keys of the levels of a criterion that are still possible."""

Row = tuple[float, ...]
"""One number for each type, in the order of CooperationType."""


@dataclass(frozen=True)
class Evidence:
    """What one criterion says: the `level` to speak of, the `possible` ones, and its `weights`.

    `level` is the one possible one; of several it is "partly_" and the key of what is known, where the criterion has
    words for that, otherwise the likeliest.

    `weights` holds, for each type, ln(P(answer | type) / P(answer)), where P(answer) is the stated prior: by
    how much the answer is more frequent where this type fits than it is in general.
    """

    criterion: Criterion
    level: str
    possible: Levels
    weights: Row


def possible_levels(criterion: Criterion, facts: Facts) -> Levels:
    """The levels that the known facts leave possible."""
    counted = _counted(criterion, facts)
    found = {level.key: [holds(condition, counted) for condition in level.when] for level in criterion.levels}
    sure = tuple(key for key, held in found.items() if True in held)
    return sure or tuple(key for key, held in found.items() if None in held)


def _counted(criterion: Criterion, facts: Facts) -> Facts:
    """The facts without those that mean nothing yet."""
    early = [name for name, when in criterion.counts_when.items() if True not in [holds(each, facts) for each in when]]
    return {name: value for name, value in facts.items() if name not in early} if early else facts


def likelihood(criterion: Criterion, possible: Levels) -> Row:
    """P(answer | type), where the answer is one of the possible levels; 1 when nothing is known."""
    rows = [criterion.likelihoods[level] for level in possible]
    return tuple(map(sum, zip(*rows, strict=True)))


def evidence_of(criterion: Criterion, facts: Facts) -> Evidence | None:
    """The evidence of one criterion; None when it says nothing."""
    possible = possible_levels(criterion, facts)
    if len(possible) == len(criterion.levels):
        return None
    priors = _priors(criterion, possible)
    known = _known_part(criterion, facts) if len(possible) > 1 else None
    return Evidence(criterion, known or max(priors, key=priors.__getitem__), possible, weights_of(criterion, possible))


def weights_of(criterion: Criterion, possible: Levels) -> Row:
    """What the levels still possible say, as in `Evidence.weights`; zeros when all of them are."""
    if len(possible) == len(criterion.levels):
        return (0.0,) * len(TYPES)
    total = sum(_priors(criterion, possible).values())
    return tuple(math.log(value / total) for value in likelihood(criterion, possible))


def _priors(criterion: Criterion, possible: Levels) -> dict[str, float]:
    return {level.key: level.prior for level in criterion.levels if level.key in possible}


def _known_part(criterion: Criterion, facts: Facts) -> str | None:
    found = (part for part in criterion.partly if any(holds(condition, facts) for condition in part.when))
    return next((f"partly_{part.key}" for part in found), None)


def evidence(situation: Situation, knowledge: Knowledge) -> tuple[Evidence, ...]:
    """The evidence of every criterion that says something, in the order of the knowledge file."""
    facts = facts_of(situation, knowledge)
    found = (evidence_of(criterion, facts) for criterion in knowledge.criteria)
    return tuple(item for item in found if item is not None)


def scores(items: Iterable[Evidence], knowledge: Knowledge) -> Row:
    """ln P(type) plus the weights of all evidence: the unscaled log-probability of each type."""
    start = tuple(math.log(knowledge.prior[kind]) for kind in TYPES)
    return tuple(map(sum, zip(start, *(item.weights for item in items), strict=True)))


def probabilities(row: Row) -> Row:
    """Scores turned into probabilities that sum to 1."""
    highest = max(row)
    shares = [math.exp(score - highest) for score in row]
    total = sum(shares)
    return tuple(share / total for share in shares)


def type_probabilities(situation: Situation, knowledge: Knowledge) -> Mapping[CooperationType, float]:
    """The probability of each type in a situation."""
    row = probabilities(scores(evidence(situation, knowledge), knowledge))
    return dict(zip(TYPES, row, strict=True))


def ranked(row: Row) -> tuple[int, ...]:
    """Positions of the types from the likeliest; equal ones keep the order from the smallest step."""
    return tuple(sorted(range(len(row)), key=lambda place: -row[place]))


def log_odds(row: Row, place: int) -> float:
    """ln(P / (1 - P)) of one type from the scores of all."""
    others = [score for number, score in enumerate(row) if number != place]
    highest = max(others)
    return row[place] - highest - math.log(sum(math.exp(score - highest) for score in others))


def moved(items: tuple[Evidence, ...], knowledge: Knowledge, place: int) -> tuple[float, ...]:
    """By how much each piece of evidence moved the log-odds of one type: with it, less without it."""
    whole = scores(items, knowledge)
    result = []
    for item in items:
        without = tuple(score - weight for score, weight in zip(whole, item.weights, strict=True))
        result.append(log_odds(whole, place) - log_odds(without, place))
    return tuple(result)
