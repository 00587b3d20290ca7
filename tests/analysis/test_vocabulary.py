"""Codes are stored and published, so they must not change by accident."""

from enum import StrEnum

import pytest

from analysis import vocabulary

CODES = {
    vocabulary.CooperationType: "event project thematic strategic",
    vocabulary.Sector: "gmina edu_culture ngo business residents",
    vocabulary.Contribution: "knowledge premises equipment money reach mandate people",
    vocabulary.Channel: "web kiosk paper import",
    vocabulary.LibraryRole: "leads co_leads joins",
    vocabulary.Measure: "lack importance state picked",
    vocabulary.ScoreKind: "lack_share unmet_share importance_satisfaction mean_importance low_state_share picked_share",
}


@pytest.mark.parametrize("words", CODES, ids=lambda words: words.__name__)
def test_codes_stay_as_they_were_published(words: type[StrEnum]) -> None:
    assert " ".join(words) == CODES[words]


def test_dont_know_and_no_answer_are_two_codes() -> None:
    assert (vocabulary.DONT_KNOW, vocabulary.NO_ANSWER) == ("dont_know", "no_answer")
