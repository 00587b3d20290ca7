"""Files of answers become response frames: CSV, Excel workbooks, SPSS files and Parquet files.

Files come from strangers: whatever is wrong with one ends in a FrameError of one line, and files that would
take more than about a gigabyte of memory are refused. Rows are counted as in a spreadsheet, the first response
being row 2.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import inf
from pathlib import Path, PurePath
from tempfile import NamedTemporaryFile
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.cells import (
    FILE_BYTES,
    FIRST_ROW,
    UNPACKED_BYTES,
    Chunk,
    cell_text,
    chunk_rows,
    expect_bytes,
    expect_size,
    frame_of,
    readable_as,
    texts_of,
)
from analysis.codebook import Codebook, Variable
from analysis.columns import Column, read_csv
from analysis.errors import FrameError
from analysis.xlsx import read_workbook

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS = {
    ".csv": "CSV",
    ".xlsx": "XLSX",
    ".xlsm": "XLSX",
    ".sav": "SAV",
    ".zsav": "SAV",
    ".parquet": "Parquet",
    ".pq": "Parquet",
}
"""Formats by the end of a file's name."""

MESSAGE = 500
"""The most characters of a message."""

_SIGNATURES = {b"PK\x03\x04": "XLSX", b"PAR1": "Parquet", b"$FL2": "SAV", b"$FL3": "SAV"}
_PASSWORD = "save it without a password"  # noqa: S105 - a hint, not a secret
_REFUSED = {
    b"\xd0\xcf\x11\xe0": f"an old Excel file or one with a password found; save it as XLSX, {_PASSWORD}",
    b"\x1c\x00\x00\x00\x00\x00\x00\x00ENCRYPTEDSAV": f"an SPSS file with a password found; {_PASSWORD}",
    b"PARE": f"an encrypted Parquet file found; {_PASSWORD}",
}


def read_answers(source: str | Path | bytes, codebook: Codebook, name: str = "") -> pd.DataFrame:
    """A response frame from a file: a path, or the bytes of a file called `name`.

    The format follows from the end of the name (`FORMATS`), without a known one from the first bytes. FrameError
    says in one line, with row and column, what does not fit; OSError when the path cannot be opened.
    """
    name = name or ("" if isinstance(source, bytes) else str(source))
    expect_bytes(len(source) if isinstance(source, bytes) else Path(source).stat().st_size, FILE_BYTES, "the file has")
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    read = {"CSV": _read_csv, "XLSX": read_workbook, "SAV": _read_sav, "Parquet": _read_parquet}
    try:
        return read[_format(content, PurePath(name).suffix.lower())](content, codebook)
    except FrameError as error:  # names of columns may be long and hold line breaks
        raise FrameError(shorten(str(error), MESSAGE, placeholder=" ...")) from error


def _format(content: bytes, suffix: str) -> str:
    if not content:
        raise FrameError("an empty file found; choose the file with the answers")
    for signature, message in _REFUSED.items():
        if content.startswith(signature):
            raise FrameError(message)
    found = _SIGNATURES.get(content[:4], "CSV")
    named = FORMATS.get(suffix, found)
    if named != found:
        raise FrameError(f"the name ends in {suffix}, but this is no {named} file; save it again as {named}")
    return found


def _read_csv(content: bytes, codebook: Codebook) -> pd.DataFrame:
    header = content.split(b"\n", 1)[0]
    expect_size(0, 1 + max(header.count(b","), header.count(b";")), codebook)
    frame = read_csv(content, codebook)
    expect_size(len(frame), 0, codebook)
    return frame


# SPSS files.

_SAV = ("an SPSS file", "export it from SPSS again")


def _read_sav(content: bytes, codebook: Codebook) -> pd.DataFrame:
    """The library reads files only: a temporary one that nobody else may open, gone afterwards."""
    import pyreadstat

    with NamedTemporaryFile(suffix=".sav") as file:
        file.write(content)
        file.flush()
        with readable_as(*_SAV):
            _, facts = pyreadstat.read_sav(file.name, metadataonly=True)
        expect_size(max(facts.number_rows or 0, 0), len(facts.column_names), codebook)
        step = _sav_step(content, facts, codebook)
        return frame_of(facts.column_names, _sav_chunks(file.name, codebook, step), codebook)


