"""Tests of group differences equal those of R (survey 4.1, stats 4.2) on four public surveys."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import comparison
from analysis.comparison import (
    benjamini_hochberg,
    cramers_v,
    epsilon_squared,
    holm,
    kruskal_wallis,
    mean_test,
    rank_test,
    rao_scott,
)
from tests.analysis.rowwise import (
    RowDesign,
    covariance,
    mean_ranks_of,
    rake,
    ranks_by_level,
    ranks_by_row,
    shares_of,
)

pytestmark = pytest.mark.reference

CLOSE = 1e-6


def stored(shared: Path, name: str) -> dict[str, Any]:
    return dict(json.loads((shared / f"data/reference_{name}.json").read_text("utf-8")))


def codes(column: pd.Series) -> np.ndarray:
    """Sorted values as 0, 1, ...; blanks as -1."""
    places = {value: place for place, value in enumerate(sorted(set(column) - {""}))}
    return np.array([places.get(value, -1) for value in column], dtype=np.int64)


def same_f(found: comparison.Test, reference: dict[str, Any]) -> None:
    df, df_residual = reference["parameter"]
    assert found.statistic == pytest.approx(reference["statistic"], rel=CLOSE)
    assert (found.df, found.df_residual) == pytest.approx((df, df_residual), rel=CLOSE)
    assert found.p == pytest.approx(reference["p"], rel=CLOSE)


def same_ranks(found: comparison.Test, reference: dict[str, Any]) -> None:
    """R names the statistic of more than two groups the parameter, and the other way round."""
    assert found.df == reference["statistic"]
    assert found.statistic * found.df == pytest.approx(reference["parameter"], rel=CLOSE)
    assert found.p == pytest.approx(reference["p"], rel=CLOSE)


@dataclass
class KansasCity:
    """Respondents raked to four margins, and R's results by item."""

    survey: pd.DataFrame
    design: RowDesign
    reference: dict[str, Any]

    @property
    def tests(self) -> list[dict[str, Any]]:
        return list(self.reference["tests"])

    def satisfied(self, item: str) -> np.ndarray:
        """1 for a rating of 4 or 5, 0 for less, -1 for none."""
        rating = pd.to_numeric(self.survey[item], errors="coerce")
        return np.where(rating.isna(), -1, rating >= 4).astype(np.int64)

    def difference(self, item: str) -> comparison.Test:
        district = codes(self.survey["district"])
        shares, spread = shares_of(district, self.satisfied(item), self.design)
        return rao_scott(shares, spread, len(district), self.design.degrees)


@pytest.fixture(scope="module")
def kansas_city(shared: Path) -> KansasCity:
    survey = pd.read_csv(shared / "data/kc/kc_resident_2021q1.csv", dtype=str, keep_default_na=False)
    survey = survey[(survey[["age", "gender", "tenure"]] != "").all(axis=1)]
    reference = stored(shared, "kc_2021q1")
    population, targets = reference["meta"]["N"], reference["meta"]["targets"]
    margins = tuple(codes(survey[name]) for name in targets)
    totals = [population * np.array([target[level] for level in sorted(target)]) for target in targets.values()]
    return KansasCity(survey, RowDesign.plain(rake(margins, totals), population, margins), reference)


def test_the_test_helper_rakes_as_r(kansas_city: KansasCity) -> None:
    assert kansas_city.design.weights[:10] == pytest.approx(kansas_city.reference["weights"]["first10"], rel=1e-9)


def test_the_test_helper_has_the_errors_of_r(kansas_city: KansasCity) -> None:
    for item in kansas_city.reference["items_raked"]:
        satisfied = kansas_city.satisfied(item["item"])
        share, spread = shares_of(np.zeros_like(satisfied), satisfied, kansas_city.design)
        assert (share[0, 1], np.sqrt(spread[1, 1])) == pytest.approx(item["sat"], rel=CLOSE)


def test_rao_and_scotts_test_after_raking_equals_r(kansas_city: KansasCity) -> None:
    assert len(kansas_city.tests) == 16
    for reference in kansas_city.tests:
        same_f(kansas_city.difference(reference["item"]), reference["rao_scott_F"])


def test_adjusted_p_values_equal_r(kansas_city: KansasCity) -> None:
    p = [kansas_city.difference(reference["item"]).p for reference in kansas_city.tests]
    adjusted = kansas_city.reference["adjust"]
    assert holm(p) == pytest.approx(adjusted["holm"], rel=CLOSE)
    assert benjamini_hochberg(p) == pytest.approx(adjusted["BH"], rel=CLOSE)


