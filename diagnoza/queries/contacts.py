"""People who want to help, of one campaign."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from diagnoza.db.models_contacts import Contact


@dataclass(frozen=True)
class ContactRow:
    """One person, with the id by which the row is erased."""

    id: int
    name: str
    email: str
    phone: str
    about: str
    consent: int
    erase_on: date


def of_campaign(session: Session, campaign_id: int, today: date) -> list[ContactRow]:
    """Everybody whose data may still be used, by name; never in the order of arrival."""
    query = (
        select(Contact)
        .where(Contact.campaign_id == campaign_id, Contact.erase_on > today)
        .order_by(func.lower(Contact.name), Contact.id)
    )
    return [row_of(contact) for contact in session.scalars(query)]


def find(session: Session, campaign_id: int, contact_id: int) -> Contact | None:
    """One person of the campaign."""
    return session.scalar(select(Contact).where(Contact.campaign_id == campaign_id, Contact.id == contact_id))


def same(session: Session, campaign_id: int, name: str, email: str, phone: str) -> Contact | None:
    """The row of somebody who left the very same details before."""
    query = select(Contact).where(
        Contact.campaign_id == campaign_id, Contact.name == name, Contact.email == email, Contact.phone == phone
    )
    return session.scalar(query)


def erase_overdue(session: Session, today: date) -> int:
    """Erase, inside a write transaction, everybody of the session's library whose day has come; how many."""
    found = session.execute(
        delete(Contact).where(Contact.erase_on <= today), execution_options={"synchronize_session": False}
    )
    return int(getattr(found, "rowcount", 0))


def row_of(contact: Contact) -> ContactRow:
    """The dataclass of a contact's row."""
    return ContactRow(
        id=contact.id,
        name=contact.name,
        email=contact.email,
        phone=contact.phone,
        about=contact.about,
        consent=contact.consent,
        erase_on=contact.erase_on,
    )
