import json
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings

from analysis.recommender import proposal, recommend, render, to_json
from analysis.vocabulary import CooperationType
from tests.analysis.recommender.build import KNOWN, MANY_MATTERS, ONE_MATTER, PLAIN, situation

READY = {
    "n": 96,
    "sample_quality": "ok",
    "area_shares": ONE_MATTER,
    "horizon": "long",
    "existing_partners": 5,
    "prior_cooperation": True,
    "fixed_date": False,
    "specialist_needed": True,
    "specialist_at_hand": True,
    "coordinator": "library",
}


def test_a_lasting_will_in_one_matter_is_a_thematic_partnership():
    found = recommend(situation(**READY))
    assert (found.first, found.is_range, found.undecided) == ("thematic", False, False)
    assert found.headline.code == "proposal"


def test_the_first_sentences_are_title_who_answered_and_the_proposal():
    title, answered, headline, *_ = proposal(recommend(situation(**READY)))
    assert (title, answered) == ("Propozycja do rozmowy", "Liczba odpowiedzi: 96.")
    assert headline == "Proponujemy: jedna sprawa albo grupa na dłużej."


@given(PLAIN)
def test_first_and_runner_up_are_the_two_likeliest(plain):
    found = recommend(situation(**plain))
    order = sorted(found.probabilities.values(), reverse=True)
    assert found.probabilities[found.first] == order[0]
    assert found.probabilities[found.runner_up] == order[1]
    assert found.first != found.runner_up


@given(PLAIN)
def test_a_range_is_said_when_the_two_are_close(plain):
    found = recommend(situation(**plain))
    best, second, *_ = sorted(found.probabilities.values(), reverse=True)
    assert found.is_range == (found.undecided or best - second < KNOWN.settings["model"]["close"])


def test_nothing_known_gives_no_type():
    found = recommend(situation())
    assert found.undecided
    assert found.is_range
    assert found.first_step.type is None
    assert found.next_step.type is None
    assert (found.changes, found.invitations) == ((), ())
    assert found.headline.code == "ask_first"


def test_readiness_alone_gives_no_type():
    known = {name: READY[name] for name in ("horizon", "existing_partners", "prior_cooperation", "fixed_date")}
    found = recommend(situation(**known, n=3, sample_quality="none"))
    assert found.undecided
    assert [caution.key for caution in found.ask_first] == ["withheld"]
    said = " ".join(proposal(found))
    assert not any(KNOWN.texts[f"type.{kind}"]["pl"] in said for kind in CooperationType)


def test_a_small_sample_asks_first_and_still_shows_a_proposal():
    found = recommend(situation(**{**READY, "n": 30, "sample_quality": "small"}))
    assert not found.undecided
    assert found.first_step.message.code == "step_ask.small_sample"
    assert found.next_step.type == found.first
    said = proposal(found)
    assert said.index(render(found.ask_first[0])) < said.index(render(found.headline))


def test_only_reasons_that_moved_the_result_are_read_out():
    found = recommend(situation(**READY))
    least = KNOWN.settings["model"]["telling"]
    assert found.told
    assert all(abs(reason.weight) >= least for reason in found.told)
    assert len([reason for reason in found.told if reason.side == "for"]) <= 3
    assert len([reason for reason in found.told if reason.side == "against"]) <= 1


def test_a_question_that_would_tell_little_is_not_asked():
    known = {"funding": "none", "library_capacity": "med", "gmina_support": "passive", "existing_partnership": "none"}
    sure = recommend(situation(**{**READY, **known, "linked": "different"}))
    assert sure.open_questions
    assert sure.ask_next is None
    assert recommend(situation(area_shares=ONE_MATTER)).ask_next.question == "horizon"


def test_a_coalition_may_bring_its_own_weights():
    horizon = KNOWN.criterion("horizon")
    always = replace(horizon.levels[2], weights={CooperationType.THEMATIC: -4.0, CooperationType.STRATEGIC: -4.0})
    changed = replace(horizon, levels=(*horizon.levels[:2], always))
    own = replace(KNOWN, criteria=(changed, *KNOWN.criteria[1:]))
    assert recommend(situation(**READY)).first == "thematic"
    assert recommend(situation(**READY), own).first == "project"


def test_a_coalition_may_bring_its_own_words():
    own = replace(KNOWN, texts={**KNOWN.texts, "title": {"pl": "Do rozmowy.", "en": "To discuss."}})
    assert proposal(recommend(situation(**READY), own), "en", knowledge=own)[0] == "To discuss."


def test_the_seat_of_the_group_concerned_is_said():
    found = recommend(situation(**READY, specific_group="seniors"))
    assert found.group_seat.values == {"group": "seniors"}
    assert recommend(situation(**READY)).group_seat is None


@given(PLAIN)
@settings(max_examples=50)
def test_json_holds_plain_values_only(plain):
    found = to_json(recommend(situation(**plain)))
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert sum(found["probabilities"].values()) == pytest.approx(1.0)


@given(PLAIN)
@settings(max_examples=50)
def test_the_same_situation_gives_the_same_recommendation(plain):
    assert recommend(situation(**plain)) == recommend(situation(**plain))


def test_many_matters_and_a_full_table_are_a_strategic_partnership():
    table = {"partner_sectors": ["gmina", "edu_culture", "ngo", "business", "residents"], "gmina_support": "active"}
    found = recommend(situation(**{**READY, "area_shares": MANY_MATTERS, "specialist_needed": False, **table}))
    assert found.first == "strategic"
    assert all(advice.required for advice in found.sectors)


def test_importing_the_recommender_loads_no_heavy_library():
    heavy = "{'pandas', 'numpy', 'scipy', 'matplotlib', 'flask', 'sqlalchemy'}"
    code = f"import sys, analysis.recommender; print(sorted({heavy} & set(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
