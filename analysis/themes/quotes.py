"""A few answers to quote under a theme, without personal data."""

import re
from collections.abc import Sequence

import numpy as np

from analysis.themes.masking import MASKS, mask

MOST = 3
"""Quotes of a theme."""

LONGEST = 160
"""Characters of a quote; longer answers are cut after a word."""

TELLING = 15
"""Answers of fewer characters, such as "kino", are quoted only where there is nothing better."""

LOOKED_AT = 60
"""Answers drawn to choose from: masking takes time."""

LONG_NUMBER = re.compile(r"(?:\d[\s.\-–/()]{0,2}){5}")
"""Five digits, whatever lies between: what masking may have missed."""


def quotes_of(texts: Sequence[str], rng: np.random.Generator) -> tuple[int, ...]:
    """Places in `texts` of at most three answers to quote, drawn by chance, no two alike; see `quotable`.

    Answers in which there was nothing to mask come first, then those that need not be cut, then telling ones.
    """
    drawn = [int(place) for place in rng.permutation(len(texts))[:LOOKED_AT]]
    quotes = {place: quote for place in drawn if (quote := quotable(texts[place]))}
    different = {quote.casefold(): place for place, quote in reversed(quotes.items())}
    order = sorted(set(different.values()), key=lambda place: (_flaws(quotes[place]), drawn.index(place)))
    return tuple(order[:MOST])


def quotable(text: str) -> str:
    """The answer masked, on one line and at most 160 characters long; "" if it still holds a long number."""
    quote = " ".join(mask(text).split())
    if LONG_NUMBER.search(quote):
        return ""
    return quote if len(quote) <= LONGEST else _cut(quote)


def _cut(quote: str) -> str:
    """The beginning of a quote, up to the last whole word that leaves room for an ellipsis."""
    beginning = quote[: LONGEST - 1]
    return beginning.rsplit(" ", 1)[0].rstrip(" ,;:-–") + "…"


def _flaws(quote: str) -> tuple[bool, bool, bool]:
    return any(one in quote for one in MASKS), quote.endswith("…"), len(quote) < TELLING
