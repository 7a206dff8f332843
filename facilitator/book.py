"""The session's records, found by step and by seat without looking through all of them.

A ``Book`` is kept beside the store's own tables, so that what one answer costs does not grow with the number of
ideas. It holds the same frozen records, never copies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

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
    Step,
    Theme,
)

R = TypeVar("R", bound=Record)


class Tables(Protocol):
    """What ``store.sessions.Kept`` offers to read."""

    @property
    def session(self) -> Session: ...
    @property
    def steps(self) -> Mapping[str, Step]: ...
    @property
    def seats(self) -> Mapping[str, Seat]: ...
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
    """Reads of one session by step and seat. ``note`` must see every change that the store has taken."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._by_step: dict[tuple[type[Record], str], Shelf] = {}
        self._by_seat: dict[tuple[type[Record], str, str], Shelf] = {}
        self._where: dict[tuple[type[Record], str], tuple[str, str]] = {}
        self._tokens: dict[str, str] = {}
        self.reread()

    @property
    def session(self) -> Session:
        """The session itself."""
        return self.tables.session

    @property
    def steps(self) -> list[Step]:
        """All steps in the order of the run of show."""
        return sorted(self.tables.steps.values(), key=lambda step: step.position)

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

    def of(self, kind: type[R], step: str) -> Iterable[R]:
        """All records of a kind that belong to a step, in no meaningful order."""
        return self._by_step.get((kind, step), {}).values()

    def own(self, kind: type[R], step: str, seat: str) -> list[R]:
        """One seat's records of a kind in a step: oldest first until a restart, which nobody's order outlives."""
        return list(self._by_seat.get((kind, step, seat), {}).values()) if seat else []

    def has_any(self, seat: str) -> bool:
        """Whether any record at all belongs to the seat."""
        return any(found for (_, _, whose), found in self._by_seat.items() if whose == seat)

    def seats_in(self, kind: type[R], step: str) -> int:
        """How many seats have a record of this kind in the step."""
        return len({record.seat for record in self._by_step.get((kind, step), {}).values() if record.seat})

    def note(self, change: Change) -> None:
        """Take over a change that the store has applied."""
        for record in change.remove:
            self._forget(record)
            if isinstance(record, Seat):
                self._tokens.pop(record.token, None)
        for record in change.put:
            self._keep(record)
            if isinstance(record, Seat):
                self._tokens[record.token] = record.id

    def reread(self) -> None:
        """Build everything anew from the store (at the start, and after a recovery)."""
        self._by_step.clear()
        self._by_seat.clear()
        self._where.clear()
        self._tokens = {seat.token: seat.id for seat in self.tables.seats.values()}
        for kind in (Idea, Theme, Ballot, Answer, Promise, Action, Receipt):
            for record in getattr(self.tables, TABLE_OF[kind]).values():
                self._keep(record)

    def _keep(self, record: Record) -> None:
        kind, step, seat = type(record), getattr(record, "step", None), getattr(record, "seat", "")
        if step is None or kind is Session or kind is Event:
            return
        place = (step, seat)
        if self._where.get((kind, record.id), place) != place:
            self._forget(record)
        self._where[kind, record.id] = place
        self._by_step.setdefault((kind, step), {})[record.id] = record
        if seat:
            self._by_seat.setdefault((kind, step, seat), {})[record.id] = record

    def _forget(self, record: Record) -> None:
        kind = type(record)
        place = self._where.pop((kind, record.id), None)
        if place is not None:
            self._by_step[kind, place[0]].pop(record.id, None)
            if place[1]:
                self._by_seat[kind, *place].pop(record.id, None)
