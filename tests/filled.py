"""Printed sheets filled in with a pen, as pictures of their pages."""

import hashlib
import io
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from unittest.mock import patch

import cv2
import numpy as np
import pypdfium2
from PIL import Image
from sqlalchemy.orm import Session

from benchmarks.paper.filling import POINT, Square, cross, write
from benchmarks.paper.pens import DPI, Pen, draw
from diagnoza.clock import today
from diagnoza.documents import questionnaire
from diagnoza.documents.corner_marks import CODE
from diagnoza.documents.questionnaire import Layout, Sheet
from diagnoza.documents.sheet_code import new
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire.parsing import library
from diagnoza.scanning import reader
from diagnoza.scanning.kept import jpeg
from diagnoza.scanning.pages import Picture
from diagnoza.scanning.reader import ReadPage
from diagnoza.services import print_paper

PEN = Pen(0.6, (140, 40, 20), 0.95)
SCAN = 200 / DPI
"""Scanned at 200 dpi, as the guide says."""
CROSSES = {("lack.care", "2"), ("lack.health", "1"), ("top.1", "care"), ("age", "75+"), ("help", "yes")}
ANSWERS = {"lack": {"health": "1", "care": "2"}, "top": ["care"], "age": "75+"}


@dataclass(frozen=True)
class Filled:
    """A sheet by its code and the JPEG of each of its pages."""

    code: str
    pages: tuple[bytes, ...]


def fill(
    session: Session,
    campaign: CampaignRow,
    crosses: Collection[tuple[str, str]] = frozenset(CROSSES),
    written: Collection[str] = (),
) -> Filled:
    """A sheet of the short survey with crosses in these boxes and writing in these spaces, printed in this store."""
    made = _filled(campaign.title, frozenset(crosses), tuple(written))
    with patch.object(print_paper, "new_codes", return_value=(made.code,)):
        print_paper.print_sheets(session, campaign, _sheet(campaign.title, made.code), 1, today())
    return made


def _sheet(title: str, code: str) -> Sheet:
    return Sheet(library()["krotka"], title, "pl", code)


@cache
def _filled(title: str, crosses: frozenset[tuple[str, str]], written: tuple[str, ...]) -> Filled:
    """Drawn once for all tests that want the same: drawing takes a second."""
    sheet = _sheet(title, new())
    pages = drawn(questionnaire.pdf(sheet), questionnaire.layout(sheet), crosses, written)
    return Filled(sheet.code, tuple(jpeg(cv2.resize(page, None, fx=SCAN, fy=SCAN)) for page in pages))


Page = tuple[Layout, ReadPage]


class ReadOnce:
    """Stands for `reader.read` and reads every picture only once, as long as its sheet is known by the same layout."""

    def __init__(self) -> None:
        self.real, self.read = reader.read, dict[bytes, Page]()

    def __call__(self, picture: Picture, layout_of: reader.LayoutOf) -> ReadPage:
        """The page; PageError every time anew."""
        key = hashlib.sha256(picture.tobytes()).digest()
        if key not in self.read or layout_of(self.read[key][1].code) != self.read[key][0]:
            page = self.real(picture, layout_of)
            self.read[key] = (layout_of(page.code) or Layout((), ()), page)
        return self.read[key][1]


def drawn(
    pdf: bytes, layout: Layout, crosses: Collection[tuple[str, str]], written: Collection[str] = ()
) -> list[Picture]:
    """The pages of a printed sheet with crosses in these boxes and writing in these spaces."""
    rng = np.random.default_rng(3)
    pages = [page.render(scale=DPI / 72).to_numpy()[:, :, :3].copy() for page in pypdfium2.PdfDocument(pdf)]
    for box in layout.boxes:
        if (box.name, box.value) in crosses:
            square = Square(box.x * POINT, box.y * POINT, box.side * POINT, 0.02 * box.side * POINT)
            draw(pages[box.page - 1], cross(square, rng), PEN, rng)
    for space in layout.spaces:
        if space.name in written:
            write(pages[space.page - 1], space, PEN, rng)
    return pages


def smudged(page: bytes, turns: int = 0) -> bytes:
    """The page with something over its square code, turned so many times by a right angle."""
    picture = cv2.imdecode(np.frombuffer(page, np.uint8), cv2.IMREAD_COLOR)
    x, y, side = (round(each * POINT * SCAN) for each in CODE)
    picture[y : y + side, x : x + side // 2] = (70, 90, 120)
    return jpeg(np.ascontiguousarray(np.rot90(picture, turns)))


def pdf_of(pages: Collection[bytes]) -> bytes:
    """The pages as one file, as a scanner sends it."""
    return _of("PDF", tuple(pages))


def tiff_of(pages: Collection[bytes]) -> bytes:
    """The same as TIFF."""
    return _of("TIFF", tuple(pages))


@cache
def _of(kind: str, pages: tuple[bytes, ...]) -> bytes:
    first, *others = (Image.fromarray(_rgb(page)) for page in pages)
    out = io.BytesIO()
    how = {"PDF": {"resolution": DPI}, "TIFF": {"compression": "tiff_lzw"}}[kind]
    first.save(out, kind, save_all=True, append_images=others, **how)
    return out.getvalue()


def _rgb(page: bytes) -> Picture:
    return np.ascontiguousarray(cv2.imdecode(np.frombuffer(page, np.uint8), cv2.IMREAD_COLOR)[:, :, ::-1])
