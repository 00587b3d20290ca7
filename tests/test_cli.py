"""The command: every part has help with an example, and a mistake is one clear line."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from diagnoza.cli import main

COMMANDS = sorted(main.commands)
CAMPAIGN = [
    "create-campaign", "--library", "wiazowo", "--slug", "wiazowo-2026", "--title", "Czego brakuje?",
    "--questionnaire", "krotka", "--opens", "2026-01-01", "--closes", "2099-01-01",
]  # fmt: skip


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run a command on an installation of its own."""
    monkeypatch.setenv("DIAGNOZA_INSTANCE", str(tmp_path / "instance"))

    def command(*arguments: str) -> Result:
        return CliRunner().invoke(main, list(arguments))

    return command


@pytest.fixture
def installed(run):
    """The same, with a library and a campaign."""
    assert run("migrate").exit_code == 0
    library = run("create-library", "--slug", "wiazowo", "--name", "Biblioteka", "--gmina", "Wiązowo")
    assert library.exit_code == 0
    assert run(*CAMPAIGN).exit_code == 0
    return run


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    assert main.commands[name].help
    assert "Example: diagnoza " + name in (main.commands[name].epilog or "")


def test_help_comes_at_once_and_loads_nothing_heavy() -> None:
    code = "import sys; from diagnoza.cli import main; print({'pandas', 'matplotlib', 'flask'} & set(sys.modules))"
    started = time.perf_counter()
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "set()"
    assert time.perf_counter() - started < 1.5  # the figure itself is in benchmarks/


def test_import_diagnoza_loads_nothing_heavy() -> None:
    code = (
        "import sys, diagnoza; diagnoza.create_app();"
        "print([name for name in ('pandas', 'matplotlib', 'scipy') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"


def test_a_campaign_is_created_once(installed) -> None:
    again = installed(*CAMPAIGN)
    assert again.exit_code == 1
    assert "--slug: wiazowo-2026 is in use" in again.output


def test_an_account_gets_a_random_password_that_is_shown_once(installed) -> None:
    said = installed("create-user", "--email", "Anna@Example.org", "--library", "wiazowo").output
    assert "Anna@Example.org  password: " in said
    again = installed("create-user", "--email", "anna@example.org", "--library", "wiazowo")
    assert "there is an account" in again.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["create-user", "--email", "a@b.pl", "--library", "nie-ma"], "no library 'nie-ma'; add it with"),
        (
            [*CAMPAIGN[:8], "nie-ma.toml", *CAMPAIGN[9:]],
            "pelna, mlodziez, or a TOML file",
        ),
        (["export", "--campaign", "nie-ma", "--out", "x.csv"], "no campaign at /a/nie-ma; add it with"),
    ],
    ids=["library", "questionnaire", "campaign"],
)
def test_a_mistake_is_one_line_that_names_the_option_and_the_fix(installed, arguments, message) -> None:
    result = installed(*arguments)
    assert result.exit_code == 1
    assert message in " ".join(result.output.split())
    assert "Traceback" not in result.output


def test_an_unusable_setting_ends_the_start_in_one_line(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIAGNOZA_SECRET_KEY", "short")
    result = run("migrate")
    assert result.exit_code == 1
    assert result.output.startswith("Error: DIAGNOZA_SECRET_KEY has 5 characters")


def test_what_is_imported_can_be_exported(installed, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert installed("export", "--campaign", "wiazowo-2026", "--out", str(out)).exit_code == 0
    header = out.read_text("utf-8-sig").splitlines()[0]
    blank = ";".join('""' for _ in header.split(";"))
    out.write_text(f"{header}\n{blank}\n{blank}\n", "utf-8-sig")
    dry = installed("import-responses", str(out), "--campaign", "wiazowo-2026", "--dry-run")
    assert "2 responses would be stored (dry run), 0 were stored already" in dry.output
    assert "2 responses stored" in installed("import-responses", str(out), "--campaign", "wiazowo-2026").output
    assert "0 responses stored, 2 were" in installed("import-responses", str(out), "--campaign", "wiazowo-2026").output


def test_a_refused_row_is_named_and_nothing_is_stored(installed, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    installed("export", "--campaign", "wiazowo-2026", "--out", str(out))
    header = out.read_text("utf-8-sig").splitlines()[0]
    names = header.replace('"', "").split(";")
    good = ";".join('""' for _ in names)
    bad = ";".join('"9"' if name == "lack.care" else '""' for name in names)
    out.write_text(f"{header}\n{good}\n{bad}\n", "utf-8-sig")
    result = installed("import-responses", str(out), "--campaign", "wiazowo-2026")
    assert result.exit_code == 1
    assert "row 3, column lack.care" in result.output
    assert "1 rows refused, nothing stored" in result.output


def test_a_file_in_the_wrong_encoding_is_named(installed, tmp_path: Path) -> None:
    file = tmp_path / "stary.csv"
    file.write_bytes("płeć;wiek\nkobieta;31\n".encode("cp1250"))
    result = installed("import-responses", str(file), "--campaign", "wiazowo-2026")
    assert result.exit_code == 2
    assert "cp1250" in result.output


def test_the_casebook_is_a_command_too(run, tmp_path):
    (tmp_path / "cases.json").write_text('[{"id": "own-one", "situation": {}, "type": "event"}]', "utf-8")
    found = run("casebook", str(tmp_path / "cases.json"), "--json", str(tmp_path / "out.json"))
    assert found.exit_code == 0
    assert found.output.splitlines()[1].split()[:4] == ["own", "given", "1", "diagnoza"]
    assert run("casebook", str(tmp_path / "none.json")).exit_code == 2


def test_purge_says_what_it_erased(installed) -> None:
    said = installed("purge")
    assert (said.exit_code, said.output) == (0, "Contacts erased: 0\nScanned pages erased: 0\n")
