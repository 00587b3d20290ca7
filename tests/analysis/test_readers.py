"""Files of answers in four formats give one and the same frame; whatever else comes is refused in one line."""

import datetime
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import cells, readers
from analysis.cells import cell_text
from analysis.codebook import Role, Variable
from analysis.columns import from_columns, validate
from analysis.errors import FrameError
from analysis.readers import read_answers
from analysis.vocabulary import Measure
from tests.analysis.build import codebook, lack, measure, random_frame, stratum
from tests.analysis.files import parquet, sav, xlsx

BOOK = codebook(
    replace(lack("care"), dont_know=("9",)),
    stratum("age", "xy"),
    Variable("people", Role.NUMBER, "people", "Liczba osób"),
    Variable("w", Role.WEIGHT, "w", "waga"),
    Variable("remarks", Role.TEXT, "remarks", "Uwagi"),
    Variable("day", Role.DAY, "day", "Dzień"),
)
NAMES = [variable.name for variable in BOOK.variables]
DAYS = [datetime.date(2024, 5, 1), datetime.date(2024, 5, 2), None, datetime.date(2024, 5, 3)]
TABLE = pd.DataFrame(
    {
        "lack.care": [2.0, 9.0, np.nan, 0.0],
        "age": ["x", "y", "", "x"],
        "people": [3.0, 1.5, np.nan, 0.0],
        "w": [0.8333333333333334, 1.0, 2.0, 0.1],
        "remarks": ["Autobus, ławki", "", " więcej zieleni", "3"],
        "day": DAYS,
        "id": [1.0, 2.0, 3.0, 4.0],
    }
)
EXPECTED = from_columns(
    {
        "lack.care": ["2", "9", "", "0"],
        "age": ["x", "y", "", "x"],
        "people": ["3", "1.5", "", "0"],
        "w": ["0.8333333333333334", "1", "2", "0.1"],
        "remarks": ["Autobus, ławki", "", "więcej zieleni", "3"],
        "day": ["2024-05-01", "2024-05-02", "", "2024-05-03"],
    },
    BOOK,
)
FILES: dict[str, Callable[[], bytes]] = {
    "answers.csv": lambda: TABLE.map(cell_text).to_csv(index=False).encode(),
    "answers.xlsx": lambda: xlsx(list(TABLE), *TABLE.astype(object).where(TABLE.notna(), None).to_numpy().tolist()),
    "answers.sav": lambda: sav(TABLE),
    "answers.zsav": lambda: sav(TABLE, compress=True),
    "answers.parquet": lambda: parquet({name: pa.array(TABLE[name], from_pandas=True) for name in TABLE}),
}


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_frame(name: str) -> None:
    table = read_answers(FILES[name](), BOOK, name)
    validate(table, BOOK)
    pd.testing.assert_frame_equal(table, EXPECTED)


@pytest.mark.parametrize("name", FILES)
def test_without_a_name_the_first_bytes_tell(name: str) -> None:
    content = FILES[name]()
    assert read_answers(content, BOOK).equals(EXPECTED)
    assert read_answers(content, BOOK, "-").equals(EXPECTED)


@pytest.mark.parametrize("name", FILES)
def test_a_path_is_read_as_its_content(name: str, tmp_path: Path) -> None:
    path = tmp_path / name.upper()
    path.write_bytes(FILES[name]())
    assert read_answers(path, BOOK).equals(EXPECTED)
    assert read_answers(str(path), BOOK).equals(EXPECTED)


def test_a_missing_path_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_answers(tmp_path / "none.csv", BOOK)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".sav", ".parquet"])
@pytest.mark.parametrize("name", ["answers.csv", "answers.xlsx", "answers.sav", "answers.parquet"])
def test_a_name_that_does_not_fit_the_content_is_refused(name: str, suffix: str) -> None:
    if not name.endswith(suffix):
        with pytest.raises(FrameError, match=f"the name ends in {suffix}, but this is no .* file; save it again as"):
            read_answers(FILES[name](), BOOK, f"answers{suffix}")


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "x.csv", "an empty file found; choose the file with the answers"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "x.xlsx", "an old Excel file or one with a password found; save it as XLSX"),
        (
            b"\x1c\x00\x00\x00\x00\x00\x00\x00ENCRYPTEDSAV..",
            "x.sav",
            "an SPSS file with a password found; save it without",
        ),
        (b"PARE....PARE", "x.parquet", "an encrypted Parquet file found"),
        (b"$FL2@(#) SPSS DATA FILE", "x.sav", "not readable as an SPSS file: damaged or incomplete; export it"),
        (b"PAR1....PAR1", "x.parquet", "not readable as a Parquet file: damaged or incomplete; write it again"),
        (b"PK\x03\x04....", "x.xlsx", "not readable as an Excel workbook: damaged or incomplete; open it in a spread"),
        (b"a," * 2000 + b"b\n", "x.csv", "2,001 columns found; allowed: 2,000"),
    ],
)
def test_files_that_nobody_can_read_are_refused(content: bytes, name: str, message: str) -> None:
    with pytest.raises(FrameError, match=message):
        read_answers(content, BOOK, name)


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_code_is_named_with_row_and_column(name: str) -> None:
    book = codebook(lack("care"))
    with pytest.raises(FrameError, match=r"row 3, column 'lack.care': '9' found; allowed: 0, 1, 2, blank"):
        read_answers(FILES[name](), book, name)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_column_is_named(name: str) -> None:
    with pytest.raises(FrameError, match=r"column lack\.roads is missing; found: lack\.care, age, people"):
        read_answers(FILES[name](), codebook(lack("roads")), name)


