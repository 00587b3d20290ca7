"""Slips are printed once, their codes are asked for when the library says so, and a bad one loses no answer."""

import re
from dataclasses import replace

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from diagnoza.queries import entry_codes as queries
from diagnoza.queries import responses
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.services import entry_codes
from tests.factories import fresh, make_campaign
from tests.web.conftest import SignIn
from tests.web.pages import hidden, page_name, words

AWAY = "https://ankieta.example.org"
TYPED = {"lack.care": "2", "one_thing": "Ławka przy sklepie"}


@pytest.fixture
def campaign(session: Session) -> CampaignRow:
    return make_campaign(session)


@pytest.fixture
def code(session: Session, campaign: CampaignRow) -> str:
    (code,) = entry_codes.make(session, campaign, 1)
    entry_codes.demand(session, campaign, True)
    return code


@pytest.fixture
def resident(app: Flask) -> FlaskClient:
    return app.test_client(use_cookies=False)


def send(resident: FlaskClient, campaign: CampaignRow, code: str) -> TestResponse:
    form = resident.get(f"/a/{campaign.slug}/swiezy").json | TYPED | {"entry-code": code}
    return resident.post(f"/a/{campaign.slug}", data=form)


def test_the_address_of_the_slip_fills_the_code_in(resident: FlaskClient, campaign: CampaignRow, code: str) -> None:
    assert hidden(resident.get(f"/a/{campaign.slug}?kod={code}"), "entry-code") == code
    assert hidden(resident.get(f"/a/{campaign.slug}"), "entry-code") == ""


def test_an_open_campaign_asks_for_none(resident: FlaskClient, campaign: CampaignRow) -> None:
    assert 'name="entry-code"' not in resident.get(f"/a/{campaign.slug}?kod=ABCD").text


def test_a_code_lets_in_once_and_then_says_so_with_every_answer_kept(
    resident: FlaskClient, campaign: CampaignRow, code: str, session: Session
) -> None:
    assert send(resident, campaign, code).status_code == 303
    page = send(resident, campaign, code)
    assert (page.status_code, page_name(page)) == (422, "survey")
    assert "został już użyty" in words(page)
    assert TYPED["one_thing"] in page.text
    assert hidden(page, "entry-code") == code
    assert 'href="#entry-code"' in page.text
    session.rollback()
    assert responses.count(session, campaign.id) == 1


@pytest.mark.parametrize(("typed", "said"), [("", "Wpisz kod"), ("ABCD", "Sprawdź kod"), ("000000000000", "nie jest")])
def test_a_bad_code_is_named(resident: FlaskClient, campaign: CampaignRow, code: str, typed: str, said: str) -> None:
    page = send(resident, campaign, typed)
    assert (page.status_code, said in words(page)) == (422, True)


def test_a_librarian_makes_slips_and_demands_their_codes(
    app: Flask, resident: FlaskClient, sign_in: SignIn, session: Session, campaign: CampaignRow
) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], base_url=AWAY)
    panel, path = sign_in(campaign.library), f"/panel/kampanie/{campaign.slug}/kody"
    form = {"csrf_token": hidden(panel.get(path), "csrf_token"), "number": "12", "language": "pl"}
    file = panel.post(path, data=form)
    assert (file.status_code, file.mimetype) == (200, "application/pdf")
    document = pypdfium2.PdfDocument(file.data)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    codes = re.findall(r"\b(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}\b", text)
    assert (len(document), len(set(codes)), document.is_tagged()) == (2, 12, True)
    panel.post(path + "/tak", data=form)
    session.rollback()
    assert fresh(session, campaign).codes
    assert send(resident, campaign, codes[3]).status_code == 303
    session.rollback()
    assert queries.counts(session, campaign.id) == (12, 1)


def test_codes_are_not_asked_for_before_there_are_any(sign_in: SignIn, session: Session, campaign: CampaignRow) -> None:
    panel, path = sign_in(campaign.library), f"/panel/kampanie/{campaign.slug}/kody"
    page = panel.get(path)
    assert "Najpierw przygotuj karteczki" in words(page)
    assert "/kody/tak" not in page.text
    panel.post(f"{path}/tak", data={"csrf_token": hidden(page, "csrf_token")})
    session.rollback()
    assert not fresh(session, campaign).codes
    assert "nikt nie mógłby odpowiedzieć" in words(panel.get(path))


@pytest.mark.parametrize("number", ["0", "501", "x", ""])
def test_an_impossible_number_of_slips_makes_none(
    sign_in: SignIn, session: Session, campaign: CampaignRow, number: str
) -> None:
    panel, path = sign_in(campaign.library), f"/panel/kampanie/{campaign.slug}/kody"
    form = {"csrf_token": hidden(panel.get(path), "csrf_token"), "number": number, "language": "pl"}
    assert panel.post(path, data=form).status_code == 422
    session.rollback()
    assert queries.counts(session, campaign.id) == (0, 0)
