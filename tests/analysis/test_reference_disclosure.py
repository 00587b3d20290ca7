"""The reference attack finds nothing in whole diagnoses, and nothing in several releases beside each other."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis import disclosure
from analysis.codebook import Codebook
from analysis.diagnosis import diagnose
from analysis.disclosure import withheld_places, without_places
from analysis.results import Diagnosis
from analysis.tally import Tally
from tests.analysis.adversary import Adversary
from tests.analysis.build import codebook, lack, random_frame, stratum
from tests.analysis.test_disclosure import without_cover

pytestmark = pytest.mark.reference

BOOK = codebook(lack("a"), lack("b"), stratum("age", "wxyz"), stratum("sex", "km"))
AGES = codebook(lack("a"), stratum("age", "xyz"))
SURVEYS, CHAINS = range(4), range(4)
CUTS = (150, 260, 380, 500)


def surveys(threshold: int, missing: float) -> Iterator[Diagnosis]:
    """Diagnoses of random surveys, so small that their groups come near the threshold."""
    for seed in SURVEYS:
        rng = np.random.default_rng(seed)
        tally = Tally.from_frame(random_frame(BOOK, int(rng.integers(7, 15)) * threshold, rng, missing), BOOK)
        yield diagnose(tally, BOOK, threshold=threshold)


def found_in(adversary: Adversary, diagnosis: Diagnosis) -> list[Any]:
    return [found for need in diagnosis.needs for found in adversary.findings([diagnosis], need.area)]


@pytest.mark.parametrize("threshold", [5, 10])
def test_every_breakdown_of_an_area_together_gives_nobody_away(shared: Path, threshold: int) -> None:
    adversary = Adversary(shared, threshold)
    diagnoses = list(surveys(threshold, missing=0.0))
    assert sum(each.suppressed for found in diagnoses for each in found.breakdowns) >= 5
    assert [found for each in diagnoses for found in found_in(adversary, each)] == []


@pytest.mark.parametrize("threshold", [5, 10])
def test_without_complementary_suppression_the_attack_finds_people(
    shared: Path, threshold: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disclosure, "_unsafe_rows", without_cover)
    adversary = Adversary(shared, threshold)
    assert sum(bool(found_in(adversary, each)) for each in surveys(threshold, missing=0.0)) >= 2


def tallies(seed: int, cuts: tuple[int, ...] = CUTS, book: Codebook = AGES) -> list[Tally]:
    """What was answered up to each release."""
    frame = random_frame(book, cuts[-1], np.random.default_rng(seed), missing=0.0)
    return [Tally.from_frame(frame[:cut], book) for cut in cuts]


def releases(upto: list[Tally], guarded: bool) -> list[Diagnosis]:
    """Diagnoses from which all is taken away that an earlier release or a step withheld."""
    steps = [upto[0], *[now - before for before, now in pairwise(upto)]]
    withheld: frozenset[disclosure.Place] = frozenset()
    shown = []
    for tally, step in zip(upto, steps, strict=True):
        own = diagnose(tally, AGES, threshold=10)
        shown.append(without_places(own, withheld | withheld_places(diagnose(step, AGES, threshold=10))))
        withheld = withheld_places(shown[-1])
    return shown if guarded else [diagnose(tally, AGES, threshold=10) for tally in upto]


def test_four_releases_beside_each_other_give_nobody_away(shared: Path) -> None:
    adversary = Adversary(shared, 10)
    chains = [releases(tallies(seed), guarded=True) for seed in CHAINS]
    assert any(cell.n for chain in chains for cell in chain[-1].breakdowns[0].cells)
    assert [found for chain in chains for found in adversary.findings(chain, "a")] == []


def test_unguarded_releases_give_people_away(shared: Path) -> None:
    adversary = Adversary(shared, 10)
    chains = [releases(tallies(seed), guarded=False) for seed in CHAINS]
    assert sum(bool(adversary.findings(chain, "a")) for chain in chains) >= len(CHAINS) // 2
