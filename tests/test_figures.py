"""Charts on pages: the picture, its words and its table say the same, and whose data it is."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from analysis.charts import USUAL
from analysis.results import Diagnosis
from diagnoza import demo, figures
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire.parsing import library as ready
from diagnoza.services.make_diagnosis import diagnosis_of
from tests.factories import add_responses, fresh, make_campaign, make_library

Drawn = tuple[Diagnosis, CampaignRow]


@pytest.fixture
def drawn(app: Flask, session: Session) -> Drawn:
    make_library(session, is_sample=True)
    campaign = make_campaign(session)
    add_responses(session, campaign, list(demo.demo_responses(ready()["krotka"], 120, 7)))
    campaign = fresh(session, campaign)
    with app.test_request_context("/panel/"):
        yield diagnosis_of(session, campaign), campaign


def test_the_usual_charts_are_always_described(drawn: Drawn) -> None:
    found = figures.described(*drawn)
    assert [each.name for each in found][:4] == list(USUAL)
    assert all(each.alternative and each.rows and each.missing is None for each in found)


@pytest.mark.parametrize("name", USUAL)
def test_a_picture_says_whose_data_it_is_and_that_it_is_a_sample(drawn: Drawn, name: str) -> None:
    picture = figures.response(name, *drawn, {}).get_data(as_text=True)
    assert drawn[1].library.name in picture
    assert "Dane przykładowe" in picture


def test_the_chart_of_groups_can_be_divided_in_other_ways(drawn: Drawn) -> None:
    ways = [code for code, _ in figures.breakdowns(drawn[0])]
    assert ways == ["age", "sex", "place", "library", "response-channel", "target_group"]
    pictures = {figures.response("groups", *drawn, {"grupa": way}).get_data() for way in ways}
    assert len(pictures) == len(ways)


@pytest.mark.parametrize("query", [{"tryb": "neon"}, {"rozmiar": "huge"}])
def test_an_unknown_look_is_404(drawn: Drawn, query: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        figures.response("needs", *drawn, query)


def test_an_unknown_division_falls_back_to_the_first(drawn: Drawn) -> None:
    usual = figures.response("groups", *drawn, {}).get_data()
    assert figures.response("groups", *drawn, {"grupa": "drop table"}).get_data() == usual


def test_the_same_picture_is_not_sent_twice(drawn: Drawn) -> None:
    answer = figures.response("needs", *drawn, {})
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.get_etag()[0]
