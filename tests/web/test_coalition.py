"""A coalition reads a proposal that explains itself, and the proposal follows what it says of itself."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from analysis.recommender import render
from diagnoza import figures
from diagnoza.coalition.known import own_labels
from diagnoza.coalition.pages import share_in_words
from diagnoza.queries import readiness
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.services.recommend import propose
from diagnoza.services.submit_response import submit
from tests.factories import OVER, add_responses, make_campaign, make_submission
from tests.web.conftest import SignIn
from tests.web.pages import hidden, page_name, words

CARE = {"lack": {"care": "2", "health": "0"}, "top": ["care"], "for_whom": ["preschool"]}
OTHER = {"lack": {"care": "0", "health": "2"}, "top": ["health"]}


@pytest.fixture
def campaign(session: Session) -> CampaignRow:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 58 + [OTHER] * 12)
    return campaign


@pytest.fixture
def member(campaign: CampaignRow, sign_in: SignIn) -> FlaskClient:
    return sign_in(campaign.library, "coalition")


def proposed(page) -> str:
    return re.search(r'data-cooperation-type="(\w*)"', page.text).group(1)


def say(member: FlaskClient, campaign: CampaignRow, **answers: object):
    path = f"/koalicja/{campaign.slug}"
    token = hidden(member.get(path), "csrf_token")
    return member.post(path, data={"csrf_token": token, **answers}, follow_redirects=True)


def test_the_proposal_names_a_type_sectors_and_reasons(member: FlaskClient, campaign: CampaignRow) -> None:
    page = member.get(f"/koalicja/{campaign.slug}")
    assert page_name(page) == "recommendation"
    assert proposed(page) in ("event", "project", "thematic", "strategic")
    assert "Propozycja do rozmowy" in words(page)
    assert "58 z 70 osób" in words(page)
    assert page.text.count('<ul class="institutions">') == 5


def test_the_proposal_follows_what_the_coalition_says(member: FlaskClient, campaign: CampaignRow) -> None:
    once = say(member, campaign, horizon="once", fixed_date="yes", partners="2")
    assert proposed(once) == "event"
    longer = say(member, campaign, horizon="long", fixed_date="no", partners="5", prior_cooperation="yes")
    assert proposed(longer) == "thematic"


def test_what_was_said_is_kept_and_unknown_is_left_out(
    member: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    say(member, campaign, horizon="long", fixed_date="unknown", sectors=["ngo", "gmina"], partners="")
    session.rollback()
    assert readiness.answers(session, campaign.id) == {"horizon": "long", "sectors": ["ngo", "gmina"]}


def test_what_was_said_before_is_shown_in_the_form(member: FlaskClient, campaign: CampaignRow) -> None:
    page = say(member, campaign, horizon="long", sectors=["ngo"], partners="4")
    checked = {tag for tag in re.findall(r"<input[^>]*>", page.text) if "checked" in tag or 'name="partners"' in tag}
    for value in ("long", "ngo", "4"):
        assert any(f'value="{value}"' in tag for tag in checked)


@pytest.mark.parametrize("bad", [{"partners": "-1"}, {"partners": "dużo"}, {"horizon": "jutro"}, {"sectors": "x"}])
def test_an_answer_that_cannot_be_read_is_refused(
    member: FlaskClient, campaign: CampaignRow, session: Session, bad: dict
) -> None:
    page = say(member, campaign, **bad)
    assert page.status_code == 422
    session.rollback()
    assert readiness.answers(session, campaign.id) == {}


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"partners": "-1"}, "Wpisz liczbę od 0 do 200 albo zostaw puste pole."),
        ({"horizon": "jutro"}, "Wybierz spośród podanych odpowiedzi."),
        ({"sectors": ["ngo", "x"]}, "Wybierz spośród podanych odpowiedzi."),
    ],
)
def test_a_refused_answer_says_in_polish_what_to_do(
    member: FlaskClient, campaign: CampaignRow, bad: dict, said: str
) -> None:
    page = say(member, campaign, **bad)
    (field,) = bad
    assert f'<a href="#{field}">{said}</a>' in page.text
    assert re.search(rf'id="{field}-error">{re.escape(said)}<', page.text)


def test_too_few_answers_give_no_type(session: Session, sign_in: SignIn) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 9)
    page = sign_in(campaign.library, "coalition").get(f"/koalicja/{campaign.slug}")
    assert (page.status_code, proposed(page)) == (200, "")
    assert "z 9 osób" not in words(page)


@pytest.mark.parametrize(("responses", "status"), [(9, 404), (10, 200)])
def test_the_coalitions_chart_is_protected_as_for_publication(
    session: Session, sign_in: SignIn, responses: int, status: int
) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * responses)
    reader = sign_in(campaign.library, "coalition")
    assert reader.get(f"/koalicja/{campaign.slug}/wykres/needs.svg").status_code == status


def test_the_list_shows_the_librarys_campaigns(member: FlaskClient, campaign: CampaignRow) -> None:
    assert f"/koalicja/{campaign.slug}" in member.get("/koalicja/").text


@pytest.mark.parametrize("name", ["powody", "stol"])
@pytest.mark.parametrize("query", ["", "?tryb=dark&rozmiar=phone"])
def test_the_proposal_has_its_pictures(session, sign_in, name, query):
    campaign = make_campaign(session)
    add_responses(session, campaign, [{"lack": {"care": "2"}, "top": ["care"]}] * 60)
    page = sign_in(campaign.library, "coalition")
    address = f"/koalicja/{campaign.slug}/obraz/{name}.svg"
    assert address in page.get(f"/koalicja/{campaign.slug}").text
    answer = page.get(address + query)
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")


@pytest.mark.parametrize("address", ["inne.svg", "powody.svg?tryb=pink", "stol.svg?rozmiar=wall"])
def test_there_is_no_other_picture(session, sign_in, address):
    campaign = make_campaign(session)
    add_responses(session, campaign, [{"lack": {"care": "2"}, "top": ["care"]}] * 60)
    page = sign_in(campaign.library, "coalition")
    assert page.get(f"/koalicja/{campaign.slug}/obraz/{address}").status_code == 404


@pytest.fixture
def village(session: Session) -> CampaignRow:
    campaign = make_campaign(session)
    add_responses(session, campaign, [CARE] * 22 + [OTHER] * 12)
    return campaign


def test_a_small_place_sees_counts_and_neither_per_cents_nor_the_chart_of_needs(
    village: CampaignRow, sign_in: SignIn
) -> None:
    page = sign_in(village.library, "coalition").get(f"/koalicja/{village.slug}")
    assert "%" not in words(page)
    assert "wykres/needs.svg" not in page.text


def test_a_larger_place_reads_the_proposal_first(member: FlaskClient, campaign: CampaignRow) -> None:
    page = member.get(f"/koalicja/{campaign.slug}")
    assert "O czym porozmawiać na zebraniu" not in words(page)
    assert "wykres/needs.svg" in page.text


def test_each_chair_says_what_to_do_when_nobody_takes_it(
    member: FlaskClient, campaign: CampaignRow, session: Session
) -> None:
    page = words(member.get(f"/koalicja/{campaign.slug}"))
    whole = propose(session, campaign)
    assert len(whole.without) == len([seat for seat in whole.table.seats if seat.carries])
    alone = {seat.institution for seat in whole.table.seats if seat.instead}
    for each in whole.without:
        assert each.missing in alone or render(each, "pl", own_labels(figures.codebook(campaign))) in page


def test_cautions_are_one_list(member: FlaskClient, campaign: CampaignRow) -> None:
    page = member.get(f"/koalicja/{campaign.slug}")
    assert words(page).count("Na co uważać") == 1
    assert page.text.count('class="notice warning"') <= 1


def test_the_way_ahead_is_drawn_with_how_its_conditions_stand(member: FlaskClient, campaign: CampaignRow) -> None:
    page = member.get(f"/koalicja/{campaign.slug}")
    assert "Warunki następnego kroku jeszcze do spełnienia:" in page.text
    drawn = member.get(f"/koalicja/{campaign.slug}/obraz/droga.svg")
    assert (drawn.status_code, drawn.mimetype) == (200, "image/svg+xml")
    assert "jeszcze nie wiadomo" in drawn.text


LEAD = "„Opieka i wsparcie rodzin” wskazało 58 z 70 osób. Proponujemy"
ORDER = ("Odpowiedziało 70 osób", LEAD, "Co za tym przemawia", "Co przemawia za", "Od czego zacząć", "Kogo zaprosić")


def test_the_page_reads_in_the_order_of_a_talk(member: FlaskClient, campaign: CampaignRow) -> None:
    said = words(say(member, campaign, horizon="long", partners="5", prior_cooperation="yes"))
    order = [said.index(each) for each in (*ORDER, "Co by to zmieniło", "Dla wójta", "Każda sprawa osobno")]
    assert order == sorted(order)


def test_who_answered_is_counted_by_place_only_when_the_survey_is_over(session: Session, sign_in: SignIn) -> None:
    campaign = make_campaign(session, days=OVER)
    rows = [{**CARE, "place": "seat" if place % 2 else "village"} for place in range(60)]
    for row in rows:
        submit(session, campaign, make_submission(row, opened=campaign.closes_on), campaign.closes_on)
    said = words(sign_in(campaign.library, "coalition").get(f"/koalicja/{campaign.slug}"))
    assert "Odpowiedziało 60 osób: 30 z siedziby gminy, 30 z innych miejscowości; zgłaszali się chętni." in said


@pytest.mark.parametrize(
    ("partners", "words_of_it"), [("1", "Chce przyjść 1 partner."), ("6", "Chce przyjść 6 partnerów.")]
)
def test_a_number_of_partners_is_said_in_a_sentence(
    member: FlaskClient, campaign: CampaignRow, partners: str, words_of_it: str
) -> None:
    assert words_of_it in words(say(member, campaign, partners=partners))


def test_the_only_missing_sector_is_named(member: FlaskClient, campaign: CampaignRow) -> None:
    page = say(member, campaign, sectors=["gmina", "edu_culture", "ngo", "residents"])
    assert "Przy stole brakuje tylko przedsiębiorców." in words(page)


def test_no_more_than_five_reasons_are_told_and_drawn(member: FlaskClient, campaign: CampaignRow) -> None:
    page = say(member, campaign, horizon="long", partners="6", coordinator="library", gmina_support="active")
    told = re.findall(r'<li class="(?:for|other)">', page.text)
    drawn = re.search(r'obraz/powody[^>]*alt="([^"]*)"', page.text)
    assert 1 <= len(told) <= 5
    assert drawn
    assert drawn[1].count(";") <= 3


@pytest.mark.parametrize(("share", "said"), [(0.0004, "poniżej 1%"), (0.01, "1%"), (0.68, "68%"), (0.997, "ponad 99%")])
def test_what_is_only_unlikely_is_not_called_impossible(app, share: float, said: str) -> None:
    with app.test_request_context("/?lang=pl"):
        assert share_in_words(share) == said


def test_the_head_of_the_gmina_reads_what_is_asked(member: FlaskClient, campaign: CampaignRow) -> None:
    said = words(say(member, campaign, horizon="once", fixed_date="yes", partners="2"))
    assert "Nikt niczego nie podpisuje. Wystarczy plan zadań" in said
    assert "Kto poprowadzi spotkanie?" in said
