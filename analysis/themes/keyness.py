"""Words that one group of residents uses more than the others, beyond chance."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from analysis.comparison import SURPRISING, benjamini_hochberg
from analysis.results import Keyword
from analysis.vocabulary import DONT_KNOW, NO_ANSWER

Floats = NDArray[np.float64]

PRIOR = 100.0
"""How many words the prior counts for: a group that wrote less than this is judged with caution."""

LEAST_PEOPLE = 5
"""Fewer people than this do not make a word typical of their group, and could be recognised by it."""


def keyness(
    lemmas: Sequence[Sequence[str]], groups: Mapping[str, Sequence[str | None]], least: int = LEAST_PEOPLE
) -> tuple[Keyword, ...]:
    """Words used more by people of one category than by everyone else, the strongest first in each category.

    `lemmas` has the words of each person, each counted once; `groups` the category of each person by variable,
    None (or don't know, no answer) where not stated: such people do not take part. A word needs `least` people
    of the category and a Benjamini-Hochberg adjusted p under 0.05 (two-sided), over all words with `least`
    people in all, categories and variables. z: `log_odds_z`, rounded to 0.01.
    """
    written = [frozenset(words) for words in lemmas]
    found = [entry for name, codes in groups.items() for entry in _variable(name, written, codes, least)]
    p = benjamini_hochberg([2 * float(ndtr(-abs(entry.z))) for entry in found])
    typical = [entry for entry, chance in zip(found, p, strict=True) if chance < SURPRISING]
    kept = [entry for entry in typical if entry.z > 0 and entry.people >= least]
    order = {name: place for place, name in enumerate(groups)}
    return tuple(sorted(kept, key=lambda one: (order[one.variable], one.category, -one.z, one.word)))


def log_odds_z(counts: Floats, others: Floats, prior: float = PRIOR) -> Floats:
    """How far the log-odds of words in a group lie from those of all others, in standard errors; `[words]`.

    delta = ln((y1 + a) / (n1 + a0 - y1 - a)) - ln((y2 + a) / (n2 + a0 - y2 - a)) and
    z = delta / sqrt(1 / (y1 + a) + 1 / (y2 + a)), where y are counts, n their sums, a0 the `prior` and a its
    part in proportion to the word's share of all words (Monroe, Colaresi and Quinn 2008, informative Dirichlet
    prior). `counts` and `others` must hold all words, not only those of interest; a word nobody uses has z 0.
    """
    share = (counts + others) / max((counts + others).sum(), 1)
    a = np.where(share > 0, prior * share, 1.0)
    delta = _log_odds(counts, a, prior) - _log_odds(others, a, prior)
    z: Floats = delta / np.sqrt(1 / (counts + a) + 1 / (others + a))
    return np.where(share > 0, z, 0.0)


def _log_odds(counts: Floats, a: Floats, prior: float) -> Floats:
    """0 for the only word that anybody used: its odds are infinite in every group alike."""
    rest = counts.sum() + prior - counts - a
    odds: Floats = np.log((counts + a) / np.where(rest > 0, rest, counts + a))
    return odds


def _variable(
    name: str, written: Sequence[frozenset[str]], codes: Sequence[str | None], least: int
) -> Iterator[Keyword]:
    """Every word and category of one variable, before anything is known to be beyond chance."""
    stated = [(words, code) for words, code in zip(written, codes, strict=True) if _is_stated(code)]
    total = Counter(word for words, _ in stated for word in words)
    vocabulary = sorted(total)
    everyone = np.array([total[word] for word in vocabulary], dtype=float)
    for category in sorted({str(code) for _, code in stated}):
        used = Counter(word for words, code in stated if code == category for word in words)
        counts = np.array([used[word] for word in vocabulary], dtype=float)
        z = np.round(log_odds_z(counts, everyone - counts), 2)
        for place in np.flatnonzero(everyone >= least):
            yield Keyword(name, category, vocabulary[place], int(counts[place]), float(z[place]))


def _is_stated(code: object) -> bool:
    return isinstance(code, str) and code not in (DONT_KNOW, NO_ANSWER)
