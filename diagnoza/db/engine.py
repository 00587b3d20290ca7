"""How the engines are set up: durable, patient, and one writer at a time."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from threading import RLock
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # acknowledged means on the disk
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA secure_delete=ON",  # an erased answer leaves the file
)
WRITE = {"write": True}
_line = RLock()


def prepare(engine: Engine) -> None:
    """Attach the project's settings to an engine; call once for each engine."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)


def _set_pragmas(connection: Any, _record: Any) -> None:
    # The driver's own implicit transactions would commit DDL half-way and begin writes late.
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def scrub(engine: Engine) -> bool:
    """Take what was erased out of SQLite's log too (pages are wiped at once); False when readers were in the way."""
    if engine.dialect.name != "sqlite":
        return True
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        busy: int = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return not busy


@contextmanager
def writing(session: Session) -> Iterator[None]:
    """One write transaction: takes the writer's place at once, commits at the end or leaves no trace.

    A read transaction that is still open is given up first: SQLite cannot turn an old snapshot
    into a write. Unsaved changes at this point are a mistake of the caller.
    """
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changes were made before the write transaction began")
    session.rollback()
    with _turn(session):
        session.connection(execution_options=WRITE)
        try:
            yield
            session.commit()
        except BaseException:
            session.rollback()
            raise


def _turn(session: Session) -> AbstractContextManager[object]:
    """SQLite's waiting writers sleep and try again, and some sleep long; those of one process stand in line."""
    return _line if session.get_bind().dialect.name == "sqlite" else nullcontext()
