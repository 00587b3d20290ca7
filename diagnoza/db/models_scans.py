"""Tables of scanned sheets, until a librarian confirms them. Nothing in them is joined to a response."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, ForeignKeyConstraint, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from diagnoza.db.base import Base, OwnedByLibrary
from diagnoza.db.models import random_id


class ScanFile(OwnedByLibrary, Base):
    """A file with pictures of sheets. `content` goes as soon as its last page was read; `problems` say which were not.

    `done` of its `pages` are read. A problem is {"page", "why", "params"}, with the codes of diagnoza.scanning.errors.
    """

    __tablename__ = "scan_file"
    __table_args__ = (
        ForeignKeyConstraint(["library_id", "campaign_id"], ["campaign.library_id", "campaign.id"], ondelete="CASCADE"),
        UniqueConstraint("campaign_id", "digest"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=random_id)
    campaign_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    pages: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    uploaded_on: Mapped[date] = mapped_column(Date)
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))


class ScanNameless(OwnedByLibrary, Base):
    """A page whose square code cannot be read, until a librarian says which page it is: its straightened picture.

    `name` and `number` say where the picture came from: the file, and the page in it. The row goes when its page was
    read as a ScanPage of the same id, thrown away, or 30 days old.
    """

    __tablename__ = "scan_nameless"
    __table_args__ = (
        ForeignKeyConstraint(["library_id", "campaign_id"], ["campaign.library_id", "campaign.id"], ondelete="CASCADE"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=random_id)
    campaign_id: Mapped[int]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("scan_file.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(String(100))
    number: Mapped[int]
    picture: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    uploaded_on: Mapped[date] = mapped_column(Date)
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))


class ScanPage(OwnedByLibrary, Base):
    """A page that was read and waits for a librarian: its straightened picture (JPEG) and what was read in it.

    The row goes when the sheet is entered, thrown away, or 30 days old; so every row there is waits.
    """

    __tablename__ = "scan_page"
    __table_args__ = (
        ForeignKeyConstraint(["library_id", "campaign_id"], ["campaign.library_id", "campaign.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(
            ["campaign_id", "code"], ["paper_sheet.campaign_id", "paper_sheet.code"], ondelete="CASCADE"
        ),
        UniqueConstraint("campaign_id", "code", "page"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=random_id)
    campaign_id: Mapped[int]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("scan_file.id", ondelete="SET NULL"))
    code: Mapped[str] = mapped_column(String(8))
    page: Mapped[int]
    picture: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    reading: Mapped[dict[str, Any]] = mapped_column(JSON)
    uploaded_on: Mapped[date] = mapped_column(Date)
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
