"""When Python looks for objects that only refer to each other: at the start not at all, later when nobody waits.

To look at everything stops the whole program for 80 to 180 ms in a room of a thousand phones, and Python does it in
the middle of a rush, since that is when new objects come (measured with ``tests/bench/load.py terminal``: a quarter of
all waiting). Young objects, which are most of what is thrown away, are looked at as always.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

BEGIN = 1.0
"""Seconds after the start: everything that was loaded until then stays, and is not looked at again."""
EVERY = 10.0
"""Seconds between two thoughts of it."""
LATEST = 300.0
"""Seconds after which it is done even in a room that is never calm."""
YOUNG = (5_000, 10, 1_000_000)
"""Python's thresholds: when the young are looked at, the middling, and all of it (never by itself)."""
FEW = 5
"""So many looks at the middling must lie between two at everything: else there is nothing to find."""


@contextmanager
def tidied(calm: Callable[[], bool]) -> Iterator[None]:
    """While a workshop runs. ``calm`` says whether nobody would notice a stop of a tenth of a second."""
    before, end = gc.get_threshold(), threading.Event()
    gc.disable()
    thread = threading.Thread(target=_tidy, args=(calm, end), name="tidying", daemon=True)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join()
        gc.set_threshold(*before)
        gc.unfreeze()
        gc.enable()


def _tidy(calm: Callable[[], bool], end: threading.Event) -> None:
    if end.wait(BEGIN):
        return
    gc.freeze()
    gc.set_threshold(*YOUNG)
    gc.enable()
    last, seen = time.monotonic(), _looks()
    while not end.wait(EVERY):
        late = time.monotonic() - last > LATEST
        if _looks() - seen >= FEW and (late or calm()):
            gc.collect()
            last, seen = time.monotonic(), _looks()


def _looks() -> int:
    """How often the middling have been looked at."""
    return int(gc.get_stats()[1]["collections"])
