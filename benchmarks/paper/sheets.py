"""Test sheets: printed, filled in and seen by a camera, with what is true of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeVar

import numpy as np
import pypdfium2

from benchmarks.paper.cameras import CAMERAS, Cameras, fax
from benchmarks.paper.filling import HABITS, MANY_STYLES, Habits, Truth, fill
from benchmarks.paper.papers import PAPERS, Papers, plain
from benchmarks.paper.pens import DPI, INKS, MANY_PENS
from diagnoza.documents import questionnaire, sheet_code
from diagnoza.documents.questionnaire import Layout, Sheet
from diagnoza.documents.sheet_code import PageCode
from diagnoza.questionnaire.parsing import library
from diagnoza.scanning.pages import Picture

Thing = TypeVar("Thing")
PRINTS = (("krotka", "pl", False), ("krotka", "uk", True), ("pelna", "pl", False), ("krotka-mala", "en", False))
HOW_TO = ("Put a cross in the box, not a circle around it. A mistake? Fill that box completely and cross another one.",)


@dataclass(frozen=True, eq=False)
class Print:
    """A printed sheet: its pages at 300 dpi and where everything stands on them."""

    sheet: Sheet
    layout: Layout
    pages: tuple[Picture, ...]

    def places(self, page: int) -> Layout:
        """What stands on a page, from 1."""
        boxes = tuple(box for box in self.layout.boxes if box.page == page)
        return Layout(boxes, tuple(space for space in self.layout.spaces if space.page == page))


@dataclass(frozen=True, eq=False)
class Sample:
    """One page as a file, what its code says and what was done to its boxes."""

    content: bytes
    code: PageCode
    truth: Truth
    printed: Print
    index: int


@cache
def printed(key: str, language: str, large: bool) -> Print:
    """A sheet of a ready questionnaire."""
    code = sheet_code.new(lambda _bits: 7 + large)
    sheet = Sheet(library()[key], "Czego potrzebuje gmina Łęgi Dolne", language, code, large, HOW_TO)
    document = pypdfium2.PdfDocument(questionnaire.pdf(sheet))
    pages = tuple(page.render(scale=DPI / 72).to_numpy()[:, :, :3].copy() for page in document)
    return Print(sheet, questionnaire.with_blank(sheet), pages)


@dataclass(frozen=True)
class Way:
    """How filled pages come to be: who fills them in, what becomes of the paper, what sees it."""

    habits: Habits = HABITS
    papers: Papers = ((plain, 1.0),)
    cameras: Cameras = CAMERAS


USUAL = Way()
TRAINING = Way(Habits(MANY_STYLES, MANY_PENS), PAPERS)
"""What the classifier is trained with: more kinds of hands, pens and paper than the figures of usual pages have."""


def samples(count: int, seed: int, way: Way = USUAL) -> Iterator[Sample]:
    """As many filled pages; the same seed gives the same pages, and any one can be made again by its index."""
    return (sample(index, seed, way) for index in range(count))


def sample(index: int, seed: int, way: Way = USUAL) -> Sample:
    """The page of this index. Nobody faxes what is written in pencil."""
    rng = np.random.default_rng([seed, index])
    chosen = printed(*PRINTS[index % len(PRINTS)])
    number = int(rng.choice(sorted(chosen.layout.pages)))
    camera = one_of(way.cameras, rng)
    page = chosen.pages[number - 1].copy()
    habits = replace(way.habits, pens=INKS) if camera is fax else way.habits
    truth = fill(page, chosen.places(number), habits, rng)
    paper = one_of(way.papers, rng)
    code = PageCode(chosen.sheet.code, number, chosen.sheet.large, chosen.sheet.language)
    return Sample(camera(paper(page, rng), rng), code, truth, chosen, index)


def one_of(shares: Sequence[tuple[Thing, float]], rng: np.random.Generator) -> Thing:
    """One of the things, as often as its share says."""
    return shares[rng.choice(len(shares), p=[share for _thing, share in shares])][0]
