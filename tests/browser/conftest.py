"""A real server and a real Chromium."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

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
    """The running demo: its address, its instance folder and the passwords of its accounts by e-mail."""

    url: str
    instance: Path
    passwords: dict[str, str]

    def password(self, role: str) -> tuple[str, str]:
        """Address and password of the account whose address begins with this word."""
        return next(pair for pair in self.passwords.items() if pair[0].startswith(role))


def reach(page: Page, selector: str) -> Locator:
    """The first such control, on the step where it lies; without JavaScript everything is on one page."""
    found = page.locator(selector).first
    for _ in range(20):
        if found.is_visible():
            return found
        page.locator("[data-next]").click()
    raise AssertionError(f"no step shows {selector}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, server: subprocess.Popen) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=1).close()  # noqa: S310 - our own address
            return
        except OSError:
            assert server.poll() is None, "the server ended at once"
            time.sleep(0.1)
    raise AssertionError("the server did not answer within 20 s")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo as `make run` serves it, with a database of its own."""
    folder = tmp_path_factory.mktemp("demo")
    off = {"DIAGNOZA_RATELIMIT": "off", "DIAGNOZA_MIN_FILL_SECONDS": "0"}  # tests sign in often and answer fast
    environ = {**os.environ, "DIAGNOZA_INSTANCE": str(folder), **off}
    command = [sys.executable, "-m", "diagnoza"]
    said = subprocess.run([*command, "demo"], env=environ, check=True, capture_output=True, text=True).stdout
    passwords = {line.split()[4]: line.split()[6] for line in said.splitlines() if "password:" in line}
    port = free_port()
    server = subprocess.Popen([*command, "run", "--port", str(port)], env=environ)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url, server)
        yield Demo(url, folder, passwords)
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    path = Path("/usr/bin/chromium")
    assert path.exists(), "Chromium is missing; `make test` installs it, or: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=FLAGS)
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
