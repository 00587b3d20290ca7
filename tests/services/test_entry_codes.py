"""A code lets one answer in, and nothing in the store joins the two."""

import random
import secrets
from statistics import fmean
from unittest.mock import patch

import pytest
from scipy.stats import spearmanr
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from diagnoza.clock import today
from diagnoza.db.models import Response
from diagnoza.db.models_codes import EntryCode
from diagnoza.queries import entry_codes as queries
from diagnoza.queries import responses
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.services import entry_codes
from diagnoza.services.errors import EntryCodeRefused, NoCodes
from diagnoza.services.submit_response import Outcome, Submission, submit
from tests.factories import fresh, make_campaign, make_submission

CARE = {"lack": {"care": "2"}}


@pytest.fixture
def campaign(session: Session) -> CampaignRow:
    started = make_campaign(session)
    demand(session, started)
    return fresh(session, started)


def demand(session: Session, campaign: CampaignRow) -> None:
    """Ask for codes without counting the one that has to be there."""
    with patch.object(entry_codes, "left", return_value=1):
        entry_codes.demand(session, campaign, True)


def test_codes_cannot_be_asked_for_when_none_is_left(session: Session) -> None:
    campaign = make_campaign(session)
    with pytest.raises(NoCodes):
        entry_codes.demand(session, campaign, True)
    entry_codes.make(session, campaign, 1)
    entry_codes.demand(session, campaign, True)
    assert fresh(session, campaign).codes


def with_code(code: str, key: str | None = None, answers: dict = CARE) -> Submission:
    usual = make_submission(answers, key=key)
    return Submission(**{**vars(usual), "entry_code": code})


def test_a_code_lets_one_answer_in(session: Session, campaign: CampaignRow) -> None:
    (code,) = entry_codes.make(session, campaign, 1)
    assert submit(session, campaign, with_code(code), today()) == Outcome.STORED
    with pytest.raises(EntryCodeRefused, match="used"):
        submit(session, campaign, with_code(code), today())
    assert responses.count(session, campaign.id) == 1
    assert queries.counts(session, campaign.id) == (1, 1)


def test_the_same_form_sent_again_is_a_repeat_and_not_a_used_code(session: Session, campaign: CampaignRow) -> None:
    (code,) = entry_codes.make(session, campaign, 1)
    sendings = [with_code(code, "k"), with_code(code, "k"), with_code(code, "k", {"lack": {"care": "0"}})]
    outcomes = [submit(session, campaign, sending, today()) for sending in sendings]
    assert outcomes == [Outcome.STORED, Outcome.REPEATED, Outcome.REPLACED]


@pytest.mark.parametrize(("typed", "reason"), [("", "missing"), (" ", "missing"), ("ABC", "mistaken")])
def test_without_a_good_code_nothing_is_stored(
    session: Session, campaign: CampaignRow, typed: str, reason: str
) -> None:
    with pytest.raises(EntryCodeRefused, match=reason):
        submit(session, campaign, with_code(typed), today())
    assert responses.count(session, campaign.id) == 0
    assert fresh(session, campaign).revision == campaign.revision


def test_a_code_of_another_campaign_is_unknown_here(session: Session, campaign: CampaignRow) -> None:
    (code,) = entry_codes.make(session, make_campaign(session), 1)
    with pytest.raises(EntryCodeRefused, match="unknown"):
        submit(session, campaign, with_code(code), today())


def test_small_letters_and_hyphens_do_not_matter(session: Session, campaign: CampaignRow) -> None:
    (code,) = entry_codes.make(session, campaign, 1)
    typed = f" {code[:4]}-{code[4:8]} {code[8:]}".lower()
    assert submit(session, campaign, with_code(typed), today()) == Outcome.STORED


def test_where_no_code_is_asked_for_none_is_used(session: Session) -> None:
    open_to_all = make_campaign(session)
    (code,) = entry_codes.make(session, open_to_all, 1)
    submit(session, open_to_all, with_code(code), today())
    assert queries.counts(session, open_to_all.id) == (1, 0)


def test_only_digests_are_kept_and_no_time(session: Session, campaign: CampaignRow) -> None:
    codes = entry_codes.make(session, campaign, 20)
    kept = session.scalars(select(EntryCode)).all()
    assert {row.digest for row in kept} == {entry_codes.digest_of(campaign.id, code) for code in codes}
    assert {column.key for column in inspect(EntryCode).columns} == {
        "id",
        "campaign_id",
        "digest",
        "used",
        "library_id",
    }


def test_neither_order_joins_codes_and_answers(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(20240501)  # noqa: S311 - the same ids and the same order of people each time
    monkeypatch.setattr(secrets, "randbits", chance.getrandbits)
    rounds = [orders(session, chance) for _ in range(3)]  # 500 alone leave 0.1 by chance once in 40 times
    assert [rho for pair in zip(*rounds, strict=True) if abs(rho := fmean(pair)) >= 0.1] == []


def orders(session: Session, chance: random.Random) -> list[float]:
    """Rank correlations over 500 answers: of time with the codes' rows, of time with the answers', of both rows."""
    campaign = make_campaign(session)
    codes = entry_codes.make(session, campaign, 500)
    entry_codes.demand(session, campaign, True)
    campaign = fresh(session, campaign)
    chance.shuffle(codes)
    for number, code in enumerate(codes):
        submit(session, campaign, with_code(code, key=f"k{number}"), today())
    of_code = {row.digest: row.id for row in session.scalars(select(EntryCode))}
    of_answer = {row.key: row.id for row in session.scalars(select(Response).filter_by(campaign_id=campaign.id))}
    code_ids = [of_code[entry_codes.digest_of(campaign.id, code)] for code in codes]
    answer_ids = [of_answer[f"k{number}"] for number in range(500)]
    pairs = [(range(500), code_ids), (range(500), answer_ids), (code_ids, answer_ids)]
    return [float(spearmanr(*pair).statistic) for pair in pairs]


def test_the_same_check_sees_ids_that_count_up() -> None:
    assert abs(spearmanr(range(500), range(1_000, 1_500)).statistic) > 0.99


def test_a_refused_code_is_not_used_up_by_a_failing_answer(session: Session, campaign: CampaignRow) -> None:
    (code,) = entry_codes.make(session, campaign, 1)
    session.rollback()
    monkey = with_code(code)
    broken = Submission(**{**vars(monkey), "language": None})
    with pytest.raises(Exception, match="NOT NULL"):
        submit(session, campaign, broken, today())
    assert queries.counts(session, campaign.id) == (1, 0)
