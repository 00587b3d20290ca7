"""Signs of life for monitoring."""

from flask import Blueprint, Response, jsonify

from diagnoza.db import db
from diagnoza.queries.health import schema_version

blueprint = Blueprint("admin", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> Response:
    """The database answers and has been migrated; otherwise the 503 page is shown."""
    return jsonify(status="ok", schema=schema_version(db.session()))
