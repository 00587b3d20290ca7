"""Diagnoza: a public library asks what the community lacks and takes the answer to its coalition."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask


def create_app(overrides: Mapping[str, Any] | None = None) -> "Flask":
    """The Flask application. `overrides` replaces settings by name; tests use it."""
    from flask import Flask

    from diagnoza import access, config, errors, extensions, headers, languages, large_uploads, sessions, static_files

    app = Flask(__name__)
    app.config.from_mapping(config.flask_settings(config.load()))
    app.config.from_mapping(overrides or {})
    app.session_interface = sessions.Sessions()
    large_uploads.attach(app)
    extensions.attach(app)
    languages.attach(app)
    access.attach(app)
    errors.attach(app)
    headers.attach(app)
    static_files.attach(app)
    for blueprint in _audiences():
        app.register_blueprint(blueprint)
    return app


def _audiences() -> list[Any]:
    from diagnoza import admin, coalition, librarian, resident

    return [resident.blueprint, librarian.blueprint, coalition.blueprint, admin.blueprint]
