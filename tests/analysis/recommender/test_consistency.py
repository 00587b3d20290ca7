"""Facts that contradict each other are refused in one line; few answers are a small sample."""

import json
from pathlib import Path
from typing import Any

import pytest

from analysis.recommender.consistency import checked, contradictions
from analysis.recommender.situation import SituationError
from tests.analysis.recommender.build import KNOWN, situation

SHARES = {"care": 0.2, "sport": 0.1}

CONTRADICTIONS: list[tuple[dict[str, Any], str]] = [
    ({"area_shares": SHARES, "area_counts": {"care": [58, 96]}}, "area_shares.care: 0.2 found beside 58 of 96"),
    ({"n": 90, "area_counts": {"care": [58, 96]}}, "area_counts.care: a base of 96 found; allowed: at most n, 90"),
    ({"existing_partners": 0, "partner_sectors": ["ngo"]}, "partner_sectors: ngo found beside existing_partners 0"),
    ({"grant_requires_partner": True, "funding": "budget"}, "grant_requires_partner: true found beside funding"),
    ({"n_high_needs": 0, "dominant_area": "care"}, 'dominant_area: "care" found beside n_high_needs 0'),
    ({"area_shares": SHARES, "dominant_area": "work"}, 'dominant_area: "work" found; allowed: an area of area_shares'),
    ({"n_high_needs": 14}, "n_high_needs: 14 found; allowed: at most 13"),
]


@pytest.mark.parametrize(("facts", "message"), CONTRADICTIONS)
def test_a_contradiction_is_named(facts: dict[str, Any], message: str) -> None:
    with pytest.raises(SituationError) as refused:
        checked(situation(**facts), KNOWN)
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"area_shares": {"care": 0.6}, "area_counts": {"care": [58, 96]}, "n": 96},
        {"area_shares": {"care": 0.7}, "area_counts": {"care": [58, 96]}, "n": 96},
        {"area_shares": {"care": 0.1}, "area_counts": {"care": [58, 96]}, "kind": "mean_importance"},
        {"area_counts": {"care": [0, 0]}, "area_shares": SHARES},
        {"existing_partners": 0, "partner_sectors": []},
        {"grant_requires_partner": True},
        {"n_high_needs": 0, "dominant_area": "none"},
        {"dominant_area": "care"},
        {"n_high_needs": 14, "taxonomy_areas": {"wells": None}},
    ],
)
def test_facts_that_may_hold_together_are_taken(facts: dict[str, Any]) -> None:
    assert checked(situation(**facts), KNOWN) == situation(**facts) if "n" not in facts else True
    assert list(contradictions(situation(**facts), KNOWN)) == []


@pytest.mark.parametrize(
    ("facts", "quality"),
    [
        ({"n": 49}, "small"),
        ({"n": 0}, "none"),
        ({"n": 50}, None),
        ({"n": 49, "sample_quality": "ok"}, "ok"),
        ({}, None),
    ],
)
def test_few_answers_are_a_small_sample(facts: dict[str, Any], quality: str | None) -> None:
    assert checked(situation(**facts), KNOWN).sample_quality == quality


@pytest.mark.reference
def test_the_public_casebook_does_not_contradict_itself(shared: Path) -> None:
    cases = json.loads((shared / "knowledge" / "casebook.json").read_text(encoding="utf-8"))
    found = [line for case in cases for line in contradictions(situation(**case["situation"]), KNOWN)]
    assert found == []
