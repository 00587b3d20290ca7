"""The table of the texts that a library shows residents, by version."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, PrimaryKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from diagnoza.db.base import Base, OwnedByLibrary


class LibraryText(OwnedByLibrary, Base):
    """One version of a text. Versions are only added, so that it can always be said what a resident was shown."""

    __tablename__ = "library_text"
    __table_args__ = (
        PrimaryKeyConstraint("library_id", "kind", "version"),
        CheckConstraint("kind in ('information', 'contact', 'accessibility')", name="kind"),
    )

    kind: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    texts: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_on: Mapped[date] = mapped_column(Date)
