"""A librarian types a sheet in with the keyboard alone, with and without a script, in under 40 seconds."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.paper_keys import LIMIT, Sheet, keys_of, seconds
from tests.browser.conftest import Demo
from tests.browser.test_accessibility import SLUG, VIEWS, findings, sideways
from tests.browser.test_journey import sign_in

pytestmark = pytest.mark.browser
PAPER = f"/panel/kampanie/{SLUG}/papier"
GRID, TOP, WHOM, ABOUT, HELP = "321901230321233", "030201", "0314", ["3", "1", "2", "3"], "1"
WORDS = "Autobus do miasta"


@pytest.fixture
def typist(page: Page, demo: Demo) -> Page:
    """A signed-in librarian in front of an empty form."""
    sign_in(page, demo, "bibliotekarz")
    page.goto(f"{PAPER}/wpis")
    return page


@pytest.fixture
def scripted(chromium: Browser, demo: Demo) -> Iterator[Page]:
    """The same with a script and with axe let in."""
    context = chromium.new_context(base_url=demo.url, bypass_csp=True)
    page = context.new_page()
    sign_in(page, demo, "bibliotekarz")
    page.goto(f"{PAPER}/wpis")
    yield page
    context.close()


def send(page: Page, key: str = "Enter") -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def type_a_sheet(page: Page) -> int:
    """Every key of one form; how many were pressed."""
    expect(page.locator("#code")).to_be_focused()
    page.evaluate("window.pressed = 0; document.addEventListener('keydown', () => window.pressed++, true)")
    page.keyboard.press("Enter")  # no code
    page.keyboard.type(GRID + TOP + WHOM + WORDS)
    page.keyboard.press("Enter")
    page.keyboard.type("".join(ABOUT) + HELP)
    pressed = int(page.evaluate("window.pressed")) + 1
    send(page)
    return pressed


def entered(page: Page) -> int:
    page.goto(PAPER)
    return int(page.locator(".key-figures dd").first.inner_text())


def test_a_form_takes_under_forty_seconds_of_number_keys(scripted: Page) -> None:
    before = entered(scripted)
    scripted.goto(f"{PAPER}/wpis")
    pressed = type_a_sheet(scripted)
    assert pressed == keys_of(Sheet(list(GRID), [TOP, WHOM, *ABOUT, HELP], WORDS), code="")
    assert seconds(pressed, questions=9) < LIMIT
    expect(scripted.locator("main")).to_have_attribute("data-page", "paper-entry")
    expect(scripted.locator("#code")).to_be_focused()
    assert entered(scripted) == before + 1


def test_what_was_typed_is_what_is_stored(scripted: Page) -> None:
    type_a_sheet(scripted)
    scripted.get_by_role("link", name="Popraw lub cofnij").click()
    values = scripted.locator("[data-typed-form] [data-typed]").evaluate_all("all => all.map(one => one.value)")
    assert values == [*[digit.strip("0") for digit in GRID], "03 02 01", "03 14", WORDS, *ABOUT]


def test_a_wrong_digit_stays_and_backspace_goes_back(scripted: Page) -> None:
    expect(scripted.locator("#code")).to_be_focused()
    scripted.keyboard.press("Enter")
    scripted.keyboard.type("37")
    second = scripted.locator("[data-typed]").nth(2)
    expect(second).to_be_focused()
    expect(second).to_have_attribute("aria-invalid", "true")
    scripted.keyboard.press("Backspace")
    scripted.keyboard.press("Backspace")
    expect(scripted.locator("[data-typed]").nth(1)).to_be_focused()


def test_enter_passes_over_a_line_and_stores_nothing(scripted: Page) -> None:
    before = entered(scripted)
    scripted.goto(f"{PAPER}/wpis")
    expect(scripted.locator("#code")).to_be_focused()
    for _ in range(3):
        scripted.keyboard.press("Enter")
    expect(scripted.locator("[data-typed]").nth(3)).to_be_focused()
    assert entered(scripted) == before


def test_a_sheet_is_typed_with_tab_alone_and_enter_stores_nothing(typist: Page) -> None:
    before = entered(typist)
    typist.goto(f"{PAPER}/wpis")
    typist.locator("#l-age").focus()
    typist.keyboard.type("3")
    if typist.evaluate("document.activeElement.id") == "l-age":  # without a script
        send(typist)
        expect(typist.locator("#l-age")).to_have_value("3")
        assert entered(typist) == before
        return
    for _ in range(30):
        if typist.evaluate("document.activeElement.name") == "save":
            break
        typist.keyboard.press("Tab")
    send(typist)
    assert entered(typist) == before + 1


def test_a_form_without_a_script_is_saved_by_its_button(typist: Page) -> None:
    before = entered(typist)
    typist.goto(f"{PAPER}/wpis")
    typist.locator("#l-top").fill("0302")
    typist.get_by_role("button", name="Zapisz arkusz").click()
    expect(typist.locator(".notice.success")).to_contain_text("Zapisz na arkuszu ten kod")
    assert entered(typist) == before + 1


def test_printed_sheets_come_as_one_file(scripted: Page, tmp_path: Path) -> None:
    scripted.goto(PAPER)
    scripted.locator("#copies").fill("2")
    with scripted.expect_download() as download:
        scripted.get_by_role("button", name="Utwórz plik do druku").click()
    download.value.save_as(tmp_path / "a.pdf")
    assert download.value.suggested_filename == f"{SLUG}-normalna-pl-2.pdf"
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_the_pages_of_paper_keep_the_rules(chromium: Browser, demo: Demo, width: int, scheme: str) -> None:
    context = chromium.new_context(
        base_url=demo.url, bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    sign_in(page, demo, "bibliotekarz")
    for path in (PAPER, f"{PAPER}/wpis"):
        page.goto(path)
        assert (path, findings(page), sideways(page)) == (path, [], 0)
    page.locator("#l-age").fill("7")
    page.get_by_role("button", name="Zapisz arkusz").click()
    expect(page).to_have_title(re.compile("^Błąd:"))
    assert (findings(page), sideways(page)) == ([], 0)
    context.close()
