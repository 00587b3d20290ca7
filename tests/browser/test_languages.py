"""Another language or a code for later: nothing typed is lost, not by reloading and not without a network."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import Demo, reach
from tests.browser.states import SURVEY
from tests.browser.test_accessibility import SLUG

pytestmark = pytest.mark.browser
TEXT = "Ławka przy przystanku"


@pytest.fixture(params=["allow", "block"], ids=["with-a-copy", "without-a-copy"])
def context(chromium: Browser, demo: Demo, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A resident with JavaScript, whose device keeps a copy of the survey or none."""
    context = chromium.new_context(base_url=demo.url, service_workers=request.param)
    yield context
    context.close()


def in_english(page: Page) -> None:
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.wait_for_load_state()  # the scripts have begun


def test_what_is_typed_after_the_switch_survives_reloading(page: Page) -> None:
    page.goto(SURVEY)
    key = page.locator("[name=key]").input_value()
    reach(page, "textarea").fill(TEXT)
    in_english(page)
    expect(page.locator("textarea")).to_have_value(TEXT)
    assert page.locator("[name=key]").input_value() == key
    page.locator("textarea").fill("A bench")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("textarea")).to_have_value("A bench")
    assert page.evaluate("sessionStorage.length") == 0


@pytest.mark.parametrize("button", ["[data-language][lang=en]", "[data-put-away]"])
def test_without_a_network_the_page_says_so_and_stays(page: Page, button: str) -> None:
    page.goto(SURVEY)
    reach(page, "textarea").fill(TEXT)
    page.locator("details.later").evaluate("details => { details.open = true; }")
    page.context.set_offline(True)
    page.locator(button).click()
    expect(page.locator("[data-no-network]")).to_be_focused()
    expect(page.locator("textarea")).to_have_value(TEXT)
    page.context.set_offline(False)
    page.locator(button).click()
    expect(page.locator("main")).not_to_have_attribute("data-page", "survey") if "away" in button else in_english(page)


def test_answers_brought_back_by_a_code_survive_reloading(page: Page) -> None:
    page.goto(SURVEY)
    reach(page, "textarea").fill(TEXT)
    page.locator("details.later summary").click()
    page.locator("[data-put-away]").click()
    page.get_by_role("button", name="Odpowiadaj dalej").click()
    expect(page.locator("textarea")).to_have_value(TEXT)
    reach(page, "textarea").fill("Światło")
    page.reload()
    expect(page.locator("textarea")).to_have_value("Światło")


def test_a_draft_goes_on_in_another_language(page: Page) -> None:
    page.goto(SURVEY)
    page.locator("[data-keep]").check()
    reach(page, "textarea").fill(TEXT)
    in_english(page)
    page.locator("textarea").fill("A bench")
    page.close(run_before_unload=False)
    later = page.context.new_page()
    later.goto(SURVEY)
    later.locator("[data-go-on]").click()
    expect(later.locator("textarea")).to_have_value("A bench")


def test_what_is_typed_before_the_scripts_begin_stays(page: Page) -> None:
    page.goto(SURVEY)
    page.locator("[data-keep]").check()
    reach(page, "textarea").fill(TEXT)
    scripts: list[Route] = []  # the network is slow: the page is there before they are
    page.route("**/survey.js*", lambda route: scripts.append(route))
    page.get_by_role("button", name="English").click()
    page.locator("html[lang=en] textarea").fill("A bench")
    scripts[0].continue_()
    page.wait_for_load_state()
    expect(page.locator("textarea")).to_have_value("A bench")
    assert "A bench" in page.evaluate("JSON.stringify(localStorage)")


@pytest.mark.parametrize("browsers", ["en-GB", "uk-UA"])
def test_a_link_to_easy_words_is_polish_in_any_browser(chromium: Browser, demo: Demo, browsers: str) -> None:
    context = chromium.new_context(base_url=demo.url, locale=browsers)
    page = context.new_page()
    page.goto(f"/a/{SLUG}?wersja=latwa")
    expect(page.get_by_text("Okolica to miejsce, gdzie mieszkasz.")).to_be_visible()
    context.close()
