"""A resident's page is rendered once for everybody, and still shows what is true now to whom it is true."""

import dataclasses
import gzip
from datetime import timedelta
from unittest.mock import patch

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import refresh
from sqlalchemy import update
from sqlalchemy.orm import Session

from diagnoza.clock import today
from diagnoza.db.engine import writing
from diagnoza.db.models import Campaign, Library
from diagnoza.resident import rendered, views
from tests.factories import add_responses, make_campaign
from tests.web.pages import hidden


@pytest.fixture
def address(session: Session) -> str:
    return f"/a/{make_campaign(session).slug}"


def rendered_pages(app: Flask) -> int:
    return len(app.extensions.get("rendered", ({}, None))[0])


def test_two_visitors_get_one_page_with_keys_of_their_own(app: Flask, client: FlaskClient, address: str) -> None:
    one, other = client.get(address), client.get(address)
    assert rendered_pages(app) == 1
    assert hidden(one, "key") != hidden(other, "key")
    assert one.text.replace(hidden(one, "key"), "").replace(hidden(one, "token"), "") == other.text.replace(
        hidden(other, "key"), ""
    ).replace(hidden(other, "token"), "")


def test_an_empty_form_is_sent_in_a_quarter_of_its_bytes_to_whoever_can_read_that(
    client: FlaskClient, address: str
) -> None:
    light, plain = (client.get(address, headers={"Accept-Encoding": name}) for name in ("gzip, br", "identity"))
    assert (light.headers["Content-Encoding"], "Content-Encoding" in plain.headers) == ("gzip", False)
    assert "Accept-Encoding" in light.vary
    unpacked = gzip.decompress(light.data).decode()
    assert len(light.data) < len(plain.data) / 3
    assert len(unpacked) == len(plain.text)
    assert 'data-page="survey"' in unpacked


def test_what_somebody_typed_is_never_compressed_beside_a_token(client: FlaskClient, address: str) -> None:
    answer = client.post(address, data={"one_thing": "x"}, headers={"Accept-Encoding": "gzip"})
    assert (answer.status_code, "Content-Encoding" in answer.headers) == (400, False)


def test_no_mark_is_left_in_a_page(client: FlaskClient, address: str) -> None:
    for _ in range(2):
        text = client.get(address).text
        assert rendered.KEY not in text
        assert rendered.TOKEN not in text


def test_the_second_visitor_costs_no_rendering(client: FlaskClient, address: str) -> None:
    client.get(address)
    with patch.object(views, "render_template", side_effect=AssertionError("rendered again")):
        assert client.get(address).status_code == 200
        with pytest.raises(AssertionError, match="rendered again"):
            client.get(address + "?z=sklep")


def test_each_language_and_place_has_its_page(app: Flask, client: FlaskClient, address: str) -> None:
    heads = []
    for query in ("", "?lang=en", "?lang=uk"):
        refresh()  # the language is found once for each context, and the tests' own context spans all requests
        heads.append(client.get(address + query).text.strip()[:40])
    assert len(set(heads)) == 3
    refresh()
    assert "z=remiza" in client.get(address + "?z=remiza").text
    assert "z=remiza" not in client.get(address).text
    assert rendered_pages(app) == 4


@pytest.mark.parametrize("query", ["?z=unheard", "?utm=1", "?z=remiza&x=1"])
def test_made_up_addresses_fill_no_memory(app: Flask, client: FlaskClient, address: str, query: str) -> None:
    assert client.get(address + query).status_code == 200
    assert rendered_pages(app) == 0


def test_what_the_library_changes_is_shown_at_once(client: FlaskClient, session: Session, address: str) -> None:
    assert "Nowa nazwa" not in client.get(address).text
    with writing(session):
        session.execute(update(Library).values(name="Nowa nazwa"))
    assert "Nowa nazwa" in client.get(address).text
    assert "Nowa nazwa" in client.get(f"{address}/informacja").text


def test_a_closed_survey_shows_no_kept_form(client: FlaskClient, session: Session, address: str) -> None:
    assert 'name="key"' in client.get(address).text
    with writing(session):
        session.execute(update(Campaign).values(closes_on=today() - timedelta(days=1)))
    assert 'name="key"' not in client.get(address).text


def test_more_answers_make_no_new_page(app: Flask, client: FlaskClient, session: Session, address: str) -> None:
    client.get(address)
    campaign = make_campaign(session, slug="other")
    for _ in range(3):
        add_responses(session, campaign, [{"lack": {"care": "2"}}])
        client.get("/a/other")
    assert rendered_pages(app) == 2


def test_a_form_that_is_refused_is_rendered_for_its_sender(client: FlaskClient, address: str) -> None:
    page = client.get(address)
    sent = {"key": hidden(page, "key"), "token": hidden(page, "token"), "lack.care": "9", "open": "Kowalska"}
    refused = client.post(address, data=sent)
    assert refused.status_code == 422
    assert hidden(client.get(address), "key") != sent["key"]
    assert 'aria-invalid="true"' in refused.text
    assert 'aria-invalid="true"' not in client.get(address).text


def test_old_pages_give_way(app: Flask, client: FlaskClient, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendered, "KEPT", 2)
    for query in ("", "?lang=en", "?lang=uk", "?z=sklep"):
        client.get(address + query)
    assert rendered_pages(app) == 2


def test_the_marks_make_a_whole_pass() -> None:
    assert set(dataclasses.asdict(rendered.marks())) == {"key", "token", "opened_on", "opened"}


def test_readers_of_two_browsers_share_no_page(app: Flask, client: FlaskClient, address: str) -> None:
    for language in ("pl", "uk"):
        refresh()
        client.get(address + "?lang=en", headers={"Accept-Language": language})
    refresh()
    assert rendered_pages(app) == 2
