"""Weighted figures beside exact counts determine no hidden count, and stay useful."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from analysis.coarse import share_step
from analysis.diagnosis import diagnose
from analysis.results import Diagnosis
from analysis.tally import Tally
from analysis.weights import PLAIN, Margin
from tests.analysis.build import codebook, lack, random_frame, stratum

BOOK = codebook(lack("a"), lack("b"), stratum("age", "xyz"))
SHARES = {"x": 0.5, "y": 0.3, "z": 0.2}
MARGIN = Margin("age", tuple(SHARES), tuple(SHARES.values()))


def survey(seed: int, threshold: int = 5) -> Diagnosis:
    rng = np.random.default_rng(seed)
    table = random_frame(BOOK, int(rng.integers(40, 80)), rng, missing=0.0)
    return diagnose(Tally.from_frame(table, BOOK), BOOK, threshold=threshold, margins=[MARGIN], rules=PLAIN)


def widths(found: Diagnosis, area: str) -> tuple[list[int], list[int]]:
    """How many values the count of each hidden cell may have: with the weighted share, and without it."""
    (breakdown,) = found.breakdowns
    cells = [breakdown.cell(area, category) for category in breakdown.categories]
    sizes = np.array([n or 0 for n in breakdown.n])
    total = next(each.counts[2] for each in found.answers if each.area == area)
    choices = [range(size + 1) if cell.count is None else [cell.count] for cell, size in zip(cells, sizes, strict=True)]
    possible = np.array([counts for counts in product(*choices) if sum(counts) == total])
    weights = np.array(list(SHARES.values())) * sizes.sum() / sizes
    need = next(need for need in found.needs if need.area == area)
    step = share_step(found.n, found.threshold) if found.threshold else 1e-9
    close = np.abs(possible @ weights / sizes.sum() - need.value) <= step / 2 + 1e-9
    hidden = [place for place, cell in enumerate(cells) if cell.count is None]
    return [_width(possible[close][:, place]) for place in hidden], [_width(possible[:, place]) for place in hidden]


def _width(values: np.ndarray) -> int:
    return int(np.ptp(values)) + 1


def sized(found: Diagnosis) -> bool:
    return None not in found.breakdowns[0].n


def left(surveys: list[Diagnosis]) -> list[tuple[int, int]]:
    """Over all hidden cells: the number of values possible with weighted shares, and without them."""
    rows = [widths(found, area) for found in surveys for area in "ab"]
    return [pair for known, before in rows for pair in zip(known, before, strict=True)]


def test_weighted_shares_beside_exact_counts_determine_no_hidden_count() -> None:
    pairs = left([found for found in map(survey, range(80)) if sized(found)])
    assert len(pairs) >= 100
    assert min(known for known, _ in pairs) > 1
    assert sum(known < min(before, 5) for known, before in pairs) <= len(pairs) / 2


def test_exact_weighted_shares_would_determine_hidden_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.work.share_step", lambda *_: 1e-12)
    monkeypatch.setattr("tests.analysis.test_coarse.share_step", lambda *_: 1e-9)
    pairs = left([found for found in map(survey, range(80)) if sized(found)])
    assert sum(known == 1 for known, _ in pairs) > 0.8 * len(pairs)


@pytest.mark.parametrize(
    ("n", "threshold", "step"), [(1000, 10, 0.005), (400, 10, 0.02), (140, 10, 0.05), (10, 10, 0.5), (10**6, 10, 5e-6)]
)
def test_steps_are_round_and_of_half_a_threshold_of_people(n: int, threshold: int, step: float) -> None:
    assert share_step(n, threshold) == step
    assert step * n >= threshold / 2


def nearest(value: float | None, step: float) -> float:
    return round(round((value or 0) / step) * step, 9)


@pytest.fixture
def pair() -> tuple[Diagnosis, Diagnosis]:
    """A survey of which something of every area is withheld, without and with protection."""
    seed = next(seed for seed in range(60) if withheld(survey(seed)) == {"a", "b"})
    return survey(seed, threshold=0), survey(seed)


def withheld(found: Diagnosis) -> set[str]:
    return {cell.area for cell in found.breakdowns[0].cells if cell.n is None}


def test_every_weighted_figure_of_a_need_is_rounded(pair: tuple[Diagnosis, Diagnosis]) -> None:
    exact, coarse = pair
    step = share_step(coarse.n, 5)
    for need in coarse.needs:
        was = next(each for each in exact.needs if each.area == need.area)
        assert (need.value, need.low, need.high) == tuple(nearest(x, step) for x in (was.value, was.low, was.high))
        assert need.mean == nearest(was.mean, 2 * step)
        assert (need.count, need.n, need.rank) == (was.count, was.n, was.rank)


def test_errors_are_rounded_upwards_never_to_none(pair: tuple[Diagnosis, Diagnosis]) -> None:
    step = share_step(pair[1].n, 5)
    for was, need in zip(*(found.needs for found in pair), strict=True):
        assert was.area == need.area
        assert 0 < (was.error or 0) <= (need.error or 0) < (was.error or 0) + step / 2


def test_values_of_other_scores_and_replicates_are_left_out(pair: tuple[Diagnosis, Diagnosis]) -> None:
    rankings = pair[1].rankings
    assert rankings is not None
    assert {value for row in rankings.areas for value in row.values} == {None}
    assert all(row.ranks for row in rankings.areas)
    assert pair[1].replicates == ()


def test_group_figures_tests_and_points_are_rounded(pair: tuple[Diagnosis, Diagnosis]) -> None:
    found = pair[1]
    step = share_step(found.n, 5)
    values = [cell.value for each in found.breakdowns for cell in each.cells if cell.value is not None]
    assert values == [nearest(value, step) for value in values]
    chances = [test.p for test in found.tests] + [need.p_top3 for need in found.needs]
    assert chances == [nearest(chance, 0.01) for chance in chances] != []
    assert all(point.state == nearest(point.state, 2 * step) for point in found.quadrant)


def test_areas_without_withheld_groups_keep_their_digits() -> None:
    rng = np.random.default_rng(5)
    tally = Tally.from_frame(random_frame(BOOK, 600, rng, missing=0.0), BOOK)
    exact, found = (diagnose(tally, BOOK, threshold=level, margins=[MARGIN], rules=PLAIN) for level in (0, 5))
    assert found.breakdowns[0].suppressed == 0
    assert found == replace(exact, threshold=5)


def test_unweighted_figures_stay_exact(rng: np.random.Generator) -> None:
    found = diagnose(Tally.from_frame(random_frame(BOOK, 60, rng), BOOK), BOOK)
    assert found.breakdowns[0].suppressed
    assert [need.value for need in found.needs] == [(need.count or 0) / need.n for need in found.needs]
