"""Easy words in a real browser: the switch keeps what is typed. What axe says of the pages is in `test_states.py`."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Demo, reach
from tests.browser.test_accessibility import SLUG
from tests.browser.test_journey import sign_in

pytestmark = pytest.mark.browser
SWITCH = "Tekst łatwy do czytania"
EASY = f"/a/{SLUG}?lang=pl&wersja=latwa"


def test_the_switch_keeps_the_answers_and_the_step(page: Page) -> None:
    page.goto(f"/a/{SLUG}")
    page.locator("#lack-care-2").check()
    reach(page, "textarea").fill("Ławka przy sklepie")
    page.get_by_role("button", name=SWITCH).click()
    expect(page.get_by_text("Napisz to własnymi słowami.")).to_be_visible()
    expect(page.locator("textarea")).to_have_value("Ławka przy sklepie")
    expect(page.locator("#lack-care-2")).to_be_checked()
    reach(page, "#send-answers").click()
    expect(page.get_by_text("Na końcu ludzie się spotkają.")).to_be_visible()


def test_letters_are_large_and_nothing_stands_side_by_side(chromium: Browser, demo: Demo) -> None:
    context = chromium.new_context(base_url=demo.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(EASY)
    sizes = page.locator("main :is(p, legend, label, h2)").evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 18.5  # 14 points
    lefts = page.locator("#lack-care .choice").evaluate_all("all => all.map(one => one.getBoundingClientRect().left)")
    assert len(set(lefts)) == 1
    context.close()


def test_at_a_kiosk_the_switch_works_and_the_next_person_gets_ordinary_words(chromium: Browser, demo: Demo) -> None:
    context = chromium.new_context(base_url=demo.url, viewport={"width": 800, "height": 900})
    page = context.new_page()
    sign_in(page, demo, "bibliotekarz")
    page.goto(f"/a/{SLUG}/kiosk")
    page.locator("main form [type=submit]").click()
    expect(page.locator("[data-kiosk-parts]")).to_be_visible()
    reach(page, "#lack-care-2").check()
    page.get_by_role("button", name=SWITCH).click()
    expect(page.get_by_text("Okolica to miejsce, gdzie mieszkasz.")).to_be_visible()
    expect(page.locator("#lack-care-2")).to_be_checked()
    page.locator("[data-start-over]").click()
    expect(page.get_by_text("Jak bardzo w naszej okolicy brakuje:")).to_be_visible()
    context.close()
