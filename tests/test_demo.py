"""The fictional gmina: made-up answers that can be stored, repeat with their seed, and look like a survey."""

from collections import Counter
from statistics import mean

import pytest

from analysis.codebook import Role
from analysis.diagnosis import diagnose
from analysis.recommender import default_knowledge, situation_from
from analysis.tally import Tally
from diagnoza.demo import demo_days, demo_help, demo_responses, facts
from diagnoza.frames import responses_frame
from diagnoza.questionnaire.answers import problems
from diagnoza.questionnaire.codebook import answers_from_columns, codebook, columns, with_channel
from diagnoza.questionnaire.parsing import library
from diagnoza.services.seed_demo import SEED


@pytest.fixture(scope="module")
def definition():
    return library()["krotka"]


@pytest.fixture(scope="module")
def responses(definition):
    return list(demo_responses(definition, facts().responses, SEED))


@pytest.fixture(scope="module")
def diagnosis(definition, responses):
    book = codebook(definition)
    return diagnose(Tally.from_frame(responses_frame(definition, book, responses), book), book)


def shares(responses, question):
    given = Counter(answers[question] for answers in responses if question in answers)
    return {option: count / given.total() for option, count in given.items()}


@pytest.mark.parametrize("key", ["krotka", "krotka-mala", "pelna"])
def test_every_answer_could_have_been_sent_by_a_form(key):
    for answers in demo_responses(library()[key], 100, SEED):
        assert problems(library()[key], answers) == ()


def test_answers_are_stored_as_a_form_would_store_them(definition, responses):
    assert all(answers_from_columns(definition, columns(definition, each)) == each for each in responses)


def test_the_same_seed_gives_the_same_answers(definition, responses):
    assert list(demo_responses(definition, facts().responses, SEED)) == responses
    assert list(demo_responses(definition, facts().responses, SEED + 1)) != responses


def test_more_answers_begin_with_the_same_ones(definition, responses):
    assert list(demo_responses(definition, 10, SEED)) == responses[:10]


def test_those_who_answer_are_not_everyone(responses):
    assert shares(responses, "sex")["woman"] > 0.6
    assert shares(responses, "library")["often"] > 0.35
    assert shares(responses, "age")["15-19"] < 0.15


def test_two_areas_clearly_lead(diagnosis):
    first, second, third = diagnosis.needs[:3]
    assert {first.area, second.area} == {"places", "health"}
    assert second.low > third.value


def test_a_small_group_has_a_strong_need_that_the_whole_sample_hides(diagnosis):
    by_age = next(each for each in diagnosis.breakdowns if each.variable == "age")
    everyone = {need.area: need.value for need in diagnosis.needs}
    assert by_age.cell("culture", "15-19").value > everyone["culture"] + 0.25


def test_villages_miss_transport_more_than_the_seat(responses):
    def very_much(place):
        people = [each for each in responses if each.get("place") == place]
        levels = [each.get("lack", {}).get("places_transport") for each in people]
        return mean(level == "2" for level in levels if level in ("0", "1", "2"))

    assert very_much("village") > very_much("seat") + 0.1


def test_people_do_not_know_skip_and_give_up(definition, responses):
    items = len(definition.by_key["lack"].items)
    levels = Counter(level for each in responses for level in each.get("lack", {}).values())
    answered = [len(each.get("lack", {})) for each in responses]
    assert 0.03 < levels["dont_know"] / levels.total() < 0.15
    assert 0.5 < mean(number == items for number in answered) < 0.95
    assert min(answered) < items / 2


def test_needs_of_one_theme_go_together(responses):
    def level(answers, item):
        return answers.get("lack", {}).get(item, "0")

    with_health = [level(each, "digital") == "2" for each in responses if level(each, "health") == "2"]
    without = [level(each, "digital") == "2" for each in responses if level(each, "health") == "0"]
    assert mean(with_health) > mean(without) + 0.1


def test_open_answers_vary(responses):
    words = [each["one_thing"] for each in responses if "one_thing" in each]
    assert len(words) > 100
    assert len(set(words)) > len(words) / 2


def test_groups_are_named_only_with_a_first_matter(responses):
    assert all("top" in each for each in responses if "for_whom" in each)
    assert all(each["for_whom"] == ["everyone"] for each in responses if "everyone" in each.get("for_whom", []))


def test_days_are_spread_over_the_campaign():
    days = demo_days(400, 42, SEED)
    assert days == sorted(days)
    assert len(set(days)) > 25
    assert (min(days), max(days) < 42) == (0, True)


def test_days_and_willingness_repeat_with_their_seed(definition):
    assert demo_days(50, 42, 1) == demo_days(50, 42, 1)
    assert demo_help(definition, 50, 1) == demo_help(definition, 50, 1)


def test_willingness_counts_fit_the_number_of_people(definition):
    counts = demo_help(definition, 400, SEED)
    assert set(counts) == {question.key for question in definition.questions(apart=True)}
    assert 300 < sum(counts["help"].values()) <= 400


def test_the_coalitions_answers_are_options_of_the_readiness_questions(diagnosis):
    assert set(facts().readiness) == {question.key for question in default_knowledge().questions}
    assert situation_from(diagnosis, facts().readiness, {}).existing_partners == 6


def test_the_gmina_says_that_it_is_made_up():
    assert "Zmyślona" in facts().gmina
    assert facts().contact.endswith(".example")
    assert facts().questionnaire in library()


def test_the_codebook_has_nothing_that_the_generator_leaves_unanswered(definition, responses):
    answered = {name for each in responses for name in columns(definition, with_channel(each, "web"))}
    assert {variable.name for variable in codebook(definition).variables} == answered
    assert codebook(definition).by_role(Role.TARGET_GROUP)
