"""What the terminal needs of the workspace, as protocols, so that tests can hand in a small one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from facilitator.errors import RuleBroken
from facilitator.ports.protocols import Facilitation
from facilitator.rules.followup.due import ListedSession
from facilitator.system.settings import RoomProfile
from facilitator.templates.source import NameRequest
from facilitator.view import Words
from store.errors import StoreError

if TYPE_CHECKING:  # its module imports the database
    from facilitator.files.rescue import OpeningAlternative


class SavedSession(ListedSession, Protocol):
    """A saved workshop as the list shows it."""

    @property
    def title(self) -> Words: ...
    @property
    def state(self) -> str: ...
    @property
    def created(self) -> str: ...
    @property
    def promises(self) -> int: ...
    @property
    def actions(self) -> int: ...
    @property
    def trouble(self) -> str:
        """Code of the error that keeps it from being opened; empty when it can be opened."""
        ...


class Card(Protocol):
    """A template as the list shows it."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> Words: ...
    @property
    def subtitle(self) -> Words: ...
    @property
    def purpose(self) -> Words: ...
    @property
    def lengths(self) -> tuple[int, ...]: ...
    @property
    def default_length(self) -> int: ...
    @property
    def asks(self) -> NameRequest | None:
        """Names that are asked for when a workshop is made of it; None for most templates."""
        ...

    @property
    def path(self) -> Path | None:
        """The file of a template of the user's own; None for one that comes with the program."""
        ...

    @property
    def error(self) -> RuleBroken | None:
        """The error in that file, because of which no workshop can be made of it; None when it is sound."""
        ...


class RunningWorkshop(Facilitation, Protocol):
    """A running workshop, and what the facilitator should know about how it started."""

    @property
    def notices(self) -> Sequence[tuple[str, Mapping[str, object]]]:
        """Catalogue keys (``notice.<key>``) with their fields."""
        ...

    @property
    def read_only(self) -> bool:
        """Whether the workshop runs in another window and is only read in this one."""
        ...


class StoredPreferences(Protocol):
    """What the user has chosen. ``Preferences`` is the real one."""

    language: str
    theme: str

    @property
    def profile(self) -> RoomProfile:
        """The profile of the room that was checked last; an empty profile before the first check."""
        ...

    @property
    def rooms(self) -> Sequence[RoomProfile]:
        """The stored room profiles."""
        ...

    def remember_room(self, profile: RoomProfile) -> None:
        """Store a room profile under its name."""
        ...

    @property
    def keys(self) -> object:
        """The user's own keys as the settings file has them, unchecked; None when there are none."""
        ...


class SessionLibrary(Protocol):
    """Saved workshops and templates. ``Library`` is the real one."""

    def saved_sessions(self) -> Sequence[SavedSession]:
        """Return the saved workshops, latest first."""
        ...

    def template_cards(self) -> Sequence[Card]:
        """Return the templates, the recommended one first."""
        ...

    def create(
        self, template: str, minutes: int | None, title: str | None, language: str, *, given: Sequence[str] = ()
    ) -> Path:
        """Make a workshop and return its file. ``given``: names for what the template asks.

        Raises ``RuleBroken`` or ``StoreError``.
        """
        ...

    def follow_up(self, earlier: Path) -> Path:
        """Make a follow-up of a saved workshop and return its file. Raises ``RuleBroken`` or ``StoreError``."""
        ...

    def delete_due(self) -> Sequence[SavedSession]:
        """Delete the workshops whose deletion date has come, and return them."""
        ...

    def deletion_date(self, path: Path) -> date | None:
        """Return the date on which a saved workshop will be deleted; None for one that is kept."""
        ...


class Host(Protocol):
    """The library, the preferences, and what opens a workshop. ``Workspace`` is the real one."""

    @property
    def preferences(self) -> StoredPreferences: ...
    @property
    def library(self) -> SessionLibrary: ...

    def open(self, path: Path) -> RunningWorkshop:
        """Start a workshop and its web server. Raises ``RuleBroken`` or ``StoreError``; nothing is left open then."""
        ...

    def opening_alternative(self, fault: StoreError, path: Path) -> OpeningAlternative | None:
        """Return what can be done about a workshop that could not be opened; None when nothing can."""
        ...

    def rescue(self, path: Path) -> RunningWorkshop:
        """Copy the sound part of a damaged workshop, and open the copy. Raises as ``open``."""
        ...

    def open_read_only(self, path: Path) -> RunningWorkshop:
        """Open a workshop that runs in another window, read-only. Raises ``StoreError``."""
        ...

    def set_retention(self, days: int | None) -> date | None:
        """Keep the running workshop (``days`` None), or have it deleted after ``days`` days; return that date."""
        ...

    def delete_running(self) -> object:
        """Stop the running workshop and delete it; its exported files stay."""
        ...
