"""Three matters for a meeting of a small place: counts, no order, and what may as well be among them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.recommender.agenda import MATTERS, SMALL, agenda
from analysis.results import Diagnosis
from tests.analysis.samples import lack_diagnosis, need, ranked, withheld


def small(counts: list[int], n: int = 30) -> Diagnosis:
    whole = lack_diagnosis(len(counts), n)
    needs = ranked([need(area, count, n) for area, count in zip(whole.areas, counts, strict=True)])
    return replace(whole, needs=needs)


def test_the_three_greatest_needs_are_the_matters_with_their_counts() -> None:
    found = agenda(small([2, 25, 3, 28, 27]))
    assert found is not None
    assert [(matter.area, matter.count, matter.n) for matter in found.matters] == [
        ("a1", 25, 30),
        ("a3", 28, 30),
        ("a4", 27, 30),
    ]
    assert (found.n, found.near) == (30, ())


def test_what_cannot_be_told_from_the_third_is_named() -> None:
    found = agenda(small([28, 27, 15, 14, 1]))
    assert found is not None
    assert [matter.area for matter in found.matters] == ["a0", "a1", "a2"]
    assert found.near == ("a3",)


@given(st.permutations([28, 20, 12, 5]))
def test_the_order_of_areas_says_nothing_about_their_size(counts: list[int]) -> None:
    found = agenda(small(counts))
    assert found is not None
    assert [matter.area for matter in found.matters] == sorted(matter.area for matter in found.matters)
    assert {matter.count for matter in found.matters} == {28, 20, 12}


@pytest.mark.parametrize(("n", "shown"), [(SMALL - 1, True), (SMALL, False)])
def test_only_a_small_diagnosis_has_an_agenda(n: int, shown: bool) -> None:
    assert (agenda(small([20, 10, 5, 1], n)) is not None) == shown


def test_nothing_is_shown_of_what_is_withheld() -> None:
    assert agenda(withheld()) is None


def test_fewer_areas_give_fewer_matters() -> None:
    found = agenda(small([20, 10]))
    assert found is not None
    assert len(found.matters) == 2 < MATTERS


def test_a_need_that_counts_nobody_has_no_count() -> None:
    whole = small([20, 10, 5])
    found = agenda(replace(whole, needs=tuple(replace(each, count=None) for each in whole.needs)))
    assert found is not None
    assert {matter.count for matter in found.matters} == {None}
