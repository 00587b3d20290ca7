"""What a person does on a resident's page, and what then is seen; `states.py` puts these together."""

import json
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import reach

SLUG = "zmyslona-wola"
TOO_LONG = "a" * 2_001

Act = Callable[[Page], object]


def step(number: int) -> Act:
    def walked(page: Page) -> None:
        for _ in range(number - 1):
            page.locator("[data-next]").click()

    return walked


def at(selector: str) -> Act:
    return lambda page: reach(page, selector)


def write(words: str) -> Act:
    return lambda page: reach(page, "textarea").fill(words)


def send(page: Page) -> None:
    reach(page, "#send-answers").click()


def submit(page: Page) -> None:
    """By the browser itself, as without a script."""
    with page.expect_navigation():
        page.locator("form.survey").evaluate("form => form.submit()")


def type_in(selector: str, words: str) -> Act:
    """Fill a field and press Enter in it."""

    def typed(page: Page) -> None:
        page.locator(selector).fill(words)
        page.locator(selector).press("Enter")

    return typed


def press(selector: str) -> Act:
    return lambda page: page.locator(selector).first.click()


def shows(selector: str) -> Act:
    return lambda page: expect(page.locator(selector).first).to_be_visible()


def comes(page_name: str) -> Act:
    return lambda page: expect(page.locator("main")).to_have_attribute("data-page", page_name)


def mistaken(page: Page) -> None:
    """Too many groups of people, and too many characters."""
    reach(page, "select[name='top.1']").select_option("care")
    reach(page, "input[name=for_whom]")
    for box in page.locator("input[name=for_whom]").all()[:3]:
        box.check()
    write(TOO_LONG)(page)
    send(page)
    shows(".error-summary")(page)


def without_token(page: Page) -> None:
    """As after a change of the secret."""
    write("Lawka")(page)
    page.locator("form.survey").evaluate("form => { form.elements.token.value = 'stary'; }")
    submit(page)
    shows(".error-summary")(page)


def with_the_trap(page: Page) -> None:
    """As when a browser fills in the field that nobody sees."""
    page.locator("[name=your-homepage]").evaluate("field => { field.value = 'https://example.org'; }")
    send(page)
    shows(".error-summary")(page)


def flooded(page: Page) -> None:
    """More empty forms than people can send come from this address to each of the processes; then this one."""
    page.locator("form.survey").evaluate("""async (form) => {
      const pass = ["key", "token", "opened"].map((name) => [name, form.elements[name].value]);
      const body = new URLSearchParams([...pass, ["your-homepage", "x"]]);
      const sent = () => fetch(form.action, { method: "POST", body });
      for (let done = 0; done < 600; done += 20) await Promise.all(Array.from({ length: 20 }, sent));
    }""")
    submit(page)
    shows("[data-send-again]")(page)


def wrong_slip(page: Page) -> None:
    """Typed no faster than a person types."""
    page.wait_for_timeout(3_100)
    page.locator("#entry-code").fill("AAAA-BBBB-CCCC")
    send(page)


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
    shows("[data-offer]")(page)


def cut_network(page: Page) -> None:
    page.context.set_offline(True)
    send(page)
    shows("[data-waiting]")(page)


def spoil(page: Page) -> None:
    """Tick an answer that the server does not know, as after a change of the questionnaire."""
    box = reach(page, "input[type=radio]")
    box.evaluate("box => { box.value = 'nie-ma'; }")
    box.check()


def mistaken_without_network(page: Page) -> None:
    page.context.set_offline(True)
    mistaken(page)


def other_language_without_network(page: Page) -> None:
    page.context.set_offline(True)
    page.get_by_role("button", name="English").click()
    shows("[data-no-network]")(page)


def network_back(page: Page) -> None:
    page.context.set_offline(False)


def come_again_with_a_network(page: Page) -> None:
    """In a browser that sends nothing by itself while the page is closed."""
    page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.forEach((one) => one.unregister()))")
    address = page.url
    page.goto("about:blank")
    network_back(page)
    page.goto(address)


def unfold(selector: str) -> Act:
    return lambda page: page.locator(f"{selector} > summary").click()


def go_back_after_sending(page: Page) -> None:
    send(page)
    comes("thank-you")(page)
    page.go_back()
    shows("[data-sent-before]")(page)


def too_large(page: Page) -> None:
    write("a" * 1_100_000)(page)
    page.locator("form.survey").evaluate("form => { form.enctype = 'multipart/form-data'; }")
    submit(page)
    comes("error")(page)


def receipt(page: Page) -> None:
    """Send, and note the code down."""
    send(page)
    comes("thank-you")(page)
    shows("[data-receipt]")(page)


def ask_to_erase(page: Page) -> None:
    receipt(page)
    code = page.locator("[data-receipt]").inner_text()
    page.goto(page.url.split("/dziekujemy")[0] + "/usun")
    type_in("#code", code)(page)
    shows("main [name=erase]")(page)


def put_away(page: Page) -> None:
    unfold("details.later")(page)
    press("[data-put-away]")(page)
    comes("code")(page)


def send_a_file(page: Page) -> None:
    """Two forms that waited elsewhere: one is good, one has too many characters."""
    key, opened = (page.locator(f"form.survey [name={name}]").input_value() for name in ("key", "opened"))
    forms = [
        {"key": key[:-1] + end, "opened": opened, "language": "pl", "place": "", "answers": [["one_thing", text]]}
        for end, text in (("a", "Lawka"), ("b", TOO_LONG))
    ]
    content = json.dumps({"format": "diagnoza-answers", "version": 1, "survey": SLUG, "forms": forms})
    page.goto(page.url.split("?")[0] + "/wroc")
    page.locator("#file").set_input_files(
        {"name": "w.json", "mimeType": "application/json", "buffer": content.encode()}
    )
    page.get_by_role("button", name="Wyślij odpowiedzi").click()
    comes("file-sent")(page)


def leave_contact(page: Page) -> None:
    page.locator("#name").fill("Anna Zmyślona")
    page.locator("#phone").fill("600 100 200")
    page.locator("#adult").check()
    page.locator("#agreed").check()
    page.locator("main form [type=submit]").click()


def leave_alone(page: Page) -> None:
    write("Lawka")(page)
    page.clock.fast_forward(91_000)
    shows("[data-idle]")(page)


def read_information(page: Page) -> None:
    page.locator("[data-first-step] a.standalone").first.click()
    shows("[data-reading]")(page)


def cut_kiosk(page: Page) -> None:
    page.context.set_offline(True)
    send(page)
    shows("[data-not-sent]")(page)
