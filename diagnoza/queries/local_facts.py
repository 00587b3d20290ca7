"""Local facts of one campaign."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.recommender.local_facts import LocalFact
from diagnoza.db.models import LocalFact as Row


@dataclass(frozen=True)
class StoredFact:
    """A fact with the id by which it is removed."""

    id: int
    fact: LocalFact


def of_campaign(session: Session, campaign_id: int) -> list[StoredFact]:
    """The facts that count, the newest first; removed ones are left out."""
    query = select(Row).where(Row.campaign_id == campaign_id, Row.removed.is_(False)).order_by(Row.day.desc(), Row.id)
    return [
        StoredFact(row.id, LocalFact(row.area, row.text, row.source, row.day, row.confirms))
        for row in session.scalars(query)
    ]


def find(session: Session, campaign_id: int, fact_id: int) -> Row | None:
    """One fact of the campaign, also a removed one."""
    return session.scalar(select(Row).where(Row.campaign_id == campaign_id, Row.id == fact_id))
