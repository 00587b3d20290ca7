"""The tables. Every row of a library carries its library, and foreign keys carry it too."""

import secrets
from datetime import date, datetime
from typing import Any, ClassVar

from flask_security import RoleMixin, UserMixin
from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from diagnoza.db.base import Base, OwnedByLibrary


def random_id() -> int:
    """A random 63-bit number: the order of rows must not tell the order in which people answered."""
    return secrets.randbits(62) + 1


class Library(Base):
    """A public library, the owner of everything below."""

    __tablename__ = "library"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=random_id)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    gmina: Mapped[str] = mapped_column(String(200))
    inhabitants: Mapped[int | None]
    contact: Mapped[str] = mapped_column(Text, default="")
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False)
    information_version: Mapped[int] = mapped_column(default=0)


class Role(RoleMixin):
    """Flask-Security asks for a kind of role; ours live in `Membership`, one for each library."""


class User(Base, UserMixin):
    """A person who signs in. Residents never do."""

    __tablename__ = "user_account"
    roles: ClassVar[tuple[Role, ...]] = ()  # type: ignore[assignment, misc] # see Role

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=random_id)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    memberships: Mapped[list["Membership"]] = relationship(back_populates="user")


class Membership(Base):
    """What a person may do in a library. Read before a library is chosen, so it is not scoped by one."""

    __tablename__ = "membership"
    __table_args__ = (CheckConstraint("role in ('librarian', 'coalition')", name="role"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20))
    user: Mapped[User] = relationship(back_populates="memberships")
    library: Mapped[Library] = relationship()


class Questionnaire(OwnedByLibrary, Base):
    """One immutable version of a questionnaire: its source and the digest of the source."""

    __tablename__ = "questionnaire"
    __table_args__ = (UniqueConstraint("library_id", "id"), UniqueConstraint("library_id", "digest"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=random_id)
    key: Mapped[str] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(Text)


class Campaign(OwnedByLibrary, Base):
    """One survey of one library: a questionnaire, an address, and the days on which it is open."""

    __tablename__ = "campaign"
    __table_args__ = (
        UniqueConstraint("library_id", "id"),
        ForeignKeyConstraint(["library_id", "questionnaire_id"], ["questionnaire.library_id", "questionnaire.id"]),
        CheckConstraint("opens_on <= closes_on", name="days_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=random_id)
    questionnaire_id: Mapped[int]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    opens_on: Mapped[date] = mapped_column(Date)
    closes_on: Mapped[date] = mapped_column(Date)
    purge_on: Mapped[date] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    revision: Mapped[int] = mapped_column(default=0)
    codes: Mapped[bool] = mapped_column(Boolean, default=False)
    library: Mapped[Library] = relationship(viewonly=True)
    questionnaire: Mapped[Questionnaire] = relationship(viewonly=True)


class Response(OwnedByLibrary, Base):
    """What one resident answered: the day, never the minute; no address, no browser.

    `key` comes from the form that was sent, so a repeated sending is recognised;
    `digest` tells the same content from a changed one. `information` is the version of the library's information
    that the form led to; answers from paper and from files have none.
    """

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("campaign_id", "key"),
        ForeignKeyConstraint(["library_id", "campaign_id"], ["campaign.library_id", "campaign.id"], ondelete="CASCADE"),
        Index("ix_response_library_id_campaign_id", "library_id", "campaign_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=random_id)
    campaign_id: Mapped[int]
    key: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    language: Mapped[str] = mapped_column(String(2))
    channel: Mapped[str] = mapped_column(String(10))
    submitted_on: Mapped[date] = mapped_column(Date)
    place: Mapped[str | None] = mapped_column(String(30))
    information: Mapped[int | None]


class DistributionPlace(OwnedByLibrary, Base):
    """A place of the library's own where a campaign's posters hang; the usual ones are in `queries.places`."""

    __tablename__ = "distribution_place"
    __table_args__ = (
        ForeignKeyConstraint(["library_id", "campaign_id"], ["campaign.library_id", "campaign.id"], ondelete="CASCADE"),
    )

    campaign_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tag: Mapped[str] = mapped_column(String(30), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))


class ApartCount(OwnedByLibrary, Base):
    """Answers kept apart from the responses (willingness to help): only how many chose an option."""

    __tablename__ = "apart_count"
    __table_args__ = (
        ForeignKeyConstraint(["library_id", "campaign_id"], ["campaign.library_id", "campaign.id"], ondelete="CASCADE"),
    )

    campaign_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    question: Mapped[str] = mapped_column(String(80), primary_key=True)
    option: Mapped[str] = mapped_column(String(80), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class Draft(OwnedByLibrary, Base):
    """Answers that a resident put away to go on elsewhere, sealed with a key made from a code that is kept nowhere.

    `lookup` finds the row by the code, `form` by the key of the form; neither can be turned back into them.
    """

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("campaign_id", "lookup"),
        UniqueConstraint("form", "campaign_id"),
        ForeignKeyConstraint(["library_id", "campaign_id"], ["campaign.library_id", "campaign.id"], ondelete="CASCADE"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=random_id)
    campaign_id: Mapped[int]
    lookup: Mapped[str] = mapped_column(String(64))
    form: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    expires_on: Mapped[date] = mapped_column(Date)


class Readiness(OwnedByLibrary, Base):
    """What the coalition said about itself for one campaign; a missing answer means: not known yet."""

    __tablename__ = "readiness"
    __table_args__ = (
        ForeignKeyConstraint(["library_id", "campaign_id"], ["campaign.library_id", "campaign.id"], ondelete="CASCADE"),
    )

    campaign_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_on: Mapped[date] = mapped_column(Date)


class LocalFact(OwnedByLibrary, Base):
    """What a coalition knows of a need besides the answers; a removed one can be brought back."""

    __tablename__ = "local_fact"
    __table_args__ = (
        ForeignKeyConstraint(["library_id", "campaign_id"], ["campaign.library_id", "campaign.id"], ondelete="CASCADE"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=random_id)
    campaign_id: Mapped[int]
    area: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(String(300))
    source: Mapped[str] = mapped_column(String(200))
    day: Mapped[date] = mapped_column(Date)
    confirms: Mapped[bool]
    removed: Mapped[bool] = mapped_column(default=False)


class Release(OwnedByLibrary, Base):
    """Counts of one campaign as they were last shown outside the library: `tally` of `n` responses.

    `groups` says whether groups of residents were among them; `withheld` lists the places (analysis.disclosure)
    that stay withheld because of earlier releases. The tally is in bytes of analysis.kept.
    """

    __tablename__ = "release"
    __table_args__ = (
        ForeignKeyConstraint(["library_id", "campaign_id"], ["campaign.library_id", "campaign.id"], ondelete="CASCADE"),
    )

    campaign_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int]
    tally: Mapped[bytes] = mapped_column(LargeBinary)
    groups: Mapped[bool]
    withheld: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
