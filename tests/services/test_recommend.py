"""The coalition's answers are kept, and the proposal follows from them and from the residents."""

from datetime import timedelta

import time_machine
from sqlalchemy.orm import Session

from analysis.recommender import render
from analysis.vocabulary import Channel, CooperationType
from diagnoza.clock import today
from diagnoza.queries import readiness
from diagnoza.services.recommend import propose, save_readiness
from diagnoza.services.submit_response import submit
from tests.factories import add_responses, fresh, make_campaign, make_submission

CARE = {"lack": {"care": "2", "health": "0", "work": "0"}, "top": ["care"]}


def test_unknown_answers_are_not_kept(session: Session) -> None:
    campaign = make_campaign(session)
    save_readiness(session, campaign, {"horizon": "long", "partners": None, "sectors": [], "funding": ""}, today())
    assert readiness.answers(session, campaign.id) == {"horizon": "long"}


def test_later_answers_take_the_place_of_earlier_ones(session: Session) -> None:
    campaign = make_campaign(session)
    save_readiness(session, campaign, {"horizon": "long"}, today())
    save_readiness(session, campaign, {"fixed_date": "yes"}, today())
    assert readiness.answers(session, campaign.id) == {"fixed_date": "yes"}


def test_one_matter_and_partners_for_long_make_a_thematic_partnership(session: Session) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 60)
    save_readiness(session, campaign, {"horizon": "long", "partners": 5, "prior_cooperation": "yes"}, today())
    found = propose(session, fresh(session, campaign)).recommendation
    assert found.first == CooperationType.THEMATIC
    assert found.reasons_for


def test_willingness_of_residents_counts(session: Session) -> None:
    campaign = make_campaign(session)
    for _ in range(60):
        submit(session, campaign, make_submission(CARE, help=("yes",)), today())
    said = {reason.level for reason in propose(session, fresh(session, campaign)).recommendation.reasons}
    assert "partly_willing" in said


def test_fewer_than_ten_answers_decide_nothing(session: Session) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 9)
    assert propose(session, fresh(session, campaign)).recommendation.undecided


def test_the_proposal_says_how_firmly_it_stands(session):
    campaign = make_campaign(session)
    add_responses(session, campaign, [{"lack": {"care": "2"}}] * 55 + [{"lack": {"care": "0"}}] * 5)
    found = propose(session, fresh(session, campaign))
    assert found.stability.of_100 == 100
    assert found.stability.first_needs == {"care": 1.0}
    assert found.table.seats != ()


def test_too_few_answers_have_no_stability_to_tell(session):
    campaign = make_campaign(session)
    add_responses(session, campaign, [{"lack": {"care": "2"}}] * 4)
    assert propose(session, fresh(session, campaign)).stability.messages == ()


def two_villages(session, campaign):
    """Sixty answers: people of the seat answer by phone, those of the village on paper."""
    for place, channel in (("seat", Channel.WEB), ("village", Channel.PAPER)):
        rows = [{"lack": {"care": lack}, "place": place} for lack in "2" * 28 + "00"]
        add_responses(session, campaign, rows, channel)


def test_while_answers_come_in_no_place_or_way_of_answering_is_left_out_alone(session):
    campaign = make_campaign(session)
    two_villages(session, campaign)
    assert propose(session, fresh(session, campaign)).stability.parts == ("forms",)


def test_afterwards_the_proposal_says_what_it_was_checked_without(session):
    campaign = make_campaign(session)
    two_villages(session, campaign)
    with time_machine.travel(f"{campaign.closes_on + timedelta(days=3)}T12:00:00+00:00", tick=False):
        firm = propose(session, fresh(session, campaign)).stability
    assert firm.parts == ("place", "mode", "forms")
    assert "sposobów odpowiadania" in render(firm.messages[-1])


def test_a_need_that_only_paper_shows_is_said(session):
    campaign = make_campaign(session)
    add_responses(session, campaign, [{"lack": {"care": "2"}}] * 40, Channel.PAPER)
    add_responses(session, campaign, [{"lack": {"care": "0"}}] * 40)
    with time_machine.travel(f"{campaign.closes_on + timedelta(days=3)}T12:00:00+00:00", tick=False):
        found = propose(session, fresh(session, campaign)).recommendation
    said = {caution.key: render(caution) for caution in found.warnings}
    assert said["one_sided_need"].endswith("widać tylko w części „na papierze”.")
