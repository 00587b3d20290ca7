"""The beginning of a proposal: who answered, what they named first, and what follows from it in one sentence."""

from flask_babel import gettext as _
from flask_babel import ngettext

from analysis.recommender import Message
from analysis.recommender.advice import Step
from analysis.results import Breakdown, NeedScore
from analysis.vocabulary import CooperationType
from diagnoza.clock import today
from diagnoza.coalition.known import Known

PLACE = "place"
"""The question of the ready questionnaires about where people live."""

PATH = list(CooperationType)


def answered(known: Known) -> str:
    """Who answered, in counts that may be shown; groups are kept back while answers come in."""
    people = ngettext("%(num)s person answered", "%(num)s people answered", known.diagnosis.n)
    places = ", ".join(_places(known))
    return f"{people}{': ' if places else ''}{places}; {_how(known)}."


def named(known: Known) -> str:
    """The first matter with its counts."""
    first = known.first
    if first is None:
        return ""
    if first.count is None:
        return str(_("“%(area)s” came out first.", area=known.labels[first.area]))
    return _count(first, known.labels[first.area])


def proposed(known: Known) -> str:
    """The proposal in one sentence, or in two when two types are almost equal or an open answer may turn it."""
    found = known.found
    if found.headline.code == "proposal":
        return we_propose(found.first)
    return _range(known) if found.headline.code == "range" else known.say(found.headline)


def we_propose(kind: CooperationType) -> str:
    """A type as a proposal."""
    words = {
        CooperationType.EVENT: _("We propose one event together."),
        CooperationType.PROJECT: _("We propose one project with an end date."),
        CooperationType.THEMATIC: _("We propose one matter or group for longer."),
        CooperationType.STRATEGIC: _("We propose to work together on many matters, for good."),
    }
    return str(words[kind])


def speaks_for(kind: CooperationType) -> str:
    """The heading above what speaks for a type."""
    words = {
        CooperationType.EVENT: _("What speaks for one event together"),
        CooperationType.PROJECT: _("What speaks for one project with an end date"),
        CooperationType.THEMATIC: _("What speaks for one matter or group for longer"),
        CooperationType.STRATEGIC: _("What speaks for many matters, for good"),
    }
    return str(words[kind])


def _count(need: NeedScore, label: str) -> str:
    return str(
        ngettext(
            "“%(area)s” was named by %(num)s of %(base)s people.",
            "“%(area)s” was named by %(num)s of %(base)s people.",
            need.count or 0,
            area=label,
            base=need.n,
        )
    )


def _range(known: Known) -> str:
    """Begin with the one that comes earlier on the path, as the first step does; then when to choose the other."""
    found = known.found
    begin, other = sorted((found.first, found.runner_up), key=PATH.index)
    start = known.say(Message(f"start.{begin}"))
    return f"{start[:1].upper()}{start[1:]}. {_other(known, begin, other)}"


def _other(known: Known, begin: CooperationType, other: CooperationType) -> str:
    """What has to happen for the other of two types that are almost equal."""
    changes = [each for each in known.found.changes if begin == known.found.first and each.type == other]
    if changes:
        return known.say(changes[0])
    lacking = _lacking(known.found.next_step, other)
    if lacking:
        return known.say(Message("change", {"facts": lacking, "start": other}))
    return known.say(Message("range_then", {"start": other}))


def _lacking(step: Step, kind: CooperationType) -> tuple[Message, ...]:
    """The conditions of this type that are not met, where it is the next step."""
    return tuple(each.message for each in step.conditions if each.met is not True) if step.type == kind else ()


def _how(known: Known) -> str:
    drawn = known.diagnosis.sample == "probability"
    how = _("they were drawn by chance") if drawn else _("those who wished to came forward")
    still = known.campaign.state(today()) == "open"
    return str(_("%(how)s, and answers still come in", how=how) if still else how)


def _places(known: Known) -> list[str]:
    found = next((each for each in known.diagnosis.breakdowns if each.variable == PLACE), None)
    return [] if found is None else [_from(*each) for each in _shown(found)]


def _shown(places: Breakdown) -> list[tuple[str, str, int]]:
    together = zip(places.categories, places.labels, places.n, strict=True)
    return [(category, label, n) for category, label, n in together if n]


def _from(category: str, label: str, n: int) -> str:
    words = {
        "seat": _("%(num)s from the seat of the gmina", num=n),
        "village": _("%(num)s from its other places", num=n),
        "gmina": _("%(num)s from this gmina", num=n),
        "outside": _("%(num)s from outside the gmina", num=n),
    }
    return str(words.get(category) or _("“%(place)s”: %(num)s", place=label, num=n))
