"""The published form keeps to its schema, says what the diagnosis says, and hides what is hidden."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files
from typing import Any

import jsonschema
import numpy as np
import pytest

from analysis.codebook import Codebook, Role, Variable
from analysis.diagnosis import diagnose
from analysis.exchange import published
from analysis.results import (
    Consensus,
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
from analysis.vocabulary import Measure
from analysis.weights import Margin
from tests.analysis.build import codebook, group, lack, measure, picked, random_frame, stratum

SCHEMAS = {name: json.loads((files("analysis") / f"schema/{name}.schema.json").read_text("utf-8"))
           for name in ("diagnosis", "codebook")}  # fmt: skip
BOOKS = {
    "lack": codebook(*[lack(area) for area in "abcd"], *[picked(area) for area in "abcd"], group("all"),
                     stratum("age", "xyz"), stratum("sex", "km")),
    "ratings": codebook(*[measure(kind, area) for kind in (Measure.IMPORTANCE, Measure.STATE) for area in "abcd"],
                        stratum("age", "xyz"), stratum("sex", "km")),
    "state and picks": codebook(*[measure(Measure.STATE, area) for area in "abcd"],
                                *[picked(area) for area in "abcd"], stratum("age", "xyz"), stratum("sex", "km")),
    "importance": codebook(*[measure(Measure.IMPORTANCE, area) for area in "abcd"], stratum("age", "xyz")),
    "picks": codebook(*[picked(area) for area in "abcd"],
                      Variable("mode", Role.MODE, "mode", "mode", levels=("w", "p"))),
}  # fmt: skip


def told(book: Codebook, n: int = 90, threshold: int = 5, margins: tuple[Margin, ...] = ()) -> dict[str, Any]:
    """The published form of random answers."""
    tally = Tally.from_frame(random_frame(book, n, np.random.default_rng(2)), book)
    return published(diagnose(tally, book, threshold=threshold, margins=margins), book)


def errors(data: Mapping[str, Any], name: str = "diagnosis") -> list[str]:
    return [error.message for error in jsonschema.Draft202012Validator(SCHEMAS[name]).iter_errors(data)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("n", [3, 12, 90])
@pytest.mark.parametrize("name", BOOKS)
def test_every_diagnosis_keeps_to_the_schema(name: str, n: int) -> None:
    data = told(BOOKS[name], n)
    assert errors(json.loads(json.dumps(data, allow_nan=False))) == []


def test_a_weighted_diagnosis_keeps_to_the_schema() -> None:
    margins = (Margin("age", tuple("xyz"), (1.0, 2.0, 3.0)), Margin("sex", tuple("km"), (1.0, 1.0)))
    data = told(BOOKS["lack"], 300, margins=margins)
    assert errors(data) == []
    assert (data["weights"]["method"], data["n"]) == ("raked", 300)
    assert data["n_weighted"] == 300 - data["weights"]["left_out"] < 300


@pytest.mark.parametrize("key", ["areas", "weights", "suppressed", "version"])
def test_a_missing_part_is_found(key: str) -> None:
    data = told(BOOKS["lack"])
    del data[key]
    assert errors(data) == [f"{key!r} is a required property"]


def test_a_figure_of_the_wrong_kind_is_found() -> None:
    data = told(BOOKS["lack"])
    data["areas"][0]["share"] = 1.2
    assert errors(data) == ["1.2 is greater than the maximum of 1"]


def test_rows_read_from_answers_keep_to_the_schema() -> None:
    book = BOOKS["lack"]
    tally = Tally.from_frame(random_frame(book, 60, np.random.default_rng(2)), book)
    area = SegmentArea("a", 0.5, 0.2)
    full = replace(
        diagnose(tally, book),
        segmentation=Segmentation("", 60, 0.4, 0.8, (Segment("A", 30, 0.5, (area,), ()),), (Consensus("a", 0.2, 0.4),)),
        themes=(
            Themes(
                "more", "Co jeszcze?", 9, None, (ThemeCount("roads", "Drogi", 6, 0.6, 0.3, 0.8, ("Dziury",)),),
                (Keyword("age", "x", "autobus", 5, 2.5),),
            ),
        ),
        quality=Quality(60, 1, 2, 50, 0, (ItemResponse("lack.a", "a", 50, 5, 5),), ()),
    )  # fmt: skip
    data = published(full, book)
    assert errors(data) == []
    assert data["segments"] == data["segmentation"]["segments"]
    assert data["themes"][0]["themes"][0]["count"] == 6


def test_withheld_cells_are_null_and_listed() -> None:
    data = told(BOOKS["lack"], 60, threshold=8)
    hidden = [row for row in data["groups"] if row["n"] is None]
    assert [{key: row[key] for key in ("stratum", "value", "area")} for row in hidden] == data["suppressed"] != []
    assert {value for row in hidden for key, value in row.items() if key not in ("stratum", "value", "area")} == {None}


def test_a_withheld_diagnosis_has_no_figures() -> None:
    data = told(BOOKS["lack"], 3)
    assert (data["withheld"], data["areas"], data["groups"], data["weights"]) == (True, [], [], None)


def test_areas_come_in_questionnaire_order_with_the_figures_of_the_diagnosis() -> None:
    book = BOOKS["ratings"]
    diagnosis = diagnose(Tally.from_frame(random_frame(book, 90, np.random.default_rng(2)), book), book)
    areas = published(diagnosis, book)["areas"]
    assert [area["key"] for area in areas] == list("abcd")
    for need in diagnosis.needs:
        area = next(area for area in areas if area["key"] == need.area)
        assert (area["n"], area["share"], area["mean"], area["rank"]) == (need.n, need.share, need.mean, need.rank)
        assert (area["share_ci"], area["rank_ci"]) == (
            [need.share_low, need.share_high],
            [need.rank_low, need.rank_high],
        )


def test_replicates_are_not_published() -> None:
    assert "replicates" not in json.dumps(told(BOOKS["lack"]))


@pytest.mark.parametrize("name", BOOKS)
def test_every_codebook_keeps_to_its_schema(name: str) -> None:
    assert errors(tomllib.loads(BOOKS[name].to_toml()), "codebook") == []


def test_a_codebook_with_an_unknown_role_does_not_keep_to_its_schema() -> None:
    data = tomllib.loads(BOOKS["lack"].to_toml())
    data["variables"][0]["role"] = "colour"
    assert len(errors(data, "codebook")) == 1


def test_the_codebook_schema_knows_every_role_and_measure() -> None:
    properties = SCHEMAS["codebook"]["properties"]["variables"]["items"]["properties"]
    assert properties["role"]["enum"] == [str(role) for role in Role]
    assert properties["measure"]["enum"] == [str(measure) for measure in Measure]
