"""What a librarian's page shows, made ready for its template."""

from dataclasses import dataclass
from datetime import date

from flask import current_app, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _

from diagnoza import labels
from diagnoza.documents import qr
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire.answers import Problem
from diagnoza.questionnaire.csv_file import ImportFileError
from diagnoza.questionnaire.csv_import import RefusedRow
from diagnoza.questionnaire.csv_map import MapError


@dataclass(frozen=True)
class Address:
    """The address of a survey and who can open it: "nobody" else, the "house" network, or "everybody"."""

    url: str
    reach: str

    def qr_code(self) -> bytes:
        """The address as an SVG picture to scan."""
        return qr.svg(self.url)


def address(campaign: CampaignRow) -> Address:
    """Where residents answer, as seen from their phones."""
    base = current_app.config["SETTINGS"].base_url or request.url_root.rstrip("/")
    url = base + url_for("resident.survey", slug=campaign.slug)
    return Address(url, qr.reach(url))


def by_day(days: list[tuple[date, int]]) -> list[tuple[str, int]]:
    """Responses by day, for a table."""
    return [(format_date(day, "long"), number) for day, number in days]


def import_problem(error: ImportFileError | MapError) -> str:
    """Why a file or a map cannot be used."""
    return _file_problem(error) if isinstance(error, ImportFileError) else str(error)


def refused_rows(rows: tuple[RefusedRow, ...]) -> list[tuple[str, str, str, str]]:
    """Refused rows for a table: row, column, what was found, why it cannot be stored."""
    return [
        (str(row.number), row.column, row.found, labels.problem(Problem(row.column, row.code, row.params)))
        for row in rows
    ]


def _file_problem(error: ImportFileError) -> str:
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
        "unknown_column": _(
            "Row 1: the column %(unknown)s is not known. Known: %(allowed)s. Remove it or describe it in the map."
        ),
        "repeated_column": _("Row 1: the column %(found)s occurs twice. Rename one of them."),
        "cells": _(
            "Row %(row)s has %(found)s cells, row 1 has %(allowed)s. "
            "The row was cut, or a separator stands in a text without quotation marks."
        ),
        "quotes": _("Row %(row)s: a quotation mark out of place."),
        "huge_field": _(
            "Row %(row)s: a cell longer than %(allowed)s characters. A quotation mark is probably missing."
        ),
    }
    return str(words.get(error.code, str(error))) % error.params
