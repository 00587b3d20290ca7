"""The demonstration is there after one call, and a second call adds nothing."""

from sqlalchemy.orm import Session

from diagnoza import demo
from diagnoza.db import scope
from diagnoza.queries import campaigns, readiness, responses
from diagnoza.services.recommend import propose
from diagnoza.services.seed_demo import ACCOUNTS, seed
from tests.factories import campaign_at


def hashed(password: str) -> str:
    return password[::-1]


def test_the_demonstration_has_everything_for_the_journey(session: Session) -> None:
    passwords = seed(session, hashed)
    campaign = campaign_at(session, demo.facts().campaign_slug)
    assert set(passwords) == set(ACCOUNTS)
    assert campaign.library.is_sample
    assert responses.count(session, campaign.id) == demo.facts().responses
    assert sum(campaigns.apart_counts(session, campaign.id)["help"].values()) > 0
    assert readiness.answers(session, campaign.id) == demo.facts().readiness
    assert not propose(session, campaign).recommendation.undecided


def test_a_second_start_adds_nothing(session: Session) -> None:
    seed(session, hashed)
    campaign = campaign_at(session, demo.facts().campaign_slug)
    assert seed(session, hashed) == {}
    scope.enter(session, campaign.library.id)
    assert responses.count(session, campaign.id) == demo.facts().responses


def test_passwords_are_random_and_long(session: Session) -> None:
    passwords = list(seed(session, hashed).values())
    assert len(set(passwords)) == len(passwords)
    assert min(map(len, passwords)) >= 12
