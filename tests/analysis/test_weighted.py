"""Replicates leave one hash group out and weigh anew, as a loop over samples would."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codebook import Codebook, Design, Role, Variable
from analysis.kinds import score_for
from analysis.tally import GROUPS, Tally
from analysis.vocabulary import Measure
from analysis.weighted import Weighted, jackknife_correlation, respondent_weights
from analysis.weights import PLAIN, Margin
from tests.analysis.build import codebook, frame, lack, measure, picked, random_frame, stratum

WHO = Variable("who", Role.ID, "who", "who")
BOOKS = {
    "lack": codebook(lack("a"), lack("b"), picked("a"), stratum("age", "xy"), stratum("sex", "km"), WHO),
    "ratings": codebook(
        *[measure(kind, area) for kind in (Measure.IMPORTANCE, Measure.STATE) for area in "ab"],
        stratum("age", "xy"),
        stratum("sex", "km"),
        WHO,
    ),
    "state and picks": codebook(
        measure(Measure.STATE, "a"), picked("a"), stratum("age", "xy"), stratum("sex", "km"), WHO
    ),
}
MARGINS = [Margin("age", ("x", "y"), (0.6, 0.4)), Margin("sex", ("k", "m"), (0.5, 0.5))]


def stated(book: Codebook, n: int, rng: np.random.Generator) -> pd.DataFrame:
    """Random answers in which everybody states age and sex."""
    table = random_frame(book, n, rng)
    for variable in book.by_role(Role.STRATUM):
        table[variable.name] = pd.Categorical.from_codes(
            rng.integers(0, len(variable.levels), size=n), dtype=table[variable.name].dtype
        )
    return table


def group_of(table: pd.DataFrame, book: Codebook) -> np.ndarray:
    """The hash group of every row, found by counting it alone."""
    rows = [Tally.from_frame(table[place : place + 1].reset_index(drop=True), book) for place in range(len(table))]
    return np.array([row.parts.keys[0, 0] for row in rows])


@pytest.mark.parametrize("margins", [[], MARGINS[:1], MARGINS], ids=["equal", "post-stratified", "raked"])
@pytest.mark.parametrize("name", BOOKS)
def test_replicates_equal_diagnosing_without_each_group(name: str, margins: list[Margin]) -> None:
    book = BOOKS[name]
    table = stated(book, 120, np.random.default_rng(3))
    score = score_for(book).need_score
    found = Weighted.of(Tally.from_frame(table, book), book, margins, PLAIN).replicates(score)
    groups = group_of(table, book)
    for group in np.unique(groups)[:6]:
        rest = Tally.from_frame(table[groups != group].reset_index(drop=True), book)
        sample = Weighted.of(rest, book, margins, PLAIN).sample
        joint = np.tensordot(sample.factors, sample.counts, axes=1).reshape(-1, *score.features.shape[1:])
        assert found[group] == pytest.approx(score.of(joint), rel=1e-6)
    assert np.isnan(found[np.setdiff1d(np.arange(GROUPS), groups)]).all()


def test_replicates_tell_the_error_of_a_share() -> None:
    book = codebook(lack("a"), WHO)
    table = random_frame(book, 4_000, np.random.default_rng(5), missing=0)
    found = Weighted.of(Tally.from_frame(table, book), book, [], PLAIN).replicates(score_for(book).need_score)[:, 0]
    share = (table["lack.a"] == "2").mean()
    jackknife = np.sqrt((GROUPS - 1) / GROUPS * ((found - found.mean()) ** 2).sum())
    assert jackknife == pytest.approx(np.sqrt(share * (1 - share) / 4_000), rel=0.2)


def test_needs_of_the_same_people_correlate() -> None:
    book = codebook(lack("a"), lack("b"), lack("c"), WHO)
    table = random_frame(book, 3_000, np.random.default_rng(6), missing=0).assign()
    table["lack.b"] = table["lack.a"]
    replicates = Weighted.of(Tally.from_frame(table, book), book, [], PLAIN).replicates(score_for(book).need_score)
    correlation = jackknife_correlation(replicates)
    assert correlation[0, 1] == pytest.approx(1)
    assert abs(correlation[0, 2]) < 0.35
    assert np.diag(correlation).tolist() == [1, 1, 1]


def test_areas_that_do_not_vary_correlate_with_nothing() -> None:
    correlation = jackknife_correlation(np.array([[0.5, 0.1], [0.5, 0.2], [np.nan, np.nan]]))
    assert correlation.tolist() == [[1, 0], [0, 1]]
    assert jackknife_correlation(np.full((3, 2), np.nan)).tolist() == [[1, 0], [0, 1]]


@settings(max_examples=25)
@given(seed=st.integers(0, 10**6))
def test_every_respondent_gets_the_weight_of_their_answers(seed: int) -> None:
    book = BOOKS["lack"]
    table = stated(book, 90, np.random.default_rng(seed))
    weights = pd.Series(respondent_weights(table, book, MARGINS, PLAIN)["weights"])
    shares = weights.groupby(table["age"].astype(str)).sum() / weights.sum()
    assert shares.tolist() == pytest.approx([0.6, 0.4])
    assert weights.groupby([table["age"].astype(str), table["sex"].astype(str)]).nunique().max() == 1


def test_respondents_without_a_category_have_no_weight() -> None:
    table = frame(BOOKS["lack"], {"age": "x y - x y", "sex": "k m k ? m"})
    result = respondent_weights(table, BOOKS["lack"], MARGINS[:1], PLAIN)
    assert [weight is None for weight in result["weights"]] == [False, False, True, False, False]
    assert (result["n"], result["n_weighted"], result["left_out"]) == (5, 4, 1)


def test_design_weights_are_part_of_the_weight() -> None:
    book = codebook(lack("a"), Variable("w", Role.WEIGHT, "w", "w"))
    table = frame(replace(book, design=Design(weight="w")), {"lack.a": "2 0 1", "w": "1 2.5 4"})
    result = respondent_weights(table, replace(book, design=Design(weight="w")), [], PLAIN)
    assert result["weights"] == [1, 2.5, 4]
    assert result["method"] == "design"
