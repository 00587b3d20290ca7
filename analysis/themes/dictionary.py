"""The dictionary of themes: which words and phrases of open answers speak of which theme. Data, edited as TOML."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.errors import AnalysisError, listed
from analysis.themes.matching import LEAST_STEM, Matcher, patterns_of

Mask = NDArray[np.bool_]


class DictionaryError(AnalysisError):
    """A dictionary of themes that contradicts itself or lacks something; the message names theme and key."""


@dataclass(frozen=True)
class Theme:
    """A theme of answers. A text has it when one of its words or phrases occurs there, in any inflected form.

    `words` are lemmas (ławka) or stems that end in an asterisk (autobus*), `phrases` several of them in a row
    (dom kultury). A word that also matches `not_words` does not count: park* but not parking*.
    """

    key: str
    label: str
    label_en: str = ""
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    not_words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dictionary:
    """Themes in the order of the columns of everything that speaks of them."""

    themes: tuple[Theme, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the themes."""
        return tuple(theme.key for theme in self.themes)

    @cached_property
    def matcher(self) -> Matcher:
        """What finds the themes of a text; built once, in some tens of milliseconds."""
        numbered = list(enumerate(self.themes))
        return Matcher(
            [(number, word.lower()) for number, theme in numbered for word in theme.words],
            [(number, word.lower()) for number, theme in numbered for word in theme.not_words],
            [(number, patterns_of(phrase)) for number, theme in numbered for phrase in theme.phrases],
        )


@cache
def default_dictionary() -> Dictionary:
    """The themes that come with the project: its need areas and what residents name most often besides."""
    return load((files("analysis") / "knowledge" / "themes.toml").read_bytes())


def load(content: str | bytes) -> Dictionary:
    """A dictionary from TOML, one [[themes]] table per theme; DictionaryError says what does not fit."""
    data = _parsed(content)
    unknown = sorted(set(data) - {"themes"})
    if unknown:
        raise DictionaryError(f"unknown key {listed(unknown)}; allowed: themes")
    entries = data.get("themes")
    if not isinstance(entries, list) or not entries:
        raise DictionaryError("themes: found none; write one [[themes]] table for each theme")
    themes = tuple(_theme(entry, f"themes[{number}]") for number, entry in enumerate(entries, start=1))
    _expect_unique([theme.key for theme in themes])
    return Dictionary(themes)


def assign(texts: Sequence[str | None], dictionary: Dictionary) -> Mask:
    """Whether each text has each theme, `[texts, themes]`; an answer left out (None) has none."""
    assigned = np.zeros((len(texts), len(dictionary.themes)), dtype=bool)
    seen: dict[str, frozenset[str]] = {}
    for row, text in enumerate(texts):
        if isinstance(text, str):
            assigned[row, list(dictionary.matcher.themes(text, seen))] = True
    return assigned


# Reading and checks.


def _parsed(content: str | bytes) -> dict[str, Any]:
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise DictionaryError(f"not UTF-8 text at byte {error.start + 1}; save the file as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise DictionaryError(f"not valid TOML: {error}") from error


def _theme(entry: object, where: str) -> Theme:
    if not isinstance(entry, dict):
        raise DictionaryError(f"{where}: found {type(entry).__name__}, expected a table")
    _expect_keys(entry, where)
    where = f"theme {entry['key']!r}"
    theme = Theme(**{name: _value(name, value, where) for name, value in entry.items()})
    if not theme.words and not theme.phrases:
        raise DictionaryError(f"{where}: neither words nor phrases found; give it at least one")
    for name in ("words", "not_words"):
        for word in getattr(theme, name):
            _check_word(word, f"{where}: {name}")
    for phrase in theme.phrases:
        _check_phrase(phrase, where)
    return theme


def _expect_keys(entry: Mapping[str, object], where: str) -> None:
    allowed = [field.name for field in fields(Theme)]
    unknown = sorted(set(entry) - set(allowed))
    if unknown:
        raise DictionaryError(f"{where}: unknown key {listed(unknown)}; allowed: {listed(allowed)}")
    for field in fields(Theme):
        if field.default is MISSING and field.name not in entry:
            raise DictionaryError(f"{where}: key {field.name!r} is missing")


def _value(name: str, value: object, where: str) -> Any:
    if name in {"words", "phrases", "not_words"}:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise DictionaryError(f"{where}: {name} is {value!r}; expected a list of texts in quotes")
        return tuple(value)
    if not isinstance(value, str) or not value.strip():
        raise DictionaryError(f"{where}: {name} is {value!r}; expected a text that is not empty")
    return value


def _check_word(word: str, where: str) -> None:
    if patterns_of(word) != (word.lower(),):
        raise DictionaryError(f"{where}: {word!r} found; allowed: one word, or a stem such as ławk*; see phrases")
    _check_stem(word, where)


def _check_phrase(phrase: str, where: str) -> None:
    parts = patterns_of(phrase)
    if len(parts) < 2:
        raise DictionaryError(f"{where}: phrases: {phrase!r} found; allowed: two words or more; see words")
    for part in parts:
        _check_stem(part, f"{where}: phrases")


def _check_stem(word: str, where: str) -> None:
    if word.endswith("*") and len(word) <= LEAST_STEM:
        raise DictionaryError(f"{where}: stem {word!r} found; it needs at least {LEAST_STEM} letters before *")


def _expect_unique(keys: list[str]) -> None:
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise DictionaryError(f"themes: key {listed(twice)} found more than once; each must be unique")
