"""The first step in one sentence, with people's names where they are known."""

from analysis.recommender import render
from analysis.recommender.cover import Requirement, Seat, Table, table
from analysis.recommender.first_talk import GUESTS, first_talk
from analysis.recommender.register import Institution
from tests.analysis.recommender.build import KNOWN, ONE_MATTER, situation

CARE = situation(area_shares=ONE_MATTER, specific_group="parents")


def test_the_sentence_names_day_guests_and_two_of_the_group() -> None:
    register = [Institution("Anna Nowak z GOPS", ("gops",))]
    said = render(first_talk(table(CARE, None, KNOWN, register), "15 marca"))
    assert said.startswith("Do 15 marca biblioteka zaprosi na godzinę rozmowy: ")
    assert "Anna Nowak z GOPS" in said
    assert "dwie osoby z grupy „Rodzice uczniów”" in said


def test_who_brings_a_room_may_be_the_host() -> None:
    room = Seat(Institution("OSP Laski", ("osp",)), (Requirement("contribution", "premises", "care"),), ())
    said = render(first_talk(Table((room,), ()), "1 May"), "en")
    assert said == "By 1 May the library invites for an hour’s talk: OSP Laski. A room may come from: OSP Laski."


def test_a_first_talk_is_small_and_the_group_is_always_there() -> None:
    seats = tuple(
        Seat(Institution(f"Partner {n}", ("gops",)), (Requirement("contribution", "money", "care"),), ())
        for n in range(6)
    )
    people = Seat(Institution("", ("rada_rodzicow",)), (Requirement("group", "parents"),), ())
    found = first_talk(Table((*seats, people), ()), "1 May")
    assert found is not None
    guests = found.values["who"]
    assert len(guests) == GUESTS
    assert guests[-1].values == {"group": "parents"}


def test_nobody_to_invite_is_no_sentence() -> None:
    assert first_talk(Table((), ()), "1 May") is None
    sitting = Seat(Institution("Anna", ("gops",), present=True), (), ())
    assert first_talk(Table((sitting,), ()), "1 May") is None
