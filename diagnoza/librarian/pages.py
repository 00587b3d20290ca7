"""What a librarian's page shows, made ready for its template."""

from dataclasses import dataclass
from datetime import date

from flask import current_app, request, url_for
from flask_babel import format_date

from diagnoza import labels
from diagnoza.documents import qr
from diagnoza.queries.campaigns import CampaignRow
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
    return labels.file_problem(error) if isinstance(error, ImportFileError) else str(error)


def refused_rows(rows: tuple[RefusedRow, ...]) -> list[tuple[str, str, str, str]]:
    """Refused rows for a table: row, column, what was found, why it cannot be stored."""
    return [(str(row.number), row.column, row.found, labels.refusal(row)) for row in rows]
