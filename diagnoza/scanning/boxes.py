"""What was done to each box of a page: nothing, a cross, or a cross taken back by filling the box."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from diagnoza.documents.questionnaire import Box
from diagnoza.scanning import classifier, features, patches
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
    person to look at."""

    box: Box
    state: State
    confidence: float
    doubtful: bool


SURE = 0.98
"""Least confidence of a box that nobody needs to look at."""


def read_boxes(page: StraightPage, boxes: Sequence[Box]) -> tuple[ReadBox, ...]:
    """Every box of the page in the same order; PageError when they are not where the sheet has them."""
    if not boxes:
        return ()
    cut = patches.cut(page, boxes)
    judged = classifier.trained().judge(features.describe(cut))
    return tuple(_read(*each) for each in zip(boxes, *judged, cut.lost, strict=True))


def _read(box: Box, state: int, confidence: float, lost: bool) -> ReadBox:
    return ReadBox(box, list(State)[state], round(float(confidence), 4), bool(lost or confidence < SURE))
