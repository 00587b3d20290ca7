import math
from itertools import combinations

import pytest
from hypothesis import given, settings

from analysis.recommender.changes import MOST_CHANGES, Outlook, open_questions, what_would_change
from analysis.recommender.cooperation import evidence, ranked, scores, type_probabilities
from analysis.vocabulary import CooperationType
from tests.analysis.recommender.build import KNOWN, MANY_MATTERS, ONE_MATTER, PLAIN, situation

LASTING = {
    "area_shares": ONE_MATTER,
    "horizon": "long",
    "existing_partners": 3,
    "prior_cooperation": True,
    "fixed_date": False,
    "funding": "none",
}


def first(found):
    shares = type_probabilities(found, KNOWN)
    return max(CooperationType, key=shares.__getitem__)


def entropy(shares):
    return -sum(share * math.log2(share) for share in shares.values())


@given(PLAIN)
@settings(max_examples=60)
def test_changes_flip_the_first_choice_when_applied(plain):
    now = situation(**plain)
    for change in what_would_change(Outlook(now, KNOWN)):
        assert first(now.with_facts(change.facts)) == change.type != first(now)


@given(PLAIN)
@settings(max_examples=60)
def test_a_pair_is_offered_only_when_no_single_fact_flips(plain):
    now = situation(**plain)
    if any(len(change.levels) == 2 for change in what_would_change(Outlook(now, KNOWN))):
        moves = Outlook(now, KNOWN).moves()
        assert all(first(now.with_facts(move.level.facts)) == first(now) for move in moves)


@given(PLAIN)
@settings(max_examples=60)
def test_changes_are_few_and_of_different_criteria(plain):
    changes = what_would_change(Outlook(situation(**plain), KNOWN))
    assert len(changes) <= MOST_CHANGES
    for one, other in combinations(changes, 2):
        assert not {key for key, _ in one.levels} & {key for key, _ in other.levels}


@pytest.mark.parametrize("specialist", [{}, {"specialist_needed": True, "specialist_at_hand": True}])
def test_a_change_speaks_for_the_new_type(specialist):
    changes = what_would_change(Outlook(situation(**{**LASTING, "existing_partners": 6, **specialist}), KNOWN))
    assert ("specialist", "missing") not in [level for change in changes for level in change.levels]


def test_a_move_brings_what_speaks_for_the_new_type_and_takes_what_spoke_for_the_old_one():
    moves = {(move.criterion.key, move.level.key): move for move in Outlook(situation(fixed_date=True), KNOWN).moves()}
    no_date, grant = moves["fixed_date", "no"], moves["funding", "grant"]
    assert (no_date.takes(CooperationType.EVENT), no_date.brings(CooperationType.THEMATIC)) == (True, False)
    assert (grant.takes(CooperationType.EVENT), grant.brings(CooperationType.PROJECT)) == (False, True)


def test_the_single_date_of_the_partners_leads_to_an_event():
    fragile = {"area_shares": ONE_MATTER, "horizon": "long", "funding": "none", "prior_cooperation": False}
    changes = what_would_change(Outlook(situation(**fragile), KNOWN))
    assert ({"horizon": "once"}, "event") in [(change.facts, change.type) for change in changes]


def test_more_matters_of_residents_lead_to_a_strategic_partnership():
    changes = what_would_change(Outlook(situation(**{**LASTING, "existing_partners": 6}), KNOWN))
    assert ("breadth", "many") in [level for change in changes for level in change.levels]


def test_what_the_coalition_can_change_comes_before_residents_answers():
    about = {criterion.key: criterion.about for criterion in KNOWN.criteria}
    changes = what_would_change(Outlook(situation(**LASTING), KNOWN))
    found = [about[key] for change in changes for key, _ in change.levels]
    assert found == sorted(found, reverse=True)


def test_when_nothing_single_flips_pairs_are_tried():
    base = {"horizon": "once", "fixed_date": False, "existing_partners": 0}
    sure = {**base, "funding": "budget", "area_shares": {"care": 0.2}}
    changes = what_would_change(Outlook(situation(**sure), KNOWN))
    assert changes
    assert all(len(change.levels) == 2 for change in changes)


def test_of_equal_effort_what_leads_to_the_runner_up_comes_first():
    fragile = situation(area_shares=ONE_MATTER, horizon="long", funding="none", prior_cooperation=False)
    shares = type_probabilities(fragile, KNOWN)
    runner_up = sorted(shares, key=lambda kind: -shares[kind])[1]
    about = {criterion.key: criterion.about for criterion in KNOWN.criteria}
    changes = what_would_change(Outlook(fragile, KNOWN))
    ready = [change.type == runner_up for change in changes if about[change.levels[0][0]] == "readiness"]
    assert ready == sorted(ready, reverse=True)


@given(PLAIN)
@settings(max_examples=60)
def test_the_outlook_scores_like_the_model(plain):
    now = situation(**plain)
    outlook = Outlook(now, KNOWN)
    assert list(outlook.scores) == pytest.approx(list(scores(evidence(now, KNOWN), KNOWN)))
    for move in outlook.moves():
        fresh = scores(evidence(now.with_facts(move.level.facts), KNOWN), KNOWN)
        assert list(outlook.with_facts(move.level.facts)) == pytest.approx(list(fresh))


