"""The declaration of accessibility: ids of the technical conditions (version 2.0), true days, a library's own words."""

import re
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from flask_babel import refresh
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from diagnoza.clock import today
from diagnoza.queries import library_texts as stored
from diagnoza.queries.campaigns import CampaignRow, LibraryRow
from diagnoza.texts.kinds import ACCESSIBILITY
from tests.factories import COMING, OVER, make_campaign, make_library
from tests.web.conftest import SignIn
from tests.web.pages import hidden, page_name, words

NEEDED = [
    *("a11y-wstep", "a11y-podmiot", "a11y-zakres", "a11y-url", "a11y-data-publikacja", "a11y-data-aktualizacja"),
    *("a11y-status", "a11y-data-sporzadzenie", "a11y-kontakt", "a11y-email", "a11y-telefon", "a11y-procedura"),
    *("a11y-architektura", "a11y-komunikacja"),
]
EARLIER = ["a11y-deklaracja", "a11y-osoba", "a11y-audytor", "a11y-aplikacje"]  # version 1.5 had these
DAYS = ["a11y-data-publikacja", "a11y-data-aktualizacja", "a11y-data-sporzadzenie"]
EDITOR = "/panel/deklaracja-dostepnosci"
GIVEN = {
    "podmiot": "Gminna Biblioteka Publiczna w Wiązowie",
    "adres": "https://wiazowo.example",
    "publikacja": "2026-01-10",
    "aktualizacja": "2026-02-01",
    "status": "partial",
    "niezgodnosci": "- Nie ma tłumaczenia na język migowy.",
    "sporzadzenie": "2026-02-02",
    "osoba": "Anna Wiąz",
    "email": "anna@wiazowo.example",
    "telefon": "+48 12 345 67 89",
    "architektura": "- Wejście bez schodów.\n- Nie ma windy.",
    "komunikacja": "- SMS.",
}


@pytest.fixture
def library(session: Session) -> LibraryRow:
    return make_library(session)


@pytest.fixture
def librarian(library: LibraryRow, sign_in: SignIn) -> FlaskClient:
    return sign_in(library)


def post(librarian: FlaskClient, **changes: str) -> TestResponse:
    page = librarian.get(EDITOR)
    form = {name: hidden(page, name) for name in ("csrf_token", "begun_from")}
    return librarian.post(EDITOR, data=form | GIVEN | changes)


def shown(client: FlaskClient, library: LibraryRow, query: str = "") -> TestResponse:
    return client.get(f"/deklaracja-dostepnosci/{library.slug}{query}")


def ids(page: TestResponse) -> list[str]:
    return re.findall(r'\sid="(a11y-[a-z-]+)"', page.text)


def days(page: TestResponse) -> dict[str, date]:
    found = re.findall(r'<time id="(a11y-data-[a-z]+)" datetime="([^"]+)">', page.text)
    return {name: date.fromisoformat(day) for name, day in found}


def test_it_has_every_id_once(librarian: FlaskClient, library: LibraryRow) -> None:
    assert post(librarian).status_code == 303
    found = ids(shown(librarian, library))
    assert set(NEEDED + EARLIER) <= set(found)
    assert len(found) == len(set(found))
    assert "a11y-data-przeglad" not in found


def test_its_days_are_days_in_order_and_none_is_to_come(librarian: FlaskClient, library: LibraryRow) -> None:
    post(librarian, przeglad="2026-03-30")
    found = days(shown(librarian, library))
    assert list(found) == [*DAYS, "a11y-data-przeglad"]
    assert found["a11y-data-publikacja"] <= found["a11y-data-aktualizacja"] <= today()
    assert found["a11y-data-sporzadzenie"] <= found["a11y-data-przeglad"] <= today()


def test_it_says_what_the_library_wrote(librarian: FlaskClient, library: LibraryRow) -> None:
    post(librarian)
    page = shown(librarian, library)
    said = words(page)
    for text in (GIVEN["podmiot"], GIVEN["osoba"], GIVEN["telefon"], "Nie ma windy.", "SMS.", "język migowy"):
        assert text in said
    assert 'href="tel:+48123456789"' in page.text
    assert "10 stycznia 2026" in said


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("full", "Strona internetowa jest zgodna z ustawą z dnia 4 kwietnia 2019 r."),
        ("partial", "Strona internetowa jest częściowo zgodna z ustawą z dnia 4 kwietnia 2019 r."),
        ("none", "Strona internetowa jest niezgodna z ustawą z dnia 4 kwietnia 2019 r."),
    ],
)
def test_its_state_is_one_of_three_sentences(
    librarian: FlaskClient, library: LibraryRow, status: str, sentence: str
) -> None:
    post(librarian, status=status)
    page = shown(librarian, library)
    assert sentence in words(page)
    assert ("a11y-tresci-niedostepne" in ids(page)) == (status != "full")


