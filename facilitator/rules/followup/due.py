"""What the saved workshops have agreed and not yet finished: how much is open, how much is late, what is next. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from facilitator.i18n.messages import day, say

if TYPE_CHECKING:
    from pathlib import Path


class Listed(Protocol):
    """The part of ``store.listing.Listing`` that is looked at here."""

    @property
    def path(self) -> Path: ...
    @property
    def id(self) -> str: ...
    @property
    def follows(self) -> str:
        """Id of the workshop that it follows up; empty for none."""
        ...

    @property
    def dues(self) -> Sequence[str]:
        """Due date (ISO, or empty) of each action that is under way."""
        ...


@dataclass(frozen=True)
class Due:
    """The actions of one workshop that are under way. ``next`` is the nearest day that is not past; None for none."""

    open: int = 0
    late: int = 0
    next: date | None = None


def due(dues: Iterable[str], today: date) -> Due:
    """Counted from the due dates (ISO, or empty) of the actions that are under way."""
    listed = tuple(dues)
    days = [found for text in listed if (found := _day(text)) is not None]
    coming = [each for each in days if each >= today]
    return Due(len(listed), len(days) - len(coming), min(coming, default=None))


def outstanding(listed: Iterable[Listed], today: date) -> Mapping[Path, Due]:
    """Path -> what is under way, of every workshop that has something.

    A workshop that has been followed up has nothing: its actions go on in the follow-up.
    """
    every = tuple(listed)
    followed = {each.follows for each in every if each.follows}
    found = {each.path: due(each.dues, today) for each in every if each.dues and each.id not in followed}
    return {path: each for path, each in found.items() if each.open}


def due_words(found: Due, language: str) -> str:
    """``3 open, 1 late, next 5.3.2027``; empty when nothing is open."""
    parts = [say("due.open", language, n=found.open)] if found.open else []
    if found.late:
        parts.append(say("due.late", language, n=found.late))
    if found.next is not None:
        parts.append(say("due.next", language, day=day(found.next, language)))
    return ", ".join(parts)


def urgency(found: Due) -> tuple[int, date]:
    """What comes first in a list sorted by it: most late, then the nearest day."""
    return (-found.late, found.next or date.max)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