def test_a_message_is_one_short_line() -> None:
    with pytest.raises(FrameError) as refused:
        read_answers(f'"two\nlines",{"long" * 200}\n'.encode(), BOOK)
    assert str(refused.value).endswith("found: two lines, ...")


@pytest.mark.parametrize("name", FILES)
def test_chunks_have_no_seam(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content = FILES[name]()
    monkeypatch.setattr(cells, "CHUNK_ROWS", 2)
    assert read_answers(content, BOOK, name).equals(EXPECTED)
    ids = Variable("id", Role.STRATUM, "id", "id", levels=("1", "2", "3"))
    with pytest.raises(FrameError, match="row 5, column 'id': '4' found; allowed: 1, 2, 3, blank"):
        read_answers(content, codebook(ids, areas=["care"]), name)


@pytest.mark.parametrize("name", FILES)
def test_too_many_rows_are_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content = FILES[name]()
    monkeypatch.setattr(cells, "ROWS", 3)
    with pytest.raises(FrameError, match="4 rows found; allowed: 3"):
        read_answers(content, BOOK, name)


def test_large_files_are_refused_before_they_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(readers, "FILE_BYTES", 5)
    (tmp_path / "x.csv").write_bytes(b"123456")
    for source in (b"123456", tmp_path / "x.csv"):
        with pytest.raises(FrameError, match="the file has 0 MB; allowed: 0 MB"):
            read_answers(source, BOOK)


# SPSS files.


def coded(values: list[Any], dont_know: tuple[str, ...] = (), **options: Any) -> list[str]:
    """What a column of an SPSS file becomes for a lack item."""
    book = codebook(replace(lack("care"), dont_know=dont_know))
    table = read_answers(sav(pd.DataFrame({"lack.care": values}), **options), book)
    return table["lack.care"].astype(object).tolist()


def test_declared_missing_values_mean_what_the_codebook_says() -> None:
    ranges = {"lack.care": [{"lo": 8, "hi": 9}, 2]}
    found = coded([1.0, 2.0, 8.0, 9.0, np.nan], dont_know=("9",), missing_ranges=ranges)
    assert found == ["1", "2", "no_answer", "dont_know", "no_answer"]


def test_values_that_are_not_declared_missing_must_be_known() -> None:
    with pytest.raises(FrameError, match=r"row 3, column 'lack\.care': '8' found"):
        coded([1.0, 8.0], missing_ranges={"lack.care": [9]})


def test_texts_may_be_declared_missing() -> None:
    assert coded(["1 ", "8", "9"], dont_know=("9",), missing_ranges={"lack.care": ["8", "9"]}) == [
        "1",
        "no_answer",
        "dont_know",
    ]


def test_a_declared_missing_number_is_no_answer() -> None:
    content = sav(pd.DataFrame({"w": [1.5, 99.0]}), missing_ranges={"w": [99]})
    book = codebook(Variable("w", Role.WEIGHT, "w", "waga"), areas=["care"])
    assert read_answers(content, book)["w"].tolist() == pytest.approx([1.5, np.nan], nan_ok=True)


def test_labels_of_values_do_not_replace_codes() -> None:
    assert coded([1.0, 2.0], variable_value_labels={"lack.care": {1: "trochę", 2: "bardzo"}}) == ["1", "2"]


def test_an_empty_spss_file_gives_an_empty_frame() -> None:
    table = read_answers(sav(TABLE.head(0)), BOOK)
    validate(table, BOOK)
    assert len(table) == 0


def test_the_temporary_file_is_private_and_goes_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyreadstat

    modes: list[int] = []
    read = pyreadstat.read_sav

    def spy(path: str, **options: Any) -> Any:
        modes.append(os.stat(path).st_mode & 0o777)
        return read(path, **options)

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(pyreadstat, "read_sav", spy)
    read_answers(FILES["answers.sav"](), BOOK)
    with pytest.raises(FrameError):
        read_answers(FILES["answers.sav"]()[:500], BOOK)
    assert set(modes) == {0o600}
    assert list(tmp_path.iterdir()) == []


def test_texts_longer_than_any_survey_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "UNPACKED_BYTES", 60)
    with pytest.raises(FrameError, match="the file unpacks to more than"):
        read_answers(FILES["answers.zsav"](), BOOK)


