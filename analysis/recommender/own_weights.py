"""A coalition's own weights: a small file of changes, each with its reason, laid over the built-in knowledge.

The file has one table for each change:

    [[changes]]
    criterion = "horizon"         # key of a criterion of cooperation.toml
    level = "once"                # key of one of its answers
    weights = { event = 2.0 }     # types that are not named keep their weight
    reason = "U nas jedno spotkanie niczego nie zobowiązuje."
    by = "Koalicja w Wiązowie"
    on = 2026-03-15
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from analysis.errors import listed
from analysis.recommender.knowledge import Criterion, Knowledge, KnowledgeError, Level, WeightChange
from analysis.vocabulary import CooperationType

FIELDS = ("criterion", "level", "weights", "reason", "by", "on")

MOST = 3.0
"""The greatest weight for or against a type: 2 almost decides."""

LONGEST = 500
"""Characters of a reason."""


def with_changes(knowledge: Knowledge, content: bytes) -> Knowledge:
    """The knowledge with the changes of a TOML file; `Knowledge.changes` lists them, with the weights of before.

    Weights are natural log-odds from -3 to 3, as in cooperation.toml. KnowledgeError names the entry and key, what was
    found and what is allowed.
    """
    for number, entry in enumerate(_entries(content), start=1):
        knowledge = _with_change(knowledge, entry, f"changes[{number}]")
    return knowledge


def _entries(content: bytes) -> list[Any]:
    try:
        data = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"byte {error.start + 1} is not UTF-8 text; save the file as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise KnowledgeError(f"not TOML: {error}") from error
    unknown = sorted(set(data) - {"changes"})
    if unknown:
        raise KnowledgeError(f"key {listed(unknown)} found; allowed: [[changes]] tables only")
    entries = data.get("changes")
    if not isinstance(entries, list) or not entries:
        raise KnowledgeError("no changes found; write one [[changes]] table for each, or remove the file")
    return entries


def _with_change(knowledge: Knowledge, entry: Any, where: str) -> Knowledge:
    _expect_fields(entry, where)
    criterion = _named(entry, "criterion", {each.key: each for each in knowledge.criteria}, where)
    level = _named(entry, "level", {each.key: each for each in criterion.levels}, where)
    if any((each.criterion, each.level) == (criterion.key, level.key) for each in knowledge.changes):
        raise KnowledgeError(f"{where}: criterion {criterion.key!r}, level {level.key!r} changed twice; keep one")
    change = WeightChange(
        criterion=criterion.key,
        level=level.key,
        weights=_weights(entry["weights"], f"{where}.weights"),
        before=dict(level.weights),
        reason=_text(entry["reason"], f"{where}.reason"),
        by=_text(entry["by"], f"{where}.by"),
        on=_day(entry["on"], f"{where}.on"),
    )
    return _laid_over(knowledge, criterion, level, change)


def _laid_over(knowledge: Knowledge, criterion: Criterion, level: Level, change: WeightChange) -> Knowledge:
    new = replace(level, weights={**level.weights, **change.weights})
    levels = tuple(new if each is level else each for each in criterion.levels)
    own = replace(criterion, levels=levels)
    criteria = tuple(own if each is criterion else each for each in knowledge.criteria)
    return replace(knowledge, criteria=criteria, changes=(*knowledge.changes, change))


def _expect_fields(entry: Any, where: str) -> None:
    if not isinstance(entry, Mapping):
        raise KnowledgeError(f"{where}: {entry!r} found; allowed: a [[changes]] table")
    unknown, missing = sorted(set(entry) - set(FIELDS)), [name for name in FIELDS if name not in entry]
    if unknown:
        raise KnowledgeError(f"{where}: key {listed(unknown)} found; allowed: {listed(FIELDS)}")
    if missing:
        raise KnowledgeError(f"{where}: key {listed(missing)} is missing; needed: {listed(FIELDS)}")


def _named(entry: Mapping[str, Any], name: str, known: Mapping[str, Any], where: str) -> Any:
    found = entry[name]
    if not isinstance(found, str) or found not in known:
        raise KnowledgeError(f"{where}.{name}: {found!r} found; allowed: {listed(known, 40)}")
    return known[found]


def _weights(found: Any, where: str) -> dict[CooperationType, float]:
    if not isinstance(found, Mapping) or not found:
        raise KnowledgeError(f"{where}: {found!r} found; allowed: a table such as {{ event = 1.0 }}")
    unknown = sorted(set(found) - set(CooperationType))
    if unknown:
        raise KnowledgeError(f"{where}: type {listed(unknown)} found; allowed: {listed(CooperationType)}")
    return {CooperationType(kind): _weight(value, f"{where}.{kind}") for kind, value in found.items()}


def _weight(found: Any, where: str) -> float:
    number = isinstance(found, int | float) and not isinstance(found, bool)
    if not number or not math.isfinite(found) or abs(found) > MOST:
        raise KnowledgeError(f"{where}: {found!r} found; allowed: a number from {-MOST:g} to {MOST:g}")
    return float(found)


def _text(found: Any, where: str) -> str:
    if not isinstance(found, str) or not found.strip() or len(found) > LONGEST:
        shown = f"{len(found)} characters" if isinstance(found, str) and found.strip() else repr(found)
        raise KnowledgeError(f"{where}: {shown} found; allowed: a text of 1 to {LONGEST} characters")
    return " ".join(found.split())


def _day(found: Any, where: str) -> str:
    if not isinstance(found, date) or isinstance(found, datetime):
        raise KnowledgeError(f"{where}: {found!r} found; allowed: a day such as 2026-03-15, without quotes")
    return found.isoformat()
