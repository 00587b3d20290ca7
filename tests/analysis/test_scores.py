"""Scores equal what a plain loop over the people gives, for every kind."""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codebook import Codebook
from analysis.kinds import points_of, score_for, score_of
from analysis.scores import Score
from analysis.tally import Tally
from analysis.vocabulary import Measure, ScoreKind
from tests.analysis.build import codebook, frame, lack, measure, picked, random_frame

Person = dict[Measure, float | None]


def book_of(*measures: Measure) -> Codebook:
    makers: dict[Measure, Callable[..., object]] = {Measure.LACK: lack, Measure.PICKED: picked}
    return codebook(*[makers[kind]("a") if kind in makers else measure(kind, "a") for kind in measures])  # type: ignore[arg-type]


BOOKS = {
    ScoreKind.LACK_SHARE: book_of(Measure.LACK, Measure.PICKED),
    ScoreKind.UNMET_SHARE: book_of(Measure.IMPORTANCE, Measure.STATE),
    ScoreKind.IMPORTANCE_SATISFACTION: book_of(Measure.STATE, Measure.PICKED),
    ScoreKind.MEAN_IMPORTANCE: book_of(Measure.IMPORTANCE),
    ScoreKind.LOW_STATE_SHARE: book_of(Measure.STATE),
    ScoreKind.PICKED_SHARE: book_of(Measure.PICKED),
}


def people(answers: pd.DataFrame, book: Codebook) -> Iterator[Person]:
    """Each respondent's level numbers; None for don't know, no answer and what was not asked."""
    for _, row in answers.astype(object).iterrows():
        person: Person = dict.fromkeys(Measure)
        for variable in book.variables:
            code = row[variable.name]
            person[Measure(str(variable.measure))] = float(code) if code in variable.levels else None
        yield person


def share(having: list[bool]) -> float:
    return sum(having) / len(having)


def plain_score(kind: ScoreKind, everyone: list[Person]) -> float:
    lacking = [(person[Measure.LACK], bool(person[Measure.PICKED])) for person in everyone]
    state = [person[Measure.STATE] for person in everyone if person[Measure.STATE] is not None]
    matters = [person[Measure.IMPORTANCE] for person in everyone if person[Measure.IMPORTANCE] is not None]
    match kind:
        case ScoreKind.LACK_SHARE:
            return share([level == 2 or picks for level, picks in lacking if level is not None or picks])
        case ScoreKind.UNMET_SHARE:
            pairs = [(person[Measure.IMPORTANCE], person[Measure.STATE]) for person in everyone]
            return share([i >= 4 and s <= 2 for i, s in pairs if i is not None and s is not None])
        case ScoreKind.IMPORTANCE_SATISFACTION:
            return share([picks for _, picks in lacking]) * (1 - share([level >= 4 for level in state]))
        case ScoreKind.MEAN_IMPORTANCE:
            return sum(matters) / len(matters)
        case ScoreKind.PICKED_SHARE:
            return share([bool(person[Measure.PICKED]) for person in everyone if person[Measure.PICKED] is not None])
    return share([level <= 2 for level in state])


@pytest.mark.parametrize("kind", ScoreKind)
@settings(max_examples=30)
@given(seed=st.integers(0, 10**6))
def test_scores_equal_a_loop_over_the_people(kind: ScoreKind, seed: int) -> None:
    book = BOOKS[kind]
    answers = random_frame(book, 60, np.random.default_rng(seed))
    value = score_for(book).value(Tally.from_frame(answers, book).joint[0])
    assert value[0] == pytest.approx(plain_score(kind, list(people(answers, book))), abs=1e-12)


def scored(book: Codebook, answers: dict[str, str]) -> tuple[Score, np.ndarray]:
    """The score of a questionnaire and the joint table of its only area."""
    return score_for(book), Tally.from_frame(frame(book, answers), book).joint[0, 0]


@pytest.mark.parametrize("kind", ScoreKind)
def test_base_dont_know_and_no_answer_add_up_to_everyone(kind: ScoreKind, rng: np.random.Generator) -> None:
    book = BOOKS[kind]
    joint = Tally.from_frame(random_frame(book, 80, rng, missing=0.5), book).joint[0, 0]
    score = score_for(book)
    dont_know, no_answer = score.outside(joint)
    assert score.n(joint) + dont_know + no_answer == 80
    assert dont_know > 0
    assert no_answer > 0


def test_who_picks_an_area_needs_it_though_they_did_not_rate_it() -> None:
    score, joint = scored(BOOKS[ScoreKind.LACK_SHARE], {"lack.a": "2 0 - ? ? -", "picked.a": "0 1 3 2 0 0"})
    assert (score.count(joint), score.n(joint)) == (4, 4)
    assert score.outside(joint) == (1, 1)


