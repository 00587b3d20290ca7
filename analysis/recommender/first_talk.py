"""The first step in one sentence: by when, whom, and where: taken from the smallest table."""

from analysis.recommender.cover import Seat, Table
from analysis.recommender.messages import Message
from analysis.recommender.register import LIBRARY
from analysis.recommender.situation import EVERYONE
from analysis.vocabulary import Contribution, Sector

GUESTS = 4
"""A first talk is small: so many guests. Who decides comes first, then the best invitations; residents always do."""


def first_talk(table: Table, day: str | None = None) -> Message | None:
    """Whom the library invites by `day` (in words; None: soon) for an hour, and where; None when nothing is needed.

    The library is the host, unless the matter needs a place of its own and somebody else than who decides lends it.
    """
    if not any(seat.carries for seat in table.seats):
        return None
    guests = [_guest(seat) for seat in _invited(table)[: GUESTS - 1]]
    who = (*guests, Message(f"guests.{_concerned(table)}"))
    values = {"who": who, "place": _place(table)}
    return Message("first_talk_soon", values) if day is None else Message("first_talk", {"day": day, **values})


def _invited(table: Table) -> list[Seat]:
    """Seats of others than the library and the residents, who decide first, then by the points of their invitation."""
    others = [seat for seat in table.seats if seat.carries and not _library(seat)]
    sitting = [seat for seat in others if not seat.empty or not _only_residents(seat)]
    return sorted(sitting, key=lambda seat: (not _decides(seat), -seat.points))


def _concerned(table: Table) -> str:
    """The group concerned, or everyone."""
    needs = [need for seat in table.seats for need in seat.carries] + list(table.unmet)
    return next((need.what for need in needs if need.kind == "group"), EVERYONE)


def _place(table: Table) -> Message:
    hosts = [seat for seat in table.seats if _lends(seat) and not _decides(seat)]
    if not hosts:
        return Message(f"place.{LIBRARY}")
    host = hosts[0].institution
    return Message("place_named", {"name": host.name}) if host.name else Message(f"place.{host.subsectors[0]}")


def _guest(seat: Seat) -> Message:
    """An institution in the accusative, with the name of a known one behind it."""
    who = Message(f"invited.{seat.institution.subsectors[0]}")
    return Message("guest_named", {"who": who, "name": seat.institution.name}) if seat.institution.name else who


def _library(seat: Seat) -> bool:
    return LIBRARY in seat.institution.subsectors


def _decides(seat: Seat) -> bool:
    return any(need.what == Contribution.MANDATE for need in seat.carries)


def _lends(seat: Seat) -> bool:
    """Whether somebody gives the place that a matter itself needs."""
    return any(need.kind == "contribution" and need.what == Contribution.PREMISES for need in seat.carries)


def _only_residents(seat: Seat) -> bool:
    """Whether a chair is that of residents and nothing else: two of them are invited in any case."""
    return all(need.kind == "group" or (need.kind, need.what) == ("sector", Sector.RESIDENTS) for need in seat.carries)
