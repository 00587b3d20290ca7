"""Leaving contact details: after sending, apart from the answers, for adults, and for the library's eyes only."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from diagnoza.clock import today
from diagnoza.db.models_contacts import Contact
from diagnoza.queries import contacts as stored
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire.parsing import library
from tests.factories import OVER, make_campaign
from tests.web.conftest import SignIn
from tests.web.pages import hidden, page_name, words

GIVEN = {"name": "Anna", "email": "anna@example.org", "adult": "y", "agreed": "y"}


@pytest.fixture
def campaign(session: Session) -> CampaignRow:
    return make_campaign(session)


@pytest.fixture
def resident(app: Flask) -> FlaskClient:
    """No cookies at all."""
    return app.test_client(use_cookies=False)


def send(client: FlaskClient, campaign: CampaignRow, **changes: str) -> TestResponse:
    page = client.get(f"/a/{campaign.slug}/kontakt")
    form = {"token": hidden(page, "token"), "consent": hidden(page, "consent")} | GIVEN
    return client.post(f"/a/{campaign.slug}/kontakt", data=form | changes)


def people(session: Session, campaign: CampaignRow) -> list[stored.ContactRow]:
    session.rollback()
    return stored.of_campaign(session, campaign.id, today())


def test_the_thanks_offer_it_without_a_trace_of_the_answer(resident: FlaskClient, campaign: CampaignRow) -> None:
    page = resident.get(f"/a/{campaign.slug}/dziekujemy")
    assert f'rel="noreferrer" href="/a/{campaign.slug}/kontakt"' in page.text
    form = resident.get(f"/a/{campaign.slug}/kontakt")
    assert (page_name(form), "Set-Cookie" in form.headers) == ("contact", False)
    assert 'name="key"' not in form.text


def test_details_are_kept_and_thanked_for(resident: FlaskClient, session: Session, campaign: CampaignRow) -> None:
    sent = send(resident, campaign, about="Piekę  ciasta\n")
    assert (sent.status_code, page_name(resident.get(sent.location))) == (303, "contact-thanks")
    (found,) = people(session, campaign)
    assert (found.name, found.email, found.phone, found.about) == ("Anna", "anna@example.org", "", "Piekę ciasta")


def test_sending_twice_keeps_one(resident: FlaskClient, session: Session, campaign: CampaignRow) -> None:
    assert [send(resident, campaign).status_code for _ in range(2)] == [303, 303]
    assert len(people(session, campaign)) == 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", " ", "Trzeba wpisać imię"),
        ("email", "", "Trzeba wpisać e-mail albo telefon."),
        ("email", "anna", "na przykład anna@example.org"),
        ("phone", "12", "Numer telefonu jest za krótki."),
        ("adult", "", "Kontakt mogą zostawić tylko osoby dorosłe."),
        ("agreed", "", "Bez zgody biblioteka nie może przechować tych danych."),
        ("about", "a" * 301, "Najwyżej 300 znaków."),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    resident: FlaskClient, session: Session, campaign: CampaignRow, field: str, value: str, said: str
) -> None:
    page = send(resident, campaign, **{"name": "Anna Maria", field: value})
    assert page.status_code == 422
    assert said in words(page)
    assert field == "name" or 'value="Anna Maria"' in page.text
    assert people(session, campaign) == []


def test_a_telephone_alone_is_enough(resident: FlaskClient, session: Session, campaign: CampaignRow) -> None:
    assert send(resident, campaign, email="", phone="600 100 200").status_code == 303
    assert [found.phone for found in people(session, campaign)] == ["600 100 200"]


def test_a_lost_token_shows_the_form_with_what_was_typed(
    resident: FlaskClient, session: Session, campaign: CampaignRow
) -> None:
    for token in ("", "obcy"):
        page = send(resident, campaign, token=token)
        assert page.status_code == 400
        assert 'value="anna@example.org"' in page.text
    assert people(session, campaign) == []


def test_the_token_of_a_survey_is_none_of_this_form(resident: FlaskClient, campaign: CampaignRow) -> None:
    token = hidden(resident.get(f"/a/{campaign.slug}"), "token")
    assert send(resident, campaign, token=token).status_code == 400


def test_minors_are_never_asked(resident: FlaskClient, session: Session) -> None:
    youth = make_campaign(session, library()["mlodziez"])
    assert "kontakt" not in resident.get(f"/a/{youth.slug}/dziekujemy").text
    for path in ("kontakt", "kontakt/dziekujemy", "kiosk/kontakt"):
        assert resident.get(f"/a/{youth.slug}/{path}").status_code == 404
    assert resident.post(f"/a/{youth.slug}/kontakt", data=GIVEN).status_code == 404
    assert session.scalars(select(Contact)).all() == []


def test_after_the_survey_nothing_more_is_kept(resident: FlaskClient, session: Session) -> None:
    over = make_campaign(session, days=OVER)
    assert send(resident, over).status_code == 410
    assert people(session, over) == []


def test_the_text_agreed_to_can_be_read_on_the_form(resident: FlaskClient, campaign: CampaignRow) -> None:
    said = words(resident.get(f"/a/{campaign.slug}/kontakt"))
    assert "art. 6 ust. 1 lit. a RODO" in said
    assert "{" not in said
    assert "Mam skończone 18 lat." in said


def test_fields_may_be_filled_in_by_a_browser_but_not_at_a_kiosk(
    client: FlaskClient, campaign: CampaignRow, sign_in: SignIn
) -> None:
    own = client.get(f"/a/{campaign.slug}/kontakt").text
    assert all(f'autocomplete="{kind}"' in own for kind in ("name", "email", "tel"))
    librarian = sign_in(campaign.library)
    token = hidden(librarian.get(f"/a/{campaign.slug}/kiosk"), "csrf_token")
    librarian.post(f"/a/{campaign.slug}/kiosk", data={"csrf_token": token})
    kiosk = librarian.get(f"/a/{campaign.slug}/kiosk/kontakt").text
    assert not any(f'autocomplete="{kind}"' in kiosk for kind in ("name", "email", "tel"))
    assert kiosk.count('autocomplete="off"') >= 5


def test_a_kiosk_offers_it_and_goes_on_to_the_next_person(
    session: Session, campaign: CampaignRow, sign_in: SignIn
) -> None:
    device, base = sign_in(campaign.library), f"/a/{campaign.slug}/kiosk"
    device.post(base, data={"csrf_token": hidden(device.get(base), "csrf_token")})
    assert f'href="{base}/kontakt"' in device.get(f"{base}/dziekujemy").text
    token = hidden(device.get(f"{base}/kontakt"), "token")
    sent = device.post(f"{base}/kontakt", data=GIVEN | {"token": token})
    assert sent.status_code == 303
    assert page_name(device.get(sent.location)) == "kiosk-thanks"
    assert f'href="{base}/kontakt"' not in device.get(sent.location).text
    assert len(people(session, campaign)) == 1


def test_without_a_kiosk_its_form_is_not_there(resident: FlaskClient, campaign: CampaignRow) -> None:
    base = f"/a/{campaign.slug}/kiosk/kontakt"
    assert resident.get(base).location == f"/a/{campaign.slug}/kontakt"
    assert resident.post(base, data=GIVEN).status_code == 404


def test_the_library_sees_erases_and_downloads(session: Session, campaign: CampaignRow, sign_in: SignIn) -> None:
    librarian = sign_in(campaign.library)
    base = f"/panel/kampanie/{campaign.slug}/kontakty"
    assert "Nikt jeszcze nie zostawił kontaktu" in words(librarian.get(base))
    send(librarian, campaign, name="<b>Anna</b>")
    assert "&lt;b&gt;Anna" in librarian.get(base).text
    assert '"anna@example.org"' in librarian.get(f"{base}.csv").text
    (found,) = people(session, campaign)
    page = librarian.get(f"{base}/{found.id}/usun")
    assert "Nie da się tego cofnąć." in words(page)
    assert len(people(session, campaign)) == 1
    erased = librarian.post(f"{base}/{found.id}/usun", data={"csrf_token": hidden(page, "csrf_token")})
    assert erased.status_code == 303
    assert people(session, campaign) == []
    assert librarian.get(f"{base}/{found.id}/usun").status_code == 404


def test_how_long_contacts_are_kept_is_the_librarys_choice(
    session: Session, campaign: CampaignRow, sign_in: SignIn
) -> None:
    librarian, editor = sign_in(campaign.library), "/panel/teksty/kontakt"
    page = librarian.get(editor)
    form = {name: hidden(page, name) for name in ("csrf_token", "begun_from", "administrator")}
    text = {"text_pl": "{administrator} {kontakt} {iod} {dzien_usuniecia}"}
    assert librarian.post(editor, data=form | text | {"dni": "900"}).status_code == 422
    assert librarian.post(editor, data=form | text | {"dni": "30"}).status_code == 303
    send(librarian, campaign)
    (found,) = people(session, campaign)
    assert ((found.erase_on - campaign.closes_on).days, found.consent) == (30, 2)
