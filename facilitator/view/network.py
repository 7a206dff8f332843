"""The view of the network: the address that the join code shows, the alternatives, and whether phones reach it.

It is part of the console's private view, and holds interfaces and addresses of this computer only, never of a phone.
"""

from __future__ import annotations

from facilitator.view.parts import ViewPart

HELP_AFTER = 60.0
"""Seconds without a phone after which help is shown: by then somebody has tried to join."""


class AddressOption(ViewPart, frozen=True, kw_only=True):
    """One address that phones might reach, with the reasons for and against it."""

    address: str
    interface: str
    score: int
    reasons: tuple[str, ...]
    """Catalogue keys, those with most points first."""
    url: str
    """The join address that would be shown."""


class NetworkView(ViewPart, frozen=True, kw_only=True):
    """The state of the network at one moment."""

    shown: str
    """The host that the join code shows, or the whole URL that the facilitator has entered."""
    ways: tuple[AddressOption, ...] = ()
    """Best first."""
    doubt: str = ""
    """Catalogue key of the reason why the first is only a guess; empty when it is certain or a person has chosen."""
    chosen: bool = False
    """True when the facilitator, not the program, chose the address that is shown."""
    fixed: bool = False
    """True when the server listens on one address only, so that there is no choice."""
    lost: bool = False
    """True when this computer no longer has the address that is shown."""
    reached: bool = False
    """True when a phone has come through the address that is shown."""
    since: float = 0.0
    """When this address was first shown: seconds since the epoch."""

    @property
    def alternative(self) -> AddressOption | None:
        """The address to offer when the shown one is lost; None when it is not lost or there is no other."""
        return next((way for way in self.ways if way.address != self.shown), None) if self.lost else None
