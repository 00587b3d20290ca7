"""How long one sheet of the short questionnaire takes to type in: python -m benchmarks.paper_keys [SHEETS] [SEED]

Every key is counted, for sheets that the demonstration's generator fills in. Assumed of a practised person, not
measured: a key takes KEY seconds, and finding the next question on the paper READ seconds; rows of a grid are read
while the row before is typed. The page asks for the code, then goes on by itself where a line is full; a line that
takes several numbers and has fewer, an empty line, a text and the last button need Enter.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from diagnoza import demo
from diagnoza.questionnaire import keyed
from diagnoza.questionnaire.definition import Definition
from diagnoza.questionnaire.parsing import library

KEY = 0.28
READ = 1.2
LIMIT = 40.0
CODE = "0" * 8
SHEETS, SEED = 400, 1


@dataclass(frozen=True)
class Sheet:
    """What is typed from one sheet: the digits of its grids, what is typed in the other lines of digits, the text."""

    grid: Sequence[str]
    lines: Sequence[str]
    text: str
    short: int = 0
    """How many of `lines` are not full, and so end with Enter."""


def keys_of(sheet: Sheet, code: str = CODE) -> int:
    """Keys of one sheet, from the code to the key that stores; an empty row of a grid is an Enter."""
    digits = sum(max(len(typed), 1) for typed in sheet.grid) + sum(len(typed) for typed in sheet.lines)
    enters = 1 + 1 + 1 + sheet.short  # after the code, after the text, on the last button
    return len(code) + digits + len(sheet.text) + enters


def seconds(keys: int, questions: int) -> float:
    """The time of a practised person."""
    return keys * KEY + questions * READ


def typed_from(definition: Definition, answers: dict, apart: str) -> Sheet:
    """What is typed for these answers; one number is typed for what is kept apart."""
    typed = keyed.encode(definition, answers)
    lines = [line for line in keyed.lines(definition) if line.most and not line.cell and not line.apart]
    given = [typed.get(line.name, "").replace(" ", "") for line in lines]
    short = sum(len(one) < line.digits * line.most for one, line in zip(given, lines, strict=True))
    grid = [typed.get(line.name, "") for line in keyed.lines(definition) if line.cell]
    text = "".join(typed.get(line.name, "") for line in keyed.lines(definition) if not line.most)
    return Sheet(grid, [*given, apart], text, short)


def times(sheets: int, seed: int) -> list[tuple[float, bool]]:
    """Seconds of each sheet, and whether something was written on it."""
    definition = library()["krotka"]
    questions = len({line.question.key for line in keyed.lines(definition)}) + 1  # and the code
    made = [typed_from(definition, each, "1") for each in demo.demo_responses(definition, sheets, seed)]
    return [(seconds(keys_of(sheet), questions), bool(sheet.text)) for sheet in made]


def main(sheets: int = SHEETS, seed: int = SEED) -> None:
    """Print the figures."""
    found = times(sheets, seed)
    for words, chosen in (
        ("all sheets", [time for time, _ in found]),
        ("nothing written", [time for time, written in found if not written]),
        ("something written", [time for time, written in found if written]),
    ):
        ordered = sorted(chosen)
        print(
            f"{words:18} n = {len(ordered):4}  mean {sum(ordered) / len(ordered):5.1f} s"
            f"  p90 {ordered[int(0.9 * (len(ordered) - 1))]:5.1f} s  under {LIMIT:.0f} s: "
            f"{sum(time < LIMIT for time in ordered)} of {len(ordered)}"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
