"""A librarian turns a device into a kiosk; what stays on it opens the survey and nothing else."""

from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from diagnoza.clock import now
from diagnoza.queries.campaigns import CampaignRow
from tests.factories import make_campaign, make_library
from tests.web.conftest import SignIn
from tests.web.pages import hidden, page_name


@pytest.fixture
def campaign(session: Session) -> CampaignRow:
    return make_campaign(session)


@pytest.fixture
def kiosk(sign_in: SignIn, campaign: CampaignRow) -> FlaskClient:
    """The device after a librarian started the kiosk."""
    device = sign_in(campaign.library)
    token = hidden(device.get(f"/a/{campaign.slug}/kiosk"), "csrf_token")
    answer = device.post(f"/a/{campaign.slug}/kiosk", data={"csrf_token": token})
    assert (answer.status_code, answer.location) == (303, f"/a/{campaign.slug}/kiosk")
    return device


def test_the_device_shows_the_survey_and_is_signed_out(kiosk: FlaskClient, campaign: CampaignRow) -> None:
    assert page_name(kiosk.get(f"/a/{campaign.slug}/kiosk")) == "survey"
    assert kiosk.get("/panel/").status_code == 302
    assert "/logowanie" in kiosk.get("/panel/").location


def test_no_cache_keeps_a_page_of_the_kiosk(kiosk: FlaskClient, campaign: CampaignRow) -> None:
    for path in ("kiosk", "kiosk/dziekujemy"):
        assert kiosk.get(f"/a/{campaign.slug}/{path}").headers["Cache-Control"] == "no-store"


def test_the_kiosk_of_one_survey_opens_no_other(kiosk: FlaskClient, campaign: CampaignRow, session: Session) -> None:
    other = make_campaign(session)
    cookie = kiosk.get_cookie("kiosk", path=f"/a/{campaign.slug}")
    kiosk.set_cookie("kiosk", cookie.value, path=f"/a/{other.slug}")
    assert kiosk.get(f"/a/{other.slug}/kiosk").status_code == 302


def test_the_cookie_is_out_of_reach_of_scripts(kiosk: FlaskClient, campaign: CampaignRow) -> None:
    cookie = kiosk.get_cookie("kiosk", path=f"/a/{campaign.slug}")
    assert (cookie.http_only, cookie.same_site) == (True, "Strict")


def test_the_kiosk_ends_with_the_day(kiosk: FlaskClient, campaign: CampaignRow) -> None:
    with time_machine.travel(now() + timedelta(hours=15)):
        assert kiosk.get(f"/a/{campaign.slug}/kiosk").status_code == 302


def test_a_forged_cookie_starts_nothing(client: FlaskClient, campaign: CampaignRow) -> None:
    client.set_cookie("kiosk", campaign.slug, path=f"/a/{campaign.slug}")
    assert client.get(f"/a/{campaign.slug}/kiosk").status_code == 302


def test_a_coalition_member_or_another_library_starts_none(
    sign_in: SignIn, campaign: CampaignRow, session: Session
) -> None:
    path = f"/a/{campaign.slug}/kiosk"
    device = sign_in(campaign.library, "coalition")
    assert [device.get(path).status_code, device.post(path).status_code] == [403, 400]


def test_another_librarys_survey_looks_absent(sign_in: SignIn, campaign: CampaignRow, session: Session) -> None:
    device = sign_in(make_library(session))
    assert device.get(f"/a/{campaign.slug}/kiosk").status_code == 404


@pytest.mark.parametrize("path", ["", "?lang=uk", "/usun", "/wroc", "/kontakt"])
def test_pages_for_ones_own_device_lead_back_to_the_kiosk(kiosk: FlaskClient, campaign: CampaignRow, path: str) -> None:
    answer = kiosk.get(f"/a/{campaign.slug}{path}")
    assert (answer.status_code, answer.location) == (302, f"/a/{campaign.slug}/kiosk")


def test_who_signs_in_at_the_kiosk_may_leave_it(kiosk: FlaskClient, campaign: CampaignRow, sign_in: SignIn) -> None:
    device = sign_in(campaign.library)
    device.set_cookie("kiosk", kiosk.get_cookie("kiosk", path=f"/a/{campaign.slug}").value)
    assert page_name(device.get(f"/a/{campaign.slug}")) == "survey"


def test_another_survey_is_not_led_to_the_kiosk(kiosk: FlaskClient, session: Session) -> None:
    assert page_name(kiosk.get(f"/a/{make_campaign(session).slug}")) == "survey"
