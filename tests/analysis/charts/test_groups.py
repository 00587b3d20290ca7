"""The heat map outlines groups that differ, and names needs that the mean hides."""

from dataclasses import replace

import pytest

from analysis import comparison
from analysis.charts import TARGET_GROUP, Size, default_texts, draw, table, table_in_words, text_alternative
from analysis.charts import selection as chosen
from analysis.charts.stories import groups_story
from analysis.charts.texts import Wording
from tests.analysis import drawn, samples
from tests.analysis.charts import uncertain

POLISH = {**default_texts("pl"), **samples.GROUP_TEXTS}
WORDING = Wording(POLISH)
PLAIN = samples.lack_diagnosis()
COMPARED = uncertain.compared(PLAIN)
HIDDEN_NEEDS = uncertain.minorities(PLAIN)


def said(title: str) -> str:
    return title.replace("\u00a0", " ")


def test_the_limits_are_those_of_the_comparison() -> None:
    limits = (comparison.SURPRISING, comparison.NOTABLE_DIFFERENCE)
    assert (chosen.SURPRISING, chosen.NOTABLE_DIFFERENCE) == limits


@pytest.mark.parametrize(
    ("difference", "p", "notable"),
    [(0.10, 0.049, True), (-0.10, 0.049, True), (0.099, 0.001, False), (0.3, 0.05, False)],
)
def test_a_cell_is_notable_by_size_and_surprise(difference: float, p: float, notable: bool) -> None:
    assert chosen.Cell(0.5, 50, 100, difference, p).notable is notable


@pytest.mark.parametrize(("difference", "p"), [(None, 0.01), (0.3, None)])
def test_a_cell_that_was_not_compared_is_not_notable(difference: float | None, p: float | None) -> None:
    assert not chosen.Cell(0.5, 50, 100, difference, p).notable


@pytest.mark.parametrize("size", list(Size))
def test_notable_cells_and_no_others_are_outlined(size: Size) -> None:
    figure = draw("groups", COMPARED, POLISH, size)
    cells, outlines = drawn.boxes(figure, "cells"), drawn.boxes(figure, "notable")
    grid = chosen.groups(COMPARED, None)
    shown = [(a, c) for a in grid.areas for c in grid.categories if grid.cell(a, c).value is not None]
    assert {shown[cells.index(box)] for box in outlines} == uncertain.NOTABLE


def test_a_withheld_cell_is_never_outlined_nor_in_the_table() -> None:
    first = COMPARED.breakdowns[0]
    cells = tuple(replace(cell, difference=0.5, p_adjusted=0.0) if cell.value is None else cell for cell in first.cells)
    leaking = replace(COMPARED, breakdowns=(replace(first, cells=cells),))
    assert len(drawn.boxes(draw("groups", leaking, POLISH), "notable")) == len(uncertain.NOTABLE)
    hidden = [row for row in table("groups", leaking).rows if row[2] is None]
    assert {row[3:] for row in hidden} == {(None,) * 4}


def test_hidden_cells_stay_hatched_among_outlined_ones() -> None:
    words = [line.get_text() for line in drawn.texts(draw("groups", COMPARED, POLISH))]
    assert words.count("·") == 4


@pytest.mark.parametrize("size", list(Size))
def test_the_outline_is_explained_at_every_size(size: Size) -> None:
    words = drawn.words(draw("groups", COMPARED, POLISH, size))
    assert "Ramka: grupa różni się od pozostałych o co najmniej 10 pkt proc." in words
    assert "Mniej niż 5 osób" in words
    assert "Ramka" not in drawn.words(draw("groups", PLAIN, POLISH, size))


def test_the_title_names_the_need_that_the_mean_hides_most() -> None:
    title = said(groups_story(HIDDEN_NEEDS, WORDING, "age").title)
    assert title == "W średniej ginie: „Historia, tradycja i turystyka” w grupie „18–29” – 58%, wśród pozostałych 9%"


def test_further_hidden_needs_are_noted_and_those_of_other_variables_are_not() -> None:
    notes = groups_story(HIDDEN_NEEDS, WORDING, "age").notes
    assert "W średniej giną też: „Przyroda i środowisko” w grupie „18–29” (40%, pozostali 12%)." in notes
    assert "Sport i ruch" not in " ".join(notes)


def test_the_alternative_keeps_the_highest_result() -> None:
    alternative = said(text_alternative("groups", HIDDEN_NEEDS, POLISH))
    assert "Najwyższy wynik: „Zdrowie i profilaktyka” w grupie „75 lat i więcej” – 76%" in alternative
    assert alternative.startswith("W średniej ginie")


def test_target_groups_have_no_hidden_needs() -> None:
    assert groups_story(HIDDEN_NEEDS, WORDING, TARGET_GROUP).title.startswith("Najczęstsze wskazanie")


def test_a_hidden_need_of_a_withheld_cell_is_not_named() -> None:
    first = HIDDEN_NEEDS.breakdowns[0]
    named = {(need.area, need.category) for need in HIDDEN_NEEDS.minorities}
    cells = tuple(
        replace(cell, value=None, n=None, count=None) if (cell.area, cell.category) in named else cell
        for cell in first.cells
    )
    story = groups_story(replace(HIDDEN_NEEDS, breakdowns=(replace(first, cells=cells),)), WORDING, None)
    assert "średniej" not in story.title + " ".join(story.notes)


def test_a_small_group_with_a_hidden_need_is_said_in_people() -> None:
    need = replace(HIDDEN_NEEDS.minorities[0], category="g0", area="a2")
    made = replace(HIDDEN_NEEDS, minorities=(need,))
    assert " z 16, wśród pozostałych 12%" in said(groups_story(made, WORDING, None).title)


def test_the_table_marks_the_direction_of_notable_cells() -> None:
    cells = [str(cell) for row in table_in_words("groups", COMPARED, POLISH).rows for cell in row[1:]]
    assert [sum(cell.endswith(arrow) for cell in cells) for arrow in "↑↓"] == [2, 1]


def test_the_exact_table_has_difference_and_p() -> None:
    made = table("groups", COMPARED)
    assert made.columns[-2:] == ("difference", "p_adjusted")
    assert {row[-2:] for row in made.rows} >= set(uncertain.DIFFERENCES.values())


@pytest.mark.parametrize("size", list(Size))
def test_long_labels_fit_with_outlines_and_hidden_needs(size: Size) -> None:
    figure = draw("groups", uncertain.relabelled(HIDDEN_NEEDS), POLISH, size)
    assert drawn.collisions(figure) == []
    assert drawn.outside(figure) == []
