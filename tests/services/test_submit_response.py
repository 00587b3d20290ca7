"""However often a form is sent, it is one response; nothing is acknowledged before it is stored."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from diagnoza.clock import today
from diagnoza.db import db, scope
from diagnoza.queries import campaigns, responses
from diagnoza.services.errors import CampaignClosed
from diagnoza.services.submit_response import Outcome, submit
from tests.factories import COMING, OVER, Days, fresh, make_campaign, make_submission

CARE = {"lack": {"care": "2"}}
HEALTH = {"lack": {"health": "1"}}


def test_a_form_becomes_one_response(session: Session) -> None:
    campaign = make_campaign(session)
    assert submit(session, campaign, make_submission(CARE), today()) == Outcome.STORED
    assert responses.answers(session, campaign.id) == [CARE]


def test_the_same_form_sent_again_changes_nothing(session: Session) -> None:
    campaign, sent = make_campaign(session), make_submission(CARE)
    submit(session, campaign, sent, today())
    before = fresh(session, campaign).revision
    assert submit(session, campaign, sent, today()) == Outcome.REPEATED
    assert responses.count(session, campaign.id) == 1
    assert fresh(session, campaign).revision == before


def test_other_content_under_the_same_key_replaces_the_earlier(session: Session) -> None:
    campaign = make_campaign(session)
    submit(session, campaign, make_submission(CARE, key="k"), today())
    assert submit(session, campaign, make_submission(HEALTH, key="k"), today()) == Outcome.REPLACED
    assert responses.answers(session, campaign.id) == [HEALTH]


def test_two_forms_with_the_same_content_are_two_people(session: Session) -> None:
    campaign = make_campaign(session)
    for _ in range(2):
        submit(session, campaign, make_submission(CARE), today())
    assert responses.count(session, campaign.id) == 2


def test_the_same_key_in_two_campaigns_is_two_responses(session: Session) -> None:
    first, second = make_campaign(session), make_campaign(session)
    for campaign in (first, second):
        submit(session, campaign, make_submission(CARE, key="k"), today())
    assert responses.count(session, first.id) == responses.count(session, second.id) == 1


@pytest.mark.parametrize("days", [COMING, OVER])
def test_nothing_is_stored_outside_the_days(session: Session, days: Days) -> None:
    campaign = make_campaign(session, days=days)
    with pytest.raises(CampaignClosed):
        submit(session, campaign, make_submission(CARE), today())
    assert responses.count(session, campaign.id) == 0


def test_a_form_opened_on_the_last_day_may_be_sent_the_day_after(session: Session) -> None:
    campaign = make_campaign(session, days=Days(-9, -1))
    late = make_submission(CARE, opened=today() - timedelta(days=1))
    assert submit(session, campaign, late, today()) == Outcome.STORED


def test_a_form_opened_after_the_last_day_may_not(session: Session) -> None:
    campaign = make_campaign(session, days=Days(-9, -1))
    with pytest.raises(CampaignClosed):
        submit(session, campaign, make_submission(CARE), today())


def test_willingness_is_counted_apart_and_once(session: Session) -> None:
    campaign = make_campaign(session)
    submit(session, campaign, make_submission(CARE, key="k", help=("yes",)), today())
    submit(session, campaign, make_submission(CARE, key="k", help=("yes",)), today())
    submit(session, campaign, make_submission(HEALTH, help=("yes",)), today())
    assert campaigns.apart_counts(session, campaign.id) == {"help": {"yes": 2}}
    assert all("help" not in answers for answers in responses.answers(session, campaign.id))


def test_each_change_moves_the_revision(session: Session) -> None:
    campaign = make_campaign(session)
    for answers in (CARE, HEALTH):
        submit(session, campaign, make_submission(answers, key="k"), today())
    assert fresh(session, campaign).revision == 2


def test_a_double_click_from_many_sides_is_one_response(app: Flask) -> None:
    campaign = make_campaign(db.session())
    sent, outcomes = make_submission(CARE), []

    def click() -> None:
        with app.app_context():
            scope.enter(db.session(), campaign.library.id)
            outcomes.append(submit(db.session(), campaign, sent, today()))

    clicks = [threading.Thread(target=click) for _ in range(8)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    db.session.rollback()
    assert sorted(outcomes) == sorted([Outcome.STORED] + [Outcome.REPEATED] * 7)
    assert responses.count(db.session(), campaign.id) == 1
