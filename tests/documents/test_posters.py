"""What is printed to be typed by hand is whole and right, whatever its length, and posters for two places differ."""

import re

import pypdfium2
import pytest

from diagnoza.documents import poster, slips
from diagnoza.documents.poster import Poster, Words

WORDS = Words(
    "Czego tu brakuje?", "Powiedz bibliotece.", "Skieruj aparat na kod", "Albo wpisz:", "kod QR", ("5 minut",)
)
SHORT = "ankieta.zmyslona-wola.example/a/zmyslona-wola"
LONG = "ankiety.gminna-biblioteka-publiczna.zmyslona-wola-gorna.example.pl/a/potrzeby-mieszkancow-2026"
MAIL = "biblioteka-gminna@zmyslona-wola-nad-rzeka.example"


def made(address: str, place: str = "", tag: str = "") -> Poster:
    url = f"https://{address}{tag}"
    contact = f"Gminna Biblioteka Publiczna w Zmyślonej Woli Górnej, {MAIL}"
    return Poster("GBP w Zmyślonej Woli", contact, "pl", url, url, WORDS, place)


def words(pdf: bytes) -> str:
    (page,) = pypdfium2.PdfDocument(pdf)
    return str(page.get_textpage().get_text_range())


def broken(text: str, address: str) -> list[str]:
    """Every place of the text where the address stands, over the ends of lines; the lines that it takes."""
    pattern = r"\s*".join(re.escape(each) for each in address)
    return [found.group() for found in re.finditer(pattern, text)]


@pytest.mark.parametrize("address", [SHORT, LONG])
@pytest.mark.parametrize("strips", [False, True])
def test_an_address_is_whole_and_broken_only_after_a_slash_or_a_dot(address: str, strips: bool) -> None:
    found = broken(words(poster.pdf(made(address), strips=strips)), address)
    assert len(found) >= (8 if strips else 1)  # a strip at the very edge of the paper is read in pieces
    lines = [line for each in found for line in each.splitlines()[:-1]]
    assert all(line.rstrip().endswith(("/", ".")) for line in lines)


def test_an_e_mail_is_never_broken_at_a_hyphen() -> None:
    (found,) = broken(words(poster.pdf(made(SHORT))), MAIL)
    assert all(line.rstrip().endswith(".") for line in found.splitlines()[:-1])


def test_the_address_on_slips_is_whole() -> None:
    slip = slips.Slips("Czego brakuje?", "GBP", "pl", f"https://{LONG}", "Albo wpisz:", "Kod:", "Raz.", "kod QR")
    (found,) = broken(words(slips.pdf(slip, ["ABCDEFGHJK12"])), LONG)
    assert all(line.rstrip().endswith(("/", ".")) for line in found.splitlines()[:-1])


def test_a_poster_says_which_place_it_is_for() -> None:
    text = words(poster.pdf(made(SHORT, "Remiza w Łęgu", "?z=remiza")))
    assert "Remiza w Łęgu" in text
    assert broken(text, f"{SHORT}?z=remiza")


def test_a_strip_leaves_a_long_place_to_its_code() -> None:
    assert poster.on_strip(f"https://{SHORT}?z=remiza") == f"{SHORT}?z=remiza"
    assert poster.on_strip(f"https://{LONG}?z=dom-kultury-w-przysiolku") == LONG
