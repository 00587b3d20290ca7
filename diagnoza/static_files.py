"""Style sheets, scripts and pictures of the pages: compressed, and kept by browsers until they change.

Pages themselves are not compressed: they hold tokens, and compressing those beside text from outside is what the
BREACH attack needs. They are small beside the style sheets.
"""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from cachelib import SimpleCache
from flask import Flask, Response, current_app, request
from flask_compress import Compress

ENDPOINTS = ("static", "bootstrap.static")
COMPRESSED = ["text/css", "text/javascript", "application/javascript"]
"""What is compressed is kept compressed, so it must be no picture: charts are SVG, and each is of one library."""

A_YEAR = 365 * 24 * 3600


def attach(app: Flask) -> None:
    """Compress static files once each, name them by their content, and let browsers keep what is so named."""
    app.config.update(
        COMPRESS_MIMETYPES=COMPRESSED,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_STREAMS=False,
        COMPRESS_BR_LEVEL=9,
        COMPRESS_LEVEL=9,
        COMPRESS_CACHE_BACKEND=SimpleCache,
        COMPRESS_CACHE_KEY=_file,
    )
    Compress(app)
    app.url_defaults(_named_by_content)
    app.after_request(_kept_for_long)
    app.after_request(_read_whole)  # the last one attached is the first to run


def _read_whole(response: Response) -> Response:
    """A file is sent in pieces unless it is read, and pieces cannot be kept compressed."""
    if request.endpoint in ENDPOINTS and response.status_code == 200:
        response.direct_passthrough = False
        response.make_sequence()
    return response


def _file(sent: Any) -> str:
    """What a compressed file is kept under."""
    return str(sent.full_path)


def _named_by_content(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint in ENDPOINTS and "filename" in values:
        values["v"] = _digest(_folder(endpoint) / values["filename"])


def _folder(endpoint: str) -> Path:
    owner = current_app if endpoint == "static" else current_app.blueprints["bootstrap"]
    return Path(str(owner.static_folder))


@lru_cache
def _digest(path: Path) -> str | None:
    """A few characters that change with the file; None for a file that is not there."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else None


@lru_cache
def version() -> str:
    """A few characters that change with any script or style sheet of ours."""
    files = sorted(path for path in Path(str(current_app.static_folder)).rglob("*") if path.suffix in (".js", ".css"))
    return hashlib.sha256("".join(str(_digest(path)) for path in files).encode()).hexdigest()[:12]


def _kept_for_long(response: Response) -> Response:
    if request.endpoint in ENDPOINTS and "v" in request.args and response.status_code in (200, 304):
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response
