"""What is printed on the pages of a sheet before anybody writes on them: one bit for a point, kept as text.

The reader of filled pages compares them with it, so that ink beside a box is told from the print around it.
"""

import base64
import zlib
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2

from diagnoza.documents.corner_marks import PAGE

Print = npt.NDArray[np.bool_]
"""Height x width; true where something is printed."""

DPI = 200
SIZE = tuple(round(length * DPI / 72) for length in reversed(PAGE))
PALE = 215
"""What is paler (255: white) counts as paper; the grey of the small numbers is darker."""


def pages(pdf: bytes) -> tuple[str, ...]:
    """Every page of a document as `page` reads it."""
    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(_kept(each.render(scale=DPI / 72, grayscale=True).to_numpy()) for each in document)


def _kept(gray: npt.NDArray[Any]) -> str:
    whole: Print = np.zeros(SIZE, bool)
    found = gray.reshape(gray.shape[:2])[: SIZE[0], : SIZE[1]] < PALE
    whole[: found.shape[0], : found.shape[1]] = found
    return base64.b64encode(zlib.compress(np.packbits(whole).tobytes())).decode()


def page(kept: str) -> Print:
    """The page that was kept."""
    bits = np.frombuffer(zlib.decompress(base64.b64decode(kept)), np.uint8)
    return np.unpackbits(bits, count=SIZE[0] * SIZE[1]).reshape(SIZE).astype(bool)
