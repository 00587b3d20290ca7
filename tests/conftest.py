"""Fixtures that every test may use. Reference results live outside the repository; see `shared`."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from sqlalchemy import text
from sqlalchemy.orm import Session

from diagnoza import config, create_app
from diagnoza.db import db
from diagnoza.db.scope import ACROSS_LIBRARIES

# How long an example takes says how busy the machine is, not whether the property holds.
settings.register_profile("diagnoza", deadline=None)
settings.load_profile("diagnoza")

NO_TIME = 1e-9
CHEAP = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
"""Nobody guesses the passwords of tests."""
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def rng() -> np.random.Generator:
    """A seeded generator, so that a failing test fails again."""
    return np.random.default_rng(20240501)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with reference data and results; the test is skipped where it is absent."""
    folder = Path(os.environ.get("DIAGNOZA_REFERENCE", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"reference data not found in {folder}; set DIAGNOZA_REFERENCE to its folder")
    return folder


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated database; tests copy it instead of migrating again."""
    from flask_migrate import upgrade

    folder = tmp_path_factory.mktemp("template")
    with make_app(folder).app_context():
        upgrade()
        db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"), execution_options=ACROSS_LIBRARIES)
        db.session.remove()
        db.engine.dispose()
    return folder / "diagnoza.sqlite"


@pytest.fixture
def app(tmp_path: Path, migrated_database: Path) -> Iterator[Flask]:
    """An application with an empty database of its own."""
    shutil.copy(migrated_database, tmp_path / "diagnoza.sqlite")
    app = make_app(tmp_path)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript."""
    return app.test_client()


@pytest.fixture
def session(app: Flask) -> Session:
    """The store of `app`."""
    return db.session()


def make_app(folder: Path, **changes: object) -> Flask:
    """An application whose instance folder is `folder`."""
    loaded = config.load({"DIAGNOZA_INSTANCE": str(folder), "DIAGNOZA_SECRET_KEY": "k" * 40})
    off = {"RATELIMIT_ENABLED": False, "MIN_FILL_SECONDS": 0, "CAMPAIGN_SECONDS": NO_TIME}
    quick = {"TESTING": True, "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": CHEAP}
    return create_app({**config.flask_settings(loaded), **quick, **off, **changes})
