"""Warm drawing and rendering: 13 areas with long labels, 400 responses. Aims: a chart 60 ms, all eight 400 ms."""

from typing import Any

import pytest

from analysis.charts import CHARTS, TARGET_GROUP, Size, default_texts, draw, to_svg
from tests.analysis import samples

TEXTS = {**default_texts("pl"), **samples.GROUP_TEXTS}
LACK, RATED, FULL = samples.lack_diagnosis(), samples.rating_diagnosis(), samples.full_diagnosis()
JOBS = [
    ("needs", LACK, None),
    ("answers", LACK, None),
    ("answers", RATED, "state"),
    ("groups", LACK, "age"),
    ("groups", LACK, TARGET_GROUP),
    ("quadrant", RATED, None),
    ("waves", FULL, None),
    ("sample", FULL, None),
    ("themes", FULL, None),
    ("segments", FULL, None),
]


@pytest.mark.parametrize("size", [Size.PAGE, Size.PHONE])
@pytest.mark.parametrize(("name", "diagnosis", "variable"), JOBS, ids=[f"{job[0]}-{job[2]}" for job in JOBS])
def test_chart_to_svg(benchmark: Any, name: str, diagnosis: Any, variable: str | None, size: Size) -> None:
    def chart() -> bytes:
        return to_svg(draw(name, diagnosis, TEXTS, size, variable=variable))

    benchmark.pedantic(chart, rounds=20, warmup_rounds=3)


def test_all_eight_charts_to_svg(benchmark: Any) -> None:
    def charts() -> list[bytes]:
        return [to_svg(draw(name, RATED if name == "quadrant" else FULL, TEXTS)) for name in CHARTS]

    benchmark.pedantic(charts, rounds=10, warmup_rounds=2)
