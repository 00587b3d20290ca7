"""A real server and a real Chromium."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.browser.server import Server

CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
FIRST_SECRET = "pierwszy-" * 5
expect.set_options(timeout=20_000)  # a busy machine is no fault; what is there sooner is seen sooner
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Demo:
    """The running demo: its address, the passwords of its accounts by e-mail, and the server itself."""

    url: str
    passwords: dict[str, str]
    server: Server

    @property
    def instance(self) -> Path:
        """The folder with its database."""
        return self.server.folder

    def password(self, role: str) -> tuple[str, str]:
        """Address and password of the account whose address begins with this word."""
        return next(pair for pair in self.passwords.items() if pair[0].startswith(role))


def reach(page: Page, selector: str) -> Locator:
    """The first such control, on the step where it lies; without JavaScript everything is on one page."""
    page.wait_for_load_state()  # until then the scripts have not begun
    found = page.locator(selector).first
    for _ in range(60):
        if found.is_visible():
            return found
        page.locator("[data-next]").click()
    raise AssertionError(f"no step shows {selector}")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo as `make run` serves it, with a database of its own."""
    folder = tmp_path_factory.mktemp("demo")
    environ = {**os.environ, "DIAGNOZA_INSTANCE": str(folder)}
    command = [sys.executable, "-m", "diagnoza", "demo"]
    said = subprocess.run(command, env=environ, check=True, capture_output=True, text=True).stdout
    passwords = {line.split()[4]: line.split()[6] for line in said.splitlines() if "password:" in line}
    server = Server(folder)
    try:
        server.start()
        yield Demo(server.url, passwords, server)
    finally:
        server.stop()


@pytest.fixture(scope="session")
def second_server(demo: Demo) -> Iterator[Server]:
    """Another server on the demo's database, for tests that stop it; ask for `server`."""
    second = Server(demo.server.folder)
    yield second
    second.stop()


@pytest.fixture
def server(second_server: Server) -> Server:
    """A server that a test may stop, kill and start with other settings; the demo itself goes on."""
    second_server.start(DIAGNOZA_SECRET_KEY=FIRST_SECRET)
    return second_server


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    assert Path(CHROMIUM).exists(), "Chromium is missing; `make test` installs it, or: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        browser.new_context = partial(browser.new_context, locale="pl-PL")  # Playwright's own is en-US
        yield browser
        browser.close()


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def context(chromium: Browser, demo: Demo, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A new visitor, once with and once without JavaScript."""
    context = chromium.new_context(base_url=demo.url, java_script_enabled=request.param)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """One tab; an error of a script fails the test."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert errors == []


@pytest.fixture
def new_responses(chromium: Browser, demo: Demo) -> Iterator[Callable[[], int]]:
    """How many responses came since the test began, as the library sees it."""
    from tests.browser.test_accessibility import SLUG
    from tests.browser.test_journey import people_asked, sign_in

    library = chromium.new_context(base_url=demo.url)
    page = library.new_page()
    sign_in(page, demo, "bibliotekarz")
    before = people_asked(page, SLUG)
    yield lambda: people_asked(page, SLUG) - before
    library.close()
