"""Personal data in open answers, put out of sight before anybody reads or quotes them.

What is masked: names of people, telephone numbers, e-mail addresses, addresses with a house number, postal
codes, PESEL numbers, bank accounts, car plates. Places stay readable: an answer about a dangerous street is
worthless without its name. Rules miss things, so a person should still read what is published.
"""

import re

from analysis.themes.people import people

PERSON, PHONE, ADDRESS, PESEL = "[imię i nazwisko]", "[telefon]", "[adres]", "[PESEL]"
EMAIL, ACCOUNT, PLATE = "[e-mail]", "[numer konta]", "[numer rejestracyjny]"

MASKS = (PERSON, PHONE, ADDRESS, PESEL, EMAIL, ACCOUNT, PLATE)
"""Everything that may stand in a masked text for what was there."""

_GAP = r"[\s.\-–/]{1,3}"
_CAPITAL = r"[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż]+(?:-[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż]+)?"
_PROPER = r"[A-ZĄĆĘŁŃÓŚŹŻА-ЯҐЄІЇ][\w'’.-]*"
_ANY = r"[^\W\d_][\w'’.-]*"
_FLAT = r"(?:\s?/\s?|\s+m\.?\s?|\s+lok\.?\s?)\d{1,4}[A-Za-z]?"
_HOUSE = rf"(?:nr\s*)?\d{{1,4}}(?:[A-Za-z]|\s[A-H])?\b(?:{_FLAT})?(?![\w/]|\s*(?:lat|rok|mies|dni|tyg|km))"
_STREET = (
    r"(?i:\b(?:al|os|pl|вул|просп)\.|\b(?:al|ulic[aąęy]|alej[aęi]|osiedl[eau]|plac|placu|placem|skwer|skweru|"
    r"rond[oa]|rondzie|вулиц[яіюі])\b)"
)
_HOME = r"(?i:\b(?:mieszka(?:m|my|ją)?|zamieszkał[aey]|zam\.|adres:?)\s)\s*(?:(?:na|w|we|przy)\s+)?"

_NOT_A_STREET = r"(?!(?:Zim|Lat|Jesie|Wiosn|Sezon|Rok|Sal|Klas|Szko|Grup|Lini))"

_ADDRESSES = (
    rf"(?i:\bul\b\.?)\s*(?:\d{{1,2}}\s+)?{_ANY}(?:\s*{_PROPER}){{0,3}}\s+{_HOUSE}",  # ul. leśna 5
    rf"{_STREET}\s*(?:\d{{1,2}}\s+{_ANY}|{_PROPER})(?:\s*{_PROPER}){{0,3}}\s+{_HOUSE}",  # aleja 3 maja 12/4
    rf"\b{_NOT_A_STREET}{_CAPITAL}\s+(?!(?:19|20)\d\d)\d{{1,4}}[A-Za-z]?{_FLAT}\b",  # Leśna 5/3, Leśna 5 m. 3
    rf"{_HOME}(?:{_CAPITAL}\s+){{1,3}}{_HOUSE}",  # mieszkam w Kowalewie 12
    r"(?<![\d-])\d{2}-\d{3}(?![\d-])",  # a postal code
)

_NOT_MONEY = r"(?!\d|\s*(?:zł|PLN|euro|tys|mln))"
_DIGITS = r"(?:[\s().\-–/]{0,2}\d)"

_PHONES = (
    rf"(?:\+|\b00)\d{{1,3}}{_DIGITS}{{7,12}}(?!\d)",  # +48 601 234 567, 0048601234567
    rf"(?i:\b(?:tel|telefon\w*|kom|komórk\w+|fax|dzwoni\w+|zadzwoni\w+|numer|nr|тел)\b[\s.:]*){_DIGITS}{{7,12}}(?!\d)",
    rf"(?<![\w,])(?:\(?48\)?\s?)?\(?0?\d{{2}}\)?{_GAP}\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{2}}{_NOT_MONEY}",  # (22) 123 45 67
    rf"(?<![\w,])(?:\(?48\)?\s?)?\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{3}}{_NOT_MONEY}",  # 601 234 567, 601-234-567
    rf"(?<![\w,])(?:\(?48\)?\s?)?\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{2}}{_GAP}\d{{2}}{_NOT_MONEY}",  # 601 23 45 67
    rf"(?<![\w,])\(?0?\d{{2}}\)?{_GAP}\d{{7}}{_NOT_MONEY}",  # 22 1234567
    rf"(?<![\w,])\d{{3}}{_GAP}\d{{6}}{_NOT_MONEY}",  # 601 234567
    rf"(?<![\w,])0?\d{{9}}{_NOT_MONEY}",  # 601234567
    r"(?<![\d-])\d{3}[\s-]\d{2}[\s-]\d{2}(?![\d-])",  # 123-45-67
)

_FIRST_OF_PLATE = "[BCDEFGKLNOPRSTWZ]"
_END_OF_PLATE = r"\s?(?!(?:19|20)\d\d\b)(?=(?:[A-Z]*\d){3})"

PATTERNS = tuple(
    (re.compile(pattern), replacement)
    for replacement, patterns in (
        (EMAIL, (r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+",)),
        (ACCOUNT, (r"\b(?:PL\s?)?\d{2}(?:[\s-]?\d{4}){6}\b",)),
        (PESEL, (r"(?<![\d+])(?!00)\d{6}[\s-]?\d{5}(?!\d)", r"(?<![\d+])00\d{9}(?!\d)")),
        (
            PLATE,
            (rf"\b{_FIRST_OF_PLATE}(?:[A-Z]{_END_OF_PLATE}[A-Z\d]{{5}}|[A-Z]{{2}}{_END_OF_PLATE}[A-Z\d]{{4,5}})\b",),
        ),
        (ADDRESS, _ADDRESSES),
        (PHONE, _PHONES),
    )
    for pattern in patterns
)
"""What each mask stands for, in the order in which they are tried: a longer number before a shorter one."""


def mask(text: str) -> str:
    """The text with a word in square brackets (see MASKS) in place of each personal detail."""
    for pattern, replacement in PATTERNS:
        text = pattern.sub(replacement, text)
    for start, end in reversed(list(people(text))):
        text = text[:start] + PERSON + text[end:]
    return text


def unmasked(text: str) -> str:
    """A masked text without the masks, so that their words are not taken for those of the person."""
    for one in MASKS:
        text = text.replace(one, " ")
    return text
