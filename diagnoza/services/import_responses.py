"""Responses from a file: all of them, or none when a row is refused."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from sqlalchemy.orm import Session

from diagnoza.db.engine import writing
from diagnoza.queries import campaigns, responses
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire.csv_import import ImportedRow, RefusedRow, default_map, read_rows
from diagnoza.questionnaire.csv_map import read_map
from diagnoza.questionnaire.stored import definition_of
from diagnoza.services.submit_response import Submission, new_response

BATCH = 500
NAMED = 100  # refused rows that a report names; the rest are counted


@dataclass(frozen=True)
class ImportReport:
    """What a file would add, or has added."""

    accepted: int
    repeated: int
    refused: tuple[RefusedRow, ...]
    refused_count: int
    stored: bool = False


def rows_of(file: Path, map_file: Path | None, campaign: CampaignRow) -> Iterator[ImportedRow | RefusedRow]:
    """The rows of a file, read as its map says, or as Diagnoza's own export; raises MapError, ImportFileError."""
    definition = definition_of(campaign.questionnaire_source, campaign.questionnaire_key)
    import_map = read_map(map_file) if map_file else default_map(definition)
    return iter(read_rows(file, import_map, definition))


def check(session: Session, campaign: CampaignRow, rows: Iterable[ImportedRow | RefusedRow]) -> ImportReport:
    """The dry run: every row is read and judged, nothing is stored."""
    accepted, repeated, refused = 0, 0, []
    for batch in _batches(rows):
        good = [row for row in batch if isinstance(row, ImportedRow)]
        refused += [row for row in batch if isinstance(row, RefusedRow)]
        present = responses.present_keys(session, campaign.id, (row.key for row in good))
        repeated += len(present)
        accepted += len(good) - len(present)
    return ImportReport(accepted, repeated, tuple(refused[:NAMED]), len(refused))


def store(
    session: Session, campaign: CampaignRow, rows: Iterable[ImportedRow | RefusedRow], today: date
) -> ImportReport:
    """Store every row in one transaction; a refused row leaves everything as it was."""
    accepted, repeated = 0, 0
    try:
        with writing(session):
            for batch in _batches(rows):
                added = _add(session, campaign, batch, today)
                accepted += added
                repeated += len(batch) - added
            if accepted:
                campaigns.bump_revision(session, campaign.id)
    except _Refused as refusal:
        return ImportReport(0, 0, refusal.rows[:NAMED], len(refusal.rows))
    return ImportReport(accepted, repeated, (), 0, stored=True)


class _Refused(Exception):
    """Ends the transaction."""

    def __init__(self, rows: tuple[RefusedRow, ...]) -> None:
        super().__init__(len(rows))
        self.rows = rows


def _add(session: Session, campaign: CampaignRow, batch: list[ImportedRow | RefusedRow], today: date) -> int:
    refused = tuple(row for row in batch if isinstance(row, RefusedRow))
    if refused:
        raise _Refused(refused)
    good = [row for row in batch if isinstance(row, ImportedRow)]
    present = responses.present_keys(session, campaign.id, (row.key for row in good))
    new = [new_response(campaign, _submission(row, today), today) for row in good if row.key not in present]
    session.add_all(new)
    session.flush()
    for row in new:
        session.expunge(row)  # a file of 100,000 rows must not stay in memory
    return len(new)


def _submission(row: ImportedRow, today: date) -> Submission:
    return Submission(row.key, row.answers, {}, language="pl", form_opened_on=today, channel=row.channel)


def _batches(rows: Iterable[ImportedRow | RefusedRow]) -> Iterator[list[ImportedRow | RefusedRow]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch
