"""A resident without JavaScript and without cookies: nothing typed is lost, nothing is stored twice."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from diagnoza.clock import today
from diagnoza.queries import campaigns, responses
from diagnoza.queries.campaigns import CampaignRow
from tests.factories import COMING, OVER, make_campaign, make_library
from tests.web.pages import hidden, page_name, words

ANSWERS = {"lack.care": "2", "lack.health": "dont_know", "top.1": "care", "age": "30-44"}


@pytest.fixture
def campaign(session: Session) -> CampaignRow:
    return make_campaign(session)


@pytest.fixture
def resident(app: Flask) -> FlaskClient:
    """No cookies at all."""
    return app.test_client(use_cookies=False)


def opened(resident: FlaskClient, campaign: CampaignRow) -> dict[str, str]:
    page = resident.get(f"/a/{campaign.slug}")
    return {"key": hidden(page, "key"), "token": hidden(page, "token")}


def send(resident: FlaskClient, campaign: CampaignRow, form: dict) -> TestResponse:
    return resident.post(f"/a/{campaign.slug}", data=form)


def stored(session: Session, campaign: CampaignRow) -> list[dict]:
    session.rollback()
    return responses.answers(session, campaign.id)


def test_the_survey_is_one_document(resident: FlaskClient, campaign: CampaignRow) -> None:
    page = resident.get(f"/a/{campaign.slug}")
    assert (page.status_code, page_name(page)) == (200, "survey")
    assert "Pytamy o całą gminę, nie tylko o bibliotekę" in words(page)
    assert "Set-Cookie" not in page.headers


def test_only_the_key_and_the_token_differ_between_two_visits(resident: FlaskClient, campaign: CampaignRow) -> None:
    pages = []
    for _ in range(2):
        page = resident.get(f"/a/{campaign.slug}")
        pages.append(page.text.replace(hidden(page, "key"), "").replace(hidden(page, "token"), ""))
    assert pages[0] == pages[1]


def test_answers_are_stored_before_the_thank_you_page(
    resident: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    answer = send(resident, campaign, opened(resident, campaign) | ANSWERS)
    assert answer.status_code == 303
    assert page_name(resident.get(answer.location)) == "thank-you"
    assert stored(session, campaign) == [
        {"lack": {"health": "dont_know", "care": "2"}, "top": ["care"], "age": "30-44"}
    ]


def test_an_empty_form_is_an_answer_too(resident: FlaskClient, campaign: CampaignRow, session: Session) -> None:
    assert send(resident, campaign, opened(resident, campaign)).status_code == 303
    assert stored(session, campaign) == [{}]


def test_sending_twice_is_one_response(resident: FlaskClient, campaign: CampaignRow, session: Session) -> None:
    form = opened(resident, campaign) | ANSWERS
    assert [send(resident, campaign, form).status_code for _ in range(3)] == [303, 303, 303]
    assert len(stored(session, campaign)) == 1


def test_going_back_and_changing_an_answer_replaces_it(
    resident: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    form = opened(resident, campaign) | ANSWERS
    send(resident, campaign, form)
    send(resident, campaign, form | {"lack.care": "0"})
    assert [row["lack"]["care"] for row in stored(session, campaign)] == ["0"]


def test_willingness_to_help_never_enters_the_response(
    resident: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    send(resident, campaign, opened(resident, campaign) | {"help": "yes"})
    assert stored(session, campaign) == [{}]
    assert campaigns.apart_counts(session, campaign.id) == {"help": {"yes": 1}}


@pytest.mark.parametrize("token", ["", "zgubiony", "a.b.c"])
def test_a_lost_token_shows_the_form_with_every_answer(
    resident: FlaskClient, campaign: CampaignRow, session: Session, token: str
) -> None:
    form = opened(resident, campaign) | ANSWERS | {"one_thing": "Ławka przy sklepie", "token": token}
    again = send(resident, campaign, form)
    assert (again.status_code, page_name(again)) == (400, "survey")
    assert "Ławka przy sklepie" in again.text
    assert stored(session, campaign) == []
    sent = send(resident, campaign, form | {"token": hidden(again, "token"), "key": hidden(again, "key")})
    assert sent.status_code == 303


def test_a_token_of_another_survey_is_not_good_here(
    resident: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    elsewhere = opened(resident, make_campaign(session))
    assert send(resident, campaign, elsewhere | ANSWERS).status_code == 400


def test_a_token_signed_with_the_earlier_secret_is_still_good(
    app: Flask, resident: FlaskClient, campaign: CampaignRow
) -> None:
    form = opened(resident, campaign)
    app.config.update(SECRET_KEY="n" * 40, SECRET_KEY_FALLBACKS=[app.config["SECRET_KEY"]])
    assert send(resident, campaign, form | ANSWERS).status_code == 303


def test_a_form_open_for_a_week_can_be_sent(resident: FlaskClient, campaign: CampaignRow, session: Session) -> None:
    import time_machine

    form = opened(resident, campaign)
    with time_machine.travel(today() + timedelta(days=7)):
        assert send(resident, campaign, form | ANSWERS).status_code == 303
    assert len(stored(session, campaign)) == 1


def test_a_fresh_key_and_token_can_be_fetched(resident: FlaskClient, campaign: CampaignRow) -> None:
    form = resident.get(f"/a/{campaign.slug}/swiezy").json
    assert send(resident, campaign, form | ANSWERS).status_code == 303


def test_a_token_can_be_fetched_for_a_key_that_was_made_elsewhere(
    resident: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    for _ in range(2):
        form = resident.post(f"/a/{campaign.slug}/swiezy", data={"key": "A" * 22}).json
        assert form["key"] == "A" * 22
        assert send(resident, campaign, form | ANSWERS).status_code == 303
    assert len(stored(session, campaign)) == 1


@pytest.mark.parametrize("key", ["", "short", "A" * 23, "A" * 21 + "<", "A" * 21 + "\n"])
def test_a_key_that_is_none_gets_another(resident: FlaskClient, campaign: CampaignRow, key: str) -> None:
    assert resident.post(f"/a/{campaign.slug}/swiezy", data={"key": key}).json["key"] != key


@pytest.mark.parametrize(("opened", "status"), [("in time", 303), ("elsewhere", 410), ("forged", 410), ("", 410)])
def test_a_form_filled_in_time_is_taken_the_day_after_with_a_token_of_today(
    resident: FlaskClient, campaign: CampaignRow, session: Session, opened: str, status: int
) -> None:
    import time_machine

    other = make_campaign(session)
    with time_machine.travel(campaign.closes_on + timedelta(hours=12)):
        tokens = {each: resident.get(f"/a/{one.slug}/swiezy").json["token"] for each, one in (
            ("in time", campaign), ("elsewhere", other))}  # fmt: skip
    with time_machine.travel(campaign.closes_on + timedelta(days=1, hours=12)):
        form = resident.get(f"/a/{campaign.slug}/swiezy").json | {"opened": tokens.get(opened, opened)}
        assert send(resident, campaign, form | ANSWERS).status_code == status


def test_the_service_worker_is_a_script_for_addresses_of_surveys(resident: FlaskClient) -> None:
    worker = resident.get("/a/sw.js")
    assert worker.mimetype == "text/javascript"
    assert "worker-src 'self'" in worker.headers["Content-Security-Policy"]


def test_only_an_empty_survey_may_be_kept_on_a_device(resident: FlaskClient, campaign: CampaignRow) -> None:
    assert f'data-last-day="{campaign.closes_on}"' in resident.get(f"/a/{campaign.slug}").text
    form = opened(resident, campaign)
    for page in (
        send(resident, campaign, form | {"lack.care": "7"}),
        send(resident, campaign, ANSWERS),
        resident.post(f"/a/{campaign.slug}/jezyk?lang=uk", data=form | ANSWERS),
    ):
        assert page_name(page) == "survey"
        assert "data-keep-as" not in page.text


def test_an_unknown_survey_is_404(resident: FlaskClient) -> None:
    page = resident.get("/a/nie-ma-takiej")
    assert (page.status_code, page_name(page)) == (404, "error")


@pytest.mark.parametrize(("days", "name"), [(COMING, "not-open"), (OVER, "closed")])
def test_before_and_after_its_days_the_page_says_so_with_dates(
    resident: FlaskClient, session: Session, days: object, name: str
) -> None:
    campaign = make_campaign(session, days=days)
    page = resident.get(f"/a/{campaign.slug}")
    assert (page.status_code, page_name(page)) == (200, name)
    assert str(campaign.opens_on.year) in words(page)


def test_a_form_sent_after_the_last_day_is_refused_in_words(resident: FlaskClient, session: Session) -> None:
    import time_machine

    campaign = make_campaign(session)
    with time_machine.travel(campaign.closes_on + timedelta(days=3)):
        form = resident.get(f"/a/{campaign.slug}/swiezy").json
        page = send(resident, campaign, form | ANSWERS)
    assert (page.status_code, page_name(page)) == (410, "closed")


BAD = {
    "an unknown option": {"lack.care": "7"},
    "an unknown matter": {"lack.moon": "2"},
    "2,001 characters": {"one_thing": "a" * 2_001},
    "NUL": {"one_thing": "a\0b"},
    "a fourth matter": {"top.1": "care", "top.4": "health"},
    "too many groups": {"top.1": "care", "for_whom": ["youth", "seniors", "carers"]},
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_bad_input_is_422_with_words_and_answers_kept(
    resident: FlaskClient, campaign: CampaignRow, session: Session, bad: dict
) -> None:
    page = send(resident, campaign, opened(resident, campaign) | {"lack.health": "1"} | bad)
    assert (page.status_code, page_name(page)) == (422, "survey")
    assert 'role="alert"' in page.text
    assert "<title>Błąd:" in page.text
    assert 'value="1" checked' in " ".join(page.text.split())
    assert stored(session, campaign) == []


def test_ten_thousand_fields_are_refused(resident: FlaskClient, campaign: CampaignRow, session: Session) -> None:
    form = opened(resident, campaign) | {f"field{number}": "x" for number in range(10_000)}
    assert send(resident, campaign, form).status_code in (400, 413, 422)
    assert stored(session, campaign) == []


def test_a_missing_key_is_refused_with_the_form(resident: FlaskClient, campaign: CampaignRow, session: Session) -> None:
    form = opened(resident, campaign)
    del form["key"]
    assert send(resident, campaign, form | ANSWERS).status_code == 400
    assert stored(session, campaign) == []


def test_what_a_resident_typed_is_shown_as_text(resident: FlaskClient, campaign: CampaignRow) -> None:
    form = opened(resident, campaign) | {"one_thing": "<script>alert(1)</script>", "lack.care": "9"}
    page = send(resident, campaign, form)
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text


@pytest.mark.parametrize("language", ["pl", "uk", "en"])
def test_the_survey_speaks_three_languages(resident: FlaskClient, campaign: CampaignRow, language: str) -> None:
    page = resident.get(f"/a/{campaign.slug}?lang={language}")
    assert f'<html lang="{language}"' in page.text


def test_nothing_of_the_visitor_is_kept(
    app: Flask, resident: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    form = opened(resident, campaign) | ANSWERS
    resident.post(
        f"/a/{campaign.slug}", data=form, headers={"User-Agent": "canary-agent"},
        environ_base={"REMOTE_ADDR": "127.9.8.7"},
    )  # fmt: skip
    instance = app.config["SETTINGS"].instance
    content = b"".join(path.read_bytes() for path in instance.iterdir())
    assert b"30-44" in content
    assert b"canary-agent" not in content
    assert b"127.9.8.7" not in content


def test_the_first_page_lists_open_surveys_and_says_which_are_samples(
    resident: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    make_library(session, is_sample=True)
    sample = make_campaign(session)
    over = make_campaign(session, days=OVER)
    page = resident.get("/")
    assert f"/a/{campaign.slug}" in page.text
    assert f"/a/{over.slug}" not in page.text
    assert words(page).count("Dane przykładowe") == 1
    assert "Dane przykładowe" in words(resident.get(f"/a/{sample.slug}"))
    assert "Dane przykładowe" not in words(resident.get(f"/a/{campaign.slug}"))


def test_another_language_is_a_button_that_keeps_every_answer(
    resident: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    form = resident.get(f"/a/{campaign.slug}/swiezy").json | ANSWERS | {"one_thing": "Ławka przy sklepie"}
    page = resident.post(f"/a/{campaign.slug}/jezyk?lang=uk", data=form)
    assert (page.status_code, page_name(page)) == (200, "survey")
    assert '<html lang="uk">' in page.text
    assert "Ławka przy sklepie" in page.text
    assert (hidden(page, "key"), hidden(page, "token")) == (form["key"], form["token"])
    assert stored(session, campaign) == []


@pytest.mark.parametrize(
    ("browser", "address", "spoken"),
    [
        ("uk-UA,uk;q=0.9,pl;q=0.5", "", "uk"),
        ("en-GB", "", "en"),
        ("de", "", "pl"),
        ("uk", "?lang=pl", "pl"),
        ("pl", "?lang=xx", "pl"),
    ],
)
def test_the_language_follows_the_address_then_the_browser(
    resident: FlaskClient, campaign: CampaignRow, browser: str, address: str, spoken: str
) -> None:
    page = resident.get(f"/a/{campaign.slug}{address}", headers={"Accept-Language": browser})
    assert f'<html lang="{spoken}">' in page.text
    assert ("Accept-Language" in page.headers.get("Vary", "")) == (address == "")


def test_enter_in_a_field_sends_and_does_not_change_the_language(resident: FlaskClient, campaign: CampaignRow) -> None:
    page = resident.get(f"/a/{campaign.slug}").text
    first = page.index('<button type="submit" form="survey" hidden>')
    assert first < page.index("formaction=")
