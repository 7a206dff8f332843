"""Debouncing of key presses, and actions that need a second press to confirm."""

from __future__ import annotations

SHORTEST_GAP = 0.8
"""Seconds between two presses of "next": a presenter's clicker that bounces must not reveal results too early."""
DOUBLE_PRESS = 0.4
"""Seconds within which two presses count as one double click."""
CONFIRM_WINDOW = 5.0
"""Seconds within which a second press answers "press again"."""


class PressGuard:
    """Lets one press through and ignores those that follow too soon. Times are seconds of any monotonic clock."""

    def __init__(self, shortest: float = SHORTEST_GAP) -> None:
        self._shortest = shortest
        # Any time is later than this, so the first press always counts.
        self._last_press = float("-inf")

    def accepts(self, now: float) -> bool:
        """Return whether a press at ``now`` counts. A press that counts starts a new waiting time."""
        if now - self._last_press < self._shortest:
            # A refused press does not restart the waiting time: a key that keeps bouncing would otherwise block all
            # presses.
            return False
        self.start(now)
        return True

    def start(self, now: float) -> None:
        """Ignore presses for the waiting time from ``now`` on."""
        self._last_press = now

    def reset(self) -> None:
        """Let the next press through."""
        self._last_press = float("-inf")


class SecondPress:
    """Remembers which question the last press asked. Two presses within ``least`` seconds count as one."""

    def __init__(self, least: float = DOUBLE_PRESS, window: float = CONFIRM_WINDOW) -> None:
        self._least, self._window = least, window
        self._question = ""
        self._asked_at = float("-inf")

    def confirms(self, question: str, now: float) -> bool:
        """Return True when ``question`` was asked at most ``window`` seconds ago: this press confirms it.

        Otherwise ``question`` counts as asked at ``now``, and the result is False.
        """
        waited = now - self._asked_at
        if question == self._question and waited < self._least:
            # The second half of a double click: it neither confirms the question nor restarts its time.
            return False
        answered = question == self._question and waited <= self._window
        # A confirmed question is forgotten, so that a third press asks again instead of acting twice.
        self._question, self._asked_at = ("", now) if answered else (question, now)
        return answered

    def reset(self) -> None:
        """Forget the question, so that the next press asks again."""
        self._question = ""
