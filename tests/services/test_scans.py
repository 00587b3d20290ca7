"""Scanned sheets wait until they are confirmed; then their pictures are gone, and a sheet counts once."""

from datetime import timedelta

import pytest
from flask import Flask
from flask_security import hash_password
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from diagnoza.clock import today
from diagnoza.db import scope
from diagnoza.db.models import User
from diagnoza.db.models_scans import ScanFile, ScanPage
from diagnoza.db.scope import ACROSS_LIBRARIES
from diagnoza.queries import paper, responses, scans
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.scanning import answers, kept
from diagnoza.scanning.errors import PageError, Why
from diagnoza.services import accounts, enter_paper, read_scans
from diagnoza.services.enter_paper import Entry
from diagnoza.services.errors import FileWaits, NotFound, PaperTooLate
from diagnoza.services.read_scans import KEPT_FOR, NewFile
from tests.factories import OVER, Days, make_campaign, make_library
from tests.filled import CROSSES, Filled, fill, pdf_of, tiff_of


@pytest.fixture
def campaign(session: Session) -> CampaignRow:
    return make_campaign(session)


@pytest.fixture
def who(session: Session, campaign: CampaignRow) -> int:
    accounts.create(session, "ankieter@example.org", hash_password("x" * 12), campaign.library, "librarian")
    return session.scalars(select(User.id)).one()


@pytest.fixture
def sheet(session: Session, campaign: CampaignRow) -> Filled:
    return fill(session, campaign)


def upload(session: Session, campaign: CampaignRow, content: bytes, who: int, name: str = "skan.jpg") -> None:
    read_scans.add(session, campaign, NewFile(name, content), who, today())
    while read_scans.read_next(session, campaign):
        pass


def problems(session: Session, campaign: CampaignRow) -> list[tuple[int, str]]:
    return [(each["page"], each["why"]) for file in scans.files(session, campaign.id) for each in file.problems]


def stored(app: Flask, session: Session) -> bytes:
    """Everything on the disk, once what was written went from the log to the file."""
    session.rollback()
    session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"), execution_options=ACROSS_LIBRARIES)
    session.rollback()
    folder = app.config["SETTINGS"].instance
    return b"".join(file.read_bytes() for file in sorted(folder.glob("diagnoza.sqlite*")))


def found(app: Flask, session: Session, picture: bytes) -> int:
    """How many of twenty pieces of a picture are on the disk; a piece cut by the end of a database page is not seen.

    Pieces of white paper are alike everywhere, so they are no proof and are passed over.
    """
    pieces = [picture[start : start + 48] for start in range(1_000, len(picture) - 48, 48)]
    telling = [piece for piece in pieces if len(set(piece)) > 36]
    disk = stored(app, session)
    return sum(piece in disk for piece in telling[:: len(telling) // 20][:20])


# Reading.


def test_a_photo_waits_with_what_was_read_and_nothing_counts(
    session: Session, campaign: CampaignRow, who: int, sheet: Filled
) -> None:
    upload(session, campaign, sheet.pages[0], who)
    waits = read_scans.waiting(session, campaign, sheet.code)
    assert read_scans.typed(campaign, waits) == {"lack.care": "3", "lack.health": "2"}
    assert (waits.missing, waits.language) == ((2, 3, 4), "pl")
    assert scans.sheets(session, campaign.id) == [scans.SheetRow(sheet.code, (1,), today())]
    assert responses.count(session, campaign.id) == 0
    assert problems(session, campaign) == []


@pytest.mark.parametrize("made", [pdf_of, tiff_of])
def test_every_page_of_a_file_is_read_one_at_a_time(
    session: Session, campaign: CampaignRow, who: int, sheet: Filled, made
) -> None:
    read_scans.add(session, campaign, NewFile("skan", made(sheet.pages)), who, today())
    left = [scans.pages_left(session, campaign.id)]
    while read_scans.read_next(session, campaign):
        left.append(scans.pages_left(session, campaign.id))
    assert left == [4, 3, 2, 1, 0]
    waits = read_scans.waiting(session, campaign, sheet.code)
    assert waits.missing == ()
    expected = {"lack.care": "3", "lack.health": "2", "top": "03", "age": "6", "help": "1"}
    assert read_scans.typed(campaign, waits) == expected


def test_the_file_is_gone_when_its_last_page_was_read(
    app: Flask, session: Session, campaign: CampaignRow, who: int, sheet: Filled
) -> None:
    file = pdf_of(sheet.pages[:2])
    read_scans.add(session, campaign, NewFile("skan.pdf", file), who, today())
    assert found(app, session, file) > 15
    while read_scans.read_next(session, campaign):
        pass
    assert found(app, session, file) == 0


def test_doubtful_boxes_are_left_empty(session: Session, campaign: CampaignRow, who: int) -> None:
    sheet = fill(session, campaign, {*CROSSES, ("lack.care", "0")}, written=["one_thing"])
    upload(session, campaign, pdf_of(sheet.pages), who)
    waits = read_scans.waiting(session, campaign, sheet.code)
    assert {each.why for each in waits.read.doubts} == {answers.Doubt.SEVERAL, answers.Doubt.WRITTEN}
    assert "lack.care" not in read_scans.typed(campaign, waits)
    assert waits.read.fields["lack.care"] == ("0", "2")


def test_pictures_and_cut_outs_are_those_of_the_page(
    session: Session, campaign: CampaignRow, who: int, sheet: Filled
) -> None:
    upload(session, campaign, sheet.pages[0], who)
    (page_id,) = read_scans.waiting(session, campaign, sheet.code).pages
    shown = kept.picture(read_scans.picture(session, campaign, page_id))
    assert shown.shape == (2339, 1654, 3)
    assert read_scans.cut_out(session, campaign, page_id, 0).startswith(b"\x89PNG")
    for missing in ((page_id, 10_000), (page_id + 1, 0)):
        with pytest.raises(NotFound):
            read_scans.cut_out(session, campaign, *missing)


# What is not read is said.


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Why.EMPTY),
        (b"<script>alert(1)</script>", Why.TYPE),
        (b"%PDF-1.7 nothing", Why.BROKEN),
        (b"PK\x03\x04" + b"\0" * 100, Why.TYPE),
    ],
)
def test_a_file_that_is_no_picture_is_not_stored(
    session: Session, campaign: CampaignRow, who: int, content: bytes, why: Why
) -> None:
    with pytest.raises(PageError) as refused:
        upload(session, campaign, content, who)
    assert refused.value.why == why
    assert session.scalars(select(ScanFile)).all() == []


