"""A workshop without store, phones or screen: the rules on records in memory, with a clock and ids of our own."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping, Sequence
from typing import Any, cast

from outcome_checks import check_outcome, checked_refusals

from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.core.record_index import RecordIndex
from facilitator.rules.lifecycle import open_lobby
from facilitator.rules.publish import console_view, public_view
from facilitator.rules.workshop import Workshop
from facilitator.templates.new_session import new_session
from facilitator.templates.shipped import Template
from facilitator.view import ConsoleView, PublicView
from facilitator.view.mine import SavedAnswer, SeatView
from store.records import (
    TABLE_OF,
    Action,
    Answer,
    Ballot,
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


class Memory:
    """The tables of a session as plain dictionaries."""

    def __init__(self, session: Session, steps: list[Step]) -> None:
        self.session = session
        self.steps: dict[str, Step] = {step.id: step for step in steps}
        self.seats: dict[str, Seat] = {}
        self.slips: dict[str, Slip] = {}
        self.ideas: dict[str, Idea] = {}
        self.themes: dict[str, Theme] = {}
        self.ballots: dict[str, Ballot] = {}
        self.answers: dict[str, Answer] = {}
        self.promises: dict[str, Promise] = {}
        self.actions: dict[str, Action] = {}
        self.events: dict[str, Event] = {}
        self.receipts: dict[str, Receipt] = {}
        self.history: dict[str, HistoryEntry] = {}

    def apply(self, act: Outcome) -> None:
        for record in act.remove:
            self._table(record).pop(record.id, None)
        for record in act.put:
            if isinstance(record, Session):
                self.session = record
            else:
                self._table(record)[record.id] = record

    def _table(self, record: Record) -> dict[str, Record]:
        return cast(dict[str, Record], getattr(self, TABLE_OF[type(record)]))


class Play:
    """One workshop to play through: ``do`` is the facilitator, ``join`` and ``answer`` are phones."""

    def __init__(
        self, template: str | Template = "cx-what-can-i-do", minutes: int | None = 60, now: float = 1_800_000_000.0
    ) -> None:
        self._ids = (f"id{n:06}" for n in itertools.count(1))
        self._keys = (f"key-{n:012}" for n in itertools.count(1))
        session, steps = new_session(template, minutes, make_id=self.new_id, rng=random.Random(7))
        self.memory = Memory(open_lobby(session), steps)
        self.book = RecordIndex(self.memory)
        self.workshop = Workshop()
        self.now = now
        self.version = 0
        self.chance = random.Random(7)

    def new_id(self) -> str:
        return next(self._ids)

    def new_key(self) -> str:
        return next(self._keys)

    @property
    def here(self) -> Context:
        return Context(index=self.book, now=self.now, new_id=self.new_id, rng=self.chance)

    @property
    def public(self) -> PublicView:
        return public_view(self.here, self.version, "http://192.168.1.20:8000/4829")

    @property
    def console(self) -> ConsoleView:
        return console_view(self.here, self.public, "")

    @property
    def step(self) -> Step:
        return self.memory.steps[self.memory.session.step]

    def state(self) -> str:
        """The current step's state."""
        return self.step.state

    def session_state(self) -> str:
        """The session's state."""
        return self.memory.session.state

    def do(self, verb: str, **arguments: Any) -> Mapping[str, Any]:
        with checked_refusals():
            act = self.workshop.execute(self.here, verb, arguments)
        return self._commit(act).reply

    def make_slips(self, codes: Sequence[str], void: bool = False) -> None:
        """Join slips with these codes."""
        self._commit(self.workshop.make_slips(self.here, codes, void))

    def join(self, language: str = "fi") -> str:
        act, seat = self.workshop.join(self.here, f"token-{self.new_id()}", language)
        self._commit(act)
        return seat

    def answer(self, seat: str, key: str = "", step: str = "", **message: Any) -> SavedAnswer:
        sent = {"key": key or self.new_key(), "step": step or self.memory.session.step, **message}
        with checked_refusals():
            act, saved = self.workshop.answer(self.here, seat, sent, self.version + 1)
        if act is not None:
            self._commit(act)
        return saved

    def withdraw(self, seat: str, answer: str) -> None:
        with checked_refusals():
            act = self.workshop.withdraw(self.here, seat, answer)
        self._commit(act)

    def mine(self, seat: str) -> SeatView:
        return self.workshop.own_answers(self.here, seat)

    def walk_to(self, step: str, state: str = "open") -> None:
        """Press next until the step is in the state."""
        for _ in range(200):
            if self.memory.session.step == step and self.step.state == state:
                return
            self.do("next")
        raise AssertionError(f"never came to {step} {state}")

    def _commit(self, act: Outcome) -> Outcome:
        check_outcome(act)
        if act.change():
            self.memory.apply(act)
            self.book.apply(act.change())
            self.version += 1
        return act
