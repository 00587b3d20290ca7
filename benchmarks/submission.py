"""How fast residents' answers are taken: python -m benchmarks.submission [SECONDS]

Starts the server as `diagnoza run` does, on a database of its own, and lets 8 and 32 residents answer the survey
`pelna` at once: open the form, send it, read the thanks. Counted are responses that were thanked for; every one of them
has to be in the database afterwards. CPU is the server's; it says most, since the clients share the machine.
"""

import gzip
import http.client
import os
import random
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from urllib.parse import urlencode

import numpy as np

CLIENTS = (8, 32)
SECONDS = 6.0
WARM_UP = 2.0
CPU_AIM, RATE_AIM, P99_AIM = 5.0, 200.0, 400.0
ADDRESS = "/a/przyklad"
HIDDEN = re.compile(r'name="(key|token)" value="([^"]*)"')
RADIO = re.compile(r'type="radio" name="([^"]*)" value="([^"]*)"')
BROWSER = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Accept-Language": "pl",
    "Accept-Encoding": "gzip, deflate, br",
}
UNGUARDED = {"DIAGNOZA_MIN_FILL_SECONDS": "0", "DIAGNOZA_RATELIMIT": "off"}
"""These clients answer faster than a person can, and all from one address."""
SETTING_UP = (
    ("migrate",),
    ("create-library", "--slug", "b", "--name", "Biblioteka", "--gmina", "Gmina"),
    ("create-campaign", "--library", "b", "--slug", "przyklad", "--title", "Czego brakuje?",
     "--questionnaire", "pelna", "--opens", "2020-01-01", "--closes", "2099-01-01"),
)  # fmt: skip


@dataclass(frozen=True)
class Server:
    """The running server: its port, its process and its database."""

    port: int
    pid: int
    database: Path

    def stored(self) -> int:
        """How many responses are in the database."""
        with closing(sqlite3.connect(self.database)) as connection:
            return int(connection.execute("select count(*) from response").fetchone()[0])

    def cpu(self) -> float:
        """Seconds of CPU that the server and its workers have used."""
        return sum(map(_cpu, (self.pid, *_children(self.pid))))


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    """The server with one open campaign."""
    environ = {**os.environ, **UNGUARDED, "DIAGNOZA_INSTANCE": str(folder)}
    command = [sys.executable, "-m", "diagnoza"]
    for arguments in SETTING_UP:
        subprocess.run([*command, *arguments], env=environ, check=True, stdout=subprocess.DEVNULL)
    port = _free_port()
    process = subprocess.Popen([*command, "run", "--port", str(port)], env=environ, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield Server(port, process.pid, folder / "diagnoza.sqlite")
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not answer within 30 s")


def resident(server: Server, until: float, seed: int) -> list[float]:
    """Answers again and again; seconds from opening the form to the thanks, for each response."""
    chance, taken = random.Random(seed), []  # noqa: S311 - made-up answers
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection:
        while time.monotonic() < until:
            start = time.perf_counter()
            answer(connection, chance)
            taken.append(time.perf_counter() - start)
    return taken


def answer(connection: http.client.HTTPConnection, chance: random.Random) -> None:
    """Open the form, send it, read the thanks; anything else ends the measurement."""
    page = _exchange(connection, "GET", ADDRESS, 200)
    form = {name: value for name, value in RADIO.findall(page) if chance.random() < 0.5} | dict(HIDDEN.findall(page))
    _exchange(connection, "POST", ADDRESS, 303, urlencode(form))
    assert 'data-page="thank-you"' in _exchange(connection, "GET", f"{ADDRESS}/dziekujemy", 200)


def _exchange(
    connection: http.client.HTTPConnection, method: str, path: str, status: int, body: str | None = None
) -> str:
    connection.request(method, path, body, BROWSER)
    response = connection.getresponse()
    content = response.read()
    text = (gzip.decompress(content) if response.headers["Content-Encoding"] == "gzip" else content).decode()
    assert response.status == status, f"{method} {path}: {response.status} instead of {status}"
    return text


def crowd(server: Server, clients: int, seconds: float) -> list[float]:
    """Several residents at once for some seconds; the times of all their responses."""
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(clients) as pool:
        return list(chain(*pool.map(lambda seed: resident(server, until, seed), range(clients))))


def measure(server: Server, clients: int, seconds: float) -> None:
    """Print one line beside the aims; a response that was thanked for and is not stored ends everything."""
    stored, cpu, start = server.stored(), server.cpu(), time.perf_counter()
    taken = np.array(crowd(server, clients, seconds)) * 1000
    rate = len(taken) / (time.perf_counter() - start)
    cpu = (server.cpu() - cpu) / len(taken) * 1000
    stored = server.stored() - stored
    p50, p95, p99 = np.percentile(taken, (50, 95, 99))
    print(
        f"{clients:>3} residents at once: {rate:>5.0f} responses/s (aim {RATE_AIM:.0f})   "
        f"CPU {cpu:>5.2f} ms each (aim {CPU_AIM:.0f})   p50 {p50:.0f}, p95 {p95:.0f}, p99 {p99:.0f} ms "
        f"(aim {P99_AIM:.0f})   stored {stored} of {len(taken)}"
    )
    if stored != len(taken):
        raise SystemExit(f"{len(taken)} responses were thanked for and {stored} are stored")


def main() -> None:
    """Measure after a warm-up that is not counted."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as server:
        crowd(server, 4, WARM_UP)
        for clients in CLIENTS:
            measure(server, clients, seconds)


if __name__ == "__main__":
    main()
