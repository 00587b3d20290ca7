"""The command line: python -m analysis diagnose | weights | charts | recommend | casebook.

Each command imports what it needs when it runs, so that --help answers at once.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import AnalysisError

if TYPE_CHECKING:
    from pandas import DataFrame

    from analysis.codebook import Codebook
    from analysis.recommender.commands import Proposed
    from analysis.recommender.knowledge import Knowledge
    from analysis.results import Diagnosis
    from analysis.weights import Margin, Rules

PUBLISHED_THRESHOLD = 10
BAD_INPUT = 2
EXAMPLES = """examples:
  python -m analysis diagnose answers.csv --codebook codebook.toml --json diagnosis.json
  python -m analysis diagnose answers.sav --codebook codebook.toml --margins margins.csv --json -
  python -m analysis weights answers.csv --codebook codebook.toml --margins margins.csv --json weights.json
  python -m analysis charts answers.csv --codebook codebook.toml --out charts --language pl
  python -m analysis recommend situation.json --json - --charts charts --language pl
  python -m analysis recommend situation.json --changes wagi.toml --json proposal.json
  python -m analysis casebook cases.json --json -

"-" stands for standard input or output. Bad input ends with code 2 and one line that says what to mend."""


class InputError(AnalysisError):
    """Input of a command that cannot be used; the message starts with the name of its source."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did its work, 2 with one line on standard error when the input is bad."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except (AnalysisError, OSError) as error:
        print(f"analysis {options.command}: {_one_line(error)}", file=sys.stderr)
        return BAD_INPUT
    return 0


def _one_line(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return " ".join(str(error).split())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m analysis",
        description="Diagnosis and recommendation from residents' answers.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    diagnose = _command(commands, "diagnose", _diagnose, "what the answers say: needs, groups, themes, segments")
    _add_answers(diagnose)
    _add_weighting(diagnose)
    _add_json(diagnose)
    weights = _command(commands, "weights", _weights, "a weight for every respondent, from population margins")
    _add_answers(weights)
    _add_weighting(weights, needed=True)
    _add_json(weights)
    charts = _command(commands, "charts", _charts, "the charts of a diagnosis, as SVG or PNG files")
    _add_answers(charts)
    _add_weighting(charts)
    charts.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write the charts to")
    _add_pictures(charts)
    recommend = _command(commands, "recommend", _recommend, "a form of cooperation and partners, with reasons")
    recommend.add_argument("source", metavar="SITUATION.json", help="the needs and the coalition's readiness")
    recommend.add_argument(
        "--partners", metavar="REGISTER", help="people who may come: name, subsectors, load, present; JSON list or CSV"
    )
    recommend.add_argument(
        "--charts", type=Path, metavar="DIR", help="folder to write pictures to: reasons, smallest table, path"
    )
    _add_pictures(recommend)
    _add_changes(recommend)
    _add_json(recommend)
    casebook = _command(commands, "casebook", _casebook, "how recommendations agree with a list of known cases")
    casebook.add_argument("source", metavar="CASES.json", help="a list of cases with their situations")
    _add_changes(casebook)
    _add_json(casebook)
    return parser


def _add_changes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--changes", metavar="FILE", help="a coalition's own weights of evidence, each with its reason; TOML"
    )


def _add_pictures(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", choices=("pl", "en"), default="pl", help="of the pictures (default: pl)")
    parser.add_argument("--format", choices=("svg", "png"), default="svg", help="of the pictures (default: svg)")


def _command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], None], summary: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary)
    parser.set_defaults(run=run)
    return parser


def _add_weighting(parser: argparse.ArgumentParser, *, needed: bool = False) -> None:
    parser.add_argument(
        "--margins", required=needed, metavar="MARGINS.csv", help="the population: columns variable, category, count"
    )
    parser.add_argument(
        "--weighting",
        choices=("plain", "careful"),
        help="careful: merge categories under 20 people, trim weights above 5 medians, one margin under 100 answers; "
        "plain: exactly these margins (default: plain for weights, probability samples and threshold 0, else careful)",
    )


def _add_answers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("answers", metavar="ANSWERS", help="one row per response: CSV in UTF-8, XLSX, SAV or Parquet")
    parser.add_argument("--codebook", required=True, metavar="CODEBOOK.toml", help="what the columns mean")
    parser.add_argument(
        "--disclosure-threshold",
        type=int,
        default=PUBLISHED_THRESHOLD,
        metavar="N",
        help="hide counts of fewer than N people in groups; 0 hides nothing (default: %(default)s)",
    )


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", default="-", metavar="OUT", help="file to write to (default: -)")


def _diagnose(options: argparse.Namespace) -> None:
    from analysis.exchange import published

    diagnosis, codebook = _diagnosis(options)
    _write(published(diagnosis, codebook), options.json)


