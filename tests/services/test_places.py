"""Counts of places never give a small number away, not even by subtraction."""

from hypothesis import given
from hypothesis import strategies as st

from diagnoza.services.places import LEAST_SHOWN, shown

counts = st.dictionaries(st.sampled_from(["sklep", "remiza", "szkola", "dom", "plac"]), st.integers(1, 20))


@given(counts, st.integers(0, 20))
def test_what_is_withheld_with_the_rest_is_never_a_few(counts: dict[str, int], without: int) -> None:
    total = sum(counts.values()) + without
    read = shown(counts, total)
    seen = {tag: number for tag, number in read.items() if number is not None}
    assert all(number == counts[tag] >= LEAST_SHOWN for tag, number in seen.items())
    if seen and len(seen) < len(counts):
        assert total - sum(seen.values()) >= LEAST_SHOWN


def test_large_counts_are_shown() -> None:
    assert shown({"sklep": 5, "remiza": 9}, 14) == {"sklep": 5, "remiza": 9}


def test_a_small_count_takes_the_next_one_with_it() -> None:
    assert shown({"sklep": 2, "remiza": 9, "szkola": 30}, 41) == {"sklep": None, "remiza": None, "szkola": 30}
