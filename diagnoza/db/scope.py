"""One mechanism that keeps every query inside its library.

A session works for one library at a time (`enter`). Every SELECT, UPDATE and DELETE on a model with
`OwnedByLibrary` gets the library's condition added; without a library, or with SQL that the
mechanism cannot see into, the statement is refused. What must look across libraries (a public
address, a login) says so with `ACROSS_LIBRARIES`, and only modules in `queries/` may.

Adding the condition takes longer than most statements. Those that run with every answer are `Prepared`: they get it
once, when they are built.
"""

from functools import cache, lru_cache
from typing import Any, cast

from sqlalchemy import (
    BindParameter,
    CursorResult,
    Delete,
    Executable,
    FromClause,
    Insert,
    Select,
    TableClause,
    Update,
    bindparam,
    event,
)
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria
from sqlalchemy.sql import visitors

from diagnoza.db.base import Base, OwnedByLibrary

ACROSS_LIBRARIES = {"across_libraries": True}


class ScopeError(RuntimeError):
    """A statement or a row would leave its library."""


class Prepared:
    """A statement on one table, built once with the library as a parameter, which `run` alone fills in.

    It runs past the models, so rows that a session has loaded do not change with it.
    """

    def __init__(self, statement: Select[Any] | Insert | Update | Delete) -> None:
        sources = {part for part in visitors.iterate(statement) if isinstance(part, FromClause)}
        if len(sources) != 1 or "library_id" not in (table := sources.pop()).c:
            raise ScopeError("a prepared statement is on one table, of rows that belong to libraries")
        library: BindParameter[int] = bindparam("of_library")
        if isinstance(statement, Insert):
            self._statement: Executable = statement.values(library_id=library)
        else:
            self._statement = statement.where(table.c.library_id == library)

    def run(self, session: Session, **values: Any) -> CursorResult[Any]:
        """Run it in the session's library, after what the session has not written yet."""
        if "library_id" in values:
            raise ScopeError("the library of a prepared statement is that of the session")
        session.flush()
        return session.connection().execute(self._statement, {**values, "of_library": current(session)})


def enter(session: Session, library_id: int) -> None:
    """From now on this session reads and writes the rows of one library only."""
    if session.info.get("library_id") != library_id:
        _forget_rows(session)
    session.info["library_id"] = library_id


def _forget_rows(session: Session) -> None:
    """Rows of another library must not be reached through the identity map."""
    for row in list(session):
        if isinstance(row, OwnedByLibrary):
            session.expunge(row)


def current(session: Session) -> int:
    """The library this session works for; raises ScopeError when there is none."""
    library_id: int | None = session.info.get("library_id")
    if library_id is None:
        raise ScopeError("no library chosen for this session; call scope.enter(session, library_id) first")
    return library_id


@event.listens_for(Session, "do_orm_execute")
def _keep_inside(state: ORMExecuteState) -> None:
    if state.execution_options.get("across_libraries"):
        return
    if not state.is_orm_statement:
        raise ScopeError("plain SQL cannot be kept inside a library; write it with the models")
    # Without a library only what belongs to none is allowed; with one, the condition falls where it applies.
    if "library_id" in state.session.info or _tables(state.statement) & _owned_tables():
        state.statement = state.statement.options(_criteria(current(state.session)))


def _tables(statement: Executable) -> set[str]:
    """Every table a statement touches, in joins, subqueries and counts too."""
    return {part.name for part in visitors.iterate(cast(Any, statement)) if isinstance(part, TableClause)}


@cache
def _owned_tables() -> frozenset[str]:
    owned = [m.local_table for m in Base.registry.mappers if issubclass(m.class_, OwnedByLibrary)]
    return frozenset(table.name for table in owned if isinstance(table, TableClause))


@lru_cache(maxsize=256)
def _criteria(library_id: int) -> Any:
    return with_loader_criteria(OwnedByLibrary, lambda model: model.library_id == library_id, include_aliases=True)


@event.listens_for(Session, "before_flush")
def _own_rows_only(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    for row in [*session.new, *session.dirty, *session.deleted]:
        if isinstance(row, OwnedByLibrary) and row.library_id != current(session):
            raise ScopeError(
                f"a {type(row).__name__} of library {row.library_id} was changed "
                f"while working for library {current(session)}"
            )
