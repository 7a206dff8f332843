"""What the room check knows at one moment. Pure: views and choices in, drawn by the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from facilitator.i18n.messages import decimal, say
from facilitator.system.settings import Profile
from facilitator.view import Outlook, PublicView
from screens import legibility

PAGES = ("size", "lines", "code", "network", "ready")
OWN = "own"
"""The choice of an image height of one's own."""

CHOICES = (*legibility.SCREENS, OWN)
TICKS = ("disturb", "power", "sleep", "mirror", "mail", "guest", "paper")
"""What to have done before people come."""

NEAREST, FARTHEST = 2.0, 40.0

Act = Callable[[], None]


@dataclass(frozen=True)
class Check:
    """One moment. ``rows`` and ``columns`` are those of the terminal."""

    view: PublicView
    outlook: Outlook | None
    profile: Profile
    language: str
    now: float
    rows: int
    columns: int
    page: str = "size"
    help: bool = False
    """True while the help for a room without phones is shown."""
    said: str = ""
    """One sentence above the last row."""
    alone: bool = False
    """True when only the network is looked at, not the whole room."""

    def say(self, key: str, **fields: object) -> str:
        """A message of the room check."""
        return say(f"check.{key}", self.language, **fields)

    def metres(self, number: float) -> str:
        """A distance as people say it: halves below ten, whole metres from there, never more than is true."""
        kept = int(number * 2) / 2 if number < 10 else float(int(number))
        shown = decimal(kept, self.language) if kept % 1 else str(int(kept))
        return say("check.metres", self.language, number=shown)

    @property
    def screen(self) -> str:
        """Which of the choices the image is; empty when nothing has been chosen."""
        height = self.profile.height
        named = (name for name, high in legibility.HEIGHTS.items() if abs(high - height) < 0.005)
        return next(named, OWN) if height else ""

    @property
    def waited(self) -> float:
        """Seconds that the address has been shown without a phone."""
        if self.outlook is None or self.outlook.reached:
            return 0.0
        return max(0.0, self.now - self.outlook.since)


@dataclass
class Spots:
    """What a click on a row does: row -> name of an act."""

    rows: dict[int, str] = field(default_factory=dict)

    def add(self, row: int, act: str) -> None:
        """A row that can be clicked."""
        self.rows[row] = act
