"""A page from its file to what was done on it: dozens of drawn sheets, and pages that must not be guessed."""

from dataclasses import replace
from itertools import permutations

import cv2
import numpy as np
import pytest

from benchmarks.paper import beside, unseen
from benchmarks.paper.__main__ import FLAGGED, RIGHT, Totals, lines, measure
from benchmarks.paper.filling import Style, write
from benchmarks.paper.pens import Pen
from benchmarks.paper.sheets import PRINTS, TRAINING, Print, Way, printed, sample, samples
from diagnoza.documents import questionnaire
from diagnoza.documents.sheet_code import PageCode
from diagnoza.scanning import pages, reader
from diagnoza.scanning.answers import Doubt, answers
from diagnoza.scanning.boxes import State
from diagnoza.scanning.errors import PageError, Why
from diagnoza.scanning.pages import Picture
from diagnoza.scanning.reader import NoCode
from diagnoza.scanning.straighten import straighten

SEED = 77_000
MOST_FLAGGED = 0.03


def tell(totals: Totals) -> str:
    return "\n".join(lines("drawn sheets", totals))


def test_drawn_sheets_are_read_as_well_as_promised() -> None:
    totals = measure(samples(20, SEED))
    assert totals.total("boxes") > 400
    assert totals.right >= RIGHT, tell(totals)
    assert totals.noticed >= FLAGGED, tell(totals)
    assert totals.flagged <= MOST_FLAGGED, tell(totals)
    assert len(totals.refused) <= 1, tell(totals)


@pytest.mark.parametrize("style", beside.STYLES, ids=lambda style: style.__name__)
def test_answers_that_are_no_crosses_are_shown_to_a_person(style: Style) -> None:
    totals = measure(samples(4, SEED + 2, Way(beside.habits(style))))
    assert totals.total("unread") > 5
    assert totals.total("unread_unnoticed") == 0, tell(totals)


@pytest.mark.parametrize("camera", unseen.CAMERAS, ids=lambda camera: camera.__name__)
def test_what_was_not_trained_for_is_read_or_flagged_or_refused(camera: unseen.Camera) -> None:
    totals = measure(samples(2, SEED + 1, Way(cameras=((camera, 1.0),))))
    assert totals.total("wrong_unnoticed") == 0, tell(totals)


def test_pages_for_training_differ_and_each_can_be_drawn_again() -> None:
    drawn = [sample(index, SEED, TRAINING) for index in range(6)]
    assert [sample(index, SEED, TRAINING).content for index in range(6)] == [each.content for each in drawn]
    assert len({each.content for each in drawn}) == 6
    totals = measure(drawn)
    assert totals.right > 0.97, tell(totals)


def test_the_measure_sees_a_wrong_box() -> None:
    (drawn,) = samples(1, SEED)
    other = {State.EMPTY: State.CROSSED, State.CROSSED: State.CORRECTED, State.CORRECTED: State.EMPTY}
    lied = {key: other[state] for key, state in drawn.truth.items()}
    totals = measure([type(drawn)(drawn.content, drawn.code, lied, drawn.printed, 0)])
    assert totals.right < 0.05
    assert totals.noticed < 0.05


# A page of which a person says which it is.


def without_code(sheet: Print, number: int, turns: int = 0) -> Picture:
    """The page as it waits for its code: straightened, from a picture turned so often by a right angle."""
    page = sheet.pages[number - 1].copy()
    page[3120:3380, 1950:2200] = 255
    with pytest.raises(NoCode) as refused:
        reader.read(np.ascontiguousarray(np.rot90(page, turns)), lambda _code: sheet.layout)
    return refused.value.picture


def told(sheet: Print, picture: Picture, number: int) -> reader.ReadPage:
    return reader.told(picture, PageCode(sheet.sheet.code, number, False, "pl"), sheet.layout)


def test_a_page_without_its_code_is_read_as_any_other(sheet: Print) -> None:
    read = reader.read(sheet.pages[1], lambda _code: sheet.layout)
    again = told(sheet, without_code(sheet, 2), 2)
    assert (again.code, again.boxes, again.spaces) == (read.code, read.boxes, read.spaces)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_that_lies_any_way_up_is_upright_when_its_code_is_asked_for(sheet: Print, turns: int) -> None:
    upright, turned = without_code(sheet, 2), without_code(sheet, 2, turns)
    assert np.abs(cv2.blur(upright, (9, 9)).astype(int) - cv2.blur(turned, (9, 9))).mean() < 3