def _weights(options: argparse.Namespace) -> None:
    from analysis.weighted import respondent_weights

    frame, codebook = _answers(options)
    rules = _rules(options, plain=True)
    _write(respondent_weights(frame, codebook, _margins(options, codebook), rules), options.json)


def _charts(options: argparse.Namespace) -> None:
    from analysis import charts

    (diagnosis, _), texts = _diagnosis(options), charts.default_texts(options.language)
    for name in charts.CHARTS:
        _draw(name, partial(charts.draw, name, diagnosis, texts), options.out, options)


def _draw(name: str, draw: Callable[[], Any], folder: Path, options: argparse.Namespace) -> None:
    """Write a picture into a folder; one that has nothing to show is named on standard error."""
    from analysis import charts

    folder.mkdir(parents=True, exist_ok=True)
    written = charts.to_png if options.format == "png" else charts.to_svg
    try:
        drawing = written(draw())
    except charts.ChartUnavailable as reason:
        print(f"analysis {options.command}: no {name}.{options.format}: {reason}", file=sys.stderr)
        return
    (folder / f"{name}.{options.format}").write_bytes(drawing)


def _recommend(options: argparse.Namespace) -> None:
    from analysis.recommender import commands

    register = () if options.partners is None else _named(options.partners, commands.register)
    knowledge = _changed(options)
    found = _from_source(options.source, dict, lambda data: commands.propose(data, register, knowledge))
    _write(found.to_json(), options.json)
    if options.charts is not None:
        _draw_proposal(found, options)


def _draw_proposal(found: "Proposed", options: argparse.Namespace) -> None:
    from analysis import charts

    for name, picture in found.pictures(options.language).items():
        _draw(name, partial(charts.draw_spoken, picture), options.charts, options)


def _casebook(options: argparse.Namespace) -> None:
    from analysis.recommender import commands

    knowledge = _changed(options)
    found = _from_source(options.source, list, lambda data: commands.casebook(data, knowledge))
    for caution in found.get("cautions", ()):
        print(f"analysis casebook: caution: {caution}", file=sys.stderr)
    _write(found, options.json)
    if options.json != "-":
        print(commands.table(found))


def _changed(options: argparse.Namespace) -> "Knowledge | None":
    """The knowledge with a coalition's own weights; None: as it is built in."""
    from analysis.recommender import commands

    return None if options.changes is None else _named(options.changes, commands.changes)


def _diagnosis(options: argparse.Namespace) -> "tuple[Diagnosis, Codebook]":
    from analysis.diagnosis import diagnose
    from analysis.rows import with_rows
    from analysis.tally import Tally

    frame, codebook = _answers(options)
    threshold = options.disclosure_threshold
    diagnosis = diagnose(
        Tally.from_frame(frame, codebook),
        codebook,
        threshold=threshold,
        margins=_margins(options, codebook),
        rules=_rules(options, plain=codebook.design.sample == "probability" or threshold == 0),
    )
    return with_rows(diagnosis, frame, codebook), codebook


def _answers(options: argparse.Namespace) -> "tuple[DataFrame, Codebook]":
    from analysis.readers import read_answers

    codebook = _named(options.codebook, _codebook)
    return _named(options.answers, lambda content: read_answers(content, codebook, options.answers)), codebook


def _margins(options: argparse.Namespace, codebook: "Codebook") -> "tuple[Margin, ...]":
    from analysis.weights import read_margins

    if options.margins is None:
        return ()
    margins: tuple[Margin, ...] = _named(options.margins, lambda content: read_margins(content, codebook))
    return margins


def _rules(options: argparse.Namespace, *, plain: bool) -> "Rules":
    from analysis.weights import CAREFUL, PLAIN

    chosen = options.weighting or ("plain" if plain else "careful")
    return PLAIN if chosen == "plain" else CAREFUL


def _codebook(content: bytes) -> "Codebook":
    from analysis.codebook import Codebook
    from analysis.layout import score_kind

    codebook = Codebook.from_toml(content)
    score_kind(codebook)  # complains here, where the name of the file is known
    return codebook


def _named(source: str, use: Callable[[bytes], Any]) -> Any:
    """What `use` makes of a file's content; its complaints get the name of the file."""
    content = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    try:
        return use(content)
    except ValueError as error:
        name = "standard input" if source == "-" else source
        raise InputError(f"{name}: {error}") from error


def _from_source(source: str, kind: type, use: Callable[[Any], Any]) -> Any:
    from analysis.json_input import NAMES, kind_of, read_json

    def read(content: bytes) -> Any:
        data = read_json(content)
        if not isinstance(data, kind):
            raise InputError(f"{kind_of(data)} found; {NAMES[kind]} is needed at the top")
        return use(data)

    return _named(source, read)


def _write(result: dict[str, Any], target: str) -> None:
    text = json.dumps(result, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    if target == "-":
        sys.stdout.write(text)
    else:
        Path(target).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
