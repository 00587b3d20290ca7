"""From values to pixels along one axis, and round numbers for its ticks."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25)
_DECIMAL_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
_MOST_STEPS = 5
_ROOM = 0.1


@dataclass(frozen=True)
class Scale:
    """A linear axis: value `low` lies at pixel `start`, value `high` at pixel `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The pixel of a value."""
        return self.start + (self.end - self.start) * (value - self.low) / (self.high - self.low)


def share_ticks(highest: float) -> list[float]:
    """Round shares from 0 to at least `highest` (0..1), at most six of them."""
    step = next((step for step in _STEPS if highest <= step * _MOST_STEPS), _STEPS[-1])
    return [step * place for place in range(max(1, ceil(highest / step - 1e-9)) + 1)]


def ticks_within(low: float, high: float) -> list[float]:
    """Round values between `low` and `high`, both included where round; at most six."""
    step = next(step for step in _DECIMAL_STEPS if (high - low) / step <= _MOST_STEPS)
    return [step * place for place in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]


def padded(values: Sequence[float], least: float) -> tuple[float, float]:
    """A range around the values with some room at both ends, at least `least` wide."""
    middle = (min(values) + max(values)) / 2
    half = max((max(values) - min(values)) * (0.5 + _ROOM), least / 2)
    return middle - half, middle + half