KINDS = [PRINTS[0], *(pytest.param(kind, marks=pytest.mark.long) for kind in PRINTS[1:])]


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_passes_for_another_one_of_its_sheet(kind: tuple[str, str, bool]) -> None:
    sheet = printed(*kind)
    flat = {number: straighten(page).picture for number, page in enumerate(sheet.pages, 1)}
    for true, said in permutations(flat, 2):
        with pytest.raises(PageError) as refused:
            told(sheet, flat[true], said)
        assert (refused.value.why, refused.value.params["found"]) == (Why.OTHER_PAGE, true)


def test_a_page_that_the_sheet_does_not_have_is_refused(sheet: Print) -> None:
    with pytest.raises(PageError, match=r"no_such_page .* page=5 limit=\[1, 2, 3, 4\]"):
        told(sheet, without_code(sheet, 2), 5)


def test_a_page_of_a_sheet_printed_otherwise_is_refused(sheet: Print) -> None:
    with pytest.raises(PageError) as refused:
        told(printed(*PRINTS[2]), without_code(sheet, 2), 2)
    assert refused.value.why == Why.MISFIT


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("code", ["1111-1111", "WWWW-WWWW"])
def test_the_code_in_letters_is_shown_whole(code: str, large: bool) -> None:
    sheet = replace(printed(*PRINTS[0]).sheet, code=code.replace("-", ""), large=large)
    (page, *_others) = pages.pages(questionnaire.pdf(sheet))
    content = reader.foot(straighten(page).picture)
    ink = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_GRAYSCALE) < 128
    edges = (ink[:12], ink[-12:], ink[:, :4], ink[:, -20:])
    assert [bool(edge.any()) for edge in edges] == [False] * 4
    assert np.flatnonzero(ink.any(axis=0))[-1] > 0.7 * ink.shape[1]


def test_a_sheet_that_nobody_knows_is_refused(sheet: Print) -> None:
    with pytest.raises(PageError, match="unknown_sheet code="):
        reader.read(sheet.pages[0], lambda _code: None)


def test_the_whole_blank_sheet_has_no_answers_and_is_looked_at_as_a_whole(sheet: Print) -> None:
    read = [reader.read(page, lambda _code: sheet.layout) for page in sheet.pages]
    assert [page.code.page for page in read] == [1, 2, 3, 4]
    found = answers(sheet.sheet.definition, sheet.layout, read)
    assert found.fields == {}
    assert [each.why for each in found.doubts] == [Doubt.MOSTLY_EMPTY]


@pytest.mark.parametrize(
    "pen",
    [Pen(0.5, (140, 40, 20), 0.9), Pen(2.2, (20, 20, 20), 1.0), Pen(0.5, (70, 70, 70), 0.4, 0.6)],
    ids=["ball pen", "thick marker", "faint pencil"],
)
def test_handwriting_is_noticed_and_can_be_shown(sheet: Print, pen: Pen) -> None:
    (space,) = sheet.layout.spaces
    page = sheet.pages[space.page - 1].copy()
    write(page, space, pen, np.random.default_rng(2))
    read = reader.read(page, lambda _code: sheet.layout)
    assert [each.written for each in read.spaces] == [True]
    assert Doubt.WRITTEN in {each.why for each in answers(sheet.sheet.definition, sheet.layout, [read]).doubts}
    shown = cv2.imdecode(np.frombuffer(read.cut_out(space), np.uint8), cv2.IMREAD_COLOR)
    assert shown.shape[1] >= space.width * 200 / 72


def test_a_cut_out_shows_the_box(sheet: Print) -> None:
    read = reader.read(sheet.pages[0], lambda _code: sheet.layout)
    for each in read.boxes[:4]:
        shown = cv2.imdecode(np.frombuffer(read.cut_out(each.box), np.uint8), cv2.IMREAD_GRAYSCALE)
        left, side = round(3 / 25.4 * 200), round(each.box.side * 200 / 72)
        frame = shown[left - 2 : left + 3, left : left + side].min(axis=0)
        assert np.median(frame) < 128
