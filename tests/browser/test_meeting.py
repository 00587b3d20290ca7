"""The page of a small survey on a phone, a screen and paper."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Demo
from tests.browser.server import Server
from tests.browser.test_accessibility import SLUG, VIEWS, findings
from tests.browser.test_journey import sign_in

SMALL = "delete from response where digest not in (select digest from response order by digest limit 30)"


@pytest.fixture(scope="module")
def village(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo with thirty answers."""
    folder = tmp_path_factory.mktemp("village")
    base = "diagnoza.sqlite"
    with closing(sqlite3.connect(demo.instance / base)) as source, closing(sqlite3.connect(folder / base)) as copy:
        source.backup(copy)
        for statement in (SMALL, "delete from release", "update campaign set revision = revision + 1"):
            copy.execute(statement)
        copy.commit()
    server = Server(folder)
    try:
        server.start()
        yield Demo(server.url, demo.passwords, server)
    finally:
        server.stop()


@pytest.fixture
def meeting(village: Demo, chromium: Browser) -> Iterator[Page]:
    """The page, as a member of the coalition sees it."""
    context = chromium.new_context(base_url=village.url)
    page = context.new_page()
    sign_in(page, village, "koalicja")
    page.goto(f"/koalicja/{SLUG}")
    yield page
    context.close()


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_it_can_be_used_by_everybody_on_any_screen(meeting: Page, width: int, scheme: str) -> None:
    meeting.set_viewport_size({"width": width, "height": 800})
    meeting.emulate_media(color_scheme=scheme)
    assert findings(meeting) == []
    assert meeting.evaluate("document.documentElement.scrollWidth") <= width


def test_it_is_printed_on_one_page_with_a_line_for_hands(meeting: Page) -> None:
    printed = pypdfium2.PdfDocument(meeting.pdf(prefer_css_page_size=True))
    assert len(printed) == 1
    said = printed[0].get_textpage().get_text_range()
    assert "Ręce: ______" in said
    assert "Zapisz wynik z zebrania" not in said


def test_hands_are_typed_removed_and_brought_back(meeting: Page) -> None:
    meeting.get_by_label("Ile osób podniosło rękę?").fill("21")
    meeting.get_by_label("Ile osób było na zebraniu?").fill("20")
    meeting.get_by_role("button", name="Zapisz wynik z zebrania").click()
    expect(meeting.get_by_role("alert")).to_contain_text("Rąk nie może być więcej")
    meeting.get_by_label("Ile osób podniosło rękę?").fill("12")
    meeting.get_by_role("button", name="Zapisz wynik z zebrania").click()
    expect(meeting.locator(".matter-hands").filter(has_text="12 z 20 osób podniosło rękę")).to_have_count(1)
    meeting.locator("#rece").get_by_role("button", name="Usuń").click()
    expect(meeting.locator("body")).not_to_contain_text("12 z 20 osób")
    meeting.get_by_role("button", name="Przywróć").click()
    expect(meeting.locator("#rece")).to_contain_text("12 z 20 osób podniosło rękę")
