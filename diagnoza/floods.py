"""How often one address may do something. Addresses are counted in memory and forgotten when their window is over."""

import time
from dataclasses import dataclass, field
from threading import Lock, Timer


@dataclass
class Floods:
    """At most `most` times in a window of `seconds`, which begins with the first time after the one before.

    A timer empties the window, so that no address stays in memory when nobody comes any more.
    """

    most: int
    seconds: float
    _seen: dict[str, int] = field(default_factory=dict)
    _ends: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def wait(self, address: str) -> int:
        """Count this time; whole seconds until the address may come again, 0 when it may now."""
        with self._lock:
            if not self._seen:
                self._begin()
            self._seen[address] = self._seen.get(address, 0) + 1
            if self._seen[address] <= self.most:
                return 0
            return max(1, round(self._ends - time.monotonic()) + 1)

    def _begin(self) -> None:
        self._ends = time.monotonic() + self.seconds
        timer = Timer(self.seconds, self.forget)
        timer.daemon = True
        timer.start()

    def forget(self) -> None:
        """Nobody has come yet."""
        with self._lock:
            self._seen.clear()
