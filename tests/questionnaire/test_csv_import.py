"""Responses from foreign files: what is read, what is refused, what ends the import."""

import io
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnoza.questionnaire import csv_import
from diagnoza.questionnaire.answers import problems
from diagnoza.questionnaire.csv_export import write_csv
from diagnoza.questionnaire.csv_file import MESSAGES
from diagnoza.questionnaire.csv_import import (
    ImportedRow,
    ImportFileError,
    RefusedRow,
    default_map,
    read_map,
    read_rows,
)
from tests.questionnaire.csv_samples import ANSWERS, imported, small, table

AGE = '[columns.age]\nquestion = "age"\n'
WORDS = '[columns.words]\nquestion = "words"\n'


def file_error(content: bytes, map_text: str = AGE) -> ImportFileError:
    with pytest.raises(ImportFileError) as caught:
        imported(content, map_text)
    return caught.value


def options(question, *keys):
    """A map of one column for each option."""
    return "".join(f'[columns.{key}]\nquestion = "{question}"\noption = "{key}"\n' for key in keys)


def only(rows):
    (row,) = rows
    return row


# What is read.


def test_a_row_becomes_the_answers_of_a_response():
    row = only(imported(table(["age", "words"], ["60+", "więcej ławek"]), AGE + WORDS))
    assert row == ImportedRow(2, {"age": "60+", "words": "więcej ławek"}, row.key)


def test_codes_of_the_file_are_translated_by_the_map():
    map_text = '[values.five]\n"bad" = "1"\n"4.0" = "4"\n' + "".join(
        f'[columns."{name}"]\nquestion = "rate"\nitem = "care"\nmeasure = "{name}"\nvalues = "five"\n'
        for name in ("importance", "state")
    )
    row = only(imported(table(["importance", "state"], ["4.0", "bad"]), map_text))
    assert row.answers == {"rate": {"care": {"importance": "4", "state": "1"}}}


def test_dont_know_and_no_answer_are_two_things():
    map_text = '[columns.q1]\nquestion = "lack"\nitem = "care"\ndont_know = ["9"]\nno_answer = ["99"]\n' + AGE
    rows = imported(table(["q1", "age"], ["9", "60+"], ["99", "60+"], ["", "60+"]), map_text)
    assert [row.answers.get("lack") for row in rows] == [{"care": "dont_know"}, None, None]


def test_pick_columns_keep_the_order_of_choice_and_count_a_repeated_choice_once():
    map_text = '[columns.a]\nquestion = "top"\norder = 2\n[columns.b]\nquestion = "top"\norder = 1\n'
    rows = imported(table(["b", "a"], ["sport", "care"], ["", "care"], ["care", "care"]), map_text)
    assert [row.answers["top"] for row in rows] == [["sport", "care"], ["care"], ["care"]]


def test_columns_of_0_and_1_become_chosen_options():
    map_text = "".join(
        f'[columns.{name}]\nquestion = "news"\noption = "{name}"\nvalues = {{ "X" = "1", "" = "0" }}\n'
        for name in ("web", "poster")
    )
    rows = imported(table(["web", "poster"], ["X", ""], ["X", "X"]), map_text)
    assert [row.answers["news"] for row in rows] == [["web"], ["web", "poster"]]


def test_columns_of_places_become_an_order():
    names = ["bus", "park", "pool"]
    row = only(imported(table(names, ["2", "0", "1"]), options("rank", *names)))
    assert row.answers == {"rank": ["pool", "bus"]}


def test_an_answer_that_the_questionnaire_would_not_have_asked_for_is_dropped():
    map_text = AGE + '[columns.who]\nquestion = "for_whom"\norder = 1\n'
    assert only(imported(table(["age", "who"], ["60+", "youth"]), map_text)).answers == {"age": "60+"}


def test_blanks_around_codes_do_not_matter_and_texts_stay_as_they_are():
    row = only(imported(table(["age", "words"], [" 60+ ", " dwa  słowa\r\n"]), AGE + WORDS))
    assert row.answers == {"age": "60+", "words": " dwa  słowa\r\n"}


def test_numbers_are_numbers():
    row = only(imported(table(["y"], ["12"]), '[columns.y]\nquestion = "years"\n'))
    assert row.answers == {"years": 12}


def test_columns_may_be_ignored_by_name_or_all_together():
    content = table(["age", "id"], ["60+", "7"])
    assert imported(content, 'ignore = ["id"]\n' + AGE) == imported(content, "ignore_others = true\n" + AGE)


@pytest.mark.parametrize(("encoding", "separator"), [("cp1250", ";"), ("iso-8859-2", "\t"), ("utf-8", "|")])
def test_declared_encodings_and_separators_are_read(encoding, separator):
    content = table(["words"], ["żółw"], separator=separator).decode().encode(encoding)
    file = f'[file]\nencoding = "{encoding}"\nseparator = {json.dumps(separator)}\n'
    assert only(imported(content, file + WORDS)).answers == {"words": "żółw"}


