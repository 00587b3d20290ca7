"""A coalition's own weights are laid over the built-in ones, and say why; what does not fit is named."""

import pytest

from analysis.recommender import KnowledgeError, recommend, render
from analysis.recommender.own_weights import with_changes
from analysis.vocabulary import CooperationType
from tests.analysis.recommender.build import KNOWN, situation

CHANGE = """[[changes]]
criterion = "horizon"
level = "once_new"
weights = { event = 2.5 }
reason = "U nas jedno spotkanie to już dużo."
by = "Koalicja w Wiązowie"
on = 2026-03-15
"""


def test_named_weights_change_and_the_others_stay() -> None:
    found = with_changes(KNOWN, CHANGE.encode())
    (before, after) = (known.criterion("horizon").levels[0].weights for known in (KNOWN, found))
    assert after == {**before, CooperationType.EVENT: 2.5}
    assert found.criterion("horizon").likelihoods != KNOWN.criterion("horizon").likelihoods
    assert [each for each in found.criteria if each.key != "horizon"] == [
        each for each in KNOWN.criteria if each.key != "horizon"
    ]


def test_the_change_is_kept_with_its_reason_and_the_weights_before() -> None:
    (change,) = with_changes(KNOWN, CHANGE.encode()).changes
    assert (change.criterion, change.level, change.by, change.on) == (
        "horizon",
        "once_new",
        "Koalicja w Wiązowie",
        "2026-03-15",
    )
    assert (change.weights, change.before) == (
        {CooperationType.EVENT: 2.5},
        KNOWN.criterion("horizon").levels[0].weights,
    )
    assert KNOWN.changes == ()


@pytest.mark.parametrize(
    ("language", "start"), [("pl", "Własne wagi tej koalicji (na jak długo"), ("en", "This coalition")]
)
def test_the_recommendation_says_which_weights_are_not_the_usual_ones(language: str, start: str) -> None:
    known = with_changes(KNOWN, CHANGE.encode())
    found = recommend(situation(horizon="once"), known)
    assert found.changed_weights == known.changes
    said = render(found.changed_weights[0], language, None, known)
    assert said.startswith(start)
    assert "U nas jedno spotkanie to już dużo." in said
    assert found.probabilities["event"] > recommend(situation(horizon="once")).probabilities["event"]


WRONG = [
    ("", "", "no changes found"),
    (CHANGE, "[[changes", "not TOML"),
    (CHANGE, "prior = 1\n" + CHANGE, "key prior found; allowed: \\[\\[changes\\]\\] tables only"),
    ('"horizon"', '"horison"', r"changes\[1\]\.criterion: 'horison' found; allowed: horizon, "),
    ('"once_new"', '"twice"', r"changes\[1\]\.level: 'twice' found; allowed: once_new, "),
    ("event = 2.5", "party = 2.5", r"changes\[1\]\.weights: type party found; allowed: event, "),
    ("2.5", "9", r"changes\[1\]\.weights\.event: 9 found; allowed: a number from -3 to 3"),
    ("2.5", "nan", r"changes\[1\]\.weights\.event: nan found"),
    ("2.5", "true", r"changes\[1\]\.weights\.event: True found"),
    ("{ event = 2.5 }", "{}", r"changes\[1\]\.weights: \{\} found; allowed: a table"),
    ('"U nas jedno spotkanie to już dużo."', '" "', r"changes\[1\]\.reason: ' ' found; allowed: a text"),
    ("2026-03-15", '"wczoraj"', r"changes\[1\]\.on: 'wczoraj' found; allowed: a day such as"),
    ('by = "Koalicja w Wiązowie"\n', "", r"changes\[1\]: key by is missing"),
    ('by = "', 'who = "x"\nby = "', r"changes\[1\]: key who found; allowed: criterion, "),
    (CHANGE, CHANGE + CHANGE, r"changes\[2\]: criterion 'horizon', level 'once_new' changed twice"),
]


@pytest.mark.parametrize(("old", "new", "message"), WRONG)
def test_what_does_not_fit_is_named(old: str, new: str, message: str) -> None:
    text = CHANGE.replace(old, new) if old else new
    with pytest.raises(KnowledgeError, match=message):
        with_changes(KNOWN, text.encode())


def test_a_file_in_another_encoding_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="is not UTF-8"):
        with_changes(KNOWN, CHANGE.encode("utf-16"))
