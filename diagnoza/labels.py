"""Words for codes: what `analysis` and the questionnaires return as values becomes a sentence here."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import format_decimal, format_percent
from flask_babel import gettext as _

from diagnoza.questionnaire.answers import Problem
from diagnoza.questionnaire.csv_file import ImportFileError
from diagnoza.questionnaire.csv_import import RefusedRow
from diagnoza.questionnaire.definition import Definition, text

LANGUAGE_NAMES = {"pl": "Polski", "uk": "Українська", "en": "English"}
SHORT = 60

PROBLEMS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "unknown_question": lambda p: _("There is no such question. Reload the page and answer again."),
    "unknown_field": lambda p: _("There is no such question. Reload the page and answer again."),
    "too_many_fields": lambda p: _("The form was changed on the way. Reload the page and answer again."),
    "unknown_item": lambda p: _("There is no such row. Reload the page and answer again."),
    "unknown_option": lambda p: _("There is no such answer. Choose one of those on the page."),
    "wrong_type": lambda p: _("This answer cannot be read. Choose it again."),
    "too_many": lambda p: _("Too many were chosen: %(found)s. Choose at most %(limit)s.", **p),
    "not_a_number": lambda p: _("Write a whole number."),
    "out_of_range": lambda p: _("Write a number from %(minimum)s to %(maximum)s.", **p),
    "too_long": lambda p: _("The text is too long. Shorten it to %(limit)s characters.", **p),
    "bad_characters": lambda p: _("The text contains a character that cannot be stored. Type it again."),
}


def problem(found: Problem) -> str:
    """What to do about an answer that cannot be accepted."""
    return PROBLEMS[found.code](found.params)


def question_name(definition: Definition, field: str, language: str) -> str:
    """The question that a field belongs to, short enough for a list of errors."""
    question = definition.by_key.get(field.split(".")[0])
    words = text(question.text, language) if question else ""
    return words if len(words) <= SHORT else words[:SHORT].rsplit(" ", 1)[0] + "…"


def chart_missing(code: str) -> str:
    """Why a chart cannot be drawn, and what would change it."""
    words = {
        "withheld": _("Too few responses. Figures appear when nobody can be recognised in them."),
        "no_scores": _("Nobody has answered the questions about needs yet."),
        "no_answers": _("Nobody has answered the questions about needs yet."),
        "no_groups": _("The questionnaire does not ask about groups of residents."),
        "all_suppressed": _("Every group is too small to be shown. More responses will help."),
        "no_pair": _("The questionnaire does not ask both how important matters are and how they are today."),
        "too_few_areas": _("One matter alone cannot be compared with others."),
    }
    return words.get(code, _("This chart cannot be drawn."))


def for_whom() -> str:
    """Title of the division by the groups that a matter is needed for."""
    return _("For whom the first matter is needed")


def everyone() -> str:
    """The column of the whole sample."""
    return _("everyone")


def number(value: float, share: bool) -> str:
    """A share as whole per cents, a mean with two places."""
    return format_percent(value, "#,##0%") if share else format_decimal(value, "0.00")


def file_problem(error: ImportFileError) -> str:
    """Why a file cannot be read at all, where, and what to do."""
    words = {
        "empty_file": _("The file is empty. Choose a file with a row of column names and rows of answers."),
        "no_rows": _("The file has column names and no answers. Choose a file with answers."),
        "not_text": _("This is %(found)s, not a CSV file. Open it in a spreadsheet and save it as CSV UTF-8."),
        "encoding": _(
            "Line %(line)s is not written in %(allowed)s; it looks like %(found)s with the separator %(separator)s. "
            "Save the file as CSV UTF-8, or say so in the map."
        ),
        "nul": _("Line %(line)s holds a NUL character. Export the file again."),
        "separator": _("Columns are separated by %(found)s, expected %(allowed)s. Say so in the map."),
        "missing_column": _("Row 1 has no column %(missing)s. Found: %(found)s. Correct the file or the map."),
        "unknown_column": _("Row 1: the column %(unknown)s is not known. Known: %(allowed)s. Remove it or describe it in the map."),
        "repeated_column": _("Row 1: the column %(found)s occurs twice. Rename one of them."),
        "cells": _("Row %(row)s has %(found)s cells, row 1 has %(allowed)s. The row was cut, or a separator stands in a text without quotation marks."),
        "quotes": _("Row %(row)s: a quotation mark out of place."),
        "huge_field": _("Row %(row)s: a cell longer than %(allowed)s characters. A quotation mark is probably missing."),
    }
    return words.get(error.code, str(error)) % error.params


def refusal(row: RefusedRow) -> str:
    """Why one row of a file cannot be stored."""
    return problem(Problem(row.column, row.code, row.params))
