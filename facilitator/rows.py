"""A memoised projection of records, sorted by id and updated one record at a time.

With thousands of ideas, one answer must not cost sorting and projecting all of them again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Rows(Generic[T]):
    """``project(record)`` for each record. Reading ``rows`` copies a list once after a change, else it is free."""

    def __init__(self, draw: Callable[[Any], T], records: Iterable[Any]) -> None:
        self._draw = draw
        self._rows = {str(record.id): draw(record) for record in records}
        self._ids = sorted(self._rows)
        self._more = False
        """Whether ids have been appended out of order since the last sort."""
        self._all: tuple[T, ...] | None = None

    @property
    def all(self) -> tuple[T, ...]:
        """The projected rows by id. Ids are random, so the order is stable and does not reveal who wrote first."""
        if self._all is None:
            if self._more:
                # Timsort takes one sorted run with a few appended items in nearly linear time.
                self._ids.sort()
                self._more = False
            self._all = tuple(map(self._rows.__getitem__, self._ids))
        return self._all

    def keep(self, record: Any) -> None:
        """Add a record, or replace the row of a changed one."""
        if record.id not in self._rows:
            self._ids.append(record.id)
            self._more = True
        self._rows[record.id] = self._draw(record)
        self._all = None

    def forget(self, record_id: str) -> None:
        """Remove a record's row; it need not be there."""
        if record_id in self._rows:
            del self._rows[record_id]
            # Binary search needs a sorted list; after an append, search linearly rather than sort for one removal.
            at = self._ids.index(record_id) if self._more else bisect_left(self._ids, record_id)
            del self._ids[at]
            self._all = None
