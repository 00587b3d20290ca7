"""The table of shows of hands at meetings. Nothing of it is ever counted together with answers."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from diagnoza.db.base import Base, OwnedByLibrary
from diagnoza.db.models import random_id


class ShowOfHands(OwnedByLibrary, Base):
    """How many of the people `present` at a meeting on a day raised a hand for a need; a removed one comes back."""

    __tablename__ = "show_of_hands"
    __table_args__ = (
        ForeignKeyConstraint(["library_id", "campaign_id"], ["campaign.library_id", "campaign.id"], ondelete="CASCADE"),
        CheckConstraint("hands >= 0 and hands <= present and present >= 1", name="hands_of_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=random_id)
    campaign_id: Mapped[int]
    area: Mapped[str] = mapped_column(String(80))
    hands: Mapped[int]
    present: Mapped[int]
    day: Mapped[date] = mapped_column(Date)
    removed: Mapped[bool] = mapped_column(default=False)
