"""Who may do what in which library."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from diagnoza.db.models import Library, Membership, User
from diagnoza.queries.campaigns import LibraryRow, library_row


@dataclass(frozen=True)
class MembershipRow:
    """One person's place in one library."""

    role: str
    library: LibraryRow


def memberships(session: Session, user_id: int) -> list[MembershipRow]:
    """The libraries of a person, by name."""
    query = (
        select(Membership, Library)
        .join(Library, Library.id == Membership.library_id)
        .where(Membership.user_id == user_id)
        .order_by(Library.name)
    )
    return [MembershipRow(role=row.Membership.role, library=library_row(row.Library)) for row in session.execute(query)]


def user_id(session: Session, email: str) -> int | None:
    """The account with this address, in the form in which addresses are stored."""
    return session.scalar(select(User.id).where(User.email == email.lower()))
