"""The proposal in words, made ready for its template; what it says is decided in `analysis.recommender`."""

from dataclasses import dataclass

from flask_babel import format_percent
from flask_babel import gettext as _

from analysis.recommender import Message
from diagnoza.coalition import opening
from diagnoza.coalition.ahead import AheadView, ahead
from diagnoza.coalition.asked import asked
from diagnoza.coalition.guests import GuestsView, guests
from diagnoza.coalition.known import Known
from diagnoza.coalition.matters import RowView, headings, rows
from diagnoza.coalition.why import WhyView, why

LEAST = 0.01
"""A smaller share is not given as a number: "0%" would say that it cannot be."""


@dataclass(frozen=True)
class ProposalView:
    """Everything the page says; parts that would promise what is not known yet are None or empty."""

    type: str
    title: str
    answered: str
    named: str
    headline: str
    undecided: bool
    ask_first: tuple[str, ...]
    why: WhyView | None
    ahead: AheadView | None
    guests: GuestsView | None
    changes: tuple[str, ...]
    ask_next: str
    asked: tuple[tuple[str, str], ...]
    headings: tuple[str, ...]
    matters: tuple[RowView, ...]
    firm: tuple[str, ...]
    warnings: tuple[str, ...]
    probabilities: tuple[tuple[str, str], ...]

    @property
    def proposes(self) -> bool:
        """Whether a type is read out."""
        return bool(self.type)


def proposal(known: Known) -> ProposalView:
    """The proposal in the reader's language."""
    found, proposes = known.found, known.proposes
    return ProposalView(
        type=found.first if proposes else "",
        title=known.say(Message("title")),
        answered=opening.answered(known),
        named=opening.named(known),
        headline=_headline(known),
        undecided=found.undecided,
        ask_first=tuple(known.say(caution) for caution in found.ask_first),
        why=why(known) if proposes else None,
        ahead=ahead(known) if proposes else None,
        guests=guests(known),
        changes=tuple(known.say(change) for change in found.changes) if proposes else (),
        ask_next=known.say(found.ask_next),
        asked=asked(found.first, found.role.role) if proposes else (),
        headings=headings(),
        matters=rows(known),
        firm=tuple(known.say(each) for each in known.whole.stability.messages) if proposes else (),
        warnings=tuple(known.say(caution) for caution in found.warnings) if proposes else (),
        probabilities=_probabilities(known),
    )


def _headline(known: Known) -> str:
    """The proposal, or why there is none yet."""
    if known.proposes or known.found.undecided:
        return opening.proposed(known)
    return str(_("We propose no type yet: nobody said for how long the partners would act, or how many would come."))


def _probabilities(known: Known) -> tuple[tuple[str, str], ...]:
    ordered = sorted(known.found.probabilities.items(), key=lambda pair: -pair[1])
    return tuple((known.say(Message(f"type.{kind}")), share_in_words(share)) for kind, share in ordered)


def share_in_words(share: float) -> str:
    """A whole per cent, and neither 0% nor 100% of what is only likely."""
    least = format_percent(LEAST, "#,##0%")
    if share < LEAST:
        return str(_("under %(least)s", least=least))
    if share > 1 - LEAST:
        return str(_("over %(most)s", most=format_percent(1 - LEAST, "#,##0%")))
    return str(format_percent(share, "#,##0%"))
