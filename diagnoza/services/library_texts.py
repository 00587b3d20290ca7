"""What a library tells residents under its own name: each saved change is a new version, none is ever changed.

Version 1 is the ready text of the program as it was when the library first needed it.
"""

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


def current(session: Session, library: LibraryRow | Library, kind: str) -> Version:
    """What residents are shown; the ready text (version 0) until the library has kept one."""
    return library_texts.newest(session, kind) or Version(0, _ready(session, library, kind), None)


def save(session: Session, library: LibraryRow, kind: str, content: Content, begun_from: int, today: date) -> int:
    """A new version; its number. The same content as now makes none.

    Raises TextChanged when somebody saved another version since `begun_from` was read.
    """
    with writing(session):
        now = kept(session, library.id, kind, today)
        if now.content == content:
            return now.number
        if now.number != max(begun_from, 1):
            raise TextChanged(str(now.number))
        return _add(session, library.id, kind, Version(now.number + 1, content, today)).number


def bring_back(session: Session, library: LibraryRow, kind: str, number: int, today: date) -> int:
    """The content of an earlier version as a new one; its number. Raises NotFound."""
    found = library_texts.version(session, kind, number)
    if found is None:
        raise NotFound(f"{kind} {number}")
    return save(session, library, kind, found.content, current(session, library, kind).number, today)


def kept(session: Session, library_id: int, kind: str, today: date) -> Version:
    """The newest version, inside a write transaction; the ready text becomes the first one when there is none."""
    row = session.get_one(Library, library_id, with_for_update=True)  # whoever else saves a text waits
    now = current(session, row, kind)
    return now if now.number else _add(session, library_id, kind, Version(1, now.content, today))


def _ready(session: Session, library: LibraryRow | Library, kind: str) -> Content:
    """Who answers for the data is taken from the information, where the library has written it."""
    facts = ready_facts(kind, library.name, library.contact)
    written = library_texts.newest(session, INFORMATION)
    known = written.content.facts if written else {}
    return Content({name: known.get(name, value) for name, value in facts.items()}, ready_texts(kind))


def _add(session: Session, library_id: int, kind: str, new: Version) -> Version:
    row = LibraryText(
        library_id=library_id,
        kind=kind,
        version=new.number,
        facts=dict(new.content.facts),
        texts=dict(new.content.texts),
        saved_on=new.saved_on,
    )
    session.add(row)
    if kind == INFORMATION:
        session.get_one(Library, library_id).information_version = new.number
    session.flush()
    return new
