"""Migrations lead to the models, both ways, and two processes at once take turns."""

import subprocess
import sys
from pathlib import Path

from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect

from diagnoza.db import db
from tests.conftest import make_app


def test_the_newest_migration_equals_the_models(tmp_path: Path, capsys: object) -> None:
    with make_app(tmp_path).app_context():
        upgrade()
        check()  # raises when a table or column differs
        db.engine.dispose()


def test_migrations_go_up_down_and_up(tmp_path: Path) -> None:
    with make_app(tmp_path).app_context():
        upgrade()
        downgrade(revision="base")
        assert inspect(db.engine).get_table_names() == ["alembic_version"]
        upgrade()
        assert "response" in inspect(db.engine).get_table_names()
        db.engine.dispose()


def test_processes_that_migrate_at_once_take_turns(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "diagnoza", "migrate"]
    started = [
        subprocess.Popen(command, env={"DIAGNOZA_INSTANCE": str(tmp_path)}, stderr=subprocess.PIPE) for _ in range(3)
    ]
    said = [process.communicate(timeout=60)[1] for process in started]
    assert [(process.returncode, text) for process, text in zip(started, said, strict=True)] == [(0, b"")] * 3
