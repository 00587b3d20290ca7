"""A campaign starts with an immutable version of its questionnaire, under an address of its own."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from diagnoza.clock import today
from diagnoza.db.models import Questionnaire
from diagnoza.queries import campaigns
from diagnoza.questionnaire.parsing import library as ready
from diagnoza.services.errors import SlugTaken
from diagnoza.services.run_campaign import close
from tests.factories import fresh, make_campaign, make_library


def test_a_campaign_keeps_the_questionnaire_it_started_with(session: Session) -> None:
    campaign = make_campaign(session, ready()["pelna"])
    assert campaign.questionnaire_digest == ready()["pelna"].digest
    assert campaign.questionnaire_source == ready()["pelna"].source


def test_the_same_version_is_stored_once_in_a_library(session: Session) -> None:
    make_campaign(session)
    make_campaign(session)
    assert session.scalar(select(func.count(Questionnaire.id))) == 1


def test_two_libraries_have_versions_of_their_own(session: Session) -> None:
    first = make_campaign(session)
    make_library(session)
    second = make_campaign(session)
    assert first.questionnaire_digest == second.questionnaire_digest
    assert campaigns.get(session, first.id) is None


def test_an_address_belongs_to_one_campaign_of_all_libraries(session: Session) -> None:
    make_campaign(session, slug="wiazowo")
    make_library(session)
    with pytest.raises(SlugTaken, match="wiazowo"):
        make_campaign(session, slug="wiazowo")


def test_closing_makes_yesterday_the_last_day(session: Session) -> None:
    campaign = make_campaign(session)
    close(session, campaign, today())
    closed = fresh(session, campaign)
    assert closed.closes_on == today() - timedelta(days=1)
    assert closed.state(today()) == "closed"


def test_responses_have_a_day_of_erasure_from_the_start(session: Session) -> None:
    campaign = make_campaign(session)
    assert campaign.purge_on == campaign.closes_on + timedelta(days=365)


@pytest.mark.parametrize(("day", "state"), [(-2, "not_open"), (-1, "open"), (0, "open"), (10, "open"), (11, "closed")])
def test_both_days_named_are_days_on_which_residents_answer(session: Session, day: int, state: str) -> None:
    assert make_campaign(session).state(today() + timedelta(days=day)) == state
