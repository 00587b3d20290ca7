"""A librarian prints sheets, types them in by numbers, mends, undoes, and compares two readings; without a script."""

import re

import pypdfium2
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from diagnoza.queries import campaigns, paper, responses
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.services import enter_paper
from tests.factories import Days, make_campaign, make_library
from tests.web.conftest import SignIn
from tests.web.pages import hidden, page_name, words

TYPED = {"l-lack.care": "3", "l-lack.health": "9", "l-top": "0302", "l-for_whom": "02", "l-age": "6", "l-help": "1"}
STORED = {
    "lack": {"health": "dont_know", "care": "2"},
    "top": ["care", "health"],
    "for_whom": ["preschool"],
    "age": "75+",
}


@pytest.fixture
def campaign(session: Session) -> CampaignRow:
    return make_campaign(session)


@pytest.fixture
def panel(campaign: CampaignRow, sign_in: SignIn) -> FlaskClient:
    return sign_in(campaign.library)


@pytest.fixture
def place(campaign: CampaignRow) -> str:
    return f"/panel/kampanie/{campaign.slug}/papier"


def prints(panel: FlaskClient, place: str, **fields: object) -> TestResponse:
    token = hidden(panel.get(place), "csrf_token")
    usual = {"copies": "2", "size": "normalna", "language": "pl", "csrf_token": token}
    return panel.post(f"{place}/druk", data={**usual, **fields})


def codes(made: TestResponse) -> list[str]:
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made.data)]
    found = [re.search(r"([0-9A-Z]{4}-[0-9A-Z]{4}) · 1 / \d", text) for text in texts]
    return [each.group(1) for each in found if each]


def types(panel: FlaskClient, place: str, **fields: str) -> TestResponse:
    page = panel.get(f"{place}/wpis")
    sent = {"csrf_token": hidden(page, "csrf_token"), "key": hidden(page, "key"), "language": "pl", "save": "1"}
    return panel.post(f"{place}/wpis", data={**sent, **TYPED, **fields})


def post(panel: FlaskClient, path: str, page: str, **fields: str) -> TestResponse:
    return panel.post(path, data={"csrf_token": hidden(panel.get(page), "csrf_token"), **fields})


def only_code(panel: FlaskClient, place: str) -> str:
    found = re.search(r"/papier/arkusz/([0-9A-Z]{8})", panel.get(place).text)
    assert found
    return found.group(1)


def sign_out(panel: FlaskClient) -> None:
    panel.post("/wyloguj", data={"csrf_token": hidden(panel.get("/panel/"), "csrf_token")})


# Printing.


@pytest.mark.parametrize("language", ["pl", "uk", "en"])
@pytest.mark.parametrize("size", ["normalna", "duza"])
def test_a_print_says_how_to_fill_it_in(
    panel: FlaskClient, place: str, campaign: CampaignRow, size: str, language: str
) -> None:
    made = prints(panel, place, copies="1", size=size, language=language)
    first = pypdfium2.PdfDocument(made.data)[0].get_textpage().get_text_range()
    assert campaign.title in first
    assert campaign.library.name in first
    assert {"pl": "Postaw krzyżyk", "uk": "Поставте хрестик", "en": "Put a cross"}[language] in first


def test_every_copy_has_a_code_that_is_stored(
    panel: FlaskClient, place: str, session: Session, campaign: CampaignRow
) -> None:
    found = [code for _ in range(2) for code in codes(prints(panel, place))]
    assert len(set(found)) == 4
    assert paper.known(session, campaign.id, [code.replace("-", "") for code in found]) == {
        code.replace("-", "") for code in found
    }


def test_copies_begin_on_the_front_of_a_piece_of_paper(panel: FlaskClient, place: str) -> None:
    made = pypdfium2.PdfDocument(prints(panel, place, copies="3").data)
    firsts = [number for number, page in enumerate(made) if " · 1 / " in page.get_textpage().get_text_range()]
    assert len(firsts) == 3
    assert all(number % 2 == 0 for number in firsts)
    assert made.is_tagged()


@pytest.mark.parametrize("copies", ["0", "51", "x", ""])
def test_a_wrong_number_of_copies_prints_nothing(
    panel: FlaskClient, place: str, session: Session, campaign: CampaignRow, copies: str
) -> None:
    page = prints(panel, place, copies=copies)
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert paper.counts(session, campaign.id).printed == 0


# Typing in.


def test_digits_become_a_response(panel: FlaskClient, place: str, session: Session, campaign: CampaignRow) -> None:
    code = codes(prints(panel, place, language="uk"))[0]
    answer = types(panel, place, code=code)
    assert (answer.status_code, answer.location) == (303, f"{place}/wpis")
    (row,) = responses.rows(session, campaign.id)
    assert (row.answers, row.channel, row.language) == (STORED, "paper", "uk")
    assert campaigns.apart_counts(session, campaign.id) == {"help": {"yes": 1}}
    assert f"arkusz {code}" in words(panel.get(f"{place}/wpis"))


