"""Codes that people copy by hand: random characters and a last one that checks them; on a printed sheet eight in all.

Crockford's base 32 has no I, L, O or U, so a code can be read aloud and typed from paper. The characters (at most 31)
are a word of a code over GF(32): any one wrong character and any two swapped neighbours are noticed.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
READ_AS = str.maketrans("OIL", "011", " -")
FIELD = 0b100101  # x^5 + x^2 + 1, primitive over GF(2)
OF_PAGE = re.compile(r"([0-9A-Z]{8}) ([1-9][0-9]?) ([NL]) ([A-Z]{2})")


@dataclass(frozen=True)
class PageCode:
    """What the square code of a page says: its sheet, page from 1, print and language."""

    code: str
    page: int
    large: bool
    language: str


def new(random_bits: Callable[[int], int] = secrets.randbits, length: int = LENGTH) -> str:
    """A fresh code; whoever stores it makes sure that its campaign has no such code yet."""
    body = [random_bits(5) for _ in range(length - 1)]
    return "".join(ALPHABET[value] for value in [*body, _remainder([*body, 0])])


def read(typed: str, length: int = LENGTH) -> str | None:
    """The code behind what was typed or scanned, or None when it cannot be a code."""
    word = typed.upper().translate(READ_AS)
    if len(word) != length or not set(word) <= set(ALPHABET):
        return None
    return word if _remainder([ALPHABET.index(character) for character in word]) == 0 else None


def shown(code: str) -> str:
    """The code as people see it: in groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def of_page(code: str, page: int, large: bool, language: str) -> str:
    """What the square code of a page says, in the fewest characters."""
    return f"{code} {page} {'L' if large else 'N'} {language.upper()}"


def read_page(scanned: str) -> PageCode | None:
    """What `of_page` wrote, or None when the text is something else."""
    found = OF_PAGE.fullmatch(scanned)
    code = read(found[1]) if found else None
    return PageCode(code, int(found[2]), found[3] == "L", found[4].lower()) if found and code else None


def _remainder(values: list[int]) -> int:
    """The value of the polynomial with these coefficients at x, in GF(32); 0 for a whole code."""
    total = 0
    for value in values:
        total = _times_x(total) ^ value
    return total


def _times_x(value: int) -> int:
    doubled = value << 1
    return doubled ^ FIELD if doubled & 0b100000 else doubled
