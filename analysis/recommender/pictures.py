"""Pictures of a proposal from the command line: what spoke for it, who brings what to the table, the way ahead."""

from collections.abc import Callable
from typing import Any

from analysis.charts.spoken import STEP, Bars, Chairs, Path
from analysis.recommender.advice import StepCondition
from analysis.recommender.cover import Requirement, Seat, Table
from analysis.recommender.knowledge import Knowledge
from analysis.recommender.messages import Message
from analysis.recommender.rationale import render
from analysis.recommender.recommendation import Recommendation

MOST = 8
"""So many of the most telling reasons are drawn."""

Picture = Bars | Chairs | Path
Say = Callable[..., str]

STANDS = {True: "there", None: "open", False: "nobody"}
"""The mark of a condition that is met, not known yet, or missing."""


def pictures(found: Recommendation, table: Table, language: str, knowledge: Knowledge) -> dict[str, Picture]:
    """The pictures that have something to show, by name: "reasons", "table", "path".

    `table` is the smallest table for the recommendation; the words are in "pl" or "en", as `rationale.render` has them.
    """

    def say(said: Any, **values: Any) -> str:
        return render(Message(f"picture.{said}", values) if isinstance(said, str) else said, language, None, knowledge)

    drawn: dict[str, Picture] = {
        "reasons": _reasons(found, say),
        "table": _chairs(table, say),
        "path": _path(found, say),
    }
    return {name: picture for name, picture in drawn.items() if picture.rows}


def _reasons(found: Recommendation, say: Say) -> Bars:
    told = [] if found.undecided else sorted(found.reasons[:MOST], key=lambda reason: -reason.weight)
    first = max(told, key=lambda reason: abs(reason.weight), default=None)
    return Bars(
        title=say("reasons", reason=say(first).removesuffix(".")) if first else "",
        subtitle=say("reasons_of", type=found.first),
        notes=(say("reasons_note"),),
        speaks_for=say("for"),
        speaks_against=say("against"),
        rows=tuple((say(reason), reason.weight) for reason in told),
    )


def _chairs(table: Table, say: Say) -> Chairs:
    rows = [_row(need, seat, say) for seat in table.seats for need in seat.carries]
    rows += [(_capital(say(need)), say("nobody"), "nobody") for need in table.unmet]
    return Chairs(
        title=say("table", empty=sum(seat.empty for seat in table.seats), chairs=len(table.seats)),
        subtitle=say("table_of"),
        notes=(say("table_note"),),
        rows=tuple(sorted(rows)),
    )


def _path(found: Recommendation, say: Say) -> Path:
    """The first step, what the next one needs, and the next one; nothing where the next one needs nothing."""
    first, later = found.first_step, found.next_step
    needed = tuple(_condition(each, say) for each in later.conditions)
    open_ones = sum(each.met is not True for each in later.conditions)
    return Path(
        title=say("path", open=open_ones, conditions=len(needed)),
        subtitle=say("path_of"),
        notes=(say("path_note"),),
        rows=((say(first), "", STEP), *needed, (say(later), "", STEP)) if needed else (),
    )


def _condition(condition: StepCondition, say: Say) -> tuple[str, str, str]:
    mark = STANDS[condition.met]
    return say(condition), say(f"condition_{mark}"), mark


def _row(need: Requirement, seat: Seat, say: Say) -> tuple[str, str, str]:
    who = seat.institution.name or say(seat.institution.called)
    return _capital(say(need)), who, "open" if seat.empty else "there"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
