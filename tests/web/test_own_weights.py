"""A coalition's page says which weights are its own, and a kiosk's answers are counted as such."""

from dataclasses import replace

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from analysis.recommender import default_knowledge
from analysis.recommender.own_weights import with_changes
from diagnoza.queries import responses
from tests.factories import add_responses, make_campaign
from tests.web.conftest import SignIn
from tests.web.pages import hidden, words

CHANGE = b"""[[changes]]
criterion = "horizon"
level = "long_new"
weights = { event = 1.0 }
reason = "Tak ustalono na zebraniu."
by = "Koalicja"
on = 2026-03-15
"""


def test_the_page_says_which_weights_are_the_coalitions_own(app: Flask, session: Session, sign_in: SignIn) -> None:
    campaign = make_campaign(session)
    add_responses(session, campaign, [{"lack": {"care": "2"}}] * 60)
    member = sign_in(campaign.library, "coalition")
    assert "Tak ustalono" not in words(member.get(f"/koalicja/{campaign.slug}"))
    known = with_changes(default_knowledge(), CHANGE)
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], own_weights={campaign.library.slug: known})
    assert "Tak ustalono na zebraniu. (Koalicja, 2026-03-15)" in words(member.get(f"/koalicja/{campaign.slug}"))


def test_an_answer_from_a_kiosk_is_counted_as_one(client: FlaskClient, session: Session) -> None:
    campaign = make_campaign(session)
    for query in ("", "?kiosk=1"):
        page = client.get(f"/a/{campaign.slug}")
        form = {name: hidden(page, name) for name in ("key", "token")} | {"lack.care": "2"}
        assert client.post(f"/a/{campaign.slug}{query}", data=form).status_code == 303
    assert sorted(row.channel for row in responses.rows(session, campaign.id)) == ["kiosk", "web"]
