"""Why: a few reasons worth telling, for the proposal and for the type behind it, in full sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from analysis.recommender import Message, default_knowledge
from analysis.recommender.local_facts import LocalFact
from analysis.recommender.rationale import Reason
from analysis.vocabulary import Sector
from diagnoza.coalition.known import Known
from diagnoza.coalition.opening import speaks_for

MOST_FOR, MOST_AGAINST = 3, 2
"""So many reasons are told on each side."""


@dataclass(frozen=True)
class ReasonView:
    """One reason: what is said, and whether it speaks for the proposal or for the other type."""

    text: str
    weight: str


@dataclass(frozen=True)
class WhyView:
    """Reasons told of both sides under their headings, and all of them with the sources of their rules."""

    for_title: str
    told_for: tuple[ReasonView, ...]
    against_title: str
    told_against: tuple[ReasonView, ...]
    tradeoff: str
    everything: tuple[tuple[str, str, str], ...]


def why(known: Known) -> WhyView:
    """The reasons in words."""
    found = known.found
    speak_for, against = told(known)
    return WhyView(
        for_title=speaks_for(found.first) if found.is_range else _("What speaks for it"),
        told_for=tuple(ReasonView(said(each, known), "for") for each in speak_for),
        against_title=speaks_for(found.runner_up),
        told_against=tuple(ReasonView(said(each, known), "other") for each in against),
        tradeoff=known.say(found.tradeoff),
        everything=tuple((said(each, known), _side(each, known), each.source) for each in found.reasons),
    )


def told(known: Known) -> tuple[list[Reason], list[Reason]]:
    """The most telling reasons for the proposal, and those for the type behind it."""
    found, least = known.found, default_knowledge().settings["model"]["telling"]
    telling = [reason for reason in found.reasons if abs(reason.weight) >= least]
    speak_for = [reason for reason in telling if reason.side == "for"]
    return speak_for[:MOST_FOR], [each for each in telling if _for_second(each, known)][:MOST_AGAINST]


def _for_second(reason: Reason, known: Known) -> bool:
    found = known.found
    return reason.side == "against" and reason.weights[found.runner_up] > reason.weights[found.first]


def _side(reason: Reason, known: Known) -> str:
    """For what a reason speaks: of the other types the one it favours most, the runner-up where several are equal."""
    if reason.side == "for":
        return str(_("for the proposal"))
    best = max(reason.weights.values())
    second = known.found.runner_up
    kind = second if reason.weights[second] == best else max(reason.weights, key=reason.weights.__getitem__)
    return known.say(Message(f"type.{kind}"))


def said(reason: Reason, known: Known) -> str:
    """A reason as a sentence, with what the page knows besides: numbers that govern a noun, names, facts."""
    own = {"partners": _partners, "sectors": _sectors, "local_facts": _facts, "breadth": _breadth, "linked": _linked}
    words = own[reason.criterion](reason, known) if reason.criterion in own else ""
    return words or known.say(reason)


def _partners(reason: Reason, _known: Known) -> str:
    number = reason.values.get("existing_partners")
    return str(ngettext("%(num)s partner wants to come.", "%(num)s partners want to come.", number)) if number else ""


def _sectors(reason: Reason, known: Known) -> str:
    if "n_sectors" not in reason.values:
        return ""
    missing = [each.sector for each in known.found.sectors if each.present is False]
    if not missing:
        return str(_("All five sectors are at the table."))
    return _one_missing(missing[0]) if len(missing) == 1 else _several_missing(missing, known)


def _one_missing(sector: Sector) -> str:
    words = {
        Sector.GMINA: _("Only the municipal office and public services are missing from the table."),
        Sector.EDU_CULTURE: _("Only education and culture are missing from the table."),
        Sector.NGO: _("Only associations and foundations are missing from the table."),
        Sector.BUSINESS: _("Only entrepreneurs are missing from the table."),
        Sector.RESIDENTS: _("Only residents are missing from the table."),
    }
    return str(words[sector])


def _several_missing(missing: Sequence[Sector], known: Known) -> str:
    names = ", ".join(_small(known.say(Message(f"sector.{each}"))) for each in sorted(missing, key=list(Sector).index))
    return str(_("Of the five sectors these are not at the table yet: %(sectors)s.", sectors=names))


def _small(name: str) -> str:
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _facts(reason: Reason, known: Known) -> str:
    """What was said of facts, and the facts themselves."""
    facts = known.facts_of(reason.message.values.get("area"))
    return f"{known.say(reason).removesuffix('.')}: {'; '.join(map(quoted, facts))}." if facts else ""


def quoted(fact: LocalFact) -> str:
    """A fact with its source and day."""
    return f"{fact.text.removesuffix('.')} ({fact.source}, {format_date(fact.day, 'd.MM.y')})"


def _breadth(reason: Reason, known: Known) -> str:
    """How many matters lead; of few answers none is said to be the first."""
    many: dict[str, Any] = {"num": reason.values.get("high_needs", 0)}
    if reason.level == "many":
        return str(_("%(num)s matters at once are very much lacking, not one.", **many))
    if known.small is None:
        return ""
    words = {
        "one": _("The answers keep to one matter more than to others, but they are few."),
        "few": _("A few matters are close, not many."),
    }
    return str(words.get(reason.level, ""))


def _linked(reason: Reason, known: Known) -> str:
    if known.small is None:
        return ""
    same = reason.level == "same"
    return str(
        _("The matters named most are mostly those of the same people.")
        if same
        else _("The matters named most are those of different people.")
    )
