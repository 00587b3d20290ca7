"""The kinds of texts that a library shows, what each must say, and the ready ones."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from diagnoza.questionnaire.definition import EASY, LANGUAGES
from diagnoza.texts import blocks

FOLDER = Path(__file__).parent
INFORMATION, CONTACT, ACCESSIBILITY = "information", "contact", "accessibility"
DAYS = ("publikacja", "aktualizacja", "sporzadzenie", "przeglad")
FACTS = (
    *("podmiot", "adres", "status", "niezgodnosci", "audytor", "osoba", "email", "telefon"),
    *("architektura", "komunikacja", *DAYS),
)
"""What a declaration of accessibility says; all of it are facts, most of them a library's own."""

WRITTEN_IN = (LANGUAGES[0], EASY, *LANGUAGES[1:])
"""Languages of a text in the order in which a librarian writes it: Polish, easy Polish, the others."""

LONGEST = 10_000
USUAL_DAYS_KEPT, MOST_DAYS_KEPT = 180, 730


@dataclass(frozen=True)
class TextKind:
    """One kind: its key, the names that the Polish text must use, and those that it may use besides."""

    key: str
    needed: tuple[str, ...]
    allowed: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that may stand in braces."""
        return self.needed + self.allowed


KINDS: Mapping[str, TextKind] = {
    INFORMATION: TextKind(INFORMATION, ("administrator", "kontakt", "iod", "dzien_usuniecia"), ("ostatni_dzien",)),
    CONTACT: TextKind(CONTACT, ("administrator", "kontakt", "iod", "dzien_usuniecia"), ("ostatni_dzien",)),
}


@dataclass(frozen=True)
class Content:
    """What one version says: facts that are the same in each language, and the text in each."""

    facts: Mapping[str, str]
    texts: Mapping[str, str]

    def text(self, language: str) -> tuple[str, str]:
        """The language of what is shown, and the text: Polish where that language has none."""
        found = self.texts.get(language)
        return (language, found) if found else (LANGUAGES[0], self.texts[LANGUAGES[0]])


def strange(kind: TextKind, text: str) -> list[str]:
    """Names in braces that the kind does not have."""
    return sorted(blocks.names(text) - set(kind.names))


def lacking(kind: TextKind, text: str) -> list[str]:
    """Names without which the text does not say what the law asks for."""
    return [name for name in kind.needed if name not in blocks.names(text)]


def ready_facts(kind: str, name: str, contact: str) -> Mapping[str, str]:
    """What is known of the facts before a librarian writes them down."""
    if kind == ACCESSIBILITY:
        return dict.fromkeys(FACTS, "") | {"podmiot": name, "status": "partial", **_file(kind)}
    who = {"administrator": name, "kontakt": contact, "iod": ""}
    return who | {"dni": str(USUAL_DAYS_KEPT)} if kind == CONTACT else who


def days_kept(content: Content) -> int:
    """For how many days after a survey a contact is kept."""
    return int(content.facts["dni"])


@cache
def easy_pages() -> Mapping[str, str]:
    """Words of whole pages that are easy to read, by the page's name; Polish."""
    return _file(EASY)


@cache
def ready_texts(kind: str) -> Mapping[str, str]:
    """The ready text of a kind in each language."""
    return {} if kind == ACCESSIBILITY else _file(kind)


def _file(name: str) -> dict[str, str]:
    found: dict[str, str] = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return found
