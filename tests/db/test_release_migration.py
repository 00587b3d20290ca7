"""Releases of before the third migration: a first one keeps its groups, a later one shows none any more."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from diagnoza.db import db
from tests.conftest import make_app

RELEASES = sa.table(
    "release",
    *[sa.column(name) for name in ("campaign_id", "n", "tally", "groups", "library_id", "before")],
    sa.column("withheld", sa.JSON),
)


@pytest.fixture
def old(tmp_path: Path) -> Iterator[sa.Engine]:
    """A database at the second migration, with releases of campaigns 1, 2 and 3 (their tables are of no matter)."""
    with make_app(tmp_path).app_context():
        upgrade(revision="0002")
        rows = [(1, b"a", False, None), (2, b"b", True, None), (3, b"c", True, b"a")]
        with db.engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            _library_and_campaigns(connection)
            for campaign, tally, groups, before in rows:
                values = dict(campaign_id=campaign, n=20, tally=tally, groups=groups, library_id=1, before=before)
                connection.execute(RELEASES.insert().values(values))
        yield db.engine
        db.engine.dispose()


def _library_and_campaigns(connection: sa.Connection) -> None:
    connection.exec_driver_sql("INSERT INTO library VALUES (1, 'b', 'B', 'G', NULL, '', 0)")
    connection.exec_driver_sql("INSERT INTO questionnaire VALUES (1, 'k', 'd', '', 1)")
    for campaign in (1, 2, 3):
        connection.exec_driver_sql(
            "INSERT INTO campaign VALUES (?, 1, ?, 't', '2026-01-01', '2026-02-01', '2027-02-01', '2026-01-01', 0, 1)",
            (campaign, f"c{campaign}"),
        )


def withheld(engine: sa.Engine) -> list[list[list[str]]]:
    with engine.connect() as connection:
        return list(connection.scalars(sa.select(RELEASES.c.withheld).order_by(RELEASES.c.campaign_id)))


def test_a_release_that_followed_another_shows_no_groups_any_more(old: sa.Engine) -> None:
    upgrade()
    assert withheld(old) == [[], [], [["groups"]]]


def test_going_back_and_forth_forgets_no_groups_that_were_shown(old: sa.Engine) -> None:
    upgrade()
    downgrade(revision="0002")
    upgrade()
    assert withheld(old) == [[], [["groups"]], [["groups"]]]
