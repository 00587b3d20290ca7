"""Advice around the type: when to ask first, cautions, the library's role and who can act; `path` has the steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.recommender.facts import Facts, applies, matters
from analysis.recommender.knowledge import Knowledge, Rule
from analysis.recommender.messages import Message
from analysis.recommender.situation import Situation
from analysis.vocabulary import CooperationType, LibraryRole, Sector

AnyType = CooperationType | None
"""A type of cooperation, or None while no type is chosen."""


ELSEWHERE = "elsewhere"
"""Who can act when those who decide are others: `WhoActs.who`."""


@dataclass(frozen=True)
class Caution:
    """Advice with its reason and source: never a block. `undecided`: no type is to be read out."""

    key: str
    message: Message
    source: str
    undecided: bool = False


@dataclass(frozen=True)
class RoleAdvice:
    """The library's place and the reasons for it."""

    role: LibraryRole
    message: Message
    reasons: tuple[Caution, ...]


@dataclass(frozen=True)
class WhoActs:
    """Who can act on a matter: "ourselves", "together" or "elsewhere"; `decided_by` names institutions."""

    area: str
    who: str
    decided_by: tuple[str, ...]
    message: Message


@dataclass(frozen=True)
class StepCondition:
    """What a step needs; `met` is None while nobody knows."""

    key: str
    message: Message
    met: bool | None


@dataclass(frozen=True)
class Step:
    """A step on the path: `type` is None for a step that founds nothing."""

    type: CooperationType | None
    message: Message
    conditions: tuple[StepCondition, ...] = ()


def ask_first(facts: Facts, knowledge: Knowledge) -> tuple[Caution, ...]:
    """Why more should be asked before any type is chosen; empty when nothing speaks for waiting."""
    return tuple(_caution(rule, {}) for rule in knowledge.ask_first if applies(rule.when, facts))


def warnings(facts: Facts, situation: Situation, kind: AnyType, knowledge: Knowledge) -> tuple[Caution, ...]:
    """Cautions that go with the situation and with the proposed type."""
    chosen = matters(situation, knowledge)
    present = situation.partner_sectors
    values = {
        "areas": situation.possible_first,
        "unmapped": tuple(matter.area for matter in chosen if matter.builtin is None),
        "missing_sectors": None if present is None else tuple(s for s in Sector if s not in present),
        "one_sided": tuple(_where(area, part) for area, part in (situation.seen_only_in or {}).items()),
        "quiet": situation.quiet_groups,
        "surely": str((situation.high_needs_range or (0, 0))[0]),
        "possibly": str((situation.high_needs_range or (0, 0))[1]),
    }
    known = {name: value for name, value in values.items() if value}
    fitting = [rule for rule in knowledge.warnings if not rule.types or kind in rule.types]
    rules = [rule for rule in fitting if applies(rule.when, facts)]
    return tuple(_caution(rule, known) for rule in rules)


def library_role(facts: Facts, knowledge: Knowledge) -> RoleAdvice:
    """The role of the first rule that holds, with every rule for the same role as a reason.

    A rule that always holds is a reason only where there is no other.
    """
    holding = [rule for rule in knowledge.roles if applies(rule.when, facts)]
    role = holding[0].role or LibraryRole.LEADS
    same = [rule for rule in holding if rule.role == role]
    telling = [rule for rule in same if all(rule.when)] or same
    return RoleAdvice(role, Message(f"role_{role}"), tuple(_caution(rule, {}) for rule in telling))


def who_can_act(situation: Situation, knowledge: Knowledge) -> tuple[WhoActs, ...]:
    """For each chosen matter that corresponds to a built-in area: who can act on it."""
    found = []
    for matter in matters(situation, knowledge):
        if matter.builtin is not None:
            area = knowledge.areas[matter.builtin]
            message = Message(area.who_can_act, {"area": matter.area, "decided_by": area.decided_by})
            found.append(WhoActs(matter.area, area.who_can_act, area.decided_by, message))
    return tuple(found)


def _where(area: str, part: str) -> Message:
    return Message("seen_only_in", {"area": area, "part": part})


def _caution(rule: Rule, values: Mapping[str, Any]) -> Caution:
    return Caution(rule.key, Message(rule.code, values), rule.source, rule.undecided)
