"""The documents say what is true: examples work, commands and settings are described, links lead somewhere."""

import re
import tomllib
from pathlib import Path

import pytest

from diagnoza.cli import main
from tests.conftest import ROOT

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "examples").rglob("*.md"))]


def test_every_setting_is_described() -> None:
    used = set(re.findall(r'"(DIAGNOZA_[A-Z_]+)"', (ROOT / "diagnoza/config.py").read_text("utf-8")))
    described = (ROOT / "docs/struktura.md").read_text("utf-8")
    assert len(used) >= 5
    assert [name for name in used if f"`{name}`" not in described] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text("utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_the_readmes_commands_exist() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    called = set(re.findall(r"(?:^ {4}|`)make ([a-z-]+)", readme, re.M))
    assert {"run", "test", "help"} <= called <= targets
    assert set(re.findall(r"diagnoza ([a-z]+-[a-z]+)", readme)) <= set(main.commands)


def test_every_package_that_runs_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = {re.split(r"[\[>=<]", each)[0].lower().replace("_", "-") for each in wanted}
    pins = (ROOT / "requirements.txt").read_text("utf-8")
    pinned = {line.split("==")[0].lower().replace("_", "-") for line in pins.splitlines() if "==" in line}
    assert names - pinned == set()
    assert "://" not in pins
