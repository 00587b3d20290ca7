"""The command line as a user meets it: files in, JSON and SVG out, one clear line when something is wrong."""

import io
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.diagnosis import diagnose
from analysis.exchange import published
from analysis.rows import with_rows
from analysis.tally import Tally
from tests.analysis.build import codebook, lack, picked, random_frame, stratum

BOOK = codebook(lack("care"), lack("sport"), picked("care"), picked("sport"), stratum("age", "xy"))


@pytest.fixture
def answers(rng: np.random.Generator) -> pd.DataFrame:
    return random_frame(BOOK, 120, rng)


@pytest.fixture
def folder(tmp_path: Path, answers: pd.DataFrame) -> Path:
    """A folder with answers.csv and codebook.toml."""
    answers.to_csv(tmp_path / "answers.csv", index=False)
    (tmp_path / "codebook.toml").write_text(BOOK.to_toml(), "utf-8")
    return tmp_path


def run(folder: Path, command: str, *options: str) -> int:
    return main([command, str(folder / "answers.csv"), "--codebook", str(folder / "codebook.toml"), *options])


def module(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "analysis", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, check=False)


def test_diagnose_writes_what_the_library_computes(folder: Path, answers: pd.DataFrame) -> None:
    assert run(folder, "diagnose", "--json", str(folder / "out.json")) == 0
    written = json.loads((folder / "out.json").read_text("utf-8"))
    diagnosis = diagnose(Tally.from_frame(answers, BOOK), BOOK, threshold=10)
    assert written == published(with_rows(diagnosis, answers, BOOK), BOOK)


def test_the_threshold_is_an_option(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "diagnose", "--disclosure-threshold", "100") == 0
    assert json.loads(capsys.readouterr().out)["suppressed"] != []
    assert run(folder, "diagnose", "--disclosure-threshold", "0") == 0
    assert json.loads(capsys.readouterr().out)["suppressed"] == []


MARGINS = "variable,category,count\nage,x,700\nage,y,300\n"


@pytest.fixture
def margins(folder: Path) -> str:
    (folder / "margins.csv").write_text(MARGINS, "utf-8")
    return str(folder / "margins.csv")


def test_answers_are_weighted_to_margins(folder: Path, margins: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "diagnose", "--margins", margins) == 0
    written = json.loads(capsys.readouterr().out)
    assert written["weights"]["method"] == "post_stratified"
    assert [row["population"] for row in written["weights"]["margins"]] == pytest.approx([0.7, 0.3])
    assert written["n_weighted"] == 120 - written["weights"]["left_out"] < 120


def test_weights_are_written_for_every_respondent(
    folder: Path, margins: str, answers: pd.DataFrame, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "weights", "--margins", margins) == 0
    written = json.loads(capsys.readouterr().out)
    found = pd.Series(written["weights"], dtype=float)
    assert (written["n"], len(found), written["converged"]) == (120, 120, True)
    assert found.groupby(answers["age"].astype(str)).sum().loc[list("xy")].tolist() == pytest.approx([700, 300])


