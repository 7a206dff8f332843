"""A memoised projection of records, sorted by id and updated one record at a time.

With thousands of ideas, one answer must not cost sorting and projecting all of them again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class SortedProjection(Generic[T]):
    """``project(record)`` for each record. Reading ``rows`` copies a list once after a change, else it is free."""

    def __init__(self, project: Callable[[Any], T], records: Iterable[Any]) -> None:
        self._project = project
        self._rows_by_id = {str(record.id): project(record) for record in records}
        self._ids = sorted(self._rows_by_id)
        self._is_unsorted = False
        """Whether ids have been appended out of order since the last sort."""
        self._sorted_rows: tuple[T, ...] | None = None

    @property
    def rows(self) -> tuple[T, ...]:
        """The projected rows by id. Ids are random, so the order is stable and does not reveal who wrote first."""
        if self._sorted_rows is None:
            if self._is_unsorted:
                # Timsort takes one sorted run with a few appended items in nearly linear time.
                self._ids.sort()
                self._is_unsorted = False
            self._sorted_rows = tuple(map(self._rows_by_id.__getitem__, self._ids))
        return self._sorted_rows

    def put(self, record: Any) -> None:
        """Add a record, or replace the row of a changed one."""
        if record.id not in self._rows_by_id:
            self._ids.append(record.id)
            self._is_unsorted = True
        self._rows_by_id[record.id] = self._project(record)
        self._sorted_rows = None

    def remove(self, record_id: str) -> None:
        """Remove a record's row; it need not be there."""
        if record_id in self._rows_by_id:
            del self._rows_by_id[record_id]
            # Binary search needs a sorted list; after an append, search linearly rather than sort for one removal.
            at = self._ids.index(record_id) if self._is_unsorted else bisect_left(self._ids, record_id)
            del self._ids[at]
            self._sorted_rows = None
