"""Files wait for a confirmation where only their own library finds them."""

import io
import os
import time
from pathlib import Path

import pytest
from werkzeug.datastructures import FileStorage

from diagnoza import uploads


def sent(content: bytes = b"a;b") -> FileStorage:
    return FileStorage(io.BytesIO(content), filename="../../odpowiedzi.csv")


def test_a_file_waits_under_its_ticket(tmp_path: Path) -> None:
    waiting = uploads.keep(tmp_path, 7, sent(), sent(b"[columns]"))
    assert uploads.find(tmp_path, 7, waiting.ticket) == waiting
    assert waiting.file.read_bytes() == b"a;b"
    assert waiting.map is not None
    assert waiting.map.read_bytes() == b"[columns]"


def test_the_name_that_was_sent_is_not_used(tmp_path: Path) -> None:
    assert uploads.keep(tmp_path, 7, sent(), None).file.is_relative_to(tmp_path / "imports")


def test_another_library_does_not_find_it(tmp_path: Path) -> None:
    waiting = uploads.keep(tmp_path, 7, sent(), None)
    assert uploads.find(tmp_path, 8, waiting.ticket) is None


@pytest.mark.parametrize("ticket", ["", "../..", "0" * 31, "0" * 32 + "/.."])
def test_what_is_no_ticket_finds_nothing(tmp_path: Path, ticket: str) -> None:
    assert uploads.find(tmp_path, 7, ticket) is None


def test_a_confirmed_file_is_gone(tmp_path: Path) -> None:
    waiting = uploads.keep(tmp_path, 7, sent(), None)
    uploads.remove(waiting)
    assert list((tmp_path / "imports").iterdir()) == []


def test_what_nobody_confirmed_is_removed_after_an_hour(tmp_path: Path) -> None:
    old = uploads.keep(tmp_path, 7, sent(), None)
    long_ago = time.time() - uploads.KEPT_SECONDS - 1
    os.utime(old.file.parent, (long_ago, long_ago))
    uploads.keep(tmp_path, 7, sent(), None)
    assert uploads.find(tmp_path, 7, old.ticket) is None
