"""What the terminal needs of the house it runs in, so that tests can hand in a small one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from facilitator.errors import RuleBroken
from facilitator.ports.protocols import Driver
from facilitator.rules.followup.due import Listed
from facilitator.system.settings import Profile
from facilitator.templates.source import Asks
from facilitator.view import Words
from store.errors import StoreError

if TYPE_CHECKING:  # it brings the database
    from facilitator.files.rescue import WayOn


class Recent(Listed, Protocol):
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
        """Code of what is wrong with its file; empty when it can be opened."""
        ...


class Card(Protocol):
    """A ready workshop as the list shows it."""

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
    def asks(self) -> Asks | None:
        """Names that are asked for when a workshop is made of it; None for most."""
        ...

    @property
    def own(self) -> Path | None:
        """The file of a template of one's own; None for a ready one."""
        ...

    @property
    def wrong(self) -> RuleBroken | None:
        """What is wrong in that file, so that nothing can be made of it."""
        ...


class Running(Driver, Protocol):
    """A workshop that is running, and what the facilitator should know about how it started."""

    @property
    def notices(self) -> Sequence[tuple[str, Mapping[str, object]]]:
        """Catalogue keys (``notice.<key>``) with their fields."""
        ...

    @property
    def only_read(self) -> bool:
        """Whether it runs in another window and is only looked at in this one."""
        ...


class Host(Protocol):
    """Saved and ready workshops, and the choices that are kept. ``House`` is the real one."""

    language: str
    theme: str

    @property
    def profile(self) -> Profile:
        """The room that was checked last; an unknown one before the first."""
        ...

    @property
    def rooms(self) -> Sequence[Profile]:
        """The rooms that are remembered."""
        ...

    def keep_room(self, profile: Profile) -> None:
        """Remember a room under its name."""
        ...

    @property
    def keys(self) -> object:
        """Keys of one's own as the settings have them, whatever it is; None for none."""
        ...

    def recent(self) -> Sequence[Recent]:
        """Latest first."""
        ...

    def cards(self) -> Sequence[Card]:
        """The flagship first."""
        ...

    def create(
        self, template: str, minutes: int | None, title: str | None, language: str, *, given: Sequence[str] = ()
    ) -> Path:
        """A new workshop's file; ``given``: names for what the template asks. Raises as ``follow_up``."""
        ...

    def follow_up(self, earlier: Path) -> Path:
        """The file of a new follow-up of a saved workshop. Raises ``RuleBroken`` or ``StoreError``."""
        ...

    def open(self, path: Path) -> Running:
        """Start it, phones and all. Raises ``RuleBroken`` or ``StoreError``; nothing is left open then."""
        ...

    def way_on(self, fault: StoreError, path: Path) -> WayOn | None:
        """What to do instead of opening a workshop that was refused; None when there is nothing to do."""
        ...

    def rescue(self, path: Path) -> Running:
        """Copy what is whole of a damaged workshop, and open the copy. Raises as ``open``."""
        ...

    def read(self, path: Path) -> Running:
        """Look at a workshop that is open in another window; nothing can be changed. Raises ``StoreError``."""
        ...

    def delete_due(self) -> Sequence[Recent]:
        """Delete the workshops whose day has come, and give them."""
        ...

    def deleted_on(self, path: Path) -> date | None:
        """The day on which a saved workshop will be deleted; None for one that is kept."""
        ...

    def keep_open(self, days: int | None) -> date | None:
        """Keep the workshop that is running (None), or have it deleted in so many days; the day."""
        ...

    def delete_open(self) -> object:
        """Stop the workshop that is running and delete it; what was exported of it stays."""
        ...
