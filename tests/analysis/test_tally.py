"""Tallies count what plain pandas counts, and add and subtract exactly."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codebook import Codebook, Design, Role, Variable
from analysis.columns import FrameError
from analysis.errors import CodebookError, TallyError
from analysis.kinds import score_for
from analysis.layout import layout_of, score_kind
from analysis.tally import GROUPS, Tally
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
    for rows, variable in zip(layout.group_rows, layout.groupings, strict=True):
        for row, category in zip(range(rows.start, rows.stop), variable.categories, strict=True):
            group = part(answers, (answers[variable.name] == category).to_numpy())
            assert np.array_equal(tally.joint[row], Tally.from_frame(group, BOOK).joint[0])


def test_the_rows_of_a_stratum_add_up_to_everyone(answers: pd.DataFrame) -> None:
    tally = Tally.from_frame(answers, BOOK)
    for rows in layout_of(BOOK).group_rows:
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
    assert layout_of(book).alone == (Measure.STATE,)
    assert tally.alone[0].tolist() == [[1, 0, 0, 0, 2, 0, 0]]


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
        ("picked", ScoreKind.PICKED_SHARE),
    ],
)
def test_the_measures_decide_the_kind_of_score(measures: str, kind: ScoreKind) -> None:
    makers = {"lack": lack, "picked": picked}
    variables = [
        makers.get(name, lambda area, name=name: measure(Measure(name), area))("a") for name in measures.split()
    ]
    assert score_kind(codebook(*variables)) == kind


def test_without_a_measure_there_is_no_score() -> None:
    with pytest.raises(CodebookError, match="measures: none found; a need score takes lack, importance"):
        Tally.zero(codebook(stratum("age", "xyz"), areas=["a"]))


def test_cells_count_people_by_all_groupings_at_once(answers: pd.DataFrame) -> None:
    cells = Tally.from_frame(answers, BOOK).cells
    plain = answers.groupby(["age", "sex"], observed=True).size()
    assert cells.n.tolist() == plain.tolist()
    assert cells.n.tolist() == cells.arrays[2][:, 0].sum(axis=(1, 2)).tolist()


def test_hash_groups_hold_everyone_once(answers: pd.DataFrame) -> None:
    tally = Tally.from_frame(answers, BOOK)
    needing = tally.parts.arrays[2].sum(axis=0)
    assert tally.parts.n.sum() == 300
    assert needing.tolist() == score_for(BOOK).need_score.sums(tally.joint[0]).tolist()
    assert set(tally.parts.keys[:, 0]) <= set(range(GROUPS))


def test_hash_groups_are_about_equally_large(rng: np.random.Generator) -> None:
    book = codebook(lack("a"), Variable("who", Role.ID, "who", "who"))
    parts = Tally.from_frame(random_frame(book, 20_000, rng), book).parts
    sizes = np.bincount(parts.keys[:, 0], parts.n, minlength=GROUPS)
    assert ((sizes - 100) ** 2 / 100).sum() < 280  # the 0.9998 quantile of chi-square with 199 degrees of freedom


def test_a_person_stays_in_one_hash_group_whatever_their_answers() -> None:
    book = codebook(lack("a"), stratum("age", "xyz"), Variable("who", Role.ID, "who", "who"))
    one, other = (Tally.from_frame(frame(book, {"who": "p1", "lack.a": code}), book) for code in "02")
    assert one.parts.keys[0, 0] == other.parts.keys[0, 0]


def test_needs_of_the_same_people_are_counted_together(answers: pd.DataFrame) -> None:
    together = Tally.from_frame(answers, BOOK).together
    needs = [
        (answers[[f"lack.{area}", *([f"lack.{area}_2"] if area == "a" else [])]] == "2").any(axis=1)
        | answers[f"picked.{area}"].isin(["1", "2", "3"])
        for area in "ab"
    ]
    assert together.tolist() == [[int((one & other).sum()) for other in needs] for one in needs]


def test_design_weights_are_summed_beside_the_counts(rng: np.random.Generator) -> None:
    book = replace(
        codebook(lack("a"), stratum("age", "xyz"), Variable("w", Role.WEIGHT, "w", "w")), design=Design(weight="w")
    )
    answers = random_frame(book, 50, rng)
    _, _, counts, sums, squares = Tally.from_frame(answers, book).cells.arrays
    assert counts.sum() == 50
    assert sums.sum() == pytest.approx(answers["w"].sum())
    assert squares.sum() == pytest.approx((answers["w"] ** 2).sum())


def test_weighted_partitions_add_up_too(rng: np.random.Generator) -> None:
    book = replace(
        codebook(lack("a"), stratum("age", "xyz"), Variable("w", Role.WEIGHT, "w", "w")), design=Design(weight="w")
    )
    answers = random_frame(book, 80, rng)
    halves = [Tally.from_frame(part(answers, np.arange(80) % 2 == half), book) for half in (0, 1)]
    assert halves[0] + halves[1] == Tally.from_frame(answers, book)
