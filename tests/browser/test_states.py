"""Every state of residents' pages keeps the rules: axe, no sideways scroll, room for wider text, large targets.

The states are in `states.py`. A quick look at each belongs to every run; `make faults` looks in every way.
"""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from diagnoza.db import db
from diagnoza.questionnaire.parsing import library
from diagnoza.services import entry_codes
from tests.browser.conftest import Demo
from tests.browser.server import Server
from tests.browser.states import LONG_WORD, SLUG, STATES, Sites
from tests.browser.test_accessibility import findings, sideways
from tests.conftest import make_app
from tests.factories import COMING, OVER, make_campaign, make_library

pytestmark = pytest.mark.browser
"""Width, colours of the system, colours forced by the person."""
View = tuple[int, str, str]
QUICK: list[View] = [(320, "light", "none"), (1280, "dark", "none")]
THOROUGH: list[View] = [
    (320, "dark", "none"),
    (1280, "light", "none"),
    (320, "light", "active"),
    (640, "dark", "active"),
]
SPACING = (
    "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"
    "p{margin-bottom:2em!important}"
)
CUT = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const { overflowX, overflowY } = getComputedStyle(one);
  return one.clientWidth > 1 && one.clientHeight > 1 && one.innerText?.trim()
    && [overflowX, overflowY].some((way) => ["hidden", "clip"].includes(way))
    && (one.scrollWidth > one.clientWidth + 2 || one.scrollHeight > one.clientHeight + 2);
}).map((one) => one.outerHTML.slice(0, 80))"""
TOO_WIDE = """() => [...document.querySelectorAll("body *")].filter((one) => one.checkVisibility()
    && one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map((one) => one.outerHTML.slice(0, 60)).slice(0, 5)"""
SMALL = """() => [...document.querySelectorAll(
  "button, select, textarea, .choice, .btn, .standalone, .menu a, .error-summary a, .brand, .form-control"
)].filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.9)
  .map((one) => one.outerHTML.slice(0, 80))"""

GUARDS = {"DIAGNOZA_RATELIMIT": "on", "DIAGNOZA_MIN_FILL_SECONDS": "3"}
TITLES = """[...(document.querySelector("dialog:modal:has(h1)") ?? document).querySelectorAll("h1")]
  .filter((one) => one.checkVisibility()).map((one) => one.innerText.trim())"""


@pytest.fixture(scope="session")
def sites(demo: Demo, tmp_path_factory: pytest.TempPathFactory, migrated_database: Path) -> Iterator[Sites]:
    """The demo and three more libraries."""
    folders = [tmp_path_factory.mktemp(name) for name in ("quiet", "broken", "guarded")]
    for folder in folders:
        shutil.copy(migrated_database, folder / "diagnoza.sqlite")
    fill_quiet(folders[0])
    fill_broken(folders[1])
    fill_guarded(folders[2])
    servers = [Server(folder) for folder in folders]
    for server, settings in zip(servers, ({}, {}, GUARDS), strict=True):
        server.start(**settings)
    yield Sites(demo, *(server.url for server in servers))
    for server in servers:
        server.stop()


def fill_quiet(folder: Path) -> None:
    """One survey is over, another has not begun."""
    with make_app(folder).app_context():
        make_library(db.session(), slug="cicha", contact="Biblioteka, tel. 000 000 000")
        make_campaign(db.session(), days=OVER, slug="zamknieta")
        make_campaign(db.session(), days=COMING, slug="przyszla")
        db.engine.dispose()


def fill_broken(folder: Path) -> None:
    """Nothing can be saved, one survey cannot be read, words are longer than a phone is wide."""
    with make_app(folder).app_context():
        make_library(db.session(), name=f"Biblioteka {LONG_WORD}")
        make_campaign(db.session(), slug="otwarta")
        make_campaign(db.session(), library()["pelna"], slug="dlugie-slowa")
        make_campaign(db.session(), library()["krotka-mala"], slug="zepsuta")
        make_campaign(db.session(), library()["mlodziez"], slug="mlodziez")
        db.engine.dispose()
    with closing(sqlite3.connect(folder / "diagnoza.sqlite")) as database, database:
        database.execute("UPDATE questionnaire SET source = 'zepsute' WHERE key = 'krotka-mala'")
        database.execute("UPDATE campaign SET title = ? WHERE slug = 'dlugie-slowa'", (LONG_WORD,))
        database.execute("DROP TABLE response")


def fill_guarded(folder: Path) -> None:
    """An ordinary survey and one that asks for slips, on a server that keeps programs out."""
    with make_app(folder).app_context():
        make_campaign(db.session(), slug="otwarta")
        campaign = make_campaign(db.session(), slug="na-kody")
        entry_codes.make(db.session(), campaign, 1)
        entry_codes.demand(db.session(), campaign, True)
        db.engine.dispose()


@pytest.fixture
def visitor(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(bypass_csp=True, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def look(page: Page, view: View) -> list[str]:
    """What is wrong in the state that is shown now."""
    width, scheme, forced = view
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, forced_colors=forced)
    wrong = [*findings(page), *(f"lower than 44 px: {each}" for each in page.evaluate(SMALL))]
    if sideways(page):
        wrong.append(f"scrolls sideways by {sideways(page)} px: {page.evaluate(TOO_WIDE)}")
    return [f"{view}: {each}" for each in (*wrong, *spaced(page))]


def spaced(page: Page) -> list[str]:
    """What is cut or pushed out when a person widens the spaces of the text (WCAG 1.4.12)."""
    style = page.add_style_tag(content=SPACING)
    wrong = [f"cut when spaced: {each}" for each in page.evaluate(CUT)]
    if sideways(page):
        wrong.append(f"scrolls sideways by {sideways(page)} px when spaced")
    style.evaluate("style => style.remove()")
    return wrong


def unnamed(page: Page) -> list[str]:
    """What is wrong with the names of the page: one title on it, one in the tab, and its language."""
    titles, tab, language = page.evaluate(f"[{TITLES}, document.title, document.documentElement.lang]")
    wrong = [f"{len(titles)} titles, not one: {titles}"] if len(titles) != 1 or not titles[0] else []
    if not re.fullmatch(r"\S.* – \S.*", tab):
        wrong.append(f"the tab is named {tab!r}, not 'PAGE – LIBRARY'")
    return wrong if language in ("pl", "uk", "en") else [*wrong, f"its language is {language!r}"]


def moving(page: Page) -> int:
    """How many things move although the person asked for less motion."""
    return page.evaluate("document.getAnimations().length")


@pytest.mark.parametrize("name", STATES)
def test_a_state_keeps_the_rules(visitor: Page, sites: Sites, name: str) -> None:
    STATES[name](visitor, sites)
    assert [wrong for view in QUICK for wrong in look(visitor, view)] == []
    assert unnamed(visitor) == []
    assert moving(visitor) == 0


@pytest.mark.long
@pytest.mark.parametrize("name", STATES)
def test_a_state_keeps_the_rules_in_every_view(visitor: Page, sites: Sites, name: str) -> None:
    STATES[name](visitor, sites)
    assert [wrong for view in THOROUGH for wrong in look(visitor, view)] == []


def test_there_are_ten_steps(visitor: Page, sites: Sites) -> None:
    visitor.goto(f"{sites.demo.url}/a/{SLUG}")
    expect(visitor.locator("[data-progress-words]")).to_have_text("Krok 1 z 10")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("<img src='/static/favicon.svg'>", "image-alt"),
        ("<button style='height: 30px'>x</button>", "lower than 44 px"),
        ("<p style='width: 400px'>x</p>", "scrolls sideways"),
        ("<p style='overflow: hidden; width: 9em; white-space: nowrap'>czternastoznaków</p>", "cut when spaced"),
    ],
)
def test_the_checks_see_a_planted_fault(visitor: Page, sites: Sites, fault: str, said: str) -> None:
    visitor.goto(sites.demo.url)
    assert look(visitor, QUICK[0]) == []
    visitor.evaluate("fault => document.querySelector('main').insertAdjacentHTML('beforeend', fault)", fault)
    assert any(said in wrong for wrong in look(visitor, QUICK[0]))


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("document.querySelector('h1').hidden = true", "0 titles"),
        ("document.querySelector('main').insertAdjacentHTML('beforeend', '<h1>Drugi</h1>')", "2 titles"),
        ("document.title = 'Diagnoza'", "the tab is named 'Diagnoza'"),
        ("document.documentElement.lang = 'de'", "its language is 'de'"),
    ],
)
def test_a_page_badly_named_is_seen(visitor: Page, sites: Sites, fault: str, said: str) -> None:
    visitor.goto(sites.demo.url)
    assert unnamed(visitor) == []
    visitor.evaluate(fault)
    assert said in unnamed(visitor)[0]
