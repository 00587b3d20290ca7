"""What to talk about at a meeting when few have answered: three matters without an order."""

from dataclasses import dataclass

from analysis.results import Diagnosis

SMALL = 50
"""With fewer respondents places in an order mean little, and per cents promise more than so few people can say."""

MATTERS = 3
"""So many fit into one meeting."""


@dataclass(frozen=True)
class Matter:
    """One need area: `count` of the `n` people who answered about it have the need; None where nobody was counted."""

    area: str
    count: int | None
    n: int


@dataclass(frozen=True)
class Agenda:
    """Matters for a meeting, by the key of their area since they have no order.

    `n` is the number of respondents. `near` are the areas that may as well be among the matters: their rank sets
    (analysis.ranking) reach the first three places, too.
    """

    n: int
    matters: tuple[Matter, ...]
    near: tuple[str, ...]


def agenda(diagnosis: Diagnosis) -> Agenda | None:
    """The agenda of a small diagnosis; None from SMALL respondents on, or where nothing may be shown.

    Takes the diagnosis as it may be shown: nothing is read but its protected needs.
    """
    if diagnosis.n >= SMALL or diagnosis.withheld or not diagnosis.needs:
        return None
    first, others = diagnosis.needs[:MATTERS], diagnosis.needs[MATTERS:]
    matters = sorted((Matter(need.area, need.count, need.n) for need in first), key=lambda matter: matter.area)
    near = sorted(need.area for need in others if need.rank_low <= MATTERS)
    return Agenda(diagnosis.n, tuple(matters), tuple(near))
