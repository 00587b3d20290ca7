"""Tables of the paper sheets: which were printed, which were typed in, and which were typed in twice."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from diagnoza.db.base import Base, OwnedByLibrary


class PaperLayout(OwnedByLibrary, Base):
    """Where everything stands on a printed sheet (documents.questionnaire.Layout), kept once for many sheets."""

    __tablename__ = "paper_layout"
    __table_args__ = (
        ForeignKeyConstraint(["library_id", "campaign_id"], ["campaign.library_id", "campaign.id"], ondelete="CASCADE"),
    )

    campaign_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[str] = mapped_column(Text)


class PaperSheet(OwnedByLibrary, Base):
    """One sheet by its code. Printed ones know their layout; one without a readable code got one when typed in.

    `response_key` leads to the response while the sheet is entered; the response knows nothing of its sheet.
    `twice` says that the sheet is to be typed in by a second person.
    """

    __tablename__ = "paper_sheet"
    __table_args__ = (
        ForeignKeyConstraint(["library_id", "campaign_id"], ["campaign.library_id", "campaign.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(
            ["campaign_id", "layout"], ["paper_layout.campaign_id", "paper_layout.digest"], ondelete="CASCADE"
        ),
        CheckConstraint("(response_key is null) = (entered_on is null)", name="entered"),
    )

    campaign_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    language: Mapped[str] = mapped_column(String(2))
    layout: Mapped[str | None] = mapped_column(String(64))
    printed_on: Mapped[date | None] = mapped_column(Date)
    entered_on: Mapped[date | None] = mapped_column(Date)
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    response_key: Mapped[str | None] = mapped_column(String(64))
    twice: Mapped[bool] = mapped_column(default=False)


class SecondEntry(OwnedByLibrary, Base):
    """What a second person typed from the same sheet: `differing` are the lines read otherwise, of `compared` ones.

    The answers are kept until the disagreements are decided; the counts stay.
    """

    __tablename__ = "second_entry"
    __table_args__ = (
        ForeignKeyConstraint(["library_id", "campaign_id"], ["campaign.library_id", "campaign.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(
            ["campaign_id", "code"], ["paper_sheet.campaign_id", "paper_sheet.code"], ondelete="CASCADE"
        ),
    )

    campaign_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    answers: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    compared: Mapped[list[str]] = mapped_column(JSON)
    differing: Mapped[list[str]] = mapped_column(JSON)
    entered_on: Mapped[date] = mapped_column(Date)
    decided: Mapped[bool] = mapped_column(default=False)
