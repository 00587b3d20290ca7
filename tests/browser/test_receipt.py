"""A resident writes the receipt down and has the answer erased, with and without JavaScript; a kiosk shows it once."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import reach
from tests.browser.test_accessibility import SLUG, findings, sideways
from tests.browser.test_kiosk import kiosk

pytestmark = pytest.mark.browser
__all__ = ["kiosk"]


def code_after_sending(page: Page) -> str:
    page.goto(f"/a/{SLUG}")
    reach(page, "textarea").fill("Do usunięcia")
    reach(page, "#send-answers").click()
    return page.locator("[data-receipt]").inner_text()


def test_the_code_is_the_same_after_reloading_and_erases_by_keyboard_alone(page: Page) -> None:
    code = code_after_sending(page)
    page.reload()
    assert page.locator("[data-receipt]").inner_text() == code
    page.goto(f"/a/{SLUG}/usun")
    page.locator("#code").focus()
    page.keyboard.type(code.lower().replace("-", " "))
    page.keyboard.press("Enter")
    expect(page.locator("main [name=erase]")).to_be_visible()
    page.locator("main [name=erase]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Twoje odpowiedzi zostały usunięte")


def test_a_kiosk_shows_the_code_once_and_keeps_it_nowhere(kiosk: Page) -> None:
    reach(kiosk, "#send-answers").click()
    expect(kiosk.locator("main")).to_have_attribute("data-page", "kiosk-thanks")
    expect(kiosk.locator("[data-receipt-place]")).to_be_visible()
    code = kiosk.locator(".receipt").inner_text()
    assert len(code) == 14
    assert (findings(kiosk), sideways(kiosk)) == ([], 0)
    assert code not in kiosk.url
    assert kiosk.evaluate("sessionStorage.length + localStorage.length") == 0
    kiosk.locator("[data-next-person]").click()
    expect(kiosk.locator("main")).to_have_attribute("data-page", "survey")
    for _ in range(3):
        kiosk.go_back()
        assert code not in kiosk.content()
