"""When very many forms come from one address a person's answers wait on the page and go by themselves."""

import secrets
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.acts import flooded, write
from tests.browser.server import Server
from tests.browser.states import SURVEY

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Browser, server: Server) -> Iterator[Page]:
    """A resident whose clock can be moved, behind the one address of a school."""
    server.start(DIAGNOZA_RATELIMIT="on", DIAGNOZA_SECRET_KEY=secrets.token_hex(20))
    context = chromium.new_context(base_url=server.url)
    page = context.new_page()
    page.clock.install()
    yield page
    context.close()


def test_they_go_by_themselves_when_the_minute_is_over(page: Page, server: Server) -> None:
    text = f"Lawka {secrets.token_hex(6)}"
    page.goto(SURVEY)
    write(text)(page)
    flooded(page)
    assert server.days_of(text) == []
    expect(page.locator("textarea")).to_have_value(text)
    server.stop()
    server.start(**server.settings)  # counts nothing yet, as after the minute
    page.clock.run_for(62_000)
    expect(page.locator("main")).to_have_attribute("data-page", "thank-you")
    assert len(server.days_of(text)) == 1
