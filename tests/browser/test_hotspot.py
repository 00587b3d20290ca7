"""A network that answers in the server's place, such as a page to sign in to a hotspot, never counts as the server."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Demo, reach
from tests.browser.test_contact import fill
from tests.browser.test_kiosk import SECRET, kiosk, write
from tests.browser.test_offline import SURVEY, WAITING, says, send, until

__all__ = ["kiosk"]
pytestmark = pytest.mark.browser
SIGN_IN = "<!doctype html><title>Wi-Fi</title><main><h1>Zaloguj się do sieci</h1></main>"


@pytest.fixture
def context(chromium: Browser, demo: Demo) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=demo.url, service_workers="block")
    yield context
    context.close()


def caught(page: Page, status: int = 200) -> None:
    """From now on the network answers everything that is sent or asked for by a script."""
    page.route("**/a/**", lambda route: route.fulfill(status=status, content_type="text/html", body=SIGN_IN))


@pytest.mark.parametrize("status", [200, 404])
def test_answers_wait_and_are_sent_when_the_server_is_back(
    page: Page, new_responses: Callable[[], int], status: int
) -> None:
    page.goto(SURVEY)
    reach(page, "h1")
    caught(page, status)
    send(page)
    says(page, 1)
    page.locator("[data-try]").click()
    page.wait_for_timeout(500)
    assert [form["state"] for form in page.evaluate(WAITING)] == ["waiting"]
    page.unroute_all()
    page.locator("[data-try]").click()
    expect(page.locator("main")).to_have_attribute("data-page", "thank-you")
    assert until(page, WAITING, lambda forms: forms == []) == []
    assert new_responses() == 1


def test_at_a_kiosk_the_answers_stay(kiosk: Page) -> None:
    write(kiosk)
    caught(kiosk)
    reach(kiosk, "#send-answers").click()
    expect(kiosk.locator("[data-not-sent]")).to_be_visible()
    expect(kiosk.locator("textarea")).to_have_value(SECRET)


def test_at_a_kiosk_contact_details_stay(kiosk: Page) -> None:
    kiosk.goto(f"{SURVEY}/kiosk/kontakt")
    fill(kiosk)
    caught(kiosk)
    kiosk.locator("main form [type=submit]").click()
    expect(kiosk.locator("[data-not-sent]")).to_be_visible()
    expect(kiosk.locator("#phone")).to_have_value("600 100 200")
