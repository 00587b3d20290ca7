"""A printed sheet is filled in, uploaded, looked at where it is doubtful and confirmed, with and without a script."""

import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from diagnoza.documents.questionnaire import Layout
from diagnoza.scanning.kept import jpeg
from diagnoza.scanning.pages import Picture
from tests.browser.conftest import Demo
from tests.browser.test_accessibility import FEWER_VIEWS, SLUG, findings, sideways
from tests.browser.test_journey import sign_in
from tests.filled import CROSSES, drawn, pdf_of

pytestmark = pytest.mark.browser
PAPER = f"/panel/kampanie/{SLUG}/papier"
SCANS = f"{PAPER}/skany"
FOCUSED = "(({name, type, checked}) => [name, type === 'checkbox' && !checked])(document.activeElement)"
TWO_CROSSES = {*CROSSES, ("lack.care", "0")}


@pytest.fixture
def librarian(page: Page, demo: Demo) -> Page:
    sign_in(page, demo, "bibliotekarz")
    return page


def scan(page: Page, demo: Demo, folder: Path, times: int = 1) -> Path:
    """A sheet that was printed in the browser, filled in and scanned as one file, perhaps several times."""
    file = folder / "skan z biblioteki.pdf"
    file.write_bytes(pdf_of([jpeg(each) for each in filled_in(page, demo)] * times))
    return file


def filled_in(page: Page, demo: Demo) -> list[Picture]:
    """The pages of a sheet that was printed in the browser and filled in."""
    page.goto(PAPER)
    page.locator("#copies").fill("1")
    with page.expect_download() as download:
        page.get_by_role("button", name="Utwórz plik do druku").click()
    return drawn(download.value.path().read_bytes(), newest_layout(demo), TWO_CROSSES, ["one_thing"])


def newest_layout(demo: Demo) -> Layout:
    """The layout of normal print in Polish: the one of the sheet that nobody scanned yet."""
    store = sqlite3.connect(demo.instance / "diagnoza.sqlite")
    query = """select content from paper_layout where digest =
        (select layout from paper_sheet where printed_on is not null and language = 'pl' limit 1)"""
    (content,) = store.execute(query).fetchone()
    store.close()
    return Layout.from_json(content)


def upload(page: Page, file: Path) -> None:
    page.goto(SCANS)
    page.locator("#files").set_input_files(file)
    page.get_by_role("button", name="Wgraj i odczytaj").click()
    page.wait_for_url(f"**{SCANS}", timeout=60_000)


def entered(page: Page) -> int:
    page.goto(PAPER)
    return int(page.locator(".key-figures dd").first.inner_text())


def test_a_scan_is_uploaded_looked_at_and_confirmed(librarian: Page, demo: Demo, tmp_path: Path) -> None:
    before = entered(librarian)
    upload(librarian, scan(librarian, demo, tmp_path))
    librarian.locator(".entries a").first.click()
    expect(librarian.locator(".look img")).to_have_count(3)
    librarian.get_by_role("button", name="Potwierdź arkusz").click()
    expect(librarian.get_by_role("alert")).to_contain_text("Spójrz na papier albo obraz")
    librarian.locator("#l-lack-care").fill("3")
    librarian.locator("#l-one_thing").fill("Autobus do miasta")
    for look in librarian.locator(".looked input").all():
        look.check()
    librarian.get_by_role("button", name="Potwierdź arkusz").click()
    expect(librarian.locator(".notice.success").first).to_contain_text("Zapisano")
    assert entered(librarian) == before + 1


def test_a_doubtful_sheet_is_confirmed_by_the_keyboard_alone(librarian: Page, demo: Demo, tmp_path: Path) -> None:
    before = entered(librarian)
    upload(librarian, scan(librarian, demo, tmp_path))
    librarian.locator(".entries a").first.focus()
    librarian.keyboard.press("Enter")
    expect(librarian.locator("main")).to_have_attribute("data-page", "scan-sheet")
    typed = {"l-lack.care": "1", "l-one_thing": "Kino"}
    for _ in range(200):
        name, box = librarian.evaluate(FOCUSED)
        if name == "save":
            break
        press(librarian, typed.pop(name, "Space" if box else "Tab"))
    with librarian.expect_navigation():
        librarian.keyboard.press("Enter")
    assert typed == {}
    assert entered(librarian) == before + 1


def press(page: Page, what: str) -> None:
    """A key by its name, or what is typed in a field."""
    if what in ("Space", "Tab"):
        page.keyboard.press(what)
    else:
        page.keyboard.type(what)


@pytest.mark.parametrize(("width", "scheme"), FEWER_VIEWS)
def test_the_pages_of_scans_keep_the_rules(
    chromium: Browser, demo: Demo, tmp_path: Path, width: int, scheme: str
) -> None:
    context = chromium.new_context(
        base_url=demo.url, bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    sign_in(page, demo, "bibliotekarz")
    page.goto(SCANS)
    assert ("empty", findings(page), sideways(page)) == ("empty", [], 0)
    file = scan(page, demo, tmp_path, times=4)  # long enough for the page that says how far it is
    page.goto(SCANS)
    assert ("reading", *while_reading(page, file)) == ("reading", [], 0)
    upload_again(page, file)
    assert ("full", findings(page), sideways(page)) == ("full", [], 0)
    page.goto(SCANS)
    page.locator(".entries a").first.click()
    assert ("sheet", findings(page), sideways(page)) == ("sheet", [], 0)
    page.get_by_role("button", name="Potwierdź arkusz").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert ("errors", findings(page), sideways(page)) == ("errors", [], 0)
    page.get_by_role("button", name="Usuń teraz").click()
    expect(page.locator(".notice.success")).to_contain_text("usunięto")
    context.close()


def while_reading(page: Page, file: Path) -> tuple[list[str], int]:
    """What is wrong with the page that says how far the reading is; then everything is read."""
    page.route("**/reading.js*", lambda route: route.abort())
    page.locator("#files").set_input_files(file)
    page.get_by_role("button", name="Wgraj i odczytaj").click()
    expect(page.locator("progress")).to_be_visible()
    wrong = findings(page), sideways(page)
    page.unroute("**/reading.js*")
    page.reload()
    page.wait_for_url(f"**{SCANS}", timeout=60_000)
    return wrong


def upload_again(page: Page, file: Path) -> None:
    page.locator("#files").set_input_files(file)
    page.get_by_role("button", name="Wgraj i odczytaj").click()
    expect(page.get_by_role("alert")).to_contain_text("czeka")
