"""People who want to help: kept apart from every answer, for a time that they agreed to."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TextIO

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from diagnoza.db import scope
from diagnoza.db.engine import writing
from diagnoza.db.models_contacts import Contact
from diagnoza.queries import campaigns, contacts, library_texts
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire.csv_export import BYTE_ORDER_MARK, SEPARATOR
from diagnoza.questionnaire.csv_guard import guard
from diagnoza.services.errors import CampaignClosed
from diagnoza.services.library_texts import kept
from diagnoza.texts.kinds import CONTACT, Content, days_kept

COLUMNS = ("name", "email", "phone", "about", "erase_on")


@dataclass(frozen=True)
class NewContact:
    """What somebody left, and the version of the text that they agreed to."""

    name: str
    email: str
    phone: str
    about: str
    consent: int


def erase_on(campaign: CampaignRow, content: Content) -> date:
    """The day on which a contact will be erased: the same for everybody who agreed to the same text."""
    return campaign.closes_on + timedelta(days=days_kept(content))


def add(session: Session, campaign: CampaignRow, new: NewContact, today: date) -> None:
    """Keep a contact; the very same details again only change what the person wrote about helping.

    Raises CampaignClosed when nobody can answer any more (a day of grace included), or not yet.
    """
    if not campaign.accepts(today, min(today, campaign.closes_on)):
        raise CampaignClosed(campaign.slug)
    try:
        _put(session, campaign, new, today)
    except IntegrityError:
        # Another process stored the same details in between (PostgreSQL); now they will be found.
        _put(session, campaign, new, today)


def _put(session: Session, campaign: CampaignRow, new: NewContact, today: date) -> None:
    with writing(session):
        contacts.erase_overdue(session, today)
        newest = kept(session, campaign.library.id, CONTACT, today)
        agreed = library_texts.version(session, CONTACT, max(new.consent, 1)) or newest
        row = contacts.same(session, campaign.id, new.name, new.email, new.phone)
        if row is None:
            row = Contact(
                library_id=campaign.library.id,
                campaign_id=campaign.id,
                name=new.name,
                email=new.email,
                phone=new.phone,
            )
            session.add(row)
        row.about, row.consent, row.erase_on = new.about, agreed.number, erase_on(campaign, agreed.content)


def erase(session: Session, campaign: CampaignRow, contact_id: int) -> bool:
    """Erase one person for good; whether there was one."""
    with writing(session):
        row = contacts.find(session, campaign.id, contact_id)
        if row is not None:
            session.delete(row)
    return row is not None


def purge(session: Session, today: date) -> int:
    """Erase, in every library, the contacts whose day has come; how many there were."""
    erased = 0
    for library in campaigns.libraries(session):
        scope.enter(session, library.id)
        with writing(session):
            erased += contacts.erase_overdue(session, today)
    return erased


def write_csv(session: Session, campaign: CampaignRow, today: date, file: TextIO) -> None:
    """Everybody whose data may still be used, as CSV for a spreadsheet; cells are guarded against formulas."""
    file.write(BYTE_ORDER_MARK)
    writer = csv.writer(file, delimiter=SEPARATOR, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for row in contacts.of_campaign(session, campaign.id, today):
        writer.writerow([guard(str(getattr(row, column))) for column in COLUMNS])
