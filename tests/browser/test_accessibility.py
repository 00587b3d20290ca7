"""No page breaks a rule that axe can see, at 320 and 1280 px, light and dark; nothing scrolls sideways.

Residents' pages in all their states are in `test_states.py`.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Demo, reach

pytestmark = pytest.mark.browser
SLUG = "zmyslona-wola"
PUBLIC = [
    "/",
    f"/a/{SLUG}",
    f"/a/{SLUG}/dziekujemy",
    f"/a/{SLUG}/informacja",
    f"/a/{SLUG}/usun",
    "/deklaracja-dostepnosci",
    "/logowanie",
    "/nie-ma-takiej",
]
SIGNED_IN = [
    "/panel/",
    "/panel/kampanie/nowa",
    f"/panel/kampanie/{SLUG}",
    f"/panel/kampanie/{SLUG}/diagnoza",
    f"/panel/kampanie/{SLUG}/import",
    f"/panel/kampanie/{SLUG}/kody",
    "/panel/teksty",
    "/panel/teksty/informacja",
    "/panel/teksty/informacja/1",
    "/panel/teksty/kontakt",
    "/panel/deklaracja-dostepnosci",
    f"/panel/kampanie/{SLUG}/kontakty",
    "/koalicja/",
    f"/koalicja/{SLUG}",
]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"],
    "rules": {"target-size": {"enabled": True}},
}
OTHERS = [pytest.param(1280, "light", marks=pytest.mark.long), pytest.param(320, "dark", marks=pytest.mark.long)]
VIEWS = [(320, "light"), (1280, "dark"), *OTHERS]
"""The first two belong to every run; `make faults` looks in all."""
FEWER_VIEWS = [VIEWS[0], pytest.param(1280, "dark", marks=pytest.mark.long), *OTHERS]
"""For pages that take long to reach."""


def findings(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


def sideways(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_every_page_keeps_the_rules(chromium: Browser, demo: Demo, width: int, scheme: str) -> None:
    context = chromium.new_context(
        base_url=demo.url, bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    broken = {path: problems for path in ["/logowanie"] if (problems := inspected(page, path))}
    email, password = demo.password("bibliotekarz")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("main form [type=submit]").click()
    broken |= {path: problems for path in SIGNED_IN if (problems := inspected(page, path))}
    context.close()
    assert broken == {}


def inspected(page: Page, path: str) -> list[str]:
    page.goto(path)
    wide = sideways(page)
    return findings(page) + ([f"scrolls sideways by {wide} px"] if wide > 0 else [])


def test_a_form_with_errors_keeps_the_rules_and_takes_the_focus(chromium: Browser, demo: Demo) -> None:
    context = chromium.new_context(base_url=demo.url, bypass_csp=True, viewport={"width": 320, "height": 900})
    page = context.new_page()
    page.goto(f"/a/{SLUG}")
    reach(page, "textarea").fill("a" * 2_001)
    reach(page, "#send-answers").click()
    expect(page).to_have_title(re.compile("^Błąd:"))
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert findings(page) == []
    context.close()


def test_the_check_sees_a_planted_fault(chromium: Browser, demo: Demo) -> None:
    context = chromium.new_context(base_url=demo.url, bypass_csp=True)
    page = context.new_page()
    page.goto("/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/favicon.svg\">')")
    assert any(finding.startswith("image-alt") for finding in findings(page))
    context.close()


def test_no_page_asks_another_host_or_complains_in_the_console(chromium: Browser, demo: Demo) -> None:
    context = chromium.new_context(base_url=demo.url)
    page = context.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for path in PUBLIC[:-1]:
        page.goto(path)
    context.close()
    assert [url for url in asked if not url.startswith(demo.url)] == []
    assert complaints == []
