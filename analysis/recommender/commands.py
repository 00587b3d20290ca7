"""What the command line does: a recommendation for one situation, and the casebook."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analysis.errors import listed
from analysis.recommender.catalogue import LANGUAGES
from analysis.recommender.cooperation import type_probabilities
from analysis.recommender.knowledge import Knowledge, default_knowledge
from analysis.recommender.partners import invitations, sectors
from analysis.recommender.recommendation import proposal, to_json
from analysis.recommender.recommendation import recommend as recommend_for
from analysis.recommender.situation import Situation, SituationError
from analysis.vocabulary import CooperationType

FIRST = 8
"""So many of the listed sub-sectors are looked at for the recall."""

Case = Mapping[str, Any]


def recommend(mapping: Mapping[str, Any]) -> dict[str, Any]:
    """The recommendation for a situation in JSON form, with its sentences in every language under "texts"."""
    recommendation = recommend_for(Situation.from_json(mapping))
    texts = {language: list(proposal(recommendation, language)) for language in LANGUAGES}
    return {**to_json(recommendation), "texts": texts}


def casebook(cases: Sequence[Case]) -> dict[str, Any]:
    """Recommendations for cases, and how well they agree with the cases' own types, group by group.

    A case has an `id`, a `situation`, and optionally the expected `type` and `subsectors`. Its group is the
    part of the id before the first "-". "cases" are computed from the situation alone. "groups" (and "all")
    hold, with the horizon "given" and "hidden": n, accuracy of the first choice, share of cases with the
    type among the first two, mean log loss (natural logarithm), mean Brier score (0..2), and the recall of
    the expected sub-sectors among the first eight (None when no case names any).
    """
    knowledge = default_knowledge()
    given = [_answer(case, knowledge) for case in cases]
    hidden = [_answer(_without_horizon(case), knowledge) for case in cases]
    names = dict.fromkeys(str(case["id"]).split("-")[0] for case in cases)
    groups = {}
    for name in (*names, "all"):
        places = [place for place, case in enumerate(cases) if _is_of(case, name)]
        if places:
            groups[name] = {
                way: _measures([cases[place] for place in places], [answers[place] for place in places])
                for way, answers in (("given", given), ("hidden", hidden))
            }
    return {"cases": given, "groups": groups}


def _answer(case: Case, knowledge: Knowledge) -> dict[str, Any]:
    situation = _situation(case)
    probabilities = type_probabilities(situation, knowledge)
    first = max(CooperationType, key=probabilities.__getitem__)
    invited = invitations(situation, first, knowledge)
    return {
        "id": case["id"],
        "probabilities": {str(kind): value for kind, value in probabilities.items()},
        "sectors": [str(item.sector) for item in sectors(situation, first, invited)],
        "subsectors": [item.subsector for item in invited],
    }


def _situation(case: object) -> Situation:
    if not isinstance(case, Mapping) or "id" not in case or "situation" not in case:
        raise SituationError("a case lacks `id` or `situation`; allowed: a list of objects that have both")
    if case.get("type", CooperationType.EVENT) not in tuple(CooperationType):
        raise SituationError(f"case {case['id']!r}: type {case['type']!r} found; allowed: {listed(CooperationType)}")
    try:
        return Situation.from_json(case["situation"])
    except SituationError as error:
        raise SituationError(f"case {case['id']!r}: {error}") from error


def _without_horizon(case: Case) -> Case:
    return {**case, "situation": {**case["situation"], "horizon": None}}


def _is_of(case: Case, name: str) -> bool:
    return "type" in case and name in ("all", str(case["id"]).split("-")[0])


def _measures(cases: Sequence[Case], answers: Sequence[Mapping[str, Any]]) -> dict[str, float | None]:
    pairs = [(str(case["type"]), answer["probabilities"]) for case, answer in zip(cases, answers, strict=True)]
    return {
        "n": len(cases),
        "first": _mean(kind in _best(shares, 1) for kind, shares in pairs),
        "first_or_second": _mean(kind in _best(shares, 2) for kind, shares in pairs),
        "log_loss": _mean(-math.log(shares[kind]) for kind, shares in pairs),
        "brier": _mean(sum((shares[k] - (k == kind)) ** 2 for k in shares) for kind, shares in pairs),
        "subsector_recall": _recall(cases, answers),
    }


def _best(shares: Mapping[str, float], count: int) -> set[str]:
    return set(sorted(shares, key=lambda kind: -shares[kind])[:count])


def _recall(cases: Sequence[Case], answers: Sequence[Mapping[str, Any]]) -> float | None:
    pairs = zip(cases, answers, strict=True)
    named = [(set(case.get("subsectors", ())), set(answer["subsectors"][:FIRST])) for case, answer in pairs]
    total = sum(len(expected) for expected, _ in named)
    return sum(len(expected & found) for expected, found in named) / total if total else None


def _mean(values: Iterable[float]) -> float:
    numbers = [float(value) for value in values]
    return sum(numbers) / len(numbers)
