"""A page is found and laid flat whichever way up it lies, and refused when a mark is not seen."""

import cv2
import numpy as np
import pytest

from benchmarks.paper import unseen
from benchmarks.paper.sheets import Print, Way, samples
from diagnoza.documents.corner_marks import CODE, MARKS, PAGE, SIDE, corners
from diagnoza.documents.sheet_code import PageCode
from diagnoza.scanning import marks, pages, reader, straighten
from diagnoza.scanning.errors import PageError, Why
from diagnoza.scanning.straighten import PIXELS


def turned(page: np.ndarray, degrees: float) -> np.ndarray:
    rows, columns = page.shape[:2]
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), degrees, 0.9)
    return cv2.warpAffine(page, turn, (columns, rows), borderValue=(90, 120, 90))


def test_the_printed_marks_are_those_that_opencv_knows() -> None:
    known = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    for mark in MARKS:
        drawn = cv2.aruco.generateImageMarker(known, mark.number, 60)
        cells = drawn[15:55:10, 15:55:10] // 255
        assert ["".join(map(str, row)) for row in cells.tolist()] == list(mark.cells)


def test_marks_are_found_where_they_are_printed(sheet: Print) -> None:
    found = marks.find(sheet.pages[0])
    for mark in MARKS:
        printed = np.array(corners(mark)) * 300 / 72
        assert np.abs(found[mark.number] - printed).max() < 1.5


def test_the_square_code_keeps_clear_of_the_marks() -> None:
    right = next(mark for mark in MARKS if mark.x > PAGE[0] / 2)
    assert CODE.x + CODE.side < right.x
    assert CODE.y + CODE.side <= MARKS[-1].y + SIDE


@pytest.mark.parametrize("degrees", [0, 90, 180, 270, 4.5, -5, 176])
def test_the_page_is_upright_again(sheet: Print, degrees: float) -> None:
    read = straighten.straighten(np.rot90(sheet.pages[0], round(degrees / 90)) if degrees % 90 == 0
                                 else turned(sheet.pages[0], degrees))  # fmt: skip
    plain = cv2.resize(sheet.pages[0], read.picture.shape[1::-1], interpolation=cv2.INTER_AREA)
    away = np.abs(cv2.blur(read.picture, (9, 9)).astype(int) - cv2.blur(plain, (9, 9)))
    assert away.mean() < 3
    assert read.code == PageCode(sheet.sheet.code, 1, False, "pl")


def test_a_mirrored_page_is_refused(sheet: Print) -> None:
    with pytest.raises(PageError, match="marks"):
        straighten.straighten(np.ascontiguousarray(sheet.pages[0][:, ::-1]))


def test_a_blank_or_strange_picture_is_refused() -> None:
    for picture in (np.full((900, 700, 3), 255, np.uint8), np.zeros((900, 700, 3), np.uint8)):
        with pytest.raises(PageError, match="marks found=0 limit=4"):
            straighten.straighten(picture)


def test_a_covered_corner_is_refused_never_guessed() -> None:
    for each in samples(4, 31, Way(cameras=((unseen.finger, 1.0),))):
        with pytest.raises(PageError) as refused:
            reader.read(next(iter(pages.pages(each.content))), lambda _code, own=each: own.printed.layout)
        assert refused.value.why == Why.MARKS


def test_shadow_is_not_ink(sheet: Print) -> None:
    light = np.linspace(0.4, 1.0, sheet.pages[0].shape[1])[None, :, None]
    plain, shaded = (straighten.straighten(np.round(sheet.pages[0] * each).astype(np.uint8)) for each in (1.0, light))
    assert np.abs(plain.ink - shaded.ink).mean() < 0.01


def test_black_is_one_and_paper_nought(sheet: Print) -> None:
    page = straighten.straighten(sheet.pages[0])
    middle = round((MARKS[0].y + SIDE / 12) * PIXELS)
    assert page.ink[middle, round((MARKS[0].x + SIDE / 2) * PIXELS)] > 0.95
    assert np.median(page.ink) < 0.02
