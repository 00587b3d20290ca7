"""What a resident's request asks of the store: few statements, and nothing about a signed-in person."""

import time
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from flask_login import user_accessed
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from diagnoza.db import db, scope
from diagnoza.db.engine import writing
from diagnoza.db.models import Campaign, Library
from diagnoza.queries import campaigns
from tests.factories import make_campaign, make_library
from tests.web.pages import hidden


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Verb and table of each statement, in the order in which they run; BEGIN is none."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        words = sql.split()
        if words[0] != "BEGIN":
            seen.append(f"{words[0]} {words[words.index('FROM') + 1] if 'FROM' in words else ''}".strip())

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def address(session: Session) -> str:
    return f"/a/{make_campaign(session).slug}"


@pytest.mark.parametrize("path", ["", "/dziekujemy", "/informacja", "/swiezy"])
def test_a_page_asks_once(client: FlaskClient, address: str, statements: list[str], path: str) -> None:
    client.get(address + path)  # rendering may ask for more: the library's own text
    statements.clear()
    assert client.get(address + path).status_code == 200
    assert statements == ["SELECT campaign"]


def test_a_submission_takes_five_statements(client: FlaskClient, address: str, statements: list[str]) -> None:
    page = client.get(address)
    sent = {"key": hidden(page, "key"), "token": hidden(page, "token"), "lack.care": "2"}
    statements.clear()
    assert client.post(address, data=sent).status_code == 303
    assert statements == ["SELECT campaign", "DELETE draft", "SELECT response", "UPDATE", "INSERT"]


def test_an_answer_kept_apart_takes_one_more(client: FlaskClient, address: str, statements: list[str]) -> None:
    for _ in range(2):  # the first one makes the row that the second one counts in
        page = client.get(address)
        sent = {"key": hidden(page, "key"), "token": hidden(page, "token"), "help": "yes"}
        statements.clear()
        assert client.post(address, data=sent).status_code == 303
    assert statements == ["SELECT campaign", "DELETE draft", "SELECT response", "UPDATE", "INSERT", "UPDATE"]


def test_within_a_second_the_campaign_is_asked_for_once(
    app: Flask, client: FlaskClient, address: str, statements: list[str]
) -> None:
    app.config["CAMPAIGN_SECONDS"] = 3_600
    page = client.get(address)
    statements.clear()
    sent = {"key": hidden(page, "key"), "token": hidden(page, "token"), "lack.care": "2"}
    assert client.get(address).status_code == client.get(f"{address}/dziekujemy").status_code == 200
    assert client.post(address, data=sent).status_code == 303
    assert statements == ["DELETE draft", "SELECT response", "UPDATE", "INSERT"]


def test_a_change_is_seen_when_the_second_is_over(app: Flask, client: FlaskClient, session: Session) -> None:
    app.config["CAMPAIGN_SECONDS"] = 0.2
    campaign = make_campaign(session)
    assert "Nowy tytuł" not in client.get(f"/a/{campaign.slug}").text
    with writing(session):
        session.execute(update(Campaign).where(Campaign.id == campaign.id).values(title="Nowy tytuł"))
    time.sleep(0.2)
    assert "Nowy tytuł" in client.get(f"/a/{campaign.slug}").text


def test_addresses_that_nobody_printed_are_not_kept(app: Flask, client: FlaskClient, statements: list[str]) -> None:
    app.config["CAMPAIGN_SECONDS"] = 3_600
    for _ in range(2):
        assert client.get("/a/zmyslona").status_code == 404
    assert statements == ["SELECT campaign"] * 2


def test_a_repeated_submission_stores_nothing(client: FlaskClient, address: str, statements: list[str]) -> None:
    page = client.get(address)
    sent = {"key": hidden(page, "key"), "token": hidden(page, "token"), "lack.care": "2"}
    client.post(address, data=sent)
    statements.clear()
    assert client.post(address, data=sent).status_code == 303
    assert statements == ["SELECT campaign", "DELETE draft", "SELECT response"]


def test_nobody_asks_who_a_resident_is(app: Flask, client: FlaskClient, address: str) -> None:
    client.get(address)  # rendering asks once, for the person in the heading
    asked: list[object] = []
    with app.app_context(), user_accessed.connected_to(lambda _app, **_more: asked.append(1), app):
        client.get(address)
    assert asked == []


def test_nothing_is_made_to_read_a_session_of_a_resident(
    client: FlaskClient, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(SecureCookieSessionInterface, "get_signing_serializer")
    assert client.get(address).status_code == 200


def test_a_public_address_leads_to_its_own_library_and_questionnaire(session: Session) -> None:
    mine = make_campaign(session)
    scope.enter(session, make_library(session).id)
    other = make_campaign(session)
    assert campaigns.public(session, mine.slug) == mine
    assert campaigns.public(session, other.slug) == other
    assert campaigns.public(session, "nie-ma") is None


def test_what_a_librarian_changes_is_seen_by_the_next_request(client: FlaskClient, address: str) -> None:
    client.get(address)
    with Session(db.engine) as elsewhere, writing(elsewhere):
        elsewhere.query(Library).update({"name": "Biblioteka Nowa"})
    db.session.rollback()
    assert "Biblioteka Nowa" in client.get(address).text
