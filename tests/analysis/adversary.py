"""What the reference attack finds in diagnoses, all of whose numbers are laid before it as counts.

Unprotected by design, and so part of what the attack knows anyway: the answers of the whole sample, which are
opinions without a trait; people who stated no group ("?") or did not answer ("out"), as nobody sees who they are.
"""

import importlib.util
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from analysis.results import AnswerCounts, Breakdown, Diagnosis, GroupCell
from analysis.vocabulary import Measure

Published = dict[str, Any]
UNSTATED, OUT = "?", "out"


class Adversary:
    """The ready attack on published tables, for one threshold."""

    def __init__(self, shared: Path, threshold: int) -> None:
        spec = importlib.util.spec_from_file_location("attack", shared / "checks/disclosure_attack.py")
        assert spec is not None
        assert spec.loader is not None
        self.module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.module)
        self.threshold = threshold

    def findings(self, releases: Sequence[Diagnosis], area: str) -> list[Published]:
        """What the groups of the releases give away of one area, beyond its totals and the first release's groups."""
        known = 1 if len(releases) > 1 else 0
        anyway = {_key(found) for found in self._attack(releases, area, known)}
        return [each for each in self._attack(releases, area, len(releases)) if _key(each) not in anyway]

    def _attack(self, releases: Sequence[Diagnosis], area: str, with_groups: int) -> list[Published]:
        found: list[Published] = self.module.attack(table(releases, area, with_groups), self.threshold)["findings"]
        return [each for each in found if not _unprotected(each["group"])]


def _key(found: Published) -> tuple[str, str]:
    return found["group"], str(found["value"])


def _unprotected(group: str) -> bool:
    """Whether a group in the attack's words is of people whom nobody can see, such as "age=?, answer=2"."""
    values = [part.partition("=")[2] for part in group.split(", ")]
    return UNSTATED in values or OUT in values


def table(releases: Sequence[Diagnosis], area: str, with_groups: int) -> Published:
    """All numbers of an area as the attack takes them; the groups of the first `with_groups` releases only."""
    weeks = [f"week{place}" for place in range(len(releases))]
    groupings = {each.variable: [*each.categories, UNSTATED] for each in releases[0].breakdowns}
    answers = _answers(releases[0], area)
    published = [
        {"where": {"tydzien": weeks[: place + 1]} | where, "value": value}
        for place, release in enumerate(releases)
        for where, value in _numbers(release, area, shown=place < with_groups)
    ]
    return {"dims": {"tydzien": weeks, **groupings, "answer": [*answers.levels, OUT]}, "published": published}


def _answers(release: Diagnosis, area: str) -> AnswerCounts:
    (found,) = [each for each in release.answers if each.area == area and each.measure == Measure.LACK]
    return found


def _numbers(release: Diagnosis, area: str, shown: bool) -> Iterator[tuple[dict[str, list[str]], int | None]]:
    """Who is counted, and the count, None where withheld."""
    answers = _answers(release, area)
    yield {}, release.n
    for level, count in zip(answers.levels, answers.counts, strict=True):
        yield {"answer": [level]}, count
    for breakdown in release.breakdowns:
        for category, size in zip(breakdown.categories, breakdown.n, strict=True):
            group = {breakdown.variable: [category]}
            yield group, size if shown else None
            for given, count in _counts(breakdown, area, category):
                yield group | {"answer": given}, count if shown else None


def _counts(breakdown: Breakdown, area: str, category: str) -> Iterator[tuple[list[str], int | None]]:
    """People of a category by lack 0, 1, 2, worked out from base, need and mean."""
    cell = breakdown.cell(area, category)
    need = cell.count
    fine = None if cell.n is None or need is None else cell.n - need
    little = _little(cell)
    yield ["2"], need
    yield ["0", "1"], fine
    yield ["1"], little
    yield ["0"], None if fine is None or little is None else fine - little


def _little(cell: GroupCell) -> int | None:
    """How many said 1 on the scale 0, 1, 2: the sum of all levels less twice the need."""
    if cell.mean is None or cell.n is None or cell.count is None:
        return None if cell.n != 0 else 0
    return round(cell.mean * cell.n) - 2 * cell.count
