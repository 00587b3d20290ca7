"""The whole survey by keyboard alone, with mistakes that are mended: Tab, arrows, Space, Enter and letters.

In steps and, without JavaScript, as one page. Wherever the focus goes it is seen: pixels differ, and nothing covers it.
"""

import io
import secrets

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, expect

from tests.browser.acts import mistaken
from tests.browser.conftest import Demo
from tests.browser.states import SURVEY

pytestmark = pytest.mark.browser
ACTIVE = """() => {
  const one = document.activeElement, seen = one.closest("label") ?? one, box = seen.getBoundingClientRect();
  const own = one.getBoundingClientRect();
  const on_top = document.elementFromPoint(own.x + own.width / 2, own.y + own.height / 2);
  return { type: one.type ?? "", id: one.id, markup: one.outerHTML.slice(0, 90), box: box.toJSON(),
    covered: !(seen.contains(on_top) || on_top?.contains(seen)) };
}"""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(150):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}")


def go_on(page: Page) -> None:
    """To the next step or, where there is none, to the sending."""
    active = ""
    while active != "send-answers":
        tab_to(page, "[data-next], #send-answers")
        active = page.evaluate("document.activeElement.id")
        page.keyboard.press("Enter")


def keys_for(kind: str, name: str) -> list[str]:
    """What answers a control; each list of an order gets another matter."""
    if kind == "radio":
        return ["Space", "ArrowDown"]
    return ["ArrowDown"] * int(name[-1]) if kind == "select-one" else []


def answer_all(page: Page) -> None:
    """Answer what the focus meets, in far too many words; then send."""
    for _ in range(150):
        page.keyboard.press("Tab")
        active = page.evaluate(ACTIVE)
        for key in keys_for(active["type"], active["id"]):
            page.keyboard.press(key)
        if active["type"] == "textarea":
            page.keyboard.insert_text("a" * 2_001)
        if "data-next" in active["markup"] or active["id"] == "send-answers":
            page.keyboard.press("Enter")
        if active["id"] == "send-answers":
            return
    raise AssertionError("Tab does not reach the button that sends")


def test_the_survey_is_answered_mended_and_sent_by_keyboard(page: Page, demo: Demo) -> None:
    text = f"Lawka {secrets.token_hex(6)}"
    page.goto(SURVEY)
    answer_all(page)
    expect(page.locator(".error-summary")).to_be_focused()
    tab_to(page, ".error-summary a")
    page.keyboard.press("Enter")
    expect(page.locator("textarea")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    go_on(page)
    expect(page.locator("main")).to_have_attribute("data-page", "thank-you")
    assert len(demo.server.days_of(text)) == 1


def picture(page: Page, box: dict[str, float]) -> Image.Image:
    size = page.viewport_size
    assert size
    left, top = max(0, box["x"] - 8), max(0, box["y"] - 8)
    right, bottom = min(size["width"], box["right"] + 8), min(size["height"], box["bottom"] + 8)
    clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    return Image.open(io.BytesIO(page.screenshot(clip=clip, caret="hide"))).convert("L")


def unseen(page: Page) -> list[str]:
    """What is wrong with the focus where it is now."""
    active = page.evaluate(ACTIVE)
    with_focus = picture(page, active["box"])
    page.evaluate("() => { window.was = document.activeElement; window.was.blur(); }")
    without = picture(page, active["box"])
    page.evaluate("() => window.was.focus({ preventScroll: true, focusVisible: true })")
    changed = sum(ImageChops.difference(with_focus, without).histogram()[40:])
    wrong = ["is covered"] if active["covered"] else []
    return [f"{active['markup']} {each}" for each in (*wrong, *(["is not seen"] if changed < 60 else []))]


def walk(page: Page) -> tuple[list[str], int]:
    """What is wrong on the way from the top of the page to the button that sends, and how many stops there are."""
    wrong: list[str] = []
    for stops in range(1, 150):
        page.keyboard.press("Tab")
        wrong += unseen(page)
        if page.evaluate("document.activeElement.id") == "send-answers":
            return wrong, stops
    raise AssertionError("Tab does not reach the button that sends")


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (320, "light"),
        pytest.param(1280, "dark", marks=pytest.mark.long),
        pytest.param(320, "dark", marks=pytest.mark.long),
    ],
)
def test_the_focus_is_seen_wherever_it_goes(chromium: Browser, demo: Demo, width: int, scheme: str) -> None:
    size = {"width": width, "height": 700}
    context = chromium.new_context(
        base_url=demo.url, java_script_enabled=False, color_scheme=scheme, viewport=size, bypass_csp=True
    )
    page = context.new_page()
    page.goto(SURVEY)
    wrong, stops = walk(page)
    context.close()
    assert (wrong, stops > 20) == ([], True)


def test_the_focus_is_seen_among_mistakes(chromium: Browser, demo: Demo) -> None:
    context = chromium.new_context(base_url=demo.url, viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(SURVEY)
    mistaken(page)
    expect(page.locator(".error-summary")).to_be_focused()
    wrong: list[str] = []
    for _ in range(8):
        wrong += unseen(page)
        page.keyboard.press("Tab")
    context.close()
    assert wrong == []


def test_the_check_sees_a_focus_that_is_not_drawn(chromium: Browser, demo: Demo) -> None:
    context = chromium.new_context(base_url=demo.url, bypass_csp=True)
    page = context.new_page()
    page.goto("/logowanie")
    page.add_style_tag(
        content=".form-control { outline: 0 !important; box-shadow: none !important; border-color: red !important }"
    )
    page.locator("input[name=email]").focus()
    assert [wrong for wrong in unseen(page) if "not seen" in wrong]
    context.close()
