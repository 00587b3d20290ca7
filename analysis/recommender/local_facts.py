"""Local facts: what is known of a need besides the answers, put beside it with its source and date.

They are shown next to the need and count as one stated reason (the criterion `local_facts` of cooperation.toml). They
are never added to shares: how many people said something stays what it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class LocalFact:
    """One fact about an area: what is known (`text`), from where (`source`), as of which `day`.

    `confirms`: it speaks for the need ("there is no kindergarten in the gmina"); otherwise against it ("the new
    kindergarten opens in September").
    """

    area: str
    text: str
    source: str
    day: date
    confirms: bool


def weighed(facts: Iterable[LocalFact], area: str | None) -> str | None:
    """What the facts about one area say together: "confirm", "question" or "mixed"; None without any."""
    sides = {fact.confirms for fact in facts if fact.area == area}
    if not sides:
        return None
    return "mixed" if len(sides) == 2 else "confirm" if True in sides else "question"
