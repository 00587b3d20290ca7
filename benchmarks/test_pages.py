"""How fast the diagnosis page and the command are; the figures are this machine's."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from pytest_benchmark.fixture import BenchmarkFixture

from diagnoza import demo
from diagnoza.db import db
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire.parsing import library as ready
from diagnoza.services import make_diagnosis
from tests.conftest import make_app
from tests.factories import PASSWORD, add_responses, fresh, make_campaign, make_user
from tests.web.pages import hidden

RESPONSES = 400


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_app(tmp_path_factory.mktemp("bench"))
    with app.app_context():
        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def campaign(app: Flask) -> CampaignRow:
    campaign = make_campaign(db.session())
    add_responses(db.session(), campaign, list(demo.demo_responses(ready()["krotka"], RESPONSES, 1)))
    return fresh(db.session(), campaign)


@pytest.fixture(scope="module")
def panel(app: Flask, campaign: CampaignRow) -> FlaskClient:
    client = app.test_client()
    form = {"email": make_user(db.session(), campaign.library), "password": PASSWORD}
    client.post("/logowanie", data={**form, "csrf_token": hidden(client.get("/logowanie"), "csrf_token")})
    client.get(f"/panel/kampanie/{campaign.slug}/diagnoza")  # imports are not part of the figure
    return client


def test_diagnosis_page_cold(benchmark: BenchmarkFixture, panel: FlaskClient, campaign: CampaignRow) -> None:
    page = benchmark.pedantic(
        lambda: panel.get(f"/panel/kampanie/{campaign.slug}/diagnoza"), setup=make_diagnosis.forget, rounds=15
    )
    assert f'data-responses="{RESPONSES}"' in page.text
    assert benchmark.stats.stats.median < 0.3


def test_diagnosis_page_warm(benchmark: BenchmarkFixture, panel: FlaskClient, campaign: CampaignRow) -> None:
    page = benchmark(lambda: panel.get(f"/panel/kampanie/{campaign.slug}/diagnoza"))
    assert page.status_code == 200
    assert benchmark.stats.stats.median < 0.05


def test_survey_page(benchmark: BenchmarkFixture, app: Flask, campaign: CampaignRow) -> None:
    client = app.test_client(use_cookies=False)
    assert benchmark(lambda: client.get(f"/a/{campaign.slug}")).status_code == 200


def test_complete_submission(benchmark: BenchmarkFixture, app: Flask, campaign: CampaignRow) -> None:
    client = app.test_client(use_cookies=False)

    def answered() -> int:
        page = client.get(f"/a/{campaign.slug}")
        form = {"key": hidden(page, "key"), "token": hidden(page, "token"), "lack.care": "2", "age": "30-44"}
        return client.post(f"/a/{campaign.slug}", data=form).status_code

    assert benchmark(answered) == 303


def test_help_of_the_command(benchmark: BenchmarkFixture) -> None:
    command = [str(Path(sys.executable).parent / "diagnoza"), "--help"]
    benchmark.pedantic(lambda: subprocess.run(command, check=True, capture_output=True), rounds=5)
    assert benchmark.stats.stats.median < 0.7
