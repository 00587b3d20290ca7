"""Ink beside the boxes is shown to a person where no cross is read; clean print, however it lies, is not."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from benchmarks.paper import beside as hands
from benchmarks.paper.filling import POINT, Square, Style, wide_cross
from benchmarks.paper.pens import Line, Pen, draw
from benchmarks.paper.sheets import Print
from diagnoza.scanning import beside, reader
from diagnoza.scanning.boxes import ReadBox, State
from diagnoza.scanning.pages import Picture

PEN = Pen(0.5, (140, 40, 20), 0.9)
OUTSIDE = (hands.circle_box, hands.circle_label, hands.underline, hands.tick_beside)
Change = Callable[[Picture], Picture]


def fields(sheet: Print) -> list[str]:
    return list(dict.fromkeys(box.name for box in sheet.places(1).boxes))


def answered(sheet: Print, style: Style, change: Change = lambda page: page) -> dict[str, list[ReadBox]]:
    """The boxes of the first page by field; the second of every other field was answered in this style."""
    page, rng = sheet.pages[0].copy(), np.random.default_rng(8)
    for name in fields(sheet)[::2]:
        box = [each for each in sheet.places(1).boxes if each.name == name][1]
        square = Square(box.x * POINT, box.y * POINT, box.side * POINT, 0.03 * box.side * POINT)
        draw(page, style(square, rng), PEN, rng)
    read = reader.read(change(page), lambda _code: sheet.layout).boxes
    return {name: [each for each in read if each.box.name == name] for name in fields(sheet)}


def nothing(_box: Square, _rng: np.random.Generator) -> list[Line]:
    return [np.array([[10.0, 10.0], [10.0, 11.0]])]


def jpeg(page: Picture) -> Picture:
    return np.asarray(cv2.imdecode(cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, 45])[1], cv2.IMREAD_COLOR))


def shaded(page: Picture) -> Picture:
    across, hand = np.linspace(0.5, 1.0, page.shape[1]), np.where(np.arange(page.shape[0]) > 1500, 0.75, 1)
    return (page * across[None, :, None] * hand[:, None, None]).astype(np.uint8)


def fat(page: Picture) -> Picture:
    return np.asarray(cv2.erode(page, np.ones((3, 3), np.uint8)))


def bent(page: Picture) -> Picture:
    rows, columns = (each.astype(np.float32) for each in np.mgrid[0 : page.shape[0], 0 : page.shape[1]])
    rows = (rows - 14 * np.sin(np.pi * columns / page.shape[1])).astype(np.float32)
    return np.asarray(cv2.remap(page, columns, rows, cv2.INTER_LINEAR, borderValue=(255, 255, 255)))


@pytest.mark.parametrize("style", OUTSIDE, ids=lambda style: style.__name__)
def test_an_answer_beside_the_boxes_is_shown(sheet: Print, style: Style) -> None:
    read = answered(sheet, style)
    shown = [name for name, own in read.items() if any(each.beside or each.doubtful for each in own)]
    assert shown == fields(sheet)[::2]


@pytest.mark.parametrize("change", [jpeg, shaded, fat, bent], ids=lambda change: change.__name__)
def test_clean_print_is_no_ink_beside_boxes(sheet: Print, change: Change) -> None:
    assert [each for own in answered(sheet, nothing, change).values() for each in own if each.beside] == []


@pytest.mark.parametrize("change", [jpeg, shaded, fat, bent], ids=lambda change: change.__name__)
def test_circles_are_seen_on_poor_pictures_too(sheet: Print, change: Change) -> None:
    read = answered(sheet, hands.circle_box, change)
    assert [name for name, own in read.items() if any(each.beside for each in own)] == fields(sheet)[::2]


def test_a_cross_that_is_scribbled_out_is_doubtful(sheet: Print) -> None:
    read = answered(sheet, hands.scribble)
    assert all(any(each.doubtful for each in read[name]) for name in fields(sheet)[::2])


@pytest.mark.parametrize("seed", range(4))
def test_a_ring_through_the_next_box_is_no_sure_cross_there(sheet: Print, seed: int) -> None:
    page, rng = sheet.pages[2].copy(), np.random.default_rng(seed)
    for box in sheet.places(3).boxes:
        if box.name == "top.1":  # the next box of the row is two sides away
            square = Square(box.x * POINT, box.y * POINT, box.side * POINT, 0.03 * box.side * POINT)
            draw(page, hands.circle_label(square, rng), PEN, rng)
    read = reader.read(page, lambda _code: sheet.layout).boxes
    assert [each.box for each in read if each.state == State.CROSSED and not each.doubtful] == []
    assert any(each.doubtful or each.beside for each in read)


def test_a_wide_cross_is_neither_a_scribble_nor_ink_beside_the_boxes(sheet: Print) -> None:
    read = answered(sheet, wide_cross)
    assert [read[name][1].state for name in fields(sheet)[::2]] == [State.CROSSED] * len(fields(sheet)[::2])
    assert not any(each.doubtful or each.beside for own in read.values() for each in own)


def test_circles_and_ticks_are_seen_on_sheets_whose_print_was_not_kept(sheet: Print) -> None:
    old = replace(sheet, layout=replace(sheet.layout, blank=()))
    for style in (hands.circle_box, hands.tick_beside):
        read = answered(old, style)
        assert [name for name, own in read.items() if any(each.beside for each in own)] == fields(sheet)[::2]
    assert not any(each.beside for own in answered(old, nothing).values() for each in own)


def test_the_window_of_a_box_ends_before_the_next_one(sheet: Print) -> None:
    one, other, *_ = boxes = sheet.places(1).boxes
    found = beside.window(one, boxes)
    assert found.left < beside.frame(one).left < found.right < beside.frame(other).left
