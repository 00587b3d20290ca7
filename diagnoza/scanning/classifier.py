"""How sure it is that a box is empty, crossed or corrected, by the numbers that `features` measures.

Five small networks, trained by `make train-paper` on drawn sheets from different starts, vote; the vote is as sure as
the network that is least sure of it. Their weights are a text file, so nothing is run by loading them and a change
shows in a comparison.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np

from diagnoza.scanning.straighten import Ink

FILE = Path(__file__).with_name("classifier.json")
FAR = 6.0
"""A number further from its mean in training, in standard deviations, counts as this far."""


@dataclass(frozen=True)
class Layer:
    """Weights (inputs x outputs) and what is added."""

    weights: Sequence[Sequence[float]]
    added: Sequence[float]


@dataclass(frozen=True)
class Classifier:
    """Networks of two layers each, and how the numbers were spread in training."""

    means: Sequence[float]
    spreads: Sequence[float]
    networks: Sequence[tuple[Layer, Layer]]

    def votes(self, numbers: Ink) -> Ink:
        """What each network says of each box: networks x boxes x states, in the order of `State`; states sum to 1."""
        spread = np.clip((numbers - np.array(self.means)) / np.array(self.spreads), -FAR, FAR)
        return np.array([_vote(spread, *network) for network in self.networks])

    def judge(self, numbers: Ink) -> tuple[Ink, Ink]:
        """The number of the likeliest state of each box, and the share that the least convinced network gives it."""
        votes = self.votes(numbers)
        best = votes.mean(axis=0).argmax(axis=1)
        return best, votes[:, np.arange(len(best)), best].min(axis=0)

    def to_json(self) -> str:
        """The text of the file; a line for each layer."""
        return json.dumps(asdict(self), indent=None).replace('{"weights"', '\n{"weights"') + "\n"


def _vote(spread: Ink, hidden: Layer, last: Layer) -> Ink:
    kept = np.maximum(spread @ np.array(hidden.weights) + np.array(hidden.added), 0)
    levels = kept @ np.array(last.weights) + np.array(last.added)
    powers = np.exp(levels - levels.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


@cache
def trained() -> Classifier:
    """The classifier that comes with the program."""
    read = json.loads(FILE.read_text("utf-8"))
    networks = tuple((Layer(**hidden), Layer(**last)) for hidden, last in read["networks"])
    return Classifier(read["means"], read["spreads"], networks)
