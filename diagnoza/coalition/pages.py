"""The proposal in words, made ready for its template; what it says is decided in `analysis.recommender`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import format_date, format_percent
from flask_babel import gettext as _

from analysis.codebook import Codebook, Role
from analysis.recommender import Message, Recommendation, render
from analysis.recommender.absent import WithoutOne
from analysis.recommender.advice import Caution, Step
from analysis.recommender.cover import Requirement, Seat
from analysis.recommender.first_talk import first_talk
from analysis.recommender.partners import Contributed, Invitation, SectorAdvice
from analysis.recommender.rationale import Reason
from analysis.recommender.register import Institution
from analysis.results import Diagnosis
from analysis.vocabulary import LibraryRole
from diagnoza.clock import today
from diagnoza.services.recommend import Proposal

INVITED = 4  # institutions named for a sector
INSTEAD = 3  # others named for a chair
NEEDS_SHOWN = 5
TO_INVITE = timedelta(weeks=3)
Say = Callable[[Any], str]


@dataclass(frozen=True)
class ReasonView:
    """One reason: what is said, and whether it speaks for the proposal or against it."""

    text: str
    source: str
    weight: str


@dataclass(frozen=True)
class StepView:
    """One step of the path with what it needs."""

    title: str
    text: str
    state: str
    conditions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class InstitutionView:
    """Whom to invite, and for what."""

    name: str
    gives: str


@dataclass(frozen=True)
class SectorView:
    """One of the five sectors."""

    name: str
    why: str
    tag: str | None
    institutions: tuple[InstitutionView, ...]


@dataclass(frozen=True)
class ProposalView:
    """Everything the page says."""

    type: str
    title: str
    headline: str
    answered: str
    ask_first: tuple[str, ...]
    undecided: bool
    reasons_for: tuple[ReasonView, ...]
    reasons_against: tuple[ReasonView, ...]
    second: str
    tradeoff: str
    changes: tuple[str, ...]
    ask_next: str
    role: str
    role_reasons: tuple[str, ...]
    group_seat: str
    sectors: tuple[SectorView, ...]
    firm: tuple[str, ...]
    smallest: str
    chairs: tuple[tuple[str, str, str], ...]
    unmet: str
    portfolio: tuple[str, ...]
    steps: tuple[StepView, ...]
    first_talk: str
    warnings: tuple[str, ...]
    probabilities: tuple[tuple[str, str], ...]
    all_reasons: tuple[tuple[str, str, str], ...]


def proposal(whole: Proposal, codebook: Codebook, language: str) -> ProposalView:
    """The proposal in one language, with the questionnaire's own names of areas and groups."""
    labels, found = own_labels(codebook), whole.recommendation

    def say(message: Any) -> str:
        return render(message, language, labels) if message is not None else ""

    return ProposalView(
        type="" if found.undecided else found.first,
        title=say(Message("title")),
        headline=say(found.headline),
        answered=say(found.answered),
        ask_first=_said(found.ask_first, say),
        undecided=found.undecided,
        reasons_for=tuple(_reason(reason, say) for reason in found.reasons_for),
        reasons_against=tuple(_reason(reason, say) for reason in found.reasons_against),
        second="" if found.undecided else say(found.second),
        tradeoff="" if found.undecided else say(found.tradeoff),
        changes=tuple(say(change) for change in found.changes),
        ask_next=say(found.ask_next),
        role=say(found.role),
        role_reasons=_said(found.role.reasons, say),
        portfolio=tuple(say(each) for each in whole.portfolio),
        group_seat=say(found.group_seat),
        sectors=tuple(_sector(each, found.invitations, say) for each in found.sectors),
        firm=() if found.undecided else tuple(say(each) for each in whole.stability.messages),
        smallest=say(Message("smallest_table", {"chairs": len(whole.table.seats)})) if whole.table.seats else "",
        chairs=tuple(_chair(seat, whole.without, say) for seat in whole.table.seats),
        unmet=say(Message("unmet", {"things": _things(whole.table.unmet)})) if whole.table.unmet else "",
        steps=(_step(found.first_step, "current", say), _step(found.next_step, "later", say)),
        first_talk=say(_first_talk(whole)),
        warnings=_said(found.warnings, say),
        probabilities=_probabilities(found, say),
        all_reasons=tuple(_with_source(reason, say) for reason in found.reasons),
    )


