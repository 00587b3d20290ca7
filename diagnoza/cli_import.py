"""How `diagnoza import-responses` talks to whoever runs it."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from flask_babel import force_locale
from sqlalchemy.orm import Session

from diagnoza import labels
from diagnoza.clock import today
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire.answers import Problem
from diagnoza.questionnaire.csv_file import ImportFileError
from diagnoza.questionnaire.csv_import import ImportedRow, RefusedRow
from diagnoza.questionnaire.csv_map import MapError
from diagnoza.services.import_responses import ImportReport, check, rows_of, store

Row = ImportedRow | RefusedRow


def import_file(session: Session, campaign: CampaignRow, file: Path, map_file: Path | None, dry_run: bool) -> int:
    """Check the file, then store it; the exit code: 0 done, 1 rows refused, 2 the file or map cannot be used."""
    try:
        report = check(session, campaign, _shown(rows_of(file, map_file, campaign), file, "Checking"))
    except (ImportFileError, MapError) as error:
        click.echo(f"{file}: {error}", err=True)
        return 2
    if report.refused_count:
        _say_refused(report, file)
        return 1
    if not dry_run:
        report = store(session, campaign, _shown(rows_of(file, map_file, campaign), file, "Storing"), today())
    click.echo(_summary(report))
    return 0


def _shown(rows: Iterable[Row], file: Path, label: str) -> Iterator[Row]:
    """The same rows with a progress bar, measured by the lines of the file."""
    with file.open("rb") as lines:
        length = max(sum(1 for _ in lines) - 1, 0)
    with click.progressbar(rows, length=length, label=label, file=sys.stderr) as shown:
        yield from shown


def _say_refused(report: ImportReport, file: Path) -> None:
    with force_locale("en"):
        for row in report.refused:
            reason = labels.problem(Problem(row.column, row.code, row.params))
            click.echo(f"{file}: row {row.number}, column {row.column}: found {row.found!r}. {reason}", err=True)
    unnamed = report.refused_count - len(report.refused)
    if unnamed:
        click.echo(f"... and {unnamed} more rows", err=True)
    click.echo(f"{report.refused_count} rows refused, nothing stored. Mend them and run it again.", err=True)


def _summary(report: ImportReport) -> str:
    verb = "stored" if report.stored else "would be stored (dry run)"
    return f"{report.accepted} responses {verb}, {report.repeated} were stored already"
