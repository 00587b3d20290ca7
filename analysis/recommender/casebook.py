"""The casebook: how well recommendations agree with cases that people labelled, next to plainer ways to guess."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.errors import listed
from analysis.recommender import baselines
from analysis.recommender.changes import Outlook, open_questions
from analysis.recommender.consistency import contradictions, with_quality
from analysis.recommender.cooperation import TYPES, Row, type_probabilities
from analysis.recommender.knowledge import Knowledge, default_knowledge
from analysis.recommender.partners import invitations, sectors
from analysis.recommender.recommendation import is_close
from analysis.recommender.situation import Situation, SituationError
from analysis.vocabulary import CooperationType

FIRST = 8
"""So many invitations are looked at for the recall of sub-sectors and sectors."""

BINS = 10
"""Bins of equal width over 0..1 for the calibration error."""

HORIZON = {"given": False, "hidden": True}
"""The two ways in which each case is asked: with the partners' horizon, and without it."""

Case = Mapping[str, Any]
Measures = dict[str, Any]


def casebook(cases: Sequence[Case], knowledge: Knowledge | None = None) -> dict[str, Any]:
    """Recommendations for cases, and how well they agree with the cases' own types, group by group.

    A case has an `id`, a `situation`, and optionally the expected `type`, `subsectors` and `sectors`. Its group is
    the part of the id before the first "-". "cases" are computed from the situation alone: neither ids nor texts
    enter the model. "groups" (and "all") hold `measures` with the horizon "given" and "hidden", each with the same
    of three `baselines` (analysis.recommender.baselines). "cautions" names cases whose facts contradict each other;
    they are measured all the same. SituationError names the case that does not fit, or an id that comes twice.
    """
    knowledge = knowledge or default_knowledge()
    _expect_ids(cases)
    ways = {way: [_answered(case, knowledge, hide=hide) for case in cases] for way, hide in HORIZON.items()}
    names = dict.fromkeys(str(case["id"]).split("-")[0] for case in cases)
    labelled = {name: [n for n, case in enumerate(cases) if _is_of(case, name)] for name in (*names, "all")}
    guesses = {way: _guesses(found, labelled["all"], knowledge) for way, found in ways.items()}
    groups = {
        name: {way: _group(found, places, guesses[way]) for way, found in ways.items()}
        for name, places in labelled.items()
        if places
    }
    cautions = [line for answer in ways["given"] for line in _contradictions(answer, knowledge)]
    return {"cases": [answer.to_json() for answer in ways["given"]], "groups": groups, "cautions": cautions}


def _expect_ids(cases: Sequence[object]) -> None:
    if not cases:
        raise SituationError("no cases found; allowed: a list of at least one case with `id` and `situation`")
    ids = [str(case["id"]) for case in cases if isinstance(case, Mapping) and "id" in case]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise SituationError(f"case id {listed(twice)} found more than once; each must be unique")


def _contradictions(answer: "Answer", knowledge: Knowledge) -> Iterator[str]:
    found = contradictions(answer.situation, knowledge)
    yield from (f"case {answer.case['id']!r}: {line}" for line in found)


@dataclass(frozen=True)
class Answer:
    """A case with what the recommender makes of its situation; `is_range`: a range would be said, not one type."""

    case: Case
    situation: Situation
    row: Row
    is_range: bool
    sectors: tuple[str, ...]
    subsectors: tuple[str, ...]
    sectors_invited: tuple[str, ...]

    @property
    def kind(self) -> int:
        """The place of the expected type among TYPES."""
        return TYPES.index(CooperationType(self.case["type"]))

    def to_json(self) -> dict[str, Any]:
        """What is written for each case."""
        return {
            "id": self.case["id"],
            "probabilities": {str(kind): value for kind, value in zip(TYPES, self.row, strict=True)},
            "is_range": self.is_range,
            "sectors": list(self.sectors),
            "subsectors": list(self.subsectors),
        }


def _answered(case: Case, knowledge: Knowledge, *, hide: bool) -> Answer:
    situation = with_quality(_situation(case, hide=hide), knowledge)
    row = tuple(type_probabilities(situation, knowledge).values())
    first = TYPES[max(range(len(row)), key=row.__getitem__)]
    invited = invitations(situation, first, knowledge)
    return Answer(
        case=case,
        situation=situation,
        row=row,
        is_range=is_close(row, open_questions(Outlook(situation, knowledge)), knowledge),
        sectors=tuple(str(item.sector) for item in sectors(situation, first, invited)),
        subsectors=tuple(item.subsector for item in invited),
        sectors_invited=tuple(str(item.sector) for item in invited[:FIRST]),
    )