def _sav_step(content: bytes, facts: Any, codebook: Codebook) -> int:
    """Rows to read at a time. In a file with zlib blocks (compression 2) texts may be far longer than the file."""
    compression = content[72:76]
    if compression not in (b"\x02\x00\x00\x00", b"\x00\x00\x00\x02"):
        return chunk_rows(codebook)
    widths = facts.variable_storage_width
    width = sum(int(widths.get(variable.name, 0)) for variable in codebook.variables)
    return max(1, min(chunk_rows(codebook), UNPACKED_BYTES // max(width, 1)))


def _sav_chunks(path: str, codebook: Codebook, step: int) -> Iterator[Chunk]:
    import pyreadstat

    names = [variable.name for variable in codebook.variables]
    start, unpacked, rows = 0, 0, step
    while rows == step:
        with readable_as(*_SAV):
            data, facts = pyreadstat.read_sav(
                path, usecols=names, user_missing=True, output_format="dict", row_offset=start, row_limit=step
            )
            missing = facts.missing_ranges
            columns = {item.name: _sav_texts(data[item.name], item, missing) for item in codebook.variables}
        rows = len(columns[names[0]]) if names else 0
        unpacked += sum(len(text or "") for column in columns.values() for text in column)
        expect_bytes(unpacked, UNPACKED_BYTES, "the file unpacks to more than")
        yield range(FIRST_ROW + start, FIRST_ROW + start + rows), columns
        start += rows


def _sav_texts(values: Sequence[Any], variable: Variable, missing: Mapping[str, Any]) -> Column:
    """Values declared missing are no answer, unless the codebook knows them."""
    values = list(values)
    ranges = missing.get(variable.name, [])
    known = {*variable.levels, *variable.dont_know}
    gone = {value for value in set(values) if _declared(value, ranges) and cell_text(value) not in known}
    return texts_of([None if value in gone else value for value in values] if gone else values)


def _declared(value: Any, ranges: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a value is among those that the file declares missing: single values, ranges of numbers."""
    if not isinstance(value, str | int | float):
        return False
    return any(value in span.values() or _between(value, span["lo"], span["hi"]) for span in ranges)


def _between(value: Any, low: Any, high: Any) -> bool:
    if isinstance(value, str):
        return False
    return bool((-inf if low is None else low) <= value <= (inf if high is None else high))


# Parquet files.

_PARQUET = ("a Parquet file", "write it again")


def _read_parquet(content: bytes, codebook: Codebook) -> pd.DataFrame:
    import pyarrow as pa
    import pyarrow.parquet as pq

    wanted = {variable.name for variable in codebook.variables}
    with readable_as(*_PARQUET):
        file = pq.ParquetFile(pa.BufferReader(content))
        facts, schema = file.metadata, file.schema_arrow
    expect_size(facts.num_rows, len(schema.names), codebook)
    fields = [field for field in schema if field.name in wanted]
    for field in fields:
        if pa.types.is_nested(field.type):
            raise FrameError(f"column {field.name!r}: {field.type} found; allowed: numbers, texts, dates")
    texts = [field.name for field in fields if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)]
    with readable_as(*_PARQUET):
        expect_bytes(_unpacked(facts), UNPACKED_BYTES, "the file unpacks to")
        # Texts stay dictionaries: one long text a million times over takes no more room than one.
        file = pq.ParquetFile(pa.BufferReader(content), metadata=facts, read_dictionary=texts)
    return frame_of(schema.names, _parquet_chunks(file, codebook), codebook)


def _unpacked(facts: Any) -> int:
    """The declared size of a file in bytes, unpacked.

    Sizes of single columns are not asked for: damaged ones end the whole process, inside the library.
    """
    return sum(int(facts.row_group(number).total_byte_size) for number in range(facts.num_row_groups))


def _parquet_chunks(file: Any, codebook: Codebook) -> Iterator[Chunk]:
    names = [variable.name for variable in codebook.variables]
    start = FIRST_ROW
    with readable_as(*_PARQUET):
        for batch in file.iter_batches(chunk_rows(codebook), columns=names):
            numbers = range(start, start + batch.num_rows)
            yield numbers, {name: _arrow_texts(batch.column(name)) for name in names}
            start = numbers.stop


def _arrow_texts(column: "pa.Array[Any]") -> Column:
    import pyarrow as pa

    if pa.types.is_null(column.type):
        return [None] * len(column)
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    words = np.array([*texts_of(encoded.dictionary.to_pylist()), None], dtype=object)
    places = encoded.indices.cast(pa.int64()).fill_null(len(words) - 1)
    texts: list[str | None] = words[places.to_numpy(zero_copy_only=False)].tolist()
    return texts
