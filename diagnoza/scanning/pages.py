"""From the bytes of a file to pictures of its pages. Hostile ones are measured before they are unpacked."""

import io
import re
import threading
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from diagnoza.scanning.errors import PageError, Why

Picture = npt.NDArray[Any]
"""Bytes, height x width x 3, blue first, as OpenCV has it."""

MOST_BYTES = 50 * 1024 * 1024
MOST_PIXELS = 50_000_000
FEWEST_PIXELS = 600
MOST_PAGES = 200
PDF_DPI = 200
POINTS_PER_INCH = 72
PDF_START = 1024  # the standard lets other bytes stand before %PDF-
PDFIUM = threading.Lock()  # PDFium must not be called by two threads
IMAGES = (pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,)
ASKS_PASSWORD = 4  # PDFium's number of that error
OTHERS = {"HEIC": rb".{4}ftyp(heic|heix|hevc|mif1)", "GIF": rb"GIF8", "WebP": rb"RIFF.{4}WEBP", "ZIP": rb"PK\x03\x04"}
"""How files begin that are often taken for pictures of paper; Word and Excel files are ZIP."""


def pages(content: bytes, first: int = 0) -> Iterator[Picture]:
    """The pages of a JPEG, PNG, TIFF or PDF file, one after another from the one with that index.

    PageError says why a file or a page cannot be used.
    """
    _weigh(content)
    return _of_pdf(content, first) if _is_pdf(content) else _frames(*_opened_image(content), first)


def count(content: bytes) -> int:
    """How many pages a file has; PageError says why it cannot be used."""
    _weigh(content)
    if not _is_pdf(content):
        return _opened_image(content)[1]
    document, number = _opened_pdf(content)
    with PDFIUM:
        document.close()
    return number


def _weigh(content: bytes) -> None:
    if not content:
        raise PageError(Why.EMPTY)
    if len(content) > MOST_BYTES:
        raise PageError(Why.TOO_LARGE, {"found": len(content), "limit": MOST_BYTES})


def _is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:PDF_START]


def _opened_image(content: bytes) -> tuple[Image.Image, int]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of damage and of size: both are judged here
            image = Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "TIFF"))
            return image, _pictures(image) if image.format == "TIFF" else 1
    except UnidentifiedImageError:
        raise PageError(Why.TYPE, _kind(content)) from None
    except Image.DecompressionBombError as error:
        (found, *_limit) = re.findall(r"\d+", str(error))
        raise PageError(Why.TOO_MANY_PIXELS, {"found": int(found), "limit": MOST_PIXELS}) from None
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, MemoryError) as error:
        raise (error if isinstance(error, PageError) else PageError(Why.BROKEN)) from error


def _kind(content: bytes) -> dict[str, str]:
    names = [name for name, start in OTHERS.items() if re.match(start, content, re.DOTALL)]
    return {"found": names[0]} if names else {}


def _pictures(tiff: Image.Image) -> int:
    """How many pictures a TIFF has, never counting far beyond what is allowed: there may be millions."""
    for number in range(MOST_PAGES + 1):
        try:
            tiff.seek(number)
        except EOFError:
            return number
    raise PageError(Why.TOO_MANY_PAGES, {"found": f">{MOST_PAGES}", "limit": MOST_PAGES})


def _frames(image: Image.Image, count: int, first: int) -> Iterator[Picture]:
    for number in range(first, count):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                image.seek(number)
                _measure(*image.size)
                upright = ImageOps.exif_transpose(image).convert("RGB")
        except PageError:
            raise
        except Exception as error:  # a decoder may raise anything at a damaged file
            raise PageError(Why.BROKEN) from error
        yield np.ascontiguousarray(np.asarray(upright)[:, :, ::-1])


def _of_pdf(content: bytes, first: int) -> Iterator[Picture]:
    document, count = _opened_pdf(content)
    return _rendered(document, range(first, count))


def _opened_pdf(content: bytes) -> tuple[pypdfium2.PdfDocument, int]:
    try:
        with PDFIUM:
            document = pypdfium2.PdfDocument(content)
            count = len(document)
    except pypdfium2.PdfiumError as error:
        raise PageError(Why.LOCKED if error.err_code == ASKS_PASSWORD else Why.BROKEN) from error
    if count > MOST_PAGES:
        raise PageError(Why.TOO_MANY_PAGES, {"found": count, "limit": MOST_PAGES})
    return document, count


def _rendered(document: pypdfium2.PdfDocument, numbers: range) -> Iterator[Picture]:
    try:
        for number in numbers:
            yield _render(document, number)
    finally:
        with PDFIUM:
            document.close()


def _render(document: pypdfium2.PdfDocument, number: int) -> Picture:
    try:
        with PDFIUM:
            page = document[number]
            scale = PDF_DPI / POINTS_PER_INCH
            _measure(*(int(side * scale) for side in page.get_size()))
            _check_inside(page)
            bitmap = page.render(scale=scale, may_draw_forms=False)
            return np.ascontiguousarray(bitmap.to_numpy()[:, :, :3]).copy()
    except pypdfium2.PdfiumError as error:
        raise PageError(Why.BROKEN) from error


def _check_inside(page: pypdfium2.PdfPage) -> None:
    """A small page may hold a picture that unpacks to gigabytes."""
    pixels = [width * height for width, height in (each.get_px_size() for each in page.get_objects(filter=IMAGES))]
    if max(pixels, default=0) > MOST_PIXELS:
        raise PageError(Why.TOO_MANY_PIXELS, {"found": max(pixels), "limit": MOST_PIXELS})


def _measure(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise PageError(Why.TOO_MANY_PIXELS, {"found": width * height, "limit": MOST_PIXELS})
    if min(width, height) < FEWEST_PIXELS:
        raise PageError(Why.TOO_FEW_PIXELS, {"found": min(width, height), "limit": FEWEST_PIXELS})
