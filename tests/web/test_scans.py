"""A librarian uploads scans, looks at what is doubtful and confirms; without a script. Nothing counts before."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from diagnoza.clock import today
from diagnoza.large_uploads import Measured
from diagnoza.librarian import scans as scan_pages
from diagnoza.queries import campaigns, paper, responses, scans
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.services import read_scans
from diagnoza.services.read_scans import NewFile
from tests.factories import Days, make_campaign, make_library
from tests.filled import ANSWERS, CROSSES, Filled, ReadOnce, fill, pdf_of
from tests.scanning.test_hostile import HOSTILE
from tests.web.conftest import SignIn
from tests.web.pages import hidden, page_name, words

LOOKED = {"z-lack.care": "1", "z-one_thing": "1"}
READ_ONCE = ReadOnce()


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a page says is tested in `tests/scanning`; here the same page is read once for all tests."""
    monkeypatch.setattr(read_scans.reader, "read", READ_ONCE)


@pytest.fixture
def campaign(session: Session) -> CampaignRow:
    return make_campaign(session)


@pytest.fixture
def panel(campaign: CampaignRow, sign_in: SignIn) -> FlaskClient:
    return sign_in(campaign.library)


@pytest.fixture
def place(campaign: CampaignRow) -> str:
    return f"/panel/kampanie/{campaign.slug}/papier/skany"


@pytest.fixture
def sheet(session: Session, campaign: CampaignRow) -> Filled:
    return fill(session, campaign)


def sends(panel: FlaskClient, place: str, *files: tuple[bytes, str]) -> TestResponse:
    token = hidden(panel.get(place), "csrf_token")
    given = [(io.BytesIO(content), name) for content, name in files]
    return sent(panel, place, {"csrf_token": token, "files": given})


def sent(client: FlaskClient, place: str, data: dict) -> TestResponse:
    """Send large files; the client's own temporary file is closed, too."""
    answer = client.post(place, data=data)
    answer.request.environ["wsgi.input"].close()
    return answer


def uploads(panel: FlaskClient, place: str, *files: tuple[bytes, str]) -> TestResponse:
    """Send the files and follow the page that reads them to its end."""
    answer = sends(panel, place, *files)
    assert answer.status_code == 303
    while "/odczyt" in (answer.location or answer.request.full_path):
        answer = panel.get(answer.location or answer.request.full_path)
        if answer.location and answer.location.endswith("/skany"):
            return panel.get(answer.location)
    raise AssertionError("the pages are never read")


def confirms(panel: FlaskClient, path: str, **changes: str) -> TestResponse:
    """Send the page as it is, with some fields changed."""
    page = panel.get(path)
    names = set(re.findall(r'name="(l-[^"]+)"', page.text))
    typed = {name: field(page, name) for name in names}
    usual = {"csrf_token": hidden(page, "csrf_token"), "key": hidden(page, "key"), "save": "1"}
    return panel.post(path, data={**typed, **usual, **changes})


def field(page: TestResponse, name: str) -> str:
    written = re.search(rf'<textarea[^>]*name="{re.escape(name)}"[^>]*>\n?(.*?)</textarea>', page.text, re.S)
    return written.group(1) if written else hidden(page, name)


def pictures(page: TestResponse) -> list[str]:
    return re.findall(r'<img src="([^"]*/skany/strona/[^"]*)"', page.text)


# Uploading.


def test_an_empty_page_says_what_to_do(panel: FlaskClient, place: str) -> None:
    page = panel.get(place)
    assert page_name(page) == "scans"
    assert "Żaden arkusz nie czeka" in words(page)
    assert "Wgraj poniżej" in words(page)


def test_nothing_chosen_is_said(panel: FlaskClient, place: str) -> None:
    page = sends(panel, place)
    assert page.status_code == 422
    assert "Wybierz plik." in words(page)


def test_a_file_is_read_without_a_script_and_waits(
    panel: FlaskClient, place: str, session: Session, campaign: CampaignRow, sheet: Filled
) -> None:
    page = uploads(panel, place, (pdf_of(sheet.pages), "skan.pdf"))
    assert f"{place}/arkusz/{sheet.code}" in page.text
    assert "Odczytane strony: 1, 2, 3, 4." in words(page)
    assert responses.count(session, campaign.id) == 0


def test_the_page_that_reads_says_how_far_it_is(
    panel: FlaskClient, place: str, sheet: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan_pages, "SECONDS", 0)
    answer = sends(panel, place, (pdf_of(sheet.pages[:3]), "skan.pdf"))
    page = panel.get(answer.location)
    assert 'http-equiv="refresh" content="0"' in page.text
    assert "Odczytane strony: 1 z 3." in words(page)
    again = panel.get(answer.location, headers={"Accept": "application/json"})
    assert again.json == {"left": 1, "total": 3}
    assert "1 strona czeka na odczyt" in words(panel.get(place))


