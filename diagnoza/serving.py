"""How the application is served: a few processes, patient with slow networks, and residents in line.

A thread that waits for a slow sender costs nothing, so there are many. A thread that works costs the others: SQLite
lets go of Python's lock at every step, and threads that work at once spend a third of their time passing it round.
Residents' requests, which are many and short, are therefore worked on one after another in each process.
"""

import gc
import io
from collections import deque
from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PROCESSES, THREADS = 2, 64
RESIDENTS = "/a/"


def serve(host: str, port: int) -> None:
    """Serve until the process is ended."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "diagnoza.serving:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=PROCESSES,
        blocking_threads=THREADS,
        websockets=False,
        log_access=False,  # an access log would keep addresses and times of residents
        log_level=LogLevels.error,  # its warning about many threads is answered above
    ).serve()


def application() -> "WSGIApplication":
    """The application as each process runs it."""
    from diagnoza import create_app

    app = create_app()
    gc.collect()
    gc.freeze()  # what is loaded stays loaded: looking through it for garbage would hold residents up
    return one_at_a_time(app, app.config["MAX_CONTENT_LENGTH"])


def one_at_a_time(app: "WSGIApplication", most: int) -> "WSGIApplication":
    """The same application, with residents' requests one after another once all of them has come.

    `most`: the largest request in bytes; of a larger one only as much is read as shows that it is larger.
    """
    line = Line()

    def answer(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith(RESIDENTS):
            return app(environ, start)
        environ["wsgi.input"] = io.BytesIO(_sent(environ, most))
        with line:
            return _whole(app(environ, start))

    return answer


def _sent(environ: "WSGIEnvironment", most: int) -> bytes:
    """All that was sent; those who only open a page send nothing that is read."""
    if environ["REQUEST_METHOD"] in ("GET", "HEAD"):
        return b""
    sent: bytes = environ["wsgi.input"].read(most + 1)
    return sent


def _whole(parts: Iterable[bytes]) -> list[bytes]:
    """All of an answer, with its request ended."""
    try:
        return [b"".join(parts)]
    finally:
        close: Callable[[], Any] | None = getattr(parts, "close", None)
        if close is not None:
            close()


class Line:
    """A lock that lets threads through in the order in which they came; `threading.Lock` lets some wait long."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Lock] = deque()
        self._busy = False

    def __enter__(self) -> None:
        turn = Lock()
        turn.acquire()
        with self._guard:
            if not self._busy:
                self._busy = True
                return
            self._waiting.append(turn)
        turn.acquire()  # released by the thread before

    def __exit__(self, *_error: object) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._busy = False
