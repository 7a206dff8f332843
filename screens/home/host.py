"""What the terminal needs of the house it runs in, so that tests can hand in a small one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from facilitator.seam import Driver
from facilitator.view import Words


class Recent(Protocol):
    """A saved workshop as the list shows it."""

    @property
    def path(self) -> Path: ...
    @property
    def title(self) -> Words: ...
    @property
    def state(self) -> str: ...
    @property
    def created(self) -> str: ...
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


class Running(Driver, Protocol):
    """A workshop that is running, and what the facilitator should know about how it started."""

    @property
    def notices(self) -> Sequence[tuple[str, Mapping[str, object]]]:
        """Catalogue keys (``notice.<key>``) with their fields."""
        ...


class Host(Protocol):
    """Saved and ready workshops, and the choices that are kept. ``House`` is the real one."""

    language: str
    theme: str

    def recent(self) -> Sequence[Recent]:
        """Latest first."""
        ...

    def cards(self) -> Sequence[Card]:
        """The flagship first."""
        ...

    def create(self, template: str, minutes: int | None, title: str | None, language: str) -> Path:
        """A new workshop's file. Raises ``RuleBroken`` or ``StoreError``."""
        ...

    def open(self, path: Path) -> Running:
        """Start it, phones and all. Raises ``RuleBroken`` or ``StoreError``; nothing is left open then."""
        ...
