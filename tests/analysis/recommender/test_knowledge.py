import math
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.recommender import KnowledgeError, Situation, default_knowledge
from analysis.recommender.cooperation import possible_levels
from analysis.recommender.facts import facts_of
from analysis.recommender.knowledge import FILES, load
from analysis.vocabulary import Contribution, CooperationType, Sector

KNOWN = default_knowledge()
FOLDER = Path(__file__).parents[3] / "analysis" / "knowledge"
LEVELS = [(criterion, level) for criterion in KNOWN.criteria for level in criterion.levels]


@pytest.fixture
def copied(tmp_path):
    """A copy of the knowledge files that a test may spoil."""
    for name in FILES:
        shutil.copy(FOLDER / f"{name}.toml", tmp_path)
    return tmp_path


def spoil(folder, name, old, new):
    path = folder / f"{name}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_copied_files_are_as_good_as_the_built_in_ones(copied):
    assert load(copied) == KNOWN


@pytest.mark.parametrize("criterion", KNOWN.criteria, ids=lambda criterion: criterion.key)
def test_every_criterion_names_its_source_and_sentence(criterion):
    assert len(criterion.source) > 10
    assert len(criterion.sentence) > 20
    assert criterion.about in {"answers", "readiness"}


@pytest.mark.parametrize(("criterion", "level"), LEVELS, ids=lambda entry: entry.key)
def test_every_answer_is_said_in_both_languages(criterion, level):
    for code in (f"criterion.{criterion.key}.{level.key}", f"criterion.{criterion.key}.{level.key}.if"):
        assert all(KNOWN.texts[code][language] for language in ("pl", "en"))


@pytest.mark.parametrize(("criterion", "level"), LEVELS, ids=lambda entry: entry.key)
def test_the_facts_of_an_answer_leave_it_possible_and_others_not(criterion, level):
    possible = possible_levels(criterion, facts_of(Situation.from_json(level.facts), KNOWN))
    assert level.key in possible
    assert not level.facts or len(possible) < len(criterion.levels) or len(criterion.reads) > 1


def test_no_fact_is_looked_at_by_two_criteria():
    read = Counter(name for criterion in KNOWN.criteria for name in criterion.reads)
    assert set(read.values()) == {1}


@pytest.mark.parametrize(("criterion", "level"), LEVELS, ids=lambda entry: entry.key)
def test_weights_keep_to_the_stated_steps(criterion, level):
    assert all(weight * 2 == int(weight * 2) and abs(weight) <= 2 for weight in level.weights.values())


@pytest.mark.parametrize("criterion", KNOWN.criteria, ids=lambda criterion: criterion.key)
def test_likelihoods_of_all_answers_sum_to_one_for_each_type(criterion):
    for column in zip(*criterion.likelihoods.values(), strict=True):
        assert math.isclose(sum(column), 1.0)


def test_likelihood_is_prior_times_exponential_weight():
    criterion = KNOWN.criterion("fixed_date")
    yes = 0.25 * math.exp(2.0)
    assert criterion.likelihoods["yes"][0] == pytest.approx(yes / (yes + 0.75))


@pytest.mark.parametrize("rule", [*KNOWN.warnings, *KNOWN.roles], ids=lambda rule: rule.key)
def test_every_caution_and_role_names_its_source(rule):
    assert rule.source


def test_thirteen_areas_and_fourteen_groups():
    assert (len(KNOWN.areas), len(KNOWN.groups)) == (13, 14)


def test_every_area_has_an_offer_to_be_invited_first():
    first = Counter(offer.area for offer in KNOWN.offers.values() if offer.priority == 1)
    assert set(first) == set(KNOWN.areas)


def test_all_five_sectors_and_all_contributions_occur():
    assert {subsector.sector for subsector in KNOWN.subsectors.values()} == set(Sector)
    assert {gift for offer in KNOWN.offers.values() for gift in offer.gives} == set(Contribution)


def test_placements_that_are_our_decision_stay_flagged():
    assert KNOWN.subsectors["gops"].flag == "extends_seed"
    assert KNOWN.subsectors["parafia"].flag == "choice"
    assert KNOWN.subsectors["szkola"].flag is None


def test_every_group_but_everyone_has_somebody_to_speak_for_it():
    assert [group for group, seats in KNOWN.groups.items() if not seats] == ["everyone"]


