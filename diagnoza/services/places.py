"""The places of a campaign: adding one, and counts that do not point at a person."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from diagnoza.db.engine import writing
from diagnoza.db.models import DistributionPlace
from diagnoza.queries.campaigns import CampaignRow

LEAST_SHOWN = 5


def add(session: Session, campaign: CampaignRow, tag: str, name: str) -> None:
    """Add a place of the library's own; the same tag again only changes its name."""
    with writing(session):
        row = DistributionPlace(library_id=campaign.library.id, campaign_id=campaign.id, tag=tag, name=name)
        session.merge(row)


def shown(counts: Mapping[str, int], total: int) -> dict[str, int | None]:
    """Counts by place as they may be read; None stands for a small one.

    Responses without a place are a class too: what is not shown must not follow from `total` by subtraction,
    so the smallest shown counts are withheld until the withheld ones (with those) make at least `LEAST_SHOWN`.
    """
    shown = {tag: number for tag, number in counts.items() if number >= LEAST_SHOWN}
    while shown and len(shown) < len(counts) and total - sum(shown.values()) < LEAST_SHOWN:
        del shown[min(shown, key=shown.__getitem__)]
    return {tag: shown.get(tag) for tag in counts}
