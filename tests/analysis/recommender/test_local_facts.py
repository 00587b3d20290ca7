"""Local facts count as one stated reason, and never change a share."""

from datetime import date

import pytest

from analysis.recommender import recommend
from analysis.recommender.local_facts import LocalFact, weighed
from tests.analysis.recommender.build import ONE_MATTER, situation


def fact(area: str, confirms: bool) -> LocalFact:
    return LocalFact(area, "Nie ma przedszkola.", "urząd gminy", date(2026, 9, 1), confirms)


@pytest.mark.parametrize(
    ("sides", "said"),
    [([], None), ([True], "confirm"), ([True, True], "confirm"), ([False], "question"), ([True, False], "mixed")],
)
def test_facts_about_a_matter_are_weighed_together(sides: list[bool], said: str | None) -> None:
    assert weighed([fact("care", side) for side in sides], "care") == said


def test_facts_about_other_matters_say_nothing() -> None:
    assert weighed([fact("sport", True)], "care") is None
    assert weighed([fact("sport", True)], None) is None


def test_a_fact_is_a_reason_with_its_source_and_changes_no_share() -> None:
    before = recommend(situation(area_shares=ONE_MATTER))
    after = recommend(situation(area_shares=ONE_MATTER, local_facts="confirm"))
    (reason,) = [reason for reason in after.reasons if reason.criterion == "local_facts"]
    assert (reason.level, reason.n) == ("confirmed", None)
    assert after.probabilities["thematic"] > before.probabilities["thematic"]
    shown = [reason.values.get("high_needs") for reason in after.reasons if reason.criterion == "breadth"]
    assert shown == [reason.values.get("high_needs") for reason in before.reasons if reason.criterion == "breadth"]


def test_a_fact_against_the_first_matter_means_asking_first() -> None:
    found = recommend(situation(area_shares=ONE_MATTER, local_facts="question"))
    assert [caution.key for caution in found.ask_first] == ["facts_against"]
    assert not found.undecided


def test_facts_that_speak_both_ways_leave_the_type_as_it_is() -> None:
    plain, mixed = (recommend(situation(area_shares=ONE_MATTER, local_facts=said)) for said in (None, "mixed"))
    assert mixed.probabilities["thematic"] == pytest.approx(plain.probabilities["thematic"], abs=0.05)
