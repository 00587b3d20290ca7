"""Security headers are on every answer."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from diagnoza.headers import POLICY
from tests.factories import make_campaign


@pytest.mark.parametrize("path", ["/", "/logowanie", "/nie-ma", "/panel/", "/static/theme.css", "/healthz"])
def test_every_answer_carries_them(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Diagnoza-Answer"] == "1"  # by which scripts know our answers


def test_the_whole_policy_is_sent(client: FlaskClient) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert dict(entry.split(" ", 1) for entry in policy.split("; ")) == POLICY


@pytest.mark.parametrize("path", ["/", "/logowanie", "/nie-ma"])
def test_pages_are_not_kept_by_caches(client: FlaskClient, path: str) -> None:
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_static_files_are(client: FlaskClient) -> None:
    with client.get("/static/theme.css") as answer:
        assert "max-age" in answer.headers["Cache-Control"]


def test_an_empty_survey_may_be_shown_again_but_answers_may_not(client: FlaskClient, session: Session) -> None:
    path = f"/a/{make_campaign(session).slug}"
    assert client.get(path).headers["Cache-Control"] == "private, no-cache"
    assert client.post(path, data={"age": "30-44"}).headers["Cache-Control"] == "no-store"
