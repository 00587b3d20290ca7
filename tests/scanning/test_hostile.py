"""Files that were made to do harm, or by accident look so: each is refused at once with what was found and allowed."""

import struct
import zlib
from itertools import pairwise
from time import perf_counter

import pytest
from flask import Flask

from diagnoza.librarian import scan_words
from diagnoza.scanning import pages
from diagnoza.scanning.errors import PageError, Why

CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]%s>>"
LOCK = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]" % (b"ab" * 32, b"cd" * 32)
SECONDS = 2.0
"""No hostile file may keep the program busy for longer; most take a hundredth of it."""


def pdf(kids: int, page: bytes, *others: bytes, count: int | None = None, trailer: bytes = b"") -> bytes:
    """A document whose pages are all the same one."""
    tree = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * kids, kids if count is None else count)
    parts = [b"%%PDF-1.4\n%d 0 obj\n" % 1]
    for number, each in enumerate((CATALOGUE, tree, page, *others), 1):
        parts += [each, b"\nendobj\n", b"%d 0 obj\n" % (number + 1)]
    body = b"".join(parts[:-1])
    places = [body.index(b"%d 0 obj" % number) for number in range(1, len(others) + 4)]
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R%s>>" % (size, table, size, trailer)
    return body + head + b"\nstartxref\n%d\n%%%%EOF" % len(body)


def picture_page(side: int) -> bytes:
    """An A4 page with a picture of many white pixels in few bytes."""
    pixels = zlib.compress(bytes(side * side // 8), 9)
    kind = b"<</Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray" % (side, side)
    image = kind + b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(pixels), pixels)
    page = PAGE % (595, 842, b"/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R")
    return pdf(1, page, b"<</Length 28>>stream\nq 595 0 0 842 0 0 cm /I Do Q\nendstream", image)


def tiff(*sizes: tuple[int, int], strip: int = 8) -> bytes:
    """A TIFF of white pictures whose sizes are claims only."""
    head, parts = b"II*\x00" + struct.pack("<I", 8), []
    at = [8 + number * (2 + 8 * 12 + 4) for number in range(len(sizes) + 1)]
    for (width, height), (_start, end) in zip(sizes, pairwise(at), strict=True):
        tags = {256: width, 257: height, 258: 1, 259: 1, 262: 1, 273: strip, 278: height, 279: width * height // 8}
        entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
        parts.append(struct.pack("<H", 8) + entries + struct.pack("<I", end if end < at[-1] else 0))
    return head + b"".join(parts) + bytes(70_000)


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that claims a size, with these bytes as its pixels."""
    chunks = (b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0), b"IDAT" + zlib.compress(data), b"IEND")
    coded = (struct.pack(">I", len(each) - 4) + each + struct.pack(">I", zlib.crc32(each)) for each in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(coded)


def refused(content: bytes) -> PageError:
    """The error of counting the pages and then reading them, which must come soon."""
    start = perf_counter()
    with pytest.raises(PageError) as error:
        used(content)
    assert perf_counter() - start < SECONDS
    return error.value


def used(content: bytes) -> None:
    """What becomes of a file that is uploaded."""
    pages.count(content)
    list(pages.pages(content))


A4 = PAGE % (595, 842, b"")
HOSTILE = {
    "an empty file": (b"", Why.EMPTY, {}),
    "a byte too much": (bytes(pages.MOST_BYTES + 1), Why.TOO_LARGE, {"found": 52_428_801, "limit": 52_428_800}),
    "a phone's HEIC": (b"\0\0\0\x18ftypheic" + bytes(90), Why.TYPE, {"found": "HEIC"}),
    "a Word file": (b"PK\x03\x04" + bytes(90), Why.TYPE, {"found": "ZIP"}),
    "a script called a picture": (b"<script>alert(1)</script>", Why.TYPE, {}),
    "a PDF of half a million pages": (pdf(500_000, A4), Why.TOO_MANY_PAGES, {"found": 500_000, "limit": 200}),
    "a PDF that lies about its pages": (pdf(1, A4, count=150), Why.BROKEN, {}),
    "a PDF with a page of 5 x 5 m": (
        pdf(1, PAGE % (14_400, 14_400, b"")), Why.TOO_MANY_PIXELS, {"found": 1_600_000_000, "limit": 50_000_000},
    ),
    "a PDF with a page of a stamp's size": (
        pdf(1, PAGE % (72, 72, b"")), Why.TOO_FEW_PIXELS, {"found": 200, "limit": 600},
    ),
    "a PDF with a bomb inside": (
        picture_page(40_000), Why.TOO_MANY_PIXELS, {"found": 1_600_000_000, "limit": 50_000_000},
    ),
    "a PDF with a password": (pdf(1, A4, trailer=LOCK), Why.LOCKED, {}),
    "a PDF cut in half": (picture_page(700)[:300], Why.BROKEN, {}),
    "a PDF without pages": (pdf(0, A4), Why.BROKEN, {}),
    "a PNG of 100 000 x 100 000": (
        png(100_000, 100_000), Why.TOO_MANY_PIXELS, {"found": 10_000_000_000, "limit": 50_000_000},
    ),
    "a PNG of 8000 x 8000": (png(8_000, 8_000), Why.TOO_MANY_PIXELS, {"found": 64_000_000, "limit": 50_000_000}),
    "a PNG without pixels": (png(0, 0), Why.TYPE, {}),
    "a PNG that ends early": (png(5_000, 5_000, bytes(500)), Why.BROKEN, {}),
    "a TIFF of 60 000 x 60 000": (
        tiff((60_000, 60_000)), Why.TOO_MANY_PIXELS, {"found": 3_600_000_000, "limit": 50_000_000},
    ),
    "a TIFF of 100 000 pages": (tiff(*[(700, 800)] * 100_000), Why.TOO_MANY_PAGES, {"found": ">200", "limit": 200}),
    "a TIFF whose pixels are missing": (tiff((700, 800), strip=2**31), Why.BROKEN, {}),
    "a TIFF whose second page is a bomb": (
        tiff((640, 640), (9_000, 9_000)), Why.TOO_MANY_PIXELS, {"found": 81_000_000, "limit": 50_000_000},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_soon_with_what_was_found_and_allowed(name: str) -> None:
    content, why, params = HOSTILE[name]
    error = refused(content)
    assert (error.why, dict(error.params)) == (why, params)


@pytest.mark.parametrize("name", HOSTILE)
def test_the_librarian_reads_what_was_found_and_what_to_do(name: str, app: Flask) -> None:
    _content, why, params = HOSTILE[name]
    with app.test_request_context("/?lang=pl"):
        said = scan_words.problem(str(why), params)
    assert said.count(".") >= 2
    assert "%(" not in said
    if isinstance(params.get("limit"), int):
        assert any(str(params["limit"] // unit) in said for unit in (1, 1024 * 1024, 1_000_000))


def test_the_same_documents_unharmed_are_read() -> None:
    (page,) = pages.pages(pdf(1, A4))
    assert abs(page.shape[0] - 2339) <= 1
    (shown,) = pages.pages(picture_page(700))
    assert int(shown.mean()) == 0  # the picture is black and covers the page
    assert pages.count(tiff(*[(700, 800)] * 200)) == 200
    (drawn,) = pages.pages(png(700, 600, b"\x00".join([b"", *[bytes([200]) * 2100] * 600])))
    assert int(drawn.mean()) == 200
