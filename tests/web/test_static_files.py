"""What a first visit costs over the wire, and what is kept afterwards."""

import gzip
import re

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories import add_responses, make_campaign
from tests.web.conftest import SignIn

LIMIT = 100_000


@pytest.fixture
def address(session: Session) -> str:
    return f"/a/{make_campaign(session).slug}"


def linked(page: str) -> list[str]:
    """Style sheets, scripts and pictures that the page names, each once."""
    found = re.findall(r'<(?:link|script|img)[^>]+(?:href|src)="(/[^"]+)"', page)
    return list(dict.fromkeys(path for path in found if "/static/" in path))


def imported(client: FlaskClient, path: str) -> set[str]:
    """A module and every module that it imports or adds to the page, however deep."""
    folder = path.rpartition("/")[0]
    names = re.findall(r'(?:(?:from|import)\s*\(?\s*"\./|new URL\(")([^"]+\.js)"', client.get(path, buffered=True).text)
    return {path}.union(*(imported(client, f"{folder}/{name}") for name in names))


def wire(client: FlaskClient, path: str, encoding: str = "br, gzip") -> int:
    return len(client.get(path, headers={"Accept-Encoding": encoding}, buffered=True).data)


@pytest.mark.parametrize("encoding", ["br", "gzip", "br, gzip"])
def test_a_first_visit_stays_under_a_hundred_kilobytes(client: FlaskClient, address: str, encoding: str) -> None:
    page = client.get(address).text
    files = {path for name in linked(page) for path in (imported(client, name) if ".js" in name else {name})}
    assert len(files) > 20
    assert sum(wire(client, path, encoding) for path in {address, *files}) <= LIMIT


def test_without_compression_it_would_not(client: FlaskClient, address: str) -> None:
    files = linked(client.get(address).text)
    assert sum(wire(client, path, "identity") for path in files) > LIMIT


@pytest.mark.parametrize(("encoding", "read"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_a_compressed_file_is_the_file(client: FlaskClient, address: str, encoding: str, read) -> None:
    path = next(path for path in linked(client.get(address).text) if "theme.css" in path)
    for _ in range(2):
        packed = client.get(path, headers={"Accept-Encoding": encoding}, buffered=True)
        assert packed.headers["Content-Encoding"] == encoding
        assert read(packed.data) == client.get(path, headers={"Accept-Encoding": "identity"}, buffered=True).data


def test_a_file_named_by_its_content_is_kept_for_a_year(client: FlaskClient, address: str) -> None:
    for path in linked(client.get(address).text):
        assert "v=" in path
        assert client.get(path, buffered=True).headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "immutable" not in client.get(path.partition("?")[0], buffered=True).headers["Cache-Control"]


def test_a_known_file_is_not_sent_again(client: FlaskClient, address: str) -> None:
    path = linked(client.get(address).text)[0]
    tag = client.get(path, headers={"Accept-Encoding": "br"}, buffered=True).headers["ETag"]
    again = client.get(path, headers={"Accept-Encoding": "br", "If-None-Match": tag}, buffered=True)
    assert (again.status_code, again.data) == (304, b"")


def test_pages_that_may_hold_something_of_their_visitor_are_not_compressed(client: FlaskClient, address: str) -> None:
    for path in (f"{address}/dziekujemy", f"{address}/wroc", "/logowanie", "/"):
        assert (
            "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": "br, gzip"}, buffered=True).headers
        )


def test_static_files_keep_their_security_headers(app: Flask, client: FlaskClient, address: str) -> None:
    answer = client.get(linked(client.get(address).text)[0], headers={"Accept-Encoding": "br"}, buffered=True)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_charts_of_two_libraries_are_never_mixed_up(client: FlaskClient, session: Session, sign_in: SignIn) -> None:
    campaigns = [make_campaign(session), make_campaign(session)]
    for campaign, answer in zip(campaigns, ("2", "0"), strict=True):
        add_responses(session, campaign, [{"lack": {"care": answer, "health": "2"}}] * 60)
    panel = sign_in(campaigns[0].library)
    paths = [f"/panel/kampanie/{campaign.slug}/wykres/needs.svg" for campaign in campaigns]
    charts = [panel.get(path, headers={"Accept-Encoding": "br, gzip"}, buffered=True) for path in (*paths, paths[0])]
    assert charts[0].data == charts[2].data != charts[1].data
    assert all("Content-Encoding" not in chart.headers for chart in charts)
