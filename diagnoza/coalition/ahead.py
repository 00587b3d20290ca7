"""The way ahead: the first step with its day and names, the next one, and the library's role."""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import format_date
from flask_babel import gettext as _

from analysis.recommender.advice import Step
from analysis.recommender.first_talk import first_talk
from analysis.vocabulary import LibraryRole
from diagnoza.clock import today
from diagnoza.coalition.known import Known

TO_INVITE = timedelta(weeks=3)


@dataclass(frozen=True)
class StepView:
    """One step of the path with what it needs."""

    title: str
    text: str
    state: str
    conditions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AheadView:
    """What to do by when, the two steps, and the role with its reasons."""

    by_when: str
    steps: tuple[StepView, ...]
    role: str
    role_reasons: tuple[str, ...]


def ahead(known: Known) -> AheadView:
    """The way ahead in words."""
    found = known.found
    return AheadView(
        by_when=_by_when(known),
        steps=(_step(found.first_step, "current", known), _step(found.next_step, "later", known)),
        role=known.say(found.role),
        role_reasons=tuple(known.say(reason) for reason in found.role.reasons),
    )


def met(stands: bool | None) -> str:
    """How a condition stands."""
    return str(_("not known yet") if stands is None else _("there") if stands else _("missing"))


def _by_when(known: Known) -> str:
    """Who does what within three weeks: asks first, talks to those who act already, or invites by name."""
    day = format_date(today() + TO_INVITE, "d MMMM")
    if known.found.ask_first:
        return str(_("By %(day)s the library calls a meeting and also asks those who did not answer.", day=day))
    if known.found.role.role == LibraryRole.JOINS:
        return str(_("By %(day)s the library asks those who act already for a meeting.", day=day))
    return known.say(first_talk(known.whole.table, day))


def _step(step: Step, state: str, known: Known) -> StepView:
    title = _("First step") if state == "current" else _("Next step")
    conditions = tuple((met(each.met), known.say(each)) for each in step.conditions)
    return StepView(title, known.say(step), state, conditions)
