"""Every state in which a resident can meet the program, by name. A new state is one line of `STATES`.

A state is reached by `(page, sites)` from a new visitor's empty page, as a person reaches it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser.conftest import Demo, reach

SLUG = "zmyslona-wola"
SURVEY = f"/a/{SLUG}"
LONG_WORD = "Konstantynopolitańczykiewiczówna" * 3


@dataclass(frozen=True)
class Sites:
    """The demo, a library that asks nothing today, and one where things break."""

    demo: Demo
    quiet: str
    broken: str


State = Callable[[Page, Sites], object]


def at(path: str, site: str = "demo") -> State:
    """The page at an address."""
    return lambda page, sites: page.goto((sites.demo.url if site == "demo" else getattr(sites, site)) + path)


def survey(*acts: Callable[[Page], object], path: str = SURVEY) -> State:
    """The survey, and then what a person does on it."""

    def reached(page: Page, sites: Sites) -> None:
        page.goto(sites.demo.url + path)
        for act in acts:
            act(page)

    return reached


def step(number: int) -> Callable[[Page], None]:
    def walked(page: Page) -> None:
        for _ in range(number - 1):
            page.locator("[data-next]").click()

    return walked


def write(words: str) -> Callable[[Page], None]:
    return lambda page: reach(page, "textarea").fill(words)


def send(page: Page) -> None:
    reach(page, "#send-answers").click()


def mistaken(page: Page) -> None:
    """Too many characters and the same matter twice."""
    for place in ("1", "2"):
        reach(page, f"select[name='top.{place}']").select_option("care")
    write("a" * 2_001)(page)
    send(page)
    expect(page.locator(".error-summary")).to_be_visible()


def without_token(page: Page) -> None:
    """As after a change of the secret; sent by the browser itself."""
    write("Lawka")(page)
    page.locator("form.survey").evaluate("form => { form.elements.token.value = 'stary'; form.submit(); }")
    expect(page.locator(".error-summary")).to_be_visible()


def other_language(page: Page) -> None:
    write("Lawka")(page)
    page.get_by_role("button", name="Українська").click()
    expect(page.locator("html")).to_have_attribute("lang", "uk")


def keep(page: Page) -> None:
    page.locator("[data-keep]").check()


def return_later(page: Page) -> None:
    write("Lawka")(page)
    page.wait_for_function(f"(localStorage.getItem('diagnoza-draft-{SLUG}') ?? '').includes('Lawka')")
    page.goto(page.url)
    expect(page.locator("[data-offer]")).to_be_visible()


def cut_network(page: Page) -> None:
    page.context.set_offline(True)
    send(page)
    expect(page.locator("[data-waiting]")).to_be_visible()


def go_back_after_sending(page: Page) -> None:
    send(page)
    expect(page.locator("main")).to_have_attribute("data-page", "thank-you")
    page.go_back()
    expect(page.locator("[data-sent-before]")).to_be_visible()


def too_large(page: Page) -> None:
    write("a" * 1_100_000)(page)
    page.locator("form.survey").evaluate("form => { form.enctype = 'multipart/form-data'; }")
    submit(page)


def submit(page: Page) -> None:
    """By the browser itself, as without a script; the page of an error comes."""
    page.locator("form.survey").evaluate("form => form.submit()")
    expect(page.locator("main")).to_have_attribute("data-page", "error")


def unsaved(page: Page, sites: Sites) -> None:
    page.goto(f"{sites.broken}/a/otwarta")
    submit(page)


def kiosk_offered(page: Page, sites: Sites) -> None:
    email, password = sites.demo.password("bibliotekarz")
    page.goto(f"{sites.demo.url}/logowanie")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("main form [type=submit]").click()
    page.goto(f"{sites.demo.url}{SURVEY}/kiosk")


def kiosk(*acts: Callable[[Page], object]) -> State:
    """A started kiosk, and then what a person does there."""

    def reached(page: Page, sites: Sites) -> None:
        page.clock.install()
        kiosk_offered(page, sites)
        page.locator("main form [type=submit]").click()
        expect(page.locator("[data-kiosk-parts]")).not_to_have_attribute("hidden", "")
        for act in acts:
            act(page)

    return reached


def leave_alone(page: Page) -> None:
    write("Lawka")(page)
    page.clock.fast_forward(91_000)
    expect(page.locator("[data-idle]")).to_be_visible()


def read_information(page: Page) -> None:
    page.locator("[data-first-step] a.standalone").first.click()
    expect(page.locator("[data-reading]")).to_be_visible()


def cut_kiosk(page: Page) -> None:
    page.context.set_offline(True)
    send(page)
    expect(page.locator("[data-not-sent]")).to_be_visible()


def thanked_at_kiosk(page: Page) -> None:
    send(page)
    expect(page.locator("main")).to_have_attribute("data-page", "kiosk-thanks")


STATES: dict[str, State] = {
    "home with surveys": at("/"),
    "home without surveys": at("/", "quiet"),
    "survey": at(SURVEY),
    "survey in Ukrainian": at(f"{SURVEY}?lang=uk"),
    "survey with long words": at("/a/dlugie-slowa", "broken"),
    "survey step 2": survey(step(2)),
    "survey step 3": survey(step(3)),
    "survey step 4": survey(step(4)),
    "survey last step": survey(step(5)),
    "survey with mistakes": survey(mistaken),
    "survey with a lost token": survey(without_token),
    "survey in another language": survey(other_language),
    "survey with a draft kept": survey(keep),
    "survey with a draft offered": survey(keep, return_later),
    "survey waiting for the network": survey(cut_network),
    "survey sent before": survey(go_back_after_sending),
    "thank-you": at(f"{SURVEY}/dziekujemy"),
    "information": at(f"{SURVEY}/informacja"),
    "closed": at("/a/zamknieta", "quiet"),
    "not open": at("/a/przyszla", "quiet"),
    "kiosk offered": kiosk_offered,
    "kiosk": kiosk(),
    "kiosk with mistakes": kiosk(mistaken),
    "kiosk information": kiosk(read_information),
    "kiosk warning": kiosk(leave_alone),
    "kiosk without a network": kiosk(cut_kiosk),
    "kiosk thanks": kiosk(thanked_at_kiosk),
    "error 404": at("/nie-ma-takiej"),
    "error 413": survey(too_large),
    "error 500": at("/a/zepsuta", "broken"),
    "error 503": unsaved,
}
