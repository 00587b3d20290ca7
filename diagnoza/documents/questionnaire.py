"""The questionnaire to fill in by hand: A4, normal or large print, as tagged PDF, and where its boxes stand.

Where boxes and writing lines stand follows from everything in `Sheet` but its code: whoever reads the filled page needs
the same title, language, print and `how_to` that it was printed with.
"""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import segno
import typst

from analysis.vocabulary import DONT_KNOW
from diagnoza.documents import blank as blank_print
from diagnoza.documents import corner_marks, sheet_code
from diagnoza.documents.poster import FONTS, TEMPLATE
from diagnoza.questionnaire import keyed
from diagnoza.questionnaire.definition import Definition, Kind, Question, ShowIf, text
from diagnoza.questionnaire.pages import Choice, QuestionView, page

SHEET = TEMPLATE.with_name("questionnaire.typ")
WRITING_LINES = {Kind.TEXT: 4, Kind.NUMBER: 1}
WIDER = 7 * corner_marks.MM
"""Boxes of large print are wider than this, those of normal print are not (questionnaire.typ)."""


@dataclass(frozen=True)
class Conditions:
    """How a page says that a question is for some people only, with %(question)s and %(options)s to be filled in."""

    answered: str
    chosen: str


@dataclass(frozen=True)
class Sheet:
    """One printed questionnaire: `code` (diagnoza.documents.sheet_code) tells it from the others of its campaign.

    `how_to` are lines below the title: who asks, how to mark a box and mend a mistake, where to bring the sheet.
    """

    definition: Definition
    title: str
    language: str
    code: str
    large: bool = False
    how_to: tuple[str, ...] = ()
    conditions: Conditions | None = None


@dataclass(frozen=True)
class Box:
    """One box: the field and value that it stands for, its page from 1, its upper left corner and side in points."""

    name: str
    value: str
    page: int
    x: float
    y: float
    side: float


