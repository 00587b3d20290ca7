"""Response frames from files of other programs: CSV, XLSX, SPSS, Parquet. Files are taken to be hostile."""

import datetime
import io
import math
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.codebook import Codebook
from analysis.columns import from_columns, read_csv
from analysis.errors import FrameError, listed

if TYPE_CHECKING:
    import pandas as pd

Columns = dict[str, list[str | None]]

MOST_BYTES = 200 * 2**20
"""The most that a file may unpack to: more than two million short answers, less than a small computer's memory."""

MOST_COLUMNS, MOST_ROWS = 2_000, 2_000_000
HEADER = 1
PARQUET, ZIP, SAV = b"PAR1", b"PK\x03\x04", (b"$FL2", b"$FL3")


def read_answers(source: str | Path | bytes, codebook: Codebook, name: str = "") -> "pd.DataFrame":
    """A response frame from a file, whose kind its first bytes tell: CSV, XLSX, SPSS (.sav) or Parquet.

    `source` is a path or the file's bytes. Numbers such as 3.0 become the code "3", dates are written
    as 2026-03-01, empty cells mean no answer. FrameError names the row as a spreadsheet counts it, the column, what
    was found, and the fix; so it does for files that are cut short, protected or not what they seem.
    """
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    if content.startswith(PARQUET):
        return _frame(_opened(_parquet, content, "Parquet"), codebook)
    if content.startswith(ZIP):
        return _frame(_opened(_xlsx, content, "XLSX"), codebook)
    if content.startswith(SAV):
        return _frame(_opened(_sav, content, "SPSS"), codebook)
    if b"\x00" in content[:1_000]:
        raise FrameError(f"{name or 'the file'}: not a CSV, XLSX, SAV or Parquet file; save it as one of these")
    return read_csv(content, codebook)


def _opened(read: Callable[[bytes], Columns], content: bytes, kind: str) -> Columns:
    """What a reader makes of a file; errors of its library become one line."""
    try:
        return read(content)
    except (FrameError, MemoryError):
        raise
    except Exception as error:  # hostile files make libraries raise nearly anything
        first = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise FrameError(f"not readable as {kind} ({first}); open it where it was made and save it again") from error


def _frame(columns: Columns, codebook: Codebook) -> "pd.DataFrame":
    known = {variable.name for variable in codebook.variables}
    rows = max((len(column) for column in columns.values()), default=0)
    kept = {name: column for name, column in columns.items() if name in known}
    filled = [row for row in range(rows) if any(column[row] for column in kept.values())]
    if len(filled) < rows:
        kept = {name: [column[row] for row in filled] for name, column in kept.items()}
    missing = [name for name in known if name not in kept]
    if missing:
        raise FrameError(f"column {listed(sorted(missing))} is missing; found: {listed(columns)}")
    return from_columns(kept, codebook, [row + HEADER + 1 for row in filled])


def _expect_size(rows: int, columns: int) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        found = f"{rows} rows and {columns} columns found"
        raise FrameError(f"{found}; allowed: {MOST_ROWS} and {MOST_COLUMNS}; split the file")


def _text(value: Any) -> str | None:
    """A cell as the code that stands in CSV files."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        value = value.date() if value.time() == datetime.time.min else value
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value).strip() or None


# XLSX.


def _xlsx(content: bytes) -> Columns:
    """The first sheet; its first row has the names of columns."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
        if "xl/workbook.xml" not in archive.namelist():
            raise FrameError("a ZIP file without a workbook found; save the sheet as XLSX or CSV")
    if unpacked > MOST_BYTES:
        found = f"{unpacked // 2**20} MB"
        raise FrameError(f"the workbook unpacks to {found}; allowed: {MOST_BYTES // 2**20} MB; save it as CSV")
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        return _sheet(book.worksheets[0].iter_rows(values_only=True))
    finally:
        book.close()


def _sheet(rows: Iterator[tuple[Any, ...]]) -> Columns:
    names = [_text(cell) or "" for cell in next(rows, ())]
    while names and not names[-1]:
        names.pop()
    _expect_names(names)
    columns: list[list[str | None]] = [[] for _ in names]
    for number, row in enumerate(rows, start=HEADER + 1):
        _expect_size(number, len(row))
        for place, name in enumerate(names):
            value = row[place] if place < len(row) else None
            columns[place].append(_cell(value, number, name))
    return dict(zip(names, columns, strict=True))


def _expect_names(names: list[str]) -> None:
    _expect_size(0, len(names))
    blank = [place for place, name in enumerate(names, start=1) if not name]
    if blank or not names:
        found = f"column {blank[0]} has no name" if blank else "no names of columns found"
        raise FrameError(f"row 1: {found}; write one name in each cell of the first row, without merged cells")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise FrameError(f"column {listed(twice)} found more than once; each name must be unique")


def _cell(value: Any, number: int, name: str) -> str | None:
    if isinstance(value, str) and value.startswith("#") and value.endswith(("!", "?", "/A")):
        raise FrameError(f"row {number}, column {name!r}: {value} found; mend the formula or write its value")
    return _text(value)


# SPSS.


def _sav(content: bytes) -> Columns:
    """Codes as texts; values that the file declares as missing stay codes, system-missing means no answer."""
    import pyreadstat

    with tempfile.TemporaryDirectory() as folder:  # the library reads from files only
        path = Path(folder) / "answers.sav"
        path.write_bytes(content)
        _, facts = pyreadstat.read_sav(path, metadataonly=True)
        _expect_size(facts.number_rows or 0, facts.number_columns or len(facts.column_names))
        data, _ = pyreadstat.read_sav(path, user_missing=True, apply_value_formats=False, output_format="dict")
    return {name: [_text(value) for value in column] for name, column in data.items()}


# Parquet.


def _parquet(content: bytes) -> Columns:
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = pq.ParquetFile(pa.BufferReader(content))
    _expect_size(file.metadata.num_rows, file.metadata.num_columns)
    unpacked = sum(file.metadata.row_group(group).total_byte_size for group in range(file.metadata.num_row_groups))
    if unpacked > MOST_BYTES * 5:
        raise FrameError(f"the file unpacks to {unpacked // 2**20} MB; split it into several")
    table = file.read()
    _expect_names(table.column_names)
    return {name: _texts(table.column(name)) for name in table.column_names}


def _texts(column: Any) -> list[str | None]:
    """A column of any type as codes; each different value is turned into text once."""
    encoded = column.combine_chunks().dictionary_encode() if hasattr(column, "combine_chunks") else column
    array = encoded if not hasattr(encoded, "chunks") else encoded.combine_chunks()
    words = [_text(value) for value in array.dictionary.to_pylist()]
    return [None if place is None else words[place] for place in array.indices.to_pylist()]
