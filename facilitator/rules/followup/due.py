"""The unfinished actions of the saved workshops: how many are open, how many are late, and which date is next. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from facilitator.i18n.messages import format_date, say
from facilitator.rules.timing.dates import parse_stored_date

if TYPE_CHECKING:
    from pathlib import Path


class ListedSession(Protocol):
    """The part of ``store.listing.Listing`` that is needed here."""

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
class DueSummary:
    """The unfinished actions of one workshop. ``next`` is the nearest due date that has not passed, or None."""

    open: int = 0
    late: int = 0
    next: date | None = None


def due_summary(dues: Iterable[str], today: date) -> DueSummary:
    """The summary of the due dates (ISO, or empty) of unfinished actions."""
    listed = tuple(dues)
    days = [found for text in listed if (found := parse_stored_date(text)) is not None]
    coming = [each for each in days if each >= today]
    return DueSummary(len(listed), len(days) - len(coming), min(coming, default=None))


def due_by_path(listed: Iterable[ListedSession], today: date) -> Mapping[Path, DueSummary]:
    """Path -> the summary of every workshop with unfinished actions.

    A workshop that has a follow-up is left out, since its actions continue in the follow-up.
    """
    every = tuple(listed)
    followed = {each.follows for each in every if each.follows}
    found = {each.path: due_summary(each.dues, today) for each in every if each.dues and each.id not in followed}
    return {path: each for path, each in found.items() if each.open}


def due_text(found: DueSummary, language: str) -> str:
    """The summary as text: ``3 open, 1 late, next 5.3.2027``; empty when nothing is open."""
    parts = [say("due.open", language, n=found.open)] if found.open else []
    if found.late:
        parts.append(say("due.late", language, n=found.late))
    if found.next is not None:
        parts.append(say("due.next", language, day=format_date(found.next, language)))
    return ", ".join(parts)


def urgency_key(found: DueSummary) -> tuple[int, date]:
    """Sort key: the most late actions first, then the nearest due date."""
    return (-found.late, found.next or date.max)
