"""The quadrant shows how sure its points are, and names a corner only for areas that surely lie in it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.charts import Size, default_texts, draw, table, table_in_words, text_alternative
from analysis.charts.stories import borderline, quadrant_story, urgent
from analysis.charts.texts import Wording
from analysis.results import Diagnosis
from tests.analysis import drawn, samples
from tests.analysis.charts import uncertain

POLISH = default_texts("pl")
WORDING = Wording(POLISH)
PLAIN = samples.rating_diagnosis()
SURE = uncertain.with_regions(PLAIN)


def spots(figure: Figure, gid: str) -> list[tuple[float, float]]:
    dots = [each for each in figure.findobj(Line2D) if each.get_gid() == gid]
    return [spot for each in dots for spot in zip(*each.get_data(), strict=True)]


def ellipses(figure: Figure) -> list[list[tuple[float, float]]]:
    found = [each for each in figure.findobj(PolyCollection) if each.get_gid() == "ellipses"]
    return [[tuple(corner) for corner in path.vertices] for each in found for path in each.get_paths()]


def areas(diagnosis: Diagnosis, place: str) -> set[str]:
    return {point.area for point in diagnosis.quadrant if point.place == place}


def nowhere(diagnosis: Diagnosis) -> Diagnosis:
    return replace(diagnosis, quadrant=tuple(replace(point, place="") for point in diagnosis.quadrant))


def test_the_sample_has_sure_and_borderline_areas() -> None:
    assert areas(SURE, "gap")
    assert len(areas(SURE, "")) > 1


def test_only_sure_areas_are_urgent() -> None:
    assert {point.area for point in urgent(SURE.quadrant)} == areas(SURE, "gap")
    assert {point.area for point in borderline(SURE.quadrant)} == areas(SURE, "")


def test_without_regions_points_count_as_they_lie() -> None:
    assert {point.area for point in urgent(PLAIN.quadrant)} > areas(SURE, "gap")
    assert borderline(PLAIN.quadrant) == []


def test_the_title_names_sure_areas_and_counts_the_borderline_ones() -> None:
    title = quadrant_story(SURE, WORDING, None).title
    labels = {area.key: area.label for area in SURE.areas}
    assert {key for key, label in labels.items() if label in title} == areas(SURE, "gap")
    assert title.endswith(f"; na granicy: {len(areas(SURE, ''))}")


def test_the_title_claims_nothing_where_nothing_is_sure() -> None:
    title = quadrant_story(nowhere(SURE), WORDING, None).title
    assert title == f"{POLISH['title.quadrant_unsure']}; na granicy: 13"


def test_no_area_in_the_corner_for_sure_is_said_as_before() -> None:
    enough = replace(SURE, quadrant=tuple(replace(point, place="enough") for point in SURE.quadrant))
    assert quadrant_story(enough, WORDING, None).title == POLISH["title.quadrant_none"]


def test_the_alternative_gives_the_place_of_every_area() -> None:
    alternative = text_alternative("quadrant", SURE, POLISH)
    parts = dict(part.split(": ", 1) for part in alternative.split(". ")[1].split("; "))
    labels = {area.key: area.label for area in SURE.areas}
    for place, words in (("gap", "ważne, a słabe"), ("enough", "mniej ważne, dobre"), ("", "na granicy")):
        assert {key for key, label in labels.items() if f"„{label}”" in parts[words]} == areas(SURE, place)


@pytest.mark.parametrize("size", list(Size))
def test_the_projector_too_explains_ellipses_and_lines(size: Size) -> None:
    words = drawn.words(draw("quadrant", SURE, POLISH, size))
    assert "Elipsa: niepewność obu ocen (poziom 95%)" in words
    assert "Linie: średnia" in words


def test_markers_tell_sure_urgent_and_borderline_areas_apart() -> None:
    figure = draw("quadrant", SURE, POLISH)
    counts = [len(spots(figure, gid)) for gid in ("urgent", "borderline", "points")]
    sure, unsure = len(areas(SURE, "gap")), len(areas(SURE, ""))
    assert counts == [sure, unsure, 13 - sure - unsure]


def test_ellipses_are_centred_on_their_points() -> None:
    figure = draw("quadrant", SURE, POLISH)
    points = sorted(spot for gid in ("urgent", "borderline", "points") for spot in spots(figure, gid))
    shapes = [shape[:-1] for shape in ellipses(figure)]
    centres = sorted(tuple(sum(axis) / len(shape) for axis in zip(*shape, strict=True)) for shape in shapes)
    assert [value for spot in centres for value in spot] == pytest.approx([v for spot in points for v in spot])


def test_half_axes_are_in_the_units_of_the_axes() -> None:
    figure = draw("quadrant", SURE, POLISH)
    rows = table("quadrant", SURE).rows
    places = sorted(spot for gid in ("urgent", "borderline", "points") for spot in spots(figure, gid))
    states = sorted(float(row[2] or 0) for row in rows)
    unit = (places[-1][0] - places[0][0]) / (states[-1] - states[0])
    widths = [max(x for x, _ in shape) - min(x for x, _ in shape) for shape in ellipses(figure)]
    assert widths == pytest.approx([2 * 0.16 * unit] * 13, rel=0.01)


@given(st.floats(-1, 1), st.floats(0.05, 0.6))
def test_ellipses_stay_on_the_plane(correlation: float, half: float) -> None:
    points = tuple(replace(point, ellipse=(half, half, correlation)) for point in SURE.quadrant)
    figure = draw("quadrant", replace(SURE, quadrant=points), POLISH)
    width, height = (inches * 96 for inches in figure.get_size_inches())
    assert all(0 < x < width and 0 < y < height for shape in ellipses(figure) for x, y in shape)


def test_a_point_without_a_region_is_drawn_without_an_ellipse() -> None:
    first = replace(SURE.quadrant[0], ellipse=())
    figure = draw("quadrant", replace(SURE, quadrant=(first, *SURE.quadrant[1:])), POLISH)
    assert len(ellipses(figure)) == 12
    assert ellipses(draw("quadrant", PLAIN, POLISH)) == []


def test_tables_name_the_quadrant_where_it_is_known() -> None:
    assert [row[-1] for row in table("quadrant", SURE).rows] == [point.place for point in SURE.quadrant]
    worded = table_in_words("quadrant", SURE, POLISH)
    assert worded.columns[-1] == "ćwiartka"
    assert {row[0] for row in worded.rows if row[-1] == "na granicy"} == {
        area.label for area in SURE.areas if area.key in areas(SURE, "")
    }


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("count", [2, 13, 16])
def test_long_labels_fit_beside_ellipses(count: int, size: Size) -> None:
    made = uncertain.relabelled(uncertain.with_regions(samples.rating_diagnosis(count)))
    figure = draw("quadrant", made, POLISH, size)
    assert drawn.collisions(figure) == []
    assert drawn.outside(figure) == []
