"""What of a campaign has left the library, so that two views of it do not give away the few who came between."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from analysis.codebook import Codebook
from diagnoza.db.engine import writing
from diagnoza.db.models import Release
from diagnoza.queries.campaigns import GRACE, CampaignRow

if TYPE_CHECKING:
    from analysis.tally import Tally

STEP = 10
"""A new release holds at least so many responses more than the one before."""


@dataclass(frozen=True)
class Released:
    """What may be shown outside: a tally; whether with groups of residents; and the groups that were shown before."""

    tally: "Tally"
    groups: bool
    before: "Tally | None"


def release(session: Session, campaign: CampaignRow, codebook: Codebook, now: "Tally", today: date) -> Released:
    """The newest release of a campaign, kept for everybody who asks until there are ten responses more.

    While answers come in, a release has no groups of residents. From the day after the grace day on it has;
    later releases are compared with the groups shown before (analysis.diagnosis, `before`).
    """
    closed = today > campaign.closes_on + GRACE
    kept = session.get(Release, campaign.id)
    if now.n < STEP and kept is None:
        return Released(now, closed, None)
    if kept is None or kept.groups != closed or now.n >= kept.n + STEP:
        kept = _renewed(session, campaign, now, closed)
    return _read(kept, codebook)


def _renewed(session: Session, campaign: CampaignRow, now: "Tally", closed: bool) -> Release:
    """The next release: the responses stored now, or those of the last one when too few came since."""
    from analysis.kept import to_bytes

    with writing(session):
        row = session.get(Release, campaign.id)
        if row is None:
            row = Release(library_id=campaign.library.id, campaign_id=campaign.id, n=0, tally=b"", groups=False)
            session.add(row)
        if now.n >= row.n + STEP:
            row.before = row.tally if row.groups else None
            row.n, row.tally = now.n, to_bytes(now)
        row.groups = closed
    return row


def _read(row: Release, codebook: Codebook) -> Released:
    from analysis.kept import from_bytes

    before = from_bytes(row.before, codebook) if row.before else None
    return Released(from_bytes(row.tally, codebook), row.groups, before)
