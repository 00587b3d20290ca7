"""Warm drawing and rendering of each chart: 13 areas with long labels, 400 responses. Aim: under 60 ms."""

from typing import Any

import pytest

from analysis.charts import TARGET_GROUP, Size, default_texts, draw, to_svg
from tests.analysis import samples

TEXTS = {**default_texts("pl"), **samples.GROUP_TEXTS}
LACK, RATED = samples.lack_diagnosis(), samples.rating_diagnosis()
JOBS = [
    ("needs", LACK, None),
    ("answers", LACK, None),
    ("answers", RATED, "state"),
    ("groups", LACK, "age"),
    ("groups", LACK, TARGET_GROUP),
    ("quadrant", RATED, None),
]


@pytest.mark.parametrize("size", [Size.PAGE, Size.PHONE])
@pytest.mark.parametrize(("name", "diagnosis", "variable"), JOBS, ids=[f"{job[0]}-{job[2]}" for job in JOBS])
def test_chart_to_svg(benchmark: Any, name: str, diagnosis: Any, variable: str | None, size: Size) -> None:
    def chart() -> bytes:
        return to_svg(draw(name, diagnosis, TEXTS, size, variable=variable))

    benchmark.pedantic(chart, rounds=20, warmup_rounds=3)
