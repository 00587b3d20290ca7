"""The printed questionnaire: everything that can be answered has a box, inside its page, and the PDF is tagged."""

from collections import Counter

import pypdfium2
import pytest

from diagnoza.documents import sheet_code
from diagnoza.documents.corner_marks import CODE, MARKS, SIDE
from diagnoza.documents.questionnaire import Box, Conditions, Layout, Sheet, boxes, layout, pdf, pdf_of
from diagnoza.questionnaire.definition import LANGUAGES, Kind
from diagnoza.questionnaire.parsing import library

A4 = (595.28, 841.89)
CODE_OF_SHEET = sheet_code.new(lambda bits: 7)


def sheet(key: str = "krotka", language: str = "pl", large: bool = False) -> Sheet:
    return Sheet(library()[key], "Czego potrzebuje gmina Łęgi Dolne", language, CODE_OF_SHEET, large)


def overlap(one: Box, other: Box) -> bool:
    return one.page == other.page and abs(one.x - other.x) < one.side and abs(one.y - other.y) < one.side


@pytest.mark.parametrize("key", sorted(library()))
def test_every_field_that_is_not_written_has_boxes(key: str) -> None:
    definition = library()[key]
    written = {name for name, question in definition.by_field.items() if question.kind in (Kind.TEXT, Kind.NUMBER)}
    assert {box.name for box in boxes(sheet(key))} == set(definition.by_field) - written


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_boxes_stand_apart_inside_the_page_and_clear_of_the_marks(language: str, large: bool) -> None:
    found = boxes(sheet(language=language, large=large))
    for number, box in enumerate(found):
        assert 42 < box.x < A4[0] - 42 - box.side
        assert 42 < box.y < A4[1] - 42 - box.side
        assert not any(overlap(box, other) for other in found[number + 1 :])


def test_a_box_stands_for_one_answer_only() -> None:
    counted = Counter((box.name, box.value) for box in boxes(sheet("pelna")))
    assert set(counted.values()) == {1}


def test_a_box_of_large_print_is_larger() -> None:
    assert boxes(sheet(large=True))[0].side > boxes(sheet())[0].side


def test_the_pdf_says_that_it_is_accessible() -> None:
    content = pdf(sheet())
    assert content.startswith(b"%PDF-")
    assert b"pdfuaid" in content


@pytest.mark.parametrize(("language", "printed"), [("pl", "14 Opiekunowie rodzinni"), ("en", "14 Family carers")])
def test_long_lists_are_numbered_as_they_are_typed(language: str, printed: str) -> None:
    pages = pypdfium2.PdfDocument(pdf(sheet(language=language)))
    words = " ".join(page.get_textpage().get_text_range() for page in pages)
    assert printed in words
    assert "03 " in words


def test_numbers_add_no_page() -> None:
    assert [len(pypdfium2.PdfDocument(pdf(sheet(large=large)))) for large in (False, True)] == [4, 8]


@pytest.mark.parametrize(("key", "pages", "blank"), [("krotka", 4, 0), ("pelna", 5, 1)])
def test_each_copy_begins_on_the_front_of_a_paper_under_its_own_code(key: str, pages: int, blank: int) -> None:
    codes = [sheet_code.new(lambda bits, number=number: number) for number in range(3)]
    file = pypdfium2.PdfDocument(pdf_of(sheet(key), codes))
    feet = [(page.get_textpage().get_text_range().splitlines() or [""])[-1] for page in file]
    copies = [[f"{sheet_code.shown(code)} · {number} / {pages}" for number in range(1, pages + 1)] for code in codes]
    assert feet == [*copies[0], *[""] * blank, *copies[1], *[""] * blank, *copies[2]]


def test_every_written_answer_has_its_space_and_nothing_stands_in_it() -> None:
    found = layout(sheet("pelna"))
    asked = library()["pelna"].by_field.items()
    assert {space.name for space in found.spaces} == {
        name for name, question in asked if question.kind in (Kind.TEXT, Kind.NUMBER)
    }
    for space in found.spaces:
        assert space.width > 400
        assert not any(box.page == space.page and space.y < box.y < space.y + space.height for box in found.boxes)


@pytest.mark.parametrize("large", [False, True])
def test_nothing_to_fill_in_stands_beside_a_mark_or_the_code(large: bool) -> None:
    found = layout(sheet(large=large))
    lowest, highest = min(CODE.y, MARKS[-1].y), MARKS[0].y + SIDE
    ends = [box.y + box.side for box in found.boxes] + [space.y + space.height for space in found.spaces]
    assert max(ends) < lowest
    assert min([box.y for box in found.boxes] + [space.y for space in found.spaces]) > highest


def test_a_kept_layout_is_the_same() -> None:
    found = layout(sheet())
    assert Layout.from_json(found.to_json()) == found


def test_where_boxes_stand_does_not_hang_on_the_code() -> None:
    other = Sheet(library()["krotka"], "Czego potrzebuje gmina Łęgi Dolne", "pl", sheet_code.new(lambda bits: 31))
    assert layout(other) == layout(sheet())


def test_a_question_for_some_people_says_so() -> None:
    words = Conditions("Only after: %(question)s", "Only after: %(question)s = %(options)s")
    printed = Sheet(library()["krotka"], "Czego potrzebuje", "pl", CODE_OF_SHEET, conditions=words)
    pages = pypdfium2.PdfDocument(pdf(printed))
    said = " ".join(page.get_textpage().get_text_range() for page in pages)
    assert "Only after: Które sprawy są najważniejsze?" in said
