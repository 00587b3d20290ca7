"""Rank sets hold what they promise, equal published ones, and never separate what cannot be told apart."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.ranking import chance_among_first, kendall_tau, least_tau, normal_draws, rank_set, rank_sets, ranks, span


def draws_of(covariance: np.ndarray, draws: int = 4_000) -> np.ndarray:
    return normal_draws(covariance, np.random.default_rng(7), draws)


@pytest.mark.reference
def test_the_rank_set_of_a_country_equals_the_published_one(shared: Path) -> None:
    scores = pd.read_csv(shared / "data/csranks/pisa2018.csv")
    covariance = np.diag(scores["math_se"] ** 2)
    place = scores["jurisdiction"].tolist().index("United Kingdom")
    draws = draws_of(covariance, 20_000)
    assert ranks(scores["math_score"])[place] == 13
    assert rank_set(place, scores["math_score"], covariance, 0.95, draws) == (8, 23)


@pytest.mark.reference
def test_sets_that_hold_together_are_wider_than_single_ones(shared: Path) -> None:
    scores = pd.read_csv(shared / "data/csranks/pisa2018.csv")
    covariance = np.diag(scores["math_se"] ** 2)
    draws = draws_of(covariance)
    low, high = rank_sets(scores["math_score"], covariance, 0.95, draws)
    for place in range(0, len(scores), 5):
        single = rank_set(place, scores["math_score"], covariance, 0.95, draws)
        assert low[place] <= single[0] <= single[1] <= high[place]


def test_far_apart_estimates_have_one_rank_each() -> None:
    low, high = rank_sets([0.1, 0.9, 0.5], np.eye(3) * 1e-4, 0.95, draws_of(np.eye(3) * 1e-4))
    assert low.tolist() == high.tolist() == [3, 1, 2]


def test_estimates_without_a_known_error_may_have_any_rank() -> None:
    low, high = rank_sets([0.1, 0.9], np.zeros((2, 2)), 0.95, np.zeros((10, 2)))
    assert (low.tolist(), high.tolist()) == ([1, 1], [2, 2])


def test_what_moves_together_is_told_apart_more_easily() -> None:
    loose, tied = np.eye(2) * 0.01, np.full((2, 2), 0.0099) + np.eye(2) * 0.0001
    widths = [np.ptp(rank_sets([0.5, 0.6], spread, 0.95, draws_of(spread)), axis=0).sum() for spread in (loose, tied)]
    assert widths == [2, 0]


def test_all_sets_hold_the_true_ranks_together_as_often_as_they_promise(rng: np.random.Generator) -> None:
    truth, covariance = np.array([0.5, 0.5, 0.42, 0.40, 0.2]), np.eye(5) * 0.0009
    draws, held = draws_of(covariance, 2_000), 0
    best, worst = ranks(truth), [sum(other >= value for other in truth) for value in truth]
    for _ in range(400):
        low, high = rank_sets(truth + rng.normal(0, 0.03, size=5), covariance, 0.95, draws)
        held += bool(((low <= worst) & (high >= best)).all())
    assert held / 400 >= 0.93


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9))
def test_every_rank_lies_in_its_set(values: list[float]) -> None:
    covariance = np.eye(len(values)) * 0.001
    low, high = rank_sets(values, covariance, 0.95, draws_of(covariance, 200))
    place = ranks(values)
    assert ((low <= place) & (place <= high)).all()


def test_step_down_finds_no_less_than_one_step(rng: np.random.Generator) -> None:
    values, covariance = rng.normal(size=12), np.eye(12) * 0.05
    draws = draws_of(covariance)
    low, high = rank_sets(values, covariance, 0.95, draws)
    pairs = [(one, other) for one in range(12) for other in range(one)]
    null = np.abs(np.array([draws[:, one] - draws[:, other] for one, other in pairs]) / np.sqrt(0.1))
    critical = np.quantile(null.max(axis=0), 0.95)
    once = sum(abs(values[one] - values[other]) / np.sqrt(0.1) > critical for one, other in pairs)
    assert (11 * 12 - (high - low).sum()) / 2 >= once > 0


def test_the_chance_to_be_among_the_first_adds_up_to_their_number() -> None:
    chance = chance_among_first([0.1, 0.2, 0.3, 0.4, 0.5], draws_of(np.eye(5) * 0.01))
    assert chance.sum() == pytest.approx(3)
    assert list(chance) == sorted(chance)


def test_all_of_few_areas_are_among_the_first() -> None:
    assert chance_among_first([0.1, 0.2], draws_of(np.eye(2))).tolist() == [1, 1]


def test_equal_values_share_a_rank_and_no_value_has_none() -> None:
    assert ranks([0.5, np.nan, 0.7, 0.5]).tolist() == [2, 0, 1, 2]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=12))
def test_kendall_tau_equals_that_of_scipy(pairs: list[tuple[int, int]]) -> None:
    one, other = np.array(pairs, dtype=float).T
    expected = stats.kendalltau(one, other).statistic
    assert kendall_tau(one, other) == pytest.approx(expected, nan_ok=True)


def test_the_least_tau_is_that_of_the_two_scores_that_agree_least() -> None:
    rising = np.arange(4.0)
    assert least_tau([rising, rising, -rising]) == -1
    assert least_tau([rising]) is None


def test_a_span_passes_over_areas_without_a_rank() -> None:
    assert span([3, 0, 7]) == 4
    assert span([0, 0]) == 0
