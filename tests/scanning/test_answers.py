"""From boxes to the fields of the form: what is sure, what a person must look at, and nothing chosen silently."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.paper.sheets import Print
from diagnoza.documents.questionnaire import Box, Layout, Space
from diagnoza.documents.sheet_code import PageCode
from diagnoza.questionnaire.answers import from_form, problems
from diagnoza.questionnaire.definition import Definition
from diagnoza.questionnaire.parsing import library
from diagnoza.scanning.answers import Doubt, ReadSheet, answers
from diagnoza.scanning.boxes import ReadBox, State
from diagnoza.scanning.reader import ReadPage, ReadSpace

E, X, F = State.EMPTY, State.CROSSED, State.CORRECTED


class Form(dict[str, tuple[str, ...]]):
    def getlist(self, name: str) -> list[str]:
        return list(self.get(name, ()))


@pytest.fixture
def definition() -> Definition:
    return library()["krotka"]


def page(
    states: dict[tuple[str, str], State], number: int = 1, unsure: Iterable[str] = (), written: str = ""
) -> ReadPage:
    boxes = tuple(
        ReadBox(Box(name, value, number, 0, 0, 17), state, 0.5 if name in unsure else 1.0, name in unsure)
        for (name, value), state in states.items()
    )
    spaces = (ReadSpace(Space(written, number, 0, 0, 10, 10), True),) if written else ()
    return ReadPage(PageCode("7777777V", number, False, "pl"), boxes, spaces, np.zeros((1, 1, 3), np.uint8))


def read(definition: Definition, *pages: ReadPage) -> ReadSheet:
    boxes = tuple(each.box for one in pages for each in one.boxes)
    return answers(definition, Layout(boxes, ()), pages)


def doubts(definition: Definition, *pages: ReadPage) -> list[tuple[Doubt, str | None]]:
    return [(each.why, each.question) for each in read(definition, *pages).doubts]


def test_crosses_are_sent_as_the_web_form_sends_them(definition: Definition) -> None:
    sheet = read(definition, page({("lack.health", "0"): E, ("lack.health", "2"): X, ("sex", "k"): E}))
    assert sheet.fields == {"lack.health": ("2",)}
    assert sheet.doubts == ()
    assert from_form(definition, Form(sheet.fields)) == {"lack": {"health": "2"}}


def test_a_mended_mistake_is_not_doubtful(definition: Definition) -> None:
    sheet = read(definition, page({("lack.health", "0"): F, ("lack.health", "2"): X}))
    assert (sheet.fields, sheet.doubts) == ({"lack.health": ("2",)}, ())


def test_two_crosses_of_one_choice_are_both_kept_for_a_person_to_decide(definition: Definition) -> None:
    sheet = read(definition, page({("lack.health", "0"): X, ("lack.health", "2"): X}))
    assert sheet.fields == {"lack.health": ("0", "2")}
    assert [each.why for each in sheet.doubts] == [Doubt.SEVERAL]
    assert problems(definition, from_form(definition, Form(sheet.fields)))


def test_a_filled_box_alone_is_doubtful(definition: Definition) -> None:
    assert doubts(definition, page({("lack.health", "0"): F, ("lack.health", "2"): E})) == [
        (Doubt.ONLY_TAKEN_BACK, "lack")
    ]


def test_an_unsure_box_is_doubtful_with_its_question(definition: Definition) -> None:
    sheet = read(definition, page({("lack.health", "0"): X, ("lack.care", "1"): X}, unsure=["lack.care"]))
    (doubt,) = sheet.doubts
    assert (doubt.why, doubt.question, doubt.fields) == (Doubt.UNSURE, "lack", ("lack.care",))
    assert [each.box.value for each in doubt.boxes] == ["1"]


def test_ink_beside_boxes_is_a_doubt_of_its_own(definition: Definition) -> None:
    one = page({("lack.health", "0"): E, ("lack.health", "2"): E, ("sex", "k"): X})
    beside = tuple(replace(box, beside=box.box.value == "2") for box in one.boxes)
    (doubt,) = read(definition, replace(one, boxes=beside)).doubts
    assert (doubt.why, doubt.question, doubt.fields) == (Doubt.BESIDE, "lack", ("lack.health",))


@pytest.mark.parametrize(("sex", "age", "told"), [(E, E, True), (X, E, True), (X, X, False)])
def test_a_sheet_with_most_questions_empty_is_told(definition: Definition, sex: State, age: State, told: bool) -> None:
    found = read(definition, page({("sex", "k"): sex, ("age", "15-19"): age, ("lack.health", "0"): E}))
    assert (Doubt.MOSTLY_EMPTY in {each.why for each in found.doubts}) == told


def test_an_order_has_one_option_for_each_place(definition: Definition) -> None:
    question = next(each for each in definition.questions() if each.ordered)
    first, second = (option.key for option in question.options[:2])
    name = question.field_names[0]
    assert doubts(definition, page({(name, first): X, (name, second): X})) == [(Doubt.SAME_PLACE, question.key)]
    other = question.field_names[1]
    assert doubts(definition, page({(name, first): X, (other, first): X})) == [(Doubt.SAME_PLACE, question.key)]
    assert doubts(definition, page({(name, first): X, (other, second): X})) == []


def test_more_crosses_than_allowed_are_doubtful(definition: Definition) -> None:
    question = next(each for each in definition.questions() if each.limit and not each.ordered)
    crossed = {(question.key, option.key): X for option in question.options[: question.limit + 1]}
    assert doubts(definition, page(crossed)) == [(Doubt.TOO_MANY, question.key)]
    crossed.popitem()
    assert doubts(definition, page(crossed)) == []


def test_handwriting_is_for_a_person(definition: Definition) -> None:
    assert doubts(definition, page({}, written="one_thing")) == [(Doubt.WRITTEN, "one_thing")]


def test_a_missing_page_and_a_page_read_twice_are_told(definition: Definition, sheet: Print) -> None:
    found = answers(definition, sheet.layout, [page({}, 1), page({}, 3), page({}, 3), page({}, 4)])
    assert [(each.why, each.page) for each in found.doubts] == [(Doubt.PAGE_MISSING, 2), (Doubt.PAGE_TWICE, 3)]


def test_of_a_page_read_twice_the_later_counts(definition: Definition) -> None:
    sheet = read(definition, page({("lack.health", "0"): X}), page({("lack.health", "2"): X}))
    assert sheet.fields == {"lack.health": ("2",)}
