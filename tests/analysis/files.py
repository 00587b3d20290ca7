"""Files of answers made in memory: workbooks with any content, SPSS and Parquet files of a table."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat

SHEET, WORKBOOK, STYLES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def xlsx(*rows: Sequence[Any], merged: str = "") -> bytes:
    """A workbook whose first sheet has these rows; a second sheet has something else."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    book.create_sheet("Inny").append(["inne", "rzeczy"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    """The parts of a workbook, to be changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(contents: Mapping[str, bytes]) -> bytes:
    """A workbook of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return stream.getvalue()


def sheet_of(names: Sequence[str], rows: str) -> bytes:
    """A workbook whose first sheet has column names and rows written as XML."""
    header = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in names)
    xml = f"<worksheet {MAIN}><sheetData><row>{header}</row>{rows}</sheetData></worksheet>"
    return packed(parts(xlsx([])) | {SHEET: xml.encode()})


def sav(table: pd.DataFrame, **options: Any) -> bytes:
    """An SPSS file; options as for pyreadstat."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "answers.sav"
        pyreadstat.write_sav(table, path, **options)
        return path.read_bytes()


def parquet(columns: Mapping[str, Any], **options: Any) -> bytes:
    """A Parquet file; options as for pyarrow."""
    stream = io.BytesIO()
    pq.write_table(pa.table(dict(columns)), stream, **options)
    return stream.getvalue()
