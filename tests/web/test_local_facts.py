"""A coalition puts facts beside a need, takes one away, and takes that back."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.recommender.local_facts import LocalFact as Fact
from diagnoza.db.models import LocalFact
from diagnoza.db.scope import ACROSS_LIBRARIES
from diagnoza.queries import local_facts
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.services import local_facts as services
from tests.factories import add_responses, make_campaign, make_library
from tests.web.conftest import SignIn
from tests.web.pages import hidden, words

CARE = {"lack": {"care": "2", "health": "0"}, "top": ["care"]}
FACT = {"area": "care", "text": "W gminie nie ma przedszkola.", "source": "Urząd Gminy", "day": "2026-09-01"}


@pytest.fixture
def campaign(session: Session) -> CampaignRow:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 60)
    return campaign


@pytest.fixture
def member(campaign: CampaignRow, sign_in: SignIn) -> FlaskClient:
    return sign_in(campaign.library, "coalition")


def page(campaign: CampaignRow) -> str:
    return f"/koalicja/{campaign.slug}"


def add(member: FlaskClient, campaign: CampaignRow, **changes: str):
    token = hidden(member.get(page(campaign)), "csrf_token")
    data = {f"fakt-{name}": value for name, value in {**FACT, "side": "confirms", **changes}.items()}
    return member.post(f"{page(campaign)}/fakty", data={"csrf_token": token, **data}, follow_redirects=True)


def mark(member: FlaskClient, campaign: CampaignRow, fact_id: int, what: str):
    token = hidden(member.get(page(campaign)), "csrf_token")
    path = f"{page(campaign)}/fakty/{fact_id}/{what}"
    return member.post(path, data={"csrf_token": token}, follow_redirects=True)


def kept(session: Session, campaign: CampaignRow) -> list[local_facts.StoredFact]:
    session.expire_all()
    return local_facts.of_campaign(session, campaign.id)


def test_a_fact_stands_on_the_page_as_a_reason(member: FlaskClient, campaign: CampaignRow) -> None:
    said = words(add(member, campaign))
    quoted = "W gminie nie ma przedszkola (Urząd Gminy, 1.09.2026)"
    assert f"Opieka i wsparcie rodzin {quoted} (potwierdza potrzebę)" in said
    assert f"Fakty spoza ankiety potwierdzają tę sprawę: {quoted}." in said


def test_a_fact_against_the_first_matter_is_said_first(member: FlaskClient, campaign: CampaignRow) -> None:
    assert "więc najpierw to sprawdźmy" in words(add(member, campaign, side="questions"))


def test_a_form_sent_twice_keeps_one_fact(member: FlaskClient, campaign: CampaignRow, session: Session) -> None:
    add(member, campaign)
    add(member, campaign)
    assert len(kept(session, campaign)) == 1


def test_a_removed_fact_can_be_brought_back(member: FlaskClient, campaign: CampaignRow, session: Session) -> None:
    add(member, campaign)
    (stored,) = kept(session, campaign)
    gone = mark(member, campaign, stored.id, "usun")
    assert kept(session, campaign) == []
    assert "Przywróć" in words(gone)
    back = mark(member, campaign, stored.id, "przywroc")
    assert kept(session, campaign) == [stored]
    assert "W gminie nie ma przedszkola (" in words(back)


@pytest.mark.parametrize(
    "bad", [{"text": ""}, {"source": " "}, {"day": "wczoraj"}, {"area": "lake"}, {"side": "maybe"}]
)
def test_a_fact_that_lacks_something_is_refused_and_kept_in_the_form(
    member: FlaskClient, campaign: CampaignRow, session: Session, bad: dict[str, str]
) -> None:
    answer = add(member, campaign, **bad)
    assert answer.status_code == 422
    assert kept(session, campaign) == []
    assert "error-summary" in answer.text


def test_another_coalitions_fact_cannot_be_touched(
    member: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    token = hidden(member.get(page(campaign)), "csrf_token")
    make_library(session)
    theirs = make_campaign(session)
    services.add(session, theirs, Fact("care", "Fakt", "Urząd", date(2026, 9, 1), confirms=True))
    (stored,) = kept(session, theirs)
    for slug in (campaign.slug, theirs.slug):
        path = f"/koalicja/{slug}/fakty/{stored.id}/usun"
        assert member.post(path, data={"csrf_token": token}).status_code == 404
    row = session.scalars(select(LocalFact), execution_options=ACROSS_LIBRARIES).one()
    assert row.removed is False
