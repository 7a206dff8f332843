"""What the live screen asks of the app around it. By themselves, so that home need not wait for the live screen."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from facilitator.system.settings import Profile


class Leaving(Message):
    """The facilitator wants to end the program, and has said so."""


class LookWanted(Message):
    """The next appearance is wanted."""


class RoomKept(Message):
    """The room is known better; ``saved``: remember it."""

    def __init__(self, profile: Profile, saved: bool) -> None:
        super().__init__()
        self.profile, self.saved = profile, saved


@dataclass
class Retained(Message):
    """The workshop is to be kept (None) or deleted in so many days. ``folder``: where the files are."""

    days: int | None
    folder: str


@dataclass
class Discarded(Message):
    """The workshop is to be deleted now."""

    title: str
