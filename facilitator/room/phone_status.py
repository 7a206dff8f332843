"""What the console reports about phones that were refused or came in a burst. In memory only."""

from __future__ import annotations

from collections.abc import Callable

from facilitator.room.join_burst import JoinBurstDetector
from facilitator.room.slip_throttle import SlipThrottle


class PhoneStatus:
    """Counters that the phones' side of a room updates and the console view shows. ``clock`` returns seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.refused = 0
        """Phones that were refused because far too many came from one address at once."""
        self.join_bursts = JoinBurstDetector()
        self.slip_throttle = SlipThrottle(clock)
