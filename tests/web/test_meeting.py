"""A small survey gives a page for a meeting: three matters with counts, ask first, hands beside, never added."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from flask_babel import refresh
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from diagnoza.clock import today
from diagnoza.db.models_hands import ShowOfHands
from diagnoza.db.scope import ACROSS_LIBRARIES
from diagnoza.queries import hands as stored
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.queries.hands import Hands
from diagnoza.services import hands
from diagnoza.services.recommend import save_readiness
from tests.factories import add_responses, make_campaign, make_library
from tests.web.conftest import SignIn
from tests.web.pages import hidden, page_name, words

LACKS = {"care": 12, "health": 9, "sport": 6, "digital": 2}
TITLE = "O czym porozmawiać na zebraniu"
SHOWN = {"area": "care", "hands": "12", "present": "20"}


def answers(lacks: dict[str, int], n: int) -> list[dict]:
    """`n` people, of whom so many lack each area; not the same ones everywhere."""
    return [
        {"lack": {area: "2" if (place + 7 * k) % n < many else "0" for k, (area, many) in enumerate(lacks.items())}}
        for place in range(n)
    ]


@pytest.fixture
def campaign(session: Session) -> CampaignRow:
    campaign = make_campaign(session)
    add_responses(session, campaign, answers(LACKS, 30))
    return campaign


@pytest.fixture
def member(campaign: CampaignRow, sign_in: SignIn) -> FlaskClient:
    return sign_in(campaign.library, "coalition")


def page(campaign: CampaignRow) -> str:
    return f"/koalicja/{campaign.slug}"


def opened(session: Session, sign_in: SignIn, lacks: dict[str, int], n: int) -> TestResponse:
    campaign = make_campaign(session)
    add_responses(session, campaign, answers(lacks, n))
    return sign_in(campaign.library, "coalition").get(page(campaign))


def add(member: FlaskClient, campaign: CampaignRow, **changes: str) -> TestResponse:
    token = hidden(member.get(page(campaign)), "csrf_token")
    data = {f"rece-{name}": value for name, value in {**SHOWN, "day": today().isoformat(), **changes}.items()}
    return member.post(f"{page(campaign)}/rece", data={"csrf_token": token, **data}, follow_redirects=True)


def mark(member: FlaskClient, campaign: CampaignRow, hands_id: int, what: str) -> TestResponse:
    token = hidden(member.get(page(campaign)), "csrf_token")
    path = f"{page(campaign)}/rece/{hands_id}/{what}"
    return member.post(path, data={"csrf_token": token}, follow_redirects=True)


def kept(session: Session, campaign: CampaignRow) -> list[Hands]:
    session.expire_all()
    return [each.hands for each in stored.of_campaign(session, campaign.id)]


def matters(answer: TestResponse) -> list[tuple[str, str]]:
    """Name and count of every matter on the page."""
    return re.findall(r"<h2>([^<]+)</h2>\s*<p class=\"matter-count\">([^<]+)</p>", answer.text)


def test_the_page_of_a_small_survey_names_three_matters_with_counts(member: FlaskClient, campaign: CampaignRow) -> None:
    answer = member.get(page(campaign))
    assert page_name(answer) == "recommendation"
    assert f"<h1>{TITLE}</h1>" in answer.text
    assert sorted(count for _, count in matters(answer)) == ["12 z 30 osób", "6 z 30 osób", "9 z 30 osób"]


def test_the_matters_stand_as_the_questionnaire_asks(session: Session, sign_in: SignIn) -> None:
    names = [name for name, _ in matters(opened(session, sign_in, {"sport": 12, "care": 6, "health": 9}, 30))]
    assert names == ["Zdrowie i profilaktyka", "Opieka i wsparcie rodzin", "Sport i ruch"]


def test_there_are_no_per_cents_and_no_chart_of_needs(member: FlaskClient, campaign: CampaignRow) -> None:
    answer = member.get(page(campaign))
    assert "%" not in words(answer)
    assert "procent" not in words(answer)
    assert "/wykres/" not in answer.text


def test_we_ask_first_before_any_type(member: FlaskClient, campaign: CampaignRow) -> None:
    answer = member.get(page(campaign))
    assert 'data-cooperation-type=""' in answer.text
    said = words(answer)
    order = [
        said.index(each)
        for each in (
            TITLE + " Na ankietę",
            "Najpierw zapytajmy Zanim",
            "Propozycja do rozmowy Odpowiedzi jest mało",
            "Nie proponujemy jeszcze typu współpracy",
        )
    ]
    assert order == sorted(order)
    types = ("wspólna organizacja akcji", "wspólna realizacja projekt", "partnerstwo")
    assert not any(each in said[: order[2]] for each in types)


@pytest.mark.parametrize(("n", "small"), [(40, True), (50, False)])
def test_fifty_answers_make_the_whole_page(session: Session, sign_in: SignIn, n: int, small: bool) -> None:
    answer = opened(session, sign_in, LACKS, n)
    assert page_name(answer) == "recommendation"
    assert (TITLE in answer.text) is small
    assert ("/wykres/needs.svg" in answer.text) is not small


def test_too_few_answers_say_what_to_do(session: Session, sign_in: SignIn) -> None:
    answer = opened(session, sign_in, LACKS, 9)
    said = words(answer)
    assert matters(answer) == []
    assert "Za mało odpowiedzi, żeby coś pokazać" in said
    assert "dojdzie do 10" in said
    assert 'data-cooperation-type=""' in answer.text
    assert not re.search(r"\b9 (osób|z)\b", said)


def test_answers_without_any_need_say_what_to_do(session: Session, sign_in: SignIn) -> None:
    answer = opened(session, sign_in, {"care": 0, "health": 0}, 12)
    assert matters(answer) == []
    assert "Z odpowiedzi nie wynika żadna sprawa" in words(answer)


def test_equal_matters_at_the_third_place_are_left_to_the_meeting(session: Session, sign_in: SignIn) -> None:
    answer = opened(session, sign_in, {"care": 12, "health": 9, "sport": 6, "digital": 6}, 30)
    first, equal = answer.text.split("Niech wybierze zebranie.")
    assert first.count("matter-count") == 2
    assert equal.count("matter-count") == 2


def test_matters_that_might_as_well_stand_there_are_named(session: Session, sign_in: SignIn) -> None:
    near = words(opened(session, sign_in, {"care": 7, "health": 6, "sport": 6, "digital": 5}, 30))
    assert "mogłyby tu stać także: Internet, komputer i e-usługi." in near


def test_a_sensitive_matter_asks_to_speak_of_the_neighbourhood(member: FlaskClient, campaign: CampaignRow) -> None:
    assert words(member.get(page(campaign))).count("Mówmy o okolicy") == 1


def test_hands_stand_beside_their_matter_and_change_no_count(member: FlaskClient, campaign: CampaignRow) -> None:
    before = matters(member.get(page(campaign)))
    answer = add(member, campaign)
    (card,) = re.findall(r"<li>\s*<h2>Opieka i wsparcie rodzin</h2>.*?</li>", answer.text, re.S)
    assert "12 z 20 osób podniosło rękę" in card
    assert matters(answer) == before
    assert "nigdy do niej nie dodajemy" in words(answer)


@pytest.mark.parametrize(("count", "verb"), [("0", "podniosło"), ("1", "podniosła"), ("3", "podniosły")])
def test_the_verb_follows_the_number_of_hands(
    member: FlaskClient, campaign: CampaignRow, count: str, verb: str
) -> None:
    assert f"{count} z 20 osób {verb} rękę" in words(add(member, campaign, hands=count))


def test_hands_for_a_matter_outside_the_three_are_kept_too(member: FlaskClient, campaign: CampaignRow) -> None:
    said = words(add(member, campaign, area="heritage", hands="5"))
    assert "Historia, tradycja i turystyka Na zebraniu" in said


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"hands": "21"}, "Osób na zebraniu: 20. Rąk nie może być więcej; sprawdź obie liczby."),
        ({"hands": "-1"}, "Wpisz, ile osób podniosło rękę: liczbę, a jeśli nikt, to 0."),
        ({"hands": ""}, "Wpisz, ile osób podniosło rękę: liczbę, a jeśli nikt, to 0."),
        ({"hands": "las"}, "Wpisz, ile osób podniosło rękę: liczbę, a jeśli nikt, to 0."),
        ({"hands": "2001", "present": "2001"}, "Wpisz, ile osób było na zebraniu: liczbę od 2 do 2000."),
        ({"present": "pół wsi"}, "Wpisz, ile osób było na zebraniu: liczbę od 2 do 2000."),
        ({"day": "wczoraj"}, "Wpisz dzień zebrania."),
        ({"area": "lake"}, "Wybierz spośród podanych odpowiedzi."),
    ],
)
def test_hands_that_cannot_be_are_refused_with_words(
    member: FlaskClient, campaign: CampaignRow, session: Session, bad: dict[str, str], said: str
) -> None:
    answer = add(member, campaign, **bad)
    assert answer.status_code == 422
    assert kept(session, campaign) == []
    assert re.search(rf'<a href="#rece-\w+">{re.escape(said)}</a>', answer.text)


def test_a_meeting_that_has_not_been_yet_has_no_hands(
    member: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    answer = add(member, campaign, day=(today() + timedelta(days=1)).isoformat())
    assert (answer.status_code, kept(session, campaign)) == (422, [])
    assert "Wybierz dzisiejszy dzień albo wcześniejszy." in words(answer)


def test_removed_hands_can_be_brought_back(member: FlaskClient, campaign: CampaignRow, session: Session) -> None:
    add(member, campaign)
    (found,) = stored.of_campaign(session, campaign.id)
    gone = mark(member, campaign, found.id, "usun")
    assert kept(session, campaign) == []
    assert "usunięto. Przywróć" in words(gone)
    assert "12 z 20" not in words(gone)
    assert "12 z 20 osób podniosło rękę" in words(mark(member, campaign, found.id, "przywroc"))
    assert kept(session, campaign) == [found.hands]


def test_another_coalitions_hands_cannot_be_touched(
    member: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    token = hidden(member.get(page(campaign)), "csrf_token")
    make_library(session)
    theirs = make_campaign(session)
    hands.add(session, theirs, Hands("care", 1, 2, today()))
    (found,) = stored.of_campaign(session, theirs.id)
    for slug in (campaign.slug, theirs.slug):
        path = f"/koalicja/{slug}/rece/{found.id}/usun"
        assert member.post(path, data={"csrf_token": token}).status_code == 404
    row = session.scalars(select(ShowOfHands), execution_options=ACROSS_LIBRARIES).one()
    assert (row.library_id, row.removed) == (theirs.library.id, False)


def test_hands_stay_when_the_survey_has_grown(session: Session, sign_in: SignIn) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, answers(LACKS, 60))
    hands.add(session, campaign, Hands("care", 12, 20, today()))
    answer = sign_in(campaign.library, "coalition").get(page(campaign))
    assert TITLE not in answer.text
    assert "12 z 20 osób podniosło rękę" in words(answer)
    assert f"{page(campaign)}/rece/" in answer.text


def test_a_refused_form_is_kept_when_the_survey_has_grown_meanwhile(
    member: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    token = hidden(member.get(page(campaign)), "csrf_token")
    add_responses(session, campaign, answers(LACKS, 30))
    data = {f"rece-{name}": value for name, value in {**SHOWN, "hands": "21", "day": today().isoformat()}.items()}
    answer = member.post(f"{page(campaign)}/rece", data={"csrf_token": token, **data})
    assert (answer.status_code, TITLE in answer.text) == (422, False)
    assert "Rąk nie może być więcej" in words(answer)
    assert 'value="21"' in answer.text


def test_the_page_speaks_english_too(member: FlaskClient, campaign: CampaignRow) -> None:
    add(member, campaign, hands="1")
    refresh()  # the application context of the test outlives a request, and with it the language
    said = words(member.get(f"{page(campaign)}?lang=en"))
    for each in ("What to talk about at the meeting", "12 of 30 people", "1 of 20 people raised a hand"):
        assert each in said


READY = {"horizon": "long", "partners": 6, "sectors": ["gmina", "edu_culture", "ngo", "residents"]}


def test_a_type_is_proposed_once_the_coalition_said_for_how_long(
    member: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    save_readiness(session, campaign, {"horizon": "long"}, today())
    answer = member.get(page(campaign))
    assert re.search(r'data-cooperation-type="(event|project|thematic|strategic)"', answer.text)
    said = words(answer)
    assert said.index("Najpierw zapytajmy Zanim") < said.index("Propozycja do rozmowy Odpowiedzi") < said.index("Dlacz")


def test_the_reasons_of_a_small_survey_put_no_need_first(
    member: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    save_readiness(session, campaign, READY, today())
    why = words(member.get(page(campaign))).split("Dlaczego")[1].split("Od czego zacząć")[0]
    assert "Na czele" not in why
    assert not any(name in why for name in ("Opieka i wsparcie", "Zdrowie i prof", "Dwie pierwsze"))


def test_without_matters_nothing_is_said_of_sectors_or_changes(session: Session, sign_in: SignIn) -> None:
    said = words(opened(session, sign_in, LACKS, 7))
    for each in ("Co by to zmieniło", "Kogo zaprosić", "Tu są instytucje", "Dla wójta"):
        assert each not in said


def test_hands_are_typed_beside_a_larger_survey_too(session: Session, sign_in: SignIn) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, answers(LACKS, 60))
    reader = sign_in(campaign.library, "coalition")
    said = words(add(reader, campaign))
    assert TITLE not in said
    assert "12 z 60 osób" in said
    assert "Na zebraniu" in said.split("Każda sprawa osobno")[1].split("Zdrowie i profilaktyka")[0]
