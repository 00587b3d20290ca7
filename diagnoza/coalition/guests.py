"""Whom to invite: the smallest table first, then the five sectors with what their institutions can give."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from analysis.recommender import Message
from analysis.recommender.absent import WithoutOne
from analysis.recommender.cover import Requirement, Seat
from analysis.recommender.partners import Contributed, Invitation, SectorAdvice
from analysis.recommender.register import Institution
from diagnoza.coalition.known import Known

INVITED = 4  # institutions named for a sector
INSTEAD = 3  # others named for a chair


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
class GuestsView:
    """The smallest table with what each brings, the same chair by chair, what nobody brings, and all sectors."""

    smallest: str
    guests: tuple[InstitutionView, ...]
    group_seat: str
    chairs: tuple[tuple[str, str, str], ...]
    unmet: str
    sectors: tuple[SectorView, ...]


def guests(known: Known) -> GuestsView | None:
    """Whom to invite; None while no matter is known that anybody could help with."""
    found, table = known.found, known.whole.table
    if found.undecided or known.first is None:
        return None
    return GuestsView(
        smallest=_smallest(len(table.seats)) if table.seats else "",
        guests=tuple(InstitutionView(_named(seat.institution, known), _brings(seat, known)) for seat in table.seats),
        group_seat=known.say(found.group_seat),
        chairs=tuple(_chair(seat, known) for seat in table.seats),
        unmet=_unmet(table.unmet, known),
        sectors=tuple(_sector(each, known) for each in found.sectors),
    )


def _smallest(chairs: int) -> str:
    return str(
        ngettext(
            "To begin, %(num)s chair is enough. It is the least, not the guest list.",
            "To begin, %(num)s chairs are enough. It is the least, not the guest list.",
            chairs,
        )
    )


def _brings(seat: Seat, known: Known) -> str:
    """What somebody brings, in a word or two each, whatever the matter."""
    return ", ".join(dict.fromkeys(_thing(need, known) for need in seat.carries))


def _thing(need: Requirement, known: Known) -> str:
    words = {
        "specialist": lambda: str(_("knows the field")),
        "sector": lambda: known.say(Message(f"sector.{need.what}")),
        "contribution": lambda: known.say(Message(f"contribution.{need.what}")),
    }
    return words.get(need.kind, lambda: known.say(need))()


def _unmet(needs: tuple[Requirement, ...], known: Known) -> str:
    return known.say(Message("unmet", {"things": tuple(need.message for need in needs)})) if needs else ""


def _chair(seat: Seat, known: Known) -> tuple[str, str, str]:
    """Who sits on a chair, what they bring, and what to do when they cannot come."""
    brings = "; ".join(known.say(need) for need in seat.carries)
    alone = ", ".join(dict.fromkeys(_named(each, known) for each in seat.instead[:INSTEAD]))
    return _named(seat.institution, known), brings, alone or _without(seat, known.whole.without, known)


def _without(seat: Seat, without: tuple[WithoutOne, ...], known: Known) -> str:
    return next((known.say(each) for each in without if each.missing == seat.institution), "–")


def _named(institution: Institution, known: Known) -> str:
    return institution.name or known.say(institution.called)


def _sector(advice: SectorAdvice, known: Known) -> SectorView:
    own = [each for each in known.found.invitations if each.sector == advice.sector and _wanted(each, known)][:INVITED]
    tag = _("at the table") if advice.present else _("invite") if own or advice.required else None
    return SectorView(
        name=known.say(Message(f"sector.{advice.sector}")),
        why=_why(advice, bool(own), known),
        tag=tag,
        institutions=tuple(_institution(each, known) for each in own),
    )


def _wanted(invitation: Invitation, known: Known) -> bool:
    """Whether there is a reason to invite somebody besides a type that is not proposed yet."""
    return known.proposes or bool(invitation.gives) or invitation.for_group is not None


def _why(advice: SectorAdvice, named: bool, known: Known) -> str:
    """Why a sector is named, where its institutions do not say it themselves."""
    codes = {"sector_group"} | ({"sector_required"} if known.proposes and not named else set())
    said = [known.say(reason) for reason in advice.reasons if reason.code in codes]
    if not named and not said:
        return str(_("No institution of this sector stands out for these matters."))
    return " ".join(said)


def _institution(invitation: Invitation, known: Known) -> InstitutionView:
    gives = "; ".join(dict.fromkeys(_offer(each, known) for each in invitation.gives))
    return InstitutionView(known.say(Message(f"subsector.{invitation.subsector}")), gives)


def _offer(contributed: Contributed, known: Known) -> str:
    """What an institution can give to a matter, which is named where there are several."""
    gives = known.say(Message(f"offer.{contributed.message.values['what']}"))
    several = len(known.found.who_can_act) > 1
    return f"{known.labels.get(contributed.area, contributed.area)}: {gives}" if several else gives
