"""Files of every kind give the frame of the same answers in CSV; broken ones give one clear line."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codebook import Role, Variable
from analysis.columns import from_columns
from analysis.errors import FrameError
from analysis.readers import read_answers
from tests.analysis.build import codebook, lack, stratum

BOOK = codebook(
    lack("a"),
    stratum("age", "xy"),
    Variable("w", Role.WEIGHT, "w", "w"),
    Variable("more", Role.TEXT, "more", "more"),
    Variable("day", Role.DAY, "day", "day"),
)
COLUMNS: dict[str, list[Any]] = {
    "lack.a": ["2", "0", "", "1"],
    "age": ["x", "y", "y", ""],
    "w": ["1.5", "2", "", "1"],
    "more": ["Brak ławki", "", "żłobek, plac", "=1+1"],
    "day": ["2026-03-01", "2026-03-02", "", "2026-03-02"],
}
EXPECTED = from_columns(COLUMNS, BOOK)


def xlsx(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def number(text: str) -> float | None:
    return float(text) if text else None


def rows(columns: dict[str, list[Any]]) -> list[list[Any]]:
    return [list(columns), *[[value or None for value in row] for row in zip(*columns.values(), strict=True)]]


def as_xlsx() -> bytes:
    """Numbers as numbers, days as dates, texts that look like formulas as texts."""
    typed = COLUMNS | {
        "lack.a": [number(code) for code in COLUMNS["lack.a"]],
        "w": [number(code) for code in COLUMNS["w"]],
        "day": [pd.Timestamp(day).to_pydatetime() if day else None for day in COLUMNS["day"]],
        "more": [text.replace("=", "'=") for text in COLUMNS["more"]],
    }
    lines = rows(typed)
    for place, value in enumerate(COLUMNS["lack.a"], start=1):
        lines[place][0] = number(value)
    return xlsx(lines)


def as_parquet() -> bytes:
    table = pa.table(
        {
            "lack.a": pa.array([2.0, 0.0, None, 1.0]),
            "age": pa.array(["x", "y", "y", None]).dictionary_encode(),
            "w": pa.array([1.5, 2, None, 1]),
            "more": pa.array([text or None for text in COLUMNS["more"]]),
            "day": pa.array([pd.Timestamp(day).date() if day else None for day in COLUMNS["day"]]),
        }
    )
    written = io.BytesIO()
    pq.write_table(table, written)
    return written.getvalue()


def as_sav(folder: Path) -> bytes:
    frame = pd.DataFrame(
        {
            "lack_a": [2.0, 0.0, np.nan, 1.0],
            "age": ["x", "y", "y", ""],
            "w": [1.5, 2.0, np.nan, 1.0],
            "more": COLUMNS["more"],
            "day": COLUMNS["day"],
        }
    )
    pyreadstat.write_sav(frame, folder / "a.sav")
    return (folder / "a.sav").read_bytes()


@pytest.mark.parametrize("write", [as_parquet])
def test_parquet_gives_the_frame_of_the_csv(write: Callable[[], bytes]) -> None:
    pd.testing.assert_frame_equal(read_answers(write(), BOOK), EXPECTED)


def test_a_workbook_gives_the_frame_of_the_csv() -> None:
    found = read_answers(as_xlsx(), BOOK)
    pd.testing.assert_frame_equal(found.drop(columns="more"), EXPECTED.drop(columns="more"))
    assert found["more"].tolist() == ["Brak ławki", None, "żłobek, plac", "'=1+1"]


def test_spss_gives_the_frame_of_the_csv(tmp_path: Path) -> None:
    book = codebook(
        Variable("lack_a", Role.MEASURE, "lack", "a", levels=("0", "1", "2"), measure="lack", area="a"),  # type: ignore[arg-type]
        *BOOK.variables[1:],
    )
    found = read_answers(as_sav(tmp_path), book)
    pd.testing.assert_frame_equal(found.rename(columns={"lack_a": "lack.a"}), EXPECTED)


def test_a_declared_missing_code_of_spss_can_mean_dont_know(tmp_path: Path) -> None:
    frame = pd.DataFrame({"lack_a": [2.0, 9.0, 1.0]})
    pyreadstat.write_sav(frame, tmp_path / "a.sav", missing_ranges={"lack_a": [9]})
    book = codebook(
        Variable(
            "lack_a", Role.MEASURE, "lack", "a", levels=("0", "1", "2"), measure="lack", area="a", dont_know=("9",)
        )  # type: ignore[arg-type]
    )
    assert read_answers(tmp_path / "a.sav", book)["lack_a"].tolist() == ["2", "dont_know", "1"]


def test_csv_is_read_as_before() -> None:
    lines = [",".join(f'"{cell}"' for cell in row) for row in zip(*COLUMNS.values(), strict=True)]
    text = "\n".join([",".join(COLUMNS), *lines])
    pd.testing.assert_frame_equal(read_answers(text.encode(), BOOK), EXPECTED)


def test_blank_rows_are_passed_over_and_rows_counted_as_in_a_spreadsheet() -> None:
    lines = [["lack.a", "age", "w", "more", "day"], [1, "x"], [None] * 5, [7, "y"]]
    with pytest.raises(FrameError, match=r"row 4, column 'lack.a': '7' found; allowed: 0, 1, 2"):
        read_answers(xlsx(lines), BOOK)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([[]], "row 1: no names of columns found"),
        ([["age", None, "w"], [1, 2, 3]], "row 1: column 2 has no name; write one name in each cell"),
        ([["age", "age"], ["x", "y"]], "column age found more than once"),
        ([["age", "w"], ["x", 1]], "column day, lack.a, more is missing; found: age, w"),
        ([[*COLUMNS], ["1", "#REF!", 1, "", ""]], "row 2, column 'age': #REF! found; mend the formula"),
    ],
)
def test_a_sheet_that_cannot_be_used_is_refused(lines: list[list[Any]], message: str) -> None:
    with pytest.raises(FrameError, match=message):
        read_answers(xlsx(lines), BOOK)


def zipped(name: str, size: int) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"0" * size)
    return written.getvalue()


def test_a_workbook_that_unpacks_to_very_much_is_not_unpacked() -> None:
    with pytest.raises(FrameError, match="the workbook unpacks to 210 MB; allowed: 200 MB; save it as CSV"):
        read_answers(zipped("xl/workbook.xml", 210 * 2**20), BOOK)


def test_another_kind_of_archive_is_named() -> None:
    with pytest.raises(FrameError, match="a ZIP file without a workbook found"):
        read_answers(zipped("letter.txt", 10), BOOK)


def test_a_file_of_another_kind_is_named() -> None:
    with pytest.raises(FrameError, match=r"photo\.jpg: not a CSV, XLSX, SAV or Parquet file"):
        read_answers(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", BOOK, "photo.jpg")


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(FrameError, match=r"2001 columns found; allowed: 2000000 and 2000"):
        read_answers(xlsx([[f"c{number}" for number in range(2_001)]]), BOOK)


WHOLE = {"xlsx": as_xlsx(), "parquet": as_parquet()}


@pytest.mark.parametrize("kind", WHOLE)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_file_gives_a_frame_or_one_line(kind: str, data: st.DataObject) -> None:
    content = bytearray(WHOLE[kind])
    end = data.draw(st.integers(4, len(content)))
    place = data.draw(st.integers(4, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255))
    with suppress(FrameError):
        assert len(read_answers(bytes(content[:end]), BOOK)) <= 4


@settings(max_examples=60, deadline=None)
@given(start=st.sampled_from([b"PAR1", b"PK\x03\x04", b"$FL2", b"$FL3", b""]), rest=st.binary(max_size=300))
def test_any_bytes_give_a_frame_or_one_line(start: bytes, rest: bytes) -> None:
    with pytest.raises(FrameError) as refusal:
        read_answers(start + rest, BOOK)
    assert "\n" not in str(refusal.value)
