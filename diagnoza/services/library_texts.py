"""What a library tells residents under its own name: each saved change is a new version, none is ever changed."""

from datetime import date

from sqlalchemy.orm import Session

from diagnoza.db.engine import writing
from diagnoza.db.models import Library
from diagnoza.db.models_texts import LibraryText
from diagnoza.queries import library_texts
from diagnoza.queries.campaigns import LibraryRow
from diagnoza.queries.library_texts import Version
from diagnoza.services.errors import NotFound, TextChanged
from diagnoza.texts.kinds import INFORMATION, Content, ready_facts, ready_texts


def current(session: Session, library: LibraryRow, kind: str) -> Version:
    """What residents are shown; the ready text (version 0) until the library has one of its own."""
    return library_texts.newest(session, kind) or Version(0, _ready(kind, library), None)


def save(session: Session, library: LibraryRow, kind: str, content: Content, begun_from: int, today: date) -> int:
    """A new version; its number. The same content as now makes none.

    Raises TextChanged when somebody saved another version since `begun_from` was read.
    """
    with writing(session):
        row = _locked(session, library.id)
        now = current(session, library, kind)
        if now.number and now.content == content:
            return now.number
        if now.number != begun_from:
            raise TextChanged(str(now.number))
        return _add(session, row, kind, Version(now.number + 1, content, today))


def bring_back(session: Session, library: LibraryRow, kind: str, number: int, today: date) -> int:
    """The content of an earlier version as a new one; its number. Raises NotFound."""
    found = library_texts.version(session, kind, number)
    if found is None:
        raise NotFound(f"{kind} {number}")
    return save(session, library, kind, found.content, current(session, library, kind).number, today)


def begin(session: Session, library_id: int, today: date) -> None:
    """Inside a write transaction: keep the ready information as version 1, unless the library has its own."""
    row = _locked(session, library_id)
    if not row.information_version:
        _add(session, row, INFORMATION, Version(1, _ready(INFORMATION, row), today))


def _locked(session: Session, library_id: int) -> Library:
    """The library's row; whoever else saves a text waits."""
    return session.get_one(Library, library_id, with_for_update=True)


def _ready(kind: str, library: LibraryRow | Library) -> Content:
    return Content(ready_facts(kind, library.name, library.contact), ready_texts(kind))


def _add(session: Session, library: Library, kind: str, new: Version) -> int:
    row = LibraryText(
        library_id=library.id,
        kind=kind,
        version=new.number,
        facts=dict(new.content.facts),
        texts=dict(new.content.texts),
        saved_on=new.saved_on,
    )
    session.add(row)
    if kind == INFORMATION:
        library.information_version = new.number
    session.flush()
    return new.number
