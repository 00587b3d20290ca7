"""Plainer ways to guess the type of cooperation, to compare the recommender with. None sees the case it judges."""

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.recommender.cooperation import TYPES, Row, possible_levels
from analysis.recommender.facts import facts_of
from analysis.recommender.knowledge import Knowledge
from analysis.recommender.situation import Situation
from analysis.vocabulary import CooperationType

FOLDS = 5
SEED = 20_260_101
"""The split of the cases into folds."""

LEAST = 0.01
"""No type has a smaller probability: a single surprise must not cost everything."""


def rows(situations: Sequence[Situation], kinds: Sequence[int], knowledge: Knowledge) -> dict[str, list[Row]]:
    """Probabilities of the types of each case by three baselines; `kinds` are places among TYPES.

    `frequent`: how often each type is among the other cases. `rule`: three lines on horizon, breadth and group
    (`rule_of`), as sure as they are right on the other cases. `regression`: multinomial logistic regression on
    the levels of all criteria, fitted to the other folds of five; with fewer than ten cases there is none.
    """
    found = {"frequent": _frequent(kinds), "rule": _rule(situations, kinds, knowledge)}
    if len(kinds) >= 2 * FOLDS and len(set(kinds)) > 1:
        found["regression"] = _regression(situations, kinds, knowledge)
    return found


def rule_of(facts: Mapping[str, Any]) -> CooperationType:
    """The three lines: a short commitment is an event, a bounded one a project, else breadth decides.

    Where the horizon is not known, a fixed date and a grant stand for it.
    """
    horizon = facts.get("horizon")
    if horizon == "once" or (horizon is None and facts.get("fixed_date")):
        return CooperationType.EVENT
    if horizon == "bounded" or (horizon is None and facts.get("funding") == "grant"):
        return CooperationType.PROJECT
    broad = facts.get("high_needs", 0) >= 3 and not facts.get("dominated") and not facts.get("one_group")
    return CooperationType.STRATEGIC if broad else CooperationType.THEMATIC


def _frequent(kinds: Sequence[int]) -> list[Row]:
    """Each case from the others, one case of every type added."""
    counts = [kinds.count(place) + 1 for place in range(len(TYPES))]
    return [
        tuple((count - (place == kind)) / (sum(counts) - 1) for place, count in enumerate(counts)) for kind in kinds
    ]


def _rule(situations: Sequence[Situation], kinds: Sequence[int], knowledge: Knowledge) -> list[Row]:
    guesses = [TYPES.index(rule_of(facts_of(situation, knowledge))) for situation in situations]
    right = sum(guess == kind for guess, kind in zip(guesses, kinds, strict=True))
    found = []
    for guess, kind in zip(guesses, kinds, strict=True):
        sure = (right - (guess == kind) + 1) / (len(kinds) + 1)  # of the others, one right and one wrong case added
        found.append(tuple(sure if place == guess else (1 - sure) / 3 for place in range(len(TYPES))))
    return found


def _regression(situations: Sequence[Situation], kinds: Sequence[int], knowledge: Knowledge) -> list[Row]:
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import KFold

    levels, truth = np.array([_levels(situation, knowledge) for situation in situations]), np.array(kinds)
    shares = np.full((len(kinds), len(TYPES)), LEAST)
    for others, judged in KFold(FOLDS, shuffle=True, random_state=SEED).split(levels):
        model = LogisticRegression(max_iter=1000).fit(levels[others], truth[others])
        shares[np.ix_(judged, model.classes_)] = np.maximum(model.predict_proba(levels[judged]), LEAST)
    return [tuple(row) for row in (shares / shares.sum(axis=1, keepdims=True)).tolist()]


def _levels(situation: Situation, knowledge: Knowledge) -> list[float]:
    """For each level of each criterion its share of the levels that are possible, by their priors."""
    facts = facts_of(situation, knowledge)
    found: list[float] = []
    for criterion in knowledge.criteria:
        possible = possible_levels(criterion, facts)
        total = sum(level.prior for level in criterion.levels if level.key in possible)
        found += [level.prior / total if level.key in possible else 0.0 for level in criterion.levels]
    return found