def _situation(case: object, *, hide: bool) -> Situation:
    if not isinstance(case, Mapping) or "id" not in case or "situation" not in case:
        raise SituationError("a case lacks `id` or `situation`; allowed: a list of objects that have both")
    if case.get("type", CooperationType.EVENT) not in tuple(CooperationType):
        raise SituationError(f"case {case['id']!r}: type {case['type']!r} found; allowed: {listed(CooperationType)}")
    try:
        situation = Situation.from_json(case["situation"])
        return Situation.from_json({**situation.to_json(), "horizon": None}) if hide else situation
    except SituationError as error:
        raise SituationError(f"case {case['id']!r}: {error}") from error


def _is_of(case: Case, name: str) -> bool:
    return "type" in case and name in ("all", str(case["id"]).split("-")[0])


def _guesses(answers: Sequence[Answer], labelled: Sequence[int], knowledge: Knowledge) -> dict[str, dict[int, Row]]:
    """The rows of each baseline by the place of the case."""
    chosen = [answers[place] for place in labelled]
    rows = baselines.rows([item.situation for item in chosen], [item.kind for item in chosen], knowledge)
    return {name: dict(zip(labelled, found, strict=True)) for name, found in rows.items()}


def _group(answers: Sequence[Answer], places: Sequence[int], guesses: Mapping[str, Mapping[int, Row]]) -> Measures:
    chosen = [answers[place] for place in places]
    kinds = [answer.kind for answer in chosen]
    others = {name: measures([rows[place] for place in places], kinds) for name, rows in guesses.items()}
    ranges = [answer for answer in chosen if answer.is_range]
    listed = [(set(answer.case.get("subsectors", ())), set(answer.subsectors[:FIRST])) for answer in chosen]
    return {
        "n": len(chosen),
        **measures([answer.row for answer in chosen], kinds),
        "ranges": len(ranges) / len(chosen),
        "right_in_range": _mean(answer.kind in _best(answer.row, 2) for answer in ranges),
        "subsector_recall": _recall(listed),
        "subsector_recall_by_case": _mean(len(named & first) / len(named) for named, first in listed if named),
        "sector_recall": _recall((answer.case.get("sectors", ()), answer.sectors_invited) for answer in chosen),
        "baselines": others,
    }


def measures(rows: Sequence[Row], kinds: Sequence[int]) -> Measures:
    """How well rows of probabilities fit the expected types (places among TYPES).

    `first` and `first_or_second`: shares of cases with the expected type there; `log_loss`: mean of -ln P(type);
    `brier`: mean of the squared distance from certainty (0..2); `calibration_error`: over bins of the greatest
    probability, the mean distance of that probability from the share of right choices, by cases.
    """
    pairs = list(zip(rows, kinds, strict=True))
    return {
        "first": _mean(kind in _best(row, 1) for row, kind in pairs),
        "first_or_second": _mean(kind in _best(row, 2) for row, kind in pairs),
        "log_loss": _mean(-math.log(row[kind]) for row, kind in pairs),
        "brier": _mean(sum((p - (n == kind)) ** 2 for n, p in enumerate(row)) for row, kind in pairs),
        "calibration_error": _calibration_error(pairs),
    }


def _calibration_error(pairs: Sequence[tuple[Row, int]]) -> float:
    bins: dict[int, list[float]] = {}
    for row, kind in pairs:
        best = max(row)
        bins.setdefault(min(int(best * BINS), BINS - 1), []).append(best - (kind in _best(row, 1)))
    return sum(abs(sum(gaps)) for gaps in bins.values()) / len(pairs)


def _best(row: Row, count: int) -> set[int]:
    return set(sorted(range(len(row)), key=lambda place: -row[place])[:count])


def _recall(pairs: Iterable[tuple[Iterable[str], Iterable[str]]]) -> float | None:
    """The share of all expected ones that are among the found ones; None when nothing is expected."""
    sets = [(set(expected), set(found)) for expected, found in pairs]
    total = sum(len(expected) for expected, _ in sets)
    return sum(len(expected & found) for expected, found in sets) / total if total else None


def _mean(values: Iterable[float]) -> float | None:
    numbers = [float(value) for value in values]
    return sum(numbers) / len(numbers) if numbers else None


COLUMNS = {
    "first": "first",
    "first_or_second": "1st/2nd",
    "log_loss": "log loss",
    "brier": "Brier",
    "calibration_error": "calibr.",
    "ranges": "ranges",
    "subsector_recall": "subsect.@8",
    "subsector_recall_by_case": "by case",
    "sector_recall": "sectors@8",
}
"""Columns of the printed table."""


def table(found: Mapping[str, Any]) -> str:
    """The measures of `casebook` as a table in plain text, one line for the model and for each baseline."""
    head = ["group", "horizon", "n", "model", *COLUMNS.values()]
    lines = [
        [name, way, str(row["n"]), model, *(_digits(figures.get(key)) for key in COLUMNS)]
        for name, group in found["groups"].items()
        for way, row in group.items()
        for model, figures in {"diagnoza": row, **row["baselines"]}.items()
    ]
    widths = [max(map(len, column)) for column in zip(head, *lines, strict=True)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in (head, *lines))


def _digits(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
