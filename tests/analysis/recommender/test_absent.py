"""When somebody cannot come there is a whole table again: enough if any is, smallest, and much like the first."""

from hypothesis import given, settings

from analysis.recommender.absent import tables_without_one
from analysis.recommender.cover import Requirement, Table, table
from analysis.recommender.messages import Message
from analysis.recommender.partners import AnyType
from analysis.recommender.rationale import render
from analysis.recommender.register import Institution
from tests.analysis.recommender.build import KNOWN, ONE_MATTER, situation
from tests.analysis.recommender.test_cover import NEEDY, REGISTERS, TYPES

CARE = situation(area_shares=ONE_MATTER)
SOME, ANY_TABLE = settings(max_examples=25, deadline=None), given(plain=NEEDY, kind=TYPES, register=REGISTERS)


def chairs(found: Table) -> int:
    return sum(bool(seat.carries) and not seat.institution.present for seat in found.seats)


@SOME
@ANY_TABLE
def test_it_is_the_smallest_table_of_those_who_are_left(
    plain: dict[str, object], kind: AnyType, register: list[Institution]
) -> None:
    first = table(situation(**plain), kind, KNOWN, register)
    for each in tables_without_one(first, situation(**plain), KNOWN, register):
        assert each.missing not in {seat.institution for seat in each.table.seats}
        if each.missing.name:  # a person can be left out of the register; a kind cannot
            rest = [one for one in register if one != each.missing]
            again = table(situation(**plain), kind, KNOWN, rest)
            assert (len(each.table.unmet), each.table.coverage) == (len(again.unmet), again.coverage)
            assert chairs(each.table) == chairs(again)


@SOME
@ANY_TABLE
def test_who_comes_and_what_is_lost_are_the_differences_of_the_tables(
    plain: dict[str, object], kind: AnyType, register: list[Institution]
) -> None:
    first = table(situation(**plain), kind, KNOWN, register)
    seated = {seat.institution for seat in first.seats}
    found = tables_without_one(first, situation(**plain), KNOWN, register)
    assert [each.missing for each in found] == [seat.institution for seat in first.seats if seat.carries]
    for each in found:
        assert set(each.comes) == {seat.institution for seat in each.table.seats} - seated
        assert set(each.lost) == set(each.table.unmet) - set(first.unmet)


def test_those_who_sit_there_stay_where_that_is_as_small() -> None:
    people = [Institution(name, ("gops",), load=2) for name in "abcdef"]
    first = table(CARE, None, KNOWN, people)
    for each in tables_without_one(first, CARE, KNOWN, people):
        if each.missing.name:
            assert len(each.comes) == 1
            assert chairs(each.table) == chairs(first)


def test_a_person_of_the_same_kind_comes_instead_by_name() -> None:
    twins = [Institution("Anna", ("gops",)), Institution("Beata", ("gops",))]
    first = table(CARE, None, KNOWN, twins)
    (without,) = [each for each in tables_without_one(first, CARE, KNOWN, twins) if each.missing == twins[0]]
    assert (without.comes, without.lost) == ((twins[1],), ())
    assert render(without, "pl") == "zamiast: Beata"


def test_what_nobody_else_brings_is_named() -> None:
    seniors = situation(area_shares=ONE_MATTER, specific_group="seniors")
    found = tables_without_one(table(seniors, None, KNOWN), seniors, KNOWN)
    lost = [each for each in found if each.lost]
    kept = [each for each in found if not each.lost]
    assert Requirement("group", "seniors") in [need for each in lost for need in each.lost]
    assert all(each.message.code in ("without_comes", "without_shared") for each in kept)
    assert all(
        each.message == Message("without_lost", {"things": tuple(n.message for n in each.lost)}) for each in lost
    )


def test_nobody_at_the_table_leaves_nothing_to_replace() -> None:
    assert tables_without_one(Table((), ()), situation(), KNOWN) == ()
