"""Workbooks as people make them are read; formulas without values, broken and hostile ones are refused."""

import datetime
from dataclasses import replace

import openpyxl
import pytest

from analysis import xlsx as reader
from analysis.codebook import Role, Variable
from analysis.columns import validate
from analysis.errors import FrameError
from analysis.xlsx import read_workbook
from tests.analysis.build import codebook, lack, stratum
from tests.analysis.files import MAIN, SHEET, STYLES, WORKBOOK, packed, parts, sheet_of, xlsx

BOOK = codebook(
    replace(lack("care"), dont_know=("9",)), stratum("age", "xy"), Variable("day", Role.DAY, "day", "Dzień")
)
NAMES = ("lack.care", "age", "day")
ENTITY = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet {MAIN}><sheetData/></worksheet>'


def lacks(content: bytes) -> list[str]:
    table = read_workbook(content, BOOK)
    validate(table, BOOK)
    return table["lack.care"].astype(object).tolist()


def cell(xml: str) -> bytes:
    """A workbook with one response, whose first cell is this XML."""
    return sheet_of(NAMES, f"<row>{xml}</row>")


def test_numbers_texts_and_dates_are_read() -> None:
    content = xlsx(
        NAMES,
        [2.0, "x", datetime.date(2024, 5, 1)],
        ["9", " y ", datetime.datetime(2024, 5, 2, 8, 30)],
        [True, None, "dziś"],
    )
    table = read_workbook(content, BOOK)
    assert table["lack.care"].tolist() == ["2", "dont_know", "1"]
    assert table["age"].tolist() == ["x", "y", "no_answer"]
    assert table["day"].tolist() == ["2024-05-01", "2024-05-02T08:30:00", "dziś"]


def test_blank_rows_are_passed_over_but_counted() -> None:
    rows = [NAMES, [1, "x"], [None, None], ["", " "], [2, "y"]]
    assert lacks(xlsx(*rows)) == ["1", "2"]
    with pytest.raises(FrameError, match=r"row 6, column 'age': 'z' found; allowed: x, y, blank"):
        read_workbook(xlsx(*rows, [1, "z"]), BOOK)


def test_rows_that_the_file_leaves_out_are_counted() -> None:
    rows = '<row r="2"><c r="A2"><v>1</v></c></row><row r="5"><c r="A5"><v>7</v></c></row>'
    with pytest.raises(FrameError, match=r"row 5, column 'lack.care': '7' found"):
        read_workbook(sheet_of(NAMES, rows), BOOK)


def test_a_response_of_somebody_without_answers_counts() -> None:
    assert lacks(xlsx(["id", *NAMES], [17, None, None, None])) == ["no_answer"]


def test_short_rows_and_formatted_blanks_are_no_answers() -> None:
    assert lacks(
        sheet_of(NAMES, '<row><c r="XFD2" s="0"/></row><row><c r="B3" t="inlineStr"><is><t>x</t></is></c></row>')
    ) == ["no_answer"]


def test_a_file_that_lies_about_its_size_is_read_whole() -> None:
    content = parts(xlsx(NAMES, [1, "x"], [2, "y"]))
    content[SHEET] = content[SHEET].replace(b'<dimension ref="A1:C3" />', b'<dimension ref="A1:A1" />')
    assert lacks(packed(content)) == ["1", "2"]


def test_stored_values_of_formulas_count() -> None:
    assert lacks(cell("<c><f>1+1</f><v>2</v></c>")) == ["2"]
    assert lacks(cell('<c t="str"><f>IF(B9,1,"")</f><v></v></c><c t="str"><f>B9</f><v>x</v></c>')) == ["no_answer"]


def test_a_formula_without_a_value_is_refused() -> None:
    message = r"row 3, column 'age': a formula without a value found; open the file in a spreadsheet and save it"
    with pytest.raises(FrameError, match=message):
        read_workbook(xlsx(NAMES, [1, "x"], [1, '=IF(A1>1,"x","y")']), BOOK)


def test_formulas_in_other_columns_do_not_matter() -> None:
    assert lacks(xlsx([*NAMES, "sum"], [1, "x", None, "=A2+1"])) == ["1"]


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "#VALUE!"])
def test_error_cells_are_refused(error: str) -> None:
    with pytest.raises(FrameError, match=f"row 2, column 'lack.care': {error} found; mend the formula"):
        read_workbook(cell(f'<c t="e"><v>{error}</v></c>'), BOOK)


