"""Answers that waited on a device come in a file: by the rules of the form, and nothing in the file is believed."""

import io
import json
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from diagnoza.clock import today
from diagnoza.db.models import Response
from diagnoza.queries import responses
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.resident import answers_file
from diagnoza.resident.answers_file import AnswersFileError
from tests.factories import make_campaign
from tests.web.pages import hidden, page_name, words

SLUG = "wiazowo"
CARE = [["lack.care", "2"], ["top.1", "care"], ["one_thing", "Ławka"], ["for_whom", "youth"], ["for_whom", "seniors"]]


@pytest.fixture
def campaign(session: Session) -> CampaignRow:
    return make_campaign(session)


def form(number: int = 1, **parts: object) -> dict:
    return {"key": f"{number:022}", "opened": "", "language": "uk", "place": "", "answers": CARE, **parts}


def file(slug: str, *forms: dict, **parts: object) -> dict:
    return {"format": "diagnoza-answers", "version": 1, "survey": slug, "forms": list(forms), **parts}


def send(client: FlaskClient, campaign: CampaignRow, content: bytes | dict) -> TestResponse:
    page = client.get(f"/a/{campaign.slug}/wroc")
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    fields = {"key": hidden(page, "key"), "token": hidden(page, "token"), "file": (io.BytesIO(data), "a.json")}
    return client.post(f"/a/{campaign.slug}/plik", data=fields, buffered=True)


def stored(session: Session, campaign: CampaignRow) -> list[dict]:
    session.rollback()
    return responses.answers(session, campaign.id)


def test_every_form_of_a_file_becomes_one_response(
    client: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    content = file(campaign.slug, form(1), form(2, answers=[], place="sklep"))
    pages = [send(client, campaign, content) for _ in range(2)]
    assert [(page.status_code, page_name(page)) for page in pages] == [(200, "file-sent")] * 2
    assert "Zapisano 2" in words(pages[0])
    assert "Zapisano wcześniej 2" in words(pages[1])
    care = {"lack": {"care": "2"}, "top": ["care"], "one_thing": "Ławka", "for_whom": ["youth", "seniors"]}
    assert sorted(stored(session, campaign), key=len) == [{}, care]
    rows = session.scalars(select(Response)).all()
    assert {(row.language, row.channel) for row in rows} == {("uk", "web")}
    assert {row.place for row in rows} == {None, "sklep"}


def test_what_the_form_would_refuse_is_refused_with_words_and_the_rest_is_stored(
    client: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    bad = form(2, answers=[["lack.care", "7"], ["one_thing", "a\ud800b"], ["lack.moon", "1"]])
    page = send(client, campaign, file(campaign.slug, form(1), bad))
    assert "Zapisano 1 Nie przyjęto 1" in words(page)
    assert "Formularz 2" in words(page)
    assert len(stored(session, campaign)) == 1


BAD = {
    "an empty file": b"",
    "no JSON": b"key;token",
    "not UTF-8": b"\xff\xfe{",
    "nested too deep": b"[" * 200_000,
    "a list": b"[]",
    "another format": {"format": "other", "version": 1},
    "a later version": file(SLUG, form(), version=2),
    "another survey": file("inna", form()),
    "no form": file(SLUG),
    "too many forms": file(SLUG, *[form(number) for number in range(101)]),
    "a form that is a text": file(SLUG, "x"),
    "a key that is none": file(SLUG, form(key="../../etc/passwd")),
    "a number for a text": file(SLUG, form(opened=1)),
    "another language": file(SLUG, form(language="de")),
    "answers that are no pairs": file(SLUG, form(answers=[["lack.care"]])),
    "an answer that is a list": file(SLUG, form(answers=[["lack.care", ["2"]]])),
    "too many answers": file(SLUG, form(answers=[["x", "y"]] * 2_001)),
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_a_hostile_file_is_refused_with_words_and_nothing_is_stored(
    client: FlaskClient, session: Session, content: bytes | dict
) -> None:
    campaign = make_campaign(session, slug=SLUG)
    page = send(client, campaign, content)
    assert (page.status_code, page_name(page)) == (422, "come-back")
    assert 'role="alert"' in page.text
    assert stored(session, campaign) == []


texts = st.text() | st.none() | st.integers()
anything = texts | st.lists(texts | st.lists(texts) | st.dictionaries(st.sampled_from(["key", "answers"]), texts))
parts = st.dictionaries(st.sampled_from(["format", "version", "survey", "forms"]), anything)


@given(st.binary() | parts.map(lambda changed: json.dumps(file(SLUG, form()) | changed).encode()))
def test_whatever_is_read_is_well_formed_or_refused(content: bytes) -> None:
    try:
        forms = answers_file.read(content, SLUG)
    except AnswersFileError:
        return
    assert 0 < len(forms) <= answers_file.MOST_FORMS
    assert all(isinstance(text, str) for one in forms for pair in one.fields for text in pair)


def test_a_file_that_is_too_large_is_refused(
    client: FlaskClient, campaign: CampaignRow, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers_file, "MOST_BYTES", 2_000)
    page = send(client, campaign, file(campaign.slug, *[form(number) for number in range(20)]))
    assert page.status_code == 422
    assert "większy niż 2 kB" in words(page)
    assert stored(session, campaign) == []


def test_no_file_and_a_lost_token_are_named(client: FlaskClient, campaign: CampaignRow, session: Session) -> None:
    content = json.dumps(file(campaign.slug, form())).encode()
    for fields in ({}, {"file": (io.BytesIO(content), "a.json"), "token": "x"}):
        page = client.post(f"/a/{campaign.slug}/plik", data=fields)
        assert (page.status_code, page_name(page)) == (422, "come-back")
    assert stored(session, campaign) == []


@pytest.mark.parametrize(("late", "kept"), [(1, 1), (2, 0)])
def test_answers_of_the_last_day_are_taken_the_day_after_and_no_later(
    client: FlaskClient, campaign: CampaignRow, session: Session, late: int, kept: int
) -> None:
    with time_machine.travel(campaign.closes_on + timedelta(hours=12)):
        opened = client.get(f"/a/{campaign.slug}/swiezy").json["token"]
    with time_machine.travel(campaign.closes_on + timedelta(days=late, hours=12)):
        fields = client.get(f"/a/{campaign.slug}/swiezy").json
        content = json.dumps(file(campaign.slug, form(1, opened=opened), form(2))).encode()
        page = client.post(f"/a/{campaign.slug}/plik", data=fields | {"file": (io.BytesIO(content), "a.json")})
    assert f"Za późno: ankieta już się skończyła {2 - kept}" in words(page)
    assert len(stored(session, campaign)) == kept
    assert today() <= campaign.closes_on
