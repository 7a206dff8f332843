"""Two small memories of when a key was pressed: against the double click, and for "press again"."""

from __future__ import annotations

SHORTEST = 0.8
"""Seconds between two steps forward: a clicker that bounces must not show results too early."""
DOUBLE = 0.4
"""Seconds in which two presses are one double click."""
WINDOW = 5.0
"""Seconds in which a second press counts as the answer to "press again"."""


class Guard:
    """Lets one press through and holds back those that follow too soon. Times are seconds of any steady clock."""

    def __init__(self, shortest: float = SHORTEST) -> None:
        self._shortest = shortest
        self._last = float("-inf")

    def lets(self, now: float) -> bool:
        """Whether a press at ``now`` counts; it starts the wait anew when it does."""
        if now - self._last < self._shortest:
            return False
        self.start(now)
        return True

    def start(self, now: float) -> None:
        """Hold presses back from ``now`` on."""
        self._last = now


class Again:
    """Remembers which question a first press asked. A double click is one press."""

    def __init__(self, least: float = DOUBLE, window: float = WINDOW) -> None:
        self._least, self._window = least, window
        self._asked = ""
        self._when = float("-inf")

    def second(self, question: str, now: float) -> bool:
        """True when ``question`` was asked a moment ago, and so is answered; else it is asked from here on."""
        waited = now - self._when
        if question == self._asked and waited < self._least:
            return False
        answered = question == self._asked and waited <= self._window
        self._asked, self._when = ("", now) if answered else (question, now)
        return answered

    def drop(self) -> None:
        """Forget the question."""
        self._asked = ""
