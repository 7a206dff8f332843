"""Rows that are kept as they are drawn: one per record, in the order of their ids, renewed one at a time.

With thousands of ideas, what one answer costs must not be to sort and draw all of them again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class SortedProjection(Generic[T]):
    """What ``draw`` makes of each record. ``all`` costs a copy of a list, and not even that when nothing changed."""

    def __init__(self, project: Callable[[Any], T], records: Iterable[Any]) -> None:
        self._project = project
        self._rows_by_id = {str(record.id): project(record) for record in records}
        self._ids = sorted(self._rows_by_id)
        self._is_unsorted = False
        """Whether ids have been added at the end, out of their order."""
        self._sorted_rows: tuple[T, ...] | None = None

    @property
    def rows(self) -> tuple[T, ...]:
        """The rows. Ids are random, so their order stays and says nothing about who wrote when."""
        if self._sorted_rows is None:
            if self._is_unsorted:
                self._ids.sort()  # a long run that is in order, and a few more: nearly as good as no work
                self._is_unsorted = False
            self._sorted_rows = tuple(map(self._rows_by_id.__getitem__, self._ids))
        return self._sorted_rows

    def put(self, record: Any) -> None:
        """A record is new, or has changed."""
        if record.id not in self._rows_by_id:
            self._ids.append(record.id)
            self._is_unsorted = True
        self._rows_by_id[record.id] = self._project(record)
        self._sorted_rows = None

    def remove(self, record_id: str) -> None:
        """A record is gone."""
        if record_id in self._rows_by_id:
            del self._rows_by_id[record_id]
            at = self._ids.index(record_id) if self._is_unsorted else bisect_left(self._ids, record_id)
            del self._ids[at]
            self._sorted_rows = None
