"""The first step in one sentence: by when, whom, and where: taken from the smallest table."""

from analysis.recommender.cover import Seat, Table
from analysis.recommender.messages import Message
from analysis.vocabulary import Contribution

GUESTS = 4
"""A first talk is small: so many chairs, those who bring most; people of the group concerned are always among them."""


def first_talk(table: Table, day: str) -> Message | None:
    """Whom the library invites by `day` (in words) for an hour, and who may lend a room; None without anybody."""
    concerned = [seat for seat in table.seats if _group(seat)]
    others = [seat for seat in table.seats if seat not in concerned and seat.carries]
    guests = [*others[: GUESTS - len(concerned)], *concerned]
    if not guests:
        return None
    who = tuple(_guest(seat) for seat in guests)
    hosts = [_guest(seat) for seat in others if any(need.what == Contribution.PREMISES for need in seat.carries)]
    if hosts:
        return Message("first_talk_at", {"day": day, "who": who, "host": hosts[0]})
    return Message("first_talk", {"day": day, "who": who})


def _guest(seat: Seat) -> Message | str:
    """A person by name, a kind of institution still to be found, or two people of the group concerned."""
    group = _group(seat)
    if seat.empty and group is not None:
        return Message("guests_of_group", {"group": group})
    return seat.institution.called


def _group(seat: Seat) -> str | None:
    return next((need.what for need in seat.carries if need.kind == "group"), None)
