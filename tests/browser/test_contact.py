"""Leaving contact details in a real browser: on one's own device and at a kiosk, which forgets them."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Demo
from tests.browser.test_accessibility import SLUG, findings
from tests.browser.test_journey import sign_in
from tests.browser.test_kiosk import kiosk  # noqa: F401 - a fixture

pytestmark = pytest.mark.browser
SECRET = "Anna Nikomu-Nieznana"


def fill(page: Page) -> None:
    page.locator("#name").fill(SECRET)
    page.locator("#phone").fill("600 100 200")
    page.locator("#adult").check()
    page.locator("#agreed").check()


def test_from_the_thanks_to_the_list_of_the_library(page: Page, demo: Demo) -> None:
    page.goto(f"/a/{SLUG}/dziekujemy")
    page.get_by_role("link", name="Chcę pomóc").click()
    fill(page)
    page.locator("main form [type=submit]").click()
    expect(page.locator("main")).to_have_attribute("data-page", "contact-thanks")
    sign_in(page, demo, "bibliotekarz")
    page.goto(f"/panel/kampanie/{SLUG}/kontakty")
    expect(page.get_by_role("heading", name=SECRET)).to_be_visible()


def test_by_keyboard_alone(chromium: Browser, demo: Demo) -> None:
    context = chromium.new_context(base_url=demo.url)
    page = context.new_page()
    page.goto(f"/a/{SLUG}/kontakt")
    page.locator("#name").focus()
    for text in ("Jan", "jan@example.org", "", "Mam auto"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # past the text that can be unfolded
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_have_attribute("data-page", "contact-thanks")
    context.close()


@pytest.fixture
def at_kiosk(kiosk: Page) -> Page:  # noqa: F811 - the fixture
    kiosk.goto(f"/a/{SLUG}/kiosk/dziekujemy")
    kiosk.get_by_role("link", name="Zostaw e-mail albo telefon").click()
    expect(kiosk.locator("main")).to_have_attribute("data-page", "contact")
    assert findings(kiosk) == []
    fill(kiosk)
    return kiosk


def test_a_kiosk_keeps_the_details_and_forgets_the_person(at_kiosk: Page) -> None:
    at_kiosk.locator("main form [type=submit]").click()
    expect(at_kiosk.locator("main")).to_have_attribute("data-page", "kiosk-thanks")
    at_kiosk.go_back()
    at_kiosk.wait_for_load_state()
    assert SECRET not in [field.input_value() for field in at_kiosk.locator("main input[type=text]").all()]
    assert SECRET not in at_kiosk.content()


def test_a_kiosk_left_alone_empties_the_form(at_kiosk: Page) -> None:
    at_kiosk.clock.fast_forward(121_000)
    expect(at_kiosk.locator("main")).to_have_attribute("data-page", "survey")
    at_kiosk.go_back()
    assert SECRET not in at_kiosk.content()


def test_a_kiosk_says_what_is_missing_and_keeps_the_rest(at_kiosk: Page) -> None:
    at_kiosk.locator("#agreed").uncheck()
    at_kiosk.locator("main form [type=submit]").click()
    expect(at_kiosk.locator(".error-summary")).to_be_focused()
    expect(at_kiosk.locator("#name")).to_have_value(SECRET)
