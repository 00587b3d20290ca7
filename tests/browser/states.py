"""Every state in which a resident can meet the program, by name. A new state is one line of `STATES`.

A state is reached by `(page, sites)` from a new visitor's empty page, as a person reaches it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser import acts
from tests.browser.acts import SLUG, Act, comes, press, send, shows, type_in, unfold
from tests.browser.conftest import Demo

SURVEY = f"/a/{SLUG}"
EASY = "?lang=pl&wersja=latwa"
LONG_WORD = "Konstantynopolitańczykiewiczówna" * 3


@dataclass(frozen=True)
class Sites:
    """The demo, a library that asks nothing today, one where things break, and one that keeps programs out."""

    demo: Demo
    quiet: str
    broken: str
    guarded: str

    def url(self, site: str) -> str:
        return self.demo.url if site == "demo" else str(getattr(self, site))


State = Callable[[Page, Sites], object]


def at(path: str, *done: Act, site: str = "demo") -> State:
    """The page at an address, and then what a person does there."""

    def reached(page: Page, sites: Sites) -> None:
        page.goto(sites.url(site) + path)
        for act in done:
            act(page)

    return reached


def survey(*done: Act) -> State:
    """The survey, and then what a person does on it."""
    return at(SURVEY, *done)


def kiosk_offered(page: Page, sites: Sites) -> None:
    email, password = sites.demo.password("bibliotekarz")
    page.goto(f"{sites.demo.url}/logowanie")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("main form [type=submit]").click()
    page.goto(f"{sites.demo.url}{SURVEY}/kiosk")


def kiosk(*done: Act) -> State:
    """A started kiosk, and then what a person does there."""

    def reached(page: Page, sites: Sites) -> None:
        page.clock.install()
        kiosk_offered(page, sites)
        page.locator("main form [type=submit]").click()
        expect(page.locator("[data-kiosk-parts]")).not_to_have_attribute("hidden", "")
        for act in done:
            act(page)

    return reached


MISTAKE = shows(".error-summary")
AGREE = "main form [type=submit]"
KIOSK_THANKS = (send, comes("kiosk-thanks"))
KIOSK_CONTACT = (*KIOSK_THANKS, press("a[href*='/kiosk/kontakt']"), comes("contact"))

STATES: dict[str, State] = {
    "home with surveys": at("/"),
    "home without surveys": at("/", site="quiet"),
    "survey": survey(),
    "survey in Ukrainian": at(f"{SURVEY}?lang=uk"),
    "survey with long words": at("/a/dlugie-slowa", site="broken"),
    "survey step 2": survey(acts.step(2)),
    "survey with an order": survey(acts.at("select")),
    "survey with a box to write in": survey(acts.at("textarea")),
    "survey step with one choice": survey(acts.at("input[name=age]")),
    "survey last step": survey(acts.at("#send-answers")),
    "survey with mistakes": survey(acts.mistaken),
    "survey with mistakes and no network": survey(acts.mistaken_without_network),
    "another language without a network": survey(acts.other_language_without_network),
    "survey with a lost token": survey(acts.without_token),
    "survey in another language": survey(acts.other_language),
    "survey with a draft kept": survey(acts.keep),
    "survey with a draft offered": survey(acts.keep, acts.return_later),
    "survey sent before": survey(acts.go_back_after_sending),
    "survey taken for a program": survey(acts.with_the_trap),
    "survey sent too fast": at("/a/otwarta", acts.submit, MISTAKE, site="guarded"),
    "slip asked for": at("/a/na-kody", site="guarded"),
    "slip not known": at("/a/na-kody", acts.wrong_slip, MISTAKE, site="guarded"),
    "survey sent in a flood": at("/a/otwarta", acts.flooded, site="guarded"),
    "waiting for the network": survey(acts.cut_network),
    "waiting and leaving the device": survey(acts.cut_network, unfold("[data-leaving]")),
    "waiting and a file saved": survey(
        acts.cut_network, unfold("[data-leaving]"), press("[data-save]"), shows("[data-saved]")
    ),
    "waiting or thrown away": survey(
        acts.cut_network, unfold("[data-leaving]"), press("[data-throw]"), shows("[data-throwing]")
    ),
    "waiting and refused": survey(acts.spoil, acts.cut_network, acts.network_back, shows("[data-if=refused]")),
    "waiting no more": survey(acts.cut_network, acts.network_back, comes("thank-you")),
    "waiting no more on return": survey(
        acts.write("Lawka"), acts.cut_network, acts.come_again_with_a_network, shows("[data-delivered]")
    ),
    "easy survey": at(SURVEY + EASY),
    "easy survey step 2": at(SURVEY + EASY, acts.step(2)),
    "easy thank-you": at(f"{SURVEY}/dziekujemy{EASY}"),
    "easy information": at(f"{SURVEY}/informacja{EASY}"),
    "survey for young people": at("/a/mlodziez", site="broken"),
    "code to go on": survey(acts.put_away),
    "back by a code": at(f"{SURVEY}/wroc"),
    "back by a wrong code": at(f"{SURVEY}/wroc", type_in("#code", "AAAA"), MISTAKE),
    "back by no file": at(f"{SURVEY}/wroc", press("main form[enctype] [type=submit]"), MISTAKE),
    "file sent": survey(acts.send_a_file),
    "thank-you": at(f"{SURVEY}/dziekujemy"),
    "thank-you with a receipt": survey(acts.receipt),
    "erasing": at(f"{SURVEY}/usun"),
    "erasing by a wrong code": at(f"{SURVEY}/usun", type_in("#code", "AAAA"), MISTAKE),
    "erasing asked again": survey(acts.ask_to_erase),
    "erased": survey(acts.ask_to_erase, press("main [name=erase]"), comes("erase")),
    "contact": at(f"{SURVEY}/kontakt"),
    "contact unfolded": at(f"{SURVEY}/kontakt", press("main details > summary")),
    "contact with mistakes": at(f"{SURVEY}/kontakt", press(AGREE), MISTAKE),
    "contact thanks": at(f"{SURVEY}/kontakt", acts.leave_contact, comes("contact-thanks")),
    "information": at(f"{SURVEY}/informacja"),
    "declarations": at("/deklaracja-dostepnosci"),
    "declaration": at(f"/deklaracja-dostepnosci/{SLUG}"),
    "declaration not drawn up": at("/deklaracja-dostepnosci/cicha", site="quiet"),
    "closed": at("/a/zamknieta", site="quiet"),
    "not open": at("/a/przyszla", site="quiet"),
    "kiosk offered": kiosk_offered,
    "kiosk": kiosk(),
    "kiosk with mistakes": kiosk(acts.mistaken),
    "kiosk information": kiosk(acts.read_information),
    "kiosk warning": kiosk(acts.leave_alone),
    "kiosk without a network": kiosk(acts.cut_kiosk),
    "kiosk thanks": kiosk(*KIOSK_THANKS),
    "kiosk contact": kiosk(*KIOSK_CONTACT),
    "kiosk contact with mistakes": kiosk(*KIOSK_CONTACT, press(AGREE), MISTAKE),
    "error 404": at("/nie-ma-takiej"),
    "error 413": survey(acts.too_large),
    "error 500": at("/a/zepsuta", site="broken"),
    "error 503": at("/a/otwarta", acts.submit, comes("error"), site="broken"),
}
