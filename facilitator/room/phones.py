"""The phones' side of a room: who sits where, and what they send. Used on the room's own event loop only."""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from facilitator.errors import RuleBroken
from facilitator.network.addressing import Addressing
from facilitator.ports.feed import Feed
from facilitator.room.join_burst import Arrivals
from facilitator.room.slip_throttle import CODES, Guesses
from facilitator.rules.core.context import Act, Here
from facilitator.rules.core.record_index import Book
from facilitator.rules.workshop import Workshop
from facilitator.view import PublicView
from facilitator.view.mine import Mine, Saved
from store.records import Seat
from store.sessions import Kept


class Guests(ABC):
    """The part of ``Room`` that is behind ``Phones``."""

    # Made when the room opens:
    _feed: Feed
    _kept: Kept
    _book: Book
    _addressing: Addressing
    _task: PublicView

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._workshop = Workshop()
        self._turned_away = 0
        self._arrivals = Arrivals()
        self._guesses = Guesses(clock)
        self._hashed: dict[str, str] = {}
        """Tokens of seats with their hashes, which every request would ask for again. In memory only."""

    @abstractmethod
    def _here(self) -> Here:
        """What a rule is told of the moment."""

    @abstractmethod
    async def _commit(self, act: Act, key: str = "") -> int:
        """Carry an act out; the version when it is on disk. Raises ``StoreError``."""

    @abstractmethod
    async def _durable(self) -> None:
        """Wait until what was carried out last is on disk. Raises ``StoreError``."""

    @abstractmethod
    def _refresh(self) -> None:
        """Make the views those of the last change."""

    @abstractmethod
    def _turned(self) -> None:
        """Something is other for the console alone."""

    @property
    def feed(self) -> Feed:
        """See ``Phones.feed``."""
        return self._feed

    @property
    def task(self) -> PublicView:
        """See ``Phones.task``."""
        self._refresh()
        return self._task

    @property
    def now(self) -> float:
        """See ``Phones.now``."""
        return self._clock()

    @property
    def cookie(self) -> str:
        """See ``Phones.cookie``."""
        return f"seat-{self._book.session.id}"

    def seat(self, token: str) -> str | None:
        """See ``Phones.seat``."""
        hashed = self._hashed.get(token)
        if hashed is None:
            hashed = Workshop.hash(self._here(), token)
            if self._book.seat_of(hashed) is None:
                return None  # what is made up is not remembered
            self._hashed[token] = hashed
        return self._book.seat_of(hashed)

    async def join(self, language: str) -> tuple[str, str]:
        """See ``Phones.join``."""
        token = secrets.token_urlsafe(16)
        act, seat = self._workshop.join(self._here(), token, language)
        await self._commit(act)
        self._arrivals.came(self._clock())
        return token, seat

    def turn_away(self) -> None:
        """See ``Phones.turn_away``."""
        self._turned_away += 1
        self._turned()

    def arrived(self, peer: str) -> None:
        """See ``Phones.arrived``."""
        if self._addressing.arrived(peer):
            self._turned()

    async def leave(self, seat: str) -> None:
        """See ``Phones.leave``."""
        act = self._workshop.leave(self._here(), seat)
        await self._commit(act)
        if act.remove:
            self._arrivals.left()

    async def speak(self, seat: str, language: str) -> None:
        """See ``Phones.speak``."""
        await self._commit(self._workshop.speak(self._here(), seat, language))

    def mine(self, seat: str) -> Mine:
        """See ``Phones.mine``."""
        return self._workshop.mine(self._here(), seat)

    async def answer(self, seat: str, message: Mapping[str, Any]) -> Saved:
        """See ``Phones.answer``."""
        if "slip" in message:
            return await self._slip(seat, message)
        return await self._answer(seat, message)

    async def _slip(self, seat: str, message: Mapping[str, Any]) -> Saved:
        """The code of a join slip. Wrong ones are counted; a seat that has given a right one guesses at nothing."""
        record = self._book.get(Seat, seat)
        if record is None or not record.slip:
            self._guesses.listen(seat)
        try:
            return await self._answer(seat, message)
        except RuleBroken as refused:
            if refused.code in CODES:
                self._guesses.wrong(seat)
                self._turned()
            raise

    async def _answer(self, seat: str, message: Mapping[str, Any]) -> Saved:
        act, saved = self._workshop.answer(self._here(), seat, message, self._kept.version + 1)
        if act is None:
            await self._durable()
            return saved
        await self._commit(act, key=saved.id)
        return saved

    async def withdraw(self, seat: str, answer: str) -> int:
        """See ``Phones.withdraw``."""
        return await self._commit(self._workshop.withdraw(self._here(), seat, answer))
