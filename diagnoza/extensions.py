"""The extensions of the application, each attached once."""

from pathlib import Path
from typing import Any

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_migrate import Migrate
from flask_security import Security, SQLAlchemyUserDatastore
from flask_wtf import CSRFProtect

from diagnoza.db import db, engine
from diagnoza.db.models import Role, User

MIGRATIONS = str(Path(__file__).parent / "db" / "migrations")

SIGN_INS = "10/15 minutes"  # from one address; residents are never limited

bootstrap = Bootstrap5()
csrf = CSRFProtect()
# Addresses are kept in memory only, and only for the time of the limit.
limiter = Limiter(get_remote_address)
migrate = Migrate(directory=MIGRATIONS, render_as_batch=True)
security = Security()


def attach(app: Flask) -> None:
    """Attach every extension to the application."""
    db.init_app(app)
    with app.app_context():
        engine.prepare(db.engine)
    migrate.init_app(app, db)
    bootstrap.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    security.init_app(app, SQLAlchemyUserDatastore(db, User, Role))
    # Guards ask for the person where one is needed; Flask-Principal would ask at every request, residents' included.
    security.principal.identity_loaders.clear()
    slowed: Any = limiter.limit(SIGN_INS, methods=["POST"])
    app.view_functions["security.login"] = slowed(app.view_functions["security.login"])
