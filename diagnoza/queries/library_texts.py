"""Texts that the session's library shows residents."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from diagnoza.db.models import Response
from diagnoza.db.models_texts import LibraryText
from diagnoza.texts.kinds import Content


@dataclass(frozen=True)
class Version:
    """One version; number 0, saved on no day, is the ready text of the program."""

    number: int
    content: Content
    saved_on: date | None


def newest(session: Session, kind: str) -> Version | None:
    """The version that residents are shown; None when the library has none yet."""
    return next(iter(history(session, kind)), None)


def history(session: Session, kind: str) -> list[Version]:
    """Every version, the newest first."""
    query = select(LibraryText).where(LibraryText.kind == kind).order_by(LibraryText.version.desc())
    return [_version(row) for row in session.scalars(query)]


def version(session: Session, kind: str, number: int) -> Version | None:
    """One version by its number."""
    query = select(LibraryText).where(LibraryText.kind == kind, LibraryText.version == number)
    row = session.scalar(query)
    return _version(row) if row else None


def _version(row: LibraryText) -> Version:
    return Version(row.version, Content(row.facts, row.texts), row.saved_on)


def shown_with_responses(session: Session) -> dict[int, int]:
    """How many responses came with each version of the information; those without one are left out."""
    query = (
        select(Response.information, func.count())
        .where(Response.information.is_not(None))
        .group_by(Response.information)
    )
    return {number: count for number, count in session.execute(query) if number is not None}
