"""Advice around the type: when to ask first, cautions, the library's role, who can act, first and next step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.recommender.facts import Facts, applies, holds, matters
from analysis.recommender.knowledge import Knowledge, Rule
from analysis.recommender.messages import Message
from analysis.recommender.situation import Situation
from analysis.vocabulary import CooperationType, LibraryRole, Sector

AnyType = CooperationType | None
"""A type of cooperation, or None while no type is chosen."""


EXISTING = {"area": CooperationType.THEMATIC, "coalition": CooperationType.STRATEGIC}
"""The type of what exists already, by the situation's `existing_partnership`: it is joined, not founded anew."""


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
    """The role of the first rule that holds, with every rule for the same role as a reason."""
    holding = [rule for rule in knowledge.roles if applies(rule.when, facts)]
    role = holding[0].role or LibraryRole.LEADS
    reasons = tuple(_caution(rule, {}) for rule in holding if rule.role == role)
    return RoleAdvice(role, Message(f"role_{role}"), reasons)


def who_can_act(situation: Situation, knowledge: Knowledge) -> tuple[WhoActs, ...]:
    """For each chosen matter that corresponds to a built-in area: who can act on it."""
    found = []
    for matter in matters(situation, knowledge):
        if matter.builtin is not None:
            area = knowledge.areas[matter.builtin]
            message = Message(area.who_can_act, {"area": matter.area, "decided_by": area.decided_by})
            found.append(WhoActs(matter.area, area.who_can_act, area.decided_by, message))
    return tuple(found)


def steps(
    order: Sequence[CooperationType], facts: Facts, knowledge: Knowledge, *, wait: bool, close: bool
) -> tuple[Step, Step]:
    """The first step and the next one.

    `order` is the types from the likeliest, empty while none may be chosen. Asking comes first when we
    should `wait`. Of two `close` types
    the one earlier on the path (event, project, thematic, strategic) comes first, since it may grow into the
    other. After the last type there are task groups.
    """
    if wait:
        after = _step(order[0], facts, knowledge) if order else Step(None, Message("step_choose"))
        return Step(None, Message("step_ask")), after
    first = order[0]
    if close:
        path = list(CooperationType)
        first, second = sorted(order[:2], key=path.index)
        return _step(first, facts, knowledge), _step(second, facts, knowledge)
    onward = [kind for kind in order if kind in knowledge.types[first].next]
    after = _step(onward[0], facts, knowledge) if onward else Step(None, Message("step_task_groups"))
    return _step(first, facts, knowledge), after


def _step(kind: CooperationType, facts: Facts, knowledge: Knowledge) -> Step:
    needed = knowledge.types[kind].conditions
    conditions = tuple(StepCondition(rule.key, Message(rule.code), _met(rule, facts)) for rule in needed)
    joins = EXISTING.get(facts.get("existing_partnership", "none")) == kind
    return Step(kind, Message("step_join" if joins else f"step.{kind}"), conditions)


def _met(rule: Rule, facts: Facts) -> bool | None:
    found = [holds(condition, facts) for condition in rule.when]
    return True if True in found else None if None in found else False


def _where(area: str, part: str) -> Message:
    return Message("seen_only_in", {"area": area, "part": part})


def _caution(rule: Rule, values: Mapping[str, Any]) -> Caution:
    return Caution(rule.key, Message(rule.code, values), rule.source, rule.undecided)
