"""Responses from a file come in once, all of them or none."""

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from analysis.codebook import Codebook, Role
from analysis.columns import read_csv
from analysis.vocabulary import Channel
from diagnoza.clock import today
from diagnoza.db import db
from diagnoza.queries import responses
from diagnoza.questionnaire.codebook import CHANNEL
from diagnoza.questionnaire.csv_import import ImportedRow, RefusedRow
from diagnoza.services.export_responses import write_codebook, write_responses
from diagnoza.services.import_responses import BATCH, NAMED, check, rows_of, store
from tests.factories import add_responses, fresh, make_campaign


def good(number: int) -> ImportedRow:
    return ImportedRow(number, {"lack": {"care": "2"}}, f"key-{number}")


def bad(number: int) -> RefusedRow:
    return RefusedRow(number, "lack.care", "9", "unknown_option")


def test_the_dry_run_says_what_would_happen_and_stores_nothing(session: Session) -> None:
    campaign = make_campaign(session)
    report = check(session, campaign, [good(2), bad(3), good(4)])
    assert (report.accepted, report.repeated, report.refused_count, report.stored) == (2, 0, 1, False)
    assert report.refused == (bad(3),)
    assert responses.count(session, campaign.id) == 0


def test_good_rows_are_stored_with_their_channel(session: Session) -> None:
    campaign = make_campaign(session)
    report = store(session, campaign, [good(number) for number in range(3)], today())
    assert (report.accepted, report.stored) == (3, True)
    assert {row.channel for row in responses.rows(session, campaign.id)} == {"import"}
    assert fresh(session, campaign).revision == 1


@pytest.mark.parametrize("counted", [True, False], ids=["with the way of answering", "an earlier file"])
def test_an_own_export_brings_the_way_of_answering_back(session: Session, tmp_path: Path, counted: bool) -> None:
    first, second = make_campaign(session), make_campaign(session)
    add_responses(session, first, [{"lack": {"care": "2"}}] * 2, Channel.PAPER)
    file = tmp_path / "answers.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        write_responses(session, first, stream)
    if not counted:
        lines = file.read_text(encoding="utf-8").splitlines()
        file.write_text("\n".join(line.rpartition(";")[0] for line in lines) + "\n", encoding="utf-8")
    store(session, second, rows_of(file, None, second), today())
    channels = [row.channel for row in responses.rows(session, second.id)]
    assert channels == ["paper" if counted else "import"] * 2


def test_an_unknown_way_of_answering_is_refused(session: Session, tmp_path: Path) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [{"lack": {"care": "2"}}])
    file = tmp_path / "answers.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        write_responses(session, campaign, stream)
    file.write_text(file.read_text(encoding="utf-8").replace('"web"', '"pigeon"'), encoding="utf-8")
    (refused,) = check(session, campaign, rows_of(file, None, campaign)).refused
    assert (refused.column, refused.found, refused.code) == (CHANNEL, "pigeon", "unknown_option")


def test_the_analysis_reads_places_and_ways_from_the_export(session: Session) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [{"lack": {"care": "2"}, "place": "village"}], Channel.PAPER)
    stream = io.StringIO()
    write_responses(session, campaign, stream)
    book = Codebook.from_toml(write_codebook(campaign).encode())
    frame = read_csv(stream.getvalue().encode(), book)
    (place,), (mode,) = book.by_role(Role.PLACE), book.by_role(Role.MODE)
    assert (frame[place.name][0], frame[mode.name][0]) == ("village", "paper")


def test_the_same_file_adds_nothing_the_second_time(session: Session) -> None:
    campaign = make_campaign(session)
    store(session, campaign, [good(1), good(2)], today())
    again = store(session, campaign, [good(1), good(2), good(3)], today())
    assert (again.accepted, again.repeated) == (1, 2)
    assert responses.count(session, campaign.id) == 3


@pytest.mark.parametrize("place", [0, BATCH - 1, BATCH, 2 * BATCH])
def test_one_refused_row_leaves_everything_as_it_was(session: Session, place: int) -> None:
    campaign = make_campaign(session)
    rows: list[ImportedRow | RefusedRow] = [good(number) for number in range(2 * BATCH)]
    rows.insert(place, bad(9_999))
    report = store(session, campaign, rows, today())
    assert (report.stored, report.refused_count) == (False, 1)
    assert responses.count(session, campaign.id) == 0
    assert fresh(session, campaign).revision == 0


def test_a_report_names_the_first_refused_rows_and_counts_the_rest(session: Session) -> None:
    campaign = make_campaign(session)
    report = check(session, campaign, [bad(number) for number in range(NAMED + 5)])
    assert (len(report.refused), report.refused_count) == (NAMED, NAMED + 5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(texts=st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"))).map(str.strip).filter(bool), max_size=4))
def test_what_is_exported_comes_back_the_same(session: Session, tmp_path: Path, texts: list[str]) -> None:
    first, second = make_campaign(session), make_campaign(session)
    add_responses(session, first, [{"one_thing": text} for text in texts] + [{"age": "30-44"}])
    file = tmp_path / "odpowiedzi.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        write_responses(session, first, stream)
    store(session, second, rows_of(file, None, second), today())
    db.session.rollback()
    came, left = (sorted(map(repr, responses.answers(session, each.id))) for each in (first, second))
    assert came == left
