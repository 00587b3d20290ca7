"""Shows of hands at meetings about one campaign."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from diagnoza.db.models_hands import ShowOfHands as Row


@dataclass(frozen=True)
class Hands:
    """On a `day`, `hands` of the people `present` at a meeting went up for an area of need."""

    area: str
    hands: int
    present: int
    day: date


@dataclass(frozen=True)
class StoredHands:
    """A show of hands with the id by which it is removed."""

    id: int
    hands: Hands


def of_campaign(session: Session, campaign_id: int) -> list[StoredHands]:
    """The shows of hands, the newest first; removed ones are left out."""
    query = select(Row).where(Row.campaign_id == campaign_id, Row.removed.is_(False)).order_by(Row.day.desc(), Row.id)
    return [StoredHands(row.id, Hands(row.area, row.hands, row.present, row.day)) for row in session.scalars(query)]


def find(session: Session, campaign_id: int, hands_id: int) -> Row | None:
    """One show of hands of the campaign, also a removed one."""
    return session.scalar(select(Row).where(Row.campaign_id == campaign_id, Row.id == hands_id))