def test_what_cannot_be_used_is_named_and_the_others_are_read(
    panel: FlaskClient, place: str, session: Session, campaign: CampaignRow, sheet: Filled
) -> None:
    page = sends(panel, place, (b"<script>alert(1)</script>", "<b>x.jpg"), (sheet.pages[0], "a.jpg"))
    assert page.status_code == 422
    assert "<b>x.jpg: to nie jest obraz JPEG" in words(page)
    assert "<b>x" not in page.text
    assert scans.pages_left(session, campaign.id) == 1


def test_a_file_is_judged_by_what_it_is_and_not_by_its_name(panel: FlaskClient, place: str, sheet: Filled) -> None:
    assert sends(panel, place, (pdf_of(sheet.pages[:2]), "skan.jpg")).status_code == 303
    assert "2 strony czekają na odczyt" in words(panel.get(place))


def test_hostile_files_are_named_with_what_to_do_and_keep_nothing(
    panel: FlaskClient, place: str, session: Session, campaign: CampaignRow
) -> None:
    names = ("a PDF with a password", "a PDF of half a million pages", "a PNG of 8000 x 8000", "an empty file")
    page = sends(panel, place, *((HOSTILE[name][0], f"{number}.pdf") for number, name in enumerate(names)))
    assert page.status_code == 422
    assert "0.pdf: plik jest chroniony hasłem. Zapisz go bez hasła." in words(page)
    assert "1.pdf: liczba stron: 500000; wolno najwyżej 200. Podziel go." in words(page)
    assert "3.pdf: jest pusty (0 bajtów). Wybierz go ponownie" in words(page)
    assert scans.pages_left(session, campaign.id) == 1  # a picture's size is judged when it is read


def test_a_picture_with_too_many_points_is_named_when_it_is_read(panel: FlaskClient, place: str) -> None:
    page = uploads(panel, place, (HOSTILE["a PNG of 8000 x 8000"][0], "a.png"))
    assert "obraz ma 64 mln punktów; wolno najwyżej 50 mln. Skanuj w 200 do 300 dpi." in words(page)


def test_pages_that_were_not_read_are_named_with_what_to_do(panel: FlaskClient, place: str, sheet: Filled) -> None:
    page = uploads(panel, place, (sheet.pages[0], "a.jpg"), (pdf_of(sheet.pages[:2]), "b.pdf"))
    assert "b.pdf" in words(page)
    assert "Strona 1: strona 1 arkusza" in words(page)
    assert "już czeka" in words(page)


def test_the_same_file_again_is_said(panel: FlaskClient, place: str, sheet: Filled) -> None:
    uploads(panel, place, (sheet.pages[0], "a.jpg"))
    page = sends(panel, place, (sheet.pages[0], "b.jpg"))
    assert page.status_code == 422
    assert "b.jpg: ten plik wgrano" in words(page)


def test_a_file_that_is_too_large_is_dropped_while_it_comes(
    panel: FlaskClient, place: str, sheet: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan_pages, "MOST_BYTES", 3 * 1024 * 1024)
    large = b"\xff\xd8" + bytes(3 * 1024 * 1024)
    page = sends(panel, place, (large, "duzy.jpg"), (sheet.pages[0], "a.jpg"))
    assert "duzy.jpg: ma 4 MB; wolno najwyżej 3 MB" in words(page)
    assert "1 strona czeka na odczyt" in words(page)


def test_a_dropped_file_takes_no_place() -> None:
    with Measured(10) as file:
        for _ in range(3):
            assert file.write(b"12345") == 5
        assert (file.received, file.too_large, file.seek(0, io.SEEK_END)) == (15, True, 0)


def large(name: str) -> dict:
    return {name: (io.BytesIO(bytes(21 * 1024 * 1024)), "a.jpg")}


