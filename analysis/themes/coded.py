"""How many people named each theme in answer to one open question: the part of a diagnosis, safe to publish."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analysis.disclosure import check_threshold
from analysis.errors import ChoiceError
from analysis.intervals import wilson
from analysis.results import Keyword, ThemeCount, Themes
from analysis.themes.dictionary import Dictionary, assign
from analysis.themes.keyness import LEAST_PEOPLE, keyness
from analysis.themes.masking import mask, unmasked
from analysis.themes.quotes import quotable, quotes_of
from analysis.themes.withheld import hidden_counts
from analysis.themes.wording import lemmas

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
Groups = Mapping[str, Sequence[str | None]]


@dataclass(frozen=True)
class _Answers:
    """The answers of people who wrote something, their themes, and which counts stay hidden."""

    texts: tuple[str, ...]
    coding: Mask
    threshold: int

    @cached_property
    def counts(self) -> Counts:
        """People of each theme, and last those without any."""
        without = ~self.coding.any(axis=1)
        return np.array([*self.coding.sum(axis=0), without.sum()], dtype=np.int64)

    @cached_property
    def hidden(self) -> Mask:
        return hidden_counts(self.counts, len(self.texts), self.threshold)


def themes_of(
    texts: Sequence[str | None],
    question: str,
    label: str,
    *,
    dictionary: Dictionary,
    threshold: int,
    level: float,
    rng: np.random.Generator,
    groups: Groups | None = None,
    assigned: Mask | None = None,
) -> Themes:
    """Themes of the answers to a question, one text per person, None or blank where nothing was written.

    Every theme of the dictionary is there, from the one that most people named; those withheld come last, in
    the order of the dictionary. Shares are of the people who wrote, with Wilson's interval at `level`.
    `assigned[texts, themes]` is the coding to count, such as one that a person confirmed; without it the
    dictionary codes. `groups` has the category of each person by variable, for the words typical of a group.
    `rng` draws the quotes. Small counts are withheld (withheld.hidden_counts), and so is everything when fewer
    than `threshold` people wrote; no themes when nobody did. ChoiceError when lengths do not go together.
    """
    check_threshold(threshold)
    coding = assign(texts, dictionary) if assigned is None else assigned
    _check((len(texts), len(dictionary.themes)), coding, groups or {})
    written = [row for row, text in enumerate(texts) if isinstance(text, str) and text.strip()]
    answers = _Answers(tuple(str(texts[row]) for row in written), coding[written], threshold)
    if not written:
        return Themes(question, label, 0, 0, (), ())
    return Themes(
        question,
        label,
        len(written),
        None if answers.hidden[-1] else int(answers.counts[-1]),
        _theme_counts(answers, dictionary, level, rng),
        _keywords(answers, {name: [codes[row] for row in written] for name, codes in (groups or {}).items()}),
    )


def _check(shape: tuple[int, int], coding: Mask, groups: Groups) -> None:
    if coding.shape != shape:
        raise ChoiceError(f"assigned: shape {coding.shape} found; {shape} needed: texts, themes of the dictionary")
    for name, codes in groups.items():
        if len(codes) != shape[0]:
            raise ChoiceError(f"group {name!r}: {len(codes)} categories found; {shape[0]} texts need as many")


def _theme_counts(
    answers: _Answers, dictionary: Dictionary, level: float, rng: np.random.Generator
) -> tuple[ThemeCount, ...]:
    counts, hidden, n = answers.counts, answers.hidden, len(answers.texts)
    low, high = wilson(counts, n, level)
    quotes = _quotes(answers, rng)
    found = []
    for place in _order(counts[:-1], hidden[:-1]):
        theme = dictionary.themes[place]
        if hidden[place]:
            found.append(ThemeCount(theme.key, theme.label, None, None, None, None, ()))
            continue
        share, interval = float(counts[place] / n), (float(low[place]), float(high[place]))
        found.append(ThemeCount(theme.key, theme.label, int(counts[place]), share, *interval, quotes.get(place, ())))
    return tuple(found)


def _order(counts: Counts, hidden: Mask) -> list[int]:
    """Themes shown, from the greatest count; then hidden ones, whose order must not speak."""
    order = np.lexsort((np.arange(len(counts)), np.where(hidden, 0, -counts), hidden))
    return [int(place) for place in order]


def _quotes(answers: _Answers, rng: np.random.Generator) -> dict[int, tuple[str, ...]]:
    """Quotes by theme, of themes that enough people named. Nobody is quoted twice, or with a hidden theme."""
    counts, hidden = answers.counts[:-1], answers.hidden[:-1]
    free = answers.coding[:, hidden].sum(axis=1) == 0
    quotes = {}
    for place in _order(counts, hidden):
        if not hidden[place] and counts[place] >= max(LEAST_PEOPLE, answers.threshold):
            rows = np.flatnonzero(answers.coding[:, place] & free)
            chosen = rows[list(quotes_of([answers.texts[row] for row in rows], rng))]
            free[chosen] = False
            quotes[place] = tuple(quotable(answers.texts[row]) for row in chosen)
    return quotes


def _keywords(answers: _Answers, groups: Groups) -> tuple[Keyword, ...]:
    """Words typical of groups; words of personal data do not count."""
    if not groups or len(answers.texts) < answers.threshold:
        return ()
    written = [lemmas(unmasked(mask(text))) for text in answers.texts]
    return keyness(written, groups, max(LEAST_PEOPLE, answers.threshold))
