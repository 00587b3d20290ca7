"""The path: the first step and the next one, which say the same as the rest of the advice.

Asking comes before choosing. What exists already is joined, whatever the type. Where somebody else decides on the
first matter, the first step is a letter or a talk. Otherwise it is the type itself, out of which the next may grow.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.recommender.advice import ELSEWHERE, Caution, Step, StepCondition, WhoActs
from analysis.recommender.facts import Facts, holds
from analysis.recommender.knowledge import Knowledge, Rule
from analysis.recommender.messages import Message
from analysis.vocabulary import CooperationType

EXISTING = {"area": CooperationType.THEMATIC, "coalition": CooperationType.STRATEGIC}
"""The type of what exists already, by the situation's `existing_partnership`: it is joined, not founded anew."""

TASK_GROUPS = Step(None, Message("step_task_groups"))
"""The step after the last type."""


@dataclass(frozen=True)
class Standing:
    """Where we stand before the first step.

    `waiting`: why to ask first, the weightiest reason first. `close`: the two best types are too close to name one.
    `first`: who can act on the first matter, None when that is not known.
    """

    waiting: tuple[Caution, ...] = ()
    close: bool = False
    first: WhoActs | None = None


def steps(
    order: Sequence[CooperationType], facts: Facts, knowledge: Knowledge, standing: Standing | None = None
) -> tuple[Step, Step]:
    """The first step and the next one.

    `order` is the types from the likeliest, empty while none may be chosen. Of two close types the one earlier on the
    path (event, project, thematic, strategic) comes first, since it may grow into the other. After the last type there
    are task groups.
    """
    stands = standing or Standing()
    if not stands.waiting:
        return _acting(order, facts, knowledge, stands)
    ask = Step(None, Message(f"step_ask.{stands.waiting[0].key}"))
    if not order:
        return ask, Step(None, Message("step_choose"))
    return ask, _acting(order, facts, knowledge, stands)[0]


def at_once(first: Step, after: Step) -> Message | None:
    """That the next step may be taken at once: its conditions are all met, and the first one is to found something."""
    ready = first.type is not None and bool(first.conditions) and bool(after.conditions)
    if ready and after.type is not None and all(condition.met for condition in after.conditions):
        return Message("at_once", {"type": after.type})
    return None


def existing(facts: Facts) -> str | None:
    """What exists already and is to be joined: "area" or "coalition"; None when nothing is known to exist."""
    found = facts.get("existing_partnership")
    return found if found in EXISTING else None


def _acting(
    order: Sequence[CooperationType], facts: Facts, knowledge: Knowledge, standing: Standing
) -> tuple[Step, Step]:
    path = list(CooperationType)
    first, second = sorted(order[:2], key=path.index) if standing.close else (order[0], None)
    letter = _letter(standing.first)
    joined = existing(facts)
    if joined is not None:
        join = Step(first, Message(f"step_join_{joined}"))
        same = EXISTING[joined] == first
        return join, letter or (_after(first, order, facts, knowledge) if same else _step(first, facts, knowledge))
    if letter is not None:
        return letter, _step(first, facts, knowledge)
    onward = _after(first, order, facts, knowledge) if second is None else _step(second, facts, knowledge)
    return _step(first, facts, knowledge), onward


def _letter(who: WhoActs | None) -> Step | None:
    if who is None or who.who != ELSEWHERE:
        return None
    deciders = tuple(Message(f"invited.{key}") for key in who.decided_by)
    return Step(None, Message("step_letter", {"area": who.area, "decided_by": who.decided_by, "deciders": deciders}))


def _after(kind: CooperationType, order: Sequence[CooperationType], facts: Facts, knowledge: Knowledge) -> Step:
    """The likeliest of the types that may grow out of one."""
    onward = [other for other in order if other in knowledge.types[kind].next]
    return _step(onward[0], facts, knowledge) if onward else TASK_GROUPS


def _step(kind: CooperationType, facts: Facts, knowledge: Knowledge) -> Step:
    needed = knowledge.types[kind].conditions
    conditions = tuple(StepCondition(rule.key, Message(rule.code), _met(rule, facts)) for rule in needed)
    return Step(kind, Message(f"step.{kind}"), conditions)


def _met(rule: Rule, facts: Facts) -> bool | None:
    found = [holds(condition, facts) for condition in rule.when]
    return True if True in found else None if None in found else False
