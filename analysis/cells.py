"""What all files of answers share: cells become raw texts, chunks of texts a frame, within limits of size."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

import pandas as pd

from analysis.codebook import Codebook
from analysis.columns import Column, from_columns
from analysis.errors import AnalysisError, FrameError, listed

ROWS, COLUMNS, CELLS = 2_000_000, 2_000, 100_000_000
"""The most rows and columns of a file, and the most cells of a frame."""

FILE_BYTES, UNPACKED_BYTES = 130_000_000, 200_000_000
"""The most bytes of a file, and of what a compressed file holds: a small one may hide gigabytes."""

FIRST_ROW = 2
"""The row number of the first response in a spreadsheet, whose row 1 is the header."""

CHUNK_ROWS, CHUNK_CELLS = 50_000, 3_000_000
"""The most rows and cells that are held as texts at a time."""

Chunk = tuple[Sequence[int], dict[str, Column]]
"""Row numbers, and columns of raw texts by name."""


def cell_text(value: object) -> str | None:
    """A cell as CSV would hold it: 3.0 is "3", true is "1", dates are ISO 8601; None for an empty cell."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int):
        return str(int(value))
    if value is None or value != value or value is pd.NaT:
        return None
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, datetime) and value.time() == time() and value.tzinfo is None:
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return value.decode().strip() if isinstance(value, bytes) else str(value)


def texts_of(values: Sequence[Any]) -> list[str | None]:
    """Many cells as texts; each different value is put into words once."""
    words = {value: cell_text(value) for value in set(values)}
    return [words[value] for value in values]


def chunk_rows(codebook: Codebook) -> int:
    """How many rows of a questionnaire to hold as texts at a time."""
    return max(1, min(CHUNK_ROWS, CHUNK_CELLS // max(len(codebook.variables), 1)))


def expect_size(rows: int, columns: int, codebook: Codebook) -> None:
    """Raise FrameError for a table that is larger than any survey."""
    cells = rows * len(codebook.variables)
    for found, most, what in ((columns, COLUMNS, "columns"), (rows, ROWS, "rows"), (cells, CELLS, "cells")):
        if found > most:
            raise FrameError(f"{found:,} {what} found; allowed: {most:,}; leave columns out or part the file")


def expect_bytes(found: int, most: int, what: str) -> None:
    """Raise FrameError when something takes too many bytes."""
    if found > most:
        raise FrameError(f"{what} {found / 1e6:,.0f} MB; allowed: {most / 1e6:,.0f} MB; part it or leave columns out")


def frame_of(names: Sequence[str], chunks: Iterable[Chunk], codebook: Codebook) -> pd.DataFrame:
    """A response frame from the column names of a file and its rows, chunk by chunk.

    FrameError when a name is missing or found twice, a code is unknown, or the table is too large.
    """
    expect_size(0, len(names), codebook)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise FrameError(f"column {listed(twice)} found more than once; each name must be unique")
    frames = [from_columns(dict.fromkeys(names, ()), codebook)]  # complains of missing columns
    rows = 0
    for numbers, columns in chunks:
        rows += len(numbers)
        expect_size(rows, len(names), codebook)
        frames.append(from_columns(columns, codebook, numbers))
    return pd.concat(frames[1:] or frames, ignore_index=True)


@contextmanager
def readable_as(kind: str, fix: str) -> Iterator[None]:
    """Turn whatever a broken file makes a library raise into one FrameError."""
    try:
        yield
    except AnalysisError:
        raise
    except Exception as error:  # libraries fail on broken files in any way they like
        raise FrameError(f"not readable as {kind}: damaged or incomplete; {fix}") from error
