"""Addresses are counted within a window and forgotten after it, also when nobody comes any more."""

import time
from threading import Thread

from diagnoza.floods import Floods


def test_each_address_has_its_own_count() -> None:
    floods = Floods(2, 60)
    assert [floods.wait("a") for _ in range(2)] == [0, 0]
    assert 1 <= floods.wait("a") <= 61
    assert floods.wait("b") == 0


def test_no_address_stays_when_the_window_is_over() -> None:
    floods = Floods(1, 0.05)
    floods.wait("a")
    time.sleep(0.3)
    assert "'a'" not in repr(floods)
    assert floods.wait("a") == 0


def test_many_at_once_are_counted_exactly() -> None:
    floods, passed = Floods(10, 60), []
    threads = [Thread(target=lambda: passed.append(floods.wait("a") == 0)) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(passed) == 10
