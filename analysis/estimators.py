"""Estimators: smooth functions of sums over people, with the gradient from which their errors are computed.

A joint table ends in `[first code, second code]` of two measures. Each person adds their features, one number
for each pair of codes, to the sums; an estimator turns the sums of everybody into a figure. Its gradient times
a person's features is that person's influence on the figure (linearisation, methods of Woodruff 1971).
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Array = NDArray[Any]


@dataclass(frozen=True)
class Estimator(ABC):
    """`features[feature, first code, second code]` is what a person with those codes adds to each sum."""

    features: Floats

    def sums(self, joint: Array) -> Floats:
        """The sums `[..., feature]` of a joint table `[..., first code, second code]`, weighted or not."""
        flat = joint.reshape(*joint.shape[:-2], -1)
        sums: Floats = flat @ self.features.reshape(len(self.features), -1).T
        return sums

    def of(self, joint: Array) -> Floats:
        """The figure from a joint table; NaN where its base is empty."""
        return self.value(self.sums(joint))

    @abstractmethod
    def value(self, sums: Floats) -> Floats:
        """The figure `[...]` from the sums `[..., feature]`; NaN where its base is empty."""

    @abstractmethod
    def gradient(self, sums: Floats) -> Floats:
        """The derivative `[..., feature]` of the figure by each sum; NaN where its base is empty."""


class Ratio(Estimator):
    """The first sum over the second: a share or a mean, times 1."""

    def value(self, sums: Floats) -> Floats:
        """Numerator / denominator."""
        return ratio(sums[..., 0], sums[..., 1])

    def gradient(self, sums: Floats) -> Floats:
        """1 / D and -N / D^2."""
        by_numerator = ratio(1.0, sums[..., 1])
        return np.stack([by_numerator, -self.value(sums) * by_numerator], axis=-1)


class UnservedImportance(Estimator):
    """Picked share x (1 - satisfied share): ETC Institute's importance-satisfaction rating.

    Sums: people who picked the area, all people, people satisfied, people who rated it.
    """

    def value(self, sums: Floats) -> Floats:
        """The rating in 0..1."""
        return ratio(sums[..., 0], sums[..., 1]) * (1 - ratio(sums[..., 2], sums[..., 3]))

    def gradient(self, sums: Floats) -> Floats:
        """By the product rule."""
        picked, satisfied = ratio(sums[..., 0], sums[..., 1]), ratio(sums[..., 2], sums[..., 3])
        per_person, per_rating = ratio(1.0, sums[..., 1]), ratio(1.0, sums[..., 3])
        by_pick, by_state = (1 - satisfied) * per_person, -picked * per_rating
        return np.stack([by_pick, -picked * by_pick, by_state, -satisfied * by_state], axis=-1)


class WeightedDiscrepancy(Estimator):
    """Borich's mean weighted discrepancy score: mean importance x (mean importance - mean state).

    Sums: importance, state, people who rated both. Borich 1980; McKim and Saucier 2011.
    """

    def value(self, sums: Floats) -> Floats:
        """The score, on the product of both scales."""
        importance, state = ratio(sums[..., 0], sums[..., 2]), ratio(sums[..., 1], sums[..., 2])
        return importance * (importance - state)

    def gradient(self, sums: Floats) -> Floats:
        """A person's influence is ((2 I - S)(i - I) - I (s - S)) / n, I and S being the means."""
        importance, state = ratio(sums[..., 0], sums[..., 2]), ratio(sums[..., 1], sums[..., 2])
        per_person = ratio(1.0, sums[..., 2])
        by_importance, by_state = 2 * importance - state, -importance
        rest = -(by_importance * importance + by_state * state)
        return np.stack([by_importance, by_state, rest], axis=-1) * per_person[..., None]


def ratio(numerator: Any, denominator: Any) -> Floats:
    """numerator / denominator, NaN where the denominator is 0."""
    valid = np.asarray(denominator) > 0
    return np.where(valid, numerator, np.nan) / np.where(valid, denominator, 1)
