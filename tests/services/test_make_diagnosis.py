"""A diagnosis follows the stored responses and is not computed twice for the same ones."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from diagnoza.services import make_diagnosis
from diagnoza.services.make_diagnosis import INSIDE, PUBLISHED, diagnosis_of
from tests.factories import add_responses, fresh, make_campaign

CARE = {"lack": {"care": "2"}, "age": "30-44"}
NOT_CARE = {"lack": {"care": "0"}, "age": "60-74"}


def test_it_counts_what_was_stored(session: Session) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 12 + [NOT_CARE] * 8)
    care = next(need for need in diagnosis_of(session, campaign).needs if need.area == "care")
    assert (care.count, care.n, care.value) == (12, 20, 0.6)


def test_a_new_response_changes_it_at_once(session: Session) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 10)
    assert diagnosis_of(session, fresh(session, campaign)).n == 10
    add_responses(session, campaign, [CARE])
    assert diagnosis_of(session, fresh(session, campaign)).n == 11


def test_the_same_responses_are_computed_once(session: Session) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 10)
    now = fresh(session, campaign)
    assert diagnosis_of(session, now) is diagnosis_of(session, now)
    make_diagnosis.forget()
    assert diagnosis_of(session, now) == diagnosis_of(session, now)


@pytest.mark.parametrize(("threshold", "people"), [(INSIDE, 4), (PUBLISHED, 9)])
def test_below_the_threshold_nothing_is_shown(session: Session, threshold: int, people: int) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * people)
    withheld = diagnosis_of(session, fresh(session, campaign), threshold)
    assert withheld.withheld
    assert withheld.needs == withheld.answers == withheld.breakdowns == ()


def test_inside_the_library_more_is_shown_than_outside(session: Session) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 7 + [NOT_CARE] * 30)
    now = fresh(session, campaign)
    with time_machine.travel(f"{campaign.closes_on + timedelta(days=3)}T12:00:00+00:00", tick=False):
        inside, outside = (diagnosis_of(session, now, threshold) for threshold in (INSIDE, PUBLISHED))
    ages = [next(each for each in found.breakdowns if each.variable == "age") for found in (inside, outside)]
    shown = [sum(n is not None for n in age.n) for age in ages]
    assert shown[0] > shown[1]


def test_labels_speak_the_language_asked_for(session: Session) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 10)
    labels = {diagnosis_of(session, campaign, language=language).areas[0].label for language in ("pl", "en")}
    assert len(labels) == 2
