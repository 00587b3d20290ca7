"""Answer files become frames that keep the contract; anything else is refused with row, column and fix."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import columns
from analysis.codebook import Codebook, Role, Variable
from analysis.columns import FrameError, from_columns, read_csv, validate
from tests.analysis.build import codebook, frame, lack, random_frame, stratum

BOOK = codebook(
    replace(lack("care"), dont_know=("9",)),
    stratum("age", "xy"),
    Variable("people", Role.NUMBER, "people", "Liczba osób"),
    Variable("remarks", Role.TEXT, "remarks", "Uwagi"),
)
HEADER = "lack.care,age,people,remarks\n"


def codes(table: pd.DataFrame, name: str) -> list[str]:
    return table[name].astype(object).tolist()


def test_a_csv_becomes_a_valid_frame() -> None:
    table = read_csv((HEADER + '2,x,3,"Autobus, ławki"\n0,y,1.5,\n').encode(), BOOK)
    validate(table, BOOK)
    assert codes(table, "lack.care") == ["2", "0"]
    assert table["people"].tolist() == [3.0, 1.5]
    assert table["remarks"].tolist() == ["Autobus, ławki", None]


def test_blank_and_dont_know_are_two_things() -> None:
    table = read_csv((HEADER + ",,,\n9,dont_know,,\n no_answer ,x,,\n").encode(), BOOK)
    assert codes(table, "lack.care") == ["no_answer", "dont_know", "no_answer"]
    assert codes(table, "age") == ["no_answer", "dont_know", "x"]
    assert np.isnan(table["people"]).all()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_both_separators_and_a_byte_order_mark_are_read(encoding: str, delimiter: str) -> None:
    content = (HEADER + "1,x,2,ł\n").replace(",", delimiter).encode(encoding)
    assert read_csv(content, BOOK)["remarks"].tolist() == ["ł"]


def test_an_open_file_and_a_path_give_the_same(tmp_path: Path) -> None:
    content = (HEADER + "1,x,2,\n").encode()
    path = tmp_path / "answers.csv"
    path.write_bytes(content)
    assert read_csv(path, BOOK).equals(read_csv(io.BytesIO(content), BOOK))


def test_columns_that_the_codebook_does_not_name_are_left_out() -> None:
    table = read_csv(b"id,age,remarks,people,lack.care\n17,x,,,1\n", BOOK)
    assert list(table) == ["lack.care", "age", "people", "remarks"]


def test_a_file_without_answers_gives_an_empty_frame() -> None:
    table = read_csv(HEADER.encode(), BOOK)
    validate(table, BOOK)
    assert len(table) == 0


def test_long_files_are_read_in_chunks_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    content = (HEADER + "".join(f"{row % 3},x,{row},\n" for row in range(10))).encode()
    whole = read_csv(content, BOOK)
    monkeypatch.setattr(columns, "CHUNK", 3)
    assert read_csv(content, BOOK).equals(whole)
    with pytest.raises(FrameError, match=r"row 12, column 'lack.care': '7' found"):
        read_csv(content + b"7,x,1,\n", BOOK)


def test_blank_lines_are_passed_over_but_counted() -> None:
    assert len(read_csv((HEADER + "\n1,x,,\n\n").encode(), BOOK)) == 1
    with pytest.raises(FrameError, match="row 3, column 'age': 'z' found"):
        read_csv((HEADER + "\n1,z,,\n").encode(), BOOK)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", r"column lack.care, age, people, remarks is missing; found: none"),
        ("lack.care,age,people\n", "column remarks is missing; found: lack.care, age, people"),
        ("age,age,people,remarks,lack.care\n", "column age found more than once"),
        (HEADER + "3,x,,\n", "row 2, column 'lack.care': '3' found; allowed: 0, 1, 2, 9, blank"),
        (HEADER + "1,x,,\n1,X,,\n", "row 3, column 'age': 'X' found; allowed: x, y, blank"),
        (HEADER + "1,x,dwa,\n", "row 2, column 'people': 'dwa' found; allowed: a number such as 12"),
        (HEADER + "1,x,inf,\n", "row 2, column 'people': 'inf' found"),
        (HEADER + "1,x,,\n1,x\n", "row 3: 2 fields found, the header has 4; mend the row"),
        (HEADER + "1,x,,,,\n", "row 2: 6 fields found, the header has 4"),
        (HEADER + '1,x,,"uwaga\n', r"row 2: not readable as CSV \(.*\); check its quotes"),
    ],
)
def test_a_wrong_file_is_refused_with_row_and_column(content: str, message: str) -> None:
    with pytest.raises(FrameError, match=message):
        read_csv(content.encode(), BOOK)


def test_a_file_in_another_encoding_is_refused_with_its_row() -> None:
    content = (HEADER + "1,x,,\n2,y,,świetlica\n").encode("cp1250")
    with pytest.raises(FrameError, match="row 3: byte 0x9C is not UTF-8; save the file as CSV in UTF-8"):
        read_csv(content, BOOK)


def test_a_negative_weight_is_refused() -> None:
    book = codebook(lack("a"), Variable("w", Role.WEIGHT, "w", "waga"))
    with pytest.raises(FrameError, match="row 2, column 'w': '-1' found; allowed: a weight of 0 or more"):
        read_csv(b"lack.a,w\n1,-1\n", book)


@given(st.lists(st.sampled_from(["0", "1", "2", "9", "", None, "dont_know"])))
def test_columns_of_texts_make_a_valid_frame(answers: list[str | None]) -> None:
    blank = [""] * len(answers)
    table = from_columns({"lack.care": answers, "age": blank, "people": blank, "remarks": blank}, BOOK)
    validate(table, BOOK)
    expected = {"9": "dont_know", "": "no_answer", None: "no_answer"}
    assert codes(table, "lack.care") == [expected.get(code, code) for code in answers]


def broken(change: str) -> pd.DataFrame:
    """A valid frame of three answers with one thing wrong."""
    table = frame(BOOK, {"lack.care": "2 1 -"})
    match change:
        case "index":
            return table.set_index(pd.Index([5, 9, 7]))
        case "missing":
            return table.drop(columns="age")
        case "extra":
            return table.assign(name="Anna")
        case "type":
            return table.assign(age=["x", "y", "x"])
        case "order":
            return table.assign(age=table["age"].cat.reorder_categories(["y", "x", "dont_know", "no_answer"]))
        case "hole":
            return table.assign(age=table["age"].where([True, False, True]))
        case "text":
            return table.assign(remarks=pd.Series([1, "a", None], dtype=object))
    return table.assign(people=[1, 2, 3])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("index", "index: Index found, RangeIndex needed"),
        ("missing", "column age is missing"),
        ("extra", "column name found, not in the codebook; drop it"),
        ("type", "column 'age': (str|object) found; allowed: category"),
        ("order", "column 'age': categories y, x, dont_know, no_answer found; allowed: x, y, dont_know"),
        ("hole", "column 'age': no value in row 1; write 'no_answer'"),
        ("text", "column 'remarks': mixed-integer values found; allowed: texts or None"),
        ("numbers", "column 'people': int64 found; allowed: float"),
    ],
)
def test_a_frame_outside_the_contract_is_refused(change: str, message: str) -> None:
    with pytest.raises(FrameError, match=message):
        validate(broken(change), BOOK)


def test_a_valid_frame_passes_in_any_column_order(rng: np.random.Generator) -> None:
    book = codebook(lack("a"), stratum("age", "xy"))
    table = random_frame(book, 20, rng)
    validate(table[["age", "lack.a"]], book)


def test_a_codebook_without_areas_still_reads_its_file() -> None:
    book = Codebook("t", (), (stratum("age", "xy"),))
    assert codes(read_csv(b"age\nx\n", book), "age") == ["x"]