def test_weights_need_margins(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        run(folder, "weights")
    assert exit_.value.code == 2
    assert "--margins" in capsys.readouterr().err


def test_margins_that_cannot_be_used_are_named(folder: Path, margins: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(margins).write_text("variable,category,count\nage,q,1\n", "utf-8")
    assert run(folder, "diagnose", "--margins", margins) == 2
    said = capsys.readouterr().err
    assert said.startswith("analysis diagnose: ")
    assert "category 'q' found; allowed: x, y" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(("rules", "merged"), [("plain", []), ("careful", ["age: x + y"])])
def test_weighting_may_be_plain_or_careful(
    folder: Path, margins: str, rules: str, merged: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    ages, rng = ["x"] * 108 + ["y"] * 12, np.random.default_rng(1)
    table = random_frame(BOOK, 120, rng).assign(age=ages)
    table.to_csv(folder / "answers.csv", index=False)
    assert run(folder, "weights", "--margins", margins, "--weighting", rules) == 0
    assert json.loads(capsys.readouterr().out)["merged"] == merged


def test_a_dash_is_standard_input_and_output(folder: Path) -> None:
    content = (folder / "answers.csv").read_bytes()
    result = module("diagnose", "-", "--codebook", str(folder / "codebook.toml"), "--json", "-", stdin=content)
    assert (result.returncode, result.stderr) == (0, b"")
    assert json.loads(result.stdout)["n"] == 120


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("lack.care\n", "column lack.sport, picked.care, picked.sport, age is missing; found: lack.care"),
        (
            "lack.care,lack.sport,picked.care,picked.sport,age\n1,1,0,0,x\n1,7,0,0,x\n",
            "row 3, column 'lack.sport': '7' found; allowed: 0, 1, 2, blank",
        ),
    ],
)
def test_wrong_answers_end_with_one_line(
    folder: Path, content: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "answers.csv").write_text(content, "utf-8")
    assert run(folder, "diagnose") == 2
    captured = capsys.readouterr()
    assert captured.err == f"analysis diagnose: {folder / 'answers.csv'}: {message}\n"
    assert captured.out == ""


def test_a_wrong_codebook_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "codebook.toml").write_text('title = "x"\nareas = 3\n', "utf-8")
    assert run(folder, "diagnose") == 2
    assert capsys.readouterr().err.startswith(f"analysis diagnose: {folder / 'codebook.toml'}: areas: found none")


def test_a_codebook_without_a_score_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "codebook.toml").write_text(codebook(stratum("age", "xyz"), areas=["care"]).to_toml(), "utf-8")
    assert run(folder, "diagnose") == 2
    assert "codebook.toml: measures: none found; a need score takes lack" in capsys.readouterr().err


def test_a_missing_file_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "answers.csv").unlink()
    assert run(folder, "diagnose") == 2
    assert capsys.readouterr().err == f"analysis diagnose: {folder / 'answers.csv'}: No such file or directory\n"


def test_a_negative_threshold_ends_with_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "diagnose", "--disclosure-threshold", "-3") == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_charts_are_written_as_svg(folder: Path) -> None:
    pytest.importorskip("analysis.charts")
    assert run(folder, "charts", "--out", str(folder / "charts"), "--language", "en") == 0
    drawings = sorted((folder / "charts").iterdir())
    assert [path.name for path in drawings] == ["answers.svg", "groups.svg", "needs.svg", "quadrant.svg"]
    assert all(b"<svg" in path.read_bytes() for path in drawings)


def test_a_chart_that_cannot_be_drawn_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = codebook(lack("care"), lack("sport"))
    (folder / "codebook.toml").write_text(book.to_toml(), "utf-8")
    assert run(folder, "charts", "--out", str(folder / "charts")) == 0
    assert {path.stem for path in (folder / "charts").iterdir()} == {"answers", "needs"}
    assert "no quadrant.svg: no_pair" in capsys.readouterr().err


@pytest.fixture
def recommender(monkeypatch: pytest.MonkeyPatch) -> None:
    """A recommender that repeats what it was given and refuses an empty situation."""

    def propose(situation: dict[str, object], register: list[object], knowledge: object) -> SimpleNamespace:
        if not situation:
            raise ValueError("key 'needs' is missing")
        return SimpleNamespace(to_json=lambda: {"situation": situation})

    commands = SimpleNamespace(propose=propose, casebook=lambda cases, knowledge: {"cases": cases})
    monkeypatch.setitem(sys.modules, "analysis.recommender.commands", commands)
    monkeypatch.setattr("analysis.recommender.commands", commands, raising=False)


def given(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))


