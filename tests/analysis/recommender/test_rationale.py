import pytest
from hypothesis import example, given

from analysis.errors import ChoiceError
from analysis.recommender import Message, proposal, recommend, render
from analysis.recommender.changes import Change
from analysis.recommender.cooperation import evidence, moved
from analysis.vocabulary import CooperationType
from tests.analysis.recommender.build import KNOWN, MANY_MATTERS, ONE_MATTER, PLAIN, situation

COUNTED = {"area_shares": ONE_MATTER, "area_counts": {"care": [58, 96]}, "n": 98}


def reason(key, **facts):
    return next(found for found in recommend(situation(**facts)).reasons if found.criterion == key)


@given(PLAIN)
def test_reasons_are_all_the_evidence_ordered_by_how_much_it_moved(plain):
    found = recommend(situation(**plain))
    items = evidence(situation(**plain), KNOWN)
    plainly = moved(items, KNOWN, list(found.probabilities).index(found.first))
    weights = [reason.weight for reason in found.reasons]
    assert sorted(weights) == pytest.approx(sorted(plainly))
    assert [abs(weight) for weight in weights] == sorted((abs(weight) for weight in weights), reverse=True)


@given(PLAIN)
def test_reasons_for_and_against_are_told_apart_by_their_sign(plain):
    found = recommend(situation(**plain))
    assert all(reason.weight >= 0 for reason in found.reasons_for)
    assert all(reason.weight < 0 for reason in found.reasons_against)
    assert len(found.reasons_for) + len(found.reasons_against) == len(found.reasons)


def test_a_reason_carries_its_facts_source_and_base():
    found = reason("breadth", **COUNTED)
    assert found.values == {"dominated": True, "high_needs": 1}
    assert (found.about, found.n, found.level) == ("answers", 96, "one")
    assert "dokument źródłowy" in found.source
    assert set(found.weights) == {"event", "project", "thematic", "strategic"}


def test_the_coalitions_own_answer_has_no_base():
    assert reason("horizon", horizon="long", **COUNTED).n is None


def test_people_are_said_in_counts():
    found = reason("breadth", **COUNTED)
    assert render(found) == "Na czele jest jedna sprawa: „Opieka i wsparcie rodzin” (58 z 96 osób)."
    assert render(found, "en") == "One matter leads: “Care and family support” (58 of 96 people)."


def test_shares_are_said_where_there_are_no_counts():
    assert render(reason("breadth", area_shares=ONE_MATTER)).endswith("(60% osób).")


def test_what_is_no_share_of_people_is_not_said_as_one():
    found = reason("breadth", area_shares={"care": 0.9, "sport": 0.3}, kind="mean_importance")
    assert render(found) == "Na czele jest jedna sprawa."


def test_a_number_of_matters_is_said_without_their_shares():
    found = reason("breadth", n_high_needs=4, dominant_area="none", specific_group="everyone")
    assert render(found) == "Spraw, których bardzo brakuje: 4."


def test_a_library_speaks_with_its_own_labels():
    own = {"taxonomy_areas": {"tots": "care"}, "area_shares": {"tots": 0.6}}
    assert "„Maluchy”" in render(reason("breadth", **own), labels={"tots": "Maluchy"})
    assert "“tots”" in render(reason("breadth", **own), "en")


def test_labels_stand_only_for_areas_and_groups():
    assert (
        render(Message("proposal", {"type": "event"}), labels={"event": "X"}) == "Proponujemy: jedno wydarzenie razem."
    )


def test_a_change_is_said_as_a_condition():
    found = Change({"horizon": "once"}, (("horizon", "once_new"),), CooperationType.EVENT)
    assert render(found) == "Jeśli partnerzy zgodzą się tylko na jeden termin, zacznijmy od wydarzenia."
    assert render(found, "en") == "If the partners agree to one date only, let us start with an event."


def test_two_changes_together_are_said_in_one_condition():
    found = Change({}, (("horizon", "once_new"), ("funding", "none")), CooperationType.EVENT)
    assert render(found, "en").startswith(
        "If the partners agree to one date only and there is no separate money, let us"
    )


def test_a_sentence_inside_another_loses_capital_and_full_stop():
    said = Message("against", {"said": Message("criterion.fixed_date.yes")})
    assert render(said) == "Z drugiej strony: jest stała data, której trzeba dotrzymać."


def test_lists_are_said_in_words():
    sectors = Message("warning.empty_chairs", {"missing_sectors": ("ngo", "business", "residents")})
    assert " and " in render(sectors, "en")
    assert ", " in render(sectors, "en")


def test_another_language_is_refused():
    with pytest.raises(ChoiceError, match="'uk'; allowed: pl, en"):
        render(Message("title"), "uk")


@given(PLAIN)
@example({"kind": "lack_share", "area_shares": {"care": 0.0, "places": 1.0}})
def test_every_proposal_can_be_said_in_both_languages(plain):
    found = recommend(situation(**plain))
    for language in ("pl", "en"):
        for sentence in proposal(found, language):
            assert "{" not in sentence
            assert sentence.lstrip("„“")[0].isupper()  # a sentence may begin with the name of a matter
            assert sentence[-1] in ".?" or sentence == render(Message("title"), language)


@given(PLAIN)
def test_everything_that_carries_a_message_can_be_said(plain):
    found = recommend(situation(**plain))
    carriers = [*found.reasons, *found.changes, *found.open_questions, *found.ask_first, *found.warnings]
    carriers += [found.role, *found.role.reasons, *found.who_can_act, found.first_step, found.next_step]
    carriers += [*found.first_step.conditions, *found.next_step.conditions]
    messages = [reason for advice in found.sectors for reason in advice.reasons]
    messages += [given_to.message for invited in found.invitations for given_to in invited.gives]
    assert all(render(said, language) for said in (*carriers, *messages) for language in ("pl", "en"))


def test_the_proposal_names_no_probability():
    found = recommend(situation(area_shares=MANY_MATTERS, horizon="long", existing_partners=7))
    said = " ".join(proposal(found))
    assert not any(f"{round(share * 100)}%" in said for share in found.probabilities.values())


def test_what_an_institution_gives_is_said_with_its_name():
    gops = next(item for item in recommend(situation(area_shares=ONE_MATTER)).invitations if item.subsector == "gops")
    assert render(gops.gives[0].message) == "GOPS / MOPS / CUS: rozpoznanie rodzin, usługi."
