"""What was done to a box is told for the pens and hands that there are, and where the box is on bent paper."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from benchmarks.paper import filling
from benchmarks.paper.filling import POINT, Square, Style, filled
from benchmarks.paper.pens import Pen, draw
from benchmarks.paper.sheets import Print
from diagnoza.documents.questionnaire import Box
from diagnoza.scanning import patches
from diagnoza.scanning.boxes import ReadBox, State, read_boxes
from diagnoza.scanning.classifier import trained
from diagnoza.scanning.errors import PageError, Why
from diagnoza.scanning.pages import Picture
from diagnoza.scanning.straighten import StraightPage, straighten

BALL_PEN, MARKER = Pen(0.5, (140, 40, 20), 0.9), Pen(2.2, (20, 20, 20), 1.0)
PENCIL = Pen(0.6, (70, 70, 70), 0.45, 0.5)


def square(box: Box) -> Square:
    return Square(box.x * POINT, box.y * POINT, box.side * POINT, 0.03 * box.side * POINT)


def marked(sheet: Print, mark: Callable[[Picture, Square, np.random.Generator], None]) -> list[ReadBox]:
    """Every third box of the first page is marked; those are given back."""
    page, boxes, rng = sheet.pages[0].copy(), sheet.places(1).boxes, np.random.default_rng(5)
    for box in boxes[::3]:
        mark(page, square(box), rng)
    return list(read_boxes(straighten(page), boxes))


@pytest.mark.parametrize("pen", [BALL_PEN, MARKER, PENCIL], ids=["ball pen", "thick marker", "faint pencil"])
@pytest.mark.parametrize("style", [style for style, _share in filling.STYLES], ids=lambda style: style.__name__)
def test_every_usual_mark_is_a_cross_whatever_the_pen(sheet: Print, style: Style, pen: Pen) -> None:
    found = marked(sheet, lambda page, box, rng: draw(page, style(box, rng), pen, rng))
    wrong = [each for each in found[::3] if each.state != State.CROSSED and not each.doubtful]
    assert wrong == []
    assert {each.state for number, each in enumerate(found) if number % 3} == {State.EMPTY}


@pytest.mark.parametrize("pen", [BALL_PEN, MARKER, PENCIL], ids=["ball pen", "thick marker", "faint pencil"])
def test_a_filled_box_is_a_correction(sheet: Print, pen: Pen) -> None:
    found = marked(sheet, lambda page, box, rng: draw(page, filled(box, pen, rng), pen, rng))
    sure = {each.state for each in found[::3] if not each.doubtful}
    assert sure == {State.CORRECTED} or (pen is MARKER and not sure)  # a marker may fill a box by a cross, too


def test_a_blank_page_has_empty_boxes_and_no_doubt(sheet: Print) -> None:
    read = read_boxes(straighten(sheet.pages[1]), sheet.places(2).boxes)
    assert {each.state for each in read} == {State.EMPTY}
    assert not any(each.doubtful for each in read)


def test_boxes_are_found_where_bent_paper_has_them(sheet: Print) -> None:
    plain = straighten(sheet.pages[0])
    height, width = plain.picture.shape[:2]
    rows, columns = (each.astype(np.float32) for each in np.mgrid[0:height, 0:width])
    bow = 10 * np.sin(np.pi * columns / columns.max())
    bent = StraightPage(cv2.remap(plain.picture, columns, (rows - bow).astype(np.float32), cv2.INTER_LINEAR), None)
    boxes = sheet.places(1).boxes
    shifts = patches.cut(bent, boxes).shifts
    middles = [(box.x + box.side / 2) * 200 / 72 for box in boxes]
    assert shifts[:, 1] == pytest.approx(10 * np.sin(np.pi * np.array(middles) / columns.max()), abs=2.2)


def test_another_printout_is_refused(sheet: Print) -> None:
    moved = [Box(box.name, box.value, 1, box.x + 25, box.y + 14, box.side) for box in sheet.places(1).boxes]
    with pytest.raises(PageError) as refused:
        read_boxes(straighten(sheet.pages[0]), moved)
    assert refused.value.why == Why.MISFIT


@pytest.mark.parametrize("patch", [(150, 180, 220), (255, 255, 255), (225, 240, 245), (120, 220, 250)])
def test_a_box_under_something_is_doubtful(sheet: Print, patch: tuple[int, int, int]) -> None:
    page, boxes = sheet.pages[0].copy(), sheet.places(1).boxes
    x, y, side = (round(each * POINT) for each in (boxes[5].x, boxes[5].y, boxes[5].side))
    page[y - 20 : y + side + 20, x - 20 : x + side + 20] = patch
    assert [each.doubtful for each in read_boxes(straighten(page), boxes)] == [
        number == 5 for number in range(len(boxes))
    ]


def test_votes_are_shares_and_the_least_convinced_network_says_how_sure() -> None:
    numbers = np.random.default_rng(3).normal(size=(20, len(trained().means))) * np.array(trained().spreads)
    numbers += np.array(trained().means)
    votes, (best, sure) = trained().votes(numbers), trained().judge(numbers)
    assert votes.shape == (len(trained().networks), 20, len(State))
    assert votes.sum(axis=2) == pytest.approx(1)
    assert votes.min() >= 0
    for box in range(20):
        assert best[box] == votes[:, box].mean(axis=0).argmax()
        assert sure[box] == votes[:, box, best[box]].min()
