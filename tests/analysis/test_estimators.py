"""Estimators are plain formulas, and their gradients are the slopes of those formulas."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.estimators import Estimator, Ratio, UnservedImportance, WeightedDiscrepancy

NO_FEATURES = np.zeros((0, 1, 1))
ESTIMATORS = {2: Ratio(NO_FEATURES), 4: UnservedImportance(NO_FEATURES), 3: WeightedDiscrepancy(NO_FEATURES)}


@pytest.mark.parametrize("size", ESTIMATORS)
@given(data=st.data())
def test_gradients_are_slopes(size: int, data: st.DataObject) -> None:
    sums = np.array(data.draw(st.lists(st.floats(1, 50), min_size=size, max_size=size)))
    estimator, step = ESTIMATORS[size], 1e-6
    slopes = [
        (estimator.value(sums + step * unit) - estimator.value(sums - step * unit)) / (2 * step)
        for unit in np.eye(size)
    ]
    assert estimator.gradient(sums) == pytest.approx(slopes, rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("size", ESTIMATORS)
def test_twice_the_people_give_the_same_figure(size: int) -> None:
    sums = np.arange(1.0, size + 1)
    assert ESTIMATORS[size].value(2 * sums) == pytest.approx(ESTIMATORS[size].value(sums))


@pytest.mark.parametrize("size", ESTIMATORS)
def test_without_a_base_there_is_no_figure(size: int) -> None:
    assert np.isnan(ESTIMATORS[size].value(np.zeros(size)))
    assert np.isnan(ESTIMATORS[size].gradient(np.zeros(size))).any()


def test_features_are_added_up_over_the_joint_table() -> None:
    mean: Estimator = Ratio(np.array([[[1.0, 2.0], [3.0, 0.0]], [[1.0, 1.0], [1.0, 0.0]]]))
    assert mean.of(np.array([[4, 3], [2, 9]])) == (4 * 1 + 3 * 2 + 2 * 3) / (4 + 3 + 2)


def test_the_importance_satisfaction_rating_is_a_product_of_shares() -> None:
    assert UnservedImportance(NO_FEATURES).value(np.array([30.0, 100.0, 20.0, 80.0])) == pytest.approx(0.3 * 0.75)


def test_the_weighted_discrepancy_is_the_gap_times_importance() -> None:
    assert WeightedDiscrepancy(NO_FEATURES).value(np.array([40.0, 25.0, 10.0])) == pytest.approx((4 - 2.5) * 4)
