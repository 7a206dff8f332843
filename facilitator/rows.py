"""Rows that are kept as they are drawn: one per record, in the order of their ids, renewed one at a time.

With thousands of ideas, what one answer costs must not be to sort and draw all of them again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Rows(Generic[T]):
    """What ``draw`` makes of each record. ``all`` costs a copy of a list, and not even that when nothing changed."""

    def __init__(self, draw: Callable[[Any], T], records: Iterable[Any]) -> None:
        self._draw = draw
        found = sorted(records, key=lambda record: str(record.id))
        self._ids = [str(record.id) for record in found]
        self._rows = [draw(record) for record in found]
        self._all: tuple[T, ...] | None = None

    @property
    def all(self) -> tuple[T, ...]:
        """The rows. Ids are random, so their order stays and says nothing about who wrote when."""
        if self._all is None:
            self._all = tuple(self._rows)
        return self._all

    def keep(self, record: Any) -> None:
        """A record is new, or has changed."""
        place, row = bisect_left(self._ids, record.id), self._draw(record)
        if place < len(self._ids) and self._ids[place] == record.id:
            self._rows[place] = row
        else:
            self._ids.insert(place, record.id)
            self._rows.insert(place, row)
        self._all = None

    def forget(self, record_id: str) -> None:
        """A record is gone."""
        place = bisect_left(self._ids, record_id)
        if place < len(self._ids) and self._ids[place] == record_id:
            del self._ids[place], self._rows[place]
            self._all = None