def test_it_speaks_the_languages_of_the_site(librarian: FlaskClient, library: LibraryRow) -> None:
    post(librarian)
    for language, heading in {"uk": "Декларація доступності", "en": "Accessibility declaration"}.items():
        refresh()
        page = shown(librarian, library, f"?lang={language}")
        assert heading in words(page)
        assert '<div lang="pl">' in page.text
        assert set(NEEDED) <= set(ids(page))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"osoba": ""}, "Trzeba wypełnić: Osoba albo komórka odpowiedzialna za dostępność."),
        ({"publikacja": ""}, "Trzeba wypełnić: Dzień publikacji strony."),
        ({"aktualizacja": "2026-01-01"}, "Ostatnia zmiana nie może być przed publikacją."),
        ({"przeglad": "2026-01-01"}, "Przegląd nie może być przed sporządzeniem."),
        ({"przeglad": (date.today() + timedelta(days=3)).isoformat()}, "Ten dzień jeszcze nie nadszedł."),
        ({"niezgodnosci": " "}, "Trzeba napisać, co jest niedostępne"),
        ({"status": ""}, "Trzeba wybrać jedną z odpowiedzi."),
    ],
)
def test_what_cannot_be_declared_is_refused_with_the_fix(
    librarian: FlaskClient, library: LibraryRow, session: Session, changes: dict[str, str], said: str
) -> None:
    page = post(librarian, **changes)
    assert page.status_code == 422
    assert said in words(page)
    assert GIVEN["architektura"].splitlines()[0] in words(page)
    assert stored.history(session, ACCESSIBILITY) == []


def test_until_it_is_drawn_up_a_page_says_so_and_declares_nothing(librarian: FlaskClient, library: LibraryRow) -> None:
    page = shown(librarian, library)
    assert (page_name(page), ids(page)) == ("accessibility-missing", [])
    assert "jeszcze nie sporządzona" in words(librarian.get("/panel/teksty"))


def test_a_first_declaration_begins_with_what_is_known(librarian: FlaskClient, library: LibraryRow) -> None:
    page = librarian.get(EDITOR)
    assert f'value="{library.name}"' in page.text
    assert "czytników ekranu" in page.text
    assert 'value="partial"' in page.text


def test_each_change_is_a_version_and_two_librarians_do_not_overwrite_each_other(
    librarian: FlaskClient, session: Session
) -> None:
    begun = hidden(librarian.get(EDITOR), "begun_from")
    post(librarian)
    again = post(librarian, begun_from=begun, osoba="Jan")
    assert again.status_code == 409
    assert 'value="Jan"' in again.text
    assert post(librarian, begun_from=hidden(again, "begun_from"), osoba="Jan").status_code == 303
    assert [version.content.facts["osoba"] for version in stored.history(session, ACCESSIBILITY)] == [
        "Jan",
        "Anna Wiąz",
        "",
    ]


def test_a_review_of_an_earlier_year_is_due(librarian: FlaskClient) -> None:
    post(librarian, publikacja="2024-01-10", aktualizacja="2024-02-01", sporzadzenie="2024-02-02")
    assert "do przeglądu do 31 marca" in words(librarian.get("/panel/teksty"))
    post(librarian, publikacja="2024-01-10", sporzadzenie="2024-02-02", przeglad=today().isoformat())
    assert "do przeglądu do 31 marca" not in words(librarian.get("/panel/teksty"))


def links(page: TestResponse) -> list[str]:
    return re.findall(r'href="(/deklaracja-dostepnosci[^"]*)"', page.text.partition("<footer")[2])


def test_every_residents_page_leads_to_it(client: FlaskClient, session: Session) -> None:
    campaigns: list[CampaignRow] = [make_campaign(session, days=days) for days in (OVER, COMING)]
    campaign = make_campaign(session)
    paths = [
        f"/a/{campaign.slug}{path}" for path in ("", "/dziekujemy", "/informacja", "/kontakt", "/kontakt/dziekujemy")
    ]
    for path in [*paths, *(f"/a/{each.slug}" for each in campaigns)]:
        (link,) = links(client.get(path))
        assert link == f"/deklaracja-dostepnosci/{campaign.library.slug}"
        assert client.get(link).status_code == 200


def test_the_first_page_leads_to_the_declaration_of_the_only_library_or_to_the_list(
    client: FlaskClient, session: Session, library: LibraryRow
) -> None:
    (link,) = links(client.get("/"))
    assert page_name(client.get(link)) == "accessibility-missing"
    other = make_library(session)
    page = client.get(link)
    assert page_name(page) == "accessibility-list"
    assert [f"/deklaracja-dostepnosci/{each.slug}" in page.text for each in (library, other)] == [True, True]


def test_another_librarys_words_are_not_shown(client: FlaskClient, librarian: FlaskClient, session: Session) -> None:
    post(librarian)
    other = make_library(session)
    assert "Anna Wiąz" not in words(shown(client, other))
    assert client.get("/deklaracja-dostepnosci/nie-ma").status_code == 404


def test_the_sample_library_has_one(session: Session, client: FlaskClient) -> None:
    from diagnoza.services.seed_demo import seed

    seed(session, lambda password: password)
    page = client.get("/deklaracja-dostepnosci/zmyslona-wola")
    assert set(NEEDED) <= set(ids(page))
    assert all(day <= today() for day in days(page).values())
