"""The first sheet of an Excel workbook becomes a response frame: names in row 1, one response in each row below."""

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any
from xml.parsers import expat
from zipfile import ZipFile, ZipInfo

import pandas as pd

from analysis.cells import (
    CELLS,
    ROWS,
    UNPACKED_BYTES,
    Chunk,
    cell_text,
    chunk_rows,
    expect_bytes,
    expect_size,
    frame_of,
    readable_as,
)
from analysis.codebook import Codebook
from analysis.columns import Column
from analysis.errors import FrameError

PARTS, ELEMENTS, STRETCH = 10_000, 200_000, 4_000_000
"""The most parts of a workbook, XML elements outside its rows and texts, and bytes between two elements."""

SHEET_BYTES = 1_000_000_000
"""The most that the sheets of a workbook may add up to, were each as large as the largest part."""

_KIND = ("an Excel workbook", "open it in a spreadsheet and save it as XLSX again")
_COPY = "copy the answers alone to a new workbook"

_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"})

Row = tuple[int, Sequence[Any]]
"""The number of a row, and its values."""


def read_workbook(content: bytes, codebook: Codebook) -> pd.DataFrame:
    """A response frame from the bytes of an XLSX file; FrameError names row and column of what does not fit.

    Blank rows are passed over. Formulas count with the value that the spreadsheet stored.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of looks that cannot be kept
        with readable_as(*_KIND):
            formulas = _checked(content)
        rows = _values(content)
        names = _names(next(rows, (1, ()))[1], codebook)
        wanted = {variable.name for variable in codebook.variables}
        places = {name: place for place, name in enumerate(names) if name in wanted}
        if formulas:
            _expect_values(content, places)
        return frame_of(names, _chunks(rows, places, len(names), codebook), codebook)


def _sheet(content: bytes, *, stored: bool) -> Any:
    """The first sheet, with the stored values of formulas or with the formulas."""
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(content), read_only=True, data_only=stored, keep_links=False)
    if not book.worksheets:
        raise FrameError("a workbook without a sheet found; put the answers on its first sheet")
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # files may claim any
    return sheet


def _values(content: bytes) -> Iterator[Row]:
    with readable_as(*_KIND):
        seen = 0
        for number, values in enumerate(_sheet(content, stored=True).iter_rows(values_only=True), start=1):
            seen += len(values)
            if seen > CELLS:
                raise FrameError(f"row {number}: more than {CELLS:,} cells found so far; {_COPY}")
            yield number, values


def _names(values: Sequence[Any], codebook: Codebook) -> list[str]:
    width = _width(values)
    expect_size(0, width, codebook)
    names = [_text(value, 1, _letter(place)) or "" for place, value in enumerate(values[:width])]
    if not names:
        raise FrameError("row 1: no column names found; put them in the first row of the first sheet")
    if "" in names:
        letter = _letter(names.index(""))
        raise FrameError(f"row 1, column {letter}: no name found; part merged cells and give each column a name")
    return names


def _width(values: Sequence[Any]) -> int:
    """How many values there are up to the last one that is not blank."""
    if not any(values) and 0 not in values:  # quick, since a blank row may be 16,384 columns wide
        return 0
    return max((place for place, value in enumerate(values, start=1) if cell_text(value)), default=0)


def _chunks(rows: Iterator[Row], places: Mapping[str, int], width: int, codebook: Codebook) -> Iterator[Chunk]:
    numbers: list[int] = []
    lines: list[list[str | None]] = []
    for number, values in rows:
        expect_size(number - 1, width, codebook)
        _expect_named(number, values, width)
        line = [_text(values[place], number, name) if place < len(values) else None for name, place in places.items()]
        if any(line) or _width(values):
            numbers.append(number)
            lines.append(line)
        if len(lines) == chunk_rows(codebook):
            yield numbers, _columns(lines, places)
            numbers, lines = [], []
    if lines:
        yield numbers, _columns(lines, places)


def _columns(lines: list[list[str | None]], names: Iterable[str]) -> dict[str, Column]:
    return dict(zip(names, zip(*lines, strict=True), strict=True))


def _text(value: Any, number: int, column: str) -> str | None:
    text = cell_text(value)
    if text and text.startswith("#") and text in _ERRORS:
        raise FrameError(f"row {number}, column {column!r}: {text} found; mend the formula or clear the cell")
    return text


def _expect_named(number: int, values: Sequence[Any], width: int) -> None:
    beyond = _width(values[width:])
    if beyond:
        letter = _letter(width + beyond - 1)
        raise FrameError(f"row {number}, column {letter}: a value without a name in row 1 found; name the column")


def _expect_values(content: bytes, places: Mapping[str, int]) -> None:
    """Programs that write workbooks without a spreadsheet leave formulas without values: nobody knows the answer.

    A formula whose stored value is an empty text ("str") is an answer left blank.
    """
    with readable_as(*_KIND):
        rows = (_sheet(content, stored=stored).iter_rows() for stored in (False, True))
        for number, (formulas, cells) in enumerate(zip(*rows, strict=True), start=1):
            for name, place in places.items():
                if place < len(cells) and formulas[place].data_type == "f" and _valueless(cells[place]):
                    fix = "open the file in a spreadsheet and save it"
                    raise FrameError(f"row {number}, column {name!r}: a formula without a value found; {fix}")


def _valueless(cell: Any) -> bool:
    return cell.value is None and cell.data_type != "str"


def _letter(place: int) -> str:
    from openpyxl.utils import get_column_letter

    letter: str = get_column_letter(place + 1)
    return letter


# What the parts of the file are, before anything is unpacked in memory.


def _checked(content: bytes) -> bool:
    """Whether there are formulas; FrameError for a file that would take too much memory or needs a password."""
    if content.count(b"PK\x01\x02") > PARTS:
        raise FrameError(f"a workbook of more than {PARTS:,} parts found; {_COPY}")
    archive = ZipFile(BytesIO(content))
    parts = archive.infolist()
    expect_bytes(sum(part.file_size for part in parts), UNPACKED_BYTES, "the workbook unpacks to")
    if any(part.flag_bits & 1 for part in parts):
        raise FrameError("a workbook with a password found; save it without a password")
    checks = [_check(archive, part) for part in parts if part.filename.endswith((".xml", ".rels"))]
    sheets = sum(check.sheets for check in checks)
    if sheets * max(part.file_size for part in parts) > SHEET_BYTES:  # each may be looked through for its size
        raise FrameError(f"a large workbook of {sheets:,} sheets found; {_COPY}")
    return any(check.formulas for check in checks)


def _check(archive: ZipFile, part: ZipInfo) -> "_Check":
    """Run through one part, which may be large, in little memory."""
    check = _Check(rows_allowed=part.filename.startswith(("xl/worksheets/", "xl/sharedStrings")))
    with archive.open(part) as stream:
        while block := stream.read(1 << 16):
            check.feed(block)
    return check


class _Check:
    """Counts what an XML part would put into memory at a time, and refuses what no spreadsheet writes."""

    def __init__(self, *, rows_allowed: bool) -> None:
        self.starts = frozenset({"row", "si"}) if rows_allowed else frozenset()
        self.rows = self.elements = self.stretch = 0
        self.sheets, self.formulas = 0, False
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._element
        self.parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, block: bytes) -> None:
        """The next bytes of the part."""
        seen = self.rows, self.elements
        self.parser.Parse(block)
        self.stretch = self.stretch + len(block) if seen == (self.rows, self.elements) else 0
        if self.stretch > STRETCH:
            raise FrameError(f"a text of more than {STRETCH / 1e6:.0f} MB in one cell found; shorten it")

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        """Memory is freed after each row and each text ("si"), so what counts is what lies between."""
        local = name[name.find(":") + 1 :]
        self.elements += 1
        if local in self.starts:
            self.rows, self.elements = self.rows + 1, 0
            if self.rows > ROWS:
                raise FrameError(f"more than {ROWS:,} rows or texts found; part the file")
        elif local == "f":
            self.formulas = True
        elif local == "sheet":
            self.sheets += 1
        if self.elements > ELEMENTS:
            raise FrameError(f"more than {ELEMENTS:,} styles, columns or other parts found; {_COPY}")

    def _doctype(self, *_: object) -> None:
        raise FrameError("a workbook with its own document type found; open it in a spreadsheet and save it again")
