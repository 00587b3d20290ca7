"""What was computed is not computed again, and a proposal follows everything that it rests on."""

from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy.orm import Session

from analysis.recommender.local_facts import LocalFact
from diagnoza.clock import today
from diagnoza.db import scope
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.services import local_facts, recommend
from diagnoza.services.recommend import propose, save_readiness
from diagnoza.services.remembered import Remembered
from tests.factories import add_responses, fresh, make_campaign, make_library

CARE = {"lack": {"care": "2", "health": "0"}, "top": ["care"]}
FACT = LocalFact("care", "Nie ma przedszkola.", "rejestr gminy", date(2026, 1, 2), True)


@pytest.fixture
def campaign(session: Session) -> CampaignRow:
    recommend.forget()
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 20)
    return fresh(session, campaign)


def test_the_same_name_is_computed_once() -> None:
    kept: Remembered[list] = Remembered(2)
    first = kept.get("a", list)
    assert kept.get("a", list) is first


def test_the_oldest_makes_room() -> None:
    kept: Remembered[list] = Remembered(2)
    first, last = kept.get("a", list), [kept.get(name, list) for name in "bc"][-1]
    assert kept.get("c", list) is last
    assert kept.get("a", list) is not first


def test_nobody_waits_for_somebody_elses_result() -> None:
    kept: Remembered[int] = Remembered(2)
    both = Barrier(2, timeout=5)  # breaks unless both are computing at once
    threads = [Thread(target=kept.get, args=(name, lambda: both.wait() + 1)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not both.broken


def test_looking_again_computes_nothing(session: Session, campaign: CampaignRow) -> None:
    assert propose(session, campaign) is propose(session, campaign)


def test_an_answer_of_the_coalition_makes_another_proposal(session: Session, campaign: CampaignRow) -> None:
    before = propose(session, campaign)
    save_readiness(session, campaign, {"horizon": "once"}, today())
    assert propose(session, campaign) is not before


def test_a_fact_and_its_removal_make_another_proposal(session: Session, campaign: CampaignRow) -> None:
    before = propose(session, campaign)
    local_facts.add(session, campaign, FACT)
    assert propose(session, campaign) is not before


def test_a_response_makes_another_proposal(session: Session, campaign: CampaignRow) -> None:
    before = propose(session, campaign)
    add_responses(session, campaign, [CARE])
    assert propose(session, fresh(session, campaign)) is not before


def test_another_day_makes_another_proposal(
    session: Session, campaign: CampaignRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = propose(session, campaign)
    monkeypatch.setattr(recommend, "today", lambda: today() + timedelta(days=1))
    assert propose(session, campaign) is not before


def test_another_librarys_proposal_is_its_own(session: Session, campaign: CampaignRow) -> None:
    mine = propose(session, campaign)
    scope.enter(session, make_library(session).id)
    other = make_campaign(session)
    assert propose(session, replace(other, revision=campaign.revision)) is not mine
