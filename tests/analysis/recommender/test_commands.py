import json
import math

import pytest

from analysis.recommender import SituationError, commands, recommend
from tests.analysis.recommender.build import KNOWN, MANY_MATTERS, ONE_MATTER, situation

CASES = [
    {
        "id": "seed-one",
        "situation": {"area_shares": ONE_MATTER, "horizon": "long"},
        "type": "thematic",
        "subsectors": ["gops", "przedszkole", "sklep"],
    },
    {"id": "con-two", "situation": {"area_shares": MANY_MATTERS, "horizon": "once"}, "type": "strategic"},
    {"id": "con-three", "situation": {"fixed_date": True, "horizon": "long"}, "type": "event"},
]


def test_a_recommendation_has_its_sentences_in_both_languages():
    found = commands.recommend({"area_shares": ONE_MATTER, "horizon": "long"})
    assert set(found["texts"]) == {"pl", "en"}
    assert found["first"] == recommend(situation(area_shares=ONE_MATTER, horizon="long")).first
    json.dumps(found, allow_nan=False)


def test_people_of_the_register_take_chairs():
    register = commands.register(b"name,subsectors,load\nAnna Nowak,gops|kgw,2\n")
    found = commands.recommend({"area_shares": ONE_MATTER, "horizon": "long"}, register)["table"]
    (seat,) = [seat for seat in found["seats"] if seat["institution"]["name"]]
    assert (seat["institution"]["name"], len(seat["carries"])) == ("Anna Nowak", 2)
    there = sum(len(seat["carries"]) for seat in found["seats"] if seat["institution"]["present"])
    everything = sum(len(seat["carries"]) for seat in found["seats"]) + len(found["unmet"])
    assert found["coverage"] == (2 + there) / everything


def test_each_need_and_the_first_talk_are_given_as_data_and_in_sentences():
    found = commands.recommend({"area_shares": MANY_MATTERS, "horizon": "long"})
    assert [path["area"] for path in found["portfolio"]] == list(MANY_MATTERS)
    assert {"type", "who", "first_step", "next_step", "role"} <= set(found["portfolio"][0])
    assert found["first_talk"]["code"] == "first_talk_soon"
    for language in ("pl", "en"):
        assert list(found["said"][language]["portfolio"]) == list(MANY_MATTERS)
        assert found["said"][language]["first_talk"].endswith(".")


def test_without_needs_nobody_is_invited_to_a_first_talk():
    found = commands.recommend({})
    assert (found["portfolio"], found["first_talk"], found["said"]["pl"]["first_talk"]) == ([], None, None)


def test_a_bad_situation_is_refused():
    with pytest.raises(SituationError, match=r"area_shares\.care: 1\.3 found"):
        commands.recommend({"area_shares": {"care": 1.3}})


def test_the_casebook_answers_every_case_from_its_situation():
    found = commands.casebook(CASES)
    assert [case["id"] for case in found["cases"]] == ["seed-one", "con-two", "con-three"]
    first = found["cases"][0]
    expected = recommend(situation(**CASES[0]["situation"]))
    assert first["probabilities"] == {str(kind): share for kind, share in expected.probabilities.items()}
    assert len(first["sectors"]) == 5
    assert set(first["subsectors"]) <= set(KNOWN.subsectors)


def test_groups_are_the_beginnings_of_the_ids():
    groups = commands.casebook(CASES)["groups"]
    assert set(groups) == {"seed", "con", "all"}
    assert {name: way["given"]["n"] for name, way in groups.items()} == {"seed": 1, "con": 2, "all": 3}


def test_measures_are_recomputed_by_hand():
    found = commands.casebook(CASES)
    shares = [case["probabilities"] for case in found["cases"]]
    truth = [case["type"] for case in CASES]
    measured = found["groups"]["all"]["given"]
    right = [max(row, key=row.get) == kind for row, kind in zip(shares, truth, strict=True)]
    assert measured["first"] == pytest.approx(sum(right) / 3)
    losses = [-math.log(row[kind]) for row, kind in zip(shares, truth, strict=True)]
    assert measured["log_loss"] == pytest.approx(sum(losses) / 3)
    brier = [sum((row[k] - (k == kind)) ** 2 for k in row) for row, kind in zip(shares, truth, strict=True)]
    assert measured["brier"] == pytest.approx(sum(brier) / 3)


def test_recall_counts_listed_institutions_among_the_first_eight():
    found = commands.casebook(CASES[:1])
    first_eight = found["cases"][0]["subsectors"][:8]
    expected = len({"gops", "przedszkole", "sklep"} & set(first_eight)) / 3
    assert found["groups"]["seed"]["given"]["subsector_recall"] == pytest.approx(expected)
    assert commands.casebook(CASES[1:])["groups"]["con"]["given"]["subsector_recall"] is None


def test_recall_by_case_weighs_a_long_list_like_a_short_one():
    long = {**CASES[1], "id": "seed-two", "subsectors": sorted(KNOWN.subsectors)}
    found = commands.casebook([CASES[0], long])
    first, second = (set(case["subsectors"][:8]) for case in found["cases"])
    expected = (len(first & set(CASES[0]["subsectors"])) / 3 + len(second) / len(long["subsectors"])) / 2
    assert found["groups"]["seed"]["given"]["subsector_recall_by_case"] == pytest.approx(expected)


