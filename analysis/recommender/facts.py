"""What follows from a situation: the facts that criteria and rules look at, and the matters to act on."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from analysis.recommender.knowledge import Condition, Knowledge
from analysis.recommender.situation import EVERYONE, NO_AREA, Situation

MOST_MATTERS = 5
"""More high needs than this are not taken to one table at once."""

FIELDS = tuple(field.name for field in fields(Situation))

Facts = Mapping[str, Any]
"""What is known, by name; a fact that is not known is absent."""


@dataclass(frozen=True)
class Matter:
    """A need to act on: its area, the built-in area it corresponds to (None: unmapped), its share 0..1."""

    area: str
    builtin: str | None
    share: float | None


def facts_of(situation: Situation, knowledge: Knowledge) -> dict[str, Any]:
    """Every known field of the situation, and what is derived from several of them.

    Derived: `high_needs` (number), `dominated` (one area leads clearly), `one_group` (one group links the
    matters), `n_sectors`, `missing_sectors`, `sensitive` (the first matter is), `acts` (who can act on the first
    matter: "ourselves", "together" or "elsewhere"), `high_needs_unsure`, and the numbers
    `n_possible_first`, `n_seen_only_in`, `n_quiet_groups`, `n_unmapped`.
    """
    chosen = matters(situation, knowledge)
    values = {name: getattr(situation, name) for name in FIELDS}
    values |= {
        "high_needs": high_needs(situation, knowledge),
        "dominated": _dominated(situation, knowledge),
        "one_group": _of(situation.specific_group, lambda group: group != EVERYONE),
        "n_sectors": _of(situation.partner_sectors, lambda sectors: len(set(sectors))),
        "n_possible_first": _of(situation.possible_first, len),
        "sensitive": _sensitive(chosen, knowledge),
        "acts": _acts(chosen, knowledge),
        "high_needs_unsure": _of(situation.high_needs_range, lambda pair: pair[0] < pair[1]),
        "n_seen_only_in": _of(situation.seen_only_in, len),
        "n_quiet_groups": _of(situation.quiet_groups, len),
        "n_unmapped": sum(matter.builtin is None for matter in chosen),
    }
    return {name: value for name, value in values.items() if value is not None}


def holds(condition: Condition, facts: Facts) -> bool | None:
    """Whether all named facts have allowed values; None when that depends on facts that are not known."""
    unknown = False
    for name, allowed in condition.items():
        if name not in facts:
            unknown = True
        elif not _fits(facts[name], allowed):
            return False
    return None if unknown else True


def applies(conditions: tuple[Condition, ...], facts: Facts) -> bool:
    """Whether any condition of a rule holds; a rule may name the value "unknown", and an open fact has it."""
    named = {name: facts.get(name, "unknown") for condition in conditions for name in condition}
    return any(holds(condition, named) for condition in conditions)


def high_needs(situation: Situation, knowledge: Knowledge) -> int | None:
    """The number of high needs: as given, otherwise the shares from the threshold on."""
    if situation.n_high_needs is not None or not situation.area_shares:
        return situation.n_high_needs
    high = knowledge.thresholds(situation.kind)["high"]
    return sum(share >= high for share in situation.area_shares.values())


def dominant_area(situation: Situation, knowledge: Knowledge) -> str | None:
    """The area that clearly leads, "none", or None when unknown: high, and ahead of the second by `lead`."""
    if situation.dominant_area is not None or not situation.area_shares:
        return situation.dominant_area
    thresholds = knowledge.thresholds(situation.kind)
    first, *others = ranked_areas(situation.area_shares)
    share = situation.area_shares[first]
    second = situation.area_shares[others[0]] if others else 0.0
    leads = share >= thresholds["high"] and round(share - second, 9) >= thresholds["lead"]
    return first if leads else NO_AREA


def matters(situation: Situation, knowledge: Knowledge) -> tuple[Matter, ...]:
    """The needs to act on, greatest first: at most five high ones, or the first one when none is high."""
    shares = situation.area_shares or {}
    count = max(1, min(high_needs(situation, knowledge) or 0, MOST_MATTERS))
    order = ranked_areas(shares)[:count]
    dominant = situation.dominant_area
    if dominant not in (None, NO_AREA) and dominant not in order:
        order = [dominant, *order][:count]
    return tuple(Matter(area, _builtin(area, situation, knowledge), shares.get(area)) for area in order)


def _fits(value: Any, allowed: Any) -> bool:
    if isinstance(allowed, Mapping):
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return is_number and allowed.get("min", value) <= value <= allowed.get("max", value)
    return value in allowed


def _of(value: Any, derive: Any) -> Any:
    return None if value is None else derive(value)


def _dominated(situation: Situation, knowledge: Knowledge) -> bool | None:
    area = dominant_area(situation, knowledge)
    return None if area is None else area != NO_AREA


def _sensitive(chosen: tuple[Matter, ...], knowledge: Knowledge) -> bool | None:
    if not chosen or chosen[0].builtin is None:
        return None
    return knowledge.areas[chosen[0].builtin].sensitive


def _acts(chosen: tuple[Matter, ...], knowledge: Knowledge) -> str | None:
    if not chosen or chosen[0].builtin is None:
        return None
    return knowledge.areas[chosen[0].builtin].who_can_act


def ranked_areas(shares: Mapping[str, float]) -> list[str]:
    """Areas from the greatest share; equal ones in the order of their keys."""
    return sorted(shares, key=lambda area: (-shares[area], area))


def _builtin(area: str, situation: Situation, knowledge: Knowledge) -> str | None:
    own = situation.taxonomy_areas or {}
    return own[area] if area in own else area if area in knowledge.areas else None
