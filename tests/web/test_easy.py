"""Easy words beside the languages: what is typed travels along, and the answers count together."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import refresh
from sqlalchemy.orm import Session

from diagnoza.queries import responses
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire.parsing import library
from tests.factories import make_campaign
from tests.web.pages import hidden, page_name, words
from tests.web.test_static_files import LIMIT, imported, linked, wire

EASY = "?lang=pl&wersja=latwa"
ANSWERS = {"lack.care": "2", "top.1": "care", "one_thing": "Ławka"}
SWITCH = "Tekst łatwy do czytania"


@pytest.fixture
def campaign(session: Session) -> CampaignRow:
    return make_campaign(session)


def carried(page: object) -> dict[str, str]:
    return {name: hidden(page, name) for name in ("key", "token")}


def test_the_switch_stands_beside_the_languages_where_there_are_easy_words(
    client: FlaskClient, session: Session, campaign: CampaignRow
) -> None:
    page = client.get(f"/a/{campaign.slug}")
    assert SWITCH in page.text
    assert f'formaction="/a/{campaign.slug}/jezyk?lang=pl&amp;wersja=latwa"' in page.text
    full = make_campaign(session, library()["pelna"])
    assert SWITCH not in client.get(f"/a/{full.slug}").text


def test_the_page_speaks_easy_words(client: FlaskClient, campaign: CampaignRow) -> None:
    said = words(client.get(f"/a/{campaign.slug}{EASY}"))
    assert "Okolica to miejsce, gdzie mieszkasz." in said
    assert "Nie pytamy, jak się nazywasz." in said
    assert "Jak bardzo w naszej okolicy brakuje" not in said


@pytest.mark.parametrize("query", ["?lang=uk&wersja=latwa", "?lang=pl&wersja=trudna", "?lang=pl"])
def test_other_addresses_speak_as_ever(client: FlaskClient, campaign: CampaignRow, query: str) -> None:
    page = client.get(f"/a/{campaign.slug}{query}")
    assert page.status_code == 200
    assert "Okolica to miejsce" not in words(page)


def test_a_questionnaire_without_easy_words_keeps_its_own(client: FlaskClient, session: Session) -> None:
    full = make_campaign(session, library()["pelna"])
    page = client.get(f"/a/{full.slug}{EASY}")
    assert 'class="easy"' not in page.text
    assert "Jak ważna jest każda z tych spraw" in words(page)


def test_switching_keeps_the_answers_and_the_key(client: FlaskClient, campaign: CampaignRow) -> None:
    first = client.get(f"/a/{campaign.slug}")
    easy = client.post(f"/a/{campaign.slug}/jezyk{EASY}", data=carried(first) | ANSWERS)
    assert "Okolica to miejsce" in words(easy)
    back = client.post(f"/a/{campaign.slug}/jezyk?lang=pl", data=carried(easy) | ANSWERS)
    for page in (easy, back):
        assert hidden(page, "key") == hidden(first, "key")
        assert 'id="lack-care-2" value="2" checked' in page.text
        assert "Ławka</textarea>" in page.text


def test_answers_are_stored_alike_and_nothing_says_who_read_easy_words(
    client: FlaskClient, session: Session, campaign: CampaignRow
) -> None:
    for query in ("?lang=pl", EASY):
        refresh()
        page = client.get(f"/a/{campaign.slug}{query}")
        assert client.post(f"/a/{campaign.slug}{query}", data=carried(page) | ANSWERS).status_code == 303
    session.rollback()
    one, other = responses.rows(session, campaign.id)
    assert one == other


def test_the_thanks_are_easy_too(client: FlaskClient, campaign: CampaignRow) -> None:
    page = client.get(f"/a/{campaign.slug}{EASY}")
    sent = client.post(f"/a/{campaign.slug}{EASY}", data=carried(page) | ANSWERS)
    assert "&wersja=latwa&" in sent.location
    thanks = client.get(sent.location)
    assert page_name(thanks) == "thank-you"
    assert "Na końcu ludzie się spotkają." in words(thanks)


def test_the_information_is_easy_too(client: FlaskClient, campaign: CampaignRow) -> None:
    page = client.get(f"/a/{campaign.slug}{EASY}")
    assert f'href="/a/{campaign.slug}/informacja?lang=pl&amp;wersja=latwa"' in page.text
    said = words(client.get(f"/a/{campaign.slug}/informacja{EASY}"))
    assert "Skarga to pismo, że coś jest źle." in said
    assert "{" not in said


def test_errors_come_back_in_easy_words(client: FlaskClient, campaign: CampaignRow) -> None:
    page = client.get(f"/a/{campaign.slug}{EASY}")
    refused = client.post(f"/a/{campaign.slug}{EASY}", data=carried(page) | {"lack.care": "9"})
    assert refused.status_code == 422
    assert "Czego brakuje w Twojej okolicy? " in words(refused)
    assert "Okolica to miejsce" in words(refused)


def test_both_pages_are_kept_and_made_up_ones_are_not(app: Flask, client: FlaskClient, campaign: CampaignRow) -> None:
    for query in ("?lang=pl", EASY, EASY, "?lang=pl&wersja=inna"):
        client.get(f"/a/{campaign.slug}{query}")
    assert len(app.extensions["rendered"][0]) == 2


def test_a_first_visit_in_easy_words_stays_light(client: FlaskClient, campaign: CampaignRow) -> None:
    page = client.get(f"/a/{campaign.slug}{EASY}")
    files = {path for name in linked(page.text) for path in (imported(client, name) if ".js" in name else {name})}
    assert len(page.data) + sum(wire(client, path) for path in files) <= LIMIT
