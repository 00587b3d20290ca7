"""Runs migrations inside one write transaction, so that two starting processes take turns."""

from alembic import context
from flask import current_app

from diagnoza.db import db, engine

options = current_app.extensions["migrate"].configure_args

with db.engine.connect().execution_options(**engine.WRITE) as connection:
    context.configure(connection=connection, target_metadata=db.metadata, **options)
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("select pg_advisory_xact_lock(718281828)")
        context.run_migrations()
