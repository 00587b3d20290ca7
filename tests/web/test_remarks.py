"""Remarks beside the charts say what the diagnosis says, in Polish."""

from dataclasses import replace

import pytest
from flask import Flask

from analysis.codebook import Area
from analysis.results import AreaRanks, Breakdown, Burst, MinorityNeed, Quality, Rankings
from diagnoza.librarian import remarks
from tests.analysis.samples import lack_diagnosis

GOOD = Quality(n=400, blank=0, straight_lined=4, rated=390, duplicates=0, items=(), bursts=())


@pytest.fixture(autouse=True)
def polish(app: Flask):
    with app.test_request_context("/", headers={"Accept-Language": "pl"}):
        yield


def test_a_hidden_need_names_the_group_and_the_shares() -> None:
    diagnosis = replace(
        lack_diagnosis(),
        areas=(Area("care", "Opieka"),),
        breakdowns=(Breakdown("age", "Wiek", ("y",), ("18–29",), (20,), (), 0),),
        minorities=(MinorityNeed("age", "y", "care", 20, 0.8, 0.6, 0.9, 0.15),),
    )
    assert remarks.hidden_needs(diagnosis) == ["Opieka: 80% w grupie „18–29” (Wiek, osób: 20), 15% wśród pozostałych."]


def ranked(robust: bool, tau: float | None = 0.4) -> Rankings:
    rows = (AreaRanks("care", (0.5, 0.4), (1, 5), 4), AreaRanks("work", (0.4, 0.5), (2, 1), 1))
    return Rankings(("need", "mean_lack"), tau, robust, rows)


def test_scores_that_disagree_name_the_area_that_moves_most() -> None:
    diagnosis = replace(lack_diagnosis(), areas=(Area("care", "Opieka"),), rankings=ranked(robust=False))
    sentence = remarks.order(diagnosis)
    assert sentence is not None
    assert sentence.endswith("„Opieka” przesuwa się o tyle miejsc: 4.")


def test_scores_that_agree_are_said_to() -> None:
    sentence = remarks.order(replace(lack_diagnosis(), rankings=ranked(robust=True)))
    assert sentence == "Inne sposoby liczenia tych samych odpowiedzi dają prawie tę samą kolejność."


def test_one_score_alone_says_nothing_about_the_order() -> None:
    assert remarks.order(replace(lack_diagnosis(), rankings=None)) is None
    assert remarks.order(replace(lack_diagnosis(), rankings=ranked(robust=False, tau=None))) is None


def test_good_answers_need_no_remark() -> None:
    assert remarks.quality(GOOD) == []
    assert remarks.quality(None) == []


def test_signs_in_the_answers_are_told() -> None:
    found = replace(GOOD, blank=2, straight_lined=80, duplicates=1, bursts=(Burst("remiza", "2026-03-01", 40, 3.0),))
    assert remarks.quality(found) == [
        "2 ankiety nie oceniają żadnego obszaru.",
        "80 osób z 390 zaznaczyło wszędzie to samo.",
        "1 ankieta dokładnie powtarza inną; mogła zostać wysłana dwa razy.",
        "Z miejsca remiza w dniu 2026-03-01 przyszło ankiet: 40, a zwykle przychodzi tam dziennie: 3.",
    ]
