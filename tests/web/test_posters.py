"""Posters for each place, and how many answers each place brought."""

import re
from html import unescape

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from diagnoza.db.models import Response
from diagnoza.queries import places
from diagnoza.queries.campaigns import CampaignRow
from tests.factories import make_campaign, make_library
from tests.web.conftest import SignIn
from tests.web.pages import hidden, page_name, words

AWAY = "https://ankieta.example.org"


@pytest.fixture
def campaign(session: Session) -> CampaignRow:
    return make_campaign(session, slug="czego-brakuje-w-wiazowie")


@pytest.fixture
def panel(campaign: CampaignRow, sign_in: SignIn) -> FlaskClient:
    return sign_in(campaign.library)


def page_of(campaign: CampaignRow) -> str:
    return f"/panel/kampanie/{campaign.slug}/plakaty"


def add(panel: FlaskClient, campaign: CampaignRow, name: str) -> None:
    token = hidden(panel.get(page_of(campaign)), "csrf_token")
    panel.post(page_of(campaign), data={"csrf_token": token, "name": name})


def answer(client: FlaskClient, campaign: CampaignRow, tag: str) -> None:
    """A resident who came by the code of a place and sends the form as it stands."""
    page = client.get(f"/a/{campaign.slug}?z={tag}")
    found = re.search(r'<form class="survey"[^>]*action="([^"]+)"', page.text)
    assert found
    fields = {"key": hidden(page, "key"), "token": hidden(page, "token"), "lack.care": "2"}
    assert client.post(unescape(found.group(1)), data=fields).status_code == 303


@pytest.mark.parametrize("language", ["pl", "uk", "en"])
@pytest.mark.parametrize(("kind", "size"), [("a4", (595, 842)), ("a3", (842, 1191)), ("paski", (595, 842))])
def test_a_poster_is_one_tagged_page(
    panel: FlaskClient, campaign: CampaignRow, language: str, kind: str, size: tuple
) -> None:
    path = f"/panel/kampanie/{campaign.slug}/plakat-{kind}-{language}.pdf?z=remiza"
    answer = panel.get(path, base_url=AWAY)
    document = pypdfium2.PdfDocument(answer.data)
    assert answer.status_code == 200
    assert [tuple(round(side) for side in page.get_size()) for page in document] == [size]
    assert document.is_tagged()
    assert b"pdfuaid:part" in answer.data
    text = document[0].get_textpage().get_text_range()
    assert campaign.library.name in text
    assert "ankieta.example.org/a/" in "".join(text.split())
    assert "?z=remiza" in text


def test_the_poster_is_not_made_for_an_address_that_works_nowhere_else(
    panel: FlaskClient, campaign: CampaignRow
) -> None:
    path = f"/panel/kampanie/{campaign.slug}/plakat-a4-pl.pdf"
    assert panel.get(path, base_url="http://127.0.0.1:5000").status_code == 404


def test_the_row_of_a_place_leads_to_its_poster_in_the_chosen_language(
    panel: FlaskClient, campaign: CampaignRow
) -> None:
    path = f"/panel/kampanie/{campaign.slug}/plakat"
    answer = panel.get(f"{path}?z=remiza&jezyk=uk&rodzaj=paski", base_url=AWAY)
    assert answer.status_code == 303
    assert answer.location.endswith(f"{path}-paski-uk.pdf?z=remiza")
    page = panel.get(page_of(campaign), base_url=AWAY)
    assert page.text.count('name="jezyk"') == 5
    assert "Plakat A4: remiza" in page.text


def test_a_ukrainian_date_at_the_end_has_one_dot(panel: FlaskClient, campaign: CampaignRow) -> None:
    file = panel.get(f"/panel/kampanie/{campaign.slug}/plakat-a4-uk.pdf", base_url=AWAY)
    text = pypdfium2.PdfDocument(file.data)[0].get_textpage().get_text_range()
    assert "р." in text
    assert ".." not in text


@pytest.mark.parametrize(
    "path",
    [
        "plakat-a5-pl.pdf",
        "plakat-a4-de.pdf",
        "plakat-a4-pl.pdf?z=obcy",
        "plakat?jezyk=de&rodzaj=a4",
        "kod-obcy.svg",
    ],
)
def test_what_there_is_not_is_not_found(panel: FlaskClient, campaign: CampaignRow, path: str) -> None:
    assert panel.get(f"/panel/kampanie/{campaign.slug}/{path}", base_url=AWAY).status_code == 404


def test_a_response_keeps_the_place_of_its_code(client: FlaskClient, session: Session, campaign: CampaignRow) -> None:
    answer(client, campaign, "remiza")
    answer(client, campaign, "obce-miejsce")
    assert places.counts(session, campaign.id) == {"remiza": 1}


def test_a_library_adds_a_place_of_its_own(panel: FlaskClient, session: Session, campaign: CampaignRow) -> None:
    add(panel, campaign, "Świetlica w Łęgu")
    page = panel.get(page_of(campaign), base_url=AWAY)
    assert page_name(page) == "posters"
    assert "Świetlica w Łęgu" in words(page)
    assert places.own(session, campaign.id) == {"swietlica-w-legu": "Świetlica w Łęgu"}
    assert panel.get(f"/panel/kampanie/{campaign.slug}/kod-swietlica-w-legu.svg", base_url=AWAY).status_code == 200


def test_another_library_sees_no_posters(session: Session, campaign: CampaignRow, sign_in: SignIn) -> None:
    stranger = sign_in(make_library(session))
    assert stranger.get(page_of(campaign)).status_code == 404
    assert stranger.get(f"/panel/kampanie/{campaign.slug}/plakat-a4-pl.pdf", base_url=AWAY).status_code == 404


def test_nothing_but_the_category_is_kept(app: Flask) -> None:
    assert {column.key for column in inspect(Response).columns} == {
        *("id", "library_id", "campaign_id", "key", "digest", "answers"),
        *("language", "channel", "submitted_on", "place", "information"),
    }