@pytest.mark.parametrize("written", ["{0} 3 N PL", "{0}", "{0} "])
def test_a_code_may_come_from_a_scanner_or_in_small_letters(
    panel: FlaskClient, place: str, session: Session, campaign: CampaignRow, written: str
) -> None:
    code = codes(prints(panel, place))[0].replace("-", "")
    assert types(panel, place, code=written.format(code).lower()).status_code == 303
    assert paper.sheet(session, campaign.id, code).entered_on is not None


def test_a_sheet_without_a_code_gets_one_to_be_written_on_it(panel: FlaskClient, place: str) -> None:
    types(panel, place, code="", language="uk")
    said = re.search(r"Zapisz na arkuszu ten kod: ([0-9A-Z]{4})-([0-9A-Z]{4})", words(panel.get(place)))
    assert said
    assert only_code(panel, place) == "".join(said.groups())


def test_enter_checks_and_stores_nothing(
    panel: FlaskClient, place: str, session: Session, campaign: CampaignRow
) -> None:
    page = panel.get(f"{place}/wpis")
    sent = {"csrf_token": hidden(page, "csrf_token"), "key": hidden(page, "key"), "language": "pl", "check": "1"}
    checked = panel.post(f"{place}/wpis", data={**sent, **TYPED})
    assert (checked.status_code, page_name(checked)) == (200, "paper-entry")
    assert hidden(checked, "l-top") == "0302"
    assert hidden(checked, "key") == sent["key"]
    assert responses.count(session, campaign.id) == 0


def test_a_form_sent_twice_is_one_response(
    panel: FlaskClient, place: str, session: Session, campaign: CampaignRow
) -> None:
    key = hidden(panel.get(f"{place}/wpis"), "key")
    for _ in range(2):
        assert types(panel, place, key=key).status_code == 303
    assert responses.count(session, campaign.id) == 1


def test_after_back_the_next_sheet_does_not_overwrite_the_last(
    panel: FlaskClient, place: str, session: Session, campaign: CampaignRow
) -> None:
    key = hidden(panel.get(f"{place}/wpis"), "key")
    types(panel, place, key=key)
    page = types(panel, place, key=key, **{"l-age": "1"})
    assert page.status_code == 422
    assert "Ten arkusz wpisano" in words(page)
    assert hidden(page, "l-age") == "1"
    assert types(panel, place, key=hidden(page, "key"), **{"l-age": "1"}).status_code == 303
    assert {row["age"] for row in responses.answers(session, campaign.id)} == {"75+", "15-19"}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("l-lack.care", "5", "Nie ma takiego numeru"),
        ("l-top", "01020304", "Za dużo wskazań: 4"),
        ("l-one_thing", "a" * 2_001, "skrócić go do 2000 znaków"),
        ("code", "ABCD-EFGH", "Znak tego kodu jest błędny"),
        ("code", "0000-0000", "Z tym kodem nie wydrukowano"),
    ],
)
def test_what_is_wrong_is_said_and_everything_is_kept(
    panel: FlaskClient, place: str, session: Session, campaign: CampaignRow, field: str, value: str, said: str
) -> None:
    page = types(panel, place, **{"l-library": "4", field: value})
    assert page.status_code == 422
    assert said in words(page)
    assert hidden(page, "l-library") == "4"
    assert value in page.text
    assert responses.count(session, campaign.id) == 0


def test_the_same_code_again_leads_to_the_entry(
    panel: FlaskClient, place: str, session: Session, campaign: CampaignRow
) -> None:
    code = codes(prints(panel, place))[0]
    types(panel, place, code=code)
    page = types(panel, place, code=code, **{"l-age": "1"})
    assert page.status_code == 422
    assert "Ten arkusz wpisano" in words(page)
    assert f"{place}/arkusz/{code.replace('-', '')}" in page.text
    assert responses.answers(session, campaign.id) == [STORED]


def test_after_thirty_days_nothing_is_typed_in_and_what_was_typed_is_kept(session: Session, sign_in: SignIn) -> None:
    campaign = make_campaign(session, days=Days(-60, -31))
    panel, place = sign_in(campaign.library), f"/panel/kampanie/{campaign.slug}/papier"
    assert "Arkusze tej ankiety można wpisywać do" in words(panel.get(f"{place}/wpis"))
    late = post(panel, f"{place}/wpis", place, key="k" * 22, language="pl", save="1", **TYPED)
    assert late.status_code == 422
    assert hidden(late, "l-top") == "0302"
    assert responses.count(session, campaign.id) == 0


# Mending and undoing.


