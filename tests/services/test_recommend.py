"""The coalition's answers are kept, and the proposal follows from them and from the residents."""

from sqlalchemy.orm import Session

from analysis.vocabulary import CooperationType
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
