from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.codebook import Area
from analysis.recommender import Situation, SituationError, recommend, situation_from
from analysis.recommender.diagnosed import dominant_group, engagement, readiness_facts
from analysis.vocabulary import ScoreKind
from tests.analysis.recommender.build import KNOWN, diagnosis, named, need, rated_importance

COUNTS = {"care": 58, "sport": 30, "culture": 20}


def test_shares_and_counts_come_from_the_needs():
    found = situation_from(diagnosis(COUNTS), {}, {})
    assert found.area_shares == {area: count / 96 for area, count in COUNTS.items()}
    assert found.area_counts["care"] == (58, 96)
    assert (found.n, found.sample, found.sample_quality, found.kind) == (96, "open", "ok", "lack_share")


def test_areas_that_may_be_first_come_from_the_rank_sets():
    needs = (need("care", 50, rank=(1, 1, 2)), need("sport", 48, rank=(2, 1, 3)), need("work", 30, rank=(3, 2, 3)))
    assert situation_from(diagnosis(COUNTS, needs=needs), {}, {}).possible_first == ("care", "sport")


def test_few_answers_are_a_small_sample():
    assert situation_from(diagnosis({"care": 20}, n=49), {}, {}).sample_quality == "small"
    assert situation_from(diagnosis({"care": 20}, n=50), {}, {}).sample_quality == "ok"


def test_a_withheld_diagnosis_leaves_only_readiness():
    withheld = diagnosis({}, n=3, withheld=True)
    found = situation_from(withheld, {"horizon": "long"}, {"yes": 90})
    assert found == Situation(n=3, sample="open", sample_quality="none", horizon="long")
    assert recommend(found).undecided


def test_areas_of_a_librarys_own_keep_their_mapping():
    own = (Area("tots", "Maluchy", "care"), Area("roads", "Drogi"), Area("sport", "Sport", "sport"))
    found = situation_from(diagnosis({"tots": 50, "roads": 40, "sport": 30}, areas=own), {}, {})
    assert found.taxonomy_areas == {"tots": "care", "roads": None}


def test_an_area_without_a_taxonomy_area_is_unmapped_even_under_a_built_in_key():
    found = situation_from(diagnosis({"care": 50}, areas=(Area("care", "Own care"),)), {}, {})
    assert found.taxonomy_areas == {"care": None}


@pytest.mark.parametrize(("area", "outside"), [("care", True), ("culture", False), ("places", None)])
def test_the_first_matter_says_whether_it_is_a_librarys_usual_field(area, outside):
    assert situation_from(diagnosis({area: 60}), {}, {}).need_outside_library_mandate is outside


def test_one_group_named_by_most_is_the_group():
    groups = named("care", {"preschool": 20, "seniors": 8, "youth": 2}, 30)
    assert situation_from(diagnosis(COUNTS, target_groups=groups), {}, {}).specific_group == "preschool"


@pytest.mark.parametrize(
    ("counts", "n", "expected"),
    [
        ({"preschool": 15, "seniors": 10}, 30, "preschool"),
        ({"preschool": 14, "seniors": 5}, 30, "everyone"),
        ({"preschool": 16, "seniors": 12}, 30, "everyone"),
        ({"everyone": 25, "seniors": 5}, 30, "everyone"),
        ({"preschool": 9, "seniors": 0}, 9, None),
        ({"preschool": 20, "seniors": None}, 30, None),
        ({"preschool": 20}, 25, "preschool"),
    ],
)
def test_a_group_stands_out_by_share_and_lead_or_nothing_is_said(counts, n, expected):
    assert dominant_group(diagnosis(COUNTS, target_groups=named("care", counts, n)), ["care"], KNOWN) == expected


def test_without_the_question_the_group_is_unknown():
    assert situation_from(diagnosis(COUNTS), {}, {}).specific_group is None


def test_one_group_across_several_matters_is_found():
    counts = {"community": 44, "health": 42, "work": 40}
    groups = tuple(cell for area in counts for cell in named(area, {"women50": 6, "youth": 2}, 8))
    assert situation_from(diagnosis(counts, target_groups=groups), {}, {}).specific_group == "women50"


