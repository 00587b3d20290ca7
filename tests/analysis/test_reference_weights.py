"""Weights, weighted scores and their errors equal those of R's survey package on real surveys."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.codebook import Codebook, Design, Role, Variable
from analysis.columns import from_columns
from analysis.diagnosis import diagnose
from analysis.kinds import score_for
from analysis.results import Diagnosis
from analysis.sample import Basis, Features, Groups
from analysis.tally import Tally
from analysis.vocabulary import Measure
from analysis.weighted import Weighted, respondent_weights
from analysis.weights import PLAIN, Margin
from tests.analysis.build import RATING, codebook, measure, picked

pytestmark = pytest.mark.reference

ITEMS = [f"q3_{item:02}" for item in range(1, 17)]
PEOPLE = "508090"


@pytest.fixture(scope="module")
def reference(shared: Path) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads((shared / "data/reference_kc_2021q1.json").read_text("utf-8"))
    return stored


@pytest.fixture(scope="module")
def margins(reference: dict[str, Any]) -> list[Margin]:
    targets = reference["meta"]["targets"]
    people = float(PEOPLE)
    return [
        Margin(name, tuple(shares), tuple(people * share for share in shares.values()))
        for name, shares in targets.items()
    ]


@pytest.fixture(scope="module")
def survey(shared: Path, margins: list[Margin]) -> tuple[pd.DataFrame, Codebook]:
    """All answers of Kansas City; people without a stated age, gender or tenure are left out by the weights."""
    raw = pd.read_csv(shared / "data/kc/kc_resident_2021q1.csv", dtype=str, keep_default_na=False)
    strata = [Variable(m.variable, Role.STRATUM, m.variable, m.variable, levels=m.categories) for m in margins]
    book = codebook(
        *[measure(Measure.STATE, item, RATING) for item in ITEMS],
        *[picked(item, places=1) for item in ITEMS],
        *strata,
        Variable("people", Role.NUMBER, "people", "people"),
    )
    picks = raw[["q4_01", "q4_02", "q4_03"]]
    columns = {f"state.{item}": raw[item].tolist() for item in ITEMS}
    for item in ITEMS:
        chosen = (picks == str(int(item[3:]))).any(axis=1)
        columns[f"picked.{item}"] = ["1" if found else "0" for found in chosen]
    columns |= {m.variable: [code if code in m.categories else "" for code in raw[m.variable]] for m in margins}
    drawn = replace(book, design=Design(sample="probability", fpc="people"))
    return from_columns(columns | {"people": [PEOPLE] * len(raw)}, drawn), drawn


@pytest.fixture(scope="module")
def diagnosis(survey: tuple[pd.DataFrame, Codebook], margins: list[Margin]) -> Diagnosis:
    frame, book = survey
    return diagnose(Tally.from_frame(frame, book), book, threshold=0, margins=margins, rules=PLAIN)


def test_raked_weights_of_kansas_city_equal_those_of_r(
    survey: tuple[pd.DataFrame, Codebook], margins: list[Margin], reference: dict[str, Any]
) -> None:
    result = respondent_weights(*survey, margins, PLAIN)
    weights = [weight for weight in result["weights"] if weight is not None]
    expected = reference["weights"]
    assert (result["n"], result["n_weighted"], result["left_out"], len(weights)) == (1033, 973, 60, 973)
    assert weights[:10] == pytest.approx(expected["first10"], rel=1e-9)
    assert (min(weights), max(weights)) == pytest.approx((expected["min"], expected["max"]), rel=1e-9)
    assert (result["deff"], result["n_eff"]) == pytest.approx((expected["kish_deff"], expected["n_eff"]), rel=1e-9)


def test_raked_scores_and_errors_of_kansas_city_equal_those_of_r(
    diagnosis: Diagnosis, reference: dict[str, Any]
) -> None:
    expected = {item["item"]: item for item in reference["items_raked"]}
    assert len(diagnosis.needs) == 16
    for need in diagnosis.needs:
        item = expected[need.area]
        assert (need.value, need.error) == pytest.approx(tuple(item["IS"]), rel=1e-9)
        assert (need.mean, need.mean_error) == pytest.approx(tuple(item["mean"]), rel=1e-9)


def test_raked_needs_of_kansas_city_come_in_the_order_of_the_reference(
    diagnosis: Diagnosis, reference: dict[str, Any]
) -> None:
    ranks = dict(zip(ITEMS, reference["rank_raked"], strict=True))
    assert {need.area: need.rank for need in diagnosis.needs} == ranks
    assert [(need.area, round(need.value, 4)) for need in diagnosis.needs[:2]] == [("q3_03", 0.5833), ("q3_01", 0.2724)]


def test_tests_of_all_items_by_district_equal_those_of_r(diagnosis: Diagnosis, reference: dict[str, Any]) -> None:
    found = {test.area: test for test in diagnosis.tests if test.variable == "district"}
    for item in reference["tests"]:
        test, expected = found[item["item"]], item["rao_scott_F"]
        assert (test.statistic, test.p) == pytest.approx((expected["statistic"], expected["p"]), rel=1e-9)
        assert [test.df, test.df_residual] == pytest.approx(expected["parameter"], rel=1e-9)


@pytest.fixture(scope="module")
def schools(shared: Path) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads((shared / "data/reference_api.json").read_text("utf-8"))
    return stored


def school_survey(folder: Path, name: str, design: Design, item: str = "api00") -> tuple[pd.DataFrame, Codebook]:
    """One number of each school, as a scale of its own values."""
    raw = pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
    values = tuple(sorted(set(raw[item]), key=float))
    strata = [
        Variable(key, Role.STRATUM, key, key, levels=tuple(sorted(set(raw[key])))) for key in ("stype", "sch.wide")
    ]
    numbers = [Variable(key, role, key, key) for key, role in
               (("pw", Role.WEIGHT), ("fpc", Role.NUMBER), ("dnum", Role.NUMBER)) if key in raw]  # fmt: skip
    index = Variable(item, Role.MEASURE, "api", item, levels=values, measure=Measure.IMPORTANCE, area=item)
    book = replace(codebook(index, *strata, *numbers), design=design)
    return from_columns({variable.name: raw[variable.name].tolist() for variable in book.variables}, book), book


DESIGNS = {
    "strat": ("apistrat", Design("probability", weight="pw", strata="stype", fpc="fpc")),
    "clus1": ("apiclus1", Design("probability", weight="pw", cluster="dnum", fpc="fpc")),
    "srs": ("apisrs", Design("probability", weight="pw", fpc="fpc")),
}


@pytest.mark.parametrize("key", DESIGNS)
def test_means_of_schools_and_their_errors_equal_those_of_r(key: str, shared: Path, schools: dict[str, Any]) -> None:
    name, design = DESIGNS[key]
    frame, book = school_survey(shared / "data/survey_api", name, design)
    result = diagnose(Tally.from_frame(frame, book), book, threshold=0, rules=PLAIN)
    expected, groups = schools[key]["mean"], schools[key]["by_schwide"]
    (need,) = result.needs
    assert (need.mean, need.mean_error) == pytest.approx((expected["est"][0], expected["se"][0]), rel=1e-9)
    assert (need.low, need.high) == pytest.approx((expected["lo"][0], expected["hi"][0]), rel=1e-9)
    cells = [result.breakdowns[1].cell("api00", level) for level in groups["level"]]
    assert [cell.mean for cell in cells] == pytest.approx(groups["est"], rel=1e-9)
    assert [cell.mean_error for cell in cells] == pytest.approx(groups["se"], rel=1e-9)


@pytest.mark.parametrize("key", DESIGNS)
def test_totals_of_schools_and_their_errors_equal_those_of_r(key: str, shared: Path, schools: dict[str, Any]) -> None:
    name, design = DESIGNS[key]
    frame, book = school_survey(shared / "data/survey_api", name, design, "enroll")
    sample = Weighted.of(Tally.from_frame(frame, book), book, [], PLAIN).sample
    mean = score_for(book).mean_level
    basis = Basis.of([mean])
    whole = Groups(Features(sample, basis), np.ones((1, len(sample.keys))))
    pupils = basis.places[id(mean)][0]
    unit = np.zeros((1, 1, 1, len(basis.rows)))
    unit[..., pupils] = 1
    expected = schools[key]["total_enroll"]
    found = (whole.sums[0, 0, pupils], whole.errors(unit)[0, 0])
    assert found == pytest.approx((expected["est"], expected["se"]), rel=1e-9)


def test_a_raked_cluster_sample_has_the_mean_and_error_of_r(shared: Path) -> None:
    folder = shared / "data/survey_api"
    frame, book = school_survey(folder, "apiclus1", DESIGNS["clus1"][1])
    files = {"stype": "apipop_stype.csv", "sch.wide": "apipop_schwide.csv"}
    margins = []
    for variable, file in files.items():
        counts = pd.read_csv(folder / file, dtype={0: str})
        margins.append(Margin(variable, tuple(counts.iloc[:, 0]), tuple(counts["Freq"].astype(float))))
    (need,) = diagnose(Tally.from_frame(frame, book), book, threshold=0, margins=margins, rules=PLAIN).needs
    assert (need.mean, need.mean_error) == pytest.approx((641.230321, 23.703617), abs=1e-6)


def test_the_discrepancy_scores_of_the_offices_equal_the_reference(shared: Path) -> None:
    raw = pd.read_csv(shared / "data/likert_gap/gap.csv", dtype=str, keep_default_na=False)
    items = json.loads((shared / "data/reference_gap.json").read_text("utf-8"))["items"]
    scale = tuple("1234567")
    names = [item["item"] for item in items]
    book = codebook(*[measure(kind, name, scale) for kind in (Measure.STATE, Measure.IMPORTANCE) for name in names])
    columns = {f"state.{name}": raw[name].tolist() for name in names}
    columns |= {f"importance.{name}": raw[f"{name} - Importance"].tolist() for name in names}
    result = diagnose(Tally.from_frame(from_columns(columns, book), book), book, threshold=0)
    assert result.rankings is not None
    ranked = result.rankings.scores.index("ranked_discrepancy")
    places = {row.area: row for row in result.rankings.areas}
    for need, item in ((need, next(i for i in items if i["item"] == need.area)) for need in result.needs):
        assert need.discrepancy == pytest.approx(item["est"]["mwds"], abs=1e-9)
        assert places[need.area].values[ranked] == pytest.approx(item["est"]["rds"], abs=1e-9)


def test_borda_points_of_a_participatory_budget_equal_the_published_score(shared: Path) -> None:
    path = shared / "data/pabulib/poland_krakow_2018_mistrzejowice.pb"
    published = json.loads((shared / "data/reference_published.json").read_text("utf-8"))
    expected = published["poland_krakow_2018_mistrzejowice"]["score"]
    votes = path.read_text("utf-8").split("VOTES\n")[1].split("\n")
    column = votes[0].split(";").index("vote")
    ballots = [line.split(";")[column].split(",") for line in votes[1:] if line]
    book = codebook(*[picked(key) for key in expected])
    columns = {f"picked.{key}": [str(b.index(key) + 1) if key in b else "0" for b in ballots] for key in expected}
    result = diagnose(Tally.from_frame(from_columns(columns, book), book), book, threshold=0)
    assert result.rankings is not None
    borda = result.rankings.scores.index("borda")
    found = {row.area: row.values[borda] for row in result.rankings.areas}
    assert {area: round((value or 0) * len(ballots)) for area, value in found.items()} == expected
