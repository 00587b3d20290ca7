"""Answers to a CSV file that a spreadsheet opens without running anything that a resident wrote.

A cell that would start a formula gets an apostrophe in front. The same is done inside a cell after every
separator and line break, because a program that expects another separator cuts the text there. A cell that
begins with an apostrophe of its own gets one more, so `unguard(guard(text)) == text` for every text.
"""

import csv
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TextIO

from diagnoza.questionnaire.codebook import columns
from diagnoza.questionnaire.definition import Definition

ENCODING = "utf-8-sig"  # with a byte order mark, or Polish letters break in Excel
SEPARATOR = ";"
FORMULA = "=+-@|%"
BREAKS = "\t\r\n"
UNSEEN = ("Zs", "Zl", "Zp", "Cf", "Cc")  # blanks, invisible and control characters


def write_csv(stream: TextIO, definition: Definition, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write one row of codes per response, columns named as in the codebook; returns the number of rows.

    The stream is a text stream that takes line ends as they come: `open(path, "w", encoding=ENCODING,
    newline="")`.
    """
    writer = csv.writer(stream, delimiter=SEPARATOR, quoting=csv.QUOTE_ALL)
    header: list[str] | None = None
    count = 0
    for count, answers in enumerate(rows, 1):
        ...
    return count
