"""A short run of benchmarks/coverage.py: intervals and rank sets hold the truth about as often as they say."""

import numpy as np
import pytest

from benchmarks import coverage


@pytest.mark.parametrize("kind", ["model", "design", "raked"])
@pytest.mark.parametrize(("people", "n"), [(180, 100), (5_000, 400)])
def test_intervals_hold_the_truth(people: int, n: int, kind: str) -> None:
    rng = np.random.default_rng(8)
    found = coverage.coverage(coverage.village(people, rng), n, kind, 40, rng)
    assert found.intervals >= 0.91  # of 320 intervals; 0.95 is promised
    assert found.rank_sets >= 0.9


def test_intervals_that_are_too_narrow_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(8)
    monkeypatch.setattr("analysis.intervals.critical_value", lambda level: 1.0)
    found = coverage.coverage(coverage.village(5_000, rng), 400, "model", 40, rng)
    assert found.intervals < 0.8
