"""The table of single-use codes."""

from sqlalchemy import Boolean, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from diagnoza.db.base import Base, OwnedByLibrary
from diagnoza.db.models import random_id


class EntryCode(OwnedByLibrary, Base):
    """A code on a paper slip: only its digest, and whether it was used. No time, no order, nothing of the answer."""

    __tablename__ = "entry_code"
    __table_args__ = (
        UniqueConstraint("campaign_id", "digest"),
        ForeignKeyConstraint(["library_id", "campaign_id"], ["campaign.library_id", "campaign.id"], ondelete="CASCADE"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=random_id)
    campaign_id: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    used: Mapped[bool] = mapped_column(Boolean, default=False)