def test_a_date_outside_the_calendar_is_refused() -> None:
    book = openpyxl.Workbook()
    book.active.append(NAMES)
    book.active.append([1, "x", datetime.date(2024, 5, 1)])
    content = parts(xlsx(NAMES, [1, "x", datetime.date(2024, 5, 1)]))
    content[SHEET] = content[SHEET].replace(b"<v>45413</v>", b"<v>99999999</v>")
    with pytest.raises(FrameError, match="row 2, column 'day': #VALUE! found"):
        read_workbook(packed(content), BOOK)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "row 1: no column names found; put them in the first row of the first sheet"),
        ([[None], NAMES, [1, "x"]], "row 1: no column names found"),
        ([["Ankieta"], NAMES], "column lack.care, age, day is missing; found: Ankieta"),
        ([["lack.care", None, "age", "day"]], "row 1, column B: no name found; part merged cells"),
        ([NAMES, [1, "x", None, "uwaga"]], "row 2, column D: a value without a name in row 1 found"),
        ([[*NAMES, "age"]], "column age found more than once"),
        ([[*NAMES, *range(1998)]], "2,001 columns found; allowed: 2,000"),
    ],
)
def test_a_wrong_table_is_refused_with_row_and_column(rows: list[list[object]], message: str) -> None:
    with pytest.raises(FrameError, match=message):
        read_workbook(xlsx(*rows), BOOK)


def test_a_merged_header_is_refused() -> None:
    with pytest.raises(FrameError, match="row 1, column B: no name found; part merged cells and give each"):
        read_workbook(xlsx(["lack.care", "gone", "age", "day"], [1, 2, "x"], merged="A1:B1"), BOOK)


def test_only_the_first_sheet_is_read() -> None:
    assert lacks(xlsx(NAMES, [1, "x"])) == ["1"]
    with pytest.raises(FrameError, match="column age is missing; found: inne, rzeczy"):
        read_workbook(swapped(xlsx(NAMES, [1, "x"])), codebook(stratum("age", "xy"), areas=["care"]))


def swapped(content: bytes) -> bytes:
    """The workbook with its two sheets the other way round."""
    other = parts(content)
    second = "xl/worksheets/sheet2.xml"
    other[SHEET], other[second] = other[second], other[SHEET]
    return packed(other)


HOSTILE = {
    "entities": ({SHEET: ENTITY.encode()}, "its own document type found; open it in a spreadsheet"),
    "large": ({"xl/media/film.bin": bytes(200_000_001)}, "unpacks to 200 MB; allowed: 200 MB"),
    "many parts": ({f"p{number}": b"" for number in range(10_001)}, "more than 10,000 parts found; copy the answers"),
    "many styles": (
        {STYLES: b"<s>" + b"<xf/>" * 200_001 + b"</s>"},
        "more than 200,000 styles, columns or other parts",
    ),
    "many cells": ({SHEET: b"<s><row>" + b"<c/>" * 200_001 + b"</row></s>"}, "more than 200,000 styles, columns or"),
    "many rows": ({SHEET: b"<s>" + b"<row/>" * 2_000_001 + b"</s>"}, "more than 2,000,000 rows or texts found; part"),
    "a long text": ({SHEET: b"<s><row><c>" + b"a" * 5_000_000 + b"</c></row></s>"}, "a text of more than 4 MB in one"),
    "a long tag": ({SHEET: b"<s><row a='" + b"a" * 5_000_000 + b"'/></s>"}, "a text of more than 4 MB in one cell"),
    "broken XML": ({SHEET: b"<worksheet><sheetData></worksheet>"}, "not readable as an Excel workbook: damaged"),
    "no sheet": ({WORKBOOK: f"<workbook {MAIN}><sheets/></workbook>".encode()}, "not readable as|without a sheet"),
}


@pytest.mark.parametrize(("changes", "message"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_workbooks_are_refused(changes: dict[str, bytes], message: str) -> None:
    with pytest.raises(FrameError, match=message):
        read_workbook(packed(parts(xlsx(NAMES, [1, "x"])) | changes), BOOK)


def test_a_row_far_down_is_refused() -> None:
    with pytest.raises(FrameError, match="rows found; allowed: 2,000,000"):
        read_workbook(sheet_of(NAMES, '<row r="999999999"><c><v>1</v></c></row>'), BOOK)


def test_very_wide_blank_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "CELLS", 40_000)
    assert lacks(sheet_of(NAMES, '<row><c r="XFD2"/></row>' * 2)) == []
    with pytest.raises(FrameError, match="row 4: more than 40,000 cells found so far; copy the answers alone"):
        read_workbook(sheet_of(NAMES, '<row><c r="XFD2"/></row>' * 3), BOOK)


def test_many_sheets_of_one_large_part_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = xlsx(NAMES, [1, "x"])
    largest = max(len(part) for part in parts(content).values())
    monkeypatch.setattr(reader, "SHEET_BYTES", 2 * largest)
    assert lacks(content) == ["1"]
    monkeypatch.setattr(reader, "SHEET_BYTES", 2 * largest - 1)
    with pytest.raises(FrameError, match="a large workbook of 2 sheets found; copy the answers alone"):
        read_workbook(content, BOOK)


def test_a_part_with_a_password_is_refused() -> None:
    content = xlsx(NAMES, [1, "x"])
    place = content.index(b"PK\x01\x02") + 8
    with pytest.raises(FrameError, match="a workbook with a password found; save it without a password"):
        read_workbook(content[:place] + b"\x01" + content[place + 1 :], BOOK)
