"""Programs are held up, people are not: whatever is held comes back with every answer and goes when sent once more."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from diagnoza.clock import now
from diagnoza.queries import responses
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.resident import fairness
from tests.factories import make_campaign
from tests.web.pages import hidden, page_name, words

TYPED = {"lack.care": "2", "one_thing": "Ławka przy sklepie"}


@pytest.fixture
def campaign(app: Flask, session: Session) -> Iterator[CampaignRow]:
    app.config.update(MIN_FILL_SECONDS=3, RATELIMIT_ENABLED=True)
    fairness.SENDINGS.forget()
    yield make_campaign(session)
    fairness.SENDINGS.forget()


@pytest.fixture
def resident(app: Flask) -> FlaskClient:
    return app.test_client(use_cookies=False)


def opened(resident: FlaskClient, campaign: CampaignRow, ago: float = 60) -> dict[str, str]:
    with time_machine.travel(now() - timedelta(seconds=ago), tick=False):
        page = resident.get(f"/a/{campaign.slug}")
    return {"key": hidden(page, "key"), "token": hidden(page, "token"), fairness.TRAP: "", **TYPED}


def send(resident: FlaskClient, campaign: CampaignRow, form: dict, address: str = "127.0.0.9") -> TestResponse:
    return resident.post(f"/a/{campaign.slug}", data=form, environ_base={"REMOTE_ADDR": address})


def count(session: Session, campaign: CampaignRow) -> int:
    session.rollback()
    return responses.count(session, campaign.id)


def kept(page: TestResponse) -> bool:
    return page_name(page) == "survey" and TYPED["one_thing"] in page.text and 'role="alert"' in page.text


def test_a_form_sent_at_once_comes_back_and_goes_a_moment_later(
    resident: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    form = opened(resident, campaign, ago=1)
    page = send(resident, campaign, form)
    assert (page.status_code, kept(page), count(session, campaign)) == (422, True, 0)
    assert (hidden(page, "key"), hidden(page, "token")) == (form["key"], form["token"])
    with time_machine.travel(now() + timedelta(seconds=3)):
        assert send(resident, campaign, form).status_code == 303
    assert count(session, campaign) == 1


def test_the_time_trap_can_be_switched_off(app: Flask, resident: FlaskClient, campaign: CampaignRow) -> None:
    app.config["MIN_FILL_SECONDS"] = 0
    assert send(resident, campaign, opened(resident, campaign, ago=0)).status_code == 303


def test_a_page_kept_without_a_network_goes_with_a_token_made_for_sending(
    resident: FlaskClient, campaign: CampaignRow
) -> None:
    form = opened(resident, campaign)
    new = resident.get(f"/a/{campaign.slug}/swiezy").json
    assert send(resident, campaign, form | new).status_code == 422
    assert send(resident, campaign, form | new | {"opened": form["token"]}).status_code == 303
    assert send(resident, campaign, form | new | {"opened": "a.b.c"}).status_code == 422


def test_who_fills_in_the_field_that_nobody_sees_is_held(
    resident: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    form = opened(resident, campaign)
    page = send(resident, campaign, form | {fairness.TRAP: "https://example.org"})
    assert (page.status_code, kept(page), count(session, campaign)) == (422, True, 0)
    assert hidden(page, fairness.TRAP) == ""
    assert send(resident, campaign, form).status_code == 303


def test_two_hundred_people_behind_one_address_are_all_heard(
    resident: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    codes = {send(resident, campaign, opened(resident, campaign)).status_code for _ in range(200)}
    assert (codes, count(session, campaign)) == ({303}, 200)


def test_a_flood_from_one_address_is_told_when_to_come_and_others_are_not_held(
    resident: FlaskClient, campaign: CampaignRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fairness.SENDINGS, "most", 2)
    form = opened(resident, campaign)
    assert [send(resident, campaign, form).status_code for _ in range(3)] == [303, 303, 429]
    page = send(resident, campaign, form)
    seconds = page.headers["Retry-After"]
    assert kept(page)
    assert f'data-send-again="{seconds}"' in page.text
    assert f"za {seconds} s." in words(page)
    assert send(resident, campaign, form, "127.0.0.10").status_code == 303


def test_the_limit_can_be_switched_off(
    app: Flask, resident: FlaskClient, campaign: CampaignRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.config["RATELIMIT_ENABLED"] = False
    monkeypatch.setattr(fairness.SENDINGS, "most", 0)
    assert send(resident, campaign, opened(resident, campaign)).status_code == 303
