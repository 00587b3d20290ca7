"""Places where posters hang, and how many responses came from each."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from diagnoza.db.models import DistributionPlace, Response

USUAL = ("sklep", "remiza", "szkola", "przychodnia")


def own(session: Session, campaign_id: int) -> dict[str, str]:
    """The library's own places of a campaign: tag -> name."""
    query = select(DistributionPlace).where(DistributionPlace.campaign_id == campaign_id)
    return {row.tag: row.name for row in session.scalars(query.order_by(DistributionPlace.name))}


def known(session: Session, campaign_id: int, tag: str) -> str | None:
    """The tag when it is one of the campaign's places; anything else in an address says nothing."""
    if not tag:
        return None
    if tag in USUAL:
        return tag
    row = session.get(DistributionPlace, (campaign_id, tag))
    return row.tag if row else None


def counts(session: Session, campaign_id: int) -> dict[str, int]:
    """Responses by place; those without one are left out."""
    query = (
        select(Response.place, func.count())
        .where(Response.campaign_id == campaign_id, Response.place.is_not(None))
        .group_by(Response.place)
    )
    return {place: number for place, number in session.execute(query) if place}
