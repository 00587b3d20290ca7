"""From answers that a person has coded to suggestions for the rest. A suggestion is never more than that."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.errors import ChoiceError
from analysis.themes.dictionary import Dictionary, assign, default_dictionary

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

LEAST_EXAMPLES = 5
"""Themes with fewer confirmed answers are not suggested: there is too little to learn from."""

FOLDS = 5
"""Parts of the confirmed answers, each predicted from the others to choose the threshold."""

STRENGTH = 10.0
"""Inverse regularisation of the logistic regression."""

THRESHOLDS = np.arange(0.10, 0.61, 0.02)
"""Probabilities from which a theme may be suggested."""


@dataclass(frozen=True)
class Suggestions:
    """Suggested themes of texts: probabilities in 0..1 and labels, both `[texts, themes]`.

    A label is a probability of at least `threshold`; `unassigned[text]` marks texts without any label. Themes
    with too few confirmed answers have probability 0.
    """

    probabilities: Floats
    labels: Mask
    unassigned: Mask
    threshold: float


@dataclass(frozen=True)
class Agreement:
    """Cohen's kappa of two codings, 1: alike, 0: as if by chance; of each theme and of all decisions together.

    NaN where neither coding ever varies, so that there is nothing to agree on.
    """

    overall: float
    themes: tuple[float, ...]


def suggest(
    confirmed_texts: Sequence[str],
    confirmed_labels: Mask,
    other_texts: Sequence[str],
    rng: np.random.Generator,
    dictionary: Dictionary | None = None,
) -> Suggestions:
    """Themes of other texts as a person would code them, learned from the texts that a person has coded.

    `confirmed_labels` is `[confirmed texts, themes]`. Features: character 3- to 5-grams within words (tf-idf)
    and hits of the `dictionary` (the default one when None); one logistic regression per theme. The threshold
    is the one with the greatest micro-F1 in cross-validation among the confirmed texts. ChoiceError when the
    labels do not go with the texts, or no theme has enough examples.
    """
    labels = _checked(confirmed_texts, confirmed_labels)
    known = default_dictionary() if dictionary is None else dictionary
    texts = [*confirmed_texts, *other_texts]
    hits = assign(texts, known)
    size = len(confirmed_texts)
    threshold = _best_threshold(_Learner(list(confirmed_texts), hits[:size], labels), rng)
    learner = _Learner(texts, hits, labels)
    probabilities = learner.probabilities(np.arange(size), np.arange(size, len(texts)))
    suggested = probabilities >= threshold
    unassigned: Mask = np.logical_not(suggested.any(axis=1))
    return Suggestions(probabilities, suggested, unassigned, threshold)


def to_confirm(
    texts: Sequence[str | None], dictionary: Dictionary, how_many: int, rng: np.random.Generator
) -> NDArray[np.intp]:
    """Numbers of the texts to show a person first, in ascending order; blank texts are left out.

    Half of them are drawn from all texts, so that every theme has its share; the rest from those of which the
    dictionary makes nothing. Where there are too few of these, the others come from all texts again.
    """
    if how_many < 0:
        raise ChoiceError(f"how_many: {how_many} found; allowed: 0 or more")
    written = np.array([row for row, text in enumerate(texts) if text and text.strip()], dtype=np.intp)
    covered = np.atleast_1d(assign([texts[row] for row in written], dictionary).any(axis=1))
    order = rng.permutation(len(written))
    drawn = order[: how_many // 2]
    rest = order[how_many // 2 :]
    rest = rest[np.argsort(covered[rest], kind="stable")]
    chosen: NDArray[np.intp] = np.sort(written[np.concatenate([drawn, rest[: how_many - len(drawn)]])])
    return chosen


def agreement(first: Mask, second: Mask) -> Agreement:
    """How far two codings `[texts, themes]` of the same texts agree beyond chance; ChoiceError if shapes differ."""
    if first.shape != second.shape:
        raise ChoiceError(f"codings: shapes {first.shape} and {second.shape} found; they must be the same")
    themes = tuple(_kappa(first[:, theme], second[:, theme]) for theme in range(first.shape[1]))
    return Agreement(_kappa(first.ravel(), second.ravel()), themes)


def _kappa(first: Mask, second: Mask) -> float:
    """Cohen (1960): (observed - expected) / (1 - expected) agreement."""
    if not len(first):
        return float("nan")
    observed = float((first == second).mean())
    yes = float(first.mean()) * float(second.mean())
    no = (1 - float(first.mean())) * (1 - float(second.mean()))
    return (observed - yes - no) / (1 - yes - no) if yes + no < 1 else float("nan")


def micro_f1(found: Mask, true: Mask) -> float:
    """2 * hits / (found + true) over all texts and themes; 0 where there is nothing to find."""
    total = int(found.sum()) + int(true.sum())
    return 2 * int((found & true).sum()) / total if total else 0.0


def _checked(texts: Sequence[str], labels: Mask) -> Mask:
    if labels.ndim != 2 or len(labels) != len(texts):
        raise ChoiceError(f"confirmed_labels: shape {labels.shape} found; {len(texts)} texts need as many rows")
    most = int(labels.sum(axis=0).max(initial=0))
    if most < LEAST_EXAMPLES:
        raise ChoiceError(
            f"confirmed_labels: at most {most} texts of one theme found; confirm {LEAST_EXAMPLES} or more"
        )
    return labels.astype(bool)


class _Learner:
    """Features of texts, of which the first ones have labels."""

    def __init__(self, texts: list[str], hits: Mask, labels: Mask) -> None:
        self.texts, self.hits, self.labels = texts, hits, labels
        self.learnable = labels.sum(axis=0) >= LEAST_EXAMPLES

    def probabilities(self, train: NDArray[np.intp], test: NDArray[np.intp]) -> Floats:
        """Probabilities `[test texts, themes]` learned from the training texts alone."""
        found = np.zeros((len(test), self.labels.shape[1]))
        if not len(test):
            return found
        seen, new = self._features(train, test)
        for theme in np.flatnonzero(self.learnable):
            found[:, theme] = _probability(seen, self.labels[train, theme], new)
        return found

    def _features(self, train: NDArray[np.intp], test: NDArray[np.intp]) -> tuple[Any, Any]:
        from scipy.sparse import csr_array, hstack
        from sklearn.feature_extraction.text import TfidfVectorizer

        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
        seen = letters.fit_transform([self.texts[row] for row in train])
        new = letters.transform([self.texts[row] for row in test])
        hits = [csr_array(self.hits[rows].astype(float)) for rows in (train, test)]
        return hstack([seen, hits[0]], format="csr"), hstack([new, hits[1]], format="csr")


def _probability(seen: Any, labels: Mask, new: Any) -> Floats:
    """Of one theme; where all training texts agree there is nothing to fit."""
    from sklearn.linear_model import LogisticRegression

    if labels.all() or not labels.any():
        return np.full(new.shape[0], float(labels.all()))
    model = LogisticRegression(C=STRENGTH, solver="liblinear", dual=True, max_iter=10_000, random_state=0)
    probability: Floats = model.fit(seen, labels).predict_proba(new)[:, 1]
    return probability


def _best_threshold(learner: _Learner, rng: np.random.Generator) -> float:
    size = len(learner.texts)
    parts = np.array_split(rng.permutation(size), FOLDS)
    probabilities = np.zeros(learner.labels.shape)
    for part in parts:
        probabilities[part] = learner.probabilities(np.setdiff1d(np.arange(size), part), part)
    known, true = probabilities[:, learner.learnable], learner.labels[:, learner.learnable]
    marks = [micro_f1(known >= threshold, true) for threshold in THRESHOLDS]
    return float(THRESHOLDS[int(np.argmax(marks))])
