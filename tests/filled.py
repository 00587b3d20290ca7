"""Printed sheets filled in with a pen, as pictures of their pages."""

import io
from collections.abc import Collection
from dataclasses import dataclass

import cv2
import numpy as np
import pypdfium2
from PIL import Image
from sqlalchemy.orm import Session

from benchmarks.paper.filling import POINT, Square, cross, write
from benchmarks.paper.pens import DPI, Pen, draw
from diagnoza.clock import today
from diagnoza.documents.questionnaire import Layout, Sheet
from diagnoza.documents.sheet_code import new
from diagnoza.queries import paper
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire.parsing import library
from diagnoza.scanning.kept import jpeg
from diagnoza.scanning.pages import Picture
from diagnoza.services.print_paper import print_sheets

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
    """A new sheet of the short survey with crosses in these boxes and writing in these spaces."""
    sheet = Sheet(library()["krotka"], campaign.title, "pl", new())
    made = print_sheets(session, campaign, sheet, 1, today())
    layout = Layout.from_json(paper.layout(session, campaign.id, made.codes[0]) or "")
    pages = drawn(made.pdf, layout, crosses, written)
    return Filled(made.codes[0], tuple(jpeg(cv2.resize(page, None, fx=SCAN, fy=SCAN)) for page in pages))


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


def pdf_of(pages: Collection[bytes]) -> bytes:
    """The pages as one file, as a scanner sends it."""
    return _of("PDF", pages)


def tiff_of(pages: Collection[bytes]) -> bytes:
    """The same as TIFF."""
    return _of("TIFF", pages)


def _of(kind: str, pages: Collection[bytes]) -> bytes:
    first, *others = (Image.fromarray(_rgb(page)) for page in pages)
    out = io.BytesIO()
    how = {"PDF": {"resolution": DPI}, "TIFF": {"compression": "tiff_lzw"}}[kind]
    first.save(out, kind, save_all=True, append_images=others, **how)
    return out.getvalue()


def _rgb(page: bytes) -> Picture:
    return np.ascontiguousarray(cv2.imdecode(np.frombuffer(page, np.uint8), cv2.IMREAD_COLOR)[:, :, ::-1])
