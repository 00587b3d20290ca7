"""What was done to each box of a page: nothing, a cross, or a cross taken back by filling the box."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from diagnoza.documents.blank import Print
from diagnoza.documents.questionnaire import Box
from diagnoza.scanning import beside, classifier, features, patches
from diagnoza.scanning.straighten import StraightPage


class State(StrEnum):
    """What was done to a box."""

    EMPTY = "empty"
    CROSSED = "crossed"
    CORRECTED = "corrected"
    """Filled completely: a mistake taken back, as the printed sheet says."""


@dataclass(frozen=True)
class ReadBox:
    """A box as it was read: `confidence` from 0 to 1 is that of the network least convinced; a `doubtful` box is for a
    person to look at, and so is one with ink `beside` it and no cross in its question."""

    box: Box
    state: State
    confidence: float
    doubtful: bool
    beside: bool = False


SURE = 0.98
"""Least confidence of a box that nobody needs to look at."""


def read_boxes(page: StraightPage, boxes: Sequence[Box], printed: Print | None = None) -> tuple[ReadBox, ...]:
    """Every box of the page in the same order; PageError when they are not where the sheet has them.

    `printed` is what the page showed before anybody wrote on it; without it less is seen beside the boxes.
    """
    if not boxes:
        return ()
    cut = patches.cut(page, boxes)
    states, confidences = classifier.trained().judge(features.describe(cut))
    found = beside.find(cut.page, printed, boxes, cut.shifts, states != 0)
    taken_back = found.struck & (states == list(State).index(State.CROSSED))
    read = zip(boxes, states, confidences, cut.lost | taken_back, found.ink, strict=True)
    return _where_nothing_is_crossed(tuple(_read(*each) for each in read))


def _read(box: Box, state: int, confidence: float, doubtful: bool, ink: bool) -> ReadBox:
    unsure = bool(doubtful or confidence < SURE)
    return ReadBox(box, list(State)[state], round(float(confidence), 4), unsure, bool(ink))


def _where_nothing_is_crossed(read: tuple[ReadBox, ...]) -> tuple[ReadBox, ...]:
    """Ink beside boxes says something only where no box of the same field is crossed."""
    crossed = {each.box.name for each in read if each.state == State.CROSSED}
    return tuple(replace(each, beside=each.beside and each.box.name not in crossed) for each in read)
