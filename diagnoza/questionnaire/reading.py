"""Reading TOML tables key by key. A problem is noted and reading goes on, so that an author hears of all at once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from diagnoza.questionnaire.definition import EASY, LANGUAGES, Texts

CODE = re.compile(r"[a-z0-9][a-z0-9_]{0,59}")
OPTION_CODE = re.compile(r"[a-z0-9][a-z0-9_+-]{0,59}")
SHOWN = 80  # characters of a found value that a message repeats


@dataclass(frozen=True)
class Problems:
    """What is wrong with one file."""

    file: str
    lines: list[str] = field(default_factory=list)

    def add(self, place: str, found: object, allowed: str) -> None:
        """Note what was found at a place, what is allowed there and, where it helps, the fix."""
        shown = "nothing" if found is None else repr(found)
        shown = shown if len(shown) <= SHOWN else shown[:SHOWN] + "..."
        self.lines.append(f"{self.file}: {place}: found {shown}; allowed: {allowed}")


@dataclass(frozen=True)
class Table:
    """One table of the file. Each method reads one key; what cannot be read is noted and replaced by an empty value."""

    row: Mapping[str, Any]
    place: str
    problems: Problems

    def note(self, name: str, allowed: str) -> None:
        """Note that the value of a key is not allowed."""
        self.problems.add(f"{self.place}: {name}", self.row.get(name), allowed)

    def only(self, allowed: Iterable[str]) -> None:
        """Note every key that has no meaning here."""
        known = list(allowed)
        for name in self.row:
            if name not in known:
                words = f"{', '.join(known)}; rename the key or remove it"
                self.problems.add(self.place, name, words)

    def code(self, name: str, pattern: re.Pattern[str] = CODE) -> str:
        """A stable key."""
        found = self.row.get(name)
        if isinstance(found, str) and pattern.fullmatch(found):
            return found
        marks = "_" if pattern is CODE else "_, + and -"
        self.note(name, f"1 to 60 small letters a-z, digits and {marks}; once published it must not change")
        return ""

    def texts(self, name: str) -> Texts:
        """A text in every language."""
        return self.as_texts(self.row.get(name), name)

    def texts_if_any(self, name: str) -> Texts | None:
        """A text in every language, or none."""
        return self.texts(name) if name in self.row else None

    def texts_list(self, name: str, length: int | None = None) -> tuple[Texts, ...]:
        """A list of texts; exactly `length` of them when it is given."""
        found = self.row.get(name)
        if not isinstance(found, list) or (length is not None and len(found) != length):
            count = "" if length is None else f"{length} "
            self.note(name, f"a list of {count}texts {{ {_languages('{} = ...')} }}")
            return ()
        return tuple(self.as_texts(each, f"{name}[{number}]") for number, each in enumerate(found, 1))

    def as_texts(self, found: object, name: str) -> Texts:
        """The value of a key as a text in every language."""
        given = found if isinstance(found, Mapping) else {}
        for language in LANGUAGES:
            words = given.get(language)
            if not isinstance(words, str) or not words.strip():
                wanted = f"a text; write it in each language: {_languages()}"
                self.problems.add(f"{self.place}: {name}.{language}", words, wanted)
        for language in given:
            if language not in (*LANGUAGES, EASY):
                self.problems.add(f"{self.place}: {name}", language, f"{_languages()}, {EASY}; remove the key")
        return {language: _tidy(str(words), language) for language, words in given.items()}

    def whole(self, name: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number from `low` to `high`."""
        found = self.row.get(name, default)
        if isinstance(found, int) and not isinstance(found, bool) and low <= found <= high:
            return found
        self.note(name, f"a whole number from {low} to {high}")
        return low

    def whole_if_any(self, name: str, low: int, high: int) -> int | None:
        """A whole number from `low` to `high`, or none."""
        return self.whole(name, low, high) if name in self.row else None

    def flag(self, name: str) -> bool:
        """True or false; false when the key is absent."""
        found = self.row.get(name, False)
        if not isinstance(found, bool):
            self.note(name, "true or false")
        return found is True

    def one_of(self, name: str, allowed: Iterable[str]) -> str | None:
        """One of the allowed words."""
        known = [str(each) for each in allowed]
        found = self.row.get(name)
        if isinstance(found, str) and found in known:
            return found
        self.note(name, ", ".join(known))
        return None

    def codes(self, name: str) -> tuple[str, ...]:
        """A list of keys."""
        found = self.row.get(name)
        if isinstance(found, list) and found and all(isinstance(each, str) for each in found):
            return tuple(found)
        self.note(name, 'a list of keys: ["yes", "maybe"]')
        return ()

    def table(self, name: str) -> "Table":
        """A table inside this one."""
        found = self.row.get(name)
        if not isinstance(found, Mapping):
            self.note(name, f"a table: [{name}] or {name}.key = ...")
            found = {}
        return Table(found, f"{self.place}: {name}", self.problems)

    def tables(self, name: str, what: str) -> "list[Table]":
        """A list of tables; each is called by its key in messages: "question 'age'"."""
        found = self.row.get(name)
        if not isinstance(found, list) or not found or not all(isinstance(row, Mapping) for row in found):
            self.note(name, f"one table or more: [[{name}]], or {name} = [{{ key = ... }}]")
            return []
        return [Table(row, self._called(what, number, row), self.problems) for number, row in enumerate(found, 1)]

    def _called(self, what: str, number: int, row: Mapping[str, Any]) -> str:
        called = f"{what} {row['key']!r}" if isinstance(row.get("key"), str) else f"{what} number {number}"
        return called if what in ("area", "section", "question") else f"{self.place}: {called}"


def _tidy(words: str, language: str) -> str:
    """One line without needless blanks; easy words keep their lines, one thought on each."""
    lines = words.strip().splitlines() if language == EASY else [words]
    return "\n".join(" ".join(line.split()) for line in lines)


def _languages(form: str = "{}") -> str:
    return ", ".join(form.format(language) for language in LANGUAGES)