@pytest.mark.usefixtures("recommender")
@pytest.mark.parametrize(
    ("command", "text", "result"),
    [
        ("recommend", '{"needs": []}', {"situation": {"needs": []}}),
        ("casebook", '[{"id": "Łódź"}]', {"cases": [{"id": "Łódź"}]}),
    ],
)
def test_recommendations_go_from_json_to_json(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    text: str,
    result: dict[str, object],
) -> None:
    given(monkeypatch, text)
    assert main([command, "-", "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out) == result


@pytest.mark.usefixtures("recommender")
@pytest.mark.parametrize(
    ("command", "text", "message"),
    [
        ("recommend", "{", "standard input: not JSON: Expecting property name"),
        ("recommend", "[]", "standard input: a list found; an object is needed at the top"),
        ("recommend", "{}", "standard input: key 'needs' is missing"),
        ("casebook", "{}", "standard input: an object found; a list is needed at the top"),
    ],
)
def test_wrong_json_ends_with_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str, text: str, message: str
) -> None:
    given(monkeypatch, text)
    assert main([command, "-"]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"analysis {command}: {message}")
    assert error.count("\n") == 1


CASE = {"id": "own-one", "situation": {"horizon": "once", "fixed_date": True}, "type": "event"}


def test_the_casebook_prints_its_table_beside_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "cases.json").write_text(json.dumps([CASE]), "utf-8")
    assert main(["casebook", str(tmp_path / "cases.json"), "--json", str(tmp_path / "out.json")]) == 0
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))["groups"]["own"]["given"]["first"] == 1
    assert "own    given    1  diagnoza  1.000" in capsys.readouterr().out


def test_help_shows_examples_without_importing_the_analysis() -> None:
    script = "import sys; sys.argv = ['analysis', '--help']; import analysis.__main__ as m\n"
    script += "try: m.main()\nexcept SystemExit: print({'pandas', 'numpy', 'matplotlib'} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert "python -m analysis diagnose answers.csv --codebook codebook.toml" in shown
    assert shown.endswith("set()\n")


def test_light_modules_need_neither_pandas_nor_matplotlib_nor_scipy() -> None:
    script = "import sys, analysis.vocabulary, analysis.codebook, analysis.results, analysis.stored\n"
    script += "print({'pandas', 'scipy', 'matplotlib'} & set(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert loaded == "set()\n"


SITUATION = {"area_shares": {"care": 0.6, "sport": 0.2}, "horizon": "long"}


@pytest.mark.parametrize(("kind", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_a_proposal_is_drawn_into_files(tmp_path: Path, kind: str, start: bytes) -> None:
    (tmp_path / "s.json").write_text(json.dumps(SITUATION), "utf-8")
    wanted = ["--json", str(tmp_path / "out.json"), "--charts", str(tmp_path / "charts"), "--format", kind]
    assert main(["recommend", str(tmp_path / "s.json"), *wanted]) == 0
    drawn = sorted((tmp_path / "charts").iterdir())
    assert [path.name for path in drawn] == [f"{name}.{kind}" for name in ("path", "reasons", "table")]
    assert all(path.read_bytes().startswith(start) for path in drawn)


def test_pictures_of_a_proposal_speak_both_languages(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text(json.dumps(SITUATION), "utf-8")
    for language, words in (("pl", "Od pierwszego kroku"), ("en", "From the first step")):
        out = ["--json", str(tmp_path / "out.json"), "--charts", str(tmp_path / language), "--language", language]
        assert main(["recommend", str(tmp_path / "s.json"), *out]) == 0
        assert words in (tmp_path / language / "path.svg").read_text("utf-8")


def test_wrong_own_weights_end_with_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "s.json").write_text(json.dumps(SITUATION), "utf-8")
    (tmp_path / "wagi.toml").write_text("weights = 1\n", "utf-8")
    for command in ("recommend", "casebook"):
        assert main([command, str(tmp_path / "s.json"), "--changes", str(tmp_path / "wagi.toml")]) == 2
        error = capsys.readouterr().err
        assert error.startswith(f"analysis {command}: {tmp_path / 'wagi.toml'}: key weights found")
        assert error.count("\n") == 1
