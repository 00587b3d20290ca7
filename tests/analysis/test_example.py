"""The example of a survey, its margins and its published diagnosis go together."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from analysis.__main__ import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "mala_ankieta"
SCHEMA = Path(__file__).parents[2] / "analysis" / "schema" / "diagnosis.schema.json"


def flat(value: Any, where: str = "") -> dict[str, Any]:
    """Every number and text by its path."""
    if isinstance(value, dict):
        value = list(value.items())
    elif isinstance(value, list):
        value = list(enumerate(value))
    else:
        return {where: value}
    return {path: leaf for key, item in value for path, leaf in flat(item, f"{where}/{key}").items()}


def test_the_example_is_what_the_command_writes(tmp_path: Path) -> None:
    answers, codebook, margins = (str(EXAMPLE / name) for name in ("answers.csv", "codebook.toml", "margins.csv"))
    out = tmp_path / "diagnosis.json"
    assert main(["diagnose", answers, "--codebook", codebook, "--margins", margins, "--json", str(out)]) == 0
    written, kept = (json.loads(path.read_text("utf-8")) for path in (out, EXAMPLE / "diagnosis.json"))
    found, expected = flat(written), flat(kept)
    assert found.keys() == expected.keys()
    for path, leaf in expected.items():
        assert found[path] == (pytest.approx(leaf, rel=1e-6, abs=1e-9) if isinstance(leaf, float) else leaf), path


def test_the_example_keeps_to_the_schema() -> None:
    jsonschema.validate(
        json.loads((EXAMPLE / "diagnosis.json").read_text("utf-8")), json.loads(SCHEMA.read_text("utf-8"))
    )


def test_the_example_shows_weights_and_withheld_figures() -> None:
    data = json.loads((EXAMPLE / "diagnosis.json").read_text("utf-8"))
    assert data["weights"]["method"] == "post_stratified"
    assert data["suppressed"] != []
    assert data["themes"][0]["themes"] != []
