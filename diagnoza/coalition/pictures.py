"""Pictures of a proposal as its page needs them: what spoke for it, who brings what to the table, the way ahead."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from typing import Any

from flask import Response, abort
from flask_babel import gettext as _

from analysis import charts
from analysis.charts import Bars, Chairs, ChartUnavailable, Path, Size
from analysis.charts.spoken import STEP
from analysis.recommender import Message
from analysis.recommender.cover import Requirement, Seat
from diagnoza.coalition import why
from diagnoza.coalition.ahead import met
from diagnoza.coalition.known import Known
from diagnoza.figures import SCHEMES

STANDS = {True: "there", None: "open", False: "nobody"}
"""The mark of a condition that is met, not known yet, or missing."""

Picture = Bars | Chairs | Path


def pictures(known: Known) -> dict[str, Picture]:
    """The pictures of a proposal that have something to show, by name; none while no type is proposed."""
    if not known.proposes:
        return {}
    found: dict[str, Picture] = {"powody": reasons(known), "stol": chairs(known), "droga": path(known)}
    return {name: picture for name, picture in found.items() if picture.rows}


def reasons(known: Known) -> Bars:
    """The reasons that are told; the finding is the one that weighs most."""
    shown = sorted(chain(*why.told(known)), key=lambda reason: -reason.weight)
    first = max(shown, key=lambda reason: abs(reason.weight), default=None)
    return Bars(
        title=_("%(reason)s – this weighs most", reason=why.said(first, known).removesuffix(".")) if first else "",
        subtitle=_("How much each answer speaks for: %(type)s", type=known.say(Message(f"type.{known.found.first}"))),
        notes=(_("The longer the bar, the more the answer moved the proposal. All reasons are in the table below."),),
        speaks_for=_("for the proposal"),
        speaks_against=_("for another type"),
        rows=tuple((why.said(reason, known), reason.weight) for reason in shown),
    )


def chairs(known: Known) -> Chairs:
    """What the table needs and who of the listed kinds brings it; the finding is how many chairs are to be filled."""
    table, say = known.whole.table, known.say
    rows = [_row(need, seat, known) for seat in table.seats for need in seat.carries]
    rows += [(_capital(say(need)), _("nobody on the list"), "nobody") for need in table.unmet]
    empty = sum(seat.empty for seat in table.seats)
    return Chairs(
        title=_("Chairs still to be filled: %(empty)s of %(all)s", empty=empty, all=len(table.seats)),
        subtitle=_("What the first matters need, and who can bring it"),
        notes=(_("Full dot: somebody of the register. Empty dot: a chair to be filled. Diamond: nobody on the list."),),
        rows=tuple(sorted(rows)),
    )


def path(known: Known) -> Path:
    """The first step, what the next one needs, and the next one; nothing while there is nothing to begin with."""
    first, later, say = known.found.first_step, known.found.next_step, known.say
    needed = tuple((say(each), met(each.met), STANDS[each.met]) for each in later.conditions)
    missing = sum(each.met is not True for each in later.conditions)
    return Path(
        title=_("Before the next step: %(open)s of %(all)s still to be settled", open=missing, all=len(needed)),
        subtitle=_("From the first step to the next one"),
        notes=(_("Full dot: there. Empty dot: not known yet. Diamond: missing. Squares are steps."),),
        rows=((say(first), "", STEP), *needed, (say(later), "", STEP)) if needed else (),
    )


def _row(need: Requirement, seat: Seat, known: Known) -> tuple[str, str, str]:
    who = seat.institution.name or known.say(seat.institution.called)
    return _capital(known.say(need)), who, "open" if seat.empty else "there"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def response(picture: Picture | None, query: Mapping[str, Any]) -> Response:
    """A picture as SVG; 404 when there is none of that name, size or scheme."""
    scheme, size = query.get("tryb", SCHEMES[0]), query.get("rozmiar", Size.PAGE)
    if picture is None or scheme not in SCHEMES or size not in list(Size):
        abort(404)
    try:
        answer = Response(_drawn(picture, size, scheme), mimetype="image/svg+xml")
    except ChartUnavailable:
        abort(404)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    return answer


@lru_cache(maxsize=32)
def _drawn(picture: Picture, size: str, scheme: str) -> bytes:
    return charts.to_svg(charts.draw_spoken(picture, Size(size), scheme=scheme))
