"""Where a text names people: first name and surname, in either order, or a surname after a title."""

import re
from collections.abc import Iterator, Sequence

from analysis.themes.morphology import CYRILLIC, Reading, polish_readings

TOKEN = re.compile(r"[^\W\d_]+(?:[-'’ʼ][^\W\d_]+)*\.?")

PERSONAL_TITLES = frozenset("pan pani pana panu panem panią p. dr dr. doktor doktora пан пані пана".split())
"""Almost any surname may follow these."""

OFFICES = frozenset(
    "wójt wójta wójtem burmistrz burmistrza burmistrzem sołtys sołtysa sołtysem radny radnego radna radnej dyrektor "
    "dyrektora dyrektorka ksiądz księdza ks. proboszcz proboszcza lekarz lekarza lekarka prezydent prezydenta".split()
)
"""Words that a surname may follow, but also the name of a place or of an institution."""

NOT_SURNAMES = frozenset("bóg boga młody młoda jezus wójt sołtys burmistrz doktor ksiądz prezydent".split())
"""Words that follow pan or pani and are a surname to Morfeusz, though hardly ever to residents."""

BEFORE_A_PATRON = frozenset(
    "ul ul. ulica ulicy ulicę ulicą ulic al al. aleja alei aleję aleje pl pl. plac placu placem os os. osiedle osiedla "
    "osiedlu rondo ronda rondzie skwer skweru skwerze park parku parkiem most mostu im im. imienia szkoła szkoły "
    "pomnik pomnika św św. święty świętego świętej świętych вул вул. вулиця вулиці".split()
)
"""A name in the genitive after one of these is that of a street or a school."""

LIKE_A_PERSON = frozenset({"kazimierz dolny", "kazimierza dolnego", "kazimierzu dolnym", "kazimierz biskupi"})
"""Places whose names could be those of people."""

RANKS = frozenset("ks. gen. płk. mjr. por. kpt. dr. prof. bp. kard. inż. hr.".split())
"""What may stand between the word for a street and the name of its patron."""

ALSO_NOUNS = ("nowak", "wójci", "mazur", "krawczyk", "kaczmar", "szewczyk")
"""Beginnings of frequent surnames that Morfeusz knows as common nouns too."""

SURNAME_ENDINGS = re.compile(r"(?:[sc]ki|[sc]ka|[sc]kiego|[sc]kiej|czyk|czak|iak|icz|wicz|ak|ek)$")
UKRAINIAN_SURNAME = re.compile(r"(?:енк[оаиу]|чук[ау]?|щук[ау]?|юк[ау]?|[сц]ьк(?:ий|а|ого|ої)|ович|евич)$")
ROMAN_NUMERAL = re.compile(r"\s+[IVX]+\b")


def people(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every name of a person in the text, from left to right."""
    tokens = list(TOKEN.finditer(text))
    place = 0
    while place < len(tokens):
        length = _name_length(text, tokens, place)
        if length:
            yield tokens[place].start(), tokens[place + length - 1].start() + len(_bare(tokens[place + length - 1]))
        place += length or 1


def _name_length(text: str, tokens: Sequence[re.Match[str]], place: int) -> int:
    """How many words from this one on are the name of one person; 0: none."""
    run = _run(text, tokens, place)
    if not run or run[0].lower() in PERSONAL_TITLES | OFFICES:
        return 0
    length = _full_name(run)
    owner = next((word for word in _before(tokens, place) if word not in RANKS), "")
    if length and not _is_place(owner, run[:length], text[tokens[place + length - 1].end() :]):
        return length
    return int(_follows_title(next(iter(_before(tokens, place)), ""), run[0]))


def _before(tokens: Sequence[re.Match[str]], place: int) -> list[str]:
    """Up to two words before this one, the nearest first."""
    return [token.group().lower() for token in tokens[max(place - 2, 0) : place]][::-1]


def _run(text: str, tokens: Sequence[re.Match[str]], place: int) -> list[str]:
    """Up to three capitalised words from this one on, with nothing but spaces between."""
    run: list[str] = []
    for token, after in zip(tokens[place : place + 3], [*tokens[place + 1 : place + 3], None], strict=False):
        if not token.group()[0].isupper():
            break
        run.append(token.group() if _is_initial(token.group()) else _bare(token))
        ends = token.group().endswith(".") and not _is_initial(token.group())
        if after is None or ends or text[token.end() : after.start()].strip():
            break
    return run


def _bare(token: re.Match[str]) -> str:
    return token.group().removesuffix(".")


def _full_name(run: Sequence[str]) -> int:
    """The length of a full name at the start of a run: one or two first names (or initials), then a surname."""
    if len(run) > 2 and _may_be_first(run[0]) and _may_be_first(run[1]) and _may_be_surname(run[2]):
        return 3
    if len(run) < 2:
        return 0
    if CYRILLIC.search(run[1]):
        return 2 if UKRAINIAN_SURNAME.search(run[1].lower()) else 0
    forward = _may_be_first(run[0]) and _may_be_surname(run[1])
    return 2 if forward or (_is_plain_surname(run[0]) and _is_first_name(run[1])) else 0


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word.endswith(".") and word[0].isupper()


def _may_be_first(word: str) -> bool:
    return _is_initial(word) or _is_first_name(word)


def _is_first_name(word: str) -> bool:
    """Whether people have this first name; "Ale" is one, but begins sentences far more often."""
    return word.lower() != "ale" and any("imię" in reading.names for reading in _readings(word))


def _may_be_surname(word: str) -> bool:
    """A surname, or a word that nobody knows: after a first name it is one."""
    found = _readings(word)
    known = any("nazwisko" in reading.names for reading in found)
    return len(word) > 2 and (known or all(reading.tag == "ign" for reading in found))


def _is_plain_surname(word: str) -> bool:
    """A surname that is neither a common noun nor a place, with a usual ending."""
    return bool(SURNAME_ENDINGS.search(word.lower())) and _is_only_surname(word)


def _is_only_surname(word: str) -> bool:
    names = {name for reading in _readings(word) for name in reading.names}
    return "nazwisko" in names and not names & {"nazwa_pospolita", "nazwa_geograficzna", "imię"}


def _follows_title(before: str, word: str) -> bool:
    """Whether a word is a surname after "pani", "wójt" and the like."""
    if before in PERSONAL_TITLES and word.lower() not in NOT_SURNAMES:
        return bool(UKRAINIAN_SURNAME.search(word.lower())) if CYRILLIC.search(word) else _may_be_surname(word)
    return before in OFFICES and (_is_only_surname(word) or word.lower().startswith(ALSO_NOUNS))


def _is_place(before: str, name: Sequence[str], after: str) -> bool:
    """Whether what looks like a person is a street, a school, a town, a king or a pope."""
    patron = before in BEFORE_A_PATRON and (_is_initial(name[0]) or CYRILLIC.search(name[0]) or _is_genitive(name[0]))
    return bool(patron or ROMAN_NUMERAL.match(after) or " ".join(name).lower() in LIKE_A_PERSON)


def _is_genitive(word: str) -> bool:
    return any("imię" in reading.names and "gen" in reading.tag.split(":")[2].split(".") for reading in _readings(word))


def _readings(word: str) -> tuple[Reading, ...]:
    """Readings of a word as a name; of a double surname those of its last part."""
    return polish_readings(word.split("-")[-1].capitalize())
