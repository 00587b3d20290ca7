"""What is wrong is shown where it is, and is said on the device when the server cannot be asked."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.acts import mistaken
from tests.browser.conftest import Demo, reach
from tests.browser.states import SURVEY, Sites
from tests.browser.test_accessibility import findings
from tests.browser.test_offline import WAITING
from tests.browser.test_states import sites

__all__ = ["sites"]
pytestmark = pytest.mark.browser
GROUPS = "input[name=for_whom]"


@pytest.fixture
def context(chromium: Browser, demo: Demo) -> Iterator[BrowserContext]:
    context = chromium.new_context(
        base_url=demo.url, bypass_csp=True, service_workers="block", viewport={"width": 320, "height": 800}
    )
    yield context
    context.close()


def three_groups(page: Page) -> None:
    """One more than may be chosen."""
    reach(page, "select[name='top.1']").select_option("care")
    reach(page, GROUPS)
    for box in page.locator(GROUPS).all()[:3]:
        box.check()


def test_the_step_of_the_first_mistake_is_shown_and_the_summary_has_the_focus(page: Page) -> None:
    page.goto(SURVEY)
    mistaken(page)
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(GROUPS).first).to_be_visible()
    expect(page.locator(GROUPS).first).to_have_attribute("aria-invalid", "true")
    page.locator(".error-summary a").last.click()
    expect(page.locator("textarea")).to_be_focused()


def test_without_a_network_a_mistake_is_said_and_nothing_waits(page: Page) -> None:
    page.goto(SURVEY)
    three_groups(page)
    page.context.set_offline(True)
    reach(page, "#send-answers").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary a")).to_contain_text("najwyżej 2")
    expect(page).to_have_title("Błąd: Czego brakuje w Zmyślonej Woli? – Gminna Biblioteka Publiczna w Zmyślonej Woli")
    expect(page.locator(GROUPS).first).to_be_visible()
    assert (findings(page), page.evaluate(WAITING)) == ([], [])


def test_a_mended_form_waits_with_nothing_red_above_it(page: Page) -> None:
    page.goto(SURVEY)
    three_groups(page)
    reach(page, "#send-answers").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.context.set_offline(True)
    page.locator(GROUPS).first.uncheck()
    reach(page, "#send-answers").click()
    expect(page.locator("#waiting-title")).to_be_focused()
    assert page.locator(".error-summary, .field-error, .has-error, [aria-invalid]").count() == 0
    assert not page.title().startswith("Błąd")


def test_a_missing_code_of_a_slip_is_said_without_a_network(page: Page, sites: Sites) -> None:
    page.goto(f"{sites.guarded}/a/na-kody")
    page.context.set_offline(True)
    reach(page, "#send-answers").click()
    expect(page.locator(".error-summary a")).to_contain_text("kod")
    page.locator(".error-summary a").click()
    expect(page.locator("#entry-code")).to_be_focused()
    assert page.evaluate(WAITING) == []


def test_what_is_chosen_first_cannot_be_chosen_second(page: Page) -> None:
    page.goto(SURVEY)
    first = reach(page, "select[name='top.1']")
    second = page.locator("select[name='top.2']")
    first.select_option("care")
    assert second.locator("option[value=care]").is_disabled()
    assert first.locator("option[value=care]").is_enabled()
    first.select_option("health")
    assert second.locator("option[value=care]").is_enabled()


def test_without_a_script_nobody_is_turned_back_for_the_same_matter_twice(chromium: Browser, demo: Demo) -> None:
    context = chromium.new_context(base_url=demo.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(SURVEY)
    for place in ("1", "2"):
        page.locator(f"select[name='top.{place}']").select_option("care")
    page.locator("#send-answers").click()
    expect(page.locator("main")).to_have_attribute("data-page", "thank-you")
    context.close()
