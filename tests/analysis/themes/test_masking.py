"""Personal data is masked in all its usual forms, and places stay readable."""

import re

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.themes.masking import ACCOUNT, ADDRESS, EMAIL, MASKS, PERSON, PESEL, PHONE, PLATE, mask, unmasked
from tests.analysis.themes.answers import ANSWERS

PHONES = [
    "601234567",
    "601 234 567",
    "601-234-567",
    "601.234.567",
    "601 23 45 67",
    "601 234567",
    "22 123 45 67",
    "(22) 123 45 67",
    "(22) 123-45-67",
    "022 123 45 67",
    "22 1234567",
    "123-45-67",
    "+48 601 234 567",
    "+48601234567",
    "+48 22 123 45 67",
    "0048 601 234 567",
    "0048601234567",
    "48 601 234 567",
    "(48) 601 234 567",
    "+380 67 123 45 67",
]
ADDRESSES = [
    "ul. Leśna 5",
    "ul.Leśna 5",
    "ul. leśna 5a",
    "ul Leśna 5/3",
    "Ul. LEŚNA 5",
    "ul. Leśna 5 m. 3",
    "ul. Leśna 5 lok. 3",
    "ulicy Leśnej 12B",
    "ul. 3 Maja 12",
    "ul. 11 Listopada 7",
    "ul. gen. Andersa 5",
    "ul. Jana Kochanowskiego 12",
    "al. Niepodległości 5a",
    "aleja Niepodległości 5",
    "os. Piastowskie 12/4",
    "pl. Wolności 1",
    "Leśna 5/3",
    "Leśna 5 m. 3",
    "62-400",
    "вул. Лісова 5",
]
PEOPLE = [
    "Jan Kowalski",
    "Janem Kowalskim",
    "Anna Nowak",
    "Kasia Kowalska",
    "Anna Maria Nowak",
    "Anna Nowak-Zielińska",
    "JAN KOWALSKI",
    "Kowalski Jan",
    "J. Kowalski",
    "Jan Xyzowski",
    "Іван Петренко",
    "Оксана Шевчук",
]
READABLE = [
    "Kowalewo",
    "ulica Leśna jest dziurawa",
    "ul. Leśna i ul. Polna są ciemne",
    "dziury na ulicy 3 Maja",
    "przy placu Jana Pawła II brakuje ławek",
    "ul. Jana Kochanowskiego jest ciemna",
    "al. gen. Władysława Andersa bez chodnika",
    "biblioteka im. Adama Mickiewicza",
    "park im. płk. Jana Szypowskiego",
    "вул. Тараса Шевченка темна",
    "Kazimierz Dolny i Zielona Góra",
    "Dąbrowa Górnicza, Nowy Targ, Wola Park",
    "wójt Gminy Kowalewo",
    "Pan Wójt i Pani Dyrektor",
    "Święty Mikołaj dla dzieci",
    "Ale Kino w piątki",
    "Szkoła Podstawowa nr 5",
    "autobus nr 12 do Poznania",
    "w Kowalewie 12 dzieci czeka na przedszkole",
    "ulica ma 3 dziury",
    "plac zabaw 2 sztuki",
    "dla 20 os. w 3 grupach",
    "mieszkam w Kowalewie 5 lat",
    "mieszkam tu od 2015 roku",
    "budżet 150 000 zł",
    "100 000 000 zł",
    "spotkanie 12.05.2024 o 17.30",
    "otwarte 10.00-12.00 i od 8-16",
    "Zima 2023/2024",
    "sala 5/6",
    "COVID19",
    "WC, ZUS i PKP",
    "lata 2019-2020",
]


@pytest.mark.parametrize("phone", PHONES)
@pytest.mark.parametrize("sentence", ["{}", "Proszę dzwonić: {}.", "tel. {} po 16"])
def test_telephone_numbers_are_masked(phone: str, sentence: str) -> None:
    found = mask(sentence.format(phone))
    assert PHONE in found
    assert not re.search(r"\d{3}", found)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("sentence", ["{}", "Mieszkam: {}.", "dziura przy {}, proszę naprawić"])
def test_addresses_are_masked(address: str, sentence: str) -> None:
    found = mask(sentence.format(address))
    assert found == sentence.format(ADDRESS)


@pytest.mark.parametrize("text", ["mieszkam w Kowalewie 12", "Mieszkamy na Leśnej 5", "adres: Nowa Wieś 7a"])
def test_house_numbers_of_villages_are_masked_where_somebody_says_they_live_there(text: str) -> None:
    assert mask(text).endswith(ADDRESS)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("sentence", ["{}", "dziękuję, {}.", "sąsiad {} pomaga innym"])
