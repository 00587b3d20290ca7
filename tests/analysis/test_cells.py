"""Cells become the texts that CSV would hold; tables larger than any survey are refused."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import cells
from analysis.cells import cell_text, chunk_rows, expect_bytes, expect_size, frame_of, readable_as, texts_of
from analysis.errors import CodebookError, FrameError
from tests.analysis.build import codebook, lack

BOOK = codebook(lack("care"), lack("roads"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (float("nan"), None),
        (pd.NaT, None),
        (" 3 ", "3"),
        (3, "3"),
        (3.0, "3"),
        (-0.0, "0"),
        (1.25, "1.25"),
        (0.1, "0.1"),
        (True, "1"),
        (False, "0"),
        (np.float64(2), "2"),
        (date(2024, 5, 1), "2024-05-01"),
        (datetime(2024, 5, 1), "2024-05-01"),
        (datetime(2024, 5, 1, 12, 30), "2024-05-01T12:30:00"),
        (datetime(2024, 5, 1, tzinfo=UTC), "2024-05-01T00:00:00+00:00"),
        (time(8, 5), "08:05:00"),
        (Decimal("1.50"), "1.50"),
        (" łąka".encode(), "łąka"),
    ],
)
def test_a_cell_is_what_csv_would_hold(value: object, text: str | None) -> None:
    assert cell_text(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_keep_every_digit(value: float) -> None:
    assert float(str(cell_text(value))) == value


@given(st.lists(st.none() | st.integers() | st.floats() | st.text()))
def test_many_cells_are_read_like_one(values: list[object]) -> None:
    assert texts_of(values) == [cell_text(value) for value in values]


@pytest.mark.parametrize(
    ("rows", "columns", "message"),
    [
        (2_000_001, 2, "2,000,001 rows found; allowed: 2,000,000"),
        (0, 2_001, "2,001 columns found; allowed: 2,000; leave columns out"),
    ],
)
def test_a_table_that_is_too_large_is_refused(rows: int, columns: int, message: str) -> None:
    with pytest.raises(FrameError, match=message):
        expect_size(rows, columns, BOOK)


def test_a_wide_and_long_table_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "CELLS", 19)
    expect_size(9, 2, BOOK)
    with pytest.raises(FrameError, match="20 cells found; allowed: 19"):
        expect_size(10, 2, BOOK)


def test_too_many_bytes_are_refused() -> None:
    expect_bytes(200, 200, "the file has")
    with pytest.raises(FrameError, match="the file has 300 MB; allowed: 200 MB"):
        expect_bytes(300_000_000, 200_000_000, "the file has")


def test_chunks_are_shorter_for_wide_questionnaires() -> None:
    wide = codebook(*[lack(f"a{number}") for number in range(100)])
    assert chunk_rows(BOOK) == cells.CHUNK_ROWS
    assert chunk_rows(wide) * 100 == cells.CHUNK_CELLS


def test_a_frame_of_chunks_is_the_frame_of_all_rows() -> None:
    parts = [
        ([2, 3], {"lack.care": ["1", "2"], "lack.roads": ["", "0"]}),
        ([5], {"lack.care": [""], "lack.roads": ["2"]}),
    ]
    table = frame_of(["lack.roads", "lack.care", "note"], parts, BOOK)
    assert table["lack.care"].tolist() == ["1", "2", "no_answer"]
    assert table.index.equals(pd.RangeIndex(3))


def test_rows_keep_their_numbers_in_messages() -> None:
    with pytest.raises(FrameError, match=r"row 7, column 'lack\.roads': '5' found"):
        frame_of(["lack.care", "lack.roads"], [([4, 7], {"lack.care": ["", ""], "lack.roads": ["1", "5"]})], BOOK)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["lack.care"], "column lack.roads is missing; found: lack.care"),
        (["lack.care", "x", "x", "lack.roads"], "column x found more than once"),
    ],
)
def test_missing_and_repeated_names_are_refused(names: list[str], message: str) -> None:
    with pytest.raises(FrameError, match=message):
        frame_of(names, [], BOOK)


def test_errors_of_libraries_become_one_line() -> None:
    with (
        pytest.raises(FrameError, match=r"^not readable as a picture: damaged or incomplete; take it again$"),
        readable_as("a picture", "take it again"),
    ):
        raise KeyError("several\nlines")


def test_our_own_errors_stay_as_they_are() -> None:
    with pytest.raises(CodebookError, match=r"^wrong$"), readable_as("a picture", "take it again"):
        raise CodebookError("wrong")
