"""Words among answers without a theme, put together by how they occur: proposals for the dictionary, no more."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.errors import ChoiceError
from analysis.themes.masking import mask, unmasked
from analysis.themes.wording import lemmas

Mask = NDArray[np.bool_]

ENOUGH = 30
"""Fewer answers without a theme than this say nothing in common."""

PER_CANDIDATE = 15
"""So many answers for each candidate theme, and at most six candidates."""

LEAST_PEOPLE = 3
"""A word is proposed when at least this many people used it."""

WORDS = 6
"""The most words of one candidate."""


@dataclass(frozen=True)
class Candidate:
    """Words that occur together, the most typical first; `people` used at least one of them."""

    words: tuple[str, ...]
    people: int


def new_words(texts: Sequence[str | None], assigned: Mask, rng: np.random.Generator) -> tuple[Candidate, ...]:
    """Candidate themes among texts that have none (`assigned[texts, themes]`), those of most people first.

    Non-negative matrix factorisation (Lee and Seung 1999) of tf-idf weights of lemmas; () for fewer than 30
    texts without a theme. At 50 to 2,000 short answers such groups seldom are themes: a person must judge them.
    """
    if len(assigned) != len(texts):
        raise ChoiceError(f"assigned: {len(assigned)} rows found; {len(texts)} texts need as many")
    without = [text for text, row in zip(texts, assigned, strict=True) if isinstance(text, str) and not row.any()]
    written = [words for text in without if (words := lemmas(unmasked(mask(text))))]
    if len(written) < ENOUGH:
        return ()
    return tuple(sorted(_candidates(written, rng), key=lambda one: (-one.people, one.words)))


def _candidates(written: Sequence[tuple[str, ...]], rng: np.random.Generator) -> Iterator[Candidate]:
    weights, vocabulary = _weights(written)
    count = min(6, len(written) // PER_CANDIDATE, len(vocabulary))
    if not count:
        return
    taken: set[str] = set()
    for row in _factors(weights, count, rng):
        best = [vocabulary[place] for place in np.argsort(-row, kind="stable")[:WORDS] if row[place] > 0.1 * row.max()]
        words = tuple(word for word in best if word not in taken)
        taken.update(words)
        if words:
            yield Candidate(words, sum(not set(words).isdisjoint(text) for text in written))


def _weights(written: Sequence[tuple[str, ...]]) -> tuple[Any, list[str]]:
    """The tf-idf weights of words that enough people used, and these words."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    used = Counter(word for text in written for word in set(text))
    vocabulary = sorted(word for word, people in used.items() if people >= LEAST_PEOPLE)
    if not vocabulary:
        return None, []
    vectors = TfidfVectorizer(analyzer=lambda words: words, vocabulary=vocabulary)
    return vectors.fit_transform(written), vocabulary


def _factors(weights: Any, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Typical words of each candidate as weights `[candidates, words]`."""
    from sklearn.decomposition import NMF

    model = NMF(count, init="random", solver="cd", max_iter=2_000, tol=1e-3, random_state=int(rng.integers(2**31)))
    model.fit(weights)
    factors: NDArray[np.float64] = model.components_
    return factors
