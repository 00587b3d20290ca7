"""Typing errors in unknown words: missing Polish diacritics, and one letter too many, too few, wrong or swapped."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from analysis.themes.morphology import CYRILLIC, forms

PLAIN_LETTERS = str.maketrans("ąćęłńóśźż", "acelnoszz")

LONG_ENOUGH = 5
"""Words of fewer letters are one edit away from too many others."""


def fold(word: str) -> str:
    """A lower-case word without Polish diacritics."""
    return word.translate(PLAIN_LETTERS)


class Known:
    """Words that an unknown word may be meant for: all inflected forms of some lemmas."""

    def __init__(self, lemmas: Iterable[str]) -> None:
        self._forms: dict[str, str] = {}
        for lemma in lemmas:
            for form in [lemma] if CYRILLIC.search(lemma) else forms(lemma):
                self._forms.setdefault(fold(form), form)
        self._shortened: defaultdict[str, list[str]] = defaultdict(list)
        for plain in self._forms:
            if len(plain) >= LONG_ENOUGH:
                for short in _shortened(plain):
                    self._shortened[short].append(plain)

    def nearest(self, word: str) -> str | None:
        """The form nearest to a lower-case word: the same but for diacritics, or one edit away.

        One edit is a letter added, left out, replaced or swapped with the next one, not the first letter,
        and only in a word of at least five letters. None where no form is that near.
        """
        plain = fold(word)
        if plain in self._forms:
            return self._forms[plain]
        near = sorted(self._near(plain), key=lambda other: (abs(len(other) - len(plain)), other))
        return self._forms[near[0]] if near else None

    def _near(self, word: str) -> set[str]:
        """Two words one edit apart become equal when at most one letter is left out of each."""
        if len(word) < LONG_ENOUGH:
            return set()
        found = {other for short in _shortened(word) for other in self._shortened.get(short, ())}
        return {other for other in found if other[0] == word[0] and one_edit_apart(other, word)}


def _shortened(word: str) -> Iterator[str]:
    yield word
    yield from {word[:place] + word[place + 1 :] for place in range(len(word))}


def one_edit_apart(first: str, second: str) -> bool:
    """Whether one letter added, left out, replaced or swapped with its neighbour makes the words equal."""
    if len(first) > len(second):
        first, second = second, first
    start = next((place for place, letter in enumerate(first) if letter != second[place]), len(first))
    left, right = first[start:], second[start:]
    if len(left) < len(right):
        return left == right[1:]
    return left[1:] == right[1:] or (left[1::-1] == right[:2] and left[2:] == right[2:])
