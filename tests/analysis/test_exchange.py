"""The published diagnosis keeps its contract, says what the diagnosis says, and tells nothing that is withheld."""

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from math import nan
from typing import Any

import numpy as np
import pytest

from analysis.codebook import Codebook
from analysis.diagnosis import diagnose
from analysis.errors import CodebookError
from analysis.exchange import published
from analysis.results import (
    Burst,
    Consensus,
    Diagnosis,
    ItemResponse,
    Keyword,
    Quality,
    Segment,
    SegmentArea,
    Segmentation,
    ThemeCount,
    Themes,
)
from analysis.tally import Tally
from analysis.vocabulary import Measure, ScoreKind
from tests.analysis.build import LACK, codebook, frame, measure, picked, random_frame, stratum
from tests.analysis.conforming import faults, schema
from tests.analysis.samples import lack_diagnosis, rating_diagnosis, withheld

AREAS = ("care", "sport", "roads", "green")
ASKED = {
    "lack": [Measure.LACK],
    "lack and picked": [Measure.LACK, Measure.PICKED],
    "importance and state": [Measure.IMPORTANCE, Measure.STATE],
    "state and picked": [Measure.STATE, Measure.PICKED],
    "importance": [Measure.IMPORTANCE],
    "state": [Measure.STATE],
    "picked": [Measure.PICKED],
}
SCALES = {Measure.LACK: LACK, Measure.PICKED: tuple("0123")}


def book_of(asked: str) -> Codebook:
    items = [measure(kind, area, SCALES.get(kind, tuple("12345"))) for kind in ASKED[asked] for area in AREAS]
    return codebook(*items, stratum("age", "xyz"))


def diagnosed(asked: str, rng: np.random.Generator, n: int = 300, threshold: int = 5) -> tuple[Diagnosis, Codebook]:
    book = book_of(asked)
    return diagnose(Tally.from_frame(random_frame(book, n, rng), book), book, threshold=threshold), book


def with_all_parts(diagnosis: Diagnosis) -> Diagnosis:
    """The diagnosis with themes, segments and quality written down by hand."""
    care, sport = SegmentArea("care", 0.4, 0.5), SegmentArea("sport", -0.3, -0.2)
    word = Keyword("age", "x", "autobus", 7, 2.5)
    theme = ThemeCount("bus", "Autobusy", 12, 0.4, 0.25, 0.6, ("Brak [nazwa]",))
    hidden = ThemeCount("shop", "Sklepy", None, None, None, None, ())
    return replace(
        diagnosis,
        themes=(Themes("open", "Czego brakuje?", 30, None, (theme, hidden), (word,)),),
        segmentation=Segmentation(
            "", 200, 0.4, 0.9, (Segment("s1", 80, 0.4, (care,), (sport,)),), (Consensus("care", 0.5, 0.7),)
        ),
        quality=Quality(
            300, 3, 2, 250, 0, (ItemResponse("lack.care", "Opieka", 280, 10, 10),), (Burst("", "2024-05-01", 40, 2.5),)
        ),
    )


def described(rule: dict[str, Any], where: str = "$") -> Iterator[str]:
    """Places of a schema whose field has no description."""
    if not rule.get("description"):
        yield where
    for key, part in rule.get("properties", {}).items():
        yield from described(part, f"{where}.{key}")
    if "items" in rule:
        yield from described(rule["items"], f"{where}[]")


@pytest.mark.parametrize("asked", ASKED)
def test_every_kind_of_diagnosis_keeps_the_contract(asked: str, rng: np.random.Generator) -> None:
    data = published(*diagnosed(asked, rng))
    assert list(faults(data, schema("diagnosis"))) == []
    assert json.loads(json.dumps(data, allow_nan=False)) == data


@pytest.mark.parametrize("made", [lack_diagnosis(), rating_diagnosis(), with_all_parts(lack_diagnosis())])
def test_diagnoses_written_by_hand_keep_the_contract(made: Diagnosis) -> None:
    book = replace(book_of("lack"), areas=made.areas, variables=())
    assert list(faults(published(made, book), schema("diagnosis"))) == []


def test_the_contract_has_exactly_its_keys(rng: np.random.Generator) -> None:
    data = published(*diagnosed("lack", rng))
    assert list(data) == [
        *("version", "n", "n_weighted", "sample", "kind", "level", "weights", "areas", "groups", "rankings", "themes"),
        "segments",
        *("segmentation", "quality", "tests", "minorities", "suppressed"),
    ]
    keys = "key n dont_know no_answer mean mean_se share share_se share_ci discrepancy unweighted rank rank_ci p_top3"
    assert set(data["areas"][0]) == set(keys.split())
    assert set(data["groups"][0]) == set(
        "stratum value area n mean mean_se share share_se difference p_adjusted".split()
    )


def test_areas_say_what_the_diagnosis_says(rng: np.random.Generator) -> None:
    diagnosis, book = diagnosed("importance and state", rng)
    for area, need in zip(published(diagnosis, book)["areas"], diagnosis.needs, strict=True):
        assert (area["key"], area["n"], area["rank"]) == (need.area, need.n, need.rank)
        assert (area["share_se"], area["mean_se"]) == (need.share_error, need.mean_error)
        assert area["share_ci"] == [need.share_low, need.share_high]
        assert area["rank_ci"] == [need.rank_low, need.rank_high]
        assert (area["discrepancy"], area["p_top3"]) == (need.discrepancy, need.p_top3)


