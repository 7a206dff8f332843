"""What the network looks like from here: the address that the join code shows, the others, and whether a phone came.

Part of the console's private view: names of interfaces and addresses of this computer only, never a phone's.
"""

from __future__ import annotations

from facilitator.view.parts import Frozen

HELP_SECONDS = 60.0
"""Without a phone for so long, the help is shown: by then somebody has tried."""


class Way(Frozen, frozen=True, kw_only=True):
    """One address that phones might reach, and what speaks for and against it."""

    address: str
    interface: str
    score: int
    reasons: tuple[str, ...]
    """Catalogue keys, what counted most first."""
    url: str
    """What the join code would say."""


class Outlook(Frozen, frozen=True, kw_only=True):
    """One look at the network."""

    shown: str
    """The host that the join code says now, or all of an address that the facilitator gave."""
    ways: tuple[Way, ...] = ()
    """Best first."""
    doubt: str = ""
    """Catalogue key of why the best one is only a guess; empty when it is clear, or somebody has chosen."""
    chosen: bool = False
    """True when a person chose what is shown, and not the program."""
    fixed: bool = False
    """True when the program listens on one address only, so that there is nothing to choose."""
    lost: bool = False
    """True when this computer no longer has the address that is shown."""
    reached: bool = False
    """True when a phone has come by what is shown."""
    since: float = 0.0
    """When this address was first shown: seconds since the epoch."""

    @property
    def offered(self) -> Way | None:
        """The way to go over to when the address is lost; None when there is none."""
        return next((way for way in self.ways if way.address != self.shown), None) if self.lost else None

