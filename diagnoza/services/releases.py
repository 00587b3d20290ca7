"""What of a campaign has left the library, so that several views of it do not give away the few who came between."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from analysis.codebook import Codebook
from diagnoza.db.engine import writing
from diagnoza.db.models import Release
from diagnoza.queries.campaigns import GRACE, CampaignRow

if TYPE_CHECKING:
    from analysis.disclosure import Place
    from analysis.tally import Tally

STEP = 10
"""A new release holds at least so many responses more; no figure about those who came since is of fewer people."""


@dataclass(frozen=True)
class Released:
    """What may be shown outside: the diagnosis of a tally, without the figures at the places withheld."""

    tally: "Tally"
    withheld: "frozenset[Place]"


@dataclass(frozen=True)
class _Next:
    """A release to be written if the one of `n` responses, with `groups` or without, still is the newest."""

    n: int
    groups: bool
    tally: "Tally"
    withheld: "frozenset[Place]"


def release(session: Session, campaign: CampaignRow, codebook: Codebook, now: "Tally", today: date) -> Released:
    """The newest release of a campaign, kept for everybody who asks until there are ten responses more.

    While answers come in, a release has no figures about groups. From the day after the grace day on it has; then
    another one follows only when it can be shown without taking anything back.
    """
    from analysis.disclosure import GROUPS

    closed = today > campaign.closes_on + GRACE
    kept = session.get(Release, campaign.id)
    following = _following(kept, codebook, now)
    if following is not None or (kept is not None and closed and not kept.groups):
        kept = _stored(session, campaign, following, closed)
    return Released(now, frozenset({GROUPS})) if kept is None else _read(kept, codebook)


def _following(kept: Release | None, codebook: Codebook, now: "Tally") -> _Next | None:
    """The release after the kept one, None when there is none yet.

    It is computed before the transaction, which must not keep residents waiting.
    """
    if kept is not None and _differs_in_modes_only(kept, codebook, now):
        return _Next(kept.n, kept.groups, now, _places(kept))
    if now.n < (kept.n if kept else 0) + STEP:
        return None
    if kept is None or not kept.groups:
        return _Next(kept.n if kept else 0, False, now, frozenset())
    before = _read(kept, codebook)
    withheld = before.withheld | _withheld(before.tally, codebook)
    if not _withheld_by_step(before.tally, now, codebook) <= withheld:
        return None
    return _Next(kept.n, True, now, withheld)


def _differs_in_modes_only(kept: Release, codebook: Codebook, now: "Tally") -> bool:
    """Whether the kept release is of these very answers, but from before the way of answering was counted."""
    from analysis.kept import from_bytes
    from analysis.modes import knows_modes, without_modes

    if kept.n != now.n:
        return False
    before = from_bytes(kept.tally, codebook)
    return not knows_modes(before, codebook) and knows_modes(now, codebook) and without_modes(now, codebook) == before


def _withheld(tally: "Tally", codebook: Codebook) -> "frozenset[Place]":
    from analysis.diagnosis import diagnose
    from analysis.disclosure import withheld_places

    return withheld_places(diagnose(tally, codebook, threshold=STEP))


def _withheld_by_step(before: "Tally", now: "Tally", codebook: Codebook) -> "frozenset[Place]":
    """What a diagnosis of the newcomers alone would withhold; all groups when a response was erased or replaced.

    The way of answering that an earlier release did not count cannot tell of newcomers: nothing is there to subtract.
    """
    from analysis.disclosure import GROUPS
    from analysis.errors import TallyError
    from analysis.modes import knows_modes, without_modes

    if not knows_modes(before, codebook):
        now = without_modes(now, codebook)
    try:
        came = now - before
    except TallyError:
        return frozenset({GROUPS})
    # A replaced response may leave the counts of people as they were, and its change is lost in the difference.
    return _withheld(came, codebook) if came + before == now else frozenset({GROUPS})


def _stored(session: Session, campaign: CampaignRow, following: _Next | None, closed: bool) -> Release:
    try:
        return _write(session, campaign, following, closed)
    except IntegrityError:
        # Another process made the first release in between (PostgreSQL); now it will be found.
        return _write(session, campaign, following, closed)


def _write(session: Session, campaign: CampaignRow, following: _Next | None, closed: bool) -> Release:
    """The newest release after this transaction; when another process was faster, theirs."""
    from analysis.kept import to_bytes

    with writing(session):
        row = session.get(Release, campaign.id, with_for_update=True)
        if row is None:
            row = Release(library_id=campaign.library.id, campaign_id=campaign.id, n=0, tally=b"", groups=False)
            session.add(row)
        if following is not None and (row.n, row.groups) == (following.n, following.groups):
            row.n, row.tally = following.tally.n, to_bytes(following.tally)
            row.withheld = sorted(map(list, following.withheld))
        row.groups = row.groups or closed
    return row


def _places(row: Release) -> "frozenset[Place]":
    return frozenset(tuple(place) for place in row.withheld)


def _read(row: Release, codebook: Codebook) -> Released:
    from analysis.disclosure import GROUPS
    from analysis.kept import from_bytes

    return Released(from_bytes(row.tally, codebook), _places(row) if row.groups else frozenset({GROUPS}))
