"""Responses from a CSV file, row by row: the file may be far larger than the memory.

A row either becomes the answers of one response or is refused with the column, the cell and the reason. What
is wrong with the file as a whole ends the reading with ImportFileError.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from analysis.vocabulary import Channel
from diagnoza.questionnaire.answers import Problem, asked, problems
from diagnoza.questionnaire.codebook import CHANNEL, answers_from_columns
from diagnoza.questionnaire.csv_columns import BoundColumn, bind, default_map
from diagnoza.questionnaire.csv_file import (
    ImportFileError,
    Rows,
    check_separator,
    fingerprint,
    opened,
    records,
)
from diagnoza.questionnaire.csv_guard import unguard
from diagnoza.questionnaire.csv_map import ImportMap, MapError, read_map
from diagnoza.questionnaire.definition import Definition

__all__ = [
    "ImportFileError",
    "ImportMap",
    "ImportedRow",
    "MapError",
    "RefusedRow",
    "default_map",
    "read_map",
    "read_rows",
]

Progress = Callable[[int, float], None]
"""Told how many rows were read and which share of the file that is, 0 to 1."""

EVERY = 1_000  # rows between two calls of Progress
NAMED = 10  # columns that a message names; the rest are counted
SHOWN = 80  # characters of a refused cell that a report shows


@dataclass(frozen=True)
class ImportedRow:
    """A row that becomes a response; the same row of the same file always has the same `key`.

    `channel` is the way of answering that a file of Diagnoza names.
    """

    number: int
    answers: dict[str, Any]
    key: str
    channel: Channel = Channel.IMPORT


@dataclass(frozen=True)
class RefusedRow:
    """A row that cannot become a response: where, what was found, and why.

    `code` is one of `answers.problems` (unknown_option, too_many, not_a_number, out_of_range, too_long,
    bad_characters, ...), or empty_row (no answer at all), or same_place (two options chosen as the first).
    """

    number: int
    column: str
    found: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


def read_rows(
    source: Path | str | BinaryIO,
    import_map: ImportMap,
    definition: Definition,
    progress: Progress | None = None,
) -> Iterator[ImportedRow | RefusedRow]:
    """Read a file: a path, or a seekable binary stream. Rows are numbered as a spreadsheet numbers them.

    Raises MapError at once when the map does not fit the questionnaire, ImportFileError while the file is
    read. The bytes are gone through twice, since the key of a row is made of the content of the whole file.
    """
    columns = bind(import_map, definition)
    return _rows(source, import_map, _Answers(definition, columns, import_map.exported), progress)


def _rows(
    source: Path | str | BinaryIO, import_map: ImportMap, answers: "_Answers", progress: Progress | None
) -> Iterator[ImportedRow | RefusedRow]:
    with opened(source) as stream:
        digest = fingerprint(stream, import_map.encoding)
        size = stream.tell()
        count = 0
        with closing(_cells(stream, import_map, answers.columns)) as rows:
            for number, cells in rows:
                yield answers.read(number, cells, digest)
                count += 1
                if progress and count % EVERY == 0:
                    progress(count, stream.tell() / size)
    if progress:
        progress(count, 1.0)


def _cells(stream: BinaryIO, import_map: ImportMap, columns: Sequence[BoundColumn]) -> Rows:
    """Row numbers and the cells of the mapped columns, in the order of the map."""
    names = {column.name for column in columns}
    check_separator(stream, import_map.encoding, import_map.separator, names)
    stream.seek(0)
    with closing(records(stream, import_map.encoding, import_map.separator)) as rows:
        _, header = next(rows)
        _check_header(header, import_map, columns)
        places = [header.index(column.name) if column.name in header else None for column in columns]
        number = 0
        for number, cells in rows:
            if len(cells) != len(header):
                raise ImportFileError("cells", row=number, found=len(cells), allowed=len(header))
            yield number, ["" if place is None else cells[place] for place in places]
        if not number:
            raise ImportFileError("no_rows")


def _check_header(header: list[str], import_map: ImportMap, columns: Sequence[BoundColumn]) -> None:
    for name in header:
        if header.count(name) > 1:
            raise ImportFileError("repeated_column", found=name)
    known = [column.name for column in columns]
    missing = [column.name for column in columns if column.needed and column.name not in header]
    if missing:
        raise ImportFileError("missing_column", missing=_listed(missing), found=_listed(header))
    unknown = [name for name in header if name not in known and name not in import_map.ignore]
    if unknown and not import_map.ignore_others:
        raise ImportFileError("unknown_column", unknown=_listed(unknown), allowed=_listed(known))


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(repr(name) for name in names[:NAMED]) + more


class _Answers:
    """Turns the cells of a row into the answers of a response, or says why it cannot."""

    def __init__(self, definition: Definition, columns: Sequence[BoundColumn], exported: bool) -> None:
        self.definition = definition
        self.columns = columns
        self.exported = exported
        self.ordered = {question.key for question in definition.questions() if question.ordered}
        self.picks = sorted((each for each in columns if each.order), key=lambda each: each.order or 0)
        self.ranked = [each for each in columns if each.question in self.ordered and not each.order]

    def read(self, number: int, cells: Sequence[str], digest: str) -> ImportedRow | RefusedRow:
        if self.exported:
            cells = [unguard(cell) for cell in cells]
        codes: dict[str, str] = {}
        for column, cell in zip(self.columns, cells, strict=True):
            code = column.read(cell)
            if code is None:
                params = {"found": cell, "allowed": tuple(column.codes)}
                return RefusedRow(number, column.name, cell, "unknown_option", params)
            if code:
                codes[column.variable] = code
        return self._row(number, codes, digest)

    def _row(self, number: int, codes: dict[str, str], digest: str) -> ImportedRow | RefusedRow:
        if twice := self._same_place(codes):
            return RefusedRow(number, twice.name, codes[twice.variable], "same_place")
        given = answers_from_columns(self.definition, self._without_picks(codes))
        answers = asked(self.definition, given)
        if found := problems(self.definition, answers):
            return self._refused(number, found[0], codes)
        if not answers and not self.exported:
            return RefusedRow(number, self.columns[0].name, "", "empty_row")
        return ImportedRow(number, answers, row_key(digest, number), Channel(codes.get(CHANNEL, Channel.IMPORT)))

    def _same_place(self, codes: Mapping[str, str]) -> BoundColumn | None:
        """The column that gives an option a place that another option of the question has."""
        taken = set()
        for column in self.ranked:
            place = column.question, codes.get(column.variable, "0")
            if place in taken:
                return column
            if place[1] != "0":
                taken.add(place)
        return None

    def _without_picks(self, codes: dict[str, str]) -> dict[str, str]:
        """Columns of picks ("the second choice is care") become columns of options ("care is second")."""
        places: Counter[str] = Counter()
        for column in self.picks:
            option = codes.pop(column.variable, None)
            name = f"{column.question}.{option}"
            if option and name not in codes:  # chosen twice counts once
                places[column.question] += 1
                codes[name] = str(places[column.question]) if column.question in self.ordered else "1"
        return codes

    def _refused(self, number: int, problem: Problem, codes: Mapping[str, str]) -> RefusedRow:
        question = problem.field.split(".")[0]
        of_question = [column for column in self.columns if column.question == question]
        column = next((each for each in of_question if each.variable == problem.field), of_question[0])
        found = codes.get(column.variable, "")[:SHOWN]
        return RefusedRow(number, column.name, found, problem.code, problem.params)


def row_key(digest: str, number: int) -> str:
    """The same row of the same content always has the same key, so that importing it again adds nothing."""
    return hashlib.sha256(f"{digest}:{number}".encode()).hexdigest()[:32]
