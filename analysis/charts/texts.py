"""Filling the charts' text templates: numbers, lists and labels as a reader says them."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import floor

from analysis.errors import ChoiceError, listed
from analysis.vocabulary import ScoreKind

LANGUAGES = ("pl", "en")
SHARE_AXIS = "picked_share"
"""The one axis of the quadrant that is a share 0..1; the others are means of ratings."""
SMALL_BASE = 30
"""Under this many answers a share is said as "7 of 12", not as a per cent."""
_LABEL_LENGTH = 60
_HALF = 0.5 + 1e-9
"""A half that is lost to binary fractions (0.285 * 100) is still rounded up."""
_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@cache
def _all_texts() -> dict[str, dict[str, str]]:
    source = (files("analysis") / "knowledge" / "charts.toml").read_text(encoding="utf-8")
    return {language: dict(_flat(table)) for language, table in tomllib.loads(source).items()}


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterable[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, str(value)


def default_texts(language: str) -> dict[str, str]:
    """A fresh copy of the chart texts that come with the library, for "pl" or "en".

    Raises ChoiceError for another language.
    """
    if language not in LANGUAGES:
        raise ChoiceError(f"no chart texts in {language!r}; allowed: {listed(LANGUAGES)}")
    return dict(_all_texts()[language])


@cache
def text_keys() -> tuple[str, ...]:
    """Every key that a `texts` mapping must have, in the order of charts.toml."""
    return tuple(_all_texts()["pl"])


def fill(template: str, **values: str | int) -> str:
    """The template with its known {names} replaced once; every other brace or per cent stays as it is."""
    return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), template)


@dataclass(frozen=True)
class Wording:
    """A `texts` mapping checked once, and the ways in which charts say numbers with it."""

    texts: Mapping[str, str]

    def __post_init__(self) -> None:
        missing = [key for key in text_keys() if key not in self.texts]
        if missing:
            raise ChoiceError(f"texts lack {listed(missing)}; give every key of TEXT_KEYS")

    def say(self, key: str, **values: str | int) -> str:
        """The text under `key` with its placeholders filled."""
        return fill(self.texts[key], **values)

    def optional(self, key: str, otherwise: str) -> str:
        """The text under a key that need not be there, such as a target group's label."""
        return self.texts.get(key, otherwise)

    def percent(self, share: float) -> str:
        """A share 0..1 as a whole per cent, halves rounded up."""
        return self.say("percent", value=floor(share * 100 + _HALF))

    def decimal(self, value: float, places: int) -> str:
        """A number with a fixed count of decimal places and the language's decimal mark."""
        return f"{value:.{places}f}".replace(".", self.texts["decimal_mark"])

    def share(self, count: int, n: int) -> str:
        """`count` of `n`: in numbers under a base of 30, as a whole per cent from there on."""
        return self.say("count_of", count=count, n=n) if n < SMALL_BASE else self.percent(count / n)

    def number(self, kind: ScoreKind, value: float) -> str:
        """A score without its base: means with one decimal place, importance x satisfaction with two."""
        if kind is ScoreKind.MEAN_IMPORTANCE:
            return self.decimal(value, 1)
        return self.decimal(value, 2) if kind is ScoreKind.IMPORTANCE_SATISFACTION else self.percent(value)

    def on_axis(self, axis: str | None, value: float, places: int = 2) -> str:
        """A value on an axis of the quadrant: a share as a per cent, a mean with decimal places."""
        return self.percent(value) if axis == SHARE_AXIS else self.decimal(value, places)

    def span(self, numbers: Iterable[int]) -> str:
        """The lowest and the highest number, or the only one."""
        low, high = _ends(numbers)
        return str(low) if low == high else self.say("range", low=low, high=high)

    def listed(self, items: Sequence[str]) -> str:
        """The items as a list in words."""
        if len(items) < 2:
            return "".join(items)
        return self.texts["list_comma"].join(items[:-1]) + self.texts["list_last"] + items[-1]

    def quoted(self, label: str) -> str:
        """A label in quotation marks, shortened to what a title can carry."""
        return self.say("quoted", label=short(label))


def plain(text: str) -> str:
    """The text on one line, without control characters; no-break spaces stay."""
    spaced = _BLANKS.sub(" ", text)
    kept = "".join(c for c in spaced if not unicodedata.category(c).startswith("C"))
    return _BLANKS.sub(" ", kept).strip(" ")


def short(label: str) -> str:
    """A label of at most 60 characters, on one line."""
    line = plain(label)
    return line if len(line) <= _LABEL_LENGTH else line[: _LABEL_LENGTH - 1].rstrip() + "…"


def _ends(numbers: Iterable[int]) -> tuple[int, int]:
    ordered = sorted(numbers)
    return ordered[0], ordered[-1]