def test_a_byte_order_mark_is_not_part_of_the_first_name():
    assert only(imported(b"\xef\xbb\xbf" + table(["age"], ["60+"]), AGE)).answers == {"age": "60+"}


def test_row_numbers_are_those_of_a_spreadsheet_also_after_empty_lines_and_line_breaks():
    content = b'words\n"two\nlines"\n\nlast\n'
    assert [row.number for row in imported(content, WORDS)] == [2, 4]


def test_a_path_is_read_like_a_stream(tmp_path):
    file = tmp_path / "answers.csv"
    file.write_bytes(table(["age"], ["60+"]))
    import_map = read_map(AGE.encode())
    assert list(read_rows(file, import_map, small())) == imported(file.read_bytes(), AGE)


# Keys.


def test_the_same_file_gives_the_same_keys_and_every_row_its_own():
    content = table(["age"], *[["60+"]] * 20)
    keys = [row.key for row in imported(content, AGE)]
    assert len(set(keys)) == 20
    assert keys == [row.key for row in imported(content, AGE)]


def test_another_file_gives_other_keys():
    first = only(imported(table(["age"], ["60+"]), AGE))
    second = only(imported(table(["age"], ["15-29"]), AGE))
    assert first.key != second.key


# What is refused.


@pytest.mark.parametrize(
    ("map_text", "cell", "code"),
    [
        (AGE, "old", "unknown_option"),
        ('[columns.age]\nquestion = "lack"\nitem = "care"\n', "3", "unknown_option"),
        ('[columns.age]\nquestion = "top"\norder = 1\n', "money", "unknown_option"),
        ('[columns.age]\nquestion = "news"\noption = "web"\n', "2", "unknown_option"),
        ('[columns.age]\nquestion = "years"\n', "twelve", "not_a_number"),
        ('[columns.age]\nquestion = "years"\n', "12,5", "not_a_number"),
        ('[columns.age]\nquestion = "years"\n', "²", "not_a_number"),
        ('[columns.age]\nquestion = "years"\n', "9" * 5000, "not_a_number"),
        ('[columns.age]\nquestion = "years"\n', "101", "out_of_range"),
        ('[columns.age]\nquestion = "words"\n', "x" * 201, "too_long"),
    ],
)
def test_a_refused_row_names_column_cell_and_reason(map_text, cell, code):
    row = only(imported(table(["age"], [cell]), map_text))
    assert isinstance(row, RefusedRow)
    assert (row.number, row.column, row.code) == (2, "age", code)
    assert cell.startswith(row.found)


def test_a_refusal_lists_what_is_allowed():
    row = only(imported(table(["age"], ["old"]), AGE))
    assert {"15-29", "30-59", "60+"} <= set(row.params["allowed"])


def test_two_options_in_one_place_are_refused():
    row = only(imported(table(["care", "sport"], ["1", "1"]), options("top", "care", "sport")))
    assert (row.column, row.found, row.code) == ("sport", "1", "same_place")


def test_too_many_choices_are_refused():
    groups = ("youth", "seniors", "everyone")
    map_text = '[columns.t]\nquestion = "top"\norder = 1\n' + options("for_whom", *groups)
    row = only(imported(table([*groups, "t"], ["1", "1", "1", "care"]), map_text))
    assert (row.column, row.code, row.params) == ("youth", "too_many", {"limit": 2, "found": 3})


def test_a_row_without_any_answer_is_refused_in_a_foreign_file():
    assert only(imported(b"age;words\n;\n", AGE + WORDS)).code == "empty_row"


def test_good_rows_around_a_refused_one_are_read():
    rows = imported(table(["age"], ["60+"], ["old"], ["15-29"]), AGE)
    assert [type(row) for row in rows] == [ImportedRow, RefusedRow, ImportedRow]


# What ends the import.


def test_an_empty_file_is_named():
    assert file_error(b"").code == "empty_file"
    assert file_error(b"\xef\xbb\xbf\r\n\r\n").code == "empty_file"


def test_a_file_with_names_only_is_named():
    assert file_error(b"age\r\n").code == "no_rows"


def test_a_missing_column_is_named_with_those_found():
    error = file_error(table(["wiek"], ["60+"]))
    assert error.code == "missing_column"
    assert "'age'" in str(error)
    assert "'wiek'" in str(error)


def test_an_unknown_column_is_named_with_the_ways_to_mend_it():
    error = file_error(table(["age", "id"], ["60+", "1"]))
    assert error.params["unknown"] == "'id'"
    assert "ignore_others" in str(error)


def test_a_repeated_column_is_named():
    assert file_error(table(["age", "age"], ["60+", "60+"])).code == "repeated_column"


