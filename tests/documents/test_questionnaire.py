"""The printed questionnaire: everything that can be answered has a box, inside its page, and the PDF is tagged."""

import json
import re
from collections import Counter

import pypdfium2
import pytest

from diagnoza.documents import sheet_code
from diagnoza.documents.corner_marks import CODE, MARKS, SIDE
from diagnoza.documents.questionnaire import Box, Conditions, Layout, Sheet, boxes, layout, pdf, pdf_of, with_blank
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


def text_of(printed: Sheet) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf(printed))]


@pytest.mark.parametrize("large", [False, True])
def test_levels_of_a_table_are_numbered_as_they_are_typed(large: bool) -> None:
    text = " ".join("".join(text_of(sheet(large=large))).split())
    for printed in ("1 nie brakuje", "2 trochę brakuje", "3 bardzo brakuje", "9 trudno powiedzieć"):
        assert text.count(printed) >= 12


def test_a_level_that_is_a_number_is_not_numbered_again() -> None:
    assert not any(re.search(r"\b4 4\b", text) for text in text_of(sheet("pelna")))


@pytest.mark.parametrize("large", [False, True])
def test_the_boxes_of_a_row_stay_on_one_page_and_do_not_know_stands_apart(large: bool) -> None:
    row = [box for box in boxes(sheet(large=large)) if box.name == "lack.health"]
    assert len({box.page for box in row}) == 1
    *levels, apart = row
    same_line = [box.x for box in levels if abs(box.y - apart.y) < 1]
    assert apart.x > max(same_line) + apart.side
    assert apart.x > max(box.x for box in levels)


@pytest.mark.parametrize("key", ["krotka", "pelna"])
def test_no_page_ends_with_a_heading(key: str) -> None:
    headings = {text for section in library()[key].sections for text in section.title.values()}
    ends = [text.split("\r\n") for text in text_of(sheet(key))]
    assert all(line.strip() not in headings for lines in ends for line in lines[-3:])


def test_what_is_printed_is_kept_and_comes_back() -> None:
    found = with_blank(sheet())
    assert found.blank == with_blank(Sheet(**{**vars(sheet()), "code": "00000000"})).blank
    printed = found.printed(1)
    assert printed is not None
    assert 0.01 < printed.mean() < 0.2
    middle, left = round((found.boxes[0].y + found.boxes[0].side / 2) * 200 / 72), round(found.boxes[0].x * 200 / 72)
    assert printed[middle, left - 1 : left + 3].any()


def test_a_layout_of_an_older_version_has_no_print() -> None:
    older = json.dumps({"boxes": [], "spaces": []})
    assert Layout.from_json(older).printed(1) is None


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
