"""Without a network: the survey opens from its copy, answers wait on the device and are sent once when it is back."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.acts import spoil
from tests.browser.conftest import Demo, reach
from tests.browser.test_accessibility import SLUG, findings, sideways

pytestmark = pytest.mark.browser
SURVEY = f"/a/{SLUG}"
TEXT = "Ławka przy przystanku"
KEPT = f"""async () => {{
  const names = (await caches.keys()).filter((name) => name.startsWith("diagnoza/{SLUG}/"));
  return names.length && (await (await caches.open(names[0])).match("{SURVEY}", {{ ignoreSearch: true }}))?.text();
}}"""
WAITING = """() => new Promise((resolve) => {
  const request = indexedDB.open("diagnoza", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("waiting", { keyPath: "key" });
  request.onsuccess = () => {
    const all = request.result.transaction("waiting").objectStore("waiting").getAll();
    all.onsuccess = () => { request.result.close(); resolve(all.result); };
  };
})"""


@pytest.fixture
def context(chromium: Browser, demo: Demo) -> Iterator[BrowserContext]:
    """A resident's phone, with JavaScript."""
    context = chromium.new_context(base_url=demo.url, bypass_csp=True, viewport={"width": 320, "height": 800})
    yield context
    context.close()


def opened_once(page: Page, address: str = SURVEY) -> str:
    """Visit the survey and wait until the device keeps its copy; the copy."""
    page.goto(address)
    return until(page, KEPT, lambda copy: bool(copy))


def until(page: Page, script: str, enough: Callable[[Any], bool]) -> Any:
    """What a script finds, once it is enough."""
    for _ in range(100):
        if enough(found := page.evaluate(script)):
            return found
        page.wait_for_timeout(100)
    raise AssertionError(f"still {found!r}")


def send(page: Page, text: str = TEXT) -> None:
    reach(page, "textarea").fill(text)
    reach(page, "#send-answers").click()


def says(page: Page, number: int) -> None:
    expect(page.locator("[data-if=waiting][data-words]")).to_have_text(f"Jeszcze niewysłane: {number}")


def test_the_survey_opens_without_a_network_from_a_copy_that_holds_no_key(context: BrowserContext) -> None:
    page = context.new_page()
    copy = opened_once(page)
    assert 'name="key" value=""' in copy
    page.close()
    context.set_offline(True)
    page = context.new_page()
    answer = page.goto(SURVEY)
    assert answer.from_service_worker
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    expect(page.locator("[data-progress-words]")).to_contain_text("Krok 1")
    assert (findings(page), sideways(page)) == ([], 0)


def test_answers_given_without_a_network_survive_a_closed_tab_and_are_sent_once(
    context: BrowserContext, new_responses: Callable[[], int]
) -> None:
    page = context.new_page()
    opened_once(page)
    context.set_offline(True)
    page.goto(SURVEY)
    send(page)
    says(page, 1)
    expect(page.locator("#waiting-title")).to_be_focused()
    expect(page.locator("form.survey")).to_be_hidden()
    assert (findings(page), sideways(page)) == ([], 0)
    page.close()
    page = context.new_page()
    page.goto(SURVEY)
    says(page, 1)
    context.set_offline(False)
    expect(page.locator("[data-delivered]")).to_be_visible()
    page.reload()
    assert page.evaluate(WAITING) == []
    assert new_responses() == 1


def test_two_people_on_one_device_are_two_responses(context: BrowserContext, new_responses: Callable[[], int]) -> None:
    page = context.new_page()
    opened_once(page)
    context.set_offline(True)
    page.goto(SURVEY)
    send(page)
    says(page, 1)
    page.locator("[data-another]").click()
    assert page.locator("textarea").input_value() == ""
    send(page, "Światło na ulicy")
    says(page, 2)
    context.set_offline(False)
    expect(page.locator("main")).to_have_attribute("data-page", "thank-you")
    assert new_responses() == 2


def test_waiting_answers_are_thrown_away_only_after_a_question(context: BrowserContext) -> None:
    page = context.new_page()
    opened_once(page)
    context.set_offline(True)
    send(page)
    says(page, 1)
    page.locator("[data-leaving] summary").click()
    for button, left in (("keep", 1), ("throw", 0)):
        page.locator("[data-throw]").click()
        assert findings(page) == []
        page.locator(f"[data-throwing] [value={button}]").click()
        until(page, WAITING, lambda forms, left=left: len(forms) == left)
    expect(page.locator("[data-waiting]")).to_be_hidden()
    expect(page.locator("form.survey")).to_be_visible()


def test_waiting_answers_are_saved_by_the_keyboard_alone(context: BrowserContext) -> None:
    page = context.new_page()
    opened_once(page)
    context.set_offline(True)
    send(page)
    expect(page.locator("#waiting-title")).to_be_focused()
    for _ in range(4):  # try, open, somebody else, what is folded
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == f"{SLUG}.json"
    expect(page.locator("[data-saved]")).to_be_visible()


def test_waiting_answers_are_saved_to_a_file_and_sent_from_another_device(
    chromium: Browser, demo: Demo, context: BrowserContext, tmp_path: Path, new_responses: Callable[[], int]
) -> None:
    page = context.new_page()
    opened_once(page)
    context.set_offline(True)
    send(page)
    page.locator("[data-leaving] summary").click()
    with page.expect_download() as download:
        page.locator("[data-save]").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert [form["answers"][-1][1] for form in json.loads(path.read_text())["forms"]]
    elsewhere = chromium.new_context(base_url=demo.url, java_script_enabled=False).new_page()
    elsewhere.goto(SURVEY)
    elsewhere.get_by_role("link", name="Mam kod albo plik").click()
    elsewhere.locator("#file").set_input_files(path)
    elsewhere.get_by_role("button", name="Wyślij odpowiedzi").click()
    expect(elsewhere.locator("main")).to_have_attribute("data-page", "file-sent")
    context.set_offline(False)
    expect(page.locator("main")).to_have_attribute("data-page", "thank-you")
    assert new_responses() == 1
    elsewhere.context.close()


def test_refused_answers_are_kept_opened_mended_and_sent(
    context: BrowserContext, new_responses: Callable[[], int]
) -> None:
    page = context.new_page()
    opened_once(page)
    context.set_offline(True)
    spoil(page)
    send(page)
    says(page, 1)
    context.set_offline(False)
    expect(page.locator("[data-if=refused]").first).to_contain_text("Nieprzyjęte: 1")
    assert findings(page) == []
    page.locator("[data-mend]").click()
    reach(page, "textarea").fill("a" * 2_001)
    reach(page, "#send-answers").click()
    expect(page.locator("[role=alert]")).to_be_focused()
    send(page)
    expect(page.locator("main")).to_have_attribute("data-page", "thank-you")
    assert page.evaluate(WAITING) == []
    assert new_responses() == 1


def test_a_network_that_fails_while_sending_loses_nothing(
    chromium: Browser, demo: Demo, new_responses: Callable[[], int]
) -> None:
    page = chromium.new_context(base_url=demo.url, service_workers="block").new_page()
    page.goto(SURVEY)
    page.route("**/a/*wyslane=1*", lambda route: route.abort())
    send(page)
    says(page, 1)
    page.unroute_all()
    page.locator("[data-try]").click()
    expect(page.locator("main")).to_have_attribute("data-page", "thank-you")
    assert new_responses() == 1
    page.context.close()


def test_the_browser_sends_by_itself_with_the_survey_closed(
    context: BrowserContext, new_responses: Callable[[], int]
) -> None:
    page, other = context.new_page(), context.new_page()
    other.goto("/")
    opened_once(page)
    context.set_offline(True)
    send(page)
    says(page, 1)
    page.close()
    context.set_offline(False)
    network_is_back(other)
    until(other, WAITING, lambda forms: forms == [])
    assert new_responses() == 1


def network_is_back(page: Page) -> None:
    """What the browser tells the service worker of the page's origin after a while without a network."""
    browser, known = page.context.new_cdp_session(page), []
    browser.on("ServiceWorker.workerRegistrationUpdated", lambda said: known.extend(said["registrations"]))
    browser.send("ServiceWorker.enable")
    until(page, "1", lambda _: bool(known))
    sync = {"origin": page.evaluate("origin"), "registrationId": known[0]["registrationId"], "tag": "diagnoza-waiting"}
    browser.send("ServiceWorker.dispatchSyncEvent", {**sync, "lastChance": False})
