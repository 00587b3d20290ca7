"""The response frame, one row per response and one column per codebook variable: contract, validator, reader.

Coded columns are categorical, with the variable's `categories` (its levels, then `dont_know` and `no_answer`)
in that order and no missing value. Text columns hold str or None; number and weight columns hold floats, NaN
where there is no answer.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pandas as pd

from analysis.codebook import TEXTUAL, Codebook, Role, Variable
from analysis.errors import FrameError, listed
from analysis.vocabulary import DONT_KNOW, NO_ANSWER

__all__ = ["FrameError", "from_columns", "read_csv", "validate"]

CHUNK = 50_000
"""Rows read at a time: a million rows of texts at once would need gigabytes."""

Column = Sequence[str | None]


def validate(frame: pd.DataFrame, codebook: Codebook) -> None:
    """Raise FrameError unless `frame` keeps the contract above; nothing is coerced."""
    if not isinstance(frame.index, pd.RangeIndex):
        raise FrameError(f"index: {type(frame.index).__name__} found, RangeIndex needed; call reset_index")
    names = [variable.name for variable in codebook.variables]
    _expect_columns([str(name) for name in frame.columns], names)
    unexpected = sorted(set(frame.columns) - set(names))
    if unexpected:
        raise FrameError(f"column {listed(unexpected)} found, not in the codebook; drop it")
    for variable in codebook.variables:
        _validate_column(frame[variable.name], variable)


def _expect_columns(found: list[str], needed: list[str]) -> None:
    twice = sorted({name for name in found if found.count(name) > 1})
    if twice:
        raise FrameError(f"column {listed(twice)} found more than once; each name must be unique")
    missing = [name for name in needed if name not in found]
    if missing:
        raise FrameError(f"column {listed(missing)} is missing; found: {listed(found)}")


def _validate_column(column: "pd.Series[Any]", variable: Variable) -> None:
    if variable.coded:
        _validate_codes(column, variable)
    elif variable.role in TEXTUAL:
        kind = pd.api.types.infer_dtype(column, skipna=True)
        if kind not in {"string", "empty"}:
            raise FrameError(f"column {variable.name!r}: {kind} values found; allowed: texts or None")
    elif not pd.api.types.is_float_dtype(column):
        raise FrameError(f"column {variable.name!r}: {column.dtype} found; allowed: float")


def _validate_codes(column: "pd.Series[Any]", variable: Variable) -> None:
    if not isinstance(column.dtype, pd.CategoricalDtype):
        raise FrameError(f"column {variable.name!r}: {column.dtype} found; allowed: category")
    found = tuple(column.cat.categories)
    if found != variable.categories:
        allowed = listed(variable.categories, 30)
        raise FrameError(f"column {variable.name!r}: categories {listed(found)} found; allowed: {allowed}")
    missing = np.flatnonzero(column.cat.codes.to_numpy() < 0)
    if missing.size:
        raise FrameError(f"column {variable.name!r}: no value in row {missing[0]}; write {NO_ANSWER!r}")


def from_columns(
    columns: Mapping[str, Column], codebook: Codebook, row_numbers: Sequence[int] | None = None
) -> pd.DataFrame:
    """A response frame from columns of raw texts, all of one length.

    Blank texts and None mean no answer; the variable's `dont_know` codes become `dont_know`. Columns that the
    codebook does not name are left out. A code that it does not name raises FrameError with its row, taken
    from `row_numbers` or else counted from 1.
    """
    names = [variable.name for variable in codebook.variables]
    _expect_columns(list(columns), names)
    length = len(columns[names[0]]) if names else 0
    numbers = range(1, length + 1) if row_numbers is None else row_numbers
    data = {item.name: _values(columns[item.name], item, numbers) for item in codebook.variables}
    return pd.DataFrame(data, index=pd.RangeIndex(length))


def _values(texts: Column, variable: Variable, numbers: Sequence[int]) -> Any:
    if variable.coded:
        return _categorical(texts, variable, numbers)
    if variable.role in TEXTUAL:
        return pd.Series([text or None for text in texts], dtype=object)
    return _floats(texts, variable, numbers)


def _categorical(texts: Column, variable: Variable, numbers: Sequence[int]) -> Any:
    code_of: dict[str | None, int] = {category: code for code, category in enumerate(variable.categories)}
    code_of |= dict.fromkeys(variable.dont_know, code_of[DONT_KNOW])
    code_of |= {"": code_of[NO_ANSWER], None: code_of[NO_ANSWER]}
    codes = np.fromiter((code_of.get(text, -1) for text in texts), dtype=np.int16, count=len(texts))
    unknown = np.flatnonzero(codes < 0)
    if unknown.size:
        allowed = listed([*variable.levels, *variable.dont_know, "blank"], 30)
        raise _bad_value(variable, numbers[unknown[0]], texts[unknown[0]], allowed)
    return pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(list(variable.categories)))


def _floats(texts: Column, variable: Variable, numbers: Sequence[int]) -> "np.ndarray[Any, Any]":
    values = np.full(len(texts), np.nan)
    for place, text in enumerate(texts):
        if text:
            values[place] = _float(text, variable, numbers[place])
    return values


def _float(text: str, variable: Variable, number: int) -> float:
    try:
        value = float(text)
    except ValueError:
        value = np.nan
    if not np.isfinite(value) or (variable.role == Role.WEIGHT and value < 0):
        allowed = "a weight of 0 or more" if variable.role == Role.WEIGHT else "a number such as 12 or 1.5"
        raise _bad_value(variable, number, text, f"{allowed}, blank")
    return value


def _bad_value(variable: Variable, number: int, found: str | None, allowed: str) -> FrameError:
    return FrameError(f"row {number}, column {variable.name!r}: {found!r} found; allowed: {allowed}")


def read_csv(source: str | Path | bytes | BinaryIO, codebook: Codebook) -> pd.DataFrame:
    """A response frame from a CSV file: a path, its bytes, or an open binary file.

    UTF-8 with or without a byte order mark; fields parted by commas or semicolons, whichever the header has
    more of. Rows are counted as in a spreadsheet, the header being row 1. FrameError names row, column, fix.
    """
    rows = _rows(_decoded(_content(source)))
    _, header = next(rows, (1, []))
    names = [name.strip() for name in header]
    _expect_columns(names, [variable.name for variable in codebook.variables])
    chunks = [_chunk_frame(chunk, names, codebook) for chunk in _chunks(rows, len(names))]
    return pd.concat(chunks, ignore_index=True) if chunks else _chunk_frame([], names, codebook)


def _content(source: str | Path | bytes | BinaryIO) -> bytes:
    if isinstance(source, bytes):
        return source
    return Path(source).read_bytes() if isinstance(source, str | Path) else source.read()


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{content[error.start]:02X}"
        raise FrameError(f"row {row}: {found} is not UTF-8; save the file as CSV in UTF-8") from error


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Row numbers and fields; blank lines are passed over."""
    head = text.split("\n", 1)[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, fields in enumerate(reader, start=1):
            if fields:
                yield number, fields
    except csv.Error as error:
        raise FrameError(f"row {number + 1}: not readable as CSV ({error}); check its quotes") from error


def _chunks(rows: Iterator[tuple[int, list[str]]], width: int) -> Iterator[list[tuple[int, list[str]]]]:
    while chunk := list(islice(rows, CHUNK)):
        for number, fields in chunk:
            if len(fields) != width:
                found = len(fields)
                raise FrameError(f"row {number}: {found} fields found, the header has {width}; mend the row")
        yield chunk


def _chunk_frame(chunk: list[tuple[int, list[str]]], names: list[str], codebook: Codebook) -> pd.DataFrame:
    place = {name: index for index, name in enumerate(names)}
    columns = {item.name: _stripped(chunk, place[item.name]) for item in codebook.variables}
    return from_columns(columns, codebook, [number for number, _ in chunk])


def _stripped(chunk: list[tuple[int, list[str]]], place: int) -> list[str]:
    return [fields[place].strip() for _, fields in chunk]
