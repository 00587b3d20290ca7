"""The time of a sheet follows from its keys; a real browser counts them in tests/browser/test_paper.py."""

from statistics import mean

import pytest

from benchmarks.paper_keys import KEY, LIMIT, READ, Sheet, keys_of, main, seconds, times, typed_from
from diagnoza.questionnaire.parsing import library


def test_keys_are_digits_letters_and_enters() -> None:
    sheet = Sheet(["1", "", "9"], ["0302", "1"], "Tak", short=1)
    assert keys_of(sheet, code="0" * 8) == 8 + 3 + 5 + 3 + 3 + 1


def test_a_sheet_is_typed_as_it_was_answered() -> None:
    answers = {"lack": {"care": "2"}, "top": ["care", "places"], "age": "75+", "one_thing": "Autobus"}
    sheet = typed_from(library()["krotka"], answers, "1")
    assert (sorted(sheet.grid)[-1], len(sheet.grid), sheet.text) == ("3", 15, "Autobus")
    assert (sheet.lines, sheet.short) == (["0301", "", "6", "", "", "", "1"], 5)


def test_time_is_keys_and_reading() -> None:
    assert seconds(10, 2) == pytest.approx(10 * KEY + 2 * READ)


def test_a_practised_person_needs_under_forty_seconds() -> None:
    found = times(200, 1)
    assert mean(time for time, _ in found) < LIMIT
    assert max(time for time, written in found if not written) < LIMIT


def test_the_figures_are_printed_with_their_base(capsys: pytest.CaptureFixture) -> None:
    main(50, 2)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert "n =   50" in lines[0]
