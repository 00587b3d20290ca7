"""Two public surveys, diagnosed and compared with results of R (survey 4.1) and with published ones."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.codebook import Area, Codebook, Role, Variable
from analysis.columns import from_columns
from analysis.diagnosis import diagnose
from analysis.intervals import critical_value
from analysis.results import Diagnosis, NeedScore
from analysis.tally import Tally
from analysis.vocabulary import Measure, ScoreKind
from tests.analysis.build import RATING, codebook, measure, picked

pytestmark = pytest.mark.reference

KC_ITEMS = [f"{item:02}" for item in range(1, 17)]
PRIORITIES = ("0.0", "1.0", "2.0", "3.0", "4.0")


def raw(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def kansas_city(shared: Path) -> Diagnosis:
    """Respondents with age, gender and tenure, as in the reference; their picks as one column per area."""
    survey = raw(shared / "data/kc/kc_resident_2021q1.csv")
    survey = survey[(survey[["age", "gender", "tenure"]] != "").all(axis=1)]
    book = codebook(
        *[measure(Measure.STATE, f"q3_{item}", RATING) for item in KC_ITEMS],
        *[picked(f"q3_{item}", places=1) for item in KC_ITEMS],
    )
    picks = survey[["q4_01", "q4_02", "q4_03"]]
    columns = {f"state.q3_{item}": survey[f"q3_{item}"].tolist() for item in KC_ITEMS}
    columns |= {
        f"picked.q3_{item}": (picks == str(int(item))).any(axis=1).map({True: "1", False: "0"}).tolist()
        for item in KC_ITEMS
    }
    return diagnose(Tally.from_frame(from_columns(columns, book), book), book, threshold=0)


@pytest.fixture(scope="module")
def kansas_city_reference(shared: Path) -> dict[str, Any]:
    """R's results; its errors for a sample of n out of N freed from the factor sqrt(1 - n/N)."""
    stored = json.loads((shared / "data/reference_kc_2021q1.json").read_text("utf-8"))
    finite = np.sqrt(1 - stored["meta"]["n"] / stored["meta"]["N"])
    items = stored["items_unweighted"]
    return {item["item"]: item | {"IS": (item["IS"][0], item["IS"][1] / finite)} for item in items}


@pytest.fixture(scope="module")
def tampa(shared: Path) -> Diagnosis:
    survey = raw(shared / "data/tampa/tampa_2024.csv")
    names = [name for name in survey.columns if name.startswith("PRIORITY_")][4:]
    variables = [
        Variable(name, Role.MEASURE, "priority", name, levels=PRIORITIES, measure=Measure.IMPORTANCE, area=name[9:])
        for name in names
    ]
    book = Codebook("Tampa Bay 2024", tuple(Area(name[9:], name[9:]) for name in names), tuple(variables))
    return diagnose(Tally.from_frame(from_columns(survey[names].to_dict("list"), book), book), book)


@pytest.fixture(scope="module")
def tampa_reference(shared: Path) -> dict[str, Any]:
    stored = json.loads((shared / "data/reference_tampa.json").read_text("utf-8"))
    return {item["item"]: item for item in stored["items"]}


def half_width(need: NeedScore) -> float:
    return (need.high - need.low) / 2 / critical_value(0.95)


def test_kansas_city_scores_and_errors_equal_those_of_r(
    kansas_city: Diagnosis, kansas_city_reference: dict[str, Any]
) -> None:
    assert kansas_city.kind == ScoreKind.IMPORTANCE_SATISFACTION
    assert len(kansas_city.needs) == 16
    for need in kansas_city.needs:
        value, error = kansas_city_reference[need.area]["IS"]
        assert need.value == pytest.approx(value, abs=1e-12)
        assert half_width(need) == pytest.approx(error, abs=1e-12)
        assert need.mean == pytest.approx(kansas_city_reference[need.area]["mean"][0], abs=1e-12)


def test_kansas_city_needs_come_in_the_order_of_the_reference(
    kansas_city: Diagnosis, kansas_city_reference: dict[str, Any]
) -> None:
    scores = {area: item["IS"][0] for area, item in kansas_city_reference.items()}
    assert [need.area for need in kansas_city.needs] == sorted(scores, key=scores.__getitem__, reverse=True)
    assert kansas_city.needs[0].area == "q3_03"


def test_kansas_city_quadrant_shows_the_picked_share_and_the_mean_state(
    kansas_city: Diagnosis, kansas_city_reference: dict[str, Any]
) -> None:
    assert (kansas_city.importance_axis, kansas_city.state_axis) == ("picked_share", "mean_state")
    for point in kansas_city.quadrant:
        reference = kansas_city_reference[point.area]
        expected = (reference["imp"][0], reference["mean"][0])
        assert (point.importance, point.state) == pytest.approx(expected, abs=1e-12)


def test_tampa_means_and_errors_equal_those_of_r(tampa: Diagnosis, tampa_reference: dict[str, Any]) -> None:
    assert tampa.kind == ScoreKind.MEAN_IMPORTANCE
    assert len(tampa.needs) == 16
    for need in tampa.needs:
        reference = tampa_reference[need.area]
        assert need.n == reference["n"]
        assert need.value == pytest.approx(reference["mean"], abs=1e-12)
        assert half_width(need) == pytest.approx(reference["se"], abs=1e-12)


def test_tampa_top_two_shares_follow_from_the_shown_answers(tampa: Diagnosis, tampa_reference: dict[str, Any]) -> None:
    for answers in tampa.answers:
        share = sum(answers.counts[-2:]) / sum(answers.counts)
        assert share == pytest.approx(tampa_reference[answers.area]["top2"], abs=1e-12)


def test_tampa_first_needs_are_the_published_ones(tampa: Diagnosis) -> None:
    assert [need.area for need in tampa.needs[:3]] == ["CSTLIV", "ACSHLT", "FLDPRT"]
    assert [round(need.value, 3) for need in tampa.needs[:3]] == [3.320, 2.882, 2.834]


def test_every_rank_lies_in_its_rank_set(kansas_city: Diagnosis, tampa: Diagnosis) -> None:
    for need in (*kansas_city.needs, *tampa.needs):
        assert need.rank_low <= need.rank <= need.rank_high
    assert np.mean([need.rank_high - need.rank_low for need in kansas_city.needs]) < 15
