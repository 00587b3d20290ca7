"""Tallies count what plain pandas counts, and add and subtract exactly."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codebook import Codebook, Role, Variable
from analysis.columns import FrameError
from analysis.errors import CodebookError, TallyError
from analysis.layout import layout_of, score_kind
from analysis.tally import Tally
from analysis.vocabulary import Measure, ScoreKind
from tests.analysis.build import codebook, frame, group, lack, measure, picked, random_frame, stratum

BOOK = codebook(
    lack("a"),
    lack("a", "_2"),
    lack("b"),
    picked("a"),
    picked("b"),
    group("seniors"),
    group("youth"),
    stratum("age", "xyz"),
    stratum("sex", "km"),
    Variable("often", Role.CHOICE, "often", "Jak często", levels=("never", "daily")),
)


@pytest.fixture
def answers(rng: np.random.Generator) -> pd.DataFrame:
    return random_frame(BOOK, 300, rng)


def part(table: pd.DataFrame, rows: np.ndarray) -> pd.DataFrame:
    return table[rows].reset_index(drop=True)


def test_the_joint_table_counts_pairs_of_answers(answers: pd.DataFrame) -> None:
    table = pd.crosstab(answers["lack.b"], answers["picked.b"], dropna=False)
    assert np.array_equal(Tally.from_frame(answers, BOOK).joint[0, 1], table.to_numpy())


def test_each_row_counts_the_people_of_one_category(answers: pd.DataFrame) -> None:
    tally, layout = Tally.from_frame(answers, BOOK), layout_of(BOOK)
    assert layout.rows == 1 + 5 + 4
    for rows, variable in zip(layout.stratum_rows, layout.strata, strict=True):
        for row, category in zip(range(rows.start, rows.stop), variable.categories, strict=True):
            group = part(answers, (answers[variable.name] == category).to_numpy())
            assert np.array_equal(tally.joint[row], Tally.from_frame(group, BOOK).joint[0])


def test_the_rows_of_a_stratum_add_up_to_everyone(answers: pd.DataFrame) -> None:
    tally = Tally.from_frame(answers, BOOK)
    for rows in layout_of(BOOK).stratum_rows:
        assert np.array_equal(tally.joint[rows].sum(axis=0), tally.joint[0])


def first_measure(book: Codebook, answers: dict[str, str]) -> list[int]:
    """How many people have each code on the first measure of the first area."""
    return Tally.from_frame(frame(book, answers), book).joint[0, 0].sum(axis=1).tolist()


def test_of_two_items_the_one_that_is_lacking_more_counts() -> None:
    counts = first_measure(BOOK, {"lack.a": "0 2 1 1", "lack.a_2": "1 0 1 -"})
    assert counts == [0, 3, 1, 0, 0]


def test_dont_know_counts_only_when_no_item_was_answered() -> None:
    counts = first_measure(BOOK, {"lack.a": "? ? - 0", "lack.a_2": "0 - - ?"})
    assert counts == [2, 0, 0, 1, 1]


def test_of_two_items_on_the_state_the_worse_one_counts() -> None:
    book = codebook(measure(Measure.STATE, "a"), measure(Measure.STATE, "a", item="_2"))
    counts = first_measure(book, {"state.a": "5 2 ? -", "state.a_2": "1 3 4 -"})
    assert counts == [1, 1, 0, 1, 0, 0, 1]


def test_an_area_without_a_measure_has_no_answers_to_it() -> None:
    book = codebook(lack("a"), picked("b"), areas=["a", "b"])
    joint = Tally.from_frame(frame(book, {"lack.a": "2 0", "picked.b": "1 0"}), book).joint
    assert joint[0, 1].sum(axis=1).tolist() == [0, 0, 0, 0, 2]


def test_target_groups_are_counted_for_the_area_put_first() -> None:
    table = frame(BOOK, {
        "picked.a": "1 1 1 2 0 -",
        "picked.b": "2 0 0 1 1 -",
        "for.seniors": "1 1 - 0 1 1",
        "for.youth": "1 0 - 1 0 0",
    })  # fmt: skip
    tally = Tally.from_frame(table, BOOK)
    assert tally.named.tolist() == [2, 2]
    assert tally.groups.tolist() == [[2, 1], [1, 1]]


def test_choices_are_counted_by_code() -> None:
    tally = Tally.from_frame(frame(BOOK, {"often": "never daily daily ? -"}), BOOK)
    assert [counts.tolist() for counts in tally.choices] == [[1, 2, 1, 1]]


def test_a_measure_outside_the_pair_is_counted_by_itself() -> None:
    book = codebook(lack("a"), measure(Measure.STATE, "a"))
    tally = Tally.from_frame(frame(book, {"state.a": "5 5 1"}), book)
    assert layout_of(book).pairs == ((Measure.LACK, Measure.PICKED), (Measure.STATE, None))
    assert tally.joints[1][0, 0].sum(axis=1).tolist() == [1, 0, 0, 0, 2, 0, 0]


@settings(max_examples=50)
@given(seed=st.integers(0, 10**6), parts=st.integers(1, 5), n=st.integers(0, 60))
def test_any_partition_adds_up_to_the_whole(seed: int, parts: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    answers = random_frame(BOOK, n, rng)
    place = rng.integers(0, parts, size=n)
    tallies = [Tally.from_frame(part(answers, place == number), BOOK) for number in range(parts)]
    assert sum(tallies, Tally.zero(BOOK)) == Tally.from_frame(answers, BOOK)


@settings(max_examples=50)
@given(seed=st.integers(0, 10**6), sizes=st.tuples(st.integers(0, 40), st.integers(0, 40)))
def test_what_was_added_can_be_taken_away_again(seed: int, sizes: tuple[int, int]) -> None:
    rng = np.random.default_rng(seed)
    one, other = (Tally.from_frame(random_frame(BOOK, size, rng), BOOK) for size in sizes)
    assert one + other - other == one
    assert one + other == other + one


def test_a_tally_does_not_grow_with_the_answers(rng: np.random.Generator) -> None:
    small, large = (Tally.from_frame(random_frame(BOOK, n, rng), BOOK) for n in (1, 2000))
    assert small.joint.shape == large.joint.shape
    assert large.n == 2000


def test_one_answer_more_makes_another_tally(answers: pd.DataFrame) -> None:
    whole = Tally.from_frame(answers, BOOK)
    assert whole != Tally.from_frame(answers[:-1], BOOK)
    assert whole != "tally"
    assert whole == whole + Tally.zero(BOOK)


def test_tallies_of_different_questionnaires_do_not_mix(answers: pd.DataFrame) -> None:
    other = Tally.zero(codebook(lack("a")))
    assert other != Tally.zero(BOOK)
    with pytest.raises(TallyError, match="tallies of different questionnaires"):
        Tally.from_frame(answers, BOOK) + other


def test_more_than_there_is_cannot_be_taken_away(answers: pd.DataFrame) -> None:
    whole = Tally.from_frame(answers, BOOK)
    with pytest.raises(TallyError, match="subtract only what was added"):
        Tally.zero(BOOK) - whole


def test_a_frame_of_another_codebook_is_refused(answers: pd.DataFrame) -> None:
    with pytest.raises(FrameError, match="not in the codebook"):
        Tally.from_frame(answers, codebook(lack("a")))


@pytest.mark.parametrize(
    ("measures", "kind"),
    [
        ("lack", ScoreKind.LACK_SHARE),
        ("lack picked importance state", ScoreKind.LACK_SHARE),
        ("importance state picked", ScoreKind.UNMET_SHARE),
        ("state picked", ScoreKind.IMPORTANCE_SATISFACTION),
        ("importance picked", ScoreKind.MEAN_IMPORTANCE),
        ("state", ScoreKind.LOW_STATE_SHARE),
    ],
)
def test_the_measures_decide_the_kind_of_score(measures: str, kind: ScoreKind) -> None:
    makers = {"lack": lack, "picked": picked}
    variables = [
        makers.get(name, lambda area, name=name: measure(Measure(name), area))("a") for name in measures.split()
    ]
    assert score_kind(codebook(*variables)) == kind


def test_picks_alone_make_no_score() -> None:
    with pytest.raises(CodebookError, match="measures: picked found; a need score takes lack, importance"):
        Tally.zero(codebook(picked("a")))