def test_a_page_without_marks_is_named_and_the_others_are_read(
    session: Session, campaign: CampaignRow, who: int, sheet: Filled
) -> None:
    blank = kept.jpeg(kept.picture(sheet.pages[1]) // 255 * 0 + 255)
    upload(session, campaign, pdf_of([blank, sheet.pages[0]]), who)
    assert problems(session, campaign) == [(1, Why.MARKS)]
    assert [row.pages for row in scans.sheets(session, campaign.id)] == [(1,)]


def test_a_sheet_of_another_survey_is_named(session: Session, campaign: CampaignRow, who: int) -> None:
    other = fill(session, make_campaign(session))
    upload(session, campaign, other.pages[0], who)
    assert problems(session, campaign) == [(1, Why.UNKNOWN_SHEET)]
    assert scans.sheets(session, campaign.id) == []


def test_a_decoder_that_breaks_does_not_stop_the_others(
    session: Session, campaign: CampaignRow, who: int, sheet: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_given: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr("diagnoza.scanning.reader.read", breaks)
        upload(session, campaign, sheet.pages[0], who)
    upload(session, campaign, sheet.pages[1], who)
    assert problems(session, campaign) == [(1, Why.BROKEN)]
    assert [row.pages for row in scans.sheets(session, campaign.id)] == [(2,)]


@pytest.mark.parametrize(
    ("name", "shown"),
    [("../../etc/passwd", "passwd"), ("C:\\x\\a.jpg", "a.jpg"), ("a\x00\nb", "ab"), ("", "?"), ("ą" * 300, "ą" * 100)],
)
def test_a_name_from_outside_is_only_shown(name: str, shown: str) -> None:
    assert read_scans.shown_name(name) == shown


# Once only.


def test_the_same_file_again_is_recognised(session: Session, campaign: CampaignRow, who: int, sheet: Filled) -> None:
    upload(session, campaign, sheet.pages[0], who)
    with pytest.raises(FileWaits) as refused:
        upload(session, campaign, sheet.pages[0], who)
    assert refused.value.day == today()


def test_the_same_page_in_another_picture_is_recognised(
    session: Session, campaign: CampaignRow, who: int, sheet: Filled
) -> None:
    upload(session, campaign, sheet.pages[0], who)
    upload(session, campaign, tiff_of(sheet.pages[:1]), who)
    assert problems(session, campaign) == [(1, read_scans.WAITS)]
    assert len(session.scalars(select(ScanPage.id)).all()) == 1


def test_a_sheet_that_was_typed_in_is_recognised(
    session: Session, campaign: CampaignRow, who: int, sheet: Filled
) -> None:
    enter_paper.enter(session, campaign, Entry("k", sheet.code, {}, {}), who, today())
    upload(session, campaign, sheet.pages[0], who)
    (file,) = scans.files(session, campaign.id)
    expected = {"why": read_scans.ENTERED, "params": {"code": sheet.code, "day": today().isoformat()}}
    assert file.problems == [{"page": 1, **expected}]
    assert scans.sheets(session, campaign.id) == []


def test_two_requests_that_read_the_same_page_keep_it_once(
    session: Session, campaign: CampaignRow, who: int, sheet: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_scans.add(session, campaign, NewFile("a.jpg", sheet.pages[0]), who, today())
    read = read_scans._read

    def read_meanwhile(*given):
        monkeypatch.setattr(read_scans, "_read", read)
        assert read_scans.read_next(session, campaign)
        return read(*given)

    monkeypatch.setattr(read_scans, "_read", read_meanwhile)
    assert read_scans.read_next(session, campaign)
    assert not read_scans.read_next(session, campaign)
    assert problems(session, campaign) == []


def test_after_the_last_day_nothing_is_uploaded(session: Session, who: int, sheet: Filled) -> None:
    late = make_campaign(session, days=Days(-60, -31))
    with pytest.raises(PaperTooLate):
        upload(session, late, sheet.pages[0], who)
    upload(session, make_campaign(session, days=OVER), sheet.pages[0], who)


# The pictures go.


def entered(session: Session, campaign: CampaignRow, code: str, who: int) -> None:
    enter_paper.enter(session, campaign, Entry("k", code, {}, {}), who, today())


def discarded(session: Session, campaign: CampaignRow, code: str, _who: int) -> None:
    assert read_scans.discard(session, campaign, code) == 1


def forgotten(session: Session, campaign: CampaignRow, _code: str, _who: int) -> None:
    assert read_scans.purge(session, today() + KEPT_FOR) == 0
    assert read_scans.purge(session, today() + KEPT_FOR + timedelta(days=1)) == 1
    scope.enter(session, campaign.library.id)


@pytest.mark.parametrize("way", [entered, discarded, forgotten])
def test_the_bytes_of_a_picture_leave_the_disk(
    app: Flask, session: Session, campaign: CampaignRow, who: int, sheet: Filled, way
) -> None:
    upload(session, campaign, sheet.pages[0], who)
    (page_id,) = read_scans.waiting(session, campaign, sheet.code).pages
    picture = read_scans.picture(session, campaign, page_id)
    assert found(app, session, picture) > 15
    way(session, campaign, sheet.code, who)
    assert found(app, session, picture) == 0


def test_pictures_stay_when_the_sheet_cannot_be_stored(
    session: Session, campaign: CampaignRow, who: int, sheet: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(session, campaign, sheet.pages[0], who)

    def fails(*_given: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(session, "commit", fails)
        with pytest.raises(OSError, match="disk full"):
            entered(session, campaign, sheet.code, who)
    assert [row.code for row in scans.sheets(session, campaign.id)] == [sheet.code]
    assert responses.count(session, campaign.id) == 0


def test_what_is_thirty_days_old_goes_with_the_next_upload(
    session: Session, campaign: CampaignRow, who: int, sheet: Filled
) -> None:
    upload(session, campaign, sheet.pages[0], who)
    later = today() + KEPT_FOR + timedelta(days=1)
    open_later = make_campaign(session, days=Days(-1, 90))
    read_scans.add(session, open_later, NewFile("b.jpg", sheet.pages[1]), who, later)
    assert scans.sheets(session, campaign.id) == []


def test_a_thrown_away_picture_can_be_uploaded_again(
    session: Session, campaign: CampaignRow, who: int, sheet: Filled
) -> None:
    upload(session, campaign, sheet.pages[0], who)
    read_scans.discard(session, campaign, sheet.code)
    upload(session, campaign, sheet.pages[0], who)
    assert [row.code for row in scans.sheets(session, campaign.id)] == [sheet.code]


def test_a_file_can_be_thrown_away_before_it_was_read(
    session: Session, campaign: CampaignRow, who: int, sheet: Filled
) -> None:
    read_scans.add(session, campaign, NewFile("a.jpg", sheet.pages[0]), who, today())
    (file,) = scans.files(session, campaign.id)
    assert read_scans.discard_file(session, campaign, file.id)
    assert not read_scans.discard_file(session, campaign, file.id)
    assert not read_scans.read_next(session, campaign)


def test_another_library_sees_and_erases_nothing(
    session: Session, campaign: CampaignRow, who: int, sheet: Filled
) -> None:
    upload(session, campaign, sheet.pages[0], who)
    (page_id,) = read_scans.waiting(session, campaign, sheet.code).pages
    make_library(session)
    with pytest.raises(NotFound):
        read_scans.picture(session, campaign, page_id)
    assert read_scans.discard(session, campaign, sheet.code) == 0
    assert scans.files(session, campaign.id) == []


def test_every_tenth_confirmed_sheet_is_read_twice_as_any_other(
    session: Session, campaign: CampaignRow, who: int, monkeypatch: pytest.MonkeyPatch, sheet: Filled
) -> None:
    monkeypatch.setattr(enter_paper, "EVERY", 1)
    upload(session, campaign, sheet.pages[0], who)
    entered(session, campaign, sheet.code, who)
    assert paper.waiting(session, campaign.id) == [sheet.code]
