"""With JavaScript the survey is answered step by step; the browser's buttons, errors and print keep working."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Demo, reach
from tests.browser.test_accessibility import SLUG, findings, sideways

pytestmark = pytest.mark.browser


@pytest.fixture(params=[320, 1280])
def page(chromium: Browser, demo: Demo, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The first step of the survey, on a phone and on a wide screen."""
    size = {"width": request.param, "height": 800}
    context = chromium.new_context(base_url=demo.url, bypass_csp=True, viewport=size)
    page = context.new_page()
    page.goto(f"/a/{SLUG}")
    yield page
    context.close()


def said(page: Page) -> str:
    return page.locator("[data-progress-words]").inner_text()


def test_every_step_keeps_the_rules_and_focuses_its_heading(page: Page) -> None:
    steps = int(said(page).split()[-1])
    for number in range(1, steps + 1):
        assert said(page) == f"Krok {number} z {steps}"
        assert page.locator(".survey-section:visible").count() == 1
        assert (findings(page), sideways(page)) == ([], 0)
        if number < steps:
            page.locator("[data-next]").click()
            assert page.evaluate("document.activeElement.tagName") == "H2"
            assert page.evaluate("document.activeElement.closest('section').offsetHeight") > 0
    expect(page.locator("#send-answers")).to_be_visible()
    expect(page.locator("[data-next]")).to_be_hidden()


def test_what_is_tapped_is_at_least_44_pixels_high(page: Page) -> None:
    while True:
        low = page.locator(".choice:visible, form.survey .btn:visible, form.survey select:visible").evaluate_all(
            "all => all.filter(one => one.getBoundingClientRect().height < 44).map(one => one.outerHTML)"
        )
        assert low == []
        if not page.locator("[data-next]").is_visible():
            return
        page.locator("[data-next]").click()


def test_the_browsers_back_button_goes_one_step_back_and_keeps_answers(page: Page) -> None:
    first = page.locator(".survey-section:visible").get_attribute("aria-labelledby")
    page.locator(".choice-input:visible").first.check()
    page.locator("[data-next]").click()
    page.go_back()
    expect(page.locator(".survey-section:visible")).to_have_attribute("aria-labelledby", first)
    expect(page.locator(".choice-input:visible").first).to_be_checked()


def test_a_mistake_leads_to_its_step(page: Page) -> None:
    text = reach(page, "textarea")
    text.fill("a" * 2_001)
    reach(page, "#send-answers").click()
    expect(page.locator("textarea")).to_be_visible()
    page.locator("[data-back]").click()
    expect(page.locator("textarea")).to_be_hidden()
    page.locator("[role=alert] a").first.click()
    expect(page.locator("textarea")).to_be_focused()


def test_another_language_keeps_answers_and_the_step(page: Page) -> None:
    text = reach(page, "textarea")
    text.fill("Ławka")
    before = said(page)
    page.get_by_role("button", name="Українська").click()
    expect(page.locator("html")).to_have_attribute("lang", "uk")
    expect(page.locator("textarea")).to_have_value("Ławka")
    expect(page.locator("[data-progress-words]")).not_to_be_empty()
    assert said(page).split()[1::2] == before.split()[1::2]


def test_print_has_every_section(page: Page) -> None:
    page.emulate_media(media="print")
    sections = page.locator(".survey-section:not([hidden])")
    assert sections.count() == page.locator(".survey-section:visible").count() > 1
