"""Answers to a CSV file that any spreadsheet opens: one row a response, codes in columns of the codebook."""

import csv
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from diagnoza.questionnaire.codebook import codebook, columns
from diagnoza.questionnaire.csv_guard import guard
from diagnoza.questionnaire.definition import Definition

BYTE_ORDER_MARK = "\ufeff"  # without it Excel breaks Polish letters
SEPARATOR = ";"


def write_csv(stream: TextIO, definition: Definition, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write the stored answers of each response; returns how many there were.

    What was not answered is blank. Every cell is quoted and guarded against formulas. The stream must
    be opened with `encoding="utf-8", newline=""`.
    """
    names = [variable.name for variable in codebook(definition).variables]
    writer = csv.writer(stream, delimiter=SEPARATOR, quoting=csv.QUOTE_ALL)
    stream.write(BYTE_ORDER_MARK)
    writer.writerow(names)
    count = 0
    for answers in rows:
        flat = columns(definition, answers)
        writer.writerow([guard(flat.get(name, "")) for name in names])
        count += 1
    return count
