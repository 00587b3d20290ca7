"""Whether the store can be used."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from diagnoza.db.scope import ACROSS_LIBRARIES


def schema_version(session: Session) -> str:
    """The migration that the database is at; an OperationalError means it was never migrated."""
    query = text("select version_num from alembic_version")
    return str(session.execute(query, execution_options=ACROSS_LIBRARIES).scalar_one())
