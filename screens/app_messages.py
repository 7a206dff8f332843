"""Messages of the screens to the app.

In a module of their own, so that the home screen is painted before the modules of the live screen are imported.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from facilitator.system.settings import RoomProfile


class QuitRequested(Message):
    """The facilitator has chosen, and where needed confirmed, to end the program."""


class NextLookRequested(Message):
    """The facilitator wants the next appearance."""


class RoomProfileChanged(Message):
    """The room check has changed the room profile. ``saved``: it is to be remembered."""

    def __init__(self, profile: RoomProfile, saved: bool) -> None:
        super().__init__()
        self.profile, self.saved = profile, saved


@dataclass
class RetentionChosen(Message):
    """The workshop is to be kept (``days`` None) or deleted after ``days`` days.

    ``folder``: where its result files are.
    """

    days: int | None
    folder: str


@dataclass
class DeletionRequested(Message):
    """The workshop is to be deleted now."""

    title: str
