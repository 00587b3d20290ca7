"""A librarian says which page it is where the square code cannot be read, without a script; mistakes are named."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from diagnoza.clock import today
from diagnoza.documents import sheet_code
from diagnoza.queries import responses, scans
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.services import read_scans
from diagnoza.services.read_scans import NewFile
from tests.factories import make_campaign
from tests.filled import ANSWERS, Filled, pdf_of, smudged
from tests.web.conftest import SignIn
from tests.web.pages import hidden, page_name, words
from tests.web.test_scans import campaign, confirms, panel, pictures, place, read_once, session_of, sheet, uploads

__all__ = ["campaign", "panel", "place", "read_once", "sheet"]


@pytest.fixture
def smudge(panel: FlaskClient, place: str, sheet: Filled) -> str:
    """The page of the second page of a sheet, whose code is smudged; the others wait to be confirmed."""
    first, second, *others = sheet.pages
    page = uploads(panel, place, (pdf_of([first, smudged(second), *others]), "<skan>.pdf"))
    return waiting(page)[0]


def waiting(page: TestResponse) -> list[str]:
    return re.findall(r'<h3><a href="([^"]*/bez-kodu/\d+)"', page.text)


def tells(panel: FlaskClient, path: str, code: str, page: str) -> TestResponse:
    token = hidden(panel.get(path), "csrf_token")
    return panel.post(path, data={"csrf_token": token, "code": code, "page": page})


def test_a_page_that_waits_is_in_the_list_with_its_state(panel: FlaskClient, place: str, smudge: str) -> None:
    page = panel.get(place)
    assert "Czekają na kod" in words(page)
    assert "Strona 2 z pliku <skan>.pdf jeszcze nieodczytana" in words(page)
    assert "Odczytane strony: 1, 3, 4." in words(page)
    assert "<skan>" not in page.text


def test_the_page_shows_where_the_code_is_printed_and_the_whole_picture(panel: FlaskClient, smudge: str) -> None:
    page = panel.get(smudge)
    assert page_name(page) == "scan-nameless"
    assert "strona 2 z pliku <skan>.pdf" in words(page).lower()
    for end, kind in ((".jpg", "image/jpeg"), ("/stopka.png", "image/png")):
        picture = panel.get(f"{smudge}{end}")
        assert (picture.status_code, picture.mimetype, picture.headers["Cache-Control"]) == (200, kind, "no-store")
        assert f'src="{smudge}{end}"' in page.text


def test_a_page_that_was_told_is_confirmed_with_the_others(
    panel: FlaskClient, place: str, smudge: str, session: Session, campaign: CampaignRow, sheet: Filled
) -> None:
    answer = tells(panel, smudge, sheet_code.shown(sheet.code).lower(), " 2 / 4")
    page = panel.get(answer.location)
    assert f"Odczytano stronę 2 arkusza {sheet_code.shown(sheet.code)}." in words(page)
    assert "Odczytane strony: 1, 2, 3, 4." in words(page)
    assert "Czekają na kod" not in words(page)
    assert confirms(panel, f"{place}/arkusz/{sheet.code}").status_code == 303
    assert responses.answers(session, campaign.id) == [ANSWERS]
    assert panel.get(f"{smudge}.jpg").status_code == 404


def test_a_scanner_that_types_the_square_code_is_understood(panel: FlaskClient, smudge: str, sheet: Filled) -> None:
    answer = tells(panel, smudge, sheet_code.of_page(sheet.code, 2, False, "pl"), "2")
    assert answer.status_code == 303


def test_the_next_page_follows_and_then_the_list(panel: FlaskClient, place: str, smudge: str, sheet: Filled) -> None:
    _one, other = waiting(uploads(panel, place, (smudged(sheet.pages[1], turns=2), "b.jpg")))
    assert "Jeszcze 1 strona czeka na kod." in words(panel.get(smudge))
    assert tells(panel, other, sheet.code, "2").location.endswith(smudge)
    page = tells(panel, smudge, sheet.code, "2")
    assert page.status_code == 422
    assert "już czeka. Porównaj kod i numer z obrazem." in words(page)
    assert f'href="{place}/arkusz/{sheet.code}">Otwórz czekający arkusz' in page.text


@pytest.mark.parametrize(
    ("code", "page", "said"),
    [
        ("", "2", "Wpisz kod z dołu strony."),
        ("7777-777W", "2", "„7777-777W” nie może być kodem"),
        ("<b>%(x)s%", "2", "„<b>%(x)s%” nie może być kodem"),
        ("7777-777V", "2", "Z kodem 7777-777V nie wydrukowano żadnego arkusza tej ankiety."),
        (None, "", "Wpisz numer strony: liczbę przed ukośnikiem."),
        (None, "0", "Wpisz numer strony: liczbę przed ukośnikiem."),
        (None, "9", "ma strony: 1, 2, 3, 4. Strony 9 w nim nie ma."),
    ],
)
def test_what_cannot_be_is_named_beside_its_field(
    panel: FlaskClient, smudge: str, sheet: Filled, code: str | None, page: str, said: str
) -> None:
    answer = tells(panel, smudge, sheet.code if code is None else code, page)
    assert answer.status_code == 422
    assert said in words(answer)
    assert f'href="#{"page" if code is None else "code"}"' in answer.text
    assert hidden(answer, "page") == page


def test_another_page_of_the_sheet_is_named(panel: FlaskClient, place: str, smudge: str, sheet: Filled) -> None:
    panel.post(f"{place}/arkusz/{sheet.code}/usun", data={"csrf_token": hidden(panel.get(place), "csrf_token")})
    answer = tells(panel, smudge, sheet.code, "3")
    assert "stoją tak, jak na stronie 2 arkusza" in words(answer)


def test_the_page_of_a_sheet_that_was_entered_leads_to_the_entry(
    panel: FlaskClient, place: str, smudge: str, sheet: Filled
) -> None:
    looked = {"z-page-2": "1", "z-empty": "1"}
    assert confirms(panel, f"{place}/arkusz/{sheet.code}", **looked).status_code == 303
    answer = tells(panel, smudge, sheet.code, "2")
    assert answer.status_code == 422
    assert "arkusz liczy się raz. Porównaj kod z obrazem." in words(answer)
    assert f'href="{place.removesuffix("/skany")}/arkusz/{sheet.code}"' in answer.text


def test_a_sheet_that_lacks_a_page_asks_for_the_code_first(
    panel: FlaskClient, place: str, smudge: str, sheet: Filled
) -> None:
    page = panel.get(f"{place}/arkusz/{sheet.code}")
    assert "Czy brakująca strona jest wśród tych, które czekają na kod?" in words(page)
    assert f'href="{smudge}">Najpierw wpisz jej kod' in page.text
    assert f">{sheet_code.shown(sheet.code)}</a>: brakuje strony 2" in panel.get(smudge).text


def test_sent_twice_it_is_told_once_and_leads_to_its_sheet(
    panel: FlaskClient, place: str, smudge: str, sheet: Filled
) -> None:
    data = {"csrf_token": hidden(panel.get(smudge), "csrf_token"), "code": sheet.code, "page": "2"}
    assert panel.post(smudge, data=data).location.endswith("/skany")
    for again in (panel.post(smudge, data=data), panel.get(smudge)):
        assert again.location.endswith(f"{place}/arkusz/{sheet.code}")


def test_a_wrong_code_is_taken_back_on_the_sheet(panel: FlaskClient, place: str, smudge: str, sheet: Filled) -> None:
    tells(panel, smudge, sheet.code, "2")
    page = panel.get(f"{place}/arkusz/{sheet.code}")
    (action,) = re.findall(r'action="([^"]*/cofnij)"', page.text)
    answer = panel.post(action, data={"csrf_token": hidden(page, "csrf_token")})
    assert answer.location.endswith(smudge)
    assert page_name(panel.get(smudge)) == "scan-nameless"
    assert len(pictures(panel.get(f"{place}/arkusz/{sheet.code}"))) == 3


@pytest.mark.parametrize(("button", "then"), [("keys", "/papier/wpis"), ("only", "/skany")])
def test_a_page_is_thrown_away_after_a_warning(panel: FlaskClient, smudge: str, button: str, then: str) -> None:
    page = panel.get(smudge)
    assert "Tego, co jest na tej stronie, jeszcze nie odczytano" in words(page)
    data = {"csrf_token": hidden(page, "csrf_token"), button: "1"}
    assert panel.post(f"{smudge}/usun", data=data).location.endswith(then)
    assert panel.get(smudge).status_code == panel.post(f"{smudge}/usun", data=data).status_code == 404


def test_without_a_token_nothing_happens(
    panel: FlaskClient, smudge: str, session: Session, campaign: CampaignRow, sheet: Filled
) -> None:
    panel.post(smudge, data={"code": sheet.code, "page": "2"})
    panel.post(f"{smudge}/usun", data={"only": "1"})
    assert [each.number for each in scans.nameless(session, campaign.id)] == [2]


def test_another_librarys_pages_look_absent(
    app: Flask, session: Session, campaign: CampaignRow, place: str, sheet: Filled, sign_in: SignIn
) -> None:
    read_scans.add(session, campaign, NewFile("a.jpg", smudged(sheet.pages[0])), None, today())
    read_scans.read_next(session, campaign)
    (row,) = scans.nameless(session, campaign.id)
    own = make_campaign(session_of(session))
    stranger = sign_in(own.library)
    app.config["WTF_CSRF_ENABLED"] = False
    for base in (place, place.replace(campaign.slug, own.slug)):
        path = f"{base}/bez-kodu/{row.id}"
        assert [stranger.get(f"{path}{end}").status_code for end in ("", ".jpg", "/stopka.png")] == [404] * 3
        told = stranger.post(path, data={"code": sheet.code, "page": "1"})
        assert (told.status_code, stranger.post(f"{path}/usun").status_code) == (404, 404)
        assert stranger.post(f"{base}/strona/{row.id}/cofnij").status_code == 404


@pytest.mark.parametrize("number", ["0", str(2**63), "9" * 60])
def test_ids_that_no_database_holds_are_absent(panel: FlaskClient, place: str, number: str) -> None:
    assert panel.get(f"{place}/bez-kodu/{number}").status_code == 404
    assert panel.get(f"{place}/bez-kodu/{number}.jpg").status_code == 404


@pytest.mark.parametrize("number", ["0", str(2**63), "9" * 60])
def test_picture_ids_that_no_database_holds_are_absent(panel: FlaskClient, place: str, number: str) -> None:
    assert panel.get(f"{place}/strona/{number}.jpg").status_code == 404
    assert panel.get(f"{place}/strona/{number}/wycinek-{number}.png").status_code == 404
