"""The recommendation: type, partners, role and steps for one situation, each with its reasons as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from analysis.recommender.advice import (
    Caution,
    RoleAdvice,
    Step,
    WhoActs,
    ask_first,
    library_role,
    warnings,
    who_can_act,
)
from analysis.recommender.changes import Change, OpenQuestion, Outlook, open_questions, what_would_change
from analysis.recommender.cooperation import TYPES, Row, evidence, probabilities, ranked
from analysis.recommender.facts import Facts, matters
from analysis.recommender.knowledge import Knowledge, WeightChange, default_knowledge
from analysis.recommender.messages import Message
from analysis.recommender.partners import Invitation, SectorAdvice, invitations, sectors
from analysis.recommender.path import Standing, at_once, existing, steps
from analysis.recommender.rationale import Reason, reasons, render
from analysis.recommender.situation import Situation
from analysis.vocabulary import CooperationType

MOST_FOR, MOST_AGAINST = 3, 1
"""So many reasons for and against are read out."""


@dataclass(frozen=True)
class Recommendation:
    """A proposal to talk about.

    `probabilities` (of the four types, summing to 1) belong one click away, never into a sentence.
    `is_range`: the two best are too close to name one, an open answer may well change the first choice, or nothing
    may be said yet (`undecided`).
    `ask_first` says why to ask before choosing; it is empty when nothing speaks for waiting. With
    `undecided` no type is to be read out, and `first` is only what readiness alone would suggest.
    `at_once` says that the next step may be taken at once, since its conditions are met.
    `reasons` runs from what moved the first choice most, for and against. `changes` are the smallest
    changes that flip it. `ask_next` is the open readiness question worth most, `open_questions` all of them.
    `changed_weights` are those that a coalition set itself, with its reasons.
    """

    probabilities: Mapping[CooperationType, float]
    first: CooperationType
    runner_up: CooperationType
    is_range: bool
    undecided: bool
    answered: Message | None
    headline: Message
    second: Message
    tradeoff: Message
    ask_first: tuple[Caution, ...]
    reasons: tuple[Reason, ...]
    told: tuple[Reason, ...]
    changes: tuple[Change, ...]
    ask_next: OpenQuestion | None
    open_questions: tuple[OpenQuestion, ...]
    role: RoleAdvice
    who_can_act: tuple[WhoActs, ...]
    sectors: tuple[SectorAdvice, ...]
    invitations: tuple[Invitation, ...]
    group_seat: Message | None
    first_step: Step
    next_step: Step
    warnings: tuple[Caution, ...]
    at_once: Message | None = None
    changed_weights: tuple[WeightChange, ...] = ()

    @property
    def reasons_for(self) -> tuple[Reason, ...]:
        """What speaks for the first choice, most telling first."""
        return tuple(reason for reason in self.reasons if reason.side == "for")

    @property
    def reasons_against(self) -> tuple[Reason, ...]:
        """What speaks against it, most telling first."""
        return tuple(reason for reason in self.reasons if reason.side == "against")


def recommend(situation: Situation, knowledge: Knowledge | None = None) -> Recommendation:
    """The recommendation for a situation; `knowledge` may carry a coalition's own weights and texts."""
    known = knowledge or default_knowledge()
    outlook = Outlook(situation, known)
    facts, row = outlook.facts, probabilities(outlook.scores)
    order = tuple(TYPES[place] for place in ranked(row))
    waiting = ask_first(facts, known)
    undecided = any(caution.undecided for caution in waiting)
    questions = open_questions(outlook)
    close = is_close(row, questions, known)
    changes = () if undecided else what_would_change(outlook)
    chosen = None if undecided else order[0]
    acting = who_can_act(situation, known)
    standing = Standing(waiting, close, _first_acts(situation, acting, known))
    steps_ahead = steps(() if undecided else order, facts, known, standing)
    turn = _open(changes, facts, questions[:1]) if close else None
    why = reasons(evidence(situation, known), facts, situation, known, TYPES.index(order[0]))
    return Recommendation(
        probabilities=dict(zip(TYPES, row, strict=True)),
        first=order[0],
        runner_up=order[1],
        is_range=undecided or close,
        undecided=undecided,
        answered=_answered(facts),
        headline=Message("ask_first") if undecided else _headline(order, close, turn, existing(facts)),
        second=Message("runner_up_close" if close else "runner_up", {"type": order[1]}),
        tradeoff=Message(f"tradeoff.{order[1]}"),
        ask_first=waiting,
        reasons=why,
        told=_told(why, known),
        changes=changes,
        ask_next=_worth_asking(questions, known),
        open_questions=questions,
        role=library_role(facts, known),
        who_can_act=acting,
        first_step=steps_ahead[0],
        next_step=steps_ahead[1],
        warnings=warnings(facts, situation, chosen, known),
        at_once=at_once(*steps_ahead),
        changed_weights=known.changes,
        **_partners(situation, chosen, known),
    )