# Parquet files.


@pytest.mark.parametrize(
    "column",
    [
        pa.array([2, None, 9], pa.int8()),
        pa.array([2.0, None, 9.0], pa.float32()),
        pa.array([2.0, float("nan"), 9.0]),
        pa.array(["2", None, " 9"]),
        pa.array(["2", "", "9"], pa.large_string()),
        pa.array(["2", None, "9"]).dictionary_encode(),
        pa.array([2, None, 9]).dictionary_encode(),
        pa.array([b"2", None, b"9"]),
    ],
    ids=lambda column: str(column.type),
)
def test_codes_come_in_many_types(column: Any) -> None:
    book = codebook(replace(lack("care"), dont_know=("9",)))
    table = read_answers(parquet({"lack.care": column}), book)
    assert table["lack.care"].tolist() == ["2", "no_answer", "dont_know"]


def test_a_column_of_nulls_and_one_of_truth() -> None:
    book = codebook(lack("care"), lack("roads"))
    table = read_answers(parquet({"lack.care": pa.nulls(2), "lack.roads": pa.array([True, False])}), book)
    assert (table["lack.care"].tolist(), table["lack.roads"].tolist()) == (["no_answer"] * 2, ["1", "0"])


def test_a_column_of_lists_is_refused() -> None:
    with pytest.raises(FrameError, match=r"column 'lack.care': list<.*> found; allowed: numbers, texts, dates"):
        read_answers(parquet({"lack.care": pa.array([["1"], ["2"]])}), codebook(lack("care")))


def test_other_columns_may_be_anything() -> None:
    content = parquet({"lack.care": pa.array([1]), "lack": pa.array([["1"]]), "lack.care.more": pa.array(["a"])})
    assert read_answers(content, codebook(lack("care")))["lack.care"].tolist() == ["1"]


def test_one_long_text_many_times_over_takes_little_room() -> None:
    column = pa.DictionaryArray.from_arrays(pa.array(np.zeros(3000, np.int32)), ["a" * 1_000_000])
    book = codebook(Variable("remarks", Role.TEXT, "r", "r"), areas=["care"])
    table = read_answers(parquet({"remarks": column}), book)
    assert len({id(value) for value in table["remarks"]}) == 1


def test_a_file_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "UNPACKED_BYTES", 100)
    with pytest.raises(FrameError, match="the file unpacks to"):
        read_answers(FILES["answers.parquet"](), BOOK)


def test_a_damaged_footer_does_not_end_the_process() -> None:
    valid = FILES["answers.parquet"]()
    for place in range(len(valid) - int.from_bytes(valid[-8:-4], "little") - 8, len(valid)):
        refused_or_read(valid[:place] + bytes([valid[place] ^ 1]) + valid[place + 1 :], "x.parquet")


# Anything at all.


@pytest.mark.parametrize("name", FILES)
def test_random_bytes_give_a_frame_or_a_frame_error(name: str) -> None:
    valid = FILES[name]()

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.binary(max_size=300), st.integers(0, 16))
    def check(junk: bytes, kept: int) -> None:
        refused_or_read(valid[:kept] + junk, name)

    check()


@pytest.mark.parametrize("name", FILES)
def test_truncated_and_damaged_files_give_a_frame_or_a_frame_error(name: str) -> None:
    valid = FILES[name]()

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, len(valid)), st.integers(0, len(valid)), st.binary(max_size=4))
    def check(start: int, end: int, junk: bytes) -> None:
        refused_or_read(valid[:start], name)
        refused_or_read(valid[:start] + junk + valid[end:], name)

    check()


def refused_or_read(content: bytes, name: str) -> None:
    message = "-"
    try:
        validate(read_answers(content, BOOK, name), BOOK)
    except FrameError as error:
        message = str(error)
    assert len(message.splitlines()) == 1


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 60), st.integers(0, 2**32 - 1))
def test_what_csv_says_the_other_formats_say(n: int, seed: int) -> None:
    frame = random_frame(BOOK, n, np.random.default_rng(seed))
    plain = frame.astype(object).where(frame.notna(), "").astype(str)
    expected = read_answers(plain.to_csv(index=False).encode(), BOOK, "x.csv")
    for content in (
        xlsx(NAMES, *plain.to_numpy().tolist()),
        sav(plain),
        parquet({name: pa.array(plain[name].tolist(), pa.string()) for name in NAMES}),
    ):
        assert read_answers(content, BOOK).equals(expected)


def test_a_hundred_thousand_responses_are_read_quickly(rng: np.random.Generator) -> None:
    book = codebook(*[measure(Measure.STATE, f"a{number}") for number in range(60)])
    content = parquet({item.name: rng.integers(1, 6, 100_000) for item in book.variables})
    begin = time.process_time()
    assert len(read_answers(content, book)) == 100_000
    assert time.process_time() - begin < 6  # about 1 second on a machine of its own
