"""No query can leave its library, and none can forget to say which library it is in."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Select, delete, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from diagnoza.clock import WARSAW
from diagnoza.db import scope
from diagnoza.db.engine import writing
from diagnoza.db.models import Campaign, Library, Questionnaire, Response
from diagnoza.db.scope import Prepared, ScopeError

DAY = date(2026, 5, 1)


def rows_of(library_id: int) -> list[object]:
    return [
        Library(id=library_id, slug=f"l{library_id}", name="Biblioteka", gmina="Gmina"),
        Questionnaire(id=library_id * 10, library_id=library_id, key="k", digest="d", source=""),
        Campaign(
            id=library_id * 100,
            library_id=library_id,
            questionnaire_id=library_id * 10,
            slug=f"c{library_id}",
            title="Czego brakuje?",
            opens_on=DAY,
            closes_on=DAY,
            purge_on=DAY,
            created_at=datetime(2026, 5, 1, tzinfo=WARSAW),
        ),
        response(library_id, library_id * 100),
    ]


def response(library_id: int, campaign_id: int) -> Response:
    return Response(
        library_id=library_id,
        campaign_id=campaign_id,
        key=f"key{library_id}",
        digest="d",
        answers={},
        language="pl",
        channel="web",
        submitted_on=DAY,
    )


@pytest.fixture
def two_libraries(session: Session) -> Session:
    for library_id in (1, 2):
        scope.enter(session, library_id)
        with writing(session):
            for row in rows_of(library_id):
                session.add(row)
                session.flush()
    scope.enter(session, 1)
    return session


@pytest.mark.parametrize("model", [Questionnaire, Campaign, Response])
def test_a_query_sees_its_own_library_only(two_libraries: Session, model: type) -> None:
    assert [row.library_id for row in two_libraries.scalars(select(model))] == [1]


def test_a_query_for_columns_is_kept_inside_too(two_libraries: Session) -> None:
    assert two_libraries.scalars(select(Campaign.slug)).all() == ["c1"]
    assert two_libraries.scalar(select(func.count()).select_from(Response)) == 1


def test_an_aliased_model_and_a_join_are_kept_inside(two_libraries: Session) -> None:
    other = aliased(Response)
    query = select(func.count()).select_from(Campaign).join(other, other.submitted_on == Campaign.opens_on)
    assert two_libraries.scalar(query) == 1


def test_a_row_of_another_library_looks_absent(two_libraries: Session) -> None:
    assert two_libraries.get(Campaign, 200) is None


def test_rows_read_earlier_are_not_reachable_from_another_library(two_libraries: Session) -> None:
    assert two_libraries.get(Campaign, 100) is not None
    scope.enter(two_libraries, 2)
    assert two_libraries.get(Campaign, 100) is None


def test_updates_and_deletes_stay_inside(two_libraries: Session) -> None:
    two_libraries.execute(update(Campaign).values(title="Zmieniony"))
    two_libraries.execute(delete(Response))
    scope.enter(two_libraries, 2)
    assert two_libraries.scalar(select(Campaign.title)) == "Czego brakuje?"
    assert two_libraries.scalar(select(func.count()).select_from(Response)) == 1


@pytest.mark.parametrize("statement", [select(Campaign), update(Campaign).values(title=""), delete(Response)])
def test_a_query_without_a_library_is_refused(session: Session, statement: object) -> None:
    with pytest.raises(ScopeError, match=r"scope\.enter"):
        session.execute(statement)


def test_plain_sql_is_refused(two_libraries: Session) -> None:
    with pytest.raises(ScopeError, match="plain SQL"):
        two_libraries.execute(text("select * from response"))


def test_a_row_cannot_be_added_to_another_library(two_libraries: Session) -> None:
    two_libraries.add(response(2, 200))
    with pytest.raises(ScopeError, match="library 2"):
        two_libraries.flush()


def test_the_store_itself_refuses_a_response_to_a_campaign_of_another_library(two_libraries: Session) -> None:
    two_libraries.add(response(1, 200))
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        two_libraries.flush()


@pytest.mark.parametrize(
    "query",
    [
        select(func.count()).select_from(Response),
        select(func.count(Response.id)),
        select(select(func.count(Response.id)).scalar_subquery()),
        select(func.count(Library.id)).where(select(Response.id).where(Response.library_id == Library.id).exists()),
        select(func.count(Library.id)).join(Campaign, Campaign.library_id == Library.id),
    ],
    ids=["count", "count of a column", "subquery", "exists", "join"],
)
def test_no_form_of_query_looks_into_another_library(two_libraries: Session, query: object) -> None:
    assert two_libraries.scalar(query) == 1


def test_prepared_statements_stay_inside(two_libraries: Session) -> None:
    assert Prepared(select(Campaign.slug)).run(two_libraries).scalars().all() == ["c1"]
    assert Prepared(update(Campaign)).run(two_libraries, title="Zmieniony").rowcount == 1
    assert Prepared(delete(Response)).run(two_libraries).rowcount == 1
    scope.enter(two_libraries, 2)
    assert two_libraries.scalar(select(Campaign.title)) == "Czego brakuje?"
    assert two_libraries.scalar(select(func.count()).select_from(Response)) == 1


def test_a_prepared_row_goes_to_the_library_that_was_entered(two_libraries: Session) -> None:
    row = {"campaign_id": 100, "key": "new", "digest": "d", "answers": {}, "language": "pl", "channel": "web"}
    Prepared(insert(Response)).run(two_libraries, **row, submitted_on=DAY)
    assert set(two_libraries.scalars(select(Response.key))) == {"key1", "new"}
    with pytest.raises(IntegrityError):  # another library's campaign
        Prepared(insert(Response)).run(two_libraries, **(row | {"campaign_id": 200, "key": "k"}), submitted_on=DAY)


def test_what_runs_a_prepared_statement_cannot_name_the_library(two_libraries: Session) -> None:
    chosen = Prepared(select(Campaign.slug)).run(two_libraries, of_library=2)
    assert chosen.scalars().all() == ["c1"]
    with pytest.raises(ScopeError, match="of the session"):
        Prepared(update(Campaign)).run(two_libraries, library_id=2)


def test_a_prepared_statement_without_a_library_is_refused(session: Session) -> None:
    with pytest.raises(ScopeError, match=r"scope\.enter"):
        Prepared(select(Campaign.slug)).run(session)


NOT_ONE = [
    select(Library),
    select(Campaign, Questionnaire),
    select(aliased(Response)),
    select(Campaign).where(Campaign.id.in_(select(Response.campaign_id))),
    text("select 1"),
]


@pytest.mark.parametrize("statement", NOT_ONE)
def test_only_one_table_of_libraries_can_be_prepared(statement: Select[Any]) -> None:
    with pytest.raises(ScopeError, match="one table"):
        Prepared(statement)


def test_a_prepared_statement_comes_after_what_was_added(two_libraries: Session) -> None:
    two_libraries.add(Questionnaire(library_id=1, key="new", digest="e", source=""))
    assert set(Prepared(select(Questionnaire.key)).run(two_libraries).scalars()) == {"k", "new"}
