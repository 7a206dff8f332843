"""An in-memory index over the session's records: by step, by seat, by hash of the seat token.

It is maintained next to the store's tables so that the cost of one answer does not grow with the number of ideas.
It holds the same immutable records as the store, never copies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from operator import attrgetter
from typing import Any, Protocol, TypeVar

from facilitator.rules.core.sorted_rows import SortedProjection
from store.records import (
    TABLE_OF,
    Action,
    Answer,
    Ballot,
    Change,
    Event,
    HistoryEntry,
    Idea,
    Promise,
    Receipt,
    Record,
    Seat,
    Session,
    Slip,
    Step,
    Theme,
)

R = TypeVar("R", bound=Record)
T = TypeVar("T")


class Tables(Protocol):
    """The tables of a session for reading: record id -> record. ``OpenSession`` and ``SessionSnapshot`` have them."""

    @property
    def session(self) -> Session: ...
    @property
    def steps(self) -> Mapping[str, Step]: ...
    @property
    def seats(self) -> Mapping[str, Seat]: ...
    @property
    def slips(self) -> Mapping[str, Slip]: ...
    @property
    def ideas(self) -> Mapping[str, Idea]: ...
    @property
    def themes(self) -> Mapping[str, Theme]: ...
    @property
    def ballots(self) -> Mapping[str, Ballot]: ...
    @property
    def answers(self) -> Mapping[str, Answer]: ...
    @property
    def promises(self) -> Mapping[str, Promise]: ...
    @property
    def actions(self) -> Mapping[str, Action]: ...
    @property
    def events(self) -> Mapping[str, Event]: ...
    @property
    def receipts(self) -> Mapping[str, Receipt]: ...
    @property
    def history(self) -> Mapping[str, HistoryEntry]: ...


RecordsById = dict[str, Any]


class RecordIndex:
    """Index of one session. Every change that the store applies must also be passed to ``apply``."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._by_step: dict[tuple[type[Record], str], RecordsById] = {}
        self._by_seat: dict[tuple[type[Record], str, str], RecordsById] = {}
        self._locations: dict[tuple[type[Record], str], tuple[str, str]] = {}
        """(Kind, record id) -> (step, seat) that the record is indexed under."""
        self._tokens: dict[str, str] = {}
        """Hashed seat token -> seat id."""
        self._seat_counts: Counter[tuple[type[Record], str]] = Counter()
        """(Kind, step) -> number of seats that have at least one such record."""
        self._hidden: dict[type[Record], RecordsById] = {}
        self._projections: dict[tuple[type[Record], str], dict[Callable[[Any], Any], SortedProjection[Any]]] = {}
        self._change_counts: Counter[type[Record]] = Counter()
        """Kind -> number of changes so far; the version that cached values are compared with."""
        self._cache: dict[Hashable, tuple[tuple[int, ...], Any]] = {}
        """Cache key -> (change counts of the kinds it depends on, value)."""
        self.rebuild()

    @property
    def session(self) -> Session:
        """The session's own record."""
        return self.tables.session

    @property
    def steps(self) -> list[Step]:
        """All steps in the order of the run of show."""
        return sorted(self.tables.steps.values(), key=attrgetter("position"))

    def seat_of(self, token: str) -> str | None:
        """Id of the seat with this hashed token; None for an unknown token."""
        return self._tokens.get(token)

    def step(self, step_id: str) -> Step | None:
        """The step with this id; None when there is none."""
        return self.tables.steps.get(step_id)

    def get(self, kind: type[R], record_id: str) -> R | None:
        """The record with this kind and id; None when there is none."""
        found: R | None = getattr(self.tables, TABLE_OF[kind]).get(record_id)
        return found

    def records_in(self, kind: type[R], step: str) -> Iterable[R]:
        """All records of a kind in a step, in no meaningful order."""
        return self._by_step.get((kind, step), {}).values()

    def records_of_seat(self, kind: type[R], step: str, seat: str) -> list[R]:
        """One seat's records of a kind in a step. Oldest first, until a restart: the order is not stored."""
        return list(self._by_seat.get((kind, step, seat), {}).values()) if seat else []

    def seat_has_records(self, seat: str) -> bool:
        """Whether any record at all belongs to the seat."""
        return any(found for (_, _, whose), found in self._by_seat.items() if whose == seat)

    def count_seats(self, kind: type[R], step: str) -> int:
        """Number of seats that have a record of this kind in the step."""
        return self._seat_counts[kind, step]

    def count(self, kind: type[R], step: str) -> int:
        """Number of records of a kind in the step."""
        return len(self._by_step.get((kind, step), ()))

    def hidden_records(self, kind: type[R]) -> Iterable[R]:
        """All hidden records of a kind, including those that await approval."""
        return self._hidden.get(kind, {}).values()

    def projection(self, kind: type[R], step: str, project: Callable[[R], T]) -> tuple[T, ...]:
        """``project(record)`` for every record of a kind in a step, ordered by id.

        Results are cached per record, so only changed records are projected again. ``project`` must be a pure function
        of the record, and the same function object at each call: it is part of the cache key.
        """
        # Built at the first request; from then on ``_add`` and ``_remove`` update single rows.
        drawn = self._projections.setdefault((kind, step), {})
        if project not in drawn:
            drawn[project] = SortedProjection(project, self.records_in(kind, step))
        found: tuple[T, ...] = drawn[project].rows
        return found

    def cached_value(self, key: Hashable, kinds: tuple[type[Record], ...], compute: Callable[[], T]) -> T:
        """The cached result of ``compute``, computed again only after a record of one of ``kinds`` has changed.

        ``key`` identifies the value. Callers must not modify the result.
        """
        # Comparing counters costs the same for ten records and for ten thousand.
        turns = tuple(self._change_counts[kind] for kind in kinds)
        known = self._cache.get(key)
        if known is None or known[0] != turns:
            known = self._cache[key] = turns, compute()
        found: T = known[1]
        return found

    def apply(self, change: Change) -> None:
        """Update the index with a change that the store has applied."""
        # Removals first, as in the store: a record that a change both removes and stores is only replaced.
        for record in change.remove:
            self._change_counts[type(record)] += 1
            self._remove(record)
            if isinstance(record, Seat):
                self._tokens.pop(record.token, None)
        for record in change.put:
            self._change_counts[type(record)] += 1
            self._add(record)
            if isinstance(record, Seat):
                self._tokens[record.token] = record.id

    def rebuild(self) -> None:
        """Rebuild the whole index from the store: at the start, and after the store has recovered from a fault."""
        self._by_step.clear()
        self._by_seat.clear()
        self._locations.clear()
        self._seat_counts.clear()
        self._hidden.clear()
        # The caches must go too: after a recovery the records differ although no change was counted.
        self._projections.clear()
        self._cache.clear()
        self._tokens = {seat.token: seat.id for seat in self.tables.seats.values()}
        # Only these kinds are looked up by step or by seat.
        for kind in (Idea, Theme, Ballot, Answer, Promise, Action, Receipt):
            for record in getattr(self.tables, TABLE_OF[kind]).values():
                self._add(record)

    def _add(self, record: Record) -> None:
        kind, step, seat = type(record), getattr(record, "step", None), getattr(record, "seat", "")
        # The step of the session record and of an event is a reference; neither is one of that step's records.
        if step is None or kind is Session or kind is Event:
            return
        place = (step, seat)
        # A record that moved to another step or lost its seat must leave its old place first.
        if self._locations.get((kind, record.id), place) != place:
            self._remove(record)
        self._locations[kind, record.id] = place
        self._by_step.setdefault((kind, step), {})[record.id] = record
        if seat:
            own = self._by_seat.setdefault((kind, step, seat), {})
            self._seat_counts[kind, step] += not own  # the seat's first record of this kind in the step
            own[record.id] = record
        # Hidden records are few; a separate index spares moderation a search through all texts.
        if getattr(record, "hidden", False):
            self._hidden.setdefault(kind, {})[record.id] = record
        else:
            self._hidden.get(kind, {}).pop(record.id, None)
        for rows in self._projections.get((kind, step), {}).values():
            rows.put(record)

    def _remove(self, record: Record) -> None:
        kind = type(record)
        place = self._locations.pop((kind, record.id), None)
        if place is not None:
            self._by_step[kind, place[0]].pop(record.id, None)
            self._hidden.get(kind, {}).pop(record.id, None)
            for rows in self._projections.get((kind, place[0]), {}).values():
                rows.remove(record.id)
            if place[1]:
                own = self._by_seat[kind, *place]
                # The count is of seats, so it falls only with the seat's last record. Removing the empty entry lets
                # ``_add`` recognise the next record as the first one again.
                if own.pop(record.id, None) is not None and not own:
                    self._seat_counts[kind, place[0]] -= 1
                    del self._by_seat[kind, *place]
