"""Polish labels of 40 letters fit in every chart at every size."""

import pytest

from analysis.charts import CHARTS, Size, default_texts, draw
from analysis.results import Diagnosis
from tests.analysis import drawn, samples
from tests.analysis.charts import uncertain

POLISH = {**default_texts("pl"), **samples.GROUP_TEXTS}


def diagnosis(name: str) -> Diagnosis:
    if name == "quadrant":
        return uncertain.with_regions(samples.rating_diagnosis())
    return uncertain.minorities(uncertain.weighted(samples.full_diagnosis()))


def test_the_labels_are_forty_letters_long() -> None:
    assert max(map(len, uncertain.LONG_LABELS)) == 40
    assert sum(len(label) == 40 for label in uncertain.LONG_LABELS) >= 8


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("name", CHARTS)
def test_nothing_overlaps_or_leaves_the_sheet(name: str, size: Size) -> None:
    figure = draw(name, uncertain.relabelled(diagnosis(name)), POLISH, size)
    assert drawn.collisions(figure) == []
    assert drawn.outside(figure) == []


@pytest.mark.parametrize("size", [Size.PAGE, Size.PHONE, Size.PRINT])
@pytest.mark.parametrize("name", ["needs", "groups", "quadrant"])
def test_no_label_is_cut_where_the_sheet_grows(name: str, size: Size) -> None:
    assert "…" not in drawn.words(draw(name, uncertain.relabelled(diagnosis(name)), POLISH, size))
