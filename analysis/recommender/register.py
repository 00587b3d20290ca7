"""The partner register: people and institutions that may come, with the hats they wear."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.errors import listed
from analysis.json_input import kind_of, read_json
from analysis.recommender.knowledge import Knowledge
from analysis.recommender.messages import Message
from analysis.recommender.situation import SituationError

LIBRARY = "library"
"""The hat of the library itself: it calls the meeting, so it sits at every table."""

LOAD = 4
"""So many things one person carries, unless the register says otherwise."""


@dataclass(frozen=True)
class Institution:
    """Somebody of the partner register: a name, the kinds of institutions it belongs to (its hats), its load.

    `subsectors` are keys of knowledge/sectors.toml; `load` is how many things it can carry, from 1; `present`: it
    sits at the table already. Without a name it stands for a kind of institution still to be found, or, when present,
    for the library.
    """

    name: str
    subsectors: tuple[str, ...]
    load: int = LOAD
    present: bool = False

    @property
    def known(self) -> bool:
        """Whether it is somebody who is there or has a name, rather than a kind still to be found."""
        return self.present or bool(self.name)

    @property
    def called(self) -> Message | str:
        """The name, or the kind of institution that is still to be found."""
        return self.name or Message(f"subsector.{self.subsectors[0]}")


def the_library(knowledge: Knowledge) -> Institution:
    """The library, which calls the meeting and brings what a library brings (`Knowledge.library`)."""
    return Institution("", (LIBRARY,), knowledge.library.load, present=True)


def read_register(content: bytes, knowledge: Knowledge) -> tuple[Institution, ...]:
    """Institutions from a JSON list, or from a CSV table with a column for each key.

    The CSV is UTF-8 with commas or semicolons; `subsectors` are separated by "|", `present` is true or false, and an
    empty cell leaves the usual value. SituationError names entry, found and allowed.
    """
    text = content.decode("utf-8-sig")
    data = read_json(text) if text.lstrip()[:1] in ("[", "{") else _rows(text)
    if not isinstance(data, list):
        raise SituationError(f"{kind_of(data)} found; a list is needed at the top")
    if not data:
        raise SituationError("nobody found in the register; write one entry for each person, or leave the register out")
    return register_of(data, knowledge)


def _rows(text: str) -> list[dict[str, Any]]:
    first = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in first else ",", restkey="more than the header has")
    return [{key: _cell(key, value) for key, value in row.items() if value} for row in rows]


def _cell(key: str, value: Any) -> Any:
    """A cell as JSON would have it; what cannot be read stays as it is and is refused by name."""
    text = value.strip() if isinstance(value, str) else value
    if key == "subsectors":
        return [hat.strip() for hat in text.split("|")]
    if key == "present":
        return {"true": True, "false": False}.get(text.lower(), text)
    return int(text) if key == "load" and text.isdecimal() else text


def register_of(data: Sequence[object], knowledge: Knowledge) -> tuple[Institution, ...]:
    """Institutions from plain data with the keys of `Institution`; SituationError names entry, found and allowed."""
    found = tuple(_institution(entry, f"partner {number}", knowledge) for number, entry in enumerate(data, start=1))
    names = [each.name for each in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SituationError(f"name {listed(twice)} found more than once; write each once, with all its subsectors")
    return found


def _institution(entry: object, where: str, knowledge: Knowledge) -> Institution:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("name"), str) or not entry["name"].strip():
        raise SituationError(f"{where}: {entry!r} found; allowed: an object with a name and subsectors")
    unknown = sorted(set(entry) - {"name", "subsectors", "load", "present"})
    if unknown:
        raise SituationError(f"{where}: unknown field {listed(unknown)}; allowed: name, subsectors, load, present")
    hats, load, present = entry.get("subsectors"), entry.get("load", LOAD), entry.get("present", False)
    if not isinstance(hats, list) or not hats or not all(hat in knowledge.subsectors for hat in hats):
        raise SituationError(f"{where}, subsectors: {hats!r} found; allowed: {listed(knowledge.subsectors, 60)}")
    if not isinstance(load, int) or isinstance(load, bool) or load < 1 or not isinstance(present, bool):
        raise SituationError(f"{where}: load {load!r}, present {present!r} found; allowed: from 1; true, false")
    return Institution(entry["name"].strip(), tuple(dict.fromkeys(hats)), load, present)
