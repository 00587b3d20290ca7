"""A code typed from paper is the printed one, or is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnoza.documents import sheet_code
from diagnoza.documents.sheet_code import ALPHABET, LENGTH

bits = st.lists(st.integers(0, 31), min_size=LENGTH - 1, max_size=LENGTH - 1)
codes = bits.map(lambda values: sheet_code.new(lambda _: values.pop()))


@given(codes)
def test_a_new_code_can_be_read_as_it_is_shown(code: str) -> None:
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert sheet_code.read(sheet_code.shown(code).lower()) == code


@given(codes, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(code: str, place: int, other: str) -> None:
    wrong = code[:place] + other + code[place + 1 :]
    assert sheet_code.read(wrong) == (code if wrong == code else None)


@given(codes, st.integers(0, LENGTH - 2))
def test_swapped_neighbours_are_noticed(code: str, place: int) -> None:
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert sheet_code.read(swapped) == (code if swapped == code else None)


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    code = sheet_code.new(lambda _: 1)
    assert code.startswith("1111111")
    assert sheet_code.read("IiLl-111" + code[-1]) == code


@pytest.mark.parametrize("typed", ["", "1234", "U" * 8, "00000000 0", "ąąąąąąąą", "0000-000٠"])
def test_anything_else_is_no_code(typed: str) -> None:
    assert sheet_code.read(typed) is None


def test_new_codes_are_random() -> None:
    assert len({sheet_code.new() for _ in range(1_000)}) == 1_000


@given(st.lists(st.integers(0, 31), min_size=7, max_size=7), st.integers(1, 60), st.booleans())
def test_the_code_of_a_page_says_what_was_put_in(body: list[int], page: int, large: bool) -> None:
    values = iter(body)
    code = sheet_code.new(lambda _bits: next(values))
    said = sheet_code.of_page(code, page, large, "uk")
    assert len(said) <= 16
    assert sheet_code.read_page(said) == sheet_code.PageCode(code, page, large, "uk")


@pytest.mark.parametrize("said", ["", "https://example.org", "7777777V 0 N PL", "7777777W 1 N PL", "7777777V 1 X PL"])
def test_any_other_square_code_is_not_ours(said: str) -> None:
    assert sheet_code.read_page(said) is None
