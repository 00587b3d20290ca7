"""The public casebook: cases of three origins, labelled by people. Floors are figures once reached."""

import json

import pytest

from analysis.recommender import Situation, commands, recommend
from analysis.recommender.facts import dominant_area
from tests.analysis.recommender.build import KNOWN

pytestmark = pytest.mark.reference

FLOORS = {
    ("seed", "given"): (15, 15, 0.15),
    ("real", "given"): (35, 37, 0.24),
    ("con", "given"): (21, 23, 0.45),
    ("seed", "hidden"): (14, 15, 0.33),
    ("real", "hidden"): (32, 36, 0.51),
    ("con", "hidden"): (20, 23, 0.43),
}
"""(origin, horizon): right first choices, right first or second ones, and the log loss."""


@pytest.fixture(scope="module")
def cases(shared):
    return json.loads((shared / "knowledge" / "casebook.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def groups(cases):
    return commands.casebook(cases)["groups"]


@pytest.mark.parametrize(("origin", "horizon"), list(FLOORS))
def test_agreement_with_the_labels_stays_where_it_was(groups, origin, horizon):
    measured = groups[origin][horizon]
    first, either, loss = FLOORS[origin, horizon]
    assert round(measured["first"] * measured["n"]) >= first
    assert round(measured["first_or_second"] * measured["n"]) >= either
    assert measured["log_loss"] <= loss


@pytest.mark.parametrize("horizon", ["given", "hidden"])
@pytest.mark.parametrize("baseline", ["frequent", "rule", "regression"])
def test_the_log_loss_is_below_that_of_every_baseline(groups, horizon, baseline):
    for name, found in groups.items():
        assert found[horizon]["log_loss"] < found[horizon]["baselines"][baseline]["log_loss"], name


def test_the_three_lines_give_seed_cases_away_but_not_constructed_ones(groups):
    right = {name: groups[name]["given"]["baselines"]["rule"]["first"] for name in ("seed", "con")}
    assert right["seed"] == 1
    assert right["con"] < 0.65


def test_the_horizon_is_not_merely_echoed(groups):
    assert groups["all"]["hidden"]["first"] >= 0.75


def test_some_cases_contradict_their_stated_horizon(cases):
    echo = {"once": {"event"}, "bounded": {"project"}, "long": {"thematic", "strategic"}}
    against = [case for case in cases if case["type"] not in echo[case["situation"]["horizon"]]]
    right = [case for case in against if recommend(Situation.from_json(case["situation"])).first == case["type"]]
    assert len(right) >= len(against) // 2


def test_dominance_is_derived_as_the_casebook_states_it(cases):
    for case in cases:
        plain = {**case["situation"], "dominant_area": None}
        stated = case["situation"]["dominant_area"] or "none"
        assert dominant_area(Situation.from_json(plain), KNOWN) == stated, case["id"]


def test_most_listed_institutions_are_among_the_first_eight(groups):
    assert groups["all"]["given"]["subsector_recall"] >= 0.74
    assert groups["all"]["given"]["subsector_recall_by_case"] >= 0.75


def test_the_built_in_lists_are_those_of_the_taxonomy(shared):
    taxonomy = json.loads((shared / "knowledge" / "taxonomy.json").read_text(encoding="utf-8"))
    offers = {
        (area, offer["subsector"]): (offer["priority"], tuple(offer["gives"]))
        for area, found in taxonomy["area_to_partners"].items()
        for offer in found
    }
    assert {key: (offer.priority, tuple(offer.gives)) for key, offer in KNOWN.offers.items()} == offers
    assert {area["key"]: area["label_pl"] for area in taxonomy["areas"]} == {
        key: KNOWN.texts[f"area.{key}"]["pl"] for key in KNOWN.areas
    }
