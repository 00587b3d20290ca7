"""What was computed lately, kept in the memory of a process."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Remembered(Generic[Result]):
    """At most `most` results, each under everything that it was computed from; the oldest makes room.

    What is not remembered is computed outside the lock, so that nobody waits for somebody else's result; two who ask
    for the same one at once may both compute it.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: dict[Hashable, Result] = {}
        self._lock = Lock()

    def get(self, name: Hashable, compute: Callable[[], Result]) -> Result:
        """The result of this name, computed unless it is remembered."""
        with self._lock:
            found = self._kept.get(name)
        if found is None:
            found = compute()
            with self._lock:
                while len(self._kept) >= self.most:
                    self._kept.pop(next(iter(self._kept)))
                self._kept[name] = found
        return found

    def forget(self) -> None:
        """Compute anew next time."""
        with self._lock:
            self._kept.clear()