def test_the_outlook_names_what_differs():
    outlook = Outlook(situation(horizon="long"), KNOWN)
    after, names = outlook.facts_with({"horizon": "once", "n_unmapped": 0})
    assert names == {"horizon"}
    assert {name: after[name] for name in outlook.facts} == {**outlook.facts, "horizon": "once"}


def test_the_outlook_names_what_follows_from_a_fact():
    outlook = Outlook(situation(area_shares=ONE_MATTER), KNOWN)
    assert {"area_shares", "high_needs"} <= outlook.facts_with({"area_shares": MANY_MATTERS})[1]


def test_a_criterion_reads_what_decides_whether_its_facts_count():
    late = [each for each in KNOWN.criteria if each.counts_when]
    assert late
    for each in late:
        assert {name for rules in each.counts_when.values() for rule in rules for name in rule} <= each.reads


def test_gain_is_the_expected_loss_of_entropy():
    now = situation(horizon="long", area_shares=MANY_MATTERS)
    gain = {item.question: item.gain for item in open_questions(Outlook(now, KNOWN))}["fixed_date"]
    shares = type_probabilities(now, KNOWN)
    column = dict(zip(CooperationType, KNOWN.criterion("fixed_date").likelihoods["yes"], strict=True))
    yes = sum(shares[kind] * column[kind] for kind in CooperationType)
    after = [type_probabilities(now.with_facts({"fixed_date": answer}), KNOWN) for answer in (True, False)]
    expected = entropy(shares) - yes * entropy(after[0]) - (1 - yes) * entropy(after[1])
    assert gain == pytest.approx(expected)


def test_how_often_an_answer_turns_the_first_choice_is_counted_by_its_answers():
    now = situation(horizon="long", area_shares=MANY_MATTERS)
    flips = {item.question: item.flips for item in open_questions(Outlook(now, KNOWN))}["fixed_date"]
    shares = type_probabilities(now, KNOWN)
    column = dict(zip(CooperationType, KNOWN.criterion("fixed_date").likelihoods["yes"], strict=True))
    yes = sum(shares[kind] * column[kind] for kind in CooperationType)
    turned = {answer: first(now.with_facts({"fixed_date": answer})) != first(now) for answer in (True, False)}
    assert flips == pytest.approx(yes * turned[True] + (1 - yes) * turned[False])


def test_what_is_known_in_part_is_not_counted_twice():
    now = situation(area_shares=ONE_MATTER, prior_cooperation=True)
    gain = {item.question: item.gain for item in open_questions(Outlook(now, KNOWN))}["horizon"]
    shares = type_probabilities(now, KNOWN)
    levels = KNOWN.criterion("horizon").likelihoods
    tried = [sum(levels[f"{key}_tried"][place] for key in ("once", "bounded", "long")) for place in range(4)]
    expected = entropy(shares)
    for key in ("once", "bounded", "long"):
        parts = [shares[kind] * levels[f"{key}_tried"][n] / tried[n] for n, kind in enumerate(CooperationType)]
        after = type_probabilities(now.with_facts({"horizon": key}), KNOWN)
        assert [part / sum(parts) for part in parts] == pytest.approx(list(after.values()))
        expected -= sum(parts) * entropy(after)
    assert gain == pytest.approx(expected)


def test_with_nothing_known_the_commitment_is_asked_first():
    assert open_questions(Outlook(situation(), KNOWN))[0].question == "horizon"


def test_every_question_is_open_at_first():
    asked = {item.question for item in open_questions(Outlook(situation(), KNOWN))}
    assert asked == {question.key for question in KNOWN.questions}


def test_an_answered_question_is_not_asked_again():
    known = situation(horizon="long", existing_partners=0, partner_sectors=["ngo"], coordinator="nobody")
    asked = {item.question for item in open_questions(Outlook(known, KNOWN))}
    assert not asked & {"horizon", "partners", "sectors", "coordinator"}


def test_a_question_answered_in_part_is_still_open():
    asked = {
        item.question for item in open_questions(Outlook(situation(specialist_needed=True, funding="grant"), KNOWN))
    }
    assert {"specialist", "funding"} <= asked
    closed = {
        item.question for item in open_questions(Outlook(situation(specialist_needed=False, funding="none"), KNOWN))
    }
    assert not {"specialist", "funding"} & closed


@given(PLAIN)
@settings(max_examples=60)
def test_no_question_is_expected_to_add_uncertainty(plain):
    gains = [item.gain for item in open_questions(Outlook(situation(**plain), KNOWN))]
    assert all(gain >= 0 for gain in gains)
    assert gains == sorted(gains, reverse=True)


def test_the_first_of_an_outlook_is_the_first_of_the_model():
    assert Outlook(situation(fixed_date=True), KNOWN).first == ranked((1.0, 0.0, 0.0, 0.0))[0]