def test_larger_files_may_be_sent_here_than_elsewhere(app: Flask, panel: FlaskClient, place: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    assert sent(panel, place, large("files")).status_code == 422
    assert sent(panel, place.replace("papier/skany", "import"), large("file")).status_code == 413


def test_somebody_who_did_not_sign_in_may_not_send_so_much(client: FlaskClient, place: str) -> None:
    assert sent(client, place, large("files")).status_code == 413


def test_after_the_last_day_there_is_nothing_to_upload_with(session: Session, sign_in: SignIn) -> None:
    campaign = make_campaign(session, days=Days(-60, -31))
    page = sign_in(campaign.library).get(f"/panel/kampanie/{campaign.slug}/papier/skany")
    assert 'type="file"' not in page.text
    assert "Arkusze tej ankiety można wpisywać do" in words(page)


# Confirming.


def test_a_sheet_that_is_sure_is_confirmed_as_it_is(
    panel: FlaskClient, place: str, session: Session, campaign: CampaignRow, sheet: Filled
) -> None:
    uploads(panel, place, (pdf_of(sheet.pages), "skan.pdf"))
    path = f"{place}/arkusz/{sheet.code}"
    page = panel.get(path)
    assert "Każdą kratkę odczytano z pewnością" in words(page)
    assert [hidden(page, name) for name in ("l-lack.care", "l-top", "l-age", "l-help")] == ["3", "03", "6", "1"]
    assert confirms(panel, path).status_code == 303
    (row,) = responses.rows(session, campaign.id)
    assert (row.answers, row.channel) == (ANSWERS, "paper")
    assert campaigns.apart_counts(session, campaign.id) == {"help": {"yes": 1}}
    assert scans.sheets(session, campaign.id) == []


@pytest.fixture
def doubtful(panel: FlaskClient, place: str, session: Session, campaign: CampaignRow) -> str:
    """The page of a sheet with two crosses in one row and something written."""
    made = fill(session, campaign, {*CROSSES, ("lack.care", "0")}, written=["one_thing"])
    uploads(panel, place, (pdf_of(made.pages), "skan.pdf"))
    return f"{place}/arkusz/{made.code}"


def test_doubtful_places_are_empty_and_cut_out_beside_their_fields(panel: FlaskClient, doubtful: str) -> None:
    page = panel.get(doubtful)
    assert "2 miejsca do obejrzenia" in words(page)
    assert "Zaznaczono kilka kratek tam, gdzie wolno jedną." in words(page)
    assert hidden(page, "l-lack.care") == ""
    assert hidden(page, "l-lack.health") == "2"
    cuts = [picture for picture in pictures(page) if "wycinek" in picture]
    assert len(cuts) == 3
    assert len(pictures(page)) == 3 + 4


def test_pictures_are_shown_to_the_librarian_and_kept_nowhere(panel: FlaskClient, doubtful: str) -> None:
    for picture in pictures(panel.get(doubtful)):
        answer = panel.get(picture)
        kind, start = ("image/png", b"\x89PNG") if picture.endswith(".png") else ("image/jpeg", b"\xff\xd8")
        assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, kind, "no-store")
        assert answer.data.startswith(start)


def test_nothing_is_stored_before_every_doubtful_place_was_looked_at(
    panel: FlaskClient, doubtful: str, session: Session, campaign: CampaignRow
) -> None:
    page = confirms(panel, doubtful, **{"l-lack.care": "1", "l-one_thing": "Autobus", "z-one_thing": "1"})
    assert page.status_code == 422
    assert 'href="#z-lack-care"' in page.text or "z-lack.care" in page.text
    assert "Spójrz na papier albo obraz" in words(page)
    assert (hidden(page, "l-lack.care"), field(page, "l-one_thing")) == ("1", "Autobus")
    assert responses.count(session, campaign.id) == 0


def test_what_the_librarian_saw_is_stored(
    panel: FlaskClient, doubtful: str, session: Session, campaign: CampaignRow
) -> None:
    changes = {"l-lack.care": "1", "l-one_thing": "Autobus do miasta", **LOOKED}
    assert confirms(panel, doubtful, **changes).status_code == 303
    lack = {**ANSWERS["lack"], "care": "0"}
    assert responses.answers(session, campaign.id) == [{**ANSWERS, "lack": lack, "one_thing": "Autobus do miasta"}]


def test_a_wrong_number_is_refused_as_in_entry_by_keys(
    panel: FlaskClient, doubtful: str, session: Session, campaign: CampaignRow
) -> None:
    page = confirms(panel, doubtful, **{"l-age": "8", **LOOKED})
    assert page.status_code == 422
    assert "Nie ma takiego numeru" in words(page)
    assert responses.count(session, campaign.id) == 0


def test_enter_checks_and_stores_nothing(
    panel: FlaskClient, doubtful: str, session: Session, campaign: CampaignRow
) -> None:
    page = panel.get(doubtful)
    data = {"csrf_token": hidden(page, "csrf_token"), "key": hidden(page, "key"), "check": "1", **LOOKED}
    assert panel.post(doubtful, data=data).status_code == 200
    assert responses.count(session, campaign.id) == 0


def test_an_empty_sheet_is_never_sure_and_has_to_be_looked_at(
    panel: FlaskClient, place: str, session: Session, campaign: CampaignRow
) -> None:
    sheet = fill(session, campaign, crosses=())
    uploads(panel, place, (pdf_of(sheet.pages), "pusty.pdf"))
    path = f"{place}/arkusz/{sheet.code}"
    page = panel.get(path)
    assert "z pewnością" not in words(page)
    assert "Arkusz jest pusty, obejrzane" in words(page)
    assert confirms(panel, path).status_code == 422
    assert confirms(panel, path, **{"z-empty": "1"}).status_code == 303