def test_an_entry_is_opened_with_its_digits_and_mended(
    panel: FlaskClient, place: str, session: Session, campaign: CampaignRow
) -> None:
    types(panel, place)
    path = f"{place}/arkusz/{only_code(panel, place)}"
    page = panel.get(path)
    assert (hidden(page, "l-top"), hidden(page, "l-lack.health")) == ("03 02", "9")
    mended = post(panel, path, path, **{**TYPED, "l-age": "1", "save": "1"})
    assert mended.status_code == 303
    assert responses.answers(session, campaign.id) == [{**STORED, "age": "15-19"}]
    assert campaigns.apart_counts(session, campaign.id) == {"help": {"yes": 1}}


def test_an_entry_of_today_is_undone(panel: FlaskClient, place: str, session: Session, campaign: CampaignRow) -> None:
    types(panel, place)
    path = f"{place}/arkusz/{only_code(panel, place)}"
    undone = post(panel, f"{path}/cofnij", path, **{"l-help": "1"})
    assert undone.status_code == 303
    assert responses.count(session, campaign.id) == 0
    assert campaigns.apart_counts(session, campaign.id) == {"help": {"yes": 0}}
    assert panel.get(path).status_code == 404


def test_somebody_elses_entry_cannot_be_undone(
    panel: FlaskClient, place: str, session: Session, campaign: CampaignRow, sign_in: SignIn
) -> None:
    types(panel, place)
    path = f"{place}/arkusz/{only_code(panel, place)}"
    sign_out(panel)
    other = sign_in(campaign.library)
    opened = other.get(path)
    assert opened.status_code == 200
    assert "/cofnij" not in opened.text
    assert post(other, f"{path}/cofnij", path).status_code == 403
    assert responses.count(session, campaign.id) == 1


def test_another_librarys_sheet_is_not_found(panel: FlaskClient, place: str, session: Session, sign_in: SignIn) -> None:
    types(panel, place)
    path = f"{place}/arkusz/{only_code(panel, place)}"
    sign_out(panel)
    assert sign_in(make_library(session)).get(path).status_code == 404


# Reading twice.


@pytest.fixture
def twice(panel: FlaskClient, place: str, session: Session, campaign: CampaignRow) -> str:
    """The address of a sheet that waits for its second reading."""
    for _ in range(enter_paper.EVERY):
        types(panel, place)
    (code,) = paper.waiting(session, campaign.id)
    return f"{place}/arkusz/{code}"


def read_again(panel: FlaskClient, twice: str, **fields: str) -> TestResponse:
    path = f"{twice}/drugi-raz"
    return post(panel, path, path, save="1", **{**TYPED, **fields})


def test_the_second_reading_is_blind_and_without_texts(panel: FlaskClient, twice: str) -> None:
    page = panel.get(f"{twice}/drugi-raz")
    assert hidden(page, "l-top") == ""
    assert "l-one_thing" not in page.text
    assert "l-help" not in page.text


def test_readings_that_agree_are_done(panel: FlaskClient, place: str, twice: str) -> None:
    assert read_again(panel, twice).location == place
    page = panel.get(place)
    assert "Oba odczyty się zgadzają" in words(page)
    assert panel.get(f"{twice}/rozstrzygnij").status_code == 404


def test_readings_that_differ_are_decided(
    panel: FlaskClient, place: str, twice: str, session: Session, campaign: CampaignRow
) -> None:
    path = f"{twice}/rozstrzygnij"
    assert read_again(panel, twice, **{"l-lack.care": "1", "l-age": "5"}).location == path
    assert post(panel, path, path, **{"lack.care": "first"}).status_code == 422
    assert post(panel, path, path, **{"lack.care": "first", "age": "second"}).status_code == 303
    assert {**STORED, "age": "60-74"} in responses.answers(session, campaign.id)
    assert "Wiek 1 1 1" in words(panel.get(place))


def test_each_line_says_which_numbers_there_are_when_another_is_typed(panel: FlaskClient, place: str) -> None:
    page = panel.get(f"{place}/wpis").text
    assert 'role="alert" data-allowed="Tu nie ma takiego numeru. Wpisz jeden z tych: 1, 2, 3, 9."' in page
    assert 'data-allowed="Tu nie ma takiego numeru. Wpisz numer od 01 do 13."' in page


def test_a_wrong_digit_of_a_second_reading_is_said(panel: FlaskClient, twice: str) -> None:
    page = read_again(panel, twice, **{"l-age": "8"})
    assert page.status_code == 422
    assert "Nie ma takiego numeru" in words(page)


# The way there.


def test_the_campaign_leads_to_paper_and_counts_it(panel: FlaskClient, place: str, twice: str) -> None:
    page = panel.get(place.removesuffix("/papier"))
    assert f'href="{place}"' in page.text
    assert "wpisano 10 arkuszy" in words(page)
    assert "do wpisania drugi raz: 1" in words(page)