def test_people_are_masked(person: str, sentence: str) -> None:
    assert mask(sentence.format(person)) == sentence.format(PERSON)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Pani Kowalska jest niemiła", f"Pani {PERSON} jest niemiła"),
        ("z panią Nowak", f"z panią {PERSON}"),
        ("u pana Króla", f"u pana {PERSON}"),
        ("burmistrz Kowalski nic nie robi", f"burmistrz {PERSON} nic nie robi"),
        ("pani sołtys Nowak", f"pani sołtys {PERSON}"),
        ("wójt Jan Kowalski", f"wójt {PERSON}"),
        ("dr Nowak", f"dr {PERSON}"),
        ("пані Шевчук", f"пані {PERSON}"),
    ],
)
def test_a_surname_after_a_title_is_masked_and_the_title_stays(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_several_people_are_masked_each() -> None:
    assert mask("Jan Kowalski, Anna Nowak i Kasia.") == f"{PERSON}, {PERSON} i Kasia."


@pytest.mark.parametrize("text", READABLE)
def test_places_numbers_and_institutions_stay_readable(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize("text", ANSWERS)
def test_usual_answers_stay_as_they_are(text: str) -> None:
    assert mask(text) == text


def pesel(rng: np.random.Generator) -> str:
    """A PESEL number with its right check digit, of somebody born in the 1900s."""
    digits = [int(digit) for digit in f"{rng.integers(100):02}{rng.integers(1, 13):02}{rng.integers(1, 29):02}"]
    digits += [int(digit) for digit in rng.integers(0, 10, 4)]
    check = -sum(digit * weight for digit, weight in zip(digits, [1, 3, 7, 9] * 3, strict=False)) % 10
    return "".join(map(str, [*digits, check]))


def test_numbers_with_eleven_digits_are_masked_as_pesel(rng: np.random.Generator) -> None:
    for number in [*(pesel(rng) for _ in range(50)), "12345678901", "00210112345"]:
        assert mask(f"Nazywam się X, {number}.") == f"Nazywam się X, {PESEL}."
        assert mask(f"PESEL {number[:6]} {number[6:]}").startswith(f"PESEL {PESEL}") or number.startswith("00")


@pytest.mark.parametrize("text", ["jan.kowalski@wp.pl", "a_b+c@gmina-x.gov.pl", "ala (at) wp.pl", "ala[at]wp.pl"])
def test_mail_addresses_are_masked(text: str) -> None:
    assert mask(f"mail: {text}, proszę") == f"mail: {EMAIL}, proszę"


@pytest.mark.parametrize("text", ["61109010140000071219812874", "PL61 1090 1014 0000 0712 1981 2874"])
def test_bank_accounts_are_masked(text: str) -> None:
    assert mask(f"konto {text}") == f"konto {ACCOUNT}"


@pytest.mark.parametrize("plate", ["WX 12345", "PO1AB23", "PKL 12345", "WPI 1234A"])
def test_car_plates_are_masked(plate: str) -> None:
    assert mask(f"auto {plate} stoi na chodniku") == f"auto {PLATE} stoi na chodniku"


def test_all_of_it_is_masked_in_one_answer() -> None:
    text = "Jan Kowalski, ul. Leśna 5, 62-400 Słupca, tel. 601 234 567, jan@wp.pl, 85010112345: brak ławek!"
    found = mask(text)
    assert found == f"{PERSON}, {ADDRESS}, {ADDRESS} Słupca, {PHONE}, {EMAIL}, {PESEL}: brak ławek!"


def test_a_mask_can_be_taken_out_again() -> None:
    assert unmasked(f"pan {PERSON} z {ADDRESS}").split() == ["pan", "z"]


@settings(deadline=None)
@given(st.text(max_size=200))
@example("Jan. Kowalski")
@example("Ł. ")
@example("A-b C")
@example("Pan")
@example("ǅ ǅ")
def test_any_text_can_be_masked(text: str) -> None:
    assert isinstance(mask(text), str)


@settings(deadline=None)
@given(st.lists(st.sampled_from(PHONES + ADDRESSES + PEOPLE + READABLE), min_size=1, max_size=4))
def test_masking_twice_changes_nothing(parts: list[str]) -> None:
    once = mask("; ".join(parts))
    assert mask(once) == once


@settings(deadline=None)
@given(st.lists(st.sampled_from(PHONES), min_size=1, max_size=3), st.sampled_from(sorted(ANSWERS)))
def test_no_part_of_a_telephone_number_is_left(phones: list[str], answer: str) -> None:
    assert not re.search(r"\d", mask(f"{answer}, {' lub '.join(phones)}").replace(answer, ""))


def test_masks_stand_in_brackets() -> None:
    assert all(re.fullmatch(r"\[[^\]]+\]", one) for one in MASKS)
