"""Paper sheets of one campaign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from diagnoza.db.models_paper import PaperLayout, PaperSheet, SecondEntry


@dataclass(frozen=True)
class Counts:
    """How many sheets were printed with a code, typed in, wait to be typed again, and wait for a decision."""

    printed: int
    entered: int
    second: int
    undecided: int


@dataclass(frozen=True)
class SecondRow:
    """What came of typing one sheet twice: the lines that were compared, and those that differed."""

    compared: list[str]
    differing: list[str]


def sheet(session: Session, campaign_id: int, code: str, lock: bool = False) -> PaperSheet | None:
    """The sheet with this code; `lock` keeps other writers away from it (PostgreSQL; SQLite has one writer anyway)."""
    return session.get(PaperSheet, (campaign_id, code), with_for_update=lock, populate_existing=lock)


def of_response(session: Session, campaign_id: int, key: str) -> PaperSheet | None:
    """The sheet behind the response with this key."""
    return session.scalar(
        select(PaperSheet).where(PaperSheet.campaign_id == campaign_id, PaperSheet.response_key == key)
    )


def second(session: Session, campaign_id: int, code: str) -> SecondEntry | None:
    """What a second person typed from the sheet."""
    return session.get(SecondEntry, (campaign_id, code))


def has_layout(session: Session, campaign_id: int, digest: str) -> bool:
    """Whether the layout is kept already."""
    return session.get(PaperLayout, (campaign_id, digest)) is not None


def layout(session: Session, campaign_id: int, code: str) -> str | None:
    """The layout that a sheet was printed with."""
    found = sheet(session, campaign_id, code)
    kept = session.get(PaperLayout, (campaign_id, found.layout)) if found and found.layout else None
    return kept.content if kept else None


def entered_count(session: Session, campaign_id: int) -> int:
    """How many sheets were typed in."""
    return _count(session, campaign_id, PaperSheet.entered_on.is_not(None))


def counts(session: Session, campaign_id: int) -> Counts:
    """All four counts."""
    return Counts(
        printed=_count(session, campaign_id, PaperSheet.printed_on.is_not(None)),
        entered=entered_count(session, campaign_id),
        second=len(waiting(session, campaign_id)),
        undecided=len(undecided(session, campaign_id)),
    )


def waiting(session: Session, campaign_id: int) -> Sequence[str]:
    """Codes of the sheets to be typed a second time."""
    typed = select(SecondEntry.code).where(SecondEntry.campaign_id == campaign_id)
    query = select(PaperSheet.code).where(
        PaperSheet.campaign_id == campaign_id, PaperSheet.twice, PaperSheet.code.not_in(typed)
    )
    return list(session.scalars(query.order_by(PaperSheet.code)))


def undecided(session: Session, campaign_id: int) -> Sequence[str]:
    """Codes of the sheets that two persons read otherwise, until it is decided."""
    query = select(SecondEntry.code).where(SecondEntry.campaign_id == campaign_id, SecondEntry.decided.is_(False))
    return list(session.scalars(query.order_by(SecondEntry.code)))


def seconds(session: Session, campaign_id: int) -> list[SecondRow]:
    """Every sheet that was typed twice."""
    query = select(SecondEntry.compared, SecondEntry.differing).where(SecondEntry.campaign_id == campaign_id)
    return [SecondRow(*row) for row in session.execute(query)]


def entered_by(session: Session, campaign_id: int, user_id: int, day: date) -> Sequence[str]:
    """Codes of the sheets that one person typed in on one day."""
    query = select(PaperSheet.code).where(
        PaperSheet.campaign_id == campaign_id, PaperSheet.entered_by == user_id, PaperSheet.entered_on == day
    )
    return list(session.scalars(query.order_by(PaperSheet.code)))


def known(session: Session, campaign_id: int, codes: Sequence[str]) -> set[str]:
    """Which of these codes are in use."""
    query = select(PaperSheet.code).where(PaperSheet.campaign_id == campaign_id, PaperSheet.code.in_(codes))
    return set(session.scalars(query))


def _count(session: Session, campaign_id: int, condition: Any) -> int:
    query = select(func.count()).select_from(PaperSheet).where(PaperSheet.campaign_id == campaign_id, condition)
    return session.scalar(query) or 0
