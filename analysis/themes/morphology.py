"""Words of a text and their dictionary forms (lemmas): Polish by Morfeusz 2, other languages by simplemma."""

import re
import threading
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
CYRILLIC = re.compile(r"[а-яґєії]", re.IGNORECASE)
POLISH, UKRAINIAN, ENGLISH = "pl", "uk", "en"

NOT_A_WORD = ("ign", "brev", "interp", "aglt", "dig")
"""Tags of readings that give no lemma: unknown, abbreviation, punctuation, movable ending, number."""

_own = threading.local()
_starting = threading.Lock()


class Reading(NamedTuple):
    """One reading of a Polish word: its lemma, grammatical tag (`subst:sg:gen:f`) and kinds of name."""

    lemma: str
    tag: str
    names: tuple[str, ...]


def words(text: str) -> list[str]:
    """The words of a text as written; a hyphen parts words, an apostrophe does not."""
    return [found.replace("’", "'").replace("ʼ", "'") for found in WORD.findall(text)]


def language_of(word: str) -> str:
    """Ukrainian for a word with a Cyrillic letter, else Polish."""
    return UKRAINIAN if CYRILLIC.search(word) else POLISH


@lru_cache(maxsize=50_000)
def readings(word: str, language: str = POLISH) -> tuple[str, ...]:
    """Every lemma a word may have, in lower case, the likeliest first; () for an unknown Polish word."""
    if language_of(word) == UKRAINIAN:
        language = UKRAINIAN
    if language == POLISH:
        return tuple(dict.fromkeys(reading.lemma.lower() for reading in _polish(word)))
    import simplemma

    lemma: str = simplemma.lemmatize(word.lower(), lang=language)
    return (lemma.lower(),)


def _polish(word: str) -> tuple[Reading, ...]:
    """Readings of the word in lower case, so that a first word is no name; as written if there are none."""
    return _real(word.lower()) or (_real(word) if word != word.lower() else ())


def _real(word: str) -> tuple[Reading, ...]:
    return tuple(reading for reading in polish_readings(word) if not reading.tag.startswith(NOT_A_WORD))


@lru_cache(maxsize=50_000)
def polish_readings(word: str) -> tuple[Reading, ...]:
    """Readings of a Polish word exactly as written; of a word in several parts ("byłem") those of its first."""
    found = _morfeusz().analyse(word)
    return tuple(
        Reading(_plain(lemma), tag, tuple(names)) for start, _, (_, lemma, tag, names, _) in found if not start
    )


def forms(lemma: str) -> Iterator[str]:
    """All inflected forms of a Polish lemma, in lower case; the lemma alone where it is unknown."""
    yield lemma
    if " " not in lemma:
        yield from (form.lower() for form, *_ in _morfeusz().generate(lemma))


def _plain(lemma: str) -> str:
    """A lemma without the mark of its homonym, such as ":v1"; a lone colon stays."""
    return lemma.split(":")[0] or lemma


def _morfeusz() -> Any:
    """Each thread has its own analyser: one instance must not be used by two threads at once."""
    if not hasattr(_own, "morfeusz"):
        import morfeusz2

        with _starting:
            _own.morfeusz = morfeusz2.Morfeusz()
    return _own.morfeusz
