"""Single-use codes of a campaign."""

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.orm import Session

from diagnoza.db.models_codes import EntryCode


def use(session: Session, campaign_id: int, digest: str) -> bool:
    """Mark an unused code as used; False when there is no such unused code."""
    unused = (EntryCode.campaign_id == campaign_id) & (EntryCode.digest == digest) & EntryCode.used.is_(False)
    statement = update(EntryCode).where(unused).values(used=True)
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return isinstance(result, CursorResult) and result.rowcount == 1


def exists(session: Session, campaign_id: int, digest: str) -> bool:
    """Whether there is such a code, used or not."""
    query = select(EntryCode.id).where(EntryCode.campaign_id == campaign_id, EntryCode.digest == digest)
    return session.scalar(query) is not None


def counts(session: Session, campaign_id: int) -> tuple[int, int]:
    """How many codes were made, and how many of them were used."""
    query = select(EntryCode.used, func.count()).where(EntryCode.campaign_id == campaign_id).group_by(EntryCode.used)
    found = {bool(used): number for used, number in session.execute(query)}
    return sum(found.values()), found.get(True, 0)
