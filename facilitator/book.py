"""An in-memory index over the session's records: by step, by seat, by hash of the seat token.

It is maintained next to the store's tables so that the cost of one answer does not grow with the number of ideas.
It holds the same immutable records as the store, never copies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from operator import attrgetter
from typing import Any, Protocol, TypeVar

from facilitator.rows import Rows
from store.records import (
    TABLE_OF,
    Action,
    Answer,
    Ballot,
    Change,
    Event,
    Idea,
    Past,
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
    def history(self) -> Mapping[str, Past]: ...


Shelf = dict[str, Any]


class Book:
    """Index of one session. Every change that the store applies must also be passed to ``apply``."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._by_step: dict[tuple[type[Record], str], Shelf] = {}
        self._by_seat: dict[tuple[type[Record], str, str], Shelf] = {}
        self._where: dict[tuple[type[Record], str], tuple[str, str]] = {}
        """(Kind, record id) -> (step, seat) that the record is indexed under."""
        self._tokens: dict[str, str] = {}
        """Hashed seat token -> seat id."""
        self._writers: Counter[tuple[type[Record], str]] = Counter()
        """(Kind, step) -> number of seats that have at least one such record."""
        self._hidden: dict[type[Record], Shelf] = {}
        self._rows: dict[tuple[type[Record], str], dict[Callable[[Any], Any], Rows[Any]]] = {}
        self._turns: Counter[type[Record]] = Counter()
        """Kind -> number of changes so far; the version that cached values are compared with."""
        self._made: dict[Hashable, tuple[tuple[int, ...], Any]] = {}
        """Cache key -> (change counts of the kinds it depends on, value)."""
        self.reread()

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

    def of(self, kind: type[R], step: str) -> Iterable[R]:
        """All records of a kind in a step, in no meaningful order."""
        return self._by_step.get((kind, step), {}).values()

    def own(self, kind: type[R], step: str, seat: str) -> list[R]:
        """One seat's records of a kind in a step. Oldest first, until a restart: the order is not stored."""
        return list(self._by_seat.get((kind, step, seat), {}).values()) if seat else []

    def has_any(self, seat: str) -> bool:
        """Whether any record at all belongs to the seat."""
        return any(found for (_, _, whose), found in self._by_seat.items() if whose == seat)

    def seats_in(self, kind: type[R], step: str) -> int:
        """Number of seats that have a record of this kind in the step."""
        return self._writers[kind, step]

    def count(self, kind: type[R], step: str) -> int:
        """Number of records of a kind in the step."""
        return len(self._by_step.get((kind, step), ()))

    def hidden(self, kind: type[R]) -> Iterable[R]:
        """All hidden records of a kind, including those that await approval."""
        return self._hidden.get(kind, {}).values()

    def rows(self, kind: type[R], step: str, draw: Callable[[R], T]) -> tuple[T, ...]:
        """``project(record)`` for every record of a kind in a step, ordered by id.

        Results are cached per record, so only changed records are projected again. ``project`` must be a pure function
        of the record, and the same function object at each call: it is part of the cache key.
        """
        drawn = self._rows.setdefault((kind, step), {})
        if draw not in drawn:
            drawn[draw] = Rows(draw, self.of(kind, step))
        found: tuple[T, ...] = drawn[draw].all
        return found

    def made(self, name: Hashable, kinds: tuple[type[Record], ...], make: Callable[[], T]) -> T:
        """The cached result of ``compute``, computed again only after a record of one of ``kinds`` has changed.

        ``key`` identifies the value. Callers must not modify the result.
        """
        turns = tuple(self._turns[kind] for kind in kinds)
        known = self._made.get(name)
        if known is None or known[0] != turns:
            known = self._made[name] = turns, make()
        found: T = known[1]
        return found

    def note(self, change: Change) -> None:
        """Update the index with a change that the store has applied."""
        # Removals first, as in the store: a record that a change both removes and stores is only replaced.
        for record in change.remove:
            self._turns[type(record)] += 1
            self._forget(record)
            if isinstance(record, Seat):
                self._tokens.pop(record.token, None)
        for record in change.put:
            self._turns[type(record)] += 1
            self._keep(record)
            if isinstance(record, Seat):
                self._tokens[record.token] = record.id

    def reread(self) -> None:
        """Rebuild the whole index from the store: at the start, and after the store has recovered from a fault."""
        self._by_step.clear()
        self._by_seat.clear()
        self._where.clear()
        self._writers.clear()
        self._hidden.clear()
        self._rows.clear()
        self._made.clear()
        self._tokens = {seat.token: seat.id for seat in self.tables.seats.values()}
        for kind in (Idea, Theme, Ballot, Answer, Promise, Action, Receipt):
            for record in getattr(self.tables, TABLE_OF[kind]).values():
                self._keep(record)

    def _keep(self, record: Record) -> None:
        kind, step, seat = type(record), getattr(record, "step", None), getattr(record, "seat", "")
        if step is None or kind is Session or kind is Event:
            return
        place = (step, seat)
        # A record that moved to another step or lost its seat must leave its old place first.
        if self._where.get((kind, record.id), place) != place:
            self._forget(record)
        self._where[kind, record.id] = place
        self._by_step.setdefault((kind, step), {})[record.id] = record
        if seat:
            own = self._by_seat.setdefault((kind, step, seat), {})
            self._writers[kind, step] += not own  # the seat's first record of this kind in the step
            own[record.id] = record
        if getattr(record, "hidden", False):
            self._hidden.setdefault(kind, {})[record.id] = record
        else:
            self._hidden.get(kind, {}).pop(record.id, None)
        for rows in self._rows.get((kind, step), {}).values():
            rows.keep(record)

    def _forget(self, record: Record) -> None:
        kind = type(record)
        place = self._where.pop((kind, record.id), None)
        if place is not None:
            self._by_step[kind, place[0]].pop(record.id, None)
            self._hidden.get(kind, {}).pop(record.id, None)
            for rows in self._rows.get((kind, place[0]), {}).values():
                rows.forget(record.id)
            if place[1]:
                own = self._by_seat[kind, *place]
                if own.pop(record.id, None) is not None and not own:
                    self._writers[kind, place[0]] -= 1
                    del self._by_seat[kind, *place]
