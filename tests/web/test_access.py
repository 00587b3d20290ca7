"""Who may open what: every page of the application is named here, so a new one cannot be forgotten."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories import make_campaign, make_library
from tests.web.conftest import SignIn

PUBLIC = {
    "/", "/a/<slug>", "/a/<slug>/dziekujemy", "/a/<slug>/informacja", "/a/<slug>/swiezy", "/a/<slug>/jezyk",
    "/a/sw.js", "/a/<slug>/kod", "/a/<slug>/plik", "/a/<slug>/wroc", "/a/<slug>/usun",
    "/a/<slug>/kiosk/dziekujemy", "/a/<slug>/kontakt", "/a/<slug>/kontakt/dziekujemy", "/a/<slug>/kiosk/kontakt",
    "/deklaracja-dostepnosci", "/deklaracja-dostepnosci/<library_slug>",
    "/healthz", "/readyz", "/logowanie", "/wyloguj", "/static/<path:filename>",
    "/bootstrap/static/<path:filename>",
}  # fmt: skip
LIBRARIANS = {
    "/panel/", "/panel/kampanie/nowa", "/panel/kampanie/<slug>", "/panel/kampanie/<slug>/licznik",
    "/panel/kampanie/<slug>/kod.svg", "/panel/kampanie/<slug>/zamknij", "/panel/kampanie/<slug>/diagnoza",
    "/panel/kampanie/<slug>/wykres/<name>.svg", "/panel/kampanie/<slug>/odpowiedzi.csv",
    "/panel/kampanie/<slug>/ksiazka-kodow.toml", "/panel/kampanie/<slug>/import",
    "/panel/kampanie/<slug>/kody", "/panel/kampanie/<slug>/kody/<state>",
    "/panel/deklaracja-dostepnosci", "/panel/teksty", "/panel/teksty/<word>", "/panel/teksty/<word>/<int:number>",
    "/panel/teksty/<word>/<int:number>/przywroc",
    "/panel/kampanie/<slug>/kontakty", "/panel/kampanie/<slug>/kontakty.csv",
    "/panel/kampanie/<slug>/kontakty/<int:contact_id>/usun",
    "/a/<slug>/kiosk", "/panel/kampanie/<slug>/import/<waiting>",
    "/panel/kampanie/<slug>/plakaty",
    "/panel/kampanie/<slug>/papier", "/panel/kampanie/<slug>/papier/druk", "/panel/kampanie/<slug>/papier/wpis",
    "/panel/kampanie/<slug>/papier/arkusz/<code>", "/panel/kampanie/<slug>/papier/arkusz/<code>/cofnij",
    "/panel/kampanie/<slug>/papier/arkusz/<code>/drugi-raz", "/panel/kampanie/<slug>/papier/arkusz/<code>/rozstrzygnij",
    "/panel/kampanie/<slug>/papier/skany", "/panel/kampanie/<slug>/papier/skany/odczyt",
    "/panel/kampanie/<slug>/papier/skany/plik/<int:file_id>/usun",
    "/panel/kampanie/<slug>/papier/skany/strona/<int:page_id>.jpg",
    "/panel/kampanie/<slug>/papier/skany/strona/<int:page_id>/wycinek-<int:place>.png",
    "/panel/kampanie/<slug>/papier/skany/strona/<int:page_id>/cofnij",
    "/panel/kampanie/<slug>/papier/skany/bez-kodu/<int:page_id>",
    "/panel/kampanie/<slug>/papier/skany/bez-kodu/<int:page_id>.jpg",
    "/panel/kampanie/<slug>/papier/skany/bez-kodu/<int:page_id>/stopka.png",
    "/panel/kampanie/<slug>/papier/skany/bez-kodu/<int:page_id>/usun",
    "/panel/kampanie/<slug>/papier/skany/arkusz/<code>", "/panel/kampanie/<slug>/papier/skany/arkusz/<code>/usun",
    "/panel/kampanie/<slug>/plakat", "/panel/kampanie/<slug>/plakat-<kind>-<language>.pdf",
    "/panel/kampanie/<slug>/kod-<tag>.svg",
}  # fmt: skip
COALITION = {
    "/start", "/koalicja/", "/koalicja/<slug>", "/koalicja/<slug>/wykres/<name>.svg",
    "/koalicja/<slug>/obraz/<name>.svg", "/koalicja/<slug>/fakty", "/koalicja/<slug>/fakty/<int:fact_id>/usun",
    "/koalicja/<slug>/fakty/<int:fact_id>/przywroc", "/koalicja/<slug>/rece",
    "/koalicja/<slug>/rece/<int:hands_id>/usun", "/koalicja/<slug>/rece/<int:hands_id>/przywroc",
}  # fmt: skip
GUARDED = [(path, method) for path in sorted(LIBRARIANS | COALITION) for method in ("get", "post")]


def filled(path: str, slug: str) -> str:
    parts = {
        "slug": slug,
        "name": "needs",
        "waiting": "0" * 32,
        "kind": "a4",
        "language": "pl",
        "tag": "sklep",
        "code": "00000000",
        "state": "tak",
        "int:fact_id": "1",
        "int:hands_id": "1",
        "int:file_id": "1",
        "int:page_id": "1",
        "int:place": "0",
        "int:number": "1",
        "int:contact_id": "1",
        "word": "informacja",
        "library_slug": "biblioteka",
    }
    return re.sub("<([a-z_:]+)>", lambda part: parts[part.group(1)], path)


def test_every_page_is_named(app: Flask) -> None:
    rules = {rule.rule for rule in app.url_map.iter_rules() if not rule.endpoint.startswith("security.")}
    assert rules | {"/logowanie", "/wyloguj"} == PUBLIC | LIBRARIANS | COALITION


def allowed(app: Flask, path: str, method: str) -> bool:
    return any(rule.rule == path and method.upper() in rule.methods for rule in app.url_map.iter_rules())


@pytest.mark.parametrize(("path", "method"), GUARDED)
def test_nobody_gets_in_without_signing_in(
    app: Flask, client: FlaskClient, session: Session, path: str, method: str
) -> None:
    if not allowed(app, path, method):
        pytest.skip("this page has no such method")
    app.config["WTF_CSRF_ENABLED"] = False
    answer = getattr(client, method)(filled(path, make_campaign(session).slug))
    assert answer.status_code == 302
    assert answer.location.startswith("/logowanie")


@pytest.mark.parametrize("path", sorted(LIBRARIANS))
def test_a_coalition_member_sees_no_librarians_page(app: Flask, session: Session, sign_in: SignIn, path: str) -> None:
    campaign = make_campaign(session)
    member = sign_in(campaign.library, "coalition")
    method = "get" if allowed(app, path, "get") else "post"
    app.config["WTF_CSRF_ENABLED"] = False
    assert getattr(member, method)(filled(path, campaign.slug)).status_code == 403


@pytest.mark.parametrize("path", sorted(path for path in LIBRARIANS | COALITION if "<slug>" in path))
def test_another_librarys_campaign_looks_absent(app: Flask, session: Session, sign_in: SignIn, path: str) -> None:
    theirs = make_campaign(session)
    librarian = sign_in(make_library(session))
    method = "get" if allowed(app, path, "get") else "post"
    app.config["WTF_CSRF_ENABLED"] = False
    real = getattr(librarian, method)(filled(path, theirs.slug))
    absent = getattr(librarian, method)(filled(path, "x" * len(theirs.slug)))
    assert real.status_code == absent.status_code == 404
    assert len(real.data) == len(absent.data)


def test_reading_never_writes(app: Flask, session: Session, sign_in: SignIn) -> None:
    campaign = make_campaign(session)
    librarian = sign_in(campaign.library)
    database = app.config["SETTINGS"].instance / "diagnoza.sqlite-wal"
    session.rollback()
    before = database.read_bytes()
    for path in sorted(PUBLIC | LIBRARIANS | COALITION):
        if "<path:" not in path and allowed(app, path, "get"):
            librarian.get(filled(path, campaign.slug))
    assert database.read_bytes() == before
