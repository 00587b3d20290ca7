"""The program as it is started, with a process, a secret and a clock of its own, and a network that can fail."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

LATER = Path(__file__).parent / "later"  # its sitecustomize.py moves the clock of every process that is started


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """`diagnoza run` on one instance folder; it can be stopped, killed and started again at the same address."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, **settings: str) -> None:
        """Start it, or start it anew where it runs with other settings."""
        if self.process and self.settings == settings:
            return
        self.stop()
        off = {"DIAGNOZA_RATELIMIT": "off", "DIAGNOZA_MIN_FILL_SECONDS": "0"}  # tests sign in often and answer fast
        usual = {"DIAGNOZA_INSTANCE": str(self.folder), **off}
        command = [sys.executable, "-m", "diagnoza", "run", "--port", str(self.port)]
        environ = {**os.environ, **usual, **settings}
        self.settings, self.process = settings, subprocess.Popen(command, env=environ, start_new_session=True)
        self._wait()

    def start_later(self, hours: int) -> None:
        """With the same settings, and its clock ahead."""
        self.start(**self.settings, PYTHONPATH=str(LATER), HOURS_LATER=str(hours))

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(20)
        self.process = None

    def kill(self) -> None:
        """As when the current fails: no process can finish anything."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)
        self.process = None

    def days_of(self, text: str) -> list[str]:
        """The day of each stored response in which this was written."""
        with sqlite3.connect(self.folder / "diagnoza.sqlite") as database:
            rows = database.execute("SELECT submitted_on FROM response WHERE answers LIKE ?", (f"%{text}%",))
            return [day for (day,) in rows]

    def _wait(self) -> None:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{self.url}/readyz", timeout=1).close()  # noqa: S310 - our own address
                return
            except OSError:
                assert self.process
                assert self.process.poll() is None, "the server ended at once"
                time.sleep(0.1)
        raise AssertionError("the server did not answer within 20 s")


class Network:
    """What lies between a browser and a server: passes bytes on, slowly if told to, and can lose one answer.

    `answered` are the bytes that came from the server so far.
    """

    def __init__(self, to: int, bytes_per_second: int | None = None) -> None:
        self.to, self.rate = to, bytes_per_second
        self.answered = 0
        self.lost: Callable[[], None] | None = None
        self.one_at_a_time = threading.Lock()  # all connections share what the network can carry
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def lose_the_answer(self, then: Callable[[], None]) -> None:
        """When the next sent form has been answered: do `then`, and hang up instead of passing it on."""
        self.lost = then

    def close(self) -> None:
        self.listener.close()

    def _listen(self) -> None:
        while True:
            try:
                browser, _ = self.listener.accept()
            except OSError:
                return  # closed
            threading.Thread(target=self._serve, args=(browser,), daemon=True).start()

    def _serve(self, browser: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self.to))
        except OSError:
            return hang_up(browser)
        sent = threading.Event()
        threading.Thread(target=self._pass_on, args=(browser, server, sent), daemon=True).start()
        self._answer(server, browser, sent)

    def _pass_on(self, browser: socket.socket, server: socket.socket, sent: threading.Event) -> None:
        try:
            while data := browser.recv(65536):
                if data.startswith(b"POST /a/"):
                    sent.set()
                self._carry(data, server)
        except OSError:
            pass
        hang_up(server)

    def _answer(self, server: socket.socket, browser: socket.socket, sent: threading.Event) -> None:
        try:
            while data := server.recv(65536):
                if sent.is_set() and self.lost:
                    then, self.lost = self.lost, None
                    then()
                    return hang_up(browser)
                self.answered += len(data)
                self._carry(data, browser)
        except OSError:
            pass
        hang_up(browser)

    def _carry(self, data: bytes, to: socket.socket) -> None:
        if self.rate is None:
            return to.sendall(data)
        for start in range(0, len(data), 600):
            piece = data[start : start + 600]
            with self.one_at_a_time:
                time.sleep(len(piece) / self.rate)
                to.sendall(piece)


def hang_up(connection: socket.socket) -> None:
    """Also where another thread is reading: closing alone would wait for it."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
