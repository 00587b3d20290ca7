"""The portfolio: what each need calls for by itself, next to the one proposal for the community.

A community need not choose one type for all: an event for one need now, a thematic partnership for another. Each of
the first needs is looked at as if it were the only one; what the coalition said of itself holds for all of them, what
it said of the first matter for that one only. A strategic partnership is no answer here: it is open to many needs, not
to one; it may be the next step.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from analysis.recommender.advice import ELSEWHERE, RoleAdvice, Step, WhoActs, ask_first, library_role, who_can_act
from analysis.recommender.cooperation import type_probabilities
from analysis.recommender.facts import facts_of, high_needs, matters, ranked_areas
from analysis.recommender.knowledge import Knowledge
from analysis.recommender.messages import Message
from analysis.recommender.path import Standing, steps
from analysis.recommender.situation import NO_AREA, Situation
from analysis.vocabulary import CooperationType

FOR_ONE = (CooperationType.EVENT, CooperationType.PROJECT, CooperationType.THEMATIC)
"""Types that a single need can call for, from the smallest step."""

MOST = 5
"""So many of the first needs are looked at."""


@dataclass(frozen=True)
class NeedPath:
    """One need by itself: the `type` it calls for, and who can act on it (None: an area that is not built in).

    Where somebody else decides, the first step is a letter or a talk, and `type` is what may follow. `next_step` has
    its conditions. `role` is the library's, with its reasons. That few have answered holds for all needs alike, so it
    is not said here of each.
    """

    area: str
    type: CooperationType
    who: WhoActs | None
    first_step: Step
    next_step: Step
    role: RoleAdvice

    @property
    def message(self) -> Message:
        """The need and its first step."""
        if self.who is not None and self.who.who == ELSEWHERE:
            return Message("portfolio_elsewhere", {"area": self.area, "decided_by": self.who.decided_by})
        return Message("portfolio", {"area": self.area, "type": self.type})

    @property
    def spoken(self) -> tuple[Message, ...]:
        """Everything about the need in the order in which it is read out."""
        acts = () if self.who is None else (self.who.message,)
        ahead = (self.first_step.message, self.next_step.message)
        conditions = (condition.message for condition in self.next_step.conditions)
        reasons = (reason.message for reason in self.role.reasons)
        return (self.message, *acts, *ahead, *conditions, self.role.message, *reasons)


def portfolio(
    situation: Situation, knowledge: Knowledge, groups: Mapping[str, str] | None = None
) -> tuple[NeedPath, ...]:
    """A path for each of the first needs, the greatest first; empty when no need is known.

    `groups` names the target group of an area, as `Situation.specific_group` does; without it the group of the whole
    situation counts for the first need only.
    """
    areas = ranked_areas(situation.area_shares or {})[:MOST]
    named = groups or ({areas[0]: situation.specific_group} if areas and situation.specific_group else {})
    return tuple(_path(area, situation, knowledge, named.get(area)) for area in areas)


def _path(area: str, situation: Situation, knowledge: Knowledge, group: str | None) -> NeedPath:
    alone = _alone(area, situation, knowledge, group)
    shares = type_probabilities(alone, knowledge)
    kind = max(FOR_ONE, key=shares.__getitem__)
    order = (kind, *sorted((each for each in shares if each != kind), key=lambda each: -shares[each]))
    who = next(iter(who_can_act(alone, knowledge)), None)
    facts = facts_of(replace(alone, sample_quality=None), knowledge)
    first, after = steps(order, facts, knowledge, Standing(ask_first(facts, knowledge), first=who))
    return NeedPath(area, kind, who, first, after, library_role(facts, knowledge))


OF_SEVERAL = ("n_high_needs", "dominant_area", "possible_first", "high_needs_range", "effective_areas", "linked")
"""What is known of needs beside one another, and says nothing of one alone."""

OF_FIRST = (
    "existing_partnership",
    "local_facts",
    "specialist_needed",
    "specialist_at_hand",
    "need_horizon",
    "need_outside_library_mandate",
)
"""What is known of the first matter, and says nothing of the others."""


def _alone(area: str, situation: Situation, knowledge: Knowledge, group: str | None) -> Situation:
    """The situation as if this need were the only one."""
    share = (situation.area_shares or {})[area]
    first = next(iter(matters(situation, knowledge)), None)
    others = () if first is not None and first.area == area else OF_FIRST
    only = replace(situation, area_shares={area: share}, **dict.fromkeys((*OF_SEVERAL, *others)))
    high = high_needs(only, knowledge)
    outside = only.need_outside_library_mandate
    return replace(
        only,
        n_high_needs=high,
        dominant_area=area if high else NO_AREA,
        specific_group=group,
        need_outside_library_mandate=_outside(area, situation, knowledge) if outside is None else outside,
    )


def _outside(area: str, situation: Situation, knowledge: Knowledge) -> bool | None:
    """Whether an area lies outside a library's usual field; None where that depends on the place."""
    builtin = (situation.taxonomy_areas or {}).get(area, area)
    usual = knowledge.areas[builtin].usual_field if builtin is not None else None
    return None if usual is None else not usual