@dataclass(frozen=True)
class Space:
    """Where an answer is written by hand: its field, page from 1, upper left corner, width and height in points."""

    name: str
    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Layout:
    """Where everything that can be answered stands on the pages of a sheet. It may be kept as JSON with the sheet.

    `blank` is what is printed on each page (documents.blank); sheets printed by older versions have none.
    """

    boxes: tuple[Box, ...]
    spaces: tuple[Space, ...]
    blank: tuple[str, ...] = ()

    @cached_property
    def pages(self) -> frozenset[int]:
        """The pages on which something can be answered."""
        return frozenset([box.page for box in self.boxes] + [space.page for space in self.spaces])

    @property
    def large(self) -> bool:
        """Whether the print is large: its boxes are wider."""
        return max((box.side for box in self.boxes), default=0) > WIDER

    def printed(self, page: int) -> blank_print.Print | None:
        """What is printed on a page, from 1; None where nobody kept it."""
        return blank_print.page(self.blank[page - 1]) if len(self.blank) >= page else None

    def to_json(self) -> str:
        """The layout to keep."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, kept: str) -> "Layout":
        """The layout that was kept."""
        read = json.loads(kept)
        boxes = tuple(Box(**each) for each in read["boxes"])
        return cls(boxes, tuple(Space(**each) for each in read["spaces"]), tuple(read.get("blank", ())))


def pdf(sheet: Sheet) -> bytes:
    """The sheet as PDF/UA-1."""
    return pdf_of(sheet, (sheet.code,))


def pdf_of(sheet: Sheet, codes: Sequence[str]) -> bytes:
    """The sheet once for each code, as one PDF/UA-1; each copy begins on the front of a piece of paper."""
    return bytes(typst.compile(SHEET, format="pdf", pdf_standards=["ua-1"], **_source(sheet, codes)))


def layout(sheet: Sheet) -> Layout:
    """Every box and every writing space, as the document itself says; measured from the upper left of the page."""
    found = json.loads(typst.query(SHEET, "<place>", field="value", **_source(sheet, ())))
    return Layout(
        tuple(Box(**each["box"]) for each in found if "box" in each),
        tuple(Space(**each["space"]) for each in found if "space" in each),
    )


def with_blank(sheet: Sheet) -> Layout:
    """The layout with what is printed on every page, whatever the code of the sheet."""
    document = typst.compile(SHEET, format="pdf", **_source(replace(sheet, code=""), ()))
    return replace(layout(sheet), blank=blank_print.pages(bytes(document)))


def boxes(sheet: Sheet) -> tuple[Box, ...]:
    """Every box of the layout."""
    return layout(sheet).boxes


def _source(sheet: Sheet, codes: Sequence[str]) -> dict[str, Any]:
    data = {
        "title": sheet.title,
        "lang": sheet.language,
        "large": sheet.large,
        "how_to": sheet.how_to,
        "sheets": _codes(sheet, codes) if codes else [{"shown": sheet_code.shown(sheet.code), "codes": []}],
        "marks": [mark._asdict() for mark in corner_marks.MARKS],
        "mark_side": corner_marks.SIDE,
        "code": corner_marks.CODE._asdict(),
        "sections": _sections(sheet),
    }
    return {"font_paths": FONTS, "ignore_system_fonts": True, "sys_inputs": {"data": json.dumps(data)}}


def _codes(sheet: Sheet, codes: Sequence[str]) -> list[dict[str, Any]]:
    """Each code as people read it, and as a camera reads it from every page with something to answer."""
    pages = range(1, max(layout(sheet).pages) + 1)
    return [
        {"shown": sheet_code.shown(code), "codes": [_page_code(sheet, code, number) for number in pages]}
        for code in codes
    ]


def _page_code(sheet: Sheet, code: str, number: int) -> str:
    """What a camera reads of a page as SVG. Sixteen characters fill the smallest code, whose cells are the largest."""
    content = sheet_code.of_page(code, number, sheet.large, sheet.language)
    picture = io.BytesIO()
    segno.make(content, version=1, error="q", boost_error=False).save(picture, kind="svg", border=4)
    return picture.getvalue().decode()


def _sections(sheet: Sheet) -> list[dict[str, Any]]:
    definition, numbers = sheet.definition, keyed.numbers(sheet.definition)
    asked = {**definition.by_key, **definition.apart_by_key}
    return [
        {
            "title": section.title,
            "intro": section.intro,
            "questions": [
                _question(view, sheet) | {"rows": _rows_of(view, asked.get(view.key), sheet.language, numbers)}
                for view in section.questions
            ],
        }
        for section in page(definition, sheet.language, _Blank(), {}).sections
    ]


class _Blank:
    """A form in which nothing was answered."""

    def getlist(self, _name: str) -> list[str]:
        return []

    def keys(self) -> list[str]:
        return []


Numbers = Mapping[tuple[str, str], str]
"""The numbers under which answers are typed from paper, by name and code; see questionnaire.keyed."""


def _question(view: QuestionView, sheet: Sheet) -> dict[str, Any]:
    return {
        "name": view.key,
        "text": view.text,
        "only_if": _only_if(view.show_if, sheet),
        "hint": view.hint,
        "lines": WRITING_LINES.get(view.kind, 0),
    }


def _rows_of(view: QuestionView, question: Question | None, language: str, numbers: Numbers) -> list[dict[str, Any]]:
    if question and question.ordered:
        return _ordered(question, view, language, numbers)
    return _rows(view, numbers)


def _only_if(condition: ShowIf | None, sheet: Sheet) -> str | None:
    """In words: for whom the question is."""
    if not condition or not sheet.conditions:
        return None
    definition, language = sheet.definition, sheet.language
    other = definition.by_key.get(condition.question) or definition.apart_by_key[condition.question]
    chosen = [text(option.text, language) for option in other.options if option.key in condition.equals]
    words = sheet.conditions.answered if condition.answered else sheet.conditions.chosen
    return words % {"question": text(other.text, language), "options": " / ".join(chosen)}


def _rows(view: QuestionView, numbers: Numbers) -> list[dict[str, Any]]:
    """Lists: a row for each option. Grids: a row for each scale of each item."""
    rows = [_row("", (choice,), numbers) for choice in view.options]
    for row in view.rows:
        scales = row.scales or ()
        rows += [_row(f"{row.label}: {scale.label}", scale.options, numbers) for scale in scales] or [
            _row(row.label, row.options, numbers)
        ]
    return rows


def _ordered(question: Question, view: QuestionView, language: str, numbers: Numbers) -> list[dict[str, Any]]:
    """A row for each option with a box for each place, so that one option is read once."""
    ranking = question.kind == Kind.RANKING
    names = {place: select.name for place, select in enumerate(view.selects, 1)}
    return [
        {
            "label": text(option.text, language),
            "number": numbers[question.key, option.key],
            "ordered": True,
            "boxes": [
                {
                    "name": f"{question.key}.{option.key}" if ranking else names[place],
                    "value": str(place) if ranking else option.key,
                    "label": f"{place}.",
                    "number": "",
                }
                for place in question.places
            ],
        }
        for option in question.options
    ]


def _row(label: str, choices: tuple[Choice, ...], numbers: Numbers) -> dict[str, Any]:
    boxes = [
        {
            "name": each.name,
            "value": each.value,
            "label": each.label,
            "number": _beside(each.label, numbers.get((each.name, each.value), "")),
            "apart": each.value == DONT_KNOW,
        }
        for each in choices
    ]
    return {"label": label, "number": "", "ordered": False, "boxes": boxes}


def _beside(label: str, number: str) -> str:
    """The number to print beside a label; none where the label begins with it, as on a scale from 1 to 5."""
    return "" if label.split(" ")[0] == number else number
