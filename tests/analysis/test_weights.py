"""Weights fit the population, say what they cost, and refuse margins that cannot be fitted."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codebook import Codebook
from analysis.vocabulary import WeightMethod
from analysis.weights import (
    CAREFUL,
    PLAIN,
    Cells,
    Margin,
    Rules,
    WeightingError,
    Weights,
    read_margins,
    reweigh,
    weigh,
)
from tests.analysis.build import codebook, lack, stratum

BOOK = codebook(lack("a"), stratum("age", "xyz"), stratum("sex", "km"))
AGE, SEX = Margin("age", tuple("xyz"), (300.0, 500.0, 200.0)), Margin("sex", tuple("km"), (520.0, 480.0))
FULL = [(age, sex) for age in range(3) for sex in range(2)]


def cells(counts: list[int], codes: list[tuple[int, int]] = FULL, base: float = 1.0) -> Cells:
    """Respondents by age and sex, with equal design weights."""
    n = np.array(counts)
    return Cells(("age", "sex"), np.array(codes), n, n * base, n * base**2)


def population(weights: Weights, sample: Cells, column: int, size: int) -> list[float]:
    """Weighted people by category of a variable."""
    return [float((weights.factors * sample.base)[sample.codes[:, column] == code].sum()) for code in range(size)]


SAMPLE = cells([40, 60, 90, 30, 25, 55])


def test_without_margins_everybody_counts_once() -> None:
    weights = weigh(SAMPLE, [], BOOK, CAREFUL)
    assert weights.weighting.method == WeightMethod.EQUAL
    assert (weights.weighting.deff, weights.weighting.n_eff, weights.weighting.largest) == (1, 300, 1)
    assert weights.factors.tolist() == [1] * 6


def test_design_weights_that_differ_cost_certainty() -> None:
    sample = replace(
        SAMPLE, base=SAMPLE.n * np.array([1, 1, 1, 2, 2, 2]), squares=SAMPLE.n * np.array([1, 1, 1, 4, 4, 4])
    )
    weights = np.repeat([1, 1, 1, 2, 2, 2], SAMPLE.n)
    told = weigh(sample, [], BOOK, CAREFUL).weighting
    assert told.method == WeightMethod.DESIGN
    assert told.deff == pytest.approx(300 * (weights**2).sum() / weights.sum() ** 2)


def test_one_margin_is_fitted_by_ratios() -> None:
    weights = weigh(SAMPLE, [AGE], BOOK, PLAIN)
    assert weights.weighting.method == WeightMethod.POST_STRATIFIED
    assert weights.factors == pytest.approx(np.repeat([300 / 100, 500 / 120, 200 / 80], 2))


def test_raking_fits_both_margins() -> None:
    weights = weigh(SAMPLE, [AGE, SEX], BOOK, PLAIN)
    assert weights.weighting.method == WeightMethod.RAKED
    assert weights.weighting.converged
    assert population(weights, SAMPLE, 0, 3) == pytest.approx(AGE.counts)
    assert population(weights, SAMPLE, 1, 2) == pytest.approx(SEX.counts)


def test_raking_multiplies_a_factor_of_each_category() -> None:
    factors = weigh(SAMPLE, [AGE, SEX], BOOK, PLAIN).factors.reshape(3, 2)
    assert factors[:, 0] / factors[:, 1] == pytest.approx([factors[0, 0] / factors[0, 1]] * 3)


def test_shares_make_weights_sum_to_the_respondents() -> None:
    shares = replace(AGE, counts=(0.3, 0.5, 0.2))
    weights = weigh(SAMPLE, [shares, SEX], BOOK, PLAIN)
    assert (weights.factors * SAMPLE.base).sum() == pytest.approx(300)


def test_who_did_not_state_a_category_is_left_out() -> None:
    sample = cells([40, 60, 90, 30, 25, 55, 7, 3], [*FULL, (4, 0), (0, 3)])
    weights = weigh(sample, [AGE, SEX], BOOK, PLAIN)
    assert weights.factors[-2:].tolist() == [0, 0]
    assert weights.members[-2:].tolist() == [[-1, -1], [-1, -1]]
    assert (weights.weighting.n, weights.weighting.left_out) == (300, 10)


def test_the_effect_of_weights_is_that_of_kish() -> None:
    told = weigh(SAMPLE, [AGE, SEX], BOOK, PLAIN)
    rows = np.repeat(told.factors, SAMPLE.n)
    assert told.weighting.deff == pytest.approx(300 * (rows**2).sum() / rows.sum() ** 2)
    assert told.weighting.n_eff == pytest.approx(300 / told.weighting.deff)
    assert told.weighting.largest == pytest.approx(rows.max() / rows.mean())


def test_margins_are_told_before_and_after() -> None:
    row = weigh(SAMPLE, [AGE, SEX], BOOK, PLAIN).weighting.margins[1]
    assert (row.variable, row.category, row.n) == ("age", "y", 120)
    assert (row.sample, row.weighted, row.population) == pytest.approx((0.4, 0.5, 0.5))


def test_small_categories_are_merged_with_their_smaller_neighbour() -> None:
    weights = weigh(cells([60, 60, 9, 6, 20, 50]), [AGE, SEX], BOOK, CAREFUL)
    assert weights.weighting.merged == ("age: y + z",)
    assert [row.category for row in weights.weighting.margins] == ["x", "y + z", "k", "m"]
    assert weights.targets[0].tolist() == [300, 700]


def test_a_margin_merged_into_one_category_is_dropped() -> None:
    weights = weigh(cells([60, 5, 50, 5, 55, 5]), [AGE, SEX], BOOK, CAREFUL)
    assert weights.weighting.method == WeightMethod.POST_STRATIFIED
    assert {row.variable for row in weights.weighting.margins} == {"age"}


def test_few_answers_are_fitted_to_the_margin_that_is_furthest_off() -> None:
    weights = weigh(cells([15, 15, 15, 15, 15, 15]), [AGE, SEX], BOOK, replace(CAREFUL, least=5))
    assert {row.variable for row in weights.weighting.margins} == {"age"}
    assert weights.weighting.method == WeightMethod.POST_STRATIFIED


def test_weights_above_the_cap_are_cut_and_the_rest_is_fitted_again() -> None:
    far_off = replace(AGE, counts=(700.0, 200.0, 100.0))
    sample = cells([10, 12, 150, 140, 60, 50])
    loose = weigh(sample, [far_off, SEX], BOOK, PLAIN)
    cut = weigh(sample, [far_off, SEX], BOOK, Rules(least=0, cap=5.0, one_margin_under=0))
    assert cut.weighting.trimmed == 22
    assert cut.weighting.largest < loose.weighting.largest
    assert cut.weighting.deff < loose.weighting.deff


def test_people_without_answers_are_named_with_a_neighbour_to_merge_with() -> None:
    with pytest.raises(WeightingError, match=r"'age': nobody of category 'y' answered.*merge it with x, z"):
        weigh(cells([40, 60, 25, 55], [(0, 0), (0, 1), (2, 0), (2, 1)]), [AGE, SEX], BOOK, PLAIN)


def test_an_unknown_category_of_a_margin_is_named() -> None:
    with pytest.raises(WeightingError, match="margin 'age': category q found; allowed: x, y, z"):
        weigh(SAMPLE, [Margin("age", ("x", "q"), (1.0, 2.0))], BOOK, PLAIN)


def test_a_margin_of_something_that_was_not_asked_is_named() -> None:
    with pytest.raises(WeightingError, match="margin 'town' is not a stratum of the answers; allowed: age, sex"):
        weigh(SAMPLE, [Margin("town", ("x",), (1.0,))], BOOK, PLAIN)


COUNTS = st.lists(st.integers(1, 60), min_size=6, max_size=6)


@settings(max_examples=50)
@given(counts=COUNTS, base=st.floats(0.1, 10))
def test_design_weights_times_a_constant_change_nothing(counts: list[int], base: float) -> None:
    one, other = (weigh(cells(counts, base=size), [AGE, SEX], BOOK, PLAIN) for size in (1.0, base))
    assert other.factors * base == pytest.approx(one.factors)
    assert other.weighting.deff == pytest.approx(one.weighting.deff)


@settings(max_examples=50)
@given(counts=COUNTS, order=st.permutations(range(6)))
def test_the_order_of_cells_does_not_matter(counts: list[int], order: list[int]) -> None:
    mixed = cells([counts[place] for place in order], [FULL[place] for place in order])
    expected = weigh(cells(counts), [AGE, SEX], BOOK, PLAIN).factors[order]
    assert weigh(mixed, [AGE, SEX], BOOK, PLAIN).factors == pytest.approx(expected)


@settings(max_examples=50)
@given(counts=COUNTS)
def test_a_cell_in_two_parts_weighs_the_same(counts: list[int]) -> None:
    halves = cells([*counts, counts[0]], [*FULL, FULL[0]])
    whole = cells([2 * counts[0], *counts[1:]])
    expected = weigh(whole, [AGE, SEX], BOOK, PLAIN).factors
    assert weigh(halves, [AGE, SEX], BOOK, PLAIN).factors[:6] == pytest.approx(expected)


@settings(max_examples=50)
@given(counts=COUNTS, margins=st.sampled_from([[AGE], [AGE, SEX], []]))
def test_a_replicate_of_the_whole_sample_keeps_its_factors(counts: list[int], margins: list[Margin]) -> None:
    sample = cells(counts)
    weights = weigh(sample, margins, BOOK, PLAIN)
    assert reweigh(np.stack([sample.base] * 2), weights) == pytest.approx(np.stack([weights.factors] * 2), rel=1e-6)


def test_replicates_are_fitted_like_samples_of_their_own() -> None:
    smaller = [cells([30, 60, 90, 30, 25, 55]), cells([40, 60, 80, 30, 20, 55])]
    found = reweigh(np.stack([sample.base for sample in smaller]), weigh(SAMPLE, [AGE, SEX], BOOK, PLAIN))
    for factors, sample in zip(found, smaller, strict=True):
        assert factors == pytest.approx(weigh(sample, [AGE, SEX], BOOK, PLAIN).factors, rel=1e-5)


def test_a_category_that_is_empty_in_a_replicate_stays_as_it_is() -> None:
    weights = weigh(SAMPLE, [AGE], BOOK, PLAIN)
    sums = np.array([[0.0, 0.0, 90, 30, 25, 55]])
    assert reweigh(sums, weights)[0, :2] == pytest.approx(weights.factors[:2])


def margins_of(text: str, book: Codebook = BOOK) -> tuple[Margin, ...]:
    return read_margins(text.encode(), book)


def test_margins_are_read_from_a_file_in_any_order() -> None:
    text = "\ufeffvariable;category;count\nage;z;200\nage;x;300\nage;y;500\nsex;k;520\nsex;m;480\n"
    assert margins_of(text) == (AGE, SEX)


HEAD = "variable,category,count\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "columns none found; needed: variable, category, count"),
        (HEAD, "no margins found; write one row for each category"),
        (f"{HEAD}town,x,3\n", "row 2: variable 'town' found; allowed: age, sex"),
        (f"{HEAD}sex,q,3\n", "row 2, variable 'sex': category 'q' found; allowed: k, m"),
        (f"{HEAD}sex,k,many\n", "row 2, column 'count': 'many' found; allowed: a number of 0 or more"),
        (f"{HEAD}sex,k,-1\n", "row 2, column 'count': '-1' found"),
        (f"{HEAD}sex,k,inf\n", "row 2, column 'count': 'inf' found"),
        (f"{HEAD}sex,k,1\nsex,k,2\nsex,m,1\n", "variable 'sex': category k found more than once"),
        (f"{HEAD}sex,k,1\n", "variable 'sex': no count for m; write 0 where nobody lives"),
        (f"{HEAD}sex,k,0\nsex,m,0\n", "variable 'sex': all counts are 0"),
    ],
)
def test_a_bad_file_of_margins_is_refused(text: str, message: str) -> None:
    with pytest.raises(WeightingError, match=message):
        margins_of(text)


def test_margins_in_another_encoding_are_refused() -> None:
    with pytest.raises(WeightingError, match="not UTF-8 text"):
        read_margins(HEAD.encode() + b"sex,\xb3,1\n", BOOK)