def test_a_lack_share_is_that_of_the_answers() -> None:
    book = codebook(measure(Measure.LACK, "care", LACK), picked("care", 1))
    answers = frame(book, {"lack.care": "2 1 0 ? - 0", "picked.care": "0 0 1 0 0 0"})
    (area,) = published(diagnose(Tally.from_frame(answers, book), book, threshold=0), book)["areas"]
    assert (area["n"], area["share"], area["mean"]) == (4, 2 / 4, 3 / 4)


def test_weights_and_their_respondents(rng: np.random.Generator) -> None:
    diagnosis, book = diagnosed("lack", rng)
    data = published(diagnosis, book)
    assert (data["n"], data["n_weighted"]) == (300, 300)
    assert set(data["weights"]) == set(schema("diagnosis")["properties"]["weights"]["required"])
    assert data["weights"]["method"] == "equal"


def test_an_area_that_nobody_rated_comes_last_without_figures() -> None:
    book = book_of("lack")
    answers = frame(book, {"lack.care": "? -", "lack.sport": "2 0", "lack.roads": "1 0", "lack.green": "2 2"})
    data = published(diagnose(Tally.from_frame(answers, book), book, threshold=0), book)
    last = data["areas"][-1]
    assert (last.pop("key"), last.pop("n")) == ("care", 0)
    assert set(last.values()) == {None}


def book_like(diagnosis: Diagnosis) -> Codebook:
    return Codebook("t", diagnosis.areas, ())


def test_suppressed_cells_are_listed_and_null(rng: np.random.Generator) -> None:
    diagnosis, book = diagnosed("lack", rng, n=60, threshold=10)
    data = published(diagnosis, book)
    hidden = {(cell["stratum"], cell["value"], cell["area"]) for cell in data["suppressed"]}
    assert len(hidden) == sum(breakdown.suppressed for breakdown in diagnosis.breakdowns) > 0
    for cell in data["groups"]:
        figures = [value for key, value in cell.items() if key not in {"stratum", "value", "area"}]
        if (cell["stratum"], cell["value"], cell["area"]) in hidden:
            assert set(figures) == {None}
        else:
            assert cell["n"] is not None


@pytest.mark.parametrize("asked", ["lack", "importance and state"])
def test_a_withheld_diagnosis_says_only_how_many_answered(asked: str, rng: np.random.Generator) -> None:
    data = published(*diagnosed(asked, rng, n=3))
    assert list(faults(data, schema("diagnosis"))) == []
    assert (data.pop("version"), data.pop("n"), data.pop("sample"), data.pop("level")) == (1, 3, "open", 0.95)
    assert data.pop("kind") in set(ScoreKind)
    assert all(value is None or value == [] for value in data.values())


def test_a_withheld_sample_is_empty_too() -> None:
    made = withheld()
    assert published(made, book_like(made))["areas"] == []


def test_what_is_no_number_becomes_null(rng: np.random.Generator) -> None:
    diagnosis, book = diagnosed("lack", rng)
    broken = replace(diagnosis, needs=tuple(replace(need, mean_error=nan) for need in diagnosis.needs))
    data = published(broken, book)
    assert {area["mean_se"] for area in data["areas"]} == {None}


def test_segments_stand_by_themselves() -> None:
    made = with_all_parts(lack_diagnosis())
    data = published(made, book_like(made))
    assert [segment["key"] for segment in data["segments"]] == ["s1"]
    assert "segments" not in data["segmentation"]
    assert data["themes"][0]["themes"][1]["count"] is None


def test_a_codebook_of_another_questionnaire_is_refused(rng: np.random.Generator) -> None:
    diagnosis, _ = diagnosed("lack", rng)
    with pytest.raises(CodebookError, match=r"area '.*' is not in the codebook; there are: other"):
        published(diagnosis, codebook(measure(Measure.LACK, "other", LACK)))


def keys_of(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every key of a nested object, one item of each list standing for all."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield (*path, key)
            yield from keys_of(item, (*path, key))
    elif isinstance(value, list) and value:
        yield from keys_of(value[0], (*path, 0))


def test_any_missing_or_added_key_is_a_fault(rng: np.random.Generator) -> None:
    diagnosis, book = diagnosed("lack", rng, n=60)
    data = published(with_all_parts(diagnosis), book)
    for *way, key in list(keys_of(data)):
        broken = copy.deepcopy(data)
        inner = broken
        for step in way:
            inner = inner[step]
        inner["unknown"] = inner.pop(key)
        place = ".".join(["$", *map(str, way)])
        found = [fault.replace("[0]", ".0") for fault in faults(broken, schema("diagnosis"))]
        assert found == [f"{place}.{key}: required", f"{place}.unknown: additionalProperties"]


@pytest.mark.parametrize(
    ("way", "wrong"),
    [(["n"], -1), (["n"], "300"), (["version"], 2), (["areas", 0, "share"], 1.5), (["areas", 0, "rank_ci"], [1])],
)
def test_wrong_values_are_faults(way: list[Any], wrong: object, rng: np.random.Generator) -> None:
    broken: Any = published(*diagnosed("lack", rng))
    inner = broken
    for step in way[:-1]:
        inner = inner[step]
    inner[way[-1]] = wrong
    assert len(list(faults(broken, schema("diagnosis")))) == 1


@pytest.mark.parametrize("name", ["diagnosis", "codebook"])
def test_every_field_of_a_schema_is_described(name: str) -> None:
    assert list(described(schema(name))) == []
    assert schema(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
