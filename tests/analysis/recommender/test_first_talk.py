"""The first step in one sentence, with people's names where they are known."""

import re

import pytest

from analysis.recommender import render
from analysis.recommender.cover import Requirement, Seat, Table, table
from analysis.recommender.first_talk import GUESTS, first_talk
from analysis.recommender.register import Institution
from analysis.vocabulary import CooperationType
from tests.analysis.recommender.build import KNOWN, ONE_MATTER, situation

CARE = situation(area_shares=ONE_MATTER, specific_group="parents")
MONEY = (Requirement("contribution", "money", "care"),)
PEOPLE = Seat(Institution("", ("rada_rodzicow",)), (Requirement("group", "parents"),), ())


def said(found: Table, day: str | None = "15 marca", language: str = "pl") -> str:
    message = first_talk(found, day)
    assert message is not None
    return render(message, language)


def test_the_sentence_is_short_and_says_whom_and_where() -> None:
    found = table(CARE, None, KNOWN)
    guests = r"urząd gminy, (GOPS|przedszkole) i dwoje rodziców"  # who knows the field: equally good invitations
    assert re.fullmatch(f"Do 15 marca biblioteka zaprosi {guests} na godzinę do siebie.", said(found))
    assert said(found, None, "en").startswith("First the library invites the municipal office, the ")


def test_a_known_partner_is_named_behind_its_kind() -> None:
    found = table(CARE, None, KNOWN, [Institution("Anna Nowak", ("gops",))])
    assert "GOPS (Anna Nowak)" in said(found)


def test_who_decides_is_invited_first_then_the_best_invitations() -> None:
    seats = [Seat(Institution("", (key,)), MONEY, (), points) for key, points in (("bank", 0.2), ("firma", 1.0))]
    decides = Seat(Institution("", ("gops",)), (Requirement("decision", "mandate", "care"),), ())
    sentence = said(Table((*seats, decides), ()))
    assert "zaprosi GOPS, lokalną firmę, bank spółdzielczy i dwoje mieszkańców na" in sentence


def test_a_place_of_its_own_is_lent_by_who_brings_it() -> None:
    hall = (Requirement("contribution", "premises", "sport"),)
    school = Table((Seat(Institution("", ("szkola",)), hall, ()), PEOPLE), ())
    assert said(school, "1 maja") == "Do 1 maja biblioteka zaprosi szkołę i dwoje rodziców na godzinę do szkoły."
    named = Table((Seat(Institution("SP Laski", ("kgw", "szkola")), hall, ()), PEOPLE), ())
    assert said(named, "1 maja").endswith("na godzinę (miejsce: SP Laski).")


def test_a_first_talk_is_small_and_residents_are_always_there() -> None:
    seats = tuple(Seat(Institution(f"Partner {n}", ("gops",)), MONEY, ()) for n in range(6))
    for found, last in ((Table((*seats, PEOPLE), ()), "parents"), (Table(seats, ()), "everyone")):
        message = first_talk(found, "1 May")
        assert message is not None
        assert len(message.values["who"]) == GUESTS
        assert message.values["who"][-1].code == f"guests.{last}"


@pytest.mark.parametrize("area", sorted(KNOWN.areas))
def test_every_matter_has_its_sentence(area: str) -> None:
    found = table(situation(area_shares={area: 0.6}), CooperationType.THEMATIC, KNOWN)
    for language in ("pl", "en"):
        sentence = said(found, "1 May", language)
        assert "{" not in sentence
        assert len(sentence.split()) < 30


def test_nobody_to_invite_is_no_sentence() -> None:
    assert first_talk(Table((), ()), "1 May") is None
    sitting = Seat(Institution("Anna", ("gops",), present=True), (), ())
    assert first_talk(Table((sitting,), ()), "1 May") is None
