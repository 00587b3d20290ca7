"""The information about the answers: written by a librarian, shown to residents, kept with each response."""

import pytest
from flask.testing import FlaskClient
from flask_babel import refresh
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from diagnoza.clock import today
from diagnoza.db.models import Response
from diagnoza.queries import library_texts as stored
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.services import library_texts
from diagnoza.texts.kinds import INFORMATION, Content
from tests.factories import make_campaign
from tests.web.conftest import SignIn
from tests.web.pages import hidden, page_name, words

EDITOR = "/panel/teksty/informacja"
TEXT = "# Kto\nPyta {administrator}.\n\n{kontakt} {iod} {dzien_usuniecia}"


@pytest.fixture
def campaign(session: Session) -> CampaignRow:
    return make_campaign(session)


@pytest.fixture
def librarian(campaign: CampaignRow, sign_in: SignIn) -> FlaskClient:
    return sign_in(campaign.library)


def post(librarian: FlaskClient, **changes: str) -> TestResponse:
    page = librarian.get(EDITOR)
    usual = {"administrator": "Biblioteka, ul. Długa 1", "kontakt": "", "iod": "iod@example.org", "text_pl": TEXT}
    form = {"csrf_token": hidden(page, "csrf_token"), "begun_from": hidden(page, "begun_from"), **usual}
    return librarian.post(EDITOR, data=form | changes)


def write(session: Session, campaign: CampaignRow, number: int, **texts: str) -> None:
    facts = {"administrator": "Biblioteka", "kontakt": "", "iod": ""}
    library_texts.save(session, campaign.library, INFORMATION, Content(facts, texts), number, today())


def informed(session: Session) -> list[int | None]:
    session.rollback()
    return list(session.scalars(select(Response.information)))


def answer(client: FlaskClient, page: TestResponse, **fields: str) -> TestResponse:
    carried = {name: hidden(page, name) for name in ("key", "token", "information")}
    return client.post(page.request.path, data=carried | fields)


def test_what_is_saved_is_shown_to_residents_at_once(librarian: FlaskClient, campaign: CampaignRow) -> None:
    librarian.get(f"/a/{campaign.slug}/informacja")
    assert post(librarian).status_code == 303
    page = librarian.get(f"/a/{campaign.slug}/informacja")
    assert "Pyta Biblioteka, ul. Długa 1." in words(page)
    assert "prosimy pytać w bibliotece iod@example.org" in words(page)
    assert "Wersja 2 z dnia" in words(page)


def test_the_ready_text_is_shown_in_the_language_of_the_page(client: FlaskClient, campaign: CampaignRow) -> None:
    said = {"pl": "Kto odpowiada za ankietę", "uk": "Хто відповідає за анкету", "en": "Who answers for the survey"}
    for language, heading in said.items():
        refresh()
        page = client.get(f"/a/{campaign.slug}/informacja?lang={language}")
        assert heading in words(page)
        assert "{" not in words(page)


def test_a_language_that_was_left_out_shows_polish_and_says_so(
    client: FlaskClient, session: Session, campaign: CampaignRow
) -> None:
    write(session, campaign, 1, pl="Pyta biblioteka. Koniec: {ostatni_dzien}.")
    page = client.get(f"/a/{campaign.slug}/informacja?lang=en")
    assert '<div lang="pl">' in page.text
    assert f"Koniec: {campaign.closes_on.day} " in words(page)


def test_the_information_is_reachable_before_the_first_question(client: FlaskClient, campaign: CampaignRow) -> None:
    text = client.get(f"/a/{campaign.slug}").text
    assert text.index(f"/a/{campaign.slug}/informacja") < text.index("<fieldset")


def test_a_response_keeps_the_version_that_its_form_led_to(
    client: FlaskClient, session: Session, campaign: CampaignRow
) -> None:
    page = client.get(f"/a/{campaign.slug}")
    write(session, campaign, 1, pl="Nowa")
    answer(client, page)
    answer(client, client.get(f"/a/{campaign.slug}"))
    assert sorted(informed(session)) == [1, 2]


@pytest.mark.parametrize("given", ["", "0", "7", "-1", "x", "²", "9" * 30])
def test_a_version_that_nobody_was_shown_is_not_believed(
    client: FlaskClient, session: Session, campaign: CampaignRow, given: str
) -> None:
    assert answer(client, client.get(f"/a/{campaign.slug}"), information=given).status_code == 303
    assert informed(session) == [1]


