"""After many submissions no table, log or file knows the address or browser of a resident, or the code of a slip."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from diagnoza.queries import responses
from diagnoza.services import entry_codes
from tests.factories import fresh, make_campaign

AGENT, PEOPLE = "canary-agent/7.3", 40


def files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.parametrize("demanded", [False, True], ids=["open", "codes"])
def test_nothing_of_the_visitors_is_in_any_file(
    app: Flask, client: FlaskClient, session: Session, caplog: pytest.LogCaptureFixture, demanded: bool
) -> None:
    campaign = make_campaign(session)
    codes = entry_codes.make(session, campaign, PEOPLE)
    entry_codes.demand(session, campaign, demanded)
    folder, client.environ_base = app.config["SETTINGS"].instance, {"HTTP_USER_AGENT": AGENT}
    for number, code in enumerate(codes):
        _answer(client, campaign.slug, f"127.0.0.{number + 100}", code)
    session.rollback()
    assert responses.count(session, fresh(session, campaign).id) == PEOPLE
    everything = files(folder) + caplog.text.encode()
    assert b"30-44" in everything  # the search finds what is there
    assert re.findall(rb"canary-agent|127\.0\.0\.\d", everything) == []
    assert [code for code in codes if code.encode() in everything] == []


def _answer(client: FlaskClient, slug: str, address: str, code: str) -> None:
    visitor = {"REMOTE_ADDR": address}
    form = client.get(f"/a/{slug}/swiezy", environ_base=visitor).json | {"age": "30-44", "entry-code": code}
    answer = client.post(f"/a/{slug}", data=form, environ_base=visitor)
    assert answer.status_code == 303
    client.get(answer.location, environ_base=visitor)
