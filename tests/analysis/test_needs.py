"""Need scores, their order and their quadrants, recomputed the plain way."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codebook import Codebook
from analysis.diagnosis import diagnose
from analysis.results import Diagnosis, NeedScore
from analysis.tally import GROUPS, Tally
from analysis.vocabulary import Measure
from analysis.weights import PLAIN, Margin
from tests.analysis.build import codebook, frame, lack, measure, picked, random_frame, stratum

RATED = codebook(
    *[measure(kind, area) for kind in (Measure.IMPORTANCE, Measure.STATE) for area in "abcd"], stratum("age", "xy")
)
LACKING = codebook(*[lack(area) for area in "abcd"], *[picked(area) for area in "abcd"], stratum("age", "xy"))
MARGINS = [Margin("age", ("x", "y"), (0.8, 0.2))]


def diagnosed(book: Codebook, table: pd.DataFrame, margins: list[Margin] | None = None) -> Diagnosis:
    return diagnose(Tally.from_frame(table, book), book, threshold=0, margins=margins or (), rules=PLAIN)


def need(result: Diagnosis, area: str) -> NeedScore:
    return next(each for each in result.needs if each.area == area)


def test_a_weighted_share_is_the_mean_of_the_groups_by_their_size(rng: np.random.Generator) -> None:
    table = random_frame(LACKING, 300, rng, missing=0)
    result = diagnosed(LACKING, table, MARGINS)
    needs = (table["lack.a"] == "2") | (table["picked.a"] != "0")
    by_age = needs.groupby(table["age"], observed=True).mean()
    assert need(result, "a").value == pytest.approx(0.8 * by_age["x"] + 0.2 * by_age["y"])
    assert need(result, "a").unweighted == pytest.approx(needs.mean())


def test_a_post_stratified_share_is_as_sure_as_its_groups(rng: np.random.Generator) -> None:
    table = random_frame(LACKING, 400, rng, missing=0)
    found = need(diagnosed(LACKING, table, MARGINS), "b")
    needs = (table["lack.b"] == "2") | (table["picked.b"] != "0")
    parts = needs.groupby(table["age"], observed=True).agg(["mean", "size"])
    variance = sum(
        share**2 * parts.loc[age, "mean"] * (1 - parts.loc[age, "mean"]) / parts.loc[age, "size"]
        for age, share in (("x", 0.8), ("y", 0.2))
    )
    assert found.error == pytest.approx(np.sqrt(variance * 400 / 399))


def test_unmet_needs_come_with_the_weighted_discrepancy() -> None:
    table = frame(RATED, {"importance.a": "5 4 3 5 - 1", "state.a": "1 2 1 - 1 5"})
    gaps = [(5, 1), (4, 2), (3, 1), (1, 5)]
    importance = np.mean([i for i, _ in gaps])
    assert need(diagnosed(RATED, table), "a").discrepancy == pytest.approx(
        np.mean([i - s for i, s in gaps]) * importance
    )


def test_scores_that_agree_are_called_robust() -> None:
    columns = {f"importance.{area}": "5 5 5 5" for area in "abcd"}
    columns |= {"state.a": "1 1 1 1", "state.b": "1 1 1 3", "state.c": "1 1 3 3", "state.d": "3 3 3 3"}
    rankings = diagnosed(RATED, frame(RATED, columns)).rankings
    assert rankings is not None
    assert rankings.scores == ("need", "discrepancy", "ranked_discrepancy")
    assert (rankings.robust, rankings.areas[0].area, rankings.areas[0].ranks) == (True, "a", (1, 1, 1))


def test_scores_that_disagree_are_said_aloud() -> None:
    picks = {"picked.a": "0 0 0 0", "picked.b": "0 0 0 0", "picked.c": "0 0 0 0", "picked.d": "1 1 1 0"}
    lacks = {"lack.a": "2 2 2 2", "lack.b": "1 1 1 1", "lack.c": "1 1 1 1", "lack.d": "0 0 0 0"}
    rankings = diagnosed(LACKING, frame(LACKING, picks | lacks)).rankings
    assert rankings is not None
    assert rankings.tau is not None
    assert rankings.tau < 0
    row = next(row for row in rankings.areas if row.area == "d")
    assert row.span == max(row.ranks) - min(row.ranks) == 3  # type: ignore[type-var, operator]


def test_the_chances_to_be_among_the_first_three_add_up_to_three(rng: np.random.Generator) -> None:
    result = diagnosed(LACKING, random_frame(LACKING, 200, rng))
    assert sum(each.p_top3 or 0 for each in result.needs) == pytest.approx(3)


def test_replicates_are_those_of_the_needs_in_their_order(rng: np.random.Generator) -> None:
    result = diagnosed(LACKING, random_frame(LACKING, 200, rng))
    replicates = np.array(result.replicates)
    assert replicates.shape == (GROUPS, 4)
    assert replicates.mean(axis=0) == pytest.approx([each.value for each in result.needs], abs=0.01)


def test_the_same_answers_give_the_same_diagnosis(rng: np.random.Generator) -> None:
    table = random_frame(LACKING, 100, rng)
    assert diagnosed(LACKING, table) == diagnosed(LACKING, table)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6), weigh=st.booleans())
def test_the_order_of_rows_does_not_matter(seed: int, weigh: bool) -> None:
    rng = np.random.default_rng(seed)
    table = random_frame(LACKING, 80, rng)
    mixed = table.sample(frac=1, random_state=seed).reset_index(drop=True)
    one, other = (diagnosed(LACKING, each, MARGINS if weigh else None) for each in (table, mixed))
    assert one.needs == other.needs
    assert one.breakdowns == other.breakdowns


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6), times=st.integers(2, 4))
def test_the_same_people_several_times_need_the_same(seed: int, times: int) -> None:
    table = random_frame(LACKING, 60, np.random.default_rng(seed))
    repeated = pd.concat([table] * times, ignore_index=True)
    one, many = (diagnosed(LACKING, each, MARGINS) for each in (table, repeated))
    for each in one.needs:
        again = need(many, each.area)
        assert (again.value, again.mean, again.share) == pytest.approx((each.value, each.mean, each.share))
        assert again.n == times * each.n
        assert (again.error or 0) < (each.error or 0) or each.error == 0


def test_a_quadrant_is_named_only_where_the_whole_ellipse_lies_in_it() -> None:
    surely = {f"importance.{area}": "5 4 " * 50 if area in "ab" else "1 2 " * 50 for area in "abcd"}
    surely |= {f"state.{area}": "1 2 " * 50 if area in "ac" else "5 4 " * 50 for area in "abcd"}
    points = {point.area: point for point in diagnosed(RATED, frame(RATED, surely)).quadrant}
    assert {area: point.place for area, point in points.items()} == {"a": "gap", "b": "keep", "c": "low", "d": "enough"}
    assert {point.place_fixed for point in points.values()} == {"gap", "keep", "low", "enough"}


def test_few_answers_leave_the_quadrant_open(rng: np.random.Generator) -> None:
    points = diagnosed(RATED, random_frame(RATED, 12, rng)).quadrant
    assert {point.place for point in points} == {""}


def test_the_ellipse_holds_both_figures_at_once(rng: np.random.Generator) -> None:
    table = random_frame(RATED, 300, rng, missing=0)
    point = diagnosed(RATED, table).quadrant[0]
    ratings = [table[f"{kind}.a"].astype(str).astype(float) for kind in ("importance", "state")]
    radius = np.sqrt(5.991464547)  # the 0.95 quantile of chi-square with two degrees of freedom
    assert point.ellipse[0] == pytest.approx(radius * ratings[0].sem(), rel=1e-6)
    assert point.ellipse[1] == pytest.approx(radius * ratings[1].sem(), rel=1e-6)
    assert point.ellipse[2] == pytest.approx(np.corrcoef(*ratings)[0, 1], abs=1e-9)


def test_an_interval_after_weighting_is_wider_than_before(rng: np.random.Generator) -> None:
    table = random_frame(LACKING, 300, rng, missing=0)
    lopsided = [Margin("age", ("x", "y"), (0.97, 0.03))]
    plain, weighted = (need(diagnosed(LACKING, table, margins), "a") for margins in ([], lopsided))
    assert weighted.high - weighted.low > plain.high - plain.low
