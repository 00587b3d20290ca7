"""With JavaScript the survey is answered step by step; the browser's buttons, errors and print keep working."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

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
            assert page.evaluate("document.activeElement.matches('h2, legend, .question-text')")
            assert page.evaluate("document.activeElement.offsetHeight") > 0
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
    page.locator(".choice-input:visible").first.check()
    page.locator("[data-next]").click()
    page.go_back()
    expect(page.locator("[data-progress-words]")).to_contain_text("Krok 1 z")
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
    for part in (".survey-section", ".question", ".grid-row"):
        parts = page.locator(f"{part}:not([hidden])")
        assert parts.count() == page.locator(f"{part}:visible").count() > 1


def test_each_step_has_one_question_and_at_most_five_rows(page: Page) -> None:
    grid = page.locator("#lack > legend")
    for _ in range(3):
        expect(grid).to_be_visible()
        assert page.locator(".grid-row:visible").count() == 5
        page.locator("[data-next]").click()
    expect(grid).to_be_hidden()
    while page.locator("[data-next]").is_visible():
        assert page.locator(".question:visible").count() == 1
        page.locator("[data-next]").click()


def test_a_question_that_follows_from_an_answer_counts_from_then_on(page: Page) -> None:
    chosen = reach(page, "select[name='top.1']")
    assert said(page) == "Krok 4 z 10"
    chosen.select_option("care")
    assert said(page) == "Krok 4 z 11"
    page.locator("[data-next]").click()
    expect(page.locator("input[name=for_whom]").first).to_be_visible()
    page.locator("[data-back]").click()
    chosen.select_option("")
    assert said(page) == "Krok 4 z 10"


def test_on_a_phone_the_way_back_lies_under_the_button_that_sends(page: Page) -> None:
    send, back = (reach(page, "#send-answers").bounding_box(), page.locator("[data-back]").bounding_box())
    assert send
    assert back
    assert back["y"] >= send["y"] + send["height"]
    if page.viewport_size["width"] == 320:
        assert send["width"] == back["width"] > 250


def test_whoever_began_before_the_scripts_stays_at_that_question(page: Page) -> None:
    scripts: list[Route] = []  # the network is slow: the page is there before they are
    page.route("**/survey.js*", lambda route: scripts.append(route))
    page.goto(f"/a/{SLUG}", wait_until="commit")
    page.locator("textarea").press_sequentially("Ławka")
    scripts[0].continue_()
    page.wait_for_load_state()
    expect(page.locator("textarea")).to_be_focused()
    expect(page.locator("[data-progress-words]")).not_to_contain_text("Krok 1 z")
