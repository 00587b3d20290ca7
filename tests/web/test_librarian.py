"""A librarian starts a campaign, shares it, reads the diagnosis, brings answers in and out."""

import io
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from diagnoza.clock import today
from diagnoza.queries import campaigns, responses
from diagnoza.queries.campaigns import CampaignRow
from tests.factories import add_responses, fresh, make_campaign, make_library
from tests.web.conftest import SignIn
from tests.web.pages import hidden, page_name, words

NEW = "/panel/kampanie/nowa"


@pytest.fixture
def campaign(session: Session) -> CampaignRow:
    return make_campaign(session)


@pytest.fixture
def panel(campaign: CampaignRow, sign_in: SignIn) -> FlaskClient:
    return sign_in(campaign.library)


def form(panel: FlaskClient, path: str, **fields: object) -> dict:
    return {"csrf_token": hidden(panel.get(path), "csrf_token"), **fields}


def new_campaign(**changes: str) -> dict[str, str]:
    return {
        "questionnaire": "krotka",
        "title": "Czego brakuje w Łęgu?",
        "slug": "",
        "opens_on": str(today()),
        "closes_on": str(today() + timedelta(days=14)),
        **changes,
    }


def test_an_empty_panel_says_what_to_do(session: Session, sign_in: SignIn) -> None:
    page = sign_in(make_library(session)).get("/panel/")
    assert page_name(page) == "campaigns"
    assert NEW in page.text


def test_a_campaign_starts_from_a_ready_questionnaire(panel: FlaskClient, session: Session) -> None:
    answer = panel.post(NEW, data=form(panel, NEW, **new_campaign()))
    assert (answer.status_code, answer.location) == (303, "/panel/kampanie/czego-brakuje-w-legu")
    assert campaigns.address(session, "czego-brakuje-w-legu") is not None
    assert panel.get("/a/czego-brakuje-w-legu").status_code == 200


@pytest.mark.parametrize(
    "bad",
    [
        {"title": ""},
        {"slug": "Wielkie Litery"},
        {"slug": "../a"},
        {"closes_on": "2020-01-01"},
        {"closes_on": "jutro"},
        {"questionnaire": "nie-ma"},
    ],
    ids=str,
)
def test_a_campaign_that_cannot_start_keeps_what_was_typed(panel: FlaskClient, bad: dict) -> None:
    page = panel.post(NEW, data=form(panel, NEW, **new_campaign(**bad)))
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert "Błąd:" in page.text


def test_a_missing_title_is_one_mistake_not_two(panel: FlaskClient) -> None:
    page = panel.post(NEW, data=form(panel, NEW, **new_campaign(title="", slug="")))
    assert page.text.count('class="field-error"') == 1


def test_an_address_in_use_is_refused(panel: FlaskClient, campaign: CampaignRow) -> None:
    page = panel.post(NEW, data=form(panel, NEW, **new_campaign(slug=campaign.slug)))
    assert page.status_code == 422
    assert "Ten adres jest zajęty" in words(page)


