"""The participants' side of a room: seats and answers of phones. Used on the room's own event loop only."""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from facilitator.act import Act, Here
from facilitator.arrivals import Arrivals
from facilitator.book import Book
from facilitator.errors import RuleBroken
from facilitator.feed import Feed
from facilitator.guesses import CODES, Guesses
from facilitator.network.addressing import Addressing
from facilitator.seam import Saved
from facilitator.view import PublicView
from facilitator.view.mine import Mine
from facilitator.workshop import Workshop
from store.records import Seat
from store.sessions import Kept


class Guests(ABC):
    """The part of ``Room`` that implements ``Participation``. Members refer to the docstrings of that protocol."""

    # Set when the room opens:
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
        """Seat token -> its hash, so that not every request computes it again. In memory only."""

    @abstractmethod
    def _here(self) -> Here:
        """The context that rules are called with: the records and the time as they are now."""

    @abstractmethod
    async def _commit(self, act: Act, key: str = "") -> int:
        """Apply an outcome and wait until it is on disk; the session's version. Raises ``StoreError``."""

    @abstractmethod
    async def _durable(self) -> None:
        """Wait until the last applied change is on disk. Raises ``StoreError``."""

    @abstractmethod
    def _refresh(self) -> None:
        """Bring the views up to date with the last change."""

    @abstractmethod
    def _turned(self) -> None:
        """Mark the console view as out of date: something has changed that only the console shows."""

    @property
    def feed(self) -> Feed:
        """See ``Participation.feed``."""
        return self._feed

    @property
    def task(self) -> PublicView:
        """See ``Participation.phone_view``."""
        self._refresh()
        return self._task

    @property
    def now(self) -> float:
        """See ``Participation.now``."""
        return self._clock()

    @property
    def cookie(self) -> str:
        """See ``Participation.cookie_name``."""
        return f"seat-{self._book.session.id}"

    def seat(self, token: str) -> str | None:
        """See ``Participation.seat``."""
        hashed = self._hashed.get(token)
        if hashed is None:
            hashed = Workshop.hash(self._here(), token)
            if self._book.seat_of(hashed) is None:
                return None  # unknown tokens are not cached: requests must not be able to fill the memory
            self._hashed[token] = hashed
        return self._book.seat_of(hashed)

    async def join(self, language: str) -> tuple[str, str]:
        """See ``Participation.join``."""
        token = secrets.token_urlsafe(16)
        act, seat = self._workshop.join(self._here(), token, language)
        await self._commit(act)
        self._arrivals.came(self._clock())
        return token, seat

    def turn_away(self) -> None:
        """See ``Participation.turn_away``."""
        self._turned_away += 1
        self._turned()

    def arrived(self, peer: str) -> None:
        """See ``Participation.note_arrival``."""
        if self._addressing.arrived(peer):
            self._turned()

    async def leave(self, seat: str) -> None:
        """See ``Participation.leave``."""
        act = self._workshop.leave(self._here(), seat)
        await self._commit(act)
        if act.remove:
            self._arrivals.left()

    async def speak(self, seat: str, language: str) -> None:
        """See ``Participation.set_language``."""
        await self._commit(self._workshop.speak(self._here(), seat, language))

    def mine(self, seat: str) -> Mine:
        """See ``Participation.own_answers``."""
        return self._workshop.mine(self._here(), seat)

    async def answer(self, seat: str, message: Mapping[str, Any]) -> Saved:
        """See ``Participation.answer``."""
        if "slip" in message:
            return await self._slip(seat, message)
        return await self._answer(seat, message)

    async def _slip(self, seat: str, message: Mapping[str, Any]) -> Saved:
        """Take the code of a join slip. Wrong codes are counted and throttled, see ``SlipThrottle``."""
        record = self._book.get(Seat, seat)
        # A seat that has already given a valid code gains nothing by guessing, so it is not throttled.
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
            # A repeat is confirmed only when the original is on disk; its write may still be under way.
            await self._durable()
            return saved
        await self._commit(act, key=saved.id)
        return saved

    async def withdraw(self, seat: str, answer: str) -> int:
        """See ``Participation.withdraw``."""
        return await self._commit(self._workshop.withdraw(self._here(), seat, answer))
