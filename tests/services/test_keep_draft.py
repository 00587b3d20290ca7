"""Drafts: one for each form, of one library, until their time is over."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from diagnoza.clock import today
from diagnoza.db import scope
from diagnoza.db.models import Draft
from diagnoza.queries import drafts
from diagnoza.services import keep_draft
from diagnoza.services.keep_draft import TypedSoFar
from diagnoza.services.submit_response import submit
from tests.factories import Days, make_campaign, make_library, make_submission

TYPED = TypedSoFar("klucz-1", "token", "sklep", (("lack.care", "2"), ("for_whom", "youth"), ("for_whom", "seniors")))


def test_a_draft_comes_back_as_it_was(session: Session) -> None:
    campaign = make_campaign(session)
    code = keep_draft.keep(session, campaign, TYPED, today())
    assert keep_draft.find(session, campaign, code, today()) == TYPED


def test_no_draft_outlives_14_days_or_its_survey(session: Session) -> None:
    for closes, expected in ((3, 4), (40, 14)):
        campaign = make_campaign(session, days=Days(-1, closes))
        keep_draft.keep(session, campaign, TYPED, today())
        row = session.scalar(select(Draft).where(Draft.campaign_id == campaign.id))
        assert row.expires_on == keep_draft.last_day(campaign, today()) == today() + timedelta(days=expected)


def test_sending_a_form_erases_its_own_draft_only(session: Session) -> None:
    campaign = make_campaign(session)
    mine, other = (
        keep_draft.keep(session, campaign, TypedSoFar(key, "", "", ()), today()) for key in ("moj-klucz", "inny-klucz")
    )
    submit(session, campaign, make_submission({}, key="moj-klucz"), today())
    assert keep_draft.find(session, campaign, mine, today()) is None
    assert keep_draft.find(session, campaign, other, today()) is not None


def test_another_librarys_drafts_are_neither_found_nor_erased(session: Session) -> None:
    theirs = make_campaign(session)
    code = keep_draft.keep(session, theirs, TYPED, today())
    make_library(session)
    drafts.forget(session, theirs.id, "x", today() + timedelta(days=100))
    assert keep_draft.find(session, theirs, code, today()) is None
    scope.enter(session, theirs.library.id)
    assert keep_draft.find(session, theirs, code, today()) == TYPED


def test_two_processes_that_put_the_same_form_away_end_with_one_draft(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = make_campaign(session)
    keep_draft.keep(session, campaign, TYPED, today())
    real, misses = drafts.forget, iter([True])
    monkeypatch.setattr(drafts, "forget", lambda *about: None if next(misses, False) else real(*about))
    code = keep_draft.keep(session, campaign, TYPED, today())
    assert keep_draft.find(session, campaign, code, today()) == TYPED
    monkeypatch.setattr(drafts, "forget", lambda *_: None)
    with pytest.raises(IntegrityError):
        keep_draft.keep(session, campaign, TYPED, today())
