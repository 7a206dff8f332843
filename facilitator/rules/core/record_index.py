"""The session's records, found by step and by seat without looking through all of them.

A ``Book`` is kept beside the store's own tables, so that what one answer costs does not grow with the number of
ideas. It holds the same frozen records, never copies.
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
    """What ``store.sessions.Kept`` offers to read."""

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
    """Reads of one session by step and seat. ``note`` must see every change that the store has taken."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._by_step: dict[tuple[type[Record], str], RecordsById] = {}
        self._by_seat: dict[tuple[type[Record], str, str], RecordsById] = {}
        self._locations: dict[tuple[type[Record], str], tuple[str, str]] = {}
        self._tokens: dict[str, str] = {}
        self._seat_counts: Counter[tuple[type[Record], str]] = Counter()
        """How many seats have a record of this kind in this step."""
        self._hidden: dict[type[Record], RecordsById] = {}
        self._projections: dict[tuple[type[Record], str], dict[Callable[[Any], Any], SortedProjection[Any]]] = {}
        self._change_counts: Counter[type[Record]] = Counter()
        """How often a record of this kind has changed."""
        self._cache: dict[Hashable, tuple[tuple[int, ...], Any]] = {}
        self.rebuild()

    @property
    def session(self) -> Session:
        """The session itself."""
        return self.tables.session

    @property
    def steps(self) -> list[Step]:
        """All steps in the order of the run of show."""
        return sorted(self.tables.steps.values(), key=attrgetter("position"))

    def seat_of(self, token: str) -> str | None:
        """Id of the seat with this hashed token."""
        return self._tokens.get(token)

    def step(self, step_id: str) -> Step | None:
        """The step of this id."""
        return self.tables.steps.get(step_id)

    def get(self, kind: type[R], record_id: str) -> R | None:
        """The record of this kind and id; None when there is none."""
        found: R | None = getattr(self.tables, TABLE_OF[kind]).get(record_id)
        return found

    def records_in(self, kind: type[R], step: str) -> Iterable[R]:
        """All records of a kind that belong to a step, in no meaningful order."""
        return self._by_step.get((kind, step), {}).values()

    def records_of_seat(self, kind: type[R], step: str, seat: str) -> list[R]:
        """One seat's records of a kind in a step: oldest first until a restart, which nobody's order outlives."""
        return list(self._by_seat.get((kind, step, seat), {}).values()) if seat else []

    def seat_has_records(self, seat: str) -> bool:
        """Whether any record at all belongs to the seat."""
        return any(found for (_, _, whose), found in self._by_seat.items() if whose == seat)

    def count_seats(self, kind: type[R], step: str) -> int:
        """How many seats have a record of this kind in the step."""
        return self._seat_counts[kind, step]

    def count(self, kind: type[R], step: str) -> int:
        """How many records of a kind the step has."""
        return len(self._by_step.get((kind, step), ()))

    def hidden_records(self, kind: type[R]) -> Iterable[R]:
        """All records of a kind that are hidden, waiting ones among them."""
        return self._hidden.get(kind, {}).values()

    def projection(self, kind: type[R], step: str, project: Callable[[R], T]) -> tuple[T, ...]:
        """What ``draw`` makes of each record of a kind in a step, in the order of ids. Kept from one call to the next:
        only what has changed is drawn again. ``draw`` is a plain function of the record, always the same one."""
        drawn = self._projections.setdefault((kind, step), {})
        if project not in drawn:
            drawn[project] = SortedProjection(project, self.records_in(kind, step))
        found: tuple[T, ...] = drawn[project].rows
        return found

    def cached_value(self, key: Hashable, kinds: tuple[type[Record], ...], compute: Callable[[], T]) -> T:
        """The result of ``compute``, cached until a record of one of ``kinds`` changes. Callers must not modify it."""
        turns = tuple(self._change_counts[kind] for kind in kinds)
        known = self._cache.get(key)
        if known is None or known[0] != turns:
            known = self._cache[key] = turns, compute()
        found: T = known[1]
        return found

    def apply(self, change: Change) -> None:
        """Take over a change that the store has applied."""
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
        """Build everything anew from the store (at the start, and after a recovery)."""
        self._by_step.clear()
        self._by_seat.clear()
        self._locations.clear()
        self._seat_counts.clear()
        self._hidden.clear()
        self._projections.clear()
        self._cache.clear()
        self._tokens = {seat.token: seat.id for seat in self.tables.seats.values()}
        for kind in (Idea, Theme, Ballot, Answer, Promise, Action, Receipt):
            for record in getattr(self.tables, TABLE_OF[kind]).values():
                self._add(record)

    def _add(self, record: Record) -> None:
        kind, step, seat = type(record), getattr(record, "step", None), getattr(record, "seat", "")
        if step is None or kind is Session or kind is Event:
            return
        place = (step, seat)
        if self._locations.get((kind, record.id), place) != place:
            self._remove(record)
        self._locations[kind, record.id] = place
        self._by_step.setdefault((kind, step), {})[record.id] = record
        if seat:
            own = self._by_seat.setdefault((kind, step, seat), {})
            self._seat_counts[kind, step] += not own
            own[record.id] = record
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
                if own.pop(record.id, None) is not None and not own:
                    self._seat_counts[kind, place[0]] -= 1
                    del self._by_seat[kind, *place]