def to_json(recommendation: Recommendation) -> dict[str, Any]:
    """The recommendation as plain dictionaries, lists, numbers and texts; ready for `json.dumps`."""
    data: dict[str, Any] = plain(recommendation)
    return data


def proposal(
    recommendation: Recommendation,
    language: str = "pl",
    labels: Mapping[str, str] | None = None,
    knowledge: Knowledge | None = None,
) -> tuple[str, ...]:
    """The whole proposal in sentences, in the order in which it is read out; arguments as for `render`."""
    return tuple(render(message, language, labels, knowledge) for message in _spoken(recommendation))


def is_close(row: Row, questions: Sequence[OpenQuestion], knowledge: Knowledge) -> bool:
    """Whether a range is more honest than one type: the two best are close, or an open answer may well turn them."""
    best, second, *_ = sorted(row, reverse=True)
    settings = knowledge.settings["model"]
    turns = max((question.flips for question in questions), default=0.0)
    return bool(best - second < settings["close"] or turns >= settings["fragile"])


def _told(why: tuple[Reason, ...], knowledge: Knowledge) -> tuple[Reason, ...]:
    """The three strongest reasons for, then the strongest against, of those that moved the result enough."""
    telling = [reason for reason in why if abs(reason.weight) >= knowledge.settings["model"]["telling"]]
    speaks_for = [reason for reason in telling if reason.side == "for"]
    against = [reason for reason in telling if reason.side == "against"]
    return (*speaks_for[:MOST_FOR], *against[:MOST_AGAINST])


def _worth_asking(questions: tuple[OpenQuestion, ...], knowledge: Knowledge) -> OpenQuestion | None:
    least = knowledge.settings["model"]["worth_asking"]
    return next((question for question in questions if question.gain >= least), None)


def _answered(facts: Facts) -> Message | None:
    return Message("answered", {"n": facts["n"]}) if "n" in facts else None


def _open(changes: Sequence[Change], facts: Facts, asked: Sequence[OpenQuestion]) -> Change | None:
    """The change that an open answer would make: to the question worth most, otherwise the first."""
    found = [change for change in changes if not change.facts.keys() & facts.keys()]
    sought = {question.question for question in asked}
    return min(found, key=lambda change: change.levels[0][0] not in sought, default=None)


def _first_acts(situation: Situation, acting: tuple[WhoActs, ...], knowledge: Knowledge) -> WhoActs | None:
    """Who can act on the first matter."""
    first = next(iter(matters(situation, knowledge)), None)
    return next((each for each in acting if first is not None and each.area == first.area), None)


def _headline(order: tuple[CooperationType, ...], close: bool, turn: Change | None, joined: str | None) -> Message:
    """Whom to join; or one type; or a range: what to begin with and what would turn it, or two almost equal types."""
    if joined is not None:
        code = f"join_{joined}_range" if close else f"join_{joined}"
        return Message(code, {"type": order[0], "runner_up": order[1]})
    if not close:
        return Message("proposal", {"type": order[0]})
    if turn is None:
        return Message("range", {"type": order[0], "runner_up": order[1]})
    return Message("range_if", {"start": order[0], "facts": turn.message.values["facts"], "then": turn.type})


def _partners(situation: Situation, kind: CooperationType | None, knowledge: Knowledge) -> dict[str, Any]:
    invited = invitations(situation, kind, knowledge)
    group = next((invitation.for_group for invitation in invited if invitation.for_group), None)
    return {
        "sectors": sectors(situation, kind, invited),
        "invitations": invited,
        "group_seat": None if group is None else Message("group_seat", {"group": group}),
    }


def _spoken(recommendation: Recommendation) -> list[Message]:
    """Title, who answered, why to wait, the proposal and its reasons, what next, the role, cautions."""
    said = [Message("title"), recommendation.answered]
    said += [caution.message for caution in recommendation.ask_first]
    said.append(recommendation.headline)
    if not recommendation.undecided:
        said += [_argument(reason) for reason in recommendation.told]
        second = () if recommendation.is_range else (recommendation.second,)
        said += [*second, recommendation.tradeoff]
        said += [change.message for change in recommendation.changes[:1] if recommendation.headline.code != "range_if"]
    if recommendation.ask_next is not None:
        said.append(recommendation.ask_next.message)
    said += [recommendation.first_step.message, recommendation.at_once, recommendation.role.message]
    said += [caution.message for caution in recommendation.role.reasons[:1]]
    said.append(recommendation.group_seat)
    said += [caution.message for caution in recommendation.warnings]
    said += [change.message for change in recommendation.changed_weights]
    return [message for message in said if message is not None]


def _argument(reason: Reason) -> Message:
    return reason.message if reason.side == "for" else Message("against", {"said": reason.message})


def plain(value: Any) -> Any:
    """Any value made of frozen parts as plain dictionaries, lists, numbers and texts."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, str) else value
