"""Full garbage collections run while the room is idle, or after a maximum delay."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest

from facilitator.system import gc_schedule
from facilitator.system.gc_schedule import scheduled_gc

PATIENCE = 20.0


class Looks:
    """Waits for Python to have looked at everything, or at the young."""

    def __init__(self) -> None:
        self.whole, self.young = threading.Event(), threading.Event()

    def __call__(self, phase: str, told: dict[str, int]) -> None:
        if phase == "stop":
            (self.whole if told["generation"] == 2 else self.young).set()


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Looks]:
    """With a clock that is always about to strike."""
    for name, value in {
        "FREEZE_AFTER": 0.0,
        "CHECK_INTERVAL": 0.01,
        "MIN_MIDDLE_COLLECTIONS": 0,
        "GC_THRESHOLDS": (50, 2, 1_000_000),
    }.items():
        monkeypatch.setattr(gc_schedule, name, value)
    found = Looks()
    gc.callbacks.append(found)
    yield found
    gc.callbacks.remove(found)


def rubbish(pieces: int = 20_000) -> None:
    """Objects that only refer to themselves."""
    for _ in range(pieces):
        loop: list[object] = []
        loop.append(loop)


def test_in_a_rush_only_the_young_are_looked_at_and_everything_once_it_is_calm(looks: Looks) -> None:
    calm = threading.Event()
    with scheduled_gc(calm.is_set):
        while not looks.young.is_set():
            rubbish(1_000)
        looks.whole.clear()
        rubbish()
        assert not looks.whole.is_set()
        calm.set()
        assert looks.whole.wait(PATIENCE)


def test_a_room_that_is_never_calm_is_tidied_in_the_end(looks: Looks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gc_schedule, "MAX_DELAY", 0.0)
    with scheduled_gc(lambda: False):
        assert looks.whole.wait(PATIENCE)


def test_afterwards_everything_is_as_it_was(looks: Looks) -> None:
    before = gc.get_threshold()
    with scheduled_gc(lambda: True):
        assert looks.whole.wait(PATIENCE)
        assert gc.get_threshold() == gc_schedule.GC_THRESHOLDS
    assert (gc.get_threshold(), gc.isenabled(), gc.get_freeze_count()) == (before, True, 0)


def test_one_that_ends_before_it_has_begun_leaves_nothing_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gc_schedule, "FREEZE_AFTER", PATIENCE)
    before = gc.get_threshold()
    with scheduled_gc(lambda: True):
        assert not gc.isenabled()
    assert (gc.get_threshold(), gc.isenabled()) == (before, True)
