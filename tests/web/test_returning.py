"""A resident without JavaScript puts answers away under a code and goes on with them elsewhere."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from diagnoza.clock import today
from diagnoza.db.models import Draft
from diagnoza.queries import responses
from diagnoza.queries.campaigns import CampaignRow
from tests.factories import OVER, Days, make_campaign
from tests.web.pages import hidden, page_name, words

ANSWERS = {"lack.care": "2", "top.1": "care", "one_thing": "Ławka przy sklepie", "help": "yes"}


@pytest.fixture
def campaign(session: Session) -> CampaignRow:
    return make_campaign(session)


def opened(client: FlaskClient, campaign: CampaignRow) -> dict[str, str]:
    return client.get(f"/a/{campaign.slug}/swiezy").json


def put_away(client: FlaskClient, campaign: CampaignRow, form: dict, query: str = "") -> str:
    page = client.post(f"/a/{campaign.slug}/kod{query}", data=form)
    assert (page.status_code, page_name(page)) == (200, "code")
    return hidden(page, "code")


def bring_back(client: FlaskClient, campaign: CampaignRow, code: str, **more: str) -> TestResponse:
    return client.post(f"/a/{campaign.slug}/wroc", data={"code": code, **more})


def drafts(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Draft))


def test_the_form_comes_back_with_every_answer_its_key_and_its_place(
    client: FlaskClient, campaign: CampaignRow
) -> None:
    form = opened(client, campaign) | ANSWERS
    page = bring_back(client, campaign, put_away(client, campaign, form, "?z=sklep"))
    assert (page.status_code, page_name(page)) == (200, "survey")
    assert "Ławka przy sklepie" in page.text
    assert len(re.findall(r" checked| selected>Opieka", page.text)) >= 2
    assert hidden(page, "key") == form["key"]
    assert "z=sklep" in page.text


def test_the_code_can_be_typed_as_people_type(client: FlaskClient, campaign: CampaignRow) -> None:
    code = put_away(client, campaign, opened(client, campaign) | ANSWERS)
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{16}", code)
    sloppy = " ".join([code[:4].lower(), code[4:8], code[8:12].replace("0", "o"), code[12:].replace("1", "i")])
    assert page_name(bring_back(client, campaign, sloppy)) == "survey"


def test_after_sending_the_code_leads_nowhere(client: FlaskClient, campaign: CampaignRow, session: Session) -> None:
    code = put_away(client, campaign, opened(client, campaign) | ANSWERS)
    page = bring_back(client, campaign, code)
    sent = {name: hidden(page, name) for name in ("key", "token", "opened")} | ANSWERS
    assert client.post(f"/a/{campaign.slug}", data=sent).status_code == 303
    assert drafts(session) == 0
    assert bring_back(client, campaign, code).status_code == 422
    session.rollback()
    assert responses.count(session, campaign.id) == 1


def test_a_wrong_code_is_named_and_kept_in_the_field(client: FlaskClient, campaign: CampaignRow) -> None:
    code = put_away(client, campaign, opened(client, campaign) | ANSWERS)
    for wrong in (code[1:], code[:-1] + ("0" if code[-1] != "0" else "1"), "", "<b>"):
        page = bring_back(client, campaign, wrong)
        assert (page.status_code, page_name(page)) == (422, "come-back")
        assert 'role="alert"' in page.text
        assert hidden(page, "code") == wrong
        assert "<title>Błąd:" in page.text


def test_a_code_works_for_its_survey_only(client: FlaskClient, campaign: CampaignRow, session: Session) -> None:
    code = put_away(client, campaign, opened(client, campaign) | ANSWERS)
    assert bring_back(client, make_campaign(session), code).status_code == 422


def test_a_new_code_of_the_same_form_replaces_the_earlier(
    client: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    form = opened(client, campaign)
    first, second = (put_away(client, campaign, form | ANSWERS | {"one_thing": text}) for text in ("raz", "dwa"))
    assert drafts(session) == 1
    assert bring_back(client, campaign, first).status_code == 422
    assert "dwa" in bring_back(client, campaign, second).text


def test_whoever_has_the_code_can_erase(client: FlaskClient, campaign: CampaignRow, session: Session) -> None:
    code = put_away(client, campaign, opened(client, campaign) | ANSWERS)
    assert "usunięte" in words(bring_back(client, campaign, code, erase="1"))
    assert drafts(session) == 0


def test_after_14_days_the_draft_is_gone_with_the_next_writing(client: FlaskClient, session: Session) -> None:
    campaign = make_campaign(session, days=Days(-1, 40))
    code = put_away(client, campaign, opened(client, campaign) | ANSWERS)
    with time_machine.travel(today() + timedelta(days=14)):
        assert bring_back(client, campaign, code).status_code == 200
    with time_machine.travel(today() + timedelta(days=15)):
        assert bring_back(client, campaign, code).status_code == 422
        assert drafts(session) == 1
        client.post(f"/a/{campaign.slug}", data=opened(client, campaign))
        assert drafts(session) == 0


def test_a_form_put_away_in_time_can_be_sent_on_the_day_of_grace(client: FlaskClient, campaign: CampaignRow) -> None:
    code = put_away(client, campaign, opened(client, campaign) | ANSWERS)
    with time_machine.travel(campaign.closes_on + timedelta(days=1, hours=12)):
        page = bring_back(client, campaign, code)
        sent = {name: hidden(page, name) for name in ("key", "token", "opened")} | ANSWERS
        assert client.post(f"/a/{campaign.slug}", data=sent | {"opened": ""}).status_code == 410
        assert client.post(f"/a/{campaign.slug}", data=sent).status_code == 303


def test_the_store_holds_neither_the_code_nor_the_answers(
    app: Flask, client: FlaskClient, campaign: CampaignRow
) -> None:
    form = opened(client, campaign) | ANSWERS
    code = put_away(client, campaign, form)
    content = b"".join(path.read_bytes() for path in app.config["SETTINGS"].instance.iterdir())
    for secret in (code, "Ławka przy sklepie", form["key"]):
        assert secret.encode() not in content


def test_a_lost_token_puts_nothing_away_and_loses_nothing(
    client: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    page = client.post(f"/a/{campaign.slug}/kod", data=ANSWERS)
    assert (page.status_code, page_name(page)) == (400, "survey")
    assert "Ławka przy sklepie" in page.text
    assert drafts(session) == 0


def test_a_closed_survey_puts_nothing_away(client: FlaskClient, session: Session) -> None:
    campaign = make_campaign(session, days=OVER)
    page = client.post(f"/a/{campaign.slug}/kod", data=opened(client, campaign) | ANSWERS)
    assert (page.status_code, page_name(page)) == (410, "closed")
    assert page_name(client.get(f"/a/{campaign.slug}/wroc")) == "closed"


def test_a_flood_of_text_is_not_put_away(client: FlaskClient, campaign: CampaignRow, session: Session) -> None:
    form = opened(client, campaign) | {"one_thing": "a" * 50_001}
    assert client.post(f"/a/{campaign.slug}/kod", data=form).status_code == 413
    assert drafts(session) == 0


def test_only_fields_of_the_questionnaire_are_put_away(client: FlaskClient, campaign: CampaignRow) -> None:
    code = put_away(client, campaign, opened(client, campaign) | {"stranger": "obce-pole", "one_thing": "a" * 2_001})
    page = bring_back(client, campaign, code)
    assert "obce-pole" not in page.text
    assert "a" * 2_001 in page.text
