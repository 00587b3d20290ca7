"""What a device keeps of a survey, and what it never keeps; queues that outlive the browser and the server's secret."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, expect
from sqlalchemy import update

from diagnoza.clock import today
from diagnoza.config import CAMPAIGN_SECONDS
from diagnoza.db import db
from diagnoza.db.engine import writing
from diagnoza.db.models import Campaign
from tests.browser.conftest import CHROMIUM, FLAGS, Demo, reach
from tests.browser.server import Server
from tests.browser.test_accessibility import SLUG, findings, sideways
from tests.browser.test_journey import sign_in
from tests.browser.test_offline import KEPT, SURVEY, TEXT, WAITING, context, opened_once, says, send, until
from tests.conftest import make_app
from tests.factories import campaign_at, make_campaign

__all__ = ["context"]  # a fixture
pytestmark = pytest.mark.browser
NAMES = "caches.keys()"
TEXTS = """async () => {
  const kept = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).matchAll()));
  return Promise.all(kept.flat().map((response) => response.text()));
}"""


@pytest.fixture
def library(demo: Demo) -> Iterator[Flask]:
    """The store of the running demo, working for its library."""
    app = make_app(demo.instance)
    with app.app_context():
        campaign_at(db.session(), SLUG)
        yield app
        db.session.remove()
        db.engine.dispose()


def close(slug: str, days_ago: int) -> None:
    """Close the survey, and wait until the server must know."""
    days = {"opens_on": today() - timedelta(days=30), "closes_on": today() - timedelta(days=days_ago)}
    with writing(db.session()):
        db.session.execute(update(Campaign).where(Campaign.slug == slug).values(**days))
    time.sleep(CAMPAIGN_SECONDS)


def test_a_newer_version_takes_the_place_of_the_older(context: BrowserContext) -> None:
    page = context.new_page()
    opened_once(page)
    older = page.evaluate(NAMES)
    page.evaluate(f"caches.open('diagnoza/{SLUG}/older').then((cache) => cache.put('{SURVEY}', new Response('older')))")
    page.reload()
    until(page, NAMES, lambda names: names == older)
    assert "older" not in page.evaluate(KEPT)


def test_a_closed_survey_leaves_the_device_and_what_waits_for_it_is_said(
    context: BrowserContext, library: Flask
) -> None:
    slug = make_campaign(db.session(), slug="zamykana-ankieta").slug
    page = context.new_page()
    page.goto(f"/a/{slug}")
    until(page, NAMES, lambda names: len(names) == 1)
    context.set_offline(True)
    send(page)
    says(page, 1)
    close(slug, days_ago=5)
    context.set_offline(False)
    page.goto(f"/a/{slug}")
    expect(page.locator("main")).to_have_attribute("data-page", "closed")
    expect(page.locator("[data-if=closed][data-words]")).to_contain_text("Za późno: 1")
    until(page, NAMES, lambda names: names == [])
    assert (findings(page), sideways(page)) == ([], 0)


def test_no_copy_is_opened_after_the_last_day(context: BrowserContext) -> None:
    page = context.new_page()
    opened_once(page)
    page.evaluate(f"""async () => {{
      const cache = await caches.open((await caches.keys())[0]);
      await cache.put("{SURVEY}", new Response("old", {{ headers: {{ Expires: new Date(0).toUTCString() }} }}));
    }}""")
    context.set_offline(True)
    with pytest.raises(Exception, match="ERR_FAILED"):
        page.goto(SURVEY)


def test_neither_other_pages_nor_filled_forms_are_kept(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{SURVEY}/informacja")
    reach(page, "h1")
    page.goto(SURVEY + "?lang=pl")
    until(page, KEPT, bool)
    reach(page, "textarea").fill(TEXT)
    page.get_by_role("button", name="Українська").click()
    expect(page.locator("html")).to_have_attribute("lang", "uk")
    page.wait_for_timeout(500)
    kept = page.evaluate(TEXTS)
    assert [text for text in kept if TEXT in text or 'data-page="information"' in text] == []
    assert len([text for text in kept if 'data-page="survey"' in text]) == 2  # empty, one in each language


def test_at_a_kiosk_nothing_is_kept_and_nothing_waits(chromium: Browser, demo: Demo) -> None:
    context = chromium.new_context(base_url=demo.url)
    page = context.new_page()
    sign_in(page, demo, "bibliotekarz")
    page.goto(f"{SURVEY}/kiosk")
    page.locator("main form [type=submit]").click()
    expect(page.locator("main")).to_have_attribute("data-page", "survey")
    expect(page.locator("[data-kiosk-parts]")).to_be_visible()
    expect(page.locator(".later")).to_be_hidden()
    context.set_offline(True)
    send(page)
    expect(page.locator("[data-not-sent]")).to_be_visible()
    expect(page.locator("[data-waiting]")).to_be_hidden()
    assert page.evaluate(NAMES) == page.evaluate("indexedDB.databases()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    context.close()


def test_waiting_answers_survive_closing_the_browser(
    demo: Demo, tmp_path: Path, new_responses: Callable[[], int], chromium: Browser
) -> None:
    def browser() -> BrowserContext:
        return chromium.browser_type.launch_persistent_context(
            tmp_path, executable_path=CHROMIUM, args=FLAGS, base_url=demo.url, locale="pl-PL"
        )

    first = browser()
    page = first.new_page()
    opened_once(page)
    first.set_offline(True)
    send(page)
    says(page, 1)
    first.close()
    second = browser()
    page = second.new_page()
    page.goto(SURVEY)
    until(page, WAITING, lambda forms: forms == [])
    second.close()
    assert new_responses() == 1


def test_answers_wait_for_a_server_that_comes_back_with_another_secret(
    chromium: Browser, server: Server, new_responses: Callable[[], int]
) -> None:
    page = chromium.new_context(base_url=server.url).new_page()
    opened_once(page)
    server.stop()
    page.goto(SURVEY)
    send(page)
    says(page, 1)
    server.start(DIAGNOZA_SECRET_KEY="another-" * 5)
    page.locator("[data-try]").click()
    expect(page.locator("main")).to_have_attribute("data-page", "thank-you")
    assert new_responses() == 1
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_code_opens_the_answers_on_another_device(
    chromium: Browser, demo: Demo, scripts: bool, new_responses: Callable[[], int]
) -> None:
    devices = [
        chromium.new_context(base_url=demo.url, java_script_enabled=scripts, viewport={"width": 320, "height": 800})
        for _ in range(2)
    ]
    first, second = (device.new_page() for device in devices)
    first.goto(SURVEY)
    reach(first, "textarea").fill(TEXT)
    first.locator(".later summary").click()
    first.locator("[data-put-away]").click()
    code = first.locator(".code").inner_text()
    second.goto(SURVEY)
    second.get_by_role("link", name="Mam kod albo plik").click()
    second.locator("#code").fill(code.lower())
    with second.expect_navigation():
        second.locator("#code").press("Enter")
    expect(reach(second, "textarea")).to_have_value(TEXT)
    reach(second, "#send-answers").click()
    expect(second.locator("main")).to_have_attribute("data-page", "thank-you")
    assert new_responses() == 1
    for device in devices:
        device.close()


def test_the_pages_of_codes_and_files_keep_the_rules(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{SURVEY}/wroc")
    assert (findings(page), sideways(page)) == ([], 0)
    page.locator("#code").press("Enter")
    expect(page.locator("[role=alert]")).to_be_focused()
    assert (findings(page), sideways(page)) == ([], 0)
    page.goto(SURVEY)
    reach(page, "#send-answers")
    page.locator(".later summary").click()
    page.locator("[data-put-away]").click()
    expect(page.locator("main")).to_have_attribute("data-page", "code")
    assert (findings(page), sideways(page)) == ([], 0)
