"""The declarative base, the columns that every table of a library shares, and the names of constraints."""

from sqlalchemy import BigInteger, ForeignKey, Integer, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

NAMES = {
    "ix": "ix_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


# SQLite: only INTEGER makes the random key the place of the row; BIGINT would keep rows in order of arrival.
INTEGER = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """Base of all models; constraints get predictable names, so migrations can refer to them."""

    registry = registry(metadata=MetaData(naming_convention=NAMES), type_annotation_map={int: INTEGER})


class OwnedByLibrary:
    """A row of one library. `diagnoza.db.scope` adds the library to every statement on such a model."""

    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"), nullable=False)
