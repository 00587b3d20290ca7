"""Small helpers shared by the audiences' pages."""

import io
from collections.abc import Callable
from typing import TextIO

from flask import Response


def attachment(name: str, mimetype: str, write: Callable[[TextIO], object]) -> Response:
    """A file to keep, written by `write`."""
    file = io.StringIO(newline="")
    write(file)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(file.getvalue().encode("utf-8"), mimetype=mimetype, headers=headers)
