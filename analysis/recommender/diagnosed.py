"""From a diagnosis, readiness answers and residents' willingness to a situation."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.errors import listed
from analysis.recommender.evidence import effective_areas, high_needs_range, quiet_groups, seen_only_in
from analysis.recommender.facts import dominant_area, matters
from analysis.recommender.knowledge import Knowledge, Question, default_knowledge
from analysis.recommender.situation import EVERYONE, NO_AREA, Situation, SituationError
from analysis.results import Diagnosis, NeedScore
from analysis.vocabulary import Measure, ScoreKind

UNKNOWN = "unknown"
"""Option of every readiness question that sets nothing."""


def situation_from(
    diagnosis: Diagnosis,
    readiness: Mapping[str, Any],
    willingness: Mapping[str, int],
    knowledge: Knowledge | None = None,
) -> Situation:
    """What is known: evidence from the diagnosis and the willingness counts, and the coalition's answers.

    `readiness` maps the key of a question (readiness.toml) to an option, a number, a list of options or
    None; `willingness` counts the residents who chose each option of the question about helping. A
    withheld diagnosis leaves only readiness. SituationError for an unknown question or answer.
    """
    known = knowledge or default_knowledge()
    facts = readiness_facts(readiness, known)
    quality = sample_quality(diagnosis, known)
    situation = Situation(n=diagnosis.n, sample=diagnosis.sample, sample_quality=quality)
    if diagnosis.needs:
        situation = _with_needs(situation, diagnosis, known)
        facts = {"resident_engagement": engagement(willingness, diagnosis.n, known), **facts}
    return situation.with_facts(facts)


def readiness_facts(readiness: Mapping[str, Any], knowledge: Knowledge) -> dict[str, Any]:
    """The fields of a situation that the coalition's answers set."""
    questions = {question.key: question for question in knowledge.questions}
    facts: dict[str, Any] = {}
    for key, answer in readiness.items():
        if key not in questions:
            raise SituationError(f"readiness: question {key!r} found; allowed: {listed(questions, 30)}")
        if answer not in (None, "", UNKNOWN, [], ()):
            facts |= _facts(questions[key], answer)
    return facts


def sample_quality(diagnosis: Diagnosis, knowledge: Knowledge) -> str:
    """ "none" when the diagnosis shows nothing, "small" under the stated number of answers, "skewed", or "ok".

    Skewed: a group of the population is quiet (`evidence.quiet_groups`); without margins nobody can tell.
    """
    if not diagnosis.needs:
        return "none"
    if diagnosis.n < knowledge.settings["model"]["small"]:
        return "small"
    return "skewed" if quiet_groups(diagnosis) else "ok"


def engagement(willingness: Mapping[str, int], n: int, knowledge: Knowledge) -> str | None:
    """ "low", "med" or "high" by the share of all `n` respondents who would surely help; None: too few asked."""
    rules = knowledge.settings["willingness"]
    if sum(willingness.values()) < rules["base"]:
        return None
    willing = sum(willingness.get(option, 0) for option in rules["willing"])
    share = willing / max(n, sum(willingness.values()))
    return "high" if share >= rules["high"] else "med" if share >= rules["med"] else "low"


def dominant_group(diagnosis: Diagnosis, areas: Sequence[str], knowledge: Knowledge) -> str | None:
    """The group that most people name for these areas, "everyone" when none stands out, None when unknown.

    Counts of the areas are added up; an area with a withheld count is left out.
    """
    rules = knowledge.settings["group"]
    named: Counter[str] = Counter()
    base = 0
    for area in areas:
        cells = [cell for cell in diagnosis.target_groups if cell.area == area]
        counts = {cell.group: cell.count for cell in cells if cell.count is not None}
        if cells and len(counts) == len(cells):
            named.update(counts)
            base += max(cell.n or 0 for cell in cells)
    if base < rules["base"]:
        return None
    (first, most), (_, second) = [*named.most_common(2), ("", 0)][:2]
    stands_out = most / base >= rules["share"] and (most - second) / base >= rules["lead"]
    return first if stands_out else EVERYONE


def _facts(question: Question, answer: Any) -> Mapping[str, Any]:
    if question.kind == "number":
        return {str(question.field): _number(question, answer)}
    options = {option.key: option.facts for option in question.options}
    several = question.kind == "several" and isinstance(answer, list | tuple)
    chosen = tuple(answer) if several else (answer,)
    wrong = [item for item in chosen if not isinstance(item, str) or item not in options]
    if wrong:
        raise SituationError(f"readiness.{question.key}: {wrong[0]!r} found; allowed: {listed(options)}")
    if question.kind == "choice":
        return options[chosen[0]]
    return {} if UNKNOWN in chosen else {str(question.field): chosen}


def _number(question: Question, answer: Any) -> int:
    text = str(answer).strip()
    if not text.isdecimal():
        raise SituationError(f"readiness.{question.key}: {answer!r} found; allowed: a whole number from 0")
    return int(text)


def _with_needs(situation: Situation, diagnosis: Diagnosis, knowledge: Knowledge) -> Situation:
    """Add what residents lack: shares, counts, order, group, and whether it is a library's usual field."""
    own = {area.key: area.taxonomy_area for area in diagnosis.areas if area.key != area.taxonomy_area}
    counted = {need.area: (need.count, need.n) for need in diagnosis.needs if need.count is not None}
    scale = scale_of_shares(diagnosis)
    shown = situation.with_facts(
        {
            "kind": diagnosis.kind,
            "taxonomy_areas": own,
            "area_shares": {need.area: _share(need, scale) for need in diagnosis.needs},
            "area_counts": counted,
            "possible_first": tuple(need.area for need in diagnosis.needs if need.rank_low == 1),
        }
    )
    chosen = matters(shown, knowledge)
    leading = dominant_area(shown, knowledge)
    high = [
        share for share in (shown.area_shares or {}).values() if share >= knowledge.thresholds(diagnosis.kind)["high"]
    ]
    areas = [matter.area for matter in chosen] if leading in (None, NO_AREA) else [leading]
    usual = knowledge.areas[chosen[0].builtin].usual_field if chosen[0].builtin else None
    return shown.with_facts(
        {
            "specific_group": dominant_group(diagnosis, areas, knowledge),
            "high_needs_range": high_needs_range(diagnosis, knowledge),
            "effective_areas": effective_areas(high),
            "seen_only_in": seen_only_in(diagnosis, [matter.area for matter in chosen], knowledge),
            "quiet_groups": quiet_groups(diagnosis),
            "need_outside_library_mandate": None if usual is None else not usual,
        }
    )


def _share(need: NeedScore, scale: tuple[float, float]) -> float:
    low, high = scale
    return (need.value - low) / (high - low)


def scale_of_shares(diagnosis: Diagnosis) -> tuple[float, float]:
    """The values that stand for the shares 0 and 1: a mean importance is stretched from the scale of its question."""
    if diagnosis.kind != ScoreKind.MEAN_IMPORTANCE:
        return 0.0, 1.0
    levels = next(item.levels for item in diagnosis.answers if item.measure == Measure.IMPORTANCE)
    return float(levels[0]), float(levels[-1])
