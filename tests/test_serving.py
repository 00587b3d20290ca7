"""How requests are served: slow senders hold nobody up, and residents' requests are worked on one after another."""

import gc
import io
import shutil
import socket
import threading
import time
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from diagnoza.serving import PROCESSES, THREADS, Line, application, one_at_a_time
from tests.browser.server import Server

BEGUN = b"POST /a/brak HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 3000\r\n\r\nkey=1"
SLOW_SENDERS = 24


@pytest.fixture(scope="module")
def server(migrated_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    shutil.copy(migrated_database, folder / "diagnoza.sqlite")
    server = Server(folder)
    server.start()
    yield server
    server.stop()


def call(app: Any, path: str, body: bytes = b"", method: str = "POST") -> list[bytes]:
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "wsgi.input": io.BytesIO(body)}
    return list(app(environ, lambda *_: None))


def test_residents_on_a_bad_network_hold_nobody_up(server: Server) -> None:
    slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(SLOW_SENDERS)]
    for sender in slow:
        sender.sendall(BEGUN)
    for _ in range(PROCESSES * 2):  # whichever process answers
        with urllib.request.urlopen(f"{server.url}/readyz", timeout=5) as answer:  # noqa: S310 - our own address
            assert answer.status == 200
    for sender in slow:
        sender.close()


def test_there_are_more_threads_than_people_who_send_at_once() -> None:
    assert PROCESSES * THREADS >= 100


def test_what_is_loaded_is_never_looked_through_for_garbage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIAGNOZA_INSTANCE", str(tmp_path))
    try:
        application()
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


def test_one_request_of_a_resident_is_worked_on_at_a_time() -> None:
    working, most = [], []

    def app(environ: Any, start: Any) -> Iterable[bytes]:
        working.append(1)
        time.sleep(0.01)
        most.append(len(working))
        working.pop()
        return [b"x"]

    line = one_at_a_time(app, 10)
    threads = [threading.Thread(target=call, args=(line, "/a/x")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 8


def test_a_resident_never_waits_behind_a_librarian() -> None:
    finished = threading.Event()

    def app(environ: Any, start: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/panel/":
            finished.wait(5)
        return [b"x"]

    line = one_at_a_time(app, 10)
    librarian = threading.Thread(target=call, args=(line, "/panel/"))
    librarian.start()
    assert call(line, "/a/x") == [b"x"]
    assert librarian.is_alive()
    finished.set()
    librarian.join()


def test_of_a_request_that_is_too_large_only_so_much_is_read_as_shows_it() -> None:
    seen: list[bytes] = []

    def app(environ: Any, start: Any) -> Iterable[bytes]:
        seen.append(environ["wsgi.input"].read())
        return []

    call(one_at_a_time(app, 10), "/a/x", b"a" * 1000)
    assert seen == [b"a" * 11]


def test_nothing_is_read_of_those_who_only_open_a_page() -> None:
    seen: list[bytes] = []

    def app(environ: Any, start: Any) -> Iterable[bytes]:
        seen.append(environ["wsgi.input"].read())
        return []

    for method in ("GET", "HEAD"):
        call(one_at_a_time(app, 10), "/a/x", b"a", method)
    assert seen == [b"", b""]


def test_a_request_that_fails_lets_the_next_one_through() -> None:
    def app(environ: Any, start: Any) -> Iterable[bytes]:
        raise OSError("no room left")

    line = one_at_a_time(app, 10)
    for _ in range(2):
        with pytest.raises(OSError, match="no room left"):
            call(line, "/a/x")


def test_an_answer_is_closed_once_all_of_it_was_taken() -> None:
    events: list[str] = []

    class Answer:
        def __iter__(self) -> Iterator[bytes]:
            events.append("read")
            return iter([b"a", b"b"])

        def close(self) -> None:
            events.append("closed")

    assert call(one_at_a_time(lambda *_: Answer(), 10), "/a/x") == [b"ab"]
    assert events == ["read", "closed"]


def test_threads_go_through_the_line_in_the_order_in_which_they_came() -> None:
    line, passed = Line(), []

    def stand(number: int) -> None:
        with line:
            passed.append(number)

    threads = [threading.Thread(target=stand, args=(number,)) for number in range(6)]
    with line:
        for thread in threads:
            thread.start()
            time.sleep(0.02)  # each comes after the one before
        assert passed == []
    for thread in threads:
        thread.join()
    assert passed == list(range(6))