def own_labels(codebook: Codebook) -> dict[str, str]:
    """Names of areas and target groups as the questionnaire has them."""
    areas = {area.key: area.label for area in codebook.areas}
    return areas | {each.option or "": each.label for each in codebook.by_role(Role.TARGET_GROUP)}


def _said(cautions: tuple[Caution, ...], say: Say) -> tuple[str, ...]:
    return tuple(say(caution) for caution in cautions)


def _reason(reason: Reason, say: Say) -> ReasonView:
    return ReasonView(say(reason), "", reason.side)


def _with_source(reason: Reason, say: Say) -> tuple[str, str, str]:
    side = _("for the proposal") if reason.side == "for" else _("for another type")
    return say(reason), side, reason.source


def _step(step: Step, state: str, say: Say) -> StepView:
    title = _("First step") if state == "current" else _("Next step")
    conditions = tuple((met(each.met), say(each)) for each in step.conditions)
    return StepView(title, say(step), state, conditions)


def _first_talk(whole: Proposal) -> Message | None:
    """Whom to invite within three weeks; nobody while we ask first, or join those who act already."""
    if whole.recommendation.ask_first or whole.recommendation.role.role == LibraryRole.JOINS:
        return None
    return first_talk(whole.table, format_date(today() + TO_INVITE, "d MMMM"))


def met(stands: bool | None) -> str:
    """How a condition stands."""
    return str(_("not known yet") if stands is None else _("there") if stands else _("missing"))


def _sector(advice: SectorAdvice, invitations: tuple[Invitation, ...], say: Say) -> SectorView:
    own = [each for each in invitations if each.sector == advice.sector][:INVITED]
    tag = _("at the table") if advice.present else _("invite") if own or advice.required else None
    return SectorView(
        name=say(Message(f"sector.{advice.sector}")),
        why=" ".join(say(reason) for reason in advice.reasons)
        or _("No institution of this sector stands out for these matters."),
        tag=tag,
        institutions=tuple(_institution(each, say) for each in own),
    )


def _institution(invitation: Invitation, say: Say) -> InstitutionView:
    gives = "; ".join(dict.fromkeys(_offer(each, say) for each in invitation.gives))
    return InstitutionView(say(Message(f"subsector.{invitation.subsector}")), gives)


def _offer(contributed: Contributed, say: Say) -> str:
    """What an institution can give, without its name, which stands above."""
    return say(Message(f"offer.{contributed.message.values['what']}"))


def _chair(seat: Seat, without: tuple[WithoutOne, ...], say: Say) -> tuple[str, str, str]:
    """Who sits on a chair, what they bring, and what to do when they cannot come."""
    brings = "; ".join(say(need) for need in seat.carries)
    alone = ", ".join(dict.fromkeys(_named(each, say) for each in seat.instead[:INSTEAD]))
    other = next((say(each) for each in without if each.missing == seat.institution), "–")
    return _named(seat.institution, say), brings, alone or other


def _named(institution: Institution, say: Say) -> str:
    return institution.name or say(institution.called)


def _things(needs: tuple[Requirement, ...]) -> tuple[Message, ...]:
    return tuple(need.message for need in needs)


def _probabilities(found: Recommendation, say: Say) -> tuple[tuple[str, str], ...]:
    ordered = sorted(found.probabilities.items(), key=lambda pair: -pair[1])
    return tuple((say(Message(f"type.{kind}")), format_percent(share, "#,##0%")) for kind, share in ordered)


def first_needs(diagnosis: Diagnosis) -> list[Mapping[str, Any]]:
    """The first needs for the page: label, people, base, and the places they may hold."""
    labels = {area.key: area.label for area in diagnosis.areas}
    return [
        {"label": labels[need.area], "count": need.count, "n": need.n, "low": need.rank_low, "high": need.rank_high}
        for need in diagnosis.needs[:NEEDS_SHOWN]
    ]
