"""After sending there is a code with which the answer can be erased; it tells nobody anything and stays nowhere."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from analysis.vocabulary import Channel
from diagnoza.clock import now, today
from diagnoza.queries import campaigns, responses
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.services.submit_response import submit
from tests.factories import OVER, fresh, make_campaign, make_submission
from tests.web.pages import hidden, page_name, words

CANARY = "Kanarek w studni za remizą"
TYPED = {"lack.care": "2", "one_thing": CANARY, "help": "yes"}


@pytest.fixture
def campaign(session: Session) -> CampaignRow:
    return make_campaign(session)


@pytest.fixture
def resident(app: Flask) -> FlaskClient:
    return app.test_client(use_cookies=False)


def opened(resident: FlaskClient, campaign: CampaignRow) -> dict[str, str]:
    return resident.get(f"/a/{campaign.slug}/swiezy").json | TYPED


def sent(resident: FlaskClient, campaign: CampaignRow, form: dict) -> TestResponse:
    answer = resident.post(f"/a/{campaign.slug}", data=form)
    assert answer.status_code == 303
    return resident.get(answer.location)


def code_on(page: TestResponse) -> str | None:
    found = re.search(r"data-receipt>([0-9A-Z-]+)<", page.text)
    return found.group(1) if found else None


def typed(resident: FlaskClient, campaign: CampaignRow, code: str | None, **fields: str) -> TestResponse:
    return resident.post(f"/a/{campaign.slug}/usun", data={"code": code, **fields})


def count(session: Session, campaign: CampaignRow) -> int:
    session.rollback()
    return responses.count(session, campaign.id)


def test_the_thanks_show_a_code_to_write_down(resident: FlaskClient, campaign: CampaignRow) -> None:
    page = sent(resident, campaign, opened(resident, campaign))
    assert page_name(page) == "thank-you"
    assert re.fullmatch("([0-9A-Z]{4}-){2}[0-9A-Z]{4}", code_on(page) or "")


def test_a_repeated_and_a_changed_sending_have_the_same_code_and_another_form_another(
    resident: FlaskClient, campaign: CampaignRow
) -> None:
    form = opened(resident, campaign)
    codes = [code_on(sent(resident, campaign, form | change)) for change in ({}, {}, {"lack.care": "0"})]
    assert len(set(codes)) == 1
    assert code_on(sent(resident, campaign, opened(resident, campaign))) not in codes


def test_two_people_never_see_each_others_code(resident: FlaskClient, campaign: CampaignRow) -> None:
    pages = [resident.post(f"/a/{campaign.slug}", data=opened(resident, campaign)).location for _ in range(2)]
    shown = [[code_on(resident.get(page)) for _ in range(2)] for page in pages]
    assert shown[0][0] == shown[0][1] != shown[1][0] == shown[1][1]
    assert "r=" + pages[0].rpartition("r=")[2] not in resident.get(pages[1]).text
    assert "r=" + pages[1].rpartition("r=")[2] in resident.get(pages[1]).text.replace("&amp;", "&")


def test_the_address_does_not_tell_the_code_and_is_silent_after_ten_minutes(
    resident: FlaskClient, campaign: CampaignRow
) -> None:
    form = opened(resident, campaign)
    address = resident.post(f"/a/{campaign.slug}", data=form).location
    code = code_on(resident.get(address))
    assert code
    assert code.replace("-", "") not in address
    assert form["key"] not in address
    with time_machine.travel(now() + timedelta(minutes=11)):
        late = resident.get(address)
    assert (page_name(late), code_on(late)) == ("thank-you", None)


@pytest.mark.parametrize("made_up", ["a", "a.b.c", "WyJhIiwiYiJd.x.y"])
def test_a_made_up_receipt_shows_the_thanks_alone(resident: FlaskClient, campaign: CampaignRow, made_up: str) -> None:
    page = resident.get(f"/a/{campaign.slug}/dziekujemy?r={made_up}")
    assert (page.status_code, page_name(page), code_on(page)) == (200, "thank-you", None)


def test_the_code_says_that_the_answer_is_stored_then_erases_it(
    resident: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    code = code_on(sent(resident, campaign, opened(resident, campaign)))
    sent(resident, campaign, opened(resident, campaign))
    asked = typed(resident, campaign, (code or "").lower().replace("-", " "))
    assert "są zapisane" in words(asked)
    assert (asked.status_code, CANARY in asked.text, count(session, campaign)) == (200, False, 2)
    before = fresh(session, campaign).revision
    erased = typed(resident, campaign, hidden(asked, "code"), erase="1")
    assert (erased.status_code, count(session, campaign)) == (200, 1)
    assert fresh(session, campaign).revision == before + 1
    assert typed(resident, campaign, code, erase="1").status_code == 422


def test_after_erasing_the_text_is_in_no_file(
    app: Flask, resident: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    folder = app.config["SETTINGS"].instance
    code = code_on(sent(resident, campaign, opened(resident, campaign) | {"one_thing": CANARY * 50}))
    session.rollback()
    canary = CANARY.encode()
    assert canary in everything(folder)
    typed(resident, campaign, code, erase="1")
    assert canary not in everything(folder)


def everything(folder: object) -> bytes:
    """Every byte of the installation, with what JSON writes in its own way read back."""
    raw = b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    return raw + re.sub(rb"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)).encode(), raw)


def test_the_offer_to_help_stays_a_number(resident: FlaskClient, campaign: CampaignRow, session: Session) -> None:
    code = code_on(sent(resident, campaign, opened(resident, campaign)))
    typed(resident, campaign, code, erase="1")
    assert campaigns.apart_counts(session, campaign.id) == {"help": {"yes": 1}}


@pytest.mark.parametrize("code", ["", "ABCD", "0000-0000-0001", "zażółć gęślą"])
def test_a_code_that_cannot_be_one_is_said_so_and_stays_typed(
    resident: FlaskClient, campaign: CampaignRow, code: str
) -> None:
    page = typed(resident, campaign, code)
    assert (page.status_code, page_name(page)) == (422, "erase")
    assert "12 znaków" in words(page)
    assert hidden(page, "code") == code


def test_the_code_of_one_survey_erases_nothing_in_another(
    resident: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    other = make_campaign(session)
    code = code_on(sent(resident, campaign, opened(resident, campaign)))
    assert typed(resident, other, code, erase="1").status_code == 422
    assert count(session, campaign) == 1


def test_a_code_made_with_the_earlier_secret_still_erases(
    app: Flask, resident: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    code = code_on(sent(resident, campaign, opened(resident, campaign)))
    app.config.update(SECRET_KEY="n" * 40, SECRET_KEY_FALLBACKS=[app.config["SECRET_KEY"]])
    assert typed(resident, campaign, code, erase="1").status_code == 200
    assert count(session, campaign) == 0


@pytest.mark.parametrize("channel", [Channel.PAPER, Channel.IMPORT])
def test_paper_and_imported_answers_have_no_receipt(
    app: Flask, resident: FlaskClient, campaign: CampaignRow, session: Session, channel: Channel
) -> None:
    import dataclasses

    from diagnoza.services.receipts import code_of

    submission = dataclasses.replace(make_submission({"lack": {"care": "2"}}, key="k"), channel=channel)
    submit(session, campaign, submission, today())
    code = code_of(campaign.id, "k", app.config["SECRET_KEY"])
    assert typed(resident, campaign, code, erase="1").status_code == 422


def test_erasing_works_after_the_survey_has_closed(resident: FlaskClient, session: Session) -> None:
    over = make_campaign(session, days=OVER)
    page = resident.get(f"/a/{over.slug}/usun")
    assert (page.status_code, page_name(page)) == (200, "erase")
    assert str(over.purge_on.year) in words(page)