def test_the_form_keeps_its_version_when_it_comes_back_with_errors(
    client: FlaskClient, session: Session, campaign: CampaignRow
) -> None:
    page = client.get(f"/a/{campaign.slug}")
    write(session, campaign, 1, pl="Nowa")
    refused = answer(client, page, **{"lack.care": "9"})
    assert (refused.status_code, hidden(refused, "information")) == (422, "1")


def test_a_preview_saves_nothing(librarian: FlaskClient, session: Session) -> None:
    page = post(librarian, preview="1")
    assert page.status_code == 200
    assert "Pyta Biblioteka, ul. Długa 1." in words(page)
    assert "Podgląd: jeszcze nie zapisano" in words(page)
    assert len(stored.history(session, INFORMATION)) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Trzeba napisać tekst polski."),
        (TEXT + "{nazwa}", "Program nie zna nazwy {nazwa}. Można wpisać: {administrator}, {kontakt}, {iod}"),
        ("Pyta {administrator}: {kontakt} {iod}", "Tego też wymaga prawo. Trzeba wpisać do tekstu: {dzien_usuniecia}."),
        ("a" * 10_001, "Najwyżej 10 000 znaków."),
    ],
)
def test_a_text_that_cannot_be_shown_is_refused_with_the_fix(librarian: FlaskClient, text: str, said: str) -> None:
    page = post(librarian, text_pl=text, iod="zostaje@example.org")
    assert page.status_code == 422
    assert said in words(page)
    assert "zostaje@example.org" in page.text


def test_a_text_written_meanwhile_is_not_overwritten(
    librarian: FlaskClient, session: Session, campaign: CampaignRow
) -> None:
    page = librarian.get(EDITOR)
    begun = hidden(page, "begun_from")
    write(session, campaign, 1, pl="Kolegi")
    again = post(librarian, begun_from=begun)
    assert (again.status_code, hidden(again, "begun_from")) == (409, "2")
    assert "Pyta {administrator}." in again.text
    assert post(librarian, begun_from=hidden(again, "begun_from")).status_code == 303


def test_markup_in_a_text_stays_words(librarian: FlaskClient, campaign: CampaignRow) -> None:
    post(librarian, text_pl=TEXT + "\n<script>alert(1)</script>\n- <b>x</b>")
    page = librarian.get(f"/a/{campaign.slug}/informacja")
    assert "<script>alert" not in page.text
    assert "<b>x</b>" in words(page).replace("&lt;", "<") or "&lt;b&gt;" in page.text


def test_an_earlier_version_can_be_read_and_shown_again(
    librarian: FlaskClient, session: Session, campaign: CampaignRow
) -> None:
    write(session, campaign, 1, pl="Zupełnie nowa")
    page = librarian.get(f"{EDITOR}/1")
    assert page_name(page) == "text-version"
    assert "Kto odpowiada za ankietę" in words(page)
    sent = librarian.post(f"{EDITOR}/1/przywroc", data={"csrf_token": hidden(page, "csrf_token")})
    assert sent.status_code == 303
    assert "Kto odpowiada za ankietę" in words(librarian.get(f"/a/{campaign.slug}/informacja"))
    assert [version.number for version in stored.history(session, INFORMATION)] == [3, 2, 1]


def test_versions_say_how_many_responses_came_with_them(librarian: FlaskClient, campaign: CampaignRow) -> None:
    for _ in range(2):
        answer(librarian, librarian.get(f"/a/{campaign.slug}"))
    assert "Wersja 1 z dnia" in words(librarian.get(EDITOR))
    assert "z nią przyszły 2 odpowiedzi" in words(librarian.get(EDITOR))


def test_the_campaign_says_what_residents_cannot_read_yet(librarian: FlaskClient, campaign: CampaignRow) -> None:
    warning = "jak skontaktować się z inspektorem"
    assert warning in words(librarian.get(f"/panel/kampanie/{campaign.slug}"))
    assert "brak kontaktu do inspektora" in words(librarian.get("/panel/teksty"))
    post(librarian)
    assert warning not in words(librarian.get(f"/panel/kampanie/{campaign.slug}"))
    assert "brak kontaktu do inspektora" not in words(librarian.get("/panel/teksty"))


@pytest.mark.parametrize("path", [EDITOR + "/9", EDITOR + "/9/przywroc", "/panel/teksty/nieznany"])
def test_what_is_not_there_is_not_found(librarian: FlaskClient, path: str) -> None:
    token = {"csrf_token": hidden(librarian.get(EDITOR), "csrf_token")}
    send = librarian.post if path.endswith("przywroc") else librarian.get
    assert send(path, data=token).status_code == 404
