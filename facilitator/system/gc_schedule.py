"""Schedules Python's cyclic garbage collector: no full collection at the start, later only when the room is idle.

A full collection stops the program for 80 to 180 ms in a workshop of a thousand phones. Python triggers it by the
number of new objects, so it comes in the middle of a rush, where it caused a quarter of all waiting (measured with
``tests/bench/load.py terminal``). Collections of the young generations, which free most of the garbage, run as usual.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

FREEZE_AFTER = 1.0
"""Seconds after the start at which ``gc.freeze`` exempts all objects that were loaded until then."""
CHECK_INTERVAL = 10.0
"""Seconds between two checks whether a full collection is due."""
MAX_DELAY = 300.0
"""Seconds after which a full collection runs even though the room is not idle."""
GC_THRESHOLDS = (5_000, 10, 1_000_000)
"""Thresholds of the three generations for ``gc.set_threshold``; the third is so high that Python never reaches it."""
MIN_MIDDLE_COLLECTIONS = 5
"""Fewest collections of the middle generation between two full ones: with fewer, little new garbage can have aged."""


@contextmanager
def scheduled_gc(is_idle: Callable[[], bool]) -> Iterator[None]:
    """Apply the schedule while a workshop runs, then restore Python's own settings.

    ``is_idle`` says whether a pause of a tenth of a second would go unnoticed now; it is called from another thread.
    """
    before, end = gc.get_threshold(), threading.Event()
    # The start creates mostly lasting objects, which a collection would only search in vain.
    gc.disable()
    thread = threading.Thread(target=_run_schedule, args=(is_idle, end), name="tidying", daemon=True)
    thread.start()
    try:
        yield
    finally:
        end.set()
        # Before the settings are restored: the thread could otherwise change them afterwards.
        thread.join()
        gc.set_threshold(*before)
        gc.unfreeze()
        gc.enable()


def _run_schedule(is_idle: Callable[[], bool], end: threading.Event) -> None:
    """Freeze what is loaded, then run full collections when they are due, until ``end`` is set."""
    if end.wait(FREEZE_AFTER):
        return
    # Frozen objects belong to no generation, so no later collection has to go through them.
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    gc.enable()
    last, seen = time.monotonic(), _middle_collections()
    while not end.wait(CHECK_INTERVAL):
        # Postponed while people act, but not for ever: cycles that survived the young generations keep their memory.
        late = time.monotonic() - last > MAX_DELAY
        if _middle_collections() - seen >= MIN_MIDDLE_COLLECTIONS and (late or is_idle()):
            gc.collect()
            last, seen = time.monotonic(), _middle_collections()


def _middle_collections() -> int:
    """How many collections of the middle generation there have been."""
    return int(gc.get_stats()[1]["collections"])