def test_every_institution_and_group_has_its_name_in_an_invitation():
    codes = [f"invited.{key}" for key in KNOWN.subsectors] + [f"guests.{key}" for key in KNOWN.groups]
    assert all(KNOWN.texts[code][language] for code in codes for language in ("pl", "en"))
    assert len({KNOWN.texts[f"invited.{key}"]["pl"] for key in KNOWN.subsectors}) == len(KNOWN.subsectors)


def test_whoever_lends_a_room_has_a_place_to_go_to():
    rooms = {offer.subsector for offer in KNOWN.offers.values() if Contribution.PREMISES in offer.gives}
    assert all(f"place.{key}" in KNOWN.texts for key in {*rooms, "library"})


def test_somebody_decides_on_every_matter_that_we_cannot_act_on_ourselves():
    assert all(area.decided_by for area in KNOWN.areas.values() if area.who_can_act != "ourselves")


def test_an_institution_that_gives_everywhere_is_one_of_the_list(copied):
    spoil(copied, "sectors", "urzad_gminy = [", "urzad_miasta = [")
    with pytest.raises(KnowledgeError, match="urzad_miasta named"):
        load(copied)


def test_the_path_leads_only_forward():
    path = list(CooperationType)
    for kind, profile in KNOWN.types.items():
        assert all(path.index(after) > path.index(kind) for after in profile.next)


@pytest.mark.parametrize("question", KNOWN.questions, ids=lambda question: question.key)
def test_every_readiness_question_may_stay_open(question):
    options = {option.key: option.facts for option in question.options}
    assert question.kind == "number" or options["unknown"] == {}


@pytest.mark.parametrize("question", KNOWN.questions, ids=lambda question: question.key)
def test_every_option_sets_readable_facts(question):
    for option in question.options:
        assert Situation.from_json(option.facts) == Situation(**option.facts)


def test_readiness_questions_are_said_in_both_languages():
    for question in KNOWN.questions:
        for code in ("", *(f".{option.key}" for option in question.options)):
            assert set(KNOWN.texts[f"readiness.{question.key}{code}"]) == {"pl", "en"}


@pytest.mark.parametrize("language", ["pl", "en"])
def test_sentences_have_fewer_than_twenty_words(language):
    long = [code for code, said in KNOWN.texts.items() if len(said[language].split()) >= 20]
    assert long == []


def test_texts_do_not_speak_of_probability():
    words = ("prawdopodob", "szans", "probab", "likel")
    said = [text.lower() for texts in KNOWN.texts.values() for text in texts.values()]
    assert not [text for text in said if any(word in text for word in words)]


def test_priors_that_do_not_sum_to_one_are_refused(copied):
    spoil(copied, "cooperation", "prior = 0.2\n", "prior = 0.3\n")
    with pytest.raises(KnowledgeError, match=r"criterion 'horizon': priors: they sum to 1\.1"):
        load(copied)


def test_an_unknown_type_in_weights_is_refused(copied):
    spoil(copied, "cooperation", "weights = { event = 1.5", "weights = { party = 1.5")
    with pytest.raises(KnowledgeError, match=r"level 'once_new': type party; allowed: event, project"):
        load(copied)


def test_an_institution_that_is_in_no_list_is_refused(copied):
    spoil(copied, "needs", '"kgw"', '"kgv"')
    with pytest.raises(KnowledgeError, match="kgv named"):
        load(copied)


def test_a_missing_key_is_named(copied):
    spoil(copied, "cooperation", "question_en", "question_de")
    with pytest.raises(KnowledgeError, match="question_en"):
        load(copied)


def test_an_empty_text_is_refused():
    texts = {**KNOWN.texts, "title": {"pl": "", "en": "Title"}}
    with pytest.raises(KnowledgeError, match="text 'title': empty"):
        replace(KNOWN, texts=texts)


def test_a_criterion_without_a_source_is_refused():
    nameless = replace(KNOWN.criteria[0], source="")
    with pytest.raises(KnowledgeError, match="'horizon': no source"):
        replace(KNOWN, criteria=(nameless,))


def test_broken_toml_and_a_missing_file_are_named(copied):
    (copied / "needs.toml").write_text("areas = [", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"needs\.toml"):
        load(copied)
    (copied / "needs.toml").unlink()
    with pytest.raises(KnowledgeError, match=r"needs\.toml"):
        load(copied)
