"""Files that wait in the instance folder between a check and its confirmation."""

import re
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from werkzeug.datastructures import FileStorage

TICKET = re.compile(r"[0-9a-f]{32}")
KEPT_SECONDS = 3_600


@dataclass(frozen=True)
class Waiting:
    """A checked file and its map, and the ticket under which they can be found again."""

    ticket: str
    file: Path
    map: Path | None


def keep(instance: Path, owner: int, file: FileStorage, map_file: FileStorage | None) -> Waiting:
    """Put the files away for one library; what nobody confirmed within an hour is removed."""
    _remove_old(instance / "imports")
    ticket = secrets.token_hex(16)
    folder = _folder(instance, owner, ticket)
    folder.mkdir(parents=True)
    file.save(folder / "answers.csv")
    if map_file and map_file.filename:
        map_file.save(folder / "map.toml")
    return _waiting(folder)


def find(instance: Path, owner: int, ticket: str) -> Waiting | None:
    """The files of a ticket; None when there are none, or they are another library's."""
    if not TICKET.fullmatch(ticket):
        return None
    folder = _folder(instance, owner, ticket)
    return _waiting(folder) if folder.is_dir() else None


def remove(waiting: Waiting) -> None:
    """Forget the files."""
    shutil.rmtree(waiting.file.parent, ignore_errors=True)


def _folder(instance: Path, owner: int, ticket: str) -> Path:
    return instance / "imports" / f"{owner}-{ticket}"


def _waiting(folder: Path) -> Waiting:
    map_file = folder / "map.toml"
    return Waiting(folder.name.split("-")[1], folder / "answers.csv", map_file if map_file.exists() else None)


def _remove_old(imports: Path) -> None:
    for folder in imports.glob("*"):
        if time.time() - folder.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
