"""Which counts of people per theme stay hidden, so that nobody can work out a count of very few people."""

import numpy as np
from numpy.typing import NDArray

from analysis.disclosure import small

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


def hidden_counts(counts: Counts, n: int, threshold: int) -> Mask:
    """Which of `counts` (of each theme, and last of people without a theme) of the `n` who wrote stay hidden.

    Counts of 1 to threshold - 1 are hidden; all are when fewer than `threshold` people wrote. A person may have
    several themes, so counts need not add up to n: with any themes at all, greatest count <= n - unassigned <=
    sum of counts. Where these bounds leave a hidden count less than the whole range of 1 to threshold - 1, more
    is hidden: first the people without a theme, then themes.
    """
    if n < threshold:
        return np.ones(len(counts), dtype=bool)
    hidden = small(counts, threshold)
    while hidden.any() and not hidden.all():
        if not _low_enough(counts, hidden, n, threshold):
            hidden[_next(counts, hidden, smallest=True)] = True
        elif not _high_enough(counts, hidden, n, threshold):
            hidden[_next(counts, hidden, smallest=False)] = True
        else:
            break
    return hidden


def _low_enough(counts: Counts, hidden: Mask, n: int, threshold: int) -> bool:
    """Whether each hidden count could be 1: the others, all of them small or one of any size, make up the rest."""
    if (counts[hidden] >= threshold).any():
        return True
    rest = n - int(counts[~hidden].sum())
    return rest - (int(hidden.sum()) - 1) * (threshold - 1) <= 1


def _high_enough(counts: Counts, hidden: Mask, n: int, threshold: int) -> bool:
    """Whether each hidden count could be threshold - 1: so many people are left besides those shown."""
    shown = counts[:-1][~hidden[:-1]]
    others = int(shown.max(initial=0)) if hidden[-1] else int(counts[-1])
    return n - others >= threshold - 1


def _next(counts: Counts, hidden: Mask, *, smallest: bool) -> int:
    """What to hide next: people without a theme, else the smallest or the greatest shown count of a theme."""
    if not hidden[-1]:
        return len(counts) - 1
    shown = np.flatnonzero(~hidden)
    named = shown[counts[shown] > 0]
    order = named if len(named) else shown
    place = np.argmin(counts[order]) if smallest else np.argmax(counts[order])
    return int(order[place])