def test_one_kansas_city_difference_is_left_after_adjustment(kansas_city: KansasCity) -> None:
    p = np.array([kansas_city.difference(reference["item"]).p for reference in kansas_city.tests])
    found = [int((values < 0.05).sum()) for values in (p, holm(p), benjamini_hochberg(p))]
    assert found == [4, 1, 1]


def unweighted(kansas_city: KansasCity, item: str, values: np.ndarray) -> np.ndarray:
    return pd.crosstab(codes(kansas_city.survey["district"])[values >= 0], values[values >= 0]).to_numpy()


def test_cramers_v_equals_r(kansas_city: KansasCity) -> None:
    for reference in kansas_city.tests:
        table = unweighted(kansas_city, reference["item"], kansas_city.satisfied(reference["item"]))
        assert cramers_v(table) == pytest.approx(reference["cramer_v"], rel=CLOSE)


def test_kruskal_and_wallis_test_of_kansas_city_equals_r(kansas_city: KansasCity) -> None:
    for reference in kansas_city.tests:
        table = unweighted(kansas_city, reference["item"], codes(kansas_city.survey[reference["item"]]))
        found, expected = kruskal_wallis(table), reference["kruskal"]
        assert (found.statistic, found.p) == pytest.approx((expected["statistic"], expected["p"]), rel=CLOSE)
        assert found.effect == pytest.approx(reference["epsilon2"], rel=CLOSE)


def ranked_kansas_city(kansas_city: KansasCity, item: str, rank: Any) -> comparison.Test:
    """The test of R's svyranktest with the ranks of `rank`; it takes the weights of those who answered."""
    rating = pd.to_numeric(kansas_city.survey[item], errors="coerce").to_numpy()
    known = ~np.isnan(rating)
    ranks = np.full(len(rating), np.nan)
    ranks[known] = rank(rating[known], kansas_city.design.weights[known])
    means, spread = mean_ranks_of(codes(kansas_city.survey["district"]), ranks, kansas_city.design)
    return mean_test(means, spread, int(known.sum()) - 1)


def test_the_rank_test_after_raking_equals_r_for_its_ranks(kansas_city: KansasCity) -> None:
    for reference in kansas_city.tests:
        same_ranks(ranked_kansas_city(kansas_city, reference["item"], ranks_by_row), reference["svy_kruskal"])


def test_midranks_come_to_nearly_the_same_as_the_ranks_of_r(kansas_city: KansasCity) -> None:
    for reference in kansas_city.tests:
        found = ranked_kansas_city(kansas_city, reference["item"], ranks_by_level)
        assert found.p == pytest.approx(reference["svy_kruskal"]["p"], abs=0.02)


def api(shared: Path, name: str) -> tuple[pd.DataFrame, RowDesign]:
    """The school samples of R's survey package: stratified, by clusters, simple."""
    file = {"strat": "apistrat", "clus1": "apiclus1", "srs": "apisrs"}[name]
    survey = pd.read_csv(shared / f"data/survey_api/{file}.csv")
    n = len(survey)
    strata = codes(survey["stype"]) if name == "strat" else np.zeros(n, dtype=np.int64)
    clusters = codes(survey["dnum"]) if name == "clus1" else np.arange(n)
    return survey, RowDesign(survey["pw"].to_numpy(float), strata, clusters, survey["fpc"].to_numpy(float))


@pytest.mark.parametrize("name", ["strat", "clus1", "srs"])
def test_rao_and_scotts_test_of_schools_equals_r(shared: Path, name: str) -> None:
    survey, design = api(shared, name)
    shares, spread = shares_of(codes(survey["sch.wide"]), codes(survey["awards"]), design)
    found = rao_scott(shares, spread, len(survey), design.degrees)
    same_f(found, stored(shared, "api")[name]["chisq"]["F"])


@pytest.mark.parametrize("name", ["strat", "clus1", "srs"])
def test_the_rank_test_of_schools_equals_r(shared: Path, name: str) -> None:
    survey, design = api(shared, name)
    ranks = ranks_by_row(survey["api00"].to_numpy(float), design.weights)
    means, spread = mean_ranks_of(codes(survey["stype"]), ranks, design)
    same_ranks(mean_test(means, spread, design.degrees), stored(shared, "api")[name]["kruskal"])


