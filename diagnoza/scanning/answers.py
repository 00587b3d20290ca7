"""From the pages of one sheet to the fields of the web form, and what a person should look at before they count."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from diagnoza.documents.questionnaire import Layout
from diagnoza.questionnaire.definition import Definition, Kind, Question
from diagnoza.scanning.boxes import ReadBox, State
from diagnoza.scanning.reader import ReadPage


class Doubt(StrEnum):
    """Why a person should look."""

    UNSURE = "unsure"
    """A box could not be read with confidence."""
    SEVERAL = "several"
    """Two or more crosses where one is allowed."""
    TOO_MANY = "too_many"
    """More crosses than the question allows."""
    SAME_PLACE = "same_place"
    """Two options of an order have the same place, or one option has two."""
    ONLY_TAKEN_BACK = "only_taken_back"
    """A box was filled and no other crossed: taken back for good, or a very thick cross."""
    BESIDE = "beside"
    """Ink beside the boxes of a question in which nothing is crossed: a circle, an underlined label, a tick outside."""
    MOSTLY_EMPTY = "mostly_empty"
    """Nothing was read in most questions: the sheet as a whole is for a person to look at."""
    WRITTEN = "written"
    """Handwriting to be typed."""
    PAGE_MISSING = "page_missing"
    """A page was not read: its answers are left out."""
    PAGE_TWICE = "page_twice"
    """A page was read twice; the later one counts."""


@dataclass(frozen=True)
class Doubtful:
    """What to look at: the question, the fields of the form that it touches, its boxes; or the page alone."""

    why: Doubt
    question: str | None = None
    fields: tuple[str, ...] = ()
    boxes: tuple[ReadBox, ...] = ()
    page: int | None = None


@dataclass(frozen=True)
class ReadSheet:
    """A sheet as the web form would send it: `fields` are names and values; what is not there was not answered.

    Where crosses contradict each other all of them are in `fields`, so that nothing is chosen silently; the form
    refuses them until a person has decided.
    """

    fields: Mapping[str, tuple[str, ...]]
    doubts: tuple[Doubtful, ...]


def answers(definition: Definition, layout: Layout, pages: Iterable[ReadPage]) -> ReadSheet:
    """The sheet behind its pages, in any order; of a page that was read twice the later reading counts."""
    given = list(pages)
    latest = {page.code.page: page for page in given}
    boxes = [box for number in sorted(latest) for box in latest[number].boxes]
    fields: dict[str, list[str]] = defaultdict(list)
    for each in boxes:
        if each.state == State.CROSSED:
            fields[each.box.name].append(each.box.value)
    doubts = [
        *_about_pages(layout, given),
        *_about_all(definition, boxes),
        *_about_boxes(definition, boxes),
        *_written(latest.values()),
    ]
    return ReadSheet({name: tuple(values) for name, values in fields.items()}, tuple(doubts))


def _about_pages(layout: Layout, pages: Sequence[ReadPage]) -> Iterator[Doubtful]:
    times = Counter(page.code.page for page in pages)
    yield from (Doubtful(Doubt.PAGE_MISSING, page=number) for number in sorted(layout.pages - times.keys()))
    yield from (Doubtful(Doubt.PAGE_TWICE, page=number) for number, count in sorted(times.items()) if count > 1)


def _written(pages: Iterable[ReadPage]) -> Iterator[Doubtful]:
    for page in pages:
        for each in page.spaces:
            if each.written:
                yield Doubtful(Doubt.WRITTEN, each.space.name, (each.space.name,), page=each.space.page)


MOST = 0.5
"""A sheet in which more than this share of the questions is empty is looked at as a whole."""


def _about_all(definition: Definition, boxes: Sequence[ReadBox]) -> Iterator[Doubtful]:
    by_question = _by_question(definition, boxes)
    empty = [own for own in by_question.values() if all(box.state == State.EMPTY for box in own)]
    if len(empty) > MOST * len(by_question):
        yield Doubtful(Doubt.MOSTLY_EMPTY)


def _by_question(definition: Definition, boxes: Sequence[ReadBox]) -> dict[str, list[ReadBox]]:
    found: dict[str, list[ReadBox]] = defaultdict(list)
    for box in boxes:
        found[definition.by_field[box.box.name].key].append(box)
    return found


def _about_boxes(definition: Definition, boxes: Sequence[ReadBox]) -> Iterator[Doubtful]:
    for key, own in _by_question(definition, boxes).items():
        question = _question(definition, key)
        for why, which in _doubts(question, own):
            yield Doubtful(why, key, tuple(dict.fromkeys(box.box.name for box in which)), tuple(which))


def _question(definition: Definition, key: str) -> Question:
    return definition.by_key.get(key) or definition.apart_by_key[key]


def _doubts(question: Question, boxes: Sequence[ReadBox]) -> Iterator[tuple[Doubt, list[ReadBox]]]:
    unsure = [box for box in boxes if box.doubtful]
    if unsure:
        yield Doubt.UNSURE, unsure
    beside = [box for box in boxes if box.beside]
    if beside:
        yield Doubt.BESIDE, beside
    crossed = [box for box in boxes if box.state == State.CROSSED]
    if question.ordered:
        yield from _same_place(crossed)
    elif question.kind in (Kind.MULTIPLE, Kind.CHOOSE_UP_TO):
        if question.limit and len(crossed) > question.limit:
            yield Doubt.TOO_MANY, crossed
        return
    else:
        yield from _several(crossed)
    yield from _only_taken_back(boxes)


def _several(crossed: Sequence[ReadBox]) -> Iterator[tuple[Doubt, list[ReadBox]]]:
    """A field of a single choice or of a cell of a grid has one value."""
    yield from ((Doubt.SEVERAL, own) for own in _by_field(crossed).values() if len(own) > 1)


def _same_place(crossed: Sequence[ReadBox]) -> Iterator[tuple[Doubt, list[ReadBox]]]:
    """Every option has one place and every place one option, whichever of them names the field."""
    by_value: dict[str, list[ReadBox]] = defaultdict(list)
    for box in crossed:
        by_value[box.box.value].append(box)
    for own in (*_by_field(crossed).values(), *by_value.values()):
        if len(own) > 1:
            yield Doubt.SAME_PLACE, own


def _only_taken_back(boxes: Sequence[ReadBox]) -> Iterator[tuple[Doubt, list[ReadBox]]]:
    for own in _by_field(boxes).values():
        states = {box.state for box in own}
        if State.CORRECTED in states and State.CROSSED not in states:
            yield Doubt.ONLY_TAKEN_BACK, [box for box in own if box.state == State.CORRECTED]


def _by_field(boxes: Sequence[ReadBox]) -> dict[str, list[ReadBox]]:
    found: dict[str, list[ReadBox]] = defaultdict(list)
    for box in boxes:
        found[box.box.name].append(box)
    return found
