"""Files from outside: four kinds are read page by page, and everything else is refused with its reason."""

import io
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from benchmarks.paper.sheets import Print
from diagnoza.documents import questionnaire
from diagnoza.scanning import pages
from diagnoza.scanning.errors import PageError, Why


def stored(kind: str, *sizes: tuple[int, int], mode: str = "RGB", **how: object) -> bytes:
    file = io.BytesIO()
    first, *others = [Image.new(mode, size, 200 if mode == "L" else None) for size in sizes]
    extra = {"save_all": True, "append_images": others} if others else {}
    first.save(file, kind, **extra, **how)
    return file.getvalue()


def why(content: bytes) -> Why:
    with pytest.raises(PageError) as refused:
        list(pages.pages(content))
    return refused.value.why


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_picture_is_one_page_in_three_colours(kind: str) -> None:
    (page,) = pages.pages(stored(kind, (700, 900), mode="L"))
    assert page.shape == (900, 700, 3)
    assert int(page.mean().round()) == 200


def test_blue_comes_first() -> None:
    file = io.BytesIO()
    Image.new("RGB", (700, 700), (250, 120, 10)).save(file, "PNG")
    (page,) = pages.pages(file.getvalue())
    assert page[0, 0].tolist() == [10, 120, 250]


def test_a_tiff_gives_all_its_pages() -> None:
    sizes = [page.shape[:2] for page in pages.pages(stored("TIFF", (700, 900), (800, 900), (650, 900)))]
    assert sizes == [(900, 700), (900, 800), (900, 650)]


def test_pages_are_counted_and_read_from_any_one_on(sheet: Print) -> None:
    tiff = stored("TIFF", (700, 800), (701, 900), (702, 1000))
    assert pages.count(tiff) == 3
    assert [page.shape[1] for page in pages.pages(tiff, 1)] == [701, 702]
    pdf = questionnaire.pdf(sheet.sheet)
    last = list(pages.pages(pdf))[-1]
    assert pages.count(pdf) == len(sheet.pages)
    assert np.array_equal(next(pages.pages(pdf, len(sheet.pages) - 1)), last)
    assert pages.count(stored("PNG", (700, 800))) == 1


def test_a_fax_in_group_4_is_read() -> None:
    (page,) = pages.pages(stored("TIFF", (1728, 1100), mode="1", compression="group4"))
    assert page.shape == (1100, 1728, 3)


def test_a_pdf_gives_all_its_pages_at_200_dpi(sheet: Print) -> None:
    found = [page.shape for page in pages.pages(questionnaire.pdf(sheet.sheet))]
    assert len(found) == len(sheet.pages)
    assert all(abs(height - 2339) <= 1 and abs(width - 1654) <= 1 for height, width, _colours in found)


def test_a_phones_note_of_how_it_was_held_is_obeyed() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    (page,) = pages.pages(stored("JPEG", (900, 700), exif=turned))
    assert page.shape[:2] == (900, 700)


@pytest.mark.parametrize("content", [b"hello", b"GIF89a" + bytes(100), b"PK\x03\x04" + bytes(100), bytes(5_000)])
def test_other_kinds_are_refused(content: bytes) -> None:
    assert why(content) == Why.TYPE


@pytest.mark.parametrize("make", [
    lambda: stored("JPEG", (2_000, 2_000))[:3_000],
    lambda: stored("PNG", (700, 900))[:200],
    lambda: b"%PDF-1.7\n" + bytes(500),
    lambda: b"II*\x00\x08\x00\x00\x00\xff\xff" + bytes(40),
])  # fmt: skip
def test_what_is_cut_off_is_refused(make: Callable[[], bytes]) -> None:
    assert why(make()) in (Why.BROKEN, Why.TYPE)


def test_too_many_bytes_are_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_BYTES", 1_000)
    assert why(bytes(1_001)) == Why.TOO_LARGE


def test_too_many_pixels_are_refused_before_they_are_unpacked() -> None:
    assert why(stored("PNG", (10_000, 5_001), mode="1")) == Why.TOO_MANY_PIXELS
    assert why(stored("PNG", (20_000, 20_000), mode="1")) == Why.TOO_MANY_PIXELS


def test_too_few_pixels_are_refused() -> None:
    assert why(stored("PNG", (599, 900))) == Why.TOO_FEW_PIXELS


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_PAGES", 2)
    assert why(stored("TIFF", (700, 900), (700, 900), (700, 900))) == Why.TOO_MANY_PAGES


def test_the_error_says_what_was_found_and_what_is_allowed() -> None:
    with pytest.raises(PageError, match="too_few_pixels found=599 limit=600"):
        list(pages.pages(stored("PNG", (599, 900))))


@settings(deadline=None)  # the first picture of a kind loads its decoder
@given(st.sampled_from(["JPEG", "PNG", "TIFF"]), st.integers(0, 3_000), st.binary(min_size=1, max_size=20))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(kind: str, at: int, damage: bytes) -> None:
    whole = bytearray(stored(kind, (640, 640), mode="L"))
    whole[at : at + len(damage)] = damage
    try:
        read = list(pages.pages(bytes(whole)))
    except PageError:
        return
    assert all(page.dtype == np.uint8 and page.ndim == 3 for page in read)