def test_sector_recall_counts_the_sectors_of_the_first_eight():
    case = {**CASES[0], "sectors": ["gmina", "edu_culture", "business"]}
    found = commands.casebook([case])
    first_eight = found["cases"][0]["subsectors"][:8]
    invited = {KNOWN.subsectors[key].sector for key in first_eight}
    expected = len({"gmina", "edu_culture", "business"} & invited) / 3
    assert found["groups"]["seed"]["given"]["sector_recall"] == pytest.approx(expected)


def test_ranges_are_counted_with_the_types_they_name():
    found = commands.casebook(CASES)
    close = [max(row) - sorted(row)[-2] < 0.15 for row in (list(c["probabilities"].values()) for c in found["cases"])]
    assert [case["is_range"] for case in found["cases"]] == close
    assert found["groups"]["all"]["given"]["ranges"] == pytest.approx(sum(close) / 3)


def test_the_table_has_a_line_for_each_way_of_guessing():
    lines = commands.table(commands.casebook(CASES)).splitlines()
    assert lines[0].split()[:4] == ["group", "horizon", "n", "model"]
    assert len(lines) == 1 + 3 * 2 * 3
    assert lines[1].split()[:4] == ["seed", "given", "1", "diagnoza"]


def test_hiding_the_horizon_is_the_same_as_not_knowing_it():
    blind = [{**case, "situation": {**case["situation"], "horizon": None}} for case in CASES]
    hidden, given = commands.casebook(CASES)["groups"], commands.casebook(blind)["groups"]
    assert hidden["all"]["hidden"] == given["all"]["given"]


def test_ids_and_labels_never_enter_the_model():
    other = [{"id": f"x-{place}", "situation": case["situation"]} for place, case in enumerate(CASES)]
    plain, renamed = commands.casebook(CASES)["cases"], commands.casebook(other)["cases"]
    assert [case["probabilities"] for case in plain] == [case["probabilities"] for case in renamed]
    assert commands.casebook(other)["groups"] == {}


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ({"id": "a"}, "a case lacks `id` or `situation`"),
        ("a", "a case lacks"),
        ({"id": "a", "situation": {"horizon": "x"}}, "case 'a': horizon: 'x' found"),
        ({"id": "a", "situation": {}, "type": "party"}, "case 'a': type 'party' found; allowed: event"),
    ],
)
def test_a_case_that_does_not_fit_is_named(case, message):
    with pytest.raises(SituationError, match=message):
        commands.casebook([case])


def test_an_empty_casebook_is_refused():
    with pytest.raises(SituationError, match="no cases found"):
        commands.casebook([])


def test_a_case_id_that_comes_twice_is_refused():
    with pytest.raises(SituationError, match="case id con-two found more than once"):
        commands.casebook([*CASES, CASES[1]])


def test_a_case_that_contradicts_itself_is_measured_with_a_caution():
    odd = {"id": "own-odd", "situation": {"existing_partners": 0, "partner_sectors": ["ngo"]}, "type": "event"}
    found = commands.casebook([*CASES, odd])
    assert len(found["cases"]) == 4
    assert [line.split(":")[0] for line in found["cautions"]] == ["case 'own-odd'"]


def test_own_weights_count_in_the_recommendation_and_the_casebook():
    file = b"""[[changes]]
criterion = "horizon"
level = "long_new"
weights = { event = 3.0, thematic = -3.0 }
reason = "Tak ustalono."
by = "Koalicja"
on = 2026-03-15
"""
    known = commands.changes(file)
    built_in, own = (commands.recommend(CASES[0]["situation"], (), each) for each in (None, known))
    assert own["probabilities"]["event"] > built_in["probabilities"]["event"]
    assert [change["reason"] for change in own["changed_weights"]] == ["Tak ustalono."]
    assert "Tak ustalono." in own["texts"]["pl"][-1]
    assert built_in["changed_weights"] == []
    measured = [commands.casebook(CASES, each)["cases"][0]["probabilities"]["event"] for each in (None, known)]
    assert measured == [built_in["probabilities"]["event"], own["probabilities"]["event"]]


@pytest.mark.parametrize("language", ["pl", "en"])
def test_a_proposal_has_pictures_of_its_reasons_table_and_path(language):
    register = commands.register(b"name,subsectors\nAnna Nowak,gops\n")
    found = commands.propose({"area_shares": ONE_MATTER, "horizon": "long"}, register)
    drawn = found.pictures(language)
    assert list(drawn) == ["reasons", "table", "path"]
    assert len(drawn["reasons"].rows) == len(found.recommendation.reasons[:8])
    assert any(who == "Anna Nowak" and state == "there" for _, who, state in drawn["table"].rows)
    assert len(drawn["path"].rows) == 2 + len(found.recommendation.next_step.conditions)
    assert all("{" not in picture.story.alternative for picture in drawn.values())


def test_without_a_type_nothing_speaks_for_one():
    assert "reasons" not in commands.propose({"sample_quality": "none"}).pictures("pl")
