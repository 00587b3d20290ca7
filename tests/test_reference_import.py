"""Two real public surveys come in through the command and are diagnosed; their data stays outside."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from analysis.diagnosis import Diagnosis
from diagnoza.cli import main
from diagnoza.db import db
from diagnoza.services.make_diagnosis import diagnosis_of
from tests.conftest import ROOT, make_app
from tests.factories import campaign_at

pytestmark = pytest.mark.reference

SURVEYS = {
    "kansas_city_2021": "kc/kc_resident_2021q1.csv",
    "tampa_2024": "tampa/tampa_2024.csv",
}


def command(*arguments: str) -> None:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == 0, result.output


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setenv("DIAGNOZA_INSTANCE", str(tmp_path))
    command("migrate")
    command("create-library", "--slug", "usa", "--name", "Public library", "--gmina", "City")
    app = make_app(tmp_path)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def imported(shared: Path, name: str) -> Diagnosis:
    """What the commands and then the librarian's page make of the survey."""
    example, slug = ROOT / "examples" / name, name.replace("_", "-")
    days = ["--opens", "2021-01-01", "--closes", "2024-12-31"]
    command(
        "create-campaign", "--library", "usa", "--slug", slug, "--title", name,
        "--questionnaire", str(example / "questionnaire.toml"), *days,
    )  # fmt: skip
    file = str(shared / "data" / SURVEYS[name])
    command("import-responses", file, "--campaign", slug, "--map", str(example / "map.toml"))
    return diagnosis_of(db.session(), campaign_at(db.session(), slug), threshold=0)


def areas_of(name: str, columns: list[str]) -> list[str]:
    """The areas that the map file gives to columns of the file."""
    described = tomllib.loads((ROOT / "examples" / name / "map.toml").read_text("utf-8"))["columns"]
    return [described[column]["item"] for column in columns]


def test_kansas_city_needs_come_out_as_in_the_reference(installed: Flask, shared: Path) -> None:
    reference = json.loads((shared / "data/reference_kc_2021q1.json").read_text())["items_unweighted"]
    expected = sorted(reference, key=lambda item: -item["IS"][0])[:3]
    diagnosis = imported(shared, "kansas_city_2021")
    columns = [item["item"] for item in expected]
    assert columns == ["q3_03", "q3_01", "q3_06"]
    assert [need.area for need in diagnosis.needs[:3]] == areas_of("kansas_city_2021", columns)


def test_tampa_needs_come_out_as_in_the_reference(installed: Flask, shared: Path) -> None:
    reference = json.loads((shared / "data/reference_tampa.json").read_text())["items"]
    expected = sorted(reference, key=lambda item: -item["mean"])[:3]
    diagnosis = imported(shared, "tampa_2024")
    assert [item["item"] for item in expected] == ["CSTLIV", "ACSHLT", "FLDPRT"]
    columns = [f"PRIORITY_{item['item']}" for item in expected]
    assert [need.area for need in diagnosis.needs[:3]] == areas_of("tampa_2024", columns)
    assert [need.value for need in diagnosis.needs[:3]] == pytest.approx([item["mean"] for item in expected], abs=1e-9)
    assert [need.n for need in diagnosis.needs[:3]] == [item["n"] for item in expected]
