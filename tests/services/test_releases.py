"""Figures that leave the library change in steps, and groups only once the answers are in."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from diagnoza.clock import today
from diagnoza.db.models import Release
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.services.make_diagnosis import PUBLISHED, diagnosis_of
from tests.factories import add_responses, fresh, make_campaign

CARE: dict[str, Any] = {"lack": {"care": "2"}, "age": "30-44"}
NO_CARE: dict[str, Any] = {"lack": {"care": "0"}, "age": "30-44"}


def published(session: Session, campaign: Any) -> Any:
    return diagnosis_of(session, fresh(session, campaign), PUBLISHED)


def after_closing(campaign: CampaignRow, days: int = 3) -> Any:
    later: date = campaign.closes_on + timedelta(days=days)
    return time_machine.travel(f"{later}T12:00:00+00:00", tick=False)


def test_a_release_stays_until_there_are_ten_responses_more(session: Session) -> None:
    campaign = make_campaign(session)
    seen = []
    for added in (12, 5, 4, 1, 9):
        add_responses(session, campaign, [CARE] * added)
        seen.append(published(session, campaign).n)
    assert seen == [12, 12, 12, 22, 22]


def test_librarians_see_every_response_at_once(session: Session) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 12)
    published(session, campaign)
    add_responses(session, campaign, [CARE])
    assert diagnosis_of(session, fresh(session, campaign)).n == 13


def test_both_languages_show_the_same_release(session: Session) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 12)
    polish = published(session, campaign)
    add_responses(session, campaign, [CARE] * 3)
    english = diagnosis_of(session, fresh(session, campaign), PUBLISHED, "en")
    assert (polish.n, english.n) == (12, 12)


def test_groups_are_released_when_the_answers_are_in(session: Session) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 30)
    assert published(session, campaign).breakdowns == ()
    with after_closing(campaign):
        assert published(session, campaign).breakdowns != ()


def test_closing_does_not_show_the_few_who_came_last(session: Session) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 30)
    assert published(session, campaign).n == 30
    add_responses(session, campaign, [CARE] * 3)
    with after_closing(campaign):
        assert published(session, campaign).n == 30


def cell(diagnosis: Any) -> Any:
    (ages,) = [each for each in diagnosis.breakdowns if each.variable == "age"]
    return ages.cell("care", "30-44")


@pytest.mark.parametrize(("care", "shown"), [(25, True), (4, False)])
def test_groups_that_changed_by_few_people_are_withheld(session: Session, care: int, shown: bool) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 40 + [NO_CARE] * 40)
    with after_closing(campaign):
        assert cell(published(session, campaign)).value is not None
    add_responses(session, campaign, [CARE] * care + [NO_CARE] * 25)
    with after_closing(campaign, 5):
        assert (cell(published(session, campaign)).value is not None) is shown


def test_a_release_goes_with_its_campaign(session: Session) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 12)
    published(session, campaign)
    row = session.get(Release, campaign.id)
    assert row is not None
    assert (row.n, row.groups, row.before) == (12, False, None)
    assert campaign.closes_on >= today()