def test_the_campaign_page_has_the_address_the_code_and_the_count(
    panel: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    add_responses(session, campaign, [{"age": "30-44"}] * 3)
    page = panel.get(f"/panel/kampanie/{campaign.slug}")
    assert f"http://localhost/a/{campaign.slug}" in words(page)
    assert panel.get(f"/panel/kampanie/{campaign.slug}/kod.svg").mimetype == "image/svg+xml"
    assert panel.get(f"/panel/kampanie/{campaign.slug}/licznik").json == {"count": 3}


def test_a_code_for_this_computer_only_comes_with_a_warning(panel: FlaskClient, campaign: CampaignRow) -> None:
    page = panel.get(f"/panel/kampanie/{campaign.slug}")
    assert "Nie drukuj jeszcze tego kodu" in words(page)
    assert '.svg" download' not in page.text


def test_closing_a_campaign_ends_it_for_residents(panel: FlaskClient, campaign: CampaignRow) -> None:
    path = f"/panel/kampanie/{campaign.slug}"
    panel.post(f"{path}/zamknij", data=form(panel, path))
    assert page_name(panel.get(f"/a/{campaign.slug}")) == "closed"


def test_closing_without_the_token_changes_nothing(panel: FlaskClient, campaign: CampaignRow) -> None:
    assert panel.post(f"/panel/kampanie/{campaign.slug}/zamknij").status_code == 400
    assert page_name(panel.get(f"/a/{campaign.slug}")) == "survey"


def lacking(care: str) -> dict:
    return {"lack": {"care": care, "health": "1"}, "top": ["care"], "age": "30-44"}


def test_the_diagnosis_page_shows_four_charts_with_words_and_tables(
    panel: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    add_responses(session, campaign, [lacking("2")] * 20 + [lacking("0")] * 20)
    page = panel.get(f"/panel/kampanie/{campaign.slug}/diagnoza")
    assert page_name(page) == "diagnosis"
    for name in ("needs", "answers", "groups", "quadrant"):
        assert f"/wykres/{name}.svg" in page.text
    assert page.text.count("<table") >= 4
    assert 'data-responses="40"' in page.text


@pytest.mark.parametrize("name", ["needs", "answers", "groups", "quadrant"])
def test_a_chart_is_a_picture(panel: FlaskClient, campaign: CampaignRow, session: Session, name: str) -> None:
    add_responses(session, campaign, [lacking("2")] * 20 + [lacking("0")] * 20)
    picture = panel.get(f"/panel/kampanie/{campaign.slug}/wykres/{name}.svg")
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")
    assert b"<svg" in picture.data


def test_too_few_responses_show_words_instead_of_figures(
    panel: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    add_responses(session, campaign, [lacking("2")] * 4)
    page = panel.get(f"/panel/kampanie/{campaign.slug}/diagnoza")
    assert page.status_code == 200
    assert "<img" not in page.text.split("<main")[1]
    assert panel.get(f"/panel/kampanie/{campaign.slug}/wykres/needs.svg").status_code == 404


def test_an_unknown_chart_is_404(panel: FlaskClient, campaign: CampaignRow) -> None:
    assert panel.get(f"/panel/kampanie/{campaign.slug}/wykres/pie.svg").status_code == 404


def upload(panel: FlaskClient, campaign: CampaignRow, content: bytes) -> object:
    path = f"/panel/kampanie/{campaign.slug}/import"
    return panel.post(path, data=form(panel, path, file=(io.BytesIO(content), "odpowiedzi.csv")))


def exported(panel: FlaskClient, campaign: CampaignRow) -> bytes:
    return panel.get(f"/panel/kampanie/{campaign.slug}/odpowiedzi.csv").data


def test_what_was_exported_can_be_brought_into_another_campaign(
    panel: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    add_responses(session, campaign, [lacking("2"), {"one_thing": "=1+1;ławka"}])
    content = exported(panel, campaign)
    other = make_campaign(session)
    checked = upload(panel, other, content)
    assert page_name(checked) == "import-checked"
    assert responses.count(session, other.id) == 0
    action = f"/panel/kampanie/{other.slug}/import/" + checked.text.split("/import/")[1].split('"')[0]
    assert panel.post(action, data={"csrf_token": hidden(checked, "csrf_token")}).status_code == 303
    session.rollback()
    key = str
    assert sorted(responses.answers(session, other.id), key=key) == sorted(
        responses.answers(session, campaign.id), key=key
    )


def test_the_export_opens_in_a_polish_spreadsheet(panel: FlaskClient, campaign: CampaignRow, session: Session) -> None:
    add_responses(session, campaign, [{"one_thing": "=1+1"}])
    content = exported(panel, campaign)
    assert content.startswith(b"\xef\xbb\xbf")
    assert b'"=1+1"' not in content


def test_a_refused_row_is_named_and_nothing_is_stored(
    panel: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    add_responses(session, campaign, [lacking("2")])
    page = upload(panel, campaign, exported(panel, campaign).replace(b'"30-44"', b'"wiek"'))
    assert page_name(page) == "import-checked"
    assert "wiek" in words(page)
    assert fresh(session, campaign).revision == 1


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", "wiek;płeć\n".encode("cp1250"), b"PK\x03\x04zip"])
def test_a_file_that_cannot_be_read_is_refused_in_words(
    panel: FlaskClient, campaign: CampaignRow, content: bytes
) -> None:
    page = upload(panel, campaign, content)
    assert (page.status_code, page_name(page)) == (422, "import")
    assert 'role="alert"' in page.text


def test_an_import_waits_under_a_ticket_that_others_cannot_use(panel: FlaskClient, campaign: CampaignRow) -> None:
    path = f"/panel/kampanie/{campaign.slug}"
    token = form(panel, path)
    for ticket in ("0" * 32, "..%2f..%2fsecret_key", "x"):
        assert panel.post(f"{path}/import/{ticket}", data=token).status_code == 404
