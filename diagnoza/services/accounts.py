"""People who sign in."""

import secrets

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from diagnoza.db.engine import writing
from diagnoza.db.models import Membership, User, random_id
from diagnoza.queries.campaigns import LibraryRow
from diagnoza.services.errors import EmailTaken


def create(session: Session, email: str, password_hash: str, library: LibraryRow, role: str) -> None:
    """An account with one place in one library; raises EmailTaken when the address is in use."""
    user = User(
        id=random_id(),
        email=email.lower(),
        password=password_hash,
        fs_uniquifier=secrets.token_hex(32),
        memberships=[Membership(library_id=library.id, role=role)],
    )
    try:
        with writing(session):
            session.add(user)
    except IntegrityError as error:
        raise EmailTaken(email) from error
