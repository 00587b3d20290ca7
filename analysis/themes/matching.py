"""Which themes the words of a text speak of. Patterns are lemmas, or stems that end in an asterisk."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

from analysis.themes.morphology import UKRAINIAN, language_of, readings, words
from analysis.themes.typos import Known, fold

PATTERN = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*\*?")

LEAST_STEM = 3
"""The fewest letters of a stem."""


def patterns_of(phrase: str) -> tuple[str, ...]:
    """The patterns of a phrase in lower case, parted as the words of a text are: "wi-fi" is wi, fi."""
    return tuple(PATTERN.findall(phrase.lower()))


class Index:
    """Finds the patterns that a word matches: by its lemmas, as it is written, or by its beginning."""

    def __init__(self, patterns: Collection[str]) -> None:
        self._words: defaultdict[str, set[str]] = defaultdict(set)
        self._stems: defaultdict[str, set[str]] = defaultdict(set)
        for pattern in patterns:
            if pattern.endswith("*"):
                self._stems[pattern[:-1]].add(pattern)
                self._stems[fold(pattern[:-1])].add(pattern)
            else:
                for key in _keys(pattern):
                    self._words[key].add(pattern)
        self._longest = max((len(stem) for stem in self._stems), default=0)

    @cached_property
    def known(self) -> Known:
        """The lemmas that a mistyped word is compared with."""
        return Known(sorted(self._words))

    def patterns(self, word: str) -> frozenset[str]:
        """All patterns that a word matches; an unknown word also those of the word it was meant for."""
        plain = word.lower()
        lemmas = readings(word)
        keys = {plain, *lemmas}
        if not lemmas and plain not in self._words:
            meant = self.known.nearest(plain)
            keys |= {fold(plain)} if meant is None else {meant, *readings(meant)}
        return frozenset(pattern for key in keys for pattern in self._of(key))

    def _of(self, key: str) -> Iterator[str]:
        yield from self._words.get(key, ())
        for length in range(LEAST_STEM, min(len(key), self._longest) + 1):
            yield from self._stems.get(key[:length], ())


def _keys(pattern: str) -> set[str]:
    """What a pattern stands for: itself, or its lemmas if somebody wrote down an inflected form."""
    if language_of(pattern) == UKRAINIAN:
        return {pattern}
    lemmas = readings(pattern)
    return {pattern} if pattern in lemmas else {pattern, *lemmas}


class Matcher:
    """Finds the themes of texts. Words, exceptions and phrases come as pairs of theme number and pattern(s)."""

    def __init__(
        self,
        single: Iterable[tuple[int, str]],
        exceptions: Iterable[tuple[int, str]],
        phrases: Iterable[tuple[int, tuple[str, ...]]],
    ) -> None:
        self._single, self._exceptions = _grouped(single), _grouped(exceptions)
        self._phrases: defaultdict[str, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
        for theme, patterns in phrases:
            self._phrases[patterns[0]].append((theme, patterns))
        parts = {part for listed in self._phrases.values() for _, phrase in listed for part in phrase}
        self.index = Index({*self._single, *self._exceptions, *parts})

    def themes(self, text: str, seen: dict[str, frozenset[str]]) -> set[int]:
        """Numbers of the themes of a text; `seen` keeps the patterns of words between the texts of one call."""
        found = [self._patterns(word, seen) for word in words(text)]
        return {theme for patterns in found for theme in self._of_word(patterns)} | set(self._of_phrases(found))

    def _patterns(self, word: str, seen: dict[str, frozenset[str]]) -> frozenset[str]:
        if word not in seen:
            seen[word] = self.index.patterns(word)
        return seen[word]

    def _of_word(self, patterns: frozenset[str]) -> set[int]:
        meant = {theme for pattern in patterns for theme in self._single.get(pattern, ())}
        return meant - {theme for pattern in patterns for theme in self._exceptions.get(pattern, ())}

    def _of_phrases(self, found: list[frozenset[str]]) -> Iterator[int]:
        for start, patterns in enumerate(found):
            for first in patterns & self._phrases.keys():
                for theme, phrase in self._phrases[first]:
                    window = found[start : start + len(phrase)]
                    if len(window) == len(phrase) and all(map(frozenset.__contains__, window, phrase)):
                        yield theme


def _grouped(pairs: Iterable[tuple[int, str]]) -> Mapping[str, set[int]]:
    groups: defaultdict[str, set[int]] = defaultdict(set)
    for theme, pattern in pairs:
        groups[pattern].add(theme)
    return dict(groups)
