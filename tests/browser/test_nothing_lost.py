"""Whatever happens to the browser, the network or the server: one response, and no answer typed twice."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Demo, reach
from tests.browser.test_accessibility import SLUG, findings

pytestmark = pytest.mark.browser
SURVEY = f"/a/{SLUG}"
TEXT = "Ławka przy przystanku"
DRAFT = f"localStorage.getItem('diagnoza-draft-{SLUG}')"


@pytest.fixture
def context(chromium: Browser, demo: Demo) -> Iterator[BrowserContext]:
    """A resident with JavaScript, whose clock can be moved."""
    context = chromium.new_context(base_url=demo.url, bypass_csp=True, viewport={"width": 320, "height": 800})
    yield context
    context.close()


def write(page: Page) -> None:
    reach(page, "textarea").fill(TEXT)
    reach(page, "#send-answers")


def thanked(page: Page) -> None:
    expect(page.locator("main")).to_have_attribute("data-page", "thank-you")


def test_a_double_click_then_reloading_is_one_response(page: Page, new_responses: Callable[[], int]) -> None:
    page.goto(SURVEY)
    write(page)
    page.locator("#send-answers").dblclick()
    thanked(page)
    page.reload()
    thanked(page)
    assert new_responses() == 1


def test_going_back_through_the_steps_and_sending_again_is_one_response(
    page: Page, new_responses: Callable[[], int]
) -> None:
    page.goto(SURVEY)
    write(page)
    for _ in range(2):
        reach(page, "#send-answers").click()
        thanked(page)
        page.go_back()
        expect(page.locator("textarea")).to_have_value(TEXT)
        page.locator("[data-back]").click()
    assert new_responses() == 1


def test_two_tabs_are_two_people(context: BrowserContext, new_responses: Callable[[], int]) -> None:
    tabs = [context.new_page(), context.new_page()]
    for tab in tabs:
        tab.goto(SURVEY)
    for tab in tabs:
        write(tab)
        tab.locator("#send-answers").click()
        thanked(tab)
    assert new_responses() == 2


def test_answers_sent_without_a_network_wait_visibly_and_go_once(page: Page, new_responses: Callable[[], int]) -> None:
    page.clock.install()
    page.goto(SURVEY)
    write(page)
    page.context.set_offline(True)
    page.locator("#send-answers").click()
    expect(page.locator("[data-waiting]")).to_be_visible()
    assert findings(page) == []
    page.context.set_offline(False)
    page.clock.run_for(16_000)
    thanked(page)
    assert new_responses() == 1


def test_nothing_is_kept_without_consent(page: Page) -> None:
    page.goto(SURVEY)
    assert not page.locator("[data-keep]").is_checked()
    write(page)
    page.wait_for_timeout(600)
    assert page.evaluate("localStorage.length") == 0


def test_a_draft_is_offered_on_return_and_wiped_after_sending(
    page: Page, context: BrowserContext, new_responses: Callable[[], int]
) -> None:
    page.goto(SURVEY)
    page.locator("[data-keep]").check()
    reach(page, "textarea").fill(TEXT)
    page.wait_for_function(f"({DRAFT} ?? '').includes('{TEXT}')")
    page.close()
    later = context.new_page()
    later.goto(SURVEY)
    assert findings(later) == []
    later.locator("[data-go-on]").click()
    expect(reach(later, "textarea")).to_have_value(TEXT)
    reach(later, "#send-answers").click()
    thanked(later)
    later.wait_for_function(f"{DRAFT} === null")
    assert new_responses() == 1


def test_a_draft_can_be_erased_and_ends_after_14_days(page: Page) -> None:
    page.goto(SURVEY)
    page.locator("[data-keep]").check()
    assert page.evaluate(DRAFT)
    page.locator("[data-keep]").uncheck()
    assert page.evaluate(DRAFT) is None
    page.locator("[data-keep]").check()
    page.clock.install()
    page.clock.fast_forward(timedelta(days=15) // timedelta(milliseconds=1))
    page.reload()
    expect(page.locator("[data-offer]")).to_be_hidden()
    assert page.evaluate(DRAFT) is None


def test_a_draft_has_the_last_letters_too(page: Page, context: BrowserContext) -> None:
    page.goto(SURVEY)
    page.locator("[data-keep]").check()
    reach(page, "textarea").fill(TEXT)
    page.goto("/")
    later = context.new_page()
    later.goto(SURVEY)
    expect(later.locator("[data-offer]")).to_be_visible()
    assert TEXT in later.evaluate(DRAFT)


@pytest.mark.parametrize("keep", [True, False], ids=["with-a-draft", "without-a-draft"])
def test_reloading_costs_no_letter_and_no_step(page: Page, keep: bool) -> None:
    page.goto(SURVEY)
    page.locator("[data-keep]").set_checked(keep)
    reach(page, "textarea").fill(TEXT)
    page.reload()
    expect(page.locator("textarea")).to_have_value(TEXT)
    expect(page.locator("textarea")).to_be_visible()
    assert page.locator("[data-keep]").is_checked() == keep
    assert page.evaluate("sessionStorage.length") == 0


def test_whoever_opens_the_survey_in_the_same_tab_later_finds_nothing(page: Page) -> None:
    page.goto(SURVEY)
    reach(page, "textarea").fill(TEXT)
    page.goto("/")
    page.goto(SURVEY + "?lang=pl")
    expect(page.locator("[data-progress-words]")).to_contain_text("Krok 1")
    assert page.locator("textarea").input_value() == ""
    assert page.evaluate("sessionStorage.length") == 0


def test_going_on_with_a_draft_focuses_the_step_last_answered(page: Page, context: BrowserContext) -> None:
    page.goto(SURVEY)
    page.locator("[data-keep]").check()
    reach(page, "select[name='top.1']").select_option("care")
    page.close()
    later = context.new_page()
    later.goto(SURVEY)
    later.locator("[data-go-on]").click()
    expect(later.locator("select[name='top.1']")).to_be_visible()
    expect(later.get_by_role("heading", name="Najważniejsze sprawy")).to_be_focused()
