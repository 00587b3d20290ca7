import json
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given

from analysis.recommender import Situation, SituationError
from analysis.recommender import situation as module
from analysis.vocabulary import ScoreKind, Sector
from tests.analysis.recommender.build import PLAIN, situation


def test_nothing_known_is_the_empty_situation():
    assert Situation.from_json({}) == Situation()


def test_null_means_unknown():
    assert Situation.from_json({"horizon": None, "area_shares": None}) == Situation()


def test_values_become_words_of_the_vocabulary():
    found = situation(kind="unmet_share", partner_sectors=["ngo", "gmina"], area_counts={"care": [58, 96]})
    assert found.kind is ScoreKind.UNMET_SHARE
    assert found.partner_sectors == (Sector.NGO, Sector.GMINA)
    assert found.area_counts == {"care": (58, 96)}


@given(PLAIN)
def test_json_goes_out_and_comes_back(plain):
    found = Situation.from_json(plain)
    assert Situation.from_json(json.loads(json.dumps(found.to_json()))) == found


@pytest.mark.parametrize(
    ("plain", "message"),
    [
        ({"horizont": "long"}, "unknown field horizont; allowed: n, sample"),
        ({"horizon": "forever"}, "horizon: 'forever' found; allowed: once, bounded, long"),
        ({"fixed_date": "yes"}, "fixed_date: 'yes' found; allowed: true, false"),
        ({"fixed_date": 1}, "fixed_date: 1 found"),
        ({"existing_partners": -1}, "existing_partners: -1 found; allowed: a whole number from 0"),
        ({"existing_partners": True}, "existing_partners: True found"),
        ({"n_high_needs": 1.5}, r"n_high_needs: 1\.5 found"),
        ({"area_shares": {"care": 1.3}}, r"area_shares\.care: 1\.3 found; allowed: a share from 0 to 1"),
        ({"area_shares": {"care": float("nan")}}, r"area_shares\.care: nan found"),
        ({"area_shares": {"space": 0.5}}, "area_shares: 'space' found; allowed: places, health"),
        ({"area_shares": [0.5]}, r"area_shares: \[0\.5\] found; allowed: an object"),
        ({"area_counts": {"care": [96, 58]}}, r"area_counts\.care: \[96, 58\] found; allowed: two whole numbers"),
        ({"dominant_area": "space"}, "dominant_area: 'space' found"),
        ({"possible_first": "care"}, "possible_first: 'care' found; allowed: a list"),
        ({"specific_group": "cats"}, "specific_group: 'cats' found; allowed: everyone, preschool"),
        ({"partner_sectors": ["church"]}, "partner_sectors: 'church' found; allowed: gmina"),
        ({"taxonomy_areas": {"own": "space"}}, r"taxonomy_areas\.own: 'space' found"),
        ([], "situation: a list found"),
    ],
)
def test_what_does_not_fit_is_named_with_what_is_allowed(plain, message):
    with pytest.raises(SituationError, match=message):
        Situation.from_json(plain)


def test_an_area_of_ones_own_is_allowed_once_it_is_named():
    found = situation(taxonomy_areas={"roads": None, "tots": "care"}, area_shares={"roads": 0.5, "tots": 0.4})
    assert found.area_shares == {"roads": 0.5, "tots": 0.4}


def test_facts_set_anew_leave_the_others():
    found = situation(horizon="long", existing_partners=3).with_facts({"horizon": "once"})
    assert (found.horizon, found.existing_partners) == ("once", 3)


def test_every_field_has_a_docstring():
    source = Path(module.__file__).read_text(encoding="utf-8")
    body = source[source.index("class Situation:") :]
    for field in fields(Situation):
        after = body[body.index(f"    {field.name}: ") :].split("\n")[1]
        assert after.startswith('    """'), field.name
