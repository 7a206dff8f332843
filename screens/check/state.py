"""Immutable state of the room check, from which the pages are drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from facilitator.i18n.messages import format_decimal, say
from facilitator.system.settings import RoomProfile
from facilitator.view import NetworkView, PublicView
from screens import legibility

PAGES = ("size", "lines", "code", "network", "ready")
CUSTOM_HEIGHT = "own"
"""The choice to type in the image height."""

CHOICES = (*legibility.SCREEN_TYPES, CUSTOM_HEIGHT)
CHECKLIST = ("disturb", "power", "sleep", "mirror", "mail", "guest", "paper")
"""Ids of the items of the checklist."""

NEAREST, FARTHEST = 2.0, 40.0

Listener = Callable[[], None]


@dataclass(frozen=True)
class CheckState:
    """State of the room check at one moment.

    ``rows`` and ``columns`` are the size of the terminal; ``now`` is in seconds since the epoch.
    """

    view: PublicView
    outlook: NetworkView | None
    profile: RoomProfile
    language: str
    now: float
    rows: int
    columns: int
    page: str = "size"
    help: bool = False
    """True while the help for a room without phones is shown."""
    sentence: str = ""
    """Sentence shown above the last row."""
    network_only: bool = False
    """True when only the network page is shown."""

    def say(self, key: str, **fields: object) -> str:
        """Return a message of the room check, by its key without ``check.``."""
        return say(f"check.{key}", self.language, **fields)

    def metres(self, number: float) -> str:
        """Return a distance as text, rounded down: to half metres below ten metres, to whole metres from there on."""
        kept = int(number * 2) / 2 if number < 10 else float(int(number))
        shown = format_decimal(kept, self.language) if kept % 1 else str(int(kept))
        return say("check.metres", self.language, number=shown)

    @property
    def image_height_choice(self) -> str:
        """The element of ``CHOICES`` that matches the image height; empty when no height has been set."""
        height = self.profile.height
        # Heights are stored with two decimals, so half of the last one is the tolerance.
        named = (name for name, high in legibility.SCREEN_HEIGHTS.items() if abs(high - height) < 0.005)
        return next(named, CUSTOM_HEIGHT) if height else ""

    @property
    def seconds_waited(self) -> float:
        """Seconds for which the address has been shown without a phone connecting."""
        if self.outlook is None or self.outlook.reached:
            return 0.0
        return max(0.0, self.now - self.outlook.since)


@dataclass
class Hotspots:
    """Which rows can be clicked: row -> name of an action."""

    rows: dict[int, str] = field(default_factory=dict)

    def add(self, row: int, act: str) -> None:
        """Make a row clickable."""
        self.rows[row] = act
