"""Plainer guesses, recomputed: none of them looks at the case it judges."""

import pytest

from analysis.recommender import baselines
from analysis.recommender.baselines import rule_of
from analysis.recommender.casebook import measures
from tests.analysis.recommender.build import KNOWN, MANY_MATTERS, ONE_MATTER, situation

SITUATIONS = [
    situation(horizon="once", area_shares=ONE_MATTER),
    situation(horizon="bounded", area_shares=ONE_MATTER),
    situation(horizon="long", area_shares=ONE_MATTER),
    situation(horizon="long", area_shares=MANY_MATTERS),
] * 3
KINDS = [0, 1, 2, 3] * 3


def test_the_most_frequent_type_is_counted_among_the_other_cases():
    found = baselines.rows(SITUATIONS[:3], [0, 0, 2], KNOWN)["frequent"]
    assert found[0] == pytest.approx((2 / 6, 1 / 6, 2 / 6, 1 / 6))
    assert found[2] == pytest.approx((3 / 6, 1 / 6, 1 / 6, 1 / 6))


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"horizon": "once"}, "event"),
        ({"fixed_date": True}, "event"),
        ({"horizon": "long", "fixed_date": True}, "thematic"),
        ({"horizon": "bounded"}, "project"),
        ({"funding": "grant"}, "project"),
        ({"high_needs": 3}, "strategic"),
        ({"high_needs": 3, "one_group": True}, "thematic"),
        ({"high_needs": 3, "dominated": True}, "thematic"),
        ({}, "thematic"),
    ],
)
def test_the_rule_has_three_lines(facts, kind):
    assert rule_of(facts) == kind


def test_the_rule_is_as_sure_as_it_is_right_on_the_other_cases():
    found = baselines.rows(SITUATIONS, [*KINDS[:-1], 0], KNOWN)["rule"]
    assert found[0][0] == pytest.approx((10 + 1) / 13)
    assert found[-1][3] == pytest.approx((11 + 1) / 13)
    assert found[-1][0] == pytest.approx(found[-1][1])


def test_the_regression_learns_from_other_folds():
    situations, kinds = SITUATIONS * 4, KINDS * 4
    found = baselines.rows(situations, kinds, KNOWN)["regression"]
    assert measures(found, kinds)["first"] == 1
    turned = baselines.rows(situations, [3, *kinds[1:]], KNOWN)["regression"]
    assert turned[0] == pytest.approx(found[0])


def test_there_is_no_regression_over_a_few_cases_or_one_type():
    assert set(baselines.rows(SITUATIONS[:9], KINDS[:9], KNOWN)) == {"frequent", "rule"}
    assert set(baselines.rows(SITUATIONS, [1] * 12, KNOWN)) == {"frequent", "rule"}


def test_every_row_sums_to_one():
    for rows in baselines.rows(SITUATIONS, KINDS, KNOWN).values():
        assert [sum(row) for row in rows] == pytest.approx([1] * len(SITUATIONS))


def test_the_calibration_error_is_the_gap_between_sure_and_right():
    rows = [(0.75, 0.25, 0.0, 0.0)] * 4 + [(0.1, 0.9, 0.0, 0.0)]
    found = measures(rows, [0, 0, 0, 1, 1])
    assert found["calibration_error"] == pytest.approx((4 * abs(0.75 - 3 / 4) + abs(0.9 - 1)) / 5)
