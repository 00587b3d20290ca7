"""The map file: which column of a foreign CSV file answers which question, and what its codes mean."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.vocabulary import DONT_KNOW, NO_ANSWER
from diagnoza.questionnaire.csv_file import ENCODINGS, SEPARATORS

TOP_KEYS = ("file", "columns", "values", "ignore", "ignore_others")
FILE_KEYS = ("encoding", "separator")
COLUMN_KEYS = ("question", "item", "measure", "option", "order", "values", "dont_know", "no_answer")


class MapError(ValueError):
    """The map file cannot be used: the text names the key, what was found, what is allowed and the fix."""

    def __init__(self, key: str, found: object, allowed: str) -> None:
        shown = "nothing" if found is None else repr(found)
        super().__init__(f"map: {key}: found {shown}; allowed: {allowed}")


@dataclass(frozen=True)
class MappedColumn:
    """One column of the file: the question it answers, the part of it, and the meaning of its codes."""

    name: str
    question: str
    item: str | None = None
    measure: str | None = None
    option: str | None = None
    order: int | None = None
    values: Mapping[str, str] | None = None  # None: the file has the questionnaire's own codes
    missing: Mapping[str, str] = field(default_factory=dict)  # codes for "don't know" and for no answer

    def code(self, cell: str) -> str | None:
        """The questionnaire's code for a cell; None when the map does not know the cell."""
        if cell in self.missing:
            return self.missing[cell]
        return cell if self.values is None else self.values.get(cell)

    @property
    def variable(self) -> str:
        """Name of the codebook's column, e.g. `state.police`; of a pick, e.g. `top.2`."""
        parts = (self.question, self.item or self.option or self.order, self.measure)
        return ".".join(str(part) for part in parts if part)


@dataclass(frozen=True)
class ImportMap:
    """How a file is written and what its columns answer.

    `exported` marks a file that Diagnoza wrote: its cells are guarded, a row without answers is a response.
    """

    columns: tuple[MappedColumn, ...]
    ignore: tuple[str, ...] = ()
    ignore_others: bool = False
    encoding: str = "utf-8"
    separator: str = ";"
    exported: bool = False


def read_map(source: Path | str | bytes) -> ImportMap:
    """Read a map from a path, or from the bytes of a file that was sent.

    Raises MapError. Whether the questions exist is checked by `csv_columns.bind`.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MapError("file", str(error), "TOML in UTF-8; mend the place named") from error
    _only(table, TOP_KEYS, "top level")
    file = _table(table, "file")
    _only(file, FILE_KEYS, "file")
    return ImportMap(
        columns=_columns(table),
        ignore=_strings(table.get("ignore", []), "ignore"),
        ignore_others=_flag(table, "ignore_others"),
        encoding=_one_of(file.get("encoding", "utf-8"), ENCODINGS, "file.encoding"),
        separator=_one_of(file.get("separator", ";"), SEPARATORS, "file.separator"),
    )


def _columns(table: Mapping[str, Any]) -> tuple[MappedColumn, ...]:
    shared = {name: _codes(codes, f"values.{name}") for name, codes in _table(table, "values").items()}
    columns = _table(table, "columns")
    if not columns:
        raise MapError("columns", {}, 'at least one table [columns."NAME"] with a question')
    return tuple(_column(name, keys, shared) for name, keys in columns.items())


def _column(name: str, keys: Any, shared: Mapping[str, Mapping[str, str]]) -> MappedColumn:
    place = f'columns."{name}"'
    if not isinstance(keys, dict):
        raise MapError(place, keys, 'a table: [columns."NAME"] with a question')
    _only(keys, COLUMN_KEYS, place)
    for key in ("question", "item", "measure", "option"):
        if not isinstance(keys.get(key, ""), str):
            raise MapError(f"{place}.{key}", keys[key], "a text")
    if not keys.get("question"):
        raise MapError(f"{place}.question", None, "the key of a question; add it")
    return MappedColumn(
        name=name,
        question=keys["question"],
        item=keys.get("item"),
        measure=keys.get("measure"),
        option=keys.get("option"),
        order=_order(keys, place),
        values=_values(keys.get("values"), shared, f"{place}.values"),
        missing=_missing(keys, place),
    )


def _order(keys: Mapping[str, Any], place: str) -> int | None:
    order = keys.get("order")
    if order is not None and (not isinstance(order, int) or isinstance(order, bool) or order < 1):
        raise MapError(f"{place}.order", order, "1 for the first choice, 2 for the second, ...")
    return order


def _values(values: Any, shared: Mapping[str, Mapping[str, str]], place: str) -> Mapping[str, str] | None:
    if values is None:
        return None
    if isinstance(values, str):
        return shared[_one_of(values, shared, place)]
    return _codes(values, place)


def _missing(keys: Mapping[str, Any], place: str) -> dict[str, str]:
    return {
        cell: code
        for key, code in (("no_answer", NO_ANSWER), ("dont_know", DONT_KNOW))
        for cell in _strings(keys.get(key, []), f"{place}.{key}")
    }


def _codes(values: Any, place: str) -> Mapping[str, str]:
    if not isinstance(values, dict) or not all(isinstance(code, str) for code in values.values()):
        raise MapError(place, values, 'a table of texts: {"1" = "code", "2" = "other_code"}')
    return values


def _table(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = table.get(key, {})
    if not isinstance(found, dict):
        raise MapError(key, found, f"a table: [{key}]")
    return found


def _strings(found: Any, place: str) -> tuple[str, ...]:
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise MapError(place, found, 'a list of texts: ["9", "99"]')
    return tuple(found)


def _flag(table: Mapping[str, Any], key: str) -> bool:
    found = table.get(key, False)
    if not isinstance(found, bool):
        raise MapError(key, found, "true or false")
    return found


def _one_of(found: Any, allowed: Iterable[str], place: str) -> str:
    known = list(allowed)
    if found not in known:
        raise MapError(place, found, ", ".join(repr(each) for each in known))
    return str(found)


def _only(table: Mapping[str, Any], allowed: tuple[str, ...], place: str) -> None:
    for key in table:
        if key not in allowed:
            raise MapError(place, key, f"{', '.join(allowed)}; remove or rename the key")