def test_missing_pages_are_named_and_have_to_be_looked_at(
    panel: FlaskClient, place: str, session: Session, campaign: CampaignRow, sheet: Filled
) -> None:
    uploads(panel, place, (sheet.pages[0], "1.jpg"), (sheet.pages[2], "3.jpg"))
    path = f"{place}/arkusz/{sheet.code}"
    page = panel.get(path)
    assert [number for number in "1234" if f"Brakuje strony {number}" in words(page)] == ["2", "4"]
    assert confirms(panel, path).status_code == 422
    looked = {"z-page-2": "1", "z-page-4": "1", "z-empty": "1"}  # with half the pages most questions are empty
    assert confirms(panel, path, **looked).status_code == 303
    assert responses.count(session, campaign.id) == 1


def test_confirming_twice_is_one_response_and_leads_to_the_entry(
    panel: FlaskClient, place: str, session: Session, campaign: CampaignRow, sheet: Filled
) -> None:
    uploads(panel, place, (pdf_of(sheet.pages), "skan.pdf"))
    path = f"{place}/arkusz/{sheet.code}"
    page = panel.get(path)
    data = {"csrf_token": hidden(page, "csrf_token"), "key": hidden(page, "key"), "save": "1"}
    assert panel.post(path, data=data).status_code == 303
    again = panel.post(path, data=data)
    assert again.location.endswith(f"/papier/arkusz/{sheet.code}")
    assert "Ten arkusz wpisano" in words(panel.get(again.location))
    assert responses.count(session, campaign.id) == 1


def test_a_confirmed_sheet_is_undone_as_any_other_and_can_be_uploaded_again(
    panel: FlaskClient, place: str, session: Session, campaign: CampaignRow, sheet: Filled
) -> None:
    uploads(panel, place, (pdf_of(sheet.pages), "skan.pdf"))
    confirms(panel, f"{place}/arkusz/{sheet.code}")
    entry = f"{place.removesuffix('/skany')}/arkusz/{sheet.code}"
    panel.post(f"{entry}/cofnij", data={"csrf_token": hidden(panel.get(entry), "csrf_token"), "l-help": "1"})
    assert responses.count(session, campaign.id) == 0
    page = uploads(panel, place, (pdf_of(sheet.pages), "skan.pdf"))
    assert f"{place}/arkusz/{sheet.code}" in page.text


# Throwing away.


def test_a_bad_picture_is_thrown_away_and_typed_by_keys(panel: FlaskClient, place: str, sheet: Filled) -> None:
    uploads(panel, place, (sheet.pages[0], "a.jpg"))
    path = f"{place}/arkusz/{sheet.code}"
    (shown,) = pictures(panel.get(path))
    token = hidden(panel.get(path), "csrf_token")
    answer = panel.post(f"{path}/usun", data={"csrf_token": token, "keys": "1"})
    assert hidden(panel.get(answer.location), "code").replace("-", "") == sheet.code
    assert panel.get(shown).status_code == panel.get(path).status_code == 404
    assert panel.post(f"{path}/usun", data={"csrf_token": token}).status_code == 404


def test_what_was_said_of_a_file_is_thrown_away(panel: FlaskClient, place: str, sheet: Filled) -> None:
    uploads(panel, place, (sheet.pages[0], "a.jpg"), (pdf_of(sheet.pages[:1]), "b.pdf"))
    page = panel.get(place)
    action = re.search(r'action="([^"]*/plik/\d+/usun)"', page.text)
    panel.post(action.group(1), data={"csrf_token": hidden(page, "csrf_token")})
    assert "b.pdf" not in words(panel.get(place))


# Who sees what.


def test_another_librarys_pictures_look_absent(
    app: Flask, session: Session, campaign: CampaignRow, place: str, sheet: Filled, sign_in: SignIn
) -> None:
    read_scans.add(session, campaign, NewFile("a.jpg", sheet.pages[0]), None, today())
    read_scans.read_next(session, campaign)
    (page_id,) = read_scans.waiting(session, campaign, sheet.code).pages
    own = make_campaign(session_of(session))
    stranger = sign_in(own.library)
    app.config["WTF_CSRF_ENABLED"] = False
    for base in (place, place.replace(campaign.slug, own.slug)):
        assert stranger.get(f"{base}/strona/{page_id}.jpg").status_code == 404
        assert stranger.get(f"{base}/strona/{page_id}/wycinek-0.png").status_code == 404
        assert stranger.get(f"{base}/arkusz/{sheet.code}").status_code == 404
        assert stranger.post(f"{base}/arkusz/{sheet.code}/usun").status_code == 404
    assert paper.sheet(session, own.id, sheet.code) is None


def session_of(session: Session) -> Session:
    """The session at work for another library."""
    make_library(session)
    return session