def test_of_a_dominant_area_only_its_own_groups_count():
    groups = (*named("care", {"preschool": 20, "seniors": 2}, 22), *named("sport", {"preschool": 0, "seniors": 60}, 60))
    assert situation_from(diagnosis(COUNTS, target_groups=groups), {}, {}).specific_group == "preschool"


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"yes": 24, "maybe": 10, "no": 10}, "high"),
        ({"yes": 23, "maybe": 60}, "med"),
        ({"yes": 9, "no": 60}, "low"),
        ({"yes": 9}, None),
        ({}, None),
    ],
)
def test_willingness_is_a_share_of_all_who_answered_the_survey(counts, expected):
    assert engagement(counts, 96, KNOWN) == expected


def test_what_the_coalition_says_of_residents_counts_over_nothing():
    assert situation_from(diagnosis(COUNTS), {}, {}).resident_engagement is None
    assert situation_from(diagnosis(COUNTS), {}, {"yes": 40, "no": 20}).resident_engagement == "high"


def test_other_scores_have_other_thresholds():
    urgent = diagnosis({"care": 24, "sport": 10}, kind=ScoreKind.IMPORTANCE_SATISFACTION)
    assert [
        reason.level for reason in recommend(situation_from(urgent, {}, {})).reasons if reason.criterion == "breadth"
    ] == ["one"]


def test_a_mean_importance_is_stretched_to_the_unit_interval():
    needs = tuple(
        replace(need(area, 0), value=value, count=None)
        for area, value in (("care", 4.2), ("sport", 1.0), ("work", 5.0))
    )
    rated = tuple(rated_importance(area) for area in ("care", "sport", "work"))
    found = situation_from(diagnosis(COUNTS, kind=ScoreKind.MEAN_IMPORTANCE, needs=needs, answers=rated), {}, {})
    assert found.area_shares == pytest.approx({"care": 0.8, "sport": 0.0, "work": 1.0})
    assert found.area_counts == {}


# Readiness answers.


def test_options_set_their_facts():
    answers = {"horizon": "long", "fixed_date": "no", "funding": "grant_partner", "specialist": "missing"}
    assert readiness_facts(answers, KNOWN) == {
        "horizon": "long",
        "fixed_date": False,
        "funding": "grant",
        "grant_requires_partner": True,
        "specialist_needed": True,
        "specialist_at_hand": False,
    }


@pytest.mark.parametrize("given_number", [5, "5", " 5 "])
def test_a_number_may_come_as_text(given_number):
    assert readiness_facts({"partners": given_number}, KNOWN) == {"existing_partners": 5}


def test_several_options_become_sectors():
    found = situation_from(diagnosis(COUNTS), {"sectors": ["ngo", "gmina"]}, {})
    assert found.partner_sectors == ("ngo", "gmina")


@pytest.mark.parametrize("answer", [None, "", "unknown", [], ["unknown"], ["unknown", "ngo"]])
def test_an_open_answer_sets_nothing(answer):
    assert readiness_facts({"sectors": answer}, KNOWN) == {}


@given(st.sampled_from([question.key for question in KNOWN.questions]))
def test_every_question_may_be_answered_with_unknown(key):
    assert readiness_facts({key: "unknown"}, KNOWN) == {}


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"horyzont": "long"}, "readiness: question 'horyzont' found; allowed: horizon, fixed_date"),
        ({"horizon": "forever"}, r"readiness\.horizon: 'forever' found; allowed: once, bounded, long, unknown"),
        ({"horizon": ["long"]}, r"readiness\.horizon: \['long'\] found"),
        ({"sectors": 3}, r"readiness\.sectors: 3 found"),
        ({"sectors": ["church"]}, r"readiness\.sectors: 'church' found; allowed: gmina"),
        ({"partners": "many"}, r"readiness\.partners: 'many' found; allowed: a whole number"),
        ({"partners": -1}, r"readiness\.partners: -1 found"),
    ],
)
def test_an_answer_that_does_not_fit_is_named(answers, message):
    with pytest.raises(SituationError, match=message):
        readiness_facts(answers, KNOWN)
