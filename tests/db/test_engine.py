"""The store is durable, and a reader never waits for another reader."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from diagnoza.db import db
from diagnoza.db.engine import prepare, writing
from diagnoza.db.models import Library
from diagnoza.db.scope import ACROSS_LIBRARIES


def plain(session: Session, sql: str) -> object:
    return session.execute(text(sql), execution_options=ACROSS_LIBRARIES).scalar()


def library(slug: str) -> Library:
    return Library(slug=slug, name="Biblioteka", gmina="Wiązowo")


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 10_000),
        ("secure_delete", 1),
    ],
)
def test_every_connection_has_the_settings(session: Session, pragma: str, value: object) -> None:
    assert plain(session, f"PRAGMA {pragma}") == value


def test_connections_stay_open_between_requests(app: Flask) -> None:
    plain(db.session(), "select 1")
    db.session.remove()
    assert db.engine.pool.checkedin() == 1


def test_a_held_read_delays_no_other_read(app: Flask) -> None:
    plain(db.session(), "select count(*) from library")  # this transaction stays open
    with db.engine.connect() as other:
        started = time.perf_counter()
        other.execute(text("select count(*) from library"))
        assert time.perf_counter() - started < 0.5


def test_a_held_read_delays_no_write(app: Flask) -> None:
    plain(db.session(), "select count(*) from library")
    with db.engine.connect() as reader, Session(db.engine) as writer:
        reader.execute(text("select count(*) from library"))
        with writing(writer):
            writer.add(library("a"))
        assert plain(writer, "select count(*) from library") == 1


def test_a_write_takes_the_writers_place_before_its_first_statement(app: Flask, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "diagnoza.sqlite", timeout=0) as other:
        with writing(db.session()), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_read_does_not_take_the_writers_place(app: Flask, tmp_path: Path) -> None:
    plain(db.session(), "select count(*) from library")
    other = sqlite3.connect(tmp_path / "diagnoza.sqlite", timeout=0)
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_writer_waits_for_another_writer(app: Flask, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "diagnoza.sqlite", check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.3, other.rollback)
    release.start()
    with writing(db.session()):
        db.session.add(library("a"))
    release.join()
    other.close()
    assert plain(db.session(), "select count(*) from library") == 1


def test_a_failed_write_leaves_no_trace(session: Session) -> None:
    def fails() -> None:
        with writing(session):
            session.add(library("a"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert plain(session, "select count(*) from library") == 0


def test_changes_made_before_a_write_are_refused(session: Session) -> None:
    session.add(library("a"))
    with pytest.raises(RuntimeError, match="before the write transaction"), writing(session):
        pass


def test_a_full_disk_is_an_error_not_a_loss(session: Session) -> None:
    plain(session, "PRAGMA max_page_count=1")
    with pytest.raises(OperationalError, match="full"), writing(session):
        session.add(Library(slug="b", name="x" * 100_000, gmina="Wiązowo"))


@pytest.fixture
def impatient(app: Flask) -> Iterator[Engine]:
    """The store as before, except that SQLite refuses a second writer at once."""
    engine = create_engine(db.engine.url)
    prepare(engine)
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA busy_timeout=0"))
    yield engine
    engine.dispose()


def test_writers_of_one_process_stand_in_line(impatient: Engine) -> None:
    inside, order = threading.Event(), []

    def first() -> None:
        with Session(impatient) as session, writing(session):
            inside.set()
            time.sleep(0.2)
            order.append("first")

    def second() -> None:
        inside.wait()
        with Session(impatient) as session, writing(session):
            order.append("second")

    threads = [threading.Thread(target=work) for work in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert order == ["first", "second"]
