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
        self._rows = {str(record.id): draw(record) for record in records}
        self._ids = sorted(self._rows)
        self._more = False
        """Whether ids have been added at the end, out of their order."""
        self._all: tuple[T, ...] | None = None

    @property
    def all(self) -> tuple[T, ...]:
        """The rows. Ids are random, so their order stays and says nothing about who wrote when."""
        if self._all is None:
            if self._more:
                self._ids.sort()  # a long run that is in order, and a few more: nearly as good as no work
                self._more = False
            self._all = tuple(map(self._rows.__getitem__, self._ids))
        return self._all

    def keep(self, record: Any) -> None:
        """A record is new, or has changed."""
        if record.id not in self._rows:
            self._ids.append(record.id)
            self._more = True
        self._rows[record.id] = self._draw(record)
        self._all = None

    def forget(self, record_id: str) -> None:
        """A record is gone."""
        if record_id in self._rows:
            del self._rows[record_id]
            at = self._ids.index(record_id) if self._more else bisect_left(self._ids, record_id)
            del self._ids[at]
            self._all = None
