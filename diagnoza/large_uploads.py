"""Requests that bring large files: each file is measured while it comes in, and one that is too large is dropped."""

from tempfile import SpooledTemporaryFile
from typing import IO, Any

import flask
from werkzeug.datastructures import FileStorage

IN_MEMORY = 500_000
"""Bytes of a file beyond which it is written to a temporary file without a name, which goes with the request."""


def attach(app: flask.Flask) -> None:
    """Let views say how large files may be, and close temporary files with the request."""
    app.request_class = Request
    app.teardown_request(_close_files)


def _close_files(_error: BaseException | None) -> None:
    flask.request.close()


class Measured(SpooledTemporaryFile[bytes]):
    """Keeps at most `most` bytes; of a file with more nothing is kept but how large it was."""

    def __init__(self, most: int) -> None:
        super().__init__(max_size=IN_MEMORY, mode="rb+")
        self.most, self.received = most, 0

    @property
    def too_large(self) -> bool:
        """Whether more came than may."""
        return self.received > self.most

    def write(self, data: Any) -> int:
        """Keep the bytes, or forget all of them when they are too many."""
        self.received += len(data)
        if self.too_large:
            self.seek(0)
            self.truncate()
            return len(data)
        return super().write(data)


class Request(flask.Request):
    """A request whose files may be measured: `measure` says how large one of them and all together may be."""

    most_of_a_file: int | None = None

    def measure(self, most_of_a_file: int, most: int) -> None:
        """To be called before anything is read of the request."""
        self.most_of_a_file, self.max_content_length = most_of_a_file, most

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.most_of_a_file is not None:
            return Measured(self.most_of_a_file)
        return super()._get_file_stream(total_content_length, content_type, filename, content_length)


def too_large(file: FileStorage) -> int | None:
    """How large a file was that was dropped; None for one that was kept."""
    stream = file.stream
    return stream.received if isinstance(stream, Measured) and stream.too_large else None
