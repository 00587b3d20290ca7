"""Shows of hands are kept beside the survey: they can be taken back, stay in their library and change no figure."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from analysis.recommender import to_json
from analysis.recommender.agenda import agenda
from diagnoza.db import scope
from diagnoza.db.engine import writing
from diagnoza.db.models_hands import ShowOfHands
from diagnoza.db.scope import ACROSS_LIBRARIES, ScopeError
from diagnoza.queries import hands as stored
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.queries.hands import Hands
from diagnoza.services import hands, make_diagnosis
from diagnoza.services.errors import ImpossibleHands
from diagnoza.services.make_diagnosis import INSIDE, PUBLISHED, diagnosis_of
from diagnoza.services.recommend import propose
from tests.factories import add_responses, fresh, make_campaign, make_library

TWELVE = Hands("care", 12, 20, date(2026, 10, 3))


def kept(session: Session, campaign: CampaignRow) -> list[Hands]:
    return [each.hands for each in stored.of_campaign(session, campaign.id)]


def test_the_newest_show_of_hands_comes_first(session: Session) -> None:
    campaign = make_campaign(session)
    later = Hands("sport", 0, 7, date(2026, 11, 3))
    for each in (TWELVE, later):
        hands.add(session, campaign, each)
    assert kept(session, campaign) == [later, TWELVE]


def test_the_same_one_sent_twice_is_kept_once(session: Session) -> None:
    campaign = make_campaign(session)
    for _ in range(2):
        hands.add(session, campaign, TWELVE)
    assert kept(session, campaign) == [TWELVE]


def test_everybody_may_raise_a_hand_and_nobody(session: Session) -> None:
    campaign = make_campaign(session)
    for count in (0, 20):
        hands.add(session, campaign, replace(TWELVE, hands=count))
    assert {each.hands for each in kept(session, campaign)} == {0, 20}


@pytest.mark.parametrize(("count", "present"), [(21, 20), (-1, 20), (0, 0), (0, -1)])
def test_more_hands_than_people_are_refused(session: Session, count: int, present: int) -> None:
    campaign = make_campaign(session)
    with pytest.raises(ImpossibleHands):
        hands.add(session, campaign, replace(TWELVE, hands=count, present=present))
    assert kept(session, campaign) == []


@pytest.mark.parametrize(("count", "present"), [(21, 20), (-1, 20), (0, 0)])
def test_the_store_itself_refuses_them_too(session: Session, count: int, present: int) -> None:
    campaign = make_campaign(session)
    row = ShowOfHands(library_id=campaign.library.id, campaign_id=campaign.id, area="care", hands=count)
    row.present, row.day = present, TWELVE.day
    with pytest.raises(IntegrityError, match="hands_of_people"), writing(session):
        session.add(row)


def test_a_removed_one_is_left_out_until_it_is_brought_back(session: Session) -> None:
    campaign = make_campaign(session)
    hands.add(session, campaign, TWELVE)
    (found,) = stored.of_campaign(session, campaign.id)
    assert hands.mark(session, campaign, found.id, removed=True)
    assert kept(session, campaign) == []
    assert hands.mark(session, campaign, found.id, removed=False)
    assert kept(session, campaign) == [TWELVE]


def test_one_that_is_not_there_cannot_be_removed(session: Session) -> None:
    campaign, other = make_campaign(session), make_campaign(session)
    hands.add(session, campaign, TWELVE)
    (found,) = stored.of_campaign(session, campaign.id)
    assert not hands.mark(session, campaign, found.id + 1, removed=True)
    assert not hands.mark(session, other, found.id, removed=True)
    assert kept(session, campaign) == [TWELVE]


def test_another_librarys_hands_are_out_of_reach(session: Session) -> None:
    theirs = make_campaign(session)
    hands.add(session, theirs, TWELVE)
    (found,) = stored.of_campaign(session, theirs.id)
    make_library(session)
    assert stored.of_campaign(session, theirs.id) == []
    assert not hands.mark(session, theirs, found.id, removed=True)
    row = session.scalars(select(ShowOfHands), execution_options=ACROSS_LIBRARIES).one()
    assert (row.library_id, row.removed) == (theirs.library.id, False)


def test_hands_cannot_be_added_to_another_library(session: Session) -> None:
    theirs = make_campaign(session)
    make_library(session)
    with pytest.raises(ScopeError):
        hands.add(session, theirs, TWELVE)
    scope.enter(session, theirs.library.id)
    assert kept(session, theirs) == []


@pytest.mark.parametrize("threshold", [INSIDE, PUBLISHED])
def test_hands_change_no_share_no_count_and_no_proposal(session: Session, threshold: int) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [{"lack": {"care": "2", "sport": "0"}, "top": ["care"]}] * 30)
    campaign = fresh(session, campaign)
    before = diagnosis_of(session, campaign, threshold), to_json(propose(session, campaign).recommendation)
    for area in ("care", "sport"):
        hands.add(session, campaign, replace(TWELVE, area=area, hands=200, present=200))
    make_diagnosis.forget()
    campaign = fresh(session, campaign)
    after = diagnosis_of(session, campaign, threshold), to_json(propose(session, campaign).recommendation)
    assert after == before
    assert agenda(after[0]) == agenda(before[0])
    assert after[0].n == 30