def test_the_mean_speaks_of_those_who_rated() -> None:
    score, joint = scored(BOOKS[ScoreKind.LACK_SHARE], {"lack.a": "2 1 - ?", "picked.a": "0 0 1 1"})
    assert score.mean(joint) == 1.5
    assert score.state(joint) == 0.5
    assert score.importance(joint) == 0.5


def test_unmet_share_pairs_both_ratings() -> None:
    answers = {"importance.a": "5 4 3 5 - 1", "state.a": "1 2 1 - 1 5"}
    score, joint = scored(BOOKS[ScoreKind.UNMET_SHARE], answers)
    assert (score.count(joint), score.n(joint)) == (2, 4)
    assert score.importance(joint) == (5 + 4 + 3 + 1) / 4
    assert score.state(joint) == (1 + 2 + 1 + 5) / 4


def test_scores_of_nobody_are_not_numbers() -> None:
    for kind, book in BOOKS.items():
        joint = Tally.zero(book).joint[0]
        assert np.isnan(score_for(book).value(joint)).all(), kind


@pytest.mark.parametrize(("levels", "need"), [("12345", 2), ("1234", 2), ("123", 1), ("12", 1)])
def test_the_low_end_is_two_levels_or_half_of_a_short_scale(levels: str, need: int) -> None:
    book = codebook(measure(Measure.STATE, "a", levels))
    score, joint = scored(book, {"state.a": " ".join(levels)})
    assert score.count(joint) == need


def test_lack_needs_the_highest_level_whatever_its_number() -> None:
    score = score_of(ScoreKind.LACK_SHARE, (0.0, 1.0, 2.0, 3.0), ())
    joint = np.zeros((6, 2), dtype=int)
    joint[:, 1] = [1, 2, 4, 8, 16, 32]
    assert (score.count(joint), score.n(joint)) == (8, 1 + 2 + 4 + 8)


def test_sensitive_counts_are_people_with_and_without_the_need() -> None:
    score, joint = scored(BOOKS[ScoreKind.LOW_STATE_SHARE], {"state.a": "1 1 2 4 5 -"})
    assert score.sensitive(joint).tolist() == [3, 2]


def test_sensitive_counts_of_a_mean_are_steps_from_both_ends() -> None:
    score, joint = scored(BOOKS[ScoreKind.MEAN_IMPORTANCE], {"importance.a": "1 3 5 5"})
    assert score.sensitive(joint).tolist() == [0 + 2 + 4 + 4, 4 + 2 + 0 + 0]
    assert score.weight == 4


def test_sensitive_counts_of_a_product_are_those_of_both_shares() -> None:
    answers = {"state.a": "1 5 4 -", "picked.a": "1 0 2 3"}
    score, joint = scored(BOOKS[ScoreKind.IMPORTANCE_SATISFACTION], answers)
    assert score.sensitive(joint).tolist() == [1, 3, 1, 2]


def test_unmet_needs_are_also_scored_by_discrepancy() -> None:
    answers = {"importance.a": "5 4 3 5 - 1", "state.a": "1 2 1 - 1 5"}
    score, joint = scored(BOOKS[ScoreKind.UNMET_SHARE], answers)
    gaps = [(5, 1), (4, 2), (3, 1), (1, 5)]
    importance = sum(i for i, _ in gaps) / 4
    assert score.others["discrepancy"].of(joint) == pytest.approx(sum((i - s) * importance for i, s in gaps) / 4)
    assert -score.others["ranked_discrepancy"].of(joint) == 100 * (1 - 3) / 4


def test_an_ordered_choice_gives_points_by_place() -> None:
    book = BOOKS[ScoreKind.LACK_SHARE]
    _, joint = scored(book, {"lack.a": "2 0 - ? ?", "picked.a": "0 1 3 2 -"})
    points = points_of(book, (Measure.LACK, Measure.PICKED))
    assert points["borda"].of(joint) == (3 + 1 + 2) / 5
    assert points["mean_place"].of(joint) == -(1 + 3 + 2) / 3


@pytest.mark.parametrize(
    ("kind", "name"), [(ScoreKind.MEAN_IMPORTANCE, "top_share"), (ScoreKind.LACK_SHARE, "mean_lack")]
)
def test_every_kind_has_a_second_score(kind: ScoreKind, name: str, rng: np.random.Generator) -> None:
    book = BOOKS[kind]
    joint = Tally.from_frame(random_frame(book, 80, rng), book).joint[0]
    assert np.isfinite(score_for(book).others[name].of(joint)).all()


def test_a_mean_goes_with_the_share_of_the_two_top_levels() -> None:
    score, joint = scored(BOOKS[ScoreKind.MEAN_IMPORTANCE], {"importance.a": "1 3 4 5 -"})
    assert score.share.of(joint) == 2 / 4