def test_cp1250_with_semicolons_is_recognised_when_the_map_says_utf8():
    content = table(["age", "words"], ["60+", "a"], ["60+", "świetlica"]).decode().encode("cp1250")
    error = file_error(content, '[file]\nseparator = ","\n' + AGE)
    assert error.params == {"line": 3, "allowed": "utf-8", "found": "cp1250", "separator": ";"}


def test_latin_2_is_told_from_cp1250():
    content = table(["words"], ["świeże ścieżki, źródła"]).decode().encode("iso8859-2")
    assert file_error(content, WORDS).params["found"] == "iso-8859-2"


def test_utf8_is_recognised_when_the_map_says_cp1250():
    error = file_error(table(["words"], ["świetlica"]), '[file]\nencoding = "cp1250"\n' + WORDS)
    assert (error.code, error.params["found"]) == ("encoding", "utf-8")


def test_one_damaged_character_is_not_taken_for_another_encoding():
    error = file_error("words\nłąka\n".encode() + b"\xc5\n", WORDS)
    assert (error.params["line"], error.params["found"]) == (3, "utf-8 with a damaged character")


def test_a_character_cut_at_the_end_of_the_file_is_noticed():
    assert file_error("words\nłąka ".encode() + b"\xc5", WORDS).code == "encoding"


@pytest.mark.parametrize("quote", ["", '"'])
def test_another_separator_is_named(quote):
    content = f"{quote}age{quote},{quote}words{quote}\n60+,a\n".encode()
    error = file_error(content, AGE + WORDS)
    assert error.params == {"found": ",", "allowed": ";"}


@pytest.mark.parametrize("row", ["60+", "60+;a;b"])
def test_half_a_row_is_named_with_its_number(row):
    error = file_error(f"age;words\n60+;a\n{row}\n".encode(), AGE + WORDS)
    assert error.params == {"row": 3, "found": row.count(";") + 1, "allowed": 2}


def test_nul_is_named_with_its_line():
    assert file_error(b"age\n60+\n60\x00+\n").params == {"line": 3}


def test_a_cell_without_end_is_named():
    content = b'words\n"' + b"x" * 200_000
    assert (file_error(content, WORDS).code, file_error(content, WORDS).params["row"]) == ("huge_field", 2)


def test_a_quotation_mark_out_of_place_is_named():
    assert file_error(b'words\nok\n"a" b\n', WORDS).params["row"] == 3


@pytest.mark.parametrize("content", [b"PK\x03\x04...", "age\n60+".encode("utf-16"), b"%PDF-1.7"])
def test_a_file_that_is_not_csv_is_named(content):
    assert file_error(content).code == "not_text"


def test_every_message_can_be_written():
    params = dict.fromkeys(["found", "allowed", "line", "row", "missing", "unknown", "separator"], "?")
    for code in MESSAGES:
        assert "{" not in str(ImportFileError(code, **params))


# Long files.


def test_progress_tells_rows_and_share(monkeypatch):
    monkeypatch.setattr(csv_import, "EVERY", 2)
    told = []
    content = table(["age"], *[["60+"]] * 5)
    rows = read_rows(io.BytesIO(content), read_map(AGE.encode()), small(), lambda *seen: told.append(seen))
    assert len(list(rows)) == 5
    assert [count for count, _ in told] == [2, 4, 5]
    assert told[-1] == (5, 1.0)


def test_rows_are_not_kept_in_memory():
    content = io.BytesIO(table(["words"], *[["x" * 100]] * 30_000))
    import_map, definition = read_map(WORDS.encode()), small()
    tracemalloc.start()
    for _ in read_rows(content, import_map, definition):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < len(content.getvalue())


def test_a_stream_stays_open_for_a_second_reading():
    stream, import_map = io.BytesIO(table(["age"], ["60+"])), read_map(AGE.encode())
    first = list(read_rows(stream, import_map, small()))
    assert list(read_rows(stream, import_map, small())) == first


# For any file.


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_named(content):
    try:
        rows = imported(content, "ignore_others = true\n" + AGE)
    except ImportFileError:
        return
    assert all(isinstance(row, (ImportedRow, RefusedRow)) for row in rows)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), min_size=6, max_size=6))
def test_whatever_is_imported_is_acceptable(cells):
    columns = ["lack", "age", "years", "words", "top", "news"]
    map_text = (
        '[columns.lack]\nquestion = "lack"\nitem = "care"\n[columns.years]\nquestion = "years"\n'
        '[columns.top]\nquestion = "top"\norder = 2\n[columns.news]\nquestion = "news"\noption = "web"\n'
    )
    try:
        rows = imported(table(columns, cells), map_text + AGE + WORDS)
    except ImportFileError:
        return
    assert all(not problems(small(), row.answers) for row in rows if isinstance(row, ImportedRow))


@given(ANSWERS)
def test_an_export_needs_no_map(answers):
    stream = io.StringIO(newline="")
    write_csv(stream, small(), [answers])
    content = io.BytesIO(stream.getvalue().encode())
    assert only(read_rows(content, default_map(small()), small())).answers == answers
