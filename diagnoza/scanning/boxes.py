"""What was done to each box of a page: nothing, a cross, or a cross taken back by filling the box."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from diagnoza.documents.questionnaire import Box
from diagnoza.scanning import patches
from diagnoza.scanning.straighten import StraightPage


class State(StrEnum):
    """What was done to a box."""

    EMPTY = "empty"
    CROSSED = "crossed"
    CORRECTED = "corrected"
    """Filled completely: a mistake taken back, as the printed sheet says."""


@dataclass(frozen=True)
class ReadBox:
    """A box as it was read: `confidence` from 0 to 1; a `doubtful` one is for a person to look at."""

    box: Box
    state: State
    confidence: float
    doubtful: bool


def read_boxes(page: StraightPage, boxes: Sequence[Box]) -> tuple[ReadBox, ...]:
    """Every box of the page in the same order; PageError when they are not where the sheet has them."""
    if not boxes:
        return ()
    cut = patches.cut(page, boxes)
    inner = slice(patches.MARGIN + 4, -patches.MARGIN - 4)
    shares = cut.ink[:, inner, inner].mean(axis=(1, 2))
    states = np.where(shares < 0.05, 0, np.where(shares < 0.8, 1, 2))
    return tuple(ReadBox(box, list(State)[state], 1.0, False) for box, state in zip(boxes, states, strict=True))
