"""The first matters one by one: how many people, who can act, what first, and the library's part in it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _

from analysis.recommender import Message
from analysis.recommender.advice import ELSEWHERE
from analysis.recommender.portfolio import NeedPath
from diagnoza.coalition.known import Known
from diagnoza.coalition.meeting import counted, raised
from diagnoza.coalition.why import quoted


@dataclass(frozen=True)
class RowView:
    """One matter: its name, its cells under the headings, and what stands beside it without being counted."""

    name: str
    cells: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    hands: tuple[str, ...]


Cell = Callable[[NeedPath, Known], str]


def rows(known: Known) -> tuple[RowView, ...]:
    """A row for each of the first matters; of a small survey those of the meeting, in its order."""
    paths = {path.area: path for path in known.whole.portfolio}
    order = [item.area for item in known.small.items] if known.small else list(paths)
    return tuple(_row(paths[area], known) for area in order if area in paths)


def headings() -> tuple[str, ...]:
    """What stands above the columns, the matter itself first."""
    return (_("Matter"), *(title for title, _cell in _columns()))


def _columns() -> tuple[tuple[str, Cell], ...]:
    """Heading and content of each column but the first."""
    return (
        (_("How many people"), _people),
        (_("Who can act"), _who),
        (_("First step"), _step),
        (_("Then"), _then),
        (_("The library’s role"), _role),
    )


def _row(path: NeedPath, known: Known) -> RowView:
    return RowView(
        name=known.labels[path.area],
        cells=tuple((title, cell(path, known)) for title, cell in _columns()),
        facts=tuple((_side(fact.confirms), quoted(fact)) for fact in known.facts_of(path.area)),
        hands=tuple(raised(each.hands) for each in known.hands_of(path.area)),
    )


def _people(path: NeedPath, known: Known) -> str:
    need = next((each for each in known.diagnosis.needs if each.area == path.area), None)
    return "–" if need is None else counted(need.count, need.n)


def _who(path: NeedPath, known: Known) -> str:
    """Who can act, with those who decide or help."""
    if path.who is None:
        return str(_("An area of your own: ask who acts on it."))
    names = ", ".join(known.say(Message(f"subsector.{key}")) for key in path.who.decided_by)
    words = {
        "ourselves": _("We ourselves can begin."),
        "together": _("We, together with others: %(who)s", who=names),
        ELSEWHERE: _("Somebody else decides: %(who)s", who=names),
    }
    return str(words[path.who.who])


def _step(path: NeedPath, known: Known) -> str:
    """What the matter calls for by itself, and what to do for it first."""
    kind = known.say(Message(f"type.{path.type}"))
    if _decided_elsewhere(path):
        return known.say(path.first_step.message)
    return f"{kind[:1].upper()}{kind[1:]}. {known.say(path.first_step.message)}"


def _then(path: NeedPath, known: Known) -> str:
    """The next step with what it still needs."""
    if path.next_step.type is None:
        return known.say(path.next_step.message)
    kind = known.say(Message(f"type.{path.next_step.type}"))
    lacking = [known.say(each.message) for each in path.next_step.conditions if each.met is not True]
    return " ".join([f"{kind[:1].upper()}{kind[1:]}.", *lacking])


def _role(path: NeedPath, known: Known) -> str:
    """The library's role and the first reason for it; where somebody else decides it brings the results to them."""
    if _decided_elsewhere(path):
        return str(_("It brings the results to those who decide."))
    return " ".join([known.say(path.role), *(known.say(reason) for reason in path.role.reasons[:1])])


def _decided_elsewhere(path: NeedPath) -> bool:
    return path.who is not None and path.who.who == ELSEWHERE


def _side(confirms: bool) -> str:
    return str(_("confirms the need") if confirms else _("speaks against the need"))
