"""A page with a smudged code is told its code by the keyboard alone, with and without a script."""

import re
from pathlib import Path

import cv2
import pytest
from playwright.sync_api import Browser, Page, expect

from diagnoza.scanning.kept import jpeg
from tests.browser.conftest import Demo
from tests.browser.test_accessibility import FEWER_VIEWS, findings, sideways
from tests.browser.test_journey import sign_in
from tests.browser.test_scans import SCANS, filled_in, librarian, upload
from tests.filled import SCAN, pdf_of, smudged

pytestmark = pytest.mark.browser
__all__ = ["librarian"]
FOCUSED = "document.activeElement.name"


def smudge(page: Page, demo: Demo, file: Path) -> str:
    """Upload a sheet whose second page has something over its square code; the code in letters."""
    first, second, *others = (jpeg(cv2.resize(each, None, fx=SCAN, fy=SCAN)) for each in filled_in(page, demo))
    before = codes(page)
    file.write_bytes(pdf_of([first, smudged(second, turns=2), *others]))
    upload(page, file)
    (new,) = codes(page) - before
    return new


def codes(page: Page) -> set[str]:
    """The sheets that wait to be confirmed."""
    page.goto(SCANS)
    return set(re.findall(r"Arkusz ([0-9A-Z]{4}-[0-9A-Z]{4})", page.locator("main").inner_text()))


def test_a_page_is_told_its_code_by_the_keyboard_alone(librarian: Page, demo: Demo, tmp_path: Path) -> None:
    file = tmp_path / f"{tmp_path.name}.pdf"
    code = smudge(librarian, demo, file)
    librarian.get_by_role("link", name=f"Strona 2 z pliku {file.name}").focus()
    librarian.keyboard.press("Enter")
    expect(librarian.locator(".foot img")).to_be_visible()
    assert librarian.evaluate(FOCUSED) == "code"
    types(librarian, code, "Tab", "3", "Enter")
    expect(librarian.get_by_role("alert")).to_contain_text(f"Strona 3 arkusza {code} już czeka")
    types(reached(librarian, "page"), "2", "Enter")
    expect(librarian.locator(".notice.success")).to_contain_text(f"Odczytano stronę 2 arkusza {code}.")
    librarian.get_by_role("link", name="Otwórz arkusz").press("Enter")
    expect(librarian.locator(".scan-pictures img")).to_have_count(4)
    librarian.get_by_role("button", name="Usuń teraz").press("Enter")
    expect(librarian.locator(".notice.success")).to_contain_text("usunięto")


def types(page: Page, *keys: str) -> None:
    """What is typed, and the names of the keys between."""
    for key in keys:
        page.keyboard.press(key) if key in ("Tab", "Enter") else page.keyboard.type(key)


def reached(page: Page, name: str) -> Page:
    """The page, once Tab has brought the focus to the field of this name, with all that is in it selected."""
    for _ in range(20):
        if page.evaluate(FOCUSED) == name:
            return page
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {name}")


@pytest.mark.parametrize(("width", "scheme"), FEWER_VIEWS)
def test_the_pages_keep_the_rules(chromium: Browser, demo: Demo, tmp_path: Path, width: int, scheme: str) -> None:
    context = chromium.new_context(
        base_url=demo.url, bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    sign_in(page, demo, "bibliotekarz")
    code = smudge(page, demo, tmp_path / f"{width}-{scheme}.pdf")
    assert ("list", findings(page), sideways(page)) == ("list", [], 0)
    page.get_by_role("link", name=f"{width}-{scheme}.pdf").click()
    page.locator("summary").click()
    assert ("page", findings(page), sideways(page)) == ("page", [], 0)
    page.locator("#code").fill(code)
    page.locator("#page").fill("3")
    page.get_by_role("button", name="Odczytaj stronę").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert ("errors", findings(page), sideways(page)) == ("errors", [], 0)
    page.locator("#page").fill("2")
    page.get_by_role("button", name="Odczytaj stronę").click()
    page.get_by_role("link", name="Otwórz arkusz").click()
    expect(page.locator(".told")).to_be_visible()
    assert ("sheet", findings(page), sideways(page)) == ("sheet", [], 0)
    page.get_by_role("button", name="Usuń teraz").click()
    assert page.url.endswith(SCANS)
    context.close()
