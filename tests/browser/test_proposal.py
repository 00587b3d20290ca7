"""The proposal of a larger survey: what is read first, and what is printed."""

import re
from collections.abc import Iterator

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Demo
from tests.browser.test_accessibility import SLUG
from tests.browser.test_journey import sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def proposal(demo: Demo, chromium: Browser) -> Iterator[Page]:
    """The page, as a member of the coalition sees it on a wide screen."""
    context = chromium.new_context(base_url=demo.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    sign_in(page, demo, "koalicja")
    page.goto(f"/koalicja/{SLUG}")
    yield page
    context.close()


def test_the_first_step_stands_near_the_top(proposal: Page) -> None:
    box = proposal.locator("#kroki").bounding_box()
    assert box
    assert box["y"] < 1_500
    assert proposal.evaluate("document.documentElement.scrollHeight") < 7_000


def test_it_prints_on_three_pages_without_forms_and_with_white_charts(proposal: Page) -> None:
    printed = pypdfium2.PdfDocument(proposal.pdf(prefer_css_page_size=True))
    said = [page.get_textpage().get_text_range() for page in printed]
    assert len(said) <= 3
    assert not any("Zapisz i pokaż" in text or "Dopisz fakt" in text for text in said)
    (table,) = (text for text in said if "Każda sprawa osobno" in text)
    assert "Rola biblioteki" in " ".join(table.split())
    last = printed[len(said) - 1].render().to_numpy()
    assert len(set(map(tuple, last[:, last.shape[1] // 2, :3].tolist())) & {(248, 253, 255), (255, 253, 248)}) == 0


def test_what_is_folded_opens_by_keyboard(proposal: Page) -> None:
    summary = proposal.locator("#rece > summary")
    summary.focus()
    proposal.keyboard.press("Enter")
    expect(proposal.get_by_label("Ile osób podniosło rękę?")).to_be_visible()
    expect(proposal.locator("main")).to_have_attribute("data-cooperation-type", re.compile(r"\w+"))
