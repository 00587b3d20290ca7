"""Signing in: neutral words, a new session, no way out to another site, a limit on guessing."""

import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.conftest import make_app
from tests.factories import PASSWORD, make_campaign, make_library, make_user
from tests.web.conftest import SignIn
from tests.web.pages import hidden, page_name, words


def attempt(client: FlaskClient, email: str, password: str, path: str = "/logowanie") -> TestResponse:
    form = {"email": email, "password": password, "csrf_token": hidden(client.get(path), "csrf_token")}
    return client.post(path, data=form)


@pytest.mark.parametrize(("role", "place"), [("librarian", "/panel/"), ("coalition", "/koalicja/")])
def test_everybody_lands_where_they_work(client: FlaskClient, session: Session, role: str, place: str) -> None:
    email = make_user(session, make_library(session), role)
    first = attempt(client, email, PASSWORD).location
    assert client.get(first).location == place


def test_an_unknown_account_and_a_wrong_password_look_the_same(client: FlaskClient, session: Session) -> None:
    email = make_user(session, make_library(session))
    wrong, unknown = attempt(client, email, "zle-haslo-123"), attempt(client, "x@example.org", "zle-haslo-123")
    assert "E-mail lub hasło się nie zgadza" in words(wrong)
    assert words(wrong).replace(email, "") == words(unknown).replace("x@example.org", "")


def test_the_page_asked_for_is_opened_after_signing_in(client: FlaskClient, session: Session) -> None:
    campaign = make_campaign(session)
    asked = client.get(f"/panel/kampanie/{campaign.slug}/diagnoza")
    answer = attempt(client, make_user(session, campaign.library), PASSWORD, asked.location)
    assert answer.location == f"/panel/kampanie/{campaign.slug}/diagnoza"


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "https:evil"])
def test_nobody_is_sent_to_another_site(client: FlaskClient, session: Session, target: str) -> None:
    email = make_user(session, make_library(session))
    token = hidden(client.get("/logowanie"), "csrf_token")
    form = {"email": email, "password": PASSWORD, "csrf_token": token, "next": target}
    location = client.post("/logowanie", query_string={"next": target}, data=form).location or ""
    assert urlsplit(urljoin("http://localhost/logowanie", location)).netloc == "localhost"


def test_the_session_is_new_after_signing_in(client: FlaskClient, session: Session) -> None:
    client.get("/logowanie")
    before = client.get_cookie("session")
    attempt(client, make_user(session, make_library(session)), PASSWORD)
    assert client.get_cookie("session").value != before.value


def test_signing_out_needs_the_token_and_works(session: Session, sign_in: SignIn) -> None:
    client = sign_in(make_library(session))
    assert client.get("/wyloguj").status_code == 405
    assert client.post("/wyloguj").status_code == 400
    client.post("/wyloguj", data={"csrf_token": hidden(client.get("/panel/"), "csrf_token")})
    assert client.get("/panel/").location.startswith("/logowanie")


def test_guessing_is_slowed_down(app: Flask) -> None:
    limited = make_app(app.config["SETTINGS"].instance, RATELIMIT_ENABLED=True)
    client = limited.test_client()
    statuses = [attempt(client, "x@example.org", f"haslo-numer-{number}").status_code for number in range(11)]
    assert statuses[:10] == [200] * 10
    assert statuses[10] == 429
    assert page_name(client.post("/logowanie", data={})) in ("error", "")


def test_residents_behind_one_address_are_never_slowed_down(app: Flask, session: Session) -> None:
    slug = make_campaign(session).slug
    client = make_app(app.config["SETTINGS"].instance, RATELIMIT_ENABLED=True).test_client()
    assert {client.get(f"/a/{slug}").status_code for _ in range(60)} == {200}


def test_a_stolen_password_file_costs_its_thief_work(tmp_path: Path) -> None:
    with make_app(tmp_path, SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS={}).app_context():  # as the program runs
        assert re.match(r"\$argon2id\$v=19\$m=65536,t=3,p=4\$", hash_password(PASSWORD))
