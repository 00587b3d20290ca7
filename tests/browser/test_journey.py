"""The whole journey in a real browser: a resident answers, the chart changes, the coalition reads why."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Demo, reach

pytestmark = pytest.mark.browser
ONE_DAY = {
    "horizon": "once",
    "fixed_date": "yes",
    "funding": "none",
    "prior_cooperation": "no",
    "specialist": "unknown",
}
TYPES = ("event", "project", "thematic", "strategic")


def survey_path(page: Page) -> str:
    page.goto("/")
    link = page.locator("main a[href^='/a/']").first.get_attribute("href")
    assert link
    return link


def answer(page: Page, path: str) -> None:
    """Somebody who lacks everything a little, care very much, and names it first."""
    page.goto(path)
    rows = page.locator("input[type=radio][name^='lack.'][value='1']")
    for name in rows.evaluate_all("all => all.map(one => one.name)"):
        reach(page, f"input[name='{name}'][value='{2 if name == 'lack.care' else 1}']").check()
    reach(page, "select[name='top.1']").select_option("care")
    reach(page, "textarea").fill("Ławka przy przystanku")
    reach(page, "#send-answers")
    page.get_by_role("button", name="Wyślij odpowiedzi").click()
    expect(page.locator("main")).to_have_attribute("data-page", "thank-you")


def sign_in(page: Page, demo: Demo, role: str) -> None:
    email, password = demo.password(role)
    page.goto("/logowanie")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button[type=submit], main form input[type=submit]").click()


def people_asked(page: Page, slug: str) -> int:
    """The number of responses behind the chart, as the diagnosis page says it."""
    page.goto(f"/panel/kampanie/{slug}/diagnoza")
    return int(page.locator("[data-responses]").get_attribute("data-responses"))


def test_from_an_answer_to_a_reasoned_proposal(page: Page, demo: Demo) -> None:
    path = survey_path(page)
    slug = path.removeprefix("/a/").split("?")[0]
    sign_in(page, demo, "bibliotekarz")
    before = people_asked(page, slug)
    chart = page.locator("main img[src*='/wykres/needs.svg']").first
    assert chart.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
    old_picture = page.request.get(chart.get_attribute("src")).body()

    answer(page, path)

    assert people_asked(page, slug) == before + 1
    assert page.request.get(chart.get_attribute("src")).body() != old_picture

    page.goto(f"/koalicja/{slug}")
    main = page.locator("main")
    expect(main).to_have_attribute("data-page", "recommendation")
    assert main.get_attribute("data-cooperation-type") in TYPES
    assert page.locator(".sectors > li").count() >= 1
    assert page.locator(".reasons > li").count() >= 3


def test_a_coalition_member_answers_and_the_proposal_follows(page: Page, demo: Demo) -> None:
    slug = survey_path(page).removeprefix("/a/").split("?")[0]
    sign_in(page, demo, "koalicja")
    page.goto(f"/koalicja/{slug}")
    for question, answer in ONE_DAY.items():
        page.locator(f"input[name={question}][value={answer}]").check()
    page.locator("input[name=partners]").fill("2")
    page.get_by_role("button", name=re.compile("Zapisz")).click()
    expect(page.locator("main")).to_have_attribute("data-cooperation-type", "event")
    page.goto(f"/panel/kampanie/{slug}/diagnoza")
    expect(page.locator("main")).to_have_attribute("data-page", "error")


def test_a_mistake_is_named_and_mended_with_the_keyboard(page: Page) -> None:
    page.goto(survey_path(page))
    text = reach(page, "textarea")
    text.evaluate("box => box.removeAttribute('maxlength')")
    text.fill("a" * 2_001)
    reach(page, "#send-answers")
    page.get_by_role("button", name="Wyślij odpowiedzi").click()
    summary = page.locator("[role=alert]")
    expect(summary).to_be_visible()
    summary.locator("a").first.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("Ławka")
    reach(page, "#send-answers")
    page.get_by_role("button", name="Wyślij odpowiedzi").press("Enter")
    expect(page.locator("main")).to_have_attribute("data-page", "thank-you")


def test_the_survey_can_be_answered_with_the_keyboard_alone(page: Page) -> None:
    page.goto(survey_path(page))
    for _ in range(150):
        page.keyboard.press("Tab")
        focused = page.evaluate("[document.activeElement.type, document.activeElement.value]")
        if focused[0] == "radio":
            page.keyboard.press("Space")
        if focused[0] == "button" and "Dalej" in page.locator(":focus").inner_text():
            page.keyboard.press("Enter")
        if focused[0] == "submit" and page.locator(":focus").get_attribute("id") == "send-answers":
            page.keyboard.press("Enter")
            break
    expect(page.locator("main")).to_have_attribute("data-page", "thank-you")


def test_going_back_and_sending_again_is_one_response(page: Page, chromium: Browser, demo: Demo) -> None:
    library = chromium.new_context(base_url=demo.url).new_page()
    path = survey_path(page)
    slug = path.removeprefix("/a/")
    sign_in(library, demo, "bibliotekarz")
    before = people_asked(library, slug)
    answer(page, path)
    page.go_back()
    reach(page, "#send-answers").click()
    expect(page.locator("main")).to_have_attribute("data-page", "thank-you")
    page.reload()
    expect(page.locator("main")).to_have_attribute("data-page", "thank-you")
    assert people_asked(library, slug) == before + 1
    library.context.close()
