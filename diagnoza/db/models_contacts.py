"""The table of people who want to help. Nothing in it leads to an answer."""

from datetime import date

from sqlalchemy import Date, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from diagnoza.db.base import Base, OwnedByLibrary
from diagnoza.db.models import random_id


class Contact(OwnedByLibrary, Base):
    """How to reach one person who wants to help.

    No day nor order of arrival is kept: the id is random, `erase_on` is counted from the last day of the survey and so
    is the same for everybody who agreed to the same text. `consent` is the version of that text.
    """

    __tablename__ = "contact"
    __table_args__ = (
        ForeignKeyConstraint(["library_id", "campaign_id"], ["campaign.library_id", "campaign.id"], ondelete="CASCADE"),
        UniqueConstraint("campaign_id", "name", "email", "phone"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=random_id)
    campaign_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(300))
    consent: Mapped[int]
    erase_on: Mapped[date] = mapped_column(Date)
