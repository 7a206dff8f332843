"""The session's records, found by step and by seat without looking through all of them.

A ``Book`` is kept beside the store's own tables, so that what one answer costs does not grow with the number of
ideas. It holds the same frozen records, never copies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from operator import attrgetter
from typing import Any, Protocol, TypeVar

from facilitator.rules.core.sorted_rows import Rows
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
        self._writers: Counter[tuple[type[Record], str]] = Counter()
        """How many seats have a record of this kind in this step."""
        self._hidden: dict[type[Record], Shelf] = {}
        self._rows: dict[tuple[type[Record], str], dict[Callable[[Any], Any], Rows[Any]]] = {}
        self._turns: Counter[type[Record]] = Counter()
        """How often a record of this kind has changed."""
        self._made: dict[Hashable, tuple[tuple[int, ...], Any]] = {}
        self.reread()

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
        return self._writers[kind, step]

    def count(self, kind: type[R], step: str) -> int:
        """How many records of a kind the step has."""
        return len(self._by_step.get((kind, step), ()))

    def hidden(self, kind: type[R]) -> Iterable[R]:
        """All records of a kind that are hidden, waiting ones among them."""
        return self._hidden.get(kind, {}).values()

    def rows(self, kind: type[R], step: str, draw: Callable[[R], T]) -> tuple[T, ...]:
        """What ``draw`` makes of each record of a kind in a step, in the order of ids. Kept from one call to the next:
        only what has changed is drawn again. ``draw`` is a plain function of the record, always the same one."""
        drawn = self._rows.setdefault((kind, step), {})
        if draw not in drawn:
            drawn[draw] = Rows(draw, self.of(kind, step))
        found: tuple[T, ...] = drawn[draw].all
        return found

    def made(self, name: Hashable, kinds: tuple[type[Record], ...], make: Callable[[], T]) -> T:
        """What ``make`` gives: made anew only once a record of one of ``kinds`` has changed. Not to be changed itself.
        """
        turns = tuple(self._turns[kind] for kind in kinds)
        known = self._made.get(name)
        if known is None or known[0] != turns:
            known = self._made[name] = turns, make()
        found: T = known[1]
        return found

    def note(self, change: Change) -> None:
        """Take over a change that the store has applied."""
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
        """Build everything anew from the store (at the start, and after a recovery)."""
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
        if self._where.get((kind, record.id), place) != place:
            self._forget(record)
        self._where[kind, record.id] = place
        self._by_step.setdefault((kind, step), {})[record.id] = record
        if seat:
            own = self._by_seat.setdefault((kind, step, seat), {})
            self._writers[kind, step] += not own
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
