"""A file that should be CSV, read row by row; errors of the whole file name the place and the fix."""

import codecs
import csv
import hashlib
import io
from collections.abc import Container, Generator, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

ENCODINGS = {"utf-8": "utf-8-sig", "cp1250": "cp1250", "iso-8859-2": "iso8859-2"}
SEPARATORS = (";", ",", "\t", "|")
CHUNK = 1 << 16
Rows = Generator[tuple[int, list[str]], None, None]
"""Row numbers as a spreadsheet shows them (names in row 1), and cells."""

POLISH = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
SIGNATURES = {
    b"PK\x03\x04": "a spreadsheet (.xlsx or .ods)",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet (.xls)",
    b"%PDF": "a PDF document",
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
}

MESSAGES = {
    "empty_file": "the file is empty; expected a row of column names and at least one row of answers",
    "no_rows": "the file has column names and no answers; expected at least one row under row 1",
    "not_text": "the file is {found}; expected a CSV text file. Open it in a spreadsheet, save as CSV UTF-8",
    "encoding": "line {line}: not in the encoding {allowed} that was declared; this looks like {found}, "
    "separator {separator!r}. Set [file] encoding and separator in the map, or save the file as CSV UTF-8",
    "nul": "line {line}: a NUL character; a text file has none. Export the file again",
    "separator": "row 1: columns are separated by {found!r}, the map says {allowed!r}. "
    "Set [file] separator = {found!r} in the map",
    "missing_column": "row 1: no column {missing}; found: {found}. Correct the map or the file",
    "unknown_column": "row 1: column {unknown} is not in the map; known: {allowed}. "
    "Describe it in the map, list it in ignore, or set ignore_others = true",
    "repeated_column": "row 1: column {found} occurs twice; names must differ. Rename one of them",
    "cells": "row {row}: {found} cells, expected {allowed} as in row 1. "
    "A row was cut or a separator stands in a text without quotes; mend the row",
    "quotes": "row {row}: a quotation mark out of place ({found}). "
    "A text with quotation marks must stand in quotes, with each of its marks doubled",
    "huge_field": "row {row}: a cell longer than {allowed} characters. "
    "A closing quotation mark is probably missing; mend the row",
}


class ImportFileError(ValueError):
    """The file cannot be imported at all: `code` and `params` say why, the text says it in English."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.params = params
        super().__init__(MESSAGES[code].format(**params))


@contextmanager
def opened(source: Path | str | BinaryIO) -> Iterator[BinaryIO]:
    """The bytes of a path, or of a seekable stream from its beginning; a stream stays open afterwards."""
    if isinstance(source, (str, Path)):
        with open(source, "rb") as stream:
            yield stream
    else:
        source.seek(0)
        yield source


def fingerprint(stream: BinaryIO, encoding: str) -> str:
    """SHA-256 of the content, once all of it has proved to be text in the encoding."""
    total = hashlib.sha256()
    text = _Text(encoding)
    for chunk in iter(partial(stream.read, CHUNK), b""):
        total.update(chunk)
        text.check(chunk)
    text.end()
    return total.hexdigest()


class _Text:
    """Checks the bytes of a text file as they come."""

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self.decoder = codecs.getincrementaldecoder(ENCODINGS[encoding])()
        self.line = 1
        self.head = b""
        self.utf8_so_far = False

    def check(self, chunk: bytes) -> None:
        self.head = self.head or chunk
        for signature, name in SIGNATURES.items():
            if self.head.startswith(signature):
                raise ImportFileError("not_text", found=name)
        if (at := chunk.find(0)) >= 0:
            raise ImportFileError("nul", line=self.line + chunk.count(b"\n", 0, at))
        if self.encoding != "utf-8" and not chunk.isascii() and _is_utf8(chunk):
            raise self._wrong(chunk, 0)
        self._decode(chunk)
        self.utf8_so_far |= self.encoding == "utf-8" and not chunk.isascii()
        self.line += chunk.count(b"\n")

    def end(self) -> None:
        if not self.head.strip(b"\xef\xbb\xbf \t\r\n"):
            raise ImportFileError("empty_file")
        self._decode(b"", final=True)

    def _decode(self, chunk: bytes, final: bool = False) -> None:
        try:
            self.decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            raise self._wrong(error.object, error.start) from error

    def _wrong(self, sample: bytes, at: int) -> ImportFileError:
        damaged = self.utf8_so_far or (self.encoding == "utf-8" and not sample[:at].isascii())
        return ImportFileError(
            "encoding",
            line=self.line + sample.count(b"\n", 0, at),
            allowed=self.encoding,
            found="utf-8 with a damaged character" if damaged else _likely_encoding(sample),
            separator=_likely_separator(self.head),
        )


def _is_utf8(sample: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _likely_encoding(sample: bytes) -> str:
    """UTF-8 hardly ever happens by chance; the two Polish code pages differ in which bytes are letters."""
    if _is_utf8(sample):
        return "utf-8"
    pages = [name for name in ENCODINGS if name != "utf-8"]
    return max(pages, key=lambda name: sum(c in POLISH for c in sample.decode(ENCODINGS[name], "replace")))


def _likely_separator(head: bytes) -> str:
    first_line = head.lstrip().split(b"\n", 1)[0]
    return max(SEPARATORS, key=lambda separator: first_line.count(separator.encode()))


def check_separator(stream: BinaryIO, encoding: str, separator: str, names: Container[str]) -> None:
    """Raise ImportFileError when another separator finds more of `names` in the first line."""
    stream.seek(0)
    line = stream.readline(CHUNK).decode(ENCODINGS[encoding], "replace").strip("\r\n")
    found = max((separator, *SEPARATORS), key=lambda each: _hits(line, each, names))
    if found != separator:
        raise ImportFileError("separator", found=found, allowed=separator)


def _hits(line: str, separator: str, names: Container[str]) -> int:
    return sum(cell.strip().strip('"') in names for cell in line.split(separator))


def records(stream: BinaryIO, encoding: str, separator: str) -> Rows:
    """The rows of the file; lines without anything are left out."""
    text = io.TextIOWrapper(stream, encoding=ENCODINGS[encoding], newline="")
    row = 0
    try:
        for row, cells in enumerate(csv.reader(text, delimiter=separator, strict=True), 1):
            if cells:
                yield row, cells
    except csv.Error as error:
        raise _broken(row + 1, error) from error
    finally:
        text.detach()


def _broken(row: int, error: csv.Error) -> ImportFileError:
    if "field limit" in str(error):
        return ImportFileError("huge_field", row=row, allowed=csv.field_size_limit())
    return ImportFileError("quotes", row=row, found=str(error))