@pytest.mark.parametrize("name", ["strat", "clus1", "srs"])
def test_the_rank_test_of_two_groups_is_the_square_of_the_t_of_r(shared: Path, name: str) -> None:
    survey, design = api(shared, name)
    ranks = ranks_by_row(survey["api00"].to_numpy(float), design.weights)
    found = mean_test(*mean_ranks_of(codes(survey["sch.wide"]), ranks, design), design.degrees)
    expected = stored(shared, "api")[name]["wilcoxon"]
    assert found.statistic == pytest.approx(expected["statistic"] ** 2, rel=CLOSE)
    assert (found.df_residual, found.p) == pytest.approx((expected["parameter"], expected["p"]), rel=CLOSE)


@pytest.mark.parametrize("name", ["clus1", "srs"])
def test_with_equal_weights_the_test_from_totals_equals_r(shared: Path, name: str) -> None:
    survey, design = api(shared, name)
    group, score = codes(survey["stype"]), survey["api00"].to_numpy(float)
    _, spread = mean_ranks_of(group, ranks_by_level(score, design.weights), design)
    table = pd.crosstab(group, score, design.weights, aggfunc="sum").fillna(0).to_numpy()
    same_ranks(rank_test(table, spread, design.degrees), stored(shared, "api")[name]["kruskal"])


def test_rao_and_scotts_test_of_clusters_in_strata_equals_r(shared: Path) -> None:
    survey = pd.read_csv(shared / "data/survey_api/nhanes.csv")
    columns = (survey[name].to_numpy(np.int64) for name in ("SDMVSTRA", "SDMVPSU"))
    design = RowDesign(survey["WTMEC2YR"].to_numpy(float), *columns, np.full(len(survey), np.inf))
    high = survey["HI_CHOL"].fillna(-1).to_numpy(np.int64)
    shares, spread = shares_of(high, codes(survey["race"]), design)
    assert design.degrees == 16
    same_f(rao_scott(shares, spread, len(survey), design.degrees), stored(shared, "nhanes")["chisq"]["F"])


@pytest.fixture(scope="module")
def tampa(shared: Path) -> list[tuple[comparison.Test, dict[str, Any], np.ndarray]]:
    """The test of each priority by income, R's results, and the table."""
    survey = pd.read_csv(shared / "data/tampa/tampa_2024.csv", dtype=str, keep_default_na=False)
    found = []
    for reference in stored(shared, "tampa")["items"]:
        answered = survey[(survey["HHINCOME"] != "") & (survey[f"PRIORITY_{reference['item']}"] != "")]
        table = pd.crosstab(answered["HHINCOME"], answered[f"PRIORITY_{reference['item']}"]).to_numpy()
        found.append((kruskal_wallis(table), reference, table))
    return found


def test_kruskal_and_wallis_test_of_tampa_equals_r(
    tampa: list[tuple[comparison.Test, dict[str, Any], np.ndarray]],
) -> None:
    assert len(tampa) == 16
    for found, reference, table in tampa:
        expected = reference["kw_income"]
        assert found.df == expected["parameter"]
        assert (found.statistic, found.p) == pytest.approx((expected["statistic"], expected["p"]), rel=CLOSE)
        assert found.effect == epsilon_squared(found.statistic, table.sum())
        # The reference divides by all who rated the item, also those who did not state their income.
        assert epsilon_squared(found.statistic, reference["n"]) == pytest.approx(reference["epsilon2"], rel=CLOSE)


def test_adjusted_p_values_of_tampa_equal_r(
    shared: Path, tampa: list[tuple[comparison.Test, dict[str, Any], np.ndarray]]
) -> None:
    adjusted = stored(shared, "tampa")["adjust_income"]
    p = [found.p for found, _, _ in tampa]
    assert holm(p) == pytest.approx(adjusted["holm"], rel=CLOSE)
    assert benjamini_hochberg(p) == pytest.approx(adjusted["BH"], rel=CLOSE)


def test_the_test_helper_has_the_error_of_the_stratified_mean(shared: Path) -> None:
    survey, design = api(shared, "strat")
    score = survey["api00"].to_numpy(float)
    mean = np.average(score, weights=design.weights)
    spread = covariance((score - mean)[:, None] / design.weights.sum(), design)
    assert (mean, np.sqrt(spread[0, 0])) == pytest.approx((662.287363159321, 9.40894080278458), rel=1e-9)
