"""Server, network, clock and cookies fail while a resident answers: one response, and every answer kept.

Each with and without JavaScript. The last act of a person is always the same: to press the button that sends.
"""

import json
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError, expect

from diagnoza.clock import now, today
from tests.browser.conftest import CHROMIUM, FIRST_SECRET, FLAGS, Demo, reach
from tests.browser.server import Network, Server

pytestmark = pytest.mark.browser
SURVEY = "/a/zmyslona-wola"
NEW = "drugi-sekret-" * 3


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def context(chromium: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A resident of the server that may fail."""
    context = chromium.new_context(base_url=server.url, java_script_enabled=request.param)
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def text() -> str:
    """What this person writes, and nobody else."""
    return f"Lawka {secrets.token_hex(6)}"


@pytest.fixture
def lossy(server: Server) -> Iterator[Network]:
    """A network in front of the server that can lose an answer."""
    network = Network(server.port)
    yield network
    network.close()


def opened(page: Page, text: str, address: str = SURVEY) -> Page:
    """The survey with an answer ticked and one written, at its last step."""
    page.goto(address)
    reach(page, "form.survey .choice-input").check()
    reach(page, "textarea").fill(text)
    reach(page, "#send-answers")
    return page


def press(page: Page) -> None:
    """Send, whatever comes of it; from a page of the browser's own go one step back."""
    page.locator("#send-answers").click(no_wait_after=True)
    page.wait_for_timeout(500)
    if page.url.startswith("chrome-error:"):
        page.go_back()


def insist(page: Page) -> None:
    """What a person does until thanked: press the button that sends, or the one that tries again."""
    for _ in range(25):
        if page.locator("main[data-page=thank-you]").is_visible():
            return
        if page.locator("[data-try]").is_visible():
            with suppress(TimeoutError):  # the browser itself may be sending just now
                page.locator("[data-try]").click(timeout=1_000)
        elif page.locator("form.survey").is_visible():
            reach(page, "#send-answers").click(no_wait_after=True)
        page.wait_for_timeout(1_000)
    raise AssertionError("no thanks after 25 s")


def thanked(page: Page) -> None:
    expect(page.locator("main")).to_have_attribute("data-page", "thank-you")


def test_enter_and_clicks_together_then_reloading_is_one_response(page: Page, server: Server, text: str) -> None:
    button = opened(page, text).locator("#send-answers")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box
    button.press("Enter", no_wait_after=True)
    page.mouse.dblclick(box["x"] + 9, box["y"] + 9)
    thanked(page)
    page.reload()
    thanked(page)
    assert len(server.days_of(text)) == 1


def test_two_open_tabs_are_two_people_and_each_counts_once(context: BrowserContext, server: Server, text: str) -> None:
    tabs = [opened(context.new_page(), text) for _ in range(2)]
    for tab in tabs:
        tab.locator("#send-answers").dblclick()
        thanked(tab)
    assert len(server.days_of(text)) == 2


def test_a_form_sent_again_a_day_later_is_still_one_response(page: Page, server: Server, text: str) -> None:
    opened(page, text).locator("#send-answers").click()
    thanked(page)
    server.start_later(hours=25)
    page.go_back()
    insist(page)
    assert server.days_of(text) == [str(today())]


def test_a_form_left_open_overnight_is_sent(page: Page, server: Server, text: str) -> None:
    opened(page, text)
    server.start_later(hours=25)
    page.locator("#send-answers").click()
    thanked(page)
    assert server.days_of(text) == [str((now() + timedelta(hours=25)).date())]


def test_a_change_of_the_secret_is_not_noticed(page: Page, server: Server, text: str) -> None:
    opened(page, text)
    server.start(DIAGNOZA_SECRET_KEY=NEW, DIAGNOZA_SECRET_KEY_FALLBACKS=FIRST_SECRET)
    page.locator("#send-answers").click()
    thanked(page)
    assert len(server.days_of(text)) == 1


def test_when_the_old_secret_is_gone_the_answers_are_there_and_one_click_sends_them(
    page: Page, server: Server, text: str
) -> None:
    opened(page, text)
    server.start(DIAGNOZA_SECRET_KEY=NEW)
    page.locator("#send-answers").click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("textarea")).to_have_value(text)
    expect(page.locator("form.survey .choice-input").first).to_be_checked()
    reach(page, "#send-answers").click()
    thanked(page)
    assert len(server.days_of(text)) == 1


@pytest.mark.long
def test_a_server_that_is_away_for_a_while_costs_no_answer(page: Page, server: Server, text: str) -> None:
    opened(page, text)
    server.stop()
    press(page)
    server.start(DIAGNOZA_SECRET_KEY=FIRST_SECRET)
    insist(page)
    assert len(server.days_of(text)) == 1


def test_a_network_cut_on_the_last_page_costs_no_answer(page: Page, server: Server, text: str) -> None:
    opened(page, text)
    page.context.set_offline(True)
    press(page)
    assert server.days_of(text) == []
    page.context.set_offline(False)
    insist(page)
    assert len(server.days_of(text)) == 1


def test_a_server_killed_after_storing_and_before_answering_is_one_response(
    page: Page, server: Server, text: str, lossy: Network
) -> None:
    opened(page, text, f"{lossy.url}{SURVEY}")
    lossy.lose_the_answer(server.kill)
    press(page)
    assert len(server.days_of(text)) == 1
    server.start(DIAGNOZA_SECRET_KEY=FIRST_SECRET)
    insist(page)
    assert len(server.days_of(text)) == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_browser_that_keeps_nothing_sends_as_any_other(
    chromium: Browser, demo: Demo, tmp_path: Path, text: str, scripts: bool
) -> None:
    context = without_cookies(chromium, tmp_path, scripts, demo.url)
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    opened(page, text)
    assert page.locator(".survey-section:visible").count() == (1 if scripts else 5)
    page.locator("#send-answers").click()
    thanked(page)
    cookies = context.cookies()
    context.close()
    assert (len(demo.server.days_of(text)), cookies, errors) == (1, [], [])


def without_cookies(chromium: Browser, folder: Path, scripts: bool, url: str) -> BrowserContext:
    """A browser whose owner switched cookies off, and with them every store of pages."""
    preferences = folder / "Default" / "Preferences"
    preferences.parent.mkdir()
    preferences.write_text(json.dumps({"profile": {"default_content_setting_values": {"cookies": 2}}}))
    return chromium.browser_type.launch_persistent_context(
        folder, executable_path=CHROMIUM, args=FLAGS, java_script_enabled=scripts, base_url=url, locale="pl-PL"
    )
