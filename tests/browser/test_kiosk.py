"""At a kiosk nothing of one person is left for the next: not on the page, not behind "back", not in storage."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Demo, reach
from tests.browser.test_accessibility import SLUG, findings, sideways
from tests.browser.test_journey import sign_in

pytestmark = pytest.mark.browser
SECRET = "Tylko dla jednej osoby"
KIOSK = f"/a/{SLUG}/kiosk"


@pytest.fixture
def kiosk(chromium: Browser, demo: Demo) -> Iterator[Page]:
    """A device on which a librarian started the kiosk; its clock can be moved."""
    context = chromium.new_context(base_url=demo.url, bypass_csp=True, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.clock.install()
    sign_in(page, demo, "bibliotekarz")
    page.goto(KIOSK)
    assert findings(page) == []
    page.locator("main form [type=submit]").click()
    expect(page.locator("main")).to_have_attribute("data-page", "survey")
    page.wait_for_load_state()
    yield page
    context.close()


def write(page: Page) -> None:
    page.locator(".choice-input:visible").first.check()
    reach(page, "textarea").fill(SECRET)


def left(page: Page) -> list[str]:
    """Answers that can be found on the device."""
    ticked = page.locator(".choice-input").evaluate_all("all => all.filter(one => one.checked).map(one => one.id)")
    written = page.locator("textarea").evaluate_all("all => all.map(one => one.value).filter(Boolean)")
    kept = page.evaluate("[...Object.values(localStorage), ...Object.values(sessionStorage)]")
    return [*ticked, *written, *kept]


def test_after_sending_the_next_person_finds_an_empty_form(kiosk: Page) -> None:
    write(kiosk)
    reach(kiosk, "#send-answers").click()
    expect(kiosk.locator("main")).to_have_attribute("data-page", "kiosk-thanks")
    assert findings(kiosk) == []
    kiosk.clock.fast_forward(41_000)
    expect(kiosk.locator("main")).to_have_attribute("data-page", "survey")
    assert left(kiosk) == []


def test_the_back_button_shows_nothing_of_the_previous_person(kiosk: Page) -> None:
    write(kiosk)
    reach(kiosk, "#send-answers").click()
    expect(kiosk.locator("main")).to_have_attribute("data-page", "kiosk-thanks")
    kiosk.locator("[data-next-person]").click()
    expect(kiosk.locator("main")).to_have_attribute("data-page", "survey")
    for _ in range(3):
        kiosk.go_back()
        assert SECRET not in kiosk.content()
        assert left(kiosk) == []


def test_reloading_empties_the_form(kiosk: Page) -> None:
    write(kiosk)
    kiosk.reload()
    assert left(kiosk) == []


def test_after_two_idle_minutes_the_form_is_emptied(kiosk: Page) -> None:
    write(kiosk)
    kiosk.clock.fast_forward(91_000)
    expect(kiosk.locator("[data-idle]")).to_be_visible()
    assert (findings(kiosk), sideways(kiosk)) == ([], 0)
    with kiosk.expect_navigation():
        kiosk.clock.fast_forward(31_000)
    assert left(kiosk) == []


def test_who_is_still_there_keeps_the_answers(kiosk: Page) -> None:
    write(kiosk)
    kiosk.clock.fast_forward(91_000)
    kiosk.keyboard.press("Enter")
    expect(kiosk.locator("[data-idle]")).to_be_hidden()
    kiosk.clock.fast_forward(60_000)
    expect(kiosk.locator("textarea")).to_have_value(SECRET)


def test_a_cut_network_keeps_the_answers_and_sending_again_works(kiosk: Page) -> None:
    write(kiosk)
    kiosk.context.set_offline(True)
    reach(kiosk, "#send-answers").click()
    expect(kiosk.locator("[data-not-sent]")).to_be_visible()
    expect(kiosk.locator("textarea")).to_have_value(SECRET)
    kiosk.context.set_offline(False)
    kiosk.locator("#send-answers").click()
    expect(kiosk.locator("main")).to_have_attribute("data-page", "kiosk-thanks")


def test_a_mistake_is_named_and_another_language_keeps_what_is_typed(kiosk: Page) -> None:
    reach(kiosk, "textarea").fill("a" * 2_001)
    reach(kiosk, "#send-answers").click()
    kiosk.locator("[role=alert] a").first.click()
    expect(kiosk.locator("textarea")).to_be_focused()
    kiosk.locator("textarea").fill(SECRET)
    kiosk.get_by_role("button", name="English").click()
    expect(kiosk.locator("html")).to_have_attribute("lang", "en")
    expect(kiosk.locator("textarea")).to_have_value(SECRET)
    assert kiosk.evaluate("sessionStorage.length") == 0


@pytest.mark.parametrize("idle", [False, True], ids=["by-the-button", "after-two-idle-minutes"])
def test_the_next_person_begins_at_the_first_step(kiosk: Page, idle: bool) -> None:
    for _ in range(3):
        kiosk.locator("[data-next]").click()
    with kiosk.expect_navigation():
        if idle:
            kiosk.clock.fast_forward(91_000)
            kiosk.clock.fast_forward(31_000)
        else:
            kiosk.locator("[data-start-over]").click()
    expect(kiosk.locator("[data-progress-words]")).to_contain_text("Krok 1 z")
    expect(kiosk.get_by_role("link", name="Co się dzieje z odpowiedziami")).to_be_visible()


def test_the_information_leads_nowhere(kiosk: Page) -> None:
    kiosk.locator("[data-first-step] a.standalone").first.click()
    expect(kiosk.locator("[data-read] h1")).to_be_visible()
    assert kiosk.locator("[data-read] a").count() == 0


@pytest.mark.parametrize("path", ["", "/usun", "/wroc", "/kontakt", "?lang=en"])
def test_every_other_way_to_the_survey_leads_back_to_the_kiosk(kiosk: Page, path: str) -> None:
    kiosk.goto(f"/a/{SLUG}{path}")
    assert kiosk.url.endswith(KIOSK)
    expect(kiosk.locator("[data-draft]")).to_be_hidden()


def test_no_page_of_the_kiosk_leads_out_of_it(kiosk: Page) -> None:
    for path in ("", "/dziekujemy", "/kontakt"):
        kiosk.goto(KIOSK + path)
        reach(kiosk, "h1")
        links = kiosk.locator("a[href]:not([href^='#']):visible").evaluate_all(
            "all => all.map(one => new URL(one.href).pathname)"
        )
        assert [link for link in links if not link.startswith(KIOSK) and not link.endswith("/informacja")] == []


def test_the_screen_is_filled_again_for_the_next_person(kiosk: Page) -> None:
    kiosk.locator("[data-full-screen]").click()
    kiosk.wait_for_function("document.fullscreenElement !== null")
    with kiosk.expect_navigation():
        kiosk.locator("[data-start-over]").click()
    assert kiosk.evaluate("document.fullscreenElement") is None
    kiosk.locator(".choice-input:visible").first.check()
    kiosk.wait_for_function("document.fullscreenElement !== null")


def test_who_writes_while_the_page_is_still_coming_loses_nothing(kiosk: Page) -> None:
    reach(kiosk, "textarea").fill(SECRET)
    kiosk.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }))")
    expect(kiosk.locator("textarea")).to_have_value(SECRET)
