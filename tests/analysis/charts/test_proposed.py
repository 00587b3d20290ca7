"""Pictures of a proposal: reasons as bars to both sides, and who brings what."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D

from analysis.charts import Bars, Chairs, ChartUnavailable, Path, Size, draw_spoken, to_svg
from analysis.charts.spoken import STATES, STEP
from tests.analysis import drawn

REASONS = (
    ("Na czele jest jedna sprawa: „Miejsca spotkań i dojazd” (240 z 398 osób).", 1.5),
    ("Urząd gminy chce usiąść do wspólnego stołu.", -0.5),
    ("Partnerzy chcą działać ponad rok, bez daty końca.", 0.25),
)
BARS = Bars(
    "Najwięcej waży jedna sprawa",
    "Dlaczego jedna sprawa na dłużej",
    ("Uwaga.",),
    "za propozycją",
    "za innym typem",
    REASONS,
)
CHAIRS = Chairs(
    "Brakuje jednej osoby",
    "Kto co wnosi",
    (),
    (
        ("„Opieka”: miejsce", "Anna Nowak", "there"),
        ("„Opieka”: wiedza", "GOPS", "open"),
        ("„Opieka”: pieniądze", "nikt", "nobody"),
    ),
)
PATH = Path(
    "Najpierw jedno wydarzenie, potem jedna sprawa na dłużej",
    "Co musi być, żeby pójść dalej",
    ("Uwaga.",),
    (
        ("Najpierw jedno wydarzenie razem.", "", STEP),
        ("Specjalistka od opieki nad najmłodszymi i Anna Nowak z GOPS są przy stole.", "jest", "there"),
        ("Gmina popiera.", "jeszcze nie wiadomo", "open"),
        ("Ktoś koordynuje.", "brakuje", "nobody"),
        ("Potem jedna sprawa albo grupa na dłużej.", "", STEP),
    ),
)


def boxes(bars: Bars, gid: str, size: Size = Size.PAGE) -> list[tuple[float, float]]:
    """Left and right ends of the bars of one side."""
    figure = draw_spoken(bars, size)
    (found,) = [item for item in figure.findobj(PolyCollection) if item.get_gid() == gid]
    return [(path.vertices[:, 0].min(), path.vertices[:, 0].max()) for path in found.get_paths()]


@pytest.mark.parametrize("size", Size)
def test_bars_are_as_long_as_reasons_weigh_and_start_at_one_line(size: Size) -> None:
    (against,), speaks_for = boxes(BARS, "against", size), boxes(BARS, "for", size)
    zero = against[1]
    assert [left for left, _ in speaks_for] == pytest.approx([zero, zero])
    lengths = [speaks_for[0][1] - zero, zero - against[0], speaks_for[1][1] - zero]
    assert lengths == pytest.approx([lengths[0], lengths[0] / 3, lengths[0] / 6])


@pytest.mark.parametrize("picture", [BARS, CHAIRS, PATH])
@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_can_be_drawn_in_every_size_and_scheme(picture: Bars | Chairs | Path, size: Size, scheme: str) -> None:
    svg = to_svg(draw_spoken(picture, size, scheme=scheme)).decode()
    assert "Anna Nowak" in svg or "za innym" in svg


@pytest.mark.parametrize("picture", [BARS, CHAIRS, PATH])
@pytest.mark.parametrize("size", Size)
def test_words_neither_touch_nor_leave_the_sheet(picture: Bars | Chairs | Path, size: Size) -> None:
    figure = draw_spoken(picture, size)
    assert drawn.collisions(figure) == []
    assert drawn.outside(figure) == []


def test_the_alternative_names_the_reasons_of_both_sides_in_order() -> None:
    alternative = BARS.story.alternative
    parts = [
        "Najwięcej waży jedna sprawa.",
        "za propozycją: Na czele",
        "bez daty końca.",
        "za innym typem: Urząd gminy",
    ]
    places = [alternative.index(part) for part in parts]
    assert all(first < second for first, second in pairwise(places))


def test_the_alternative_says_who_brings_what() -> None:
    assert "„Opieka”: wiedza: GOPS; „Opieka”: pieniądze: nikt." in CHAIRS.story.alternative


@pytest.mark.parametrize("state", STATES)
def test_each_state_has_a_mark_of_its_own(state: str) -> None:
    figure = draw_spoken(CHAIRS)
    lines = [line for line in figure.findobj(Line2D) if line.get_gid() in STATES]
    marks = {line.get_gid(): (line.get_marker(), line.get_markerfacecolor()) for line in lines}
    assert len(set(marks.values())) == len(marks) == 3
    assert state in marks


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=12))
def test_bars_stay_on_the_sheet(weights: list[float]) -> None:
    bars = Bars("T", "", (), "za", "przeciw", tuple((f"Powód {n}", weight) for n, weight in enumerate(weights)))
    for gid in ("for", "against"):
        figure = draw_spoken(bars)
        for item in figure.findobj(PolyCollection):
            if item.get_gid() == gid:
                ends = [x for path in item.get_paths() for x in path.vertices[:, 0]]
                assert all(0 <= x <= 800 for x in ends)


@pytest.mark.parametrize("picture", [Bars("T", "", (), "a", "b", ()), Chairs("T", "", (), ()), Path("T", "", (), ())])
def test_nothing_to_draw_is_said(picture: Bars | Chairs | Path) -> None:
    with pytest.raises(ChartUnavailable, match="no_rows"):
        draw_spoken(picture)


@pytest.mark.parametrize("size", Size)
def test_the_path_runs_from_the_first_step_down_to_the_next(size: Size) -> None:
    figure = draw_spoken(PATH, size)
    marks = {line.get_gid(): list(line.get_ydata()) for line in figure.findobj(Line2D) if line.get_gid()}
    first, last = marks[STEP]
    between = [*marks["there"], *marks["open"], *marks["nobody"]]
    assert first < between[0] < between[1] < between[2] < last


def test_the_path_in_words_keeps_its_order_and_says_how_each_condition_stands() -> None:
    said = PATH.story.alternative
    assert said.startswith("Najpierw jedno wydarzenie, potem jedna sprawa na dłużej. Najpierw jedno wydarzenie razem.")
    assert "Gmina popiera (jeszcze nie wiadomo). Ktoś koordynuje (brakuje). Potem jedna sprawa" in said


def test_a_step_is_told_from_a_condition_by_its_shape() -> None:
    figure = draw_spoken(PATH)
    shapes = {line.get_gid(): line.get_marker() for line in figure.findobj(Line2D) if line.get_gid()}
    assert shapes[STEP] not in {shapes[state] for state in STATES}
