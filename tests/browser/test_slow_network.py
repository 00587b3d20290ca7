"""On a network of 6 KB a second the survey is there, is answered and sent, with and without a script."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Demo, reach
from tests.browser.server import Network
from tests.browser.states import SURVEY

pytestmark = pytest.mark.browser
BYTES_PER_SECOND = 6_000
FIRST_VIEW = 100_000
"""Bytes of a first visit with its styles and scripts, headers included."""
OPENED, SENT = 22, 15
"""Seconds a person waits at most for the survey and for the thanks."""


@pytest.fixture
def network(demo: Demo) -> Iterator[Network]:
    network = Network(demo.server.port, BYTES_PER_SECOND)
    yield network
    network.close()


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def phone(chromium: Browser, network: Network, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A phone far from the mast, which has never seen the survey."""
    context = chromium.new_context(base_url=network.url, java_script_enabled=request.param)
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def test_the_survey_comes_whole_and_thanks_follow_in_seconds(phone: Page, network: Network) -> None:
    begun = time.monotonic()
    phone.goto(SURVEY)
    assert time.monotonic() - begun < OPENED
    assert network.answered <= FIRST_VIEW
    reach(phone, "textarea").fill("Ławka")
    sent = time.monotonic()
    reach(phone, "#send-answers").click()
    expect(phone.locator("main")).to_have_attribute("data-page", "thank-you", timeout=60_000)
    assert time.monotonic() - sent < SENT


@pytest.mark.long
def test_a_second_visit_loads_little_more_than_the_page(phone: Page, network: Network) -> None:
    phone.goto(SURVEY)
    phone.wait_for_timeout(5_000)  # the copy for days without a network is kept meanwhile
    before = network.answered
    phone.goto(SURVEY)
    assert network.answered - before < 15_000
