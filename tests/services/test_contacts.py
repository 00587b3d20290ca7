"""People who want to help: kept for a time, erased for good, and never to be matched with an answer."""

import csv
import io
from datetime import timedelta

import pytest
from scipy.stats import spearmanr
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from diagnoza.clock import today
from diagnoza.db.engine import writing
from diagnoza.db.models import Campaign, Response
from diagnoza.db.models_contacts import Contact
from diagnoza.queries import contacts as stored
from diagnoza.queries import library_texts as versions
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.services import contacts, library_texts
from diagnoza.services.contacts import NewContact
from diagnoza.services.errors import CampaignClosed
from diagnoza.services.submit_response import submit
from diagnoza.texts.kinds import CONTACT
from tests.factories import COMING, OVER, make_campaign, make_library, make_submission

PAIRS = 300
FAR_FROM_CHANCE = 0.25  # 4.3 standard deviations for 300 pairs in random order


def person(name: str = "Anna", **changes: object) -> NewContact:
    return NewContact(
        **{"name": name, "email": f"{name}@example.org", "phone": "", "about": "", "consent": 0} | changes
    )


@pytest.fixture
def campaign(session: Session) -> CampaignRow:
    return make_campaign(session)


def people(session: Session, campaign: CampaignRow) -> list[stored.ContactRow]:
    session.rollback()
    return stored.of_campaign(session, campaign.id, today())


def test_a_contact_is_kept_with_its_day_of_erasure_and_the_text_agreed_to(
    session: Session, campaign: CampaignRow
) -> None:
    contacts.add(session, campaign, person(about="Piekę"), today())
    (found,) = people(session, campaign)
    assert (found.name, found.email, found.about, found.consent) == ("Anna", "Anna@example.org", "Piekę", 1)
    assert found.erase_on == campaign.closes_on + timedelta(days=180)
    assert versions.history(session, CONTACT)[0].number == 1


def test_sending_twice_keeps_one(session: Session, campaign: CampaignRow) -> None:
    for about in ("", "Namiot"):
        contacts.add(session, campaign, person(about=about), today())
    assert [found.about for found in people(session, campaign)] == ["Namiot"]


def test_the_text_that_was_shown_is_the_one_agreed_to(session: Session, campaign: CampaignRow) -> None:
    ready = library_texts.current(session, campaign.library, CONTACT)
    longer = type(ready.content)({**ready.content.facts, "dni": "300"}, ready.content.texts)
    library_texts.save(session, campaign.library, CONTACT, longer, 0, today())
    contacts.add(session, campaign, person("Ewa", consent=1), today())
    contacts.add(session, campaign, person("Jan", consent=2), today())
    days = {
        found.name: (found.consent, (found.erase_on - campaign.closes_on).days) for found in people(session, campaign)
    }
    assert days == {"Ewa": (1, 180), "Jan": (2, 300)}


def test_a_version_that_is_not_there_counts_as_the_newest(session: Session, campaign: CampaignRow) -> None:
    contacts.add(session, campaign, person(consent=77), today())
    assert [found.consent for found in people(session, campaign)] == [1]


@pytest.mark.parametrize("days", [OVER, COMING])
def test_outside_the_days_of_the_survey_nothing_is_kept(session: Session, days: object) -> None:
    campaign = make_campaign(session, days=days)
    with pytest.raises(CampaignClosed):
        contacts.add(session, campaign, person(), today())
    assert people(session, campaign) == []


def test_a_contact_is_erased_for_good_and_only_from_its_campaign(session: Session, campaign: CampaignRow) -> None:
    contacts.add(session, campaign, person(), today())
    (found,) = people(session, campaign)
    assert not contacts.erase(session, make_campaign(session), found.id)
    assert contacts.erase(session, campaign, found.id)
    assert session.scalars(select(Contact)).all() == []


def test_another_library_reaches_nobody(session: Session, campaign: CampaignRow) -> None:
    contacts.add(session, campaign, person(), today())
    (found,) = people(session, campaign)
    make_library(session)
    assert not contacts.erase(session, campaign, found.id)
    assert people(session, campaign) == []


def test_on_the_day_agreed_to_contacts_of_every_library_are_gone(session: Session, campaign: CampaignRow) -> None:
    contacts.add(session, campaign, person(), today())
    make_library(session)
    other = make_campaign(session)
    contacts.add(session, other, person("Jan"), today())
    last_day = campaign.closes_on + timedelta(days=180)
    assert stored.of_campaign(session, other.id, last_day) == []  # not shown even before they are erased
    assert contacts.purge(session, last_day - timedelta(days=1)) == 0
    assert contacts.purge(session, last_day) == 2
    assert contacts.purge(session, last_day) == 0


def test_the_list_and_the_file_are_in_the_order_of_names(session: Session, campaign: CampaignRow) -> None:
    for name in ("Zofia", "=1+1", "Anna"):
        contacts.add(session, campaign, person(name, phone="+48 600 100 200"), today())
    file = io.StringIO(newline="")
    contacts.write_csv(session, campaign, today(), file)
    rows = list(csv.reader(io.StringIO(file.getvalue().removeprefix("\ufeff")), delimiter=";"))
    assert [row[0] for row in rows] == ["name", "'=1+1", "Anna", "Zofia"]
    assert rows[1][2] == "'+48 600 100 200"


def test_no_column_is_shared_with_a_response_but_the_library_and_the_campaign() -> None:
    of_contact, of_response = ({column.key for column in inspect(model).columns} for model in (Contact, Response))
    assert of_contact & of_response == {"id", "library_id", "campaign_id"}
    assert of_contact - of_response == {"name", "email", "phone", "about", "consent", "erase_on"}


def order(numbers: list[int]) -> float:
    """Rank correlation of stored rows with the order of arrival."""
    return abs(float(spearmanr(range(len(numbers)), numbers).statistic))


def test_the_stored_order_of_neither_contacts_nor_responses_tells_who_came_when(
    session: Session, campaign: CampaignRow
) -> None:
    for number in range(PAIRS):
        submit(session, campaign, make_submission({"one_thing": str(number)}), today())
        contacts.add(session, campaign, person(f"{number:03}"), today())
    session.rollback()
    came = [int(name) for name in session.scalars(select(Contact.name).order_by(Contact.id))]
    wrote = [int(row["one_thing"]) for row in session.scalars(select(Response.answers).order_by(Response.id))]
    assert len(came) == len(wrote) == PAIRS
    assert max(order(came), order(wrote)) < FAR_FROM_CHANCE
    place = {number: at for at, number in enumerate(wrote)}
    assert order([place[number] for number in came]) < FAR_FROM_CHANCE
    assert len(set(session.scalars(select(Contact.erase_on)))) == 1


def test_rows_lie_in_the_file_in_the_order_of_their_random_ids(session: Session, campaign: CampaignRow) -> None:
    for number in range(40):
        contacts.add(session, campaign, person(f"{number:02}"), today())
    session.rollback()
    rows = list(session.execute(select(Contact.id, Contact.name)))
    assert [row.id for row in rows] == sorted(row.id for row in rows)
    assert [row.name for row in rows] != sorted(row.name for row in rows)


def test_the_measure_finds_an_order_that_was_left() -> None:
    assert order(list(range(PAIRS))) == pytest.approx(1)
    assert order([number + number % 7 for number in range(PAIRS)]) > FAR_FROM_CHANCE


def test_contacts_go_with_their_campaign(session: Session, campaign: CampaignRow) -> None:
    contacts.add(session, campaign, person(), today())
    with writing(session):
        session.delete(session.get_one(Campaign, campaign.id))
    assert session.scalars(select(Contact)).all() == []
