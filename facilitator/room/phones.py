"""The participants' side of a room: seats and answers of phones. Used on the room's own event loop only."""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from facilitator.errors import RuleBroken
from facilitator.network.addressing import JoinAddress
from facilitator.ports.feed import Feed
from facilitator.room.join_burst import JoinBurstDetector
from facilitator.room.slip_throttle import WRONG_CODE_ERRORS, SlipThrottle
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.core.record_index import RecordIndex
from facilitator.rules.workshop import Workshop
from facilitator.view import PublicView
from facilitator.view.mine import SavedAnswer, SeatView
from store.records import Seat
from store.sessions import OpenSession


class PhoneSide(ABC):
    """The part of ``Room`` that implements ``Participation``. Members refer to the docstrings of that protocol."""

    # Set when the room opens:
    _feed: Feed
    _store: OpenSession
    _index: RecordIndex
    _addressing: JoinAddress
    _phone_view: PublicView

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._workshop = Workshop()
        self._refused_phones = 0
        self._join_bursts = JoinBurstDetector()
        self._slip_throttle = SlipThrottle(clock)
        self._token_hashes: dict[str, str] = {}
        """Seat token -> its hash, so that not every request computes it again. In memory only."""

    @abstractmethod
    def _context(self) -> Context:
        """The context that rules are called with: the records and the time as they are now."""

    @abstractmethod
    async def _commit(self, act: Outcome, key: str = "") -> int:
        """Apply an outcome and wait until it is on disk; the session's version. Raises ``StoreError``."""

    @abstractmethod
    async def _wait_until_saved(self) -> None:
        """Wait until the last applied change is on disk. Raises ``StoreError``."""

    @abstractmethod
    def _refresh_views(self) -> None:
        """Bring the views up to date with the last change."""

    @abstractmethod
    def _invalidate_console(self) -> None:
        """Mark the console view as out of date: something has changed that only the console shows."""

    @property
    def feed(self) -> Feed:
        """See ``Participation.feed``."""
        return self._feed

    @property
    def phone_view(self) -> PublicView:
        """See ``Participation.phone_view``."""
        self._refresh_views()
        return self._phone_view

    @property
    def now(self) -> float:
        """See ``Participation.now``."""
        return self._clock()

    @property
    def cookie_name(self) -> str:
        """See ``Participation.cookie_name``."""
        return f"seat-{self._index.session.id}"

    def seat(self, token: str) -> str | None:
        """See ``Participation.seat``."""
        hashed = self._token_hashes.get(token)
        if hashed is None:
            hashed = Workshop.hash(self._context(), token)
            if self._index.seat_of(hashed) is None:
                return None  # unknown tokens are not cached: requests must not be able to fill the memory
            self._token_hashes[token] = hashed
        return self._index.seat_of(hashed)

    async def join(self, language: str) -> tuple[str, str]:
        """See ``Participation.join``."""
        token = secrets.token_urlsafe(16)
        act, seat = self._workshop.join(self._context(), token, language)
        await self._commit(act)
        self._join_bursts.record_join(self._clock())
        return token, seat

    def turn_away(self) -> None:
        """See ``Participation.turn_away``."""
        self._refused_phones += 1
        self._invalidate_console()

    def note_arrival(self, peer: str) -> None:
        """See ``Participation.note_arrival``."""
        if self._addressing.note_arrival(peer):
            self._invalidate_console()

    async def leave(self, seat: str) -> None:
        """See ``Participation.leave``."""
        act = self._workshop.leave(self._context(), seat)
        await self._commit(act)
        if act.remove:
            self._join_bursts.record_leave()

    async def set_language(self, seat: str, language: str) -> None:
        """See ``Participation.set_language``."""
        await self._commit(self._workshop.set_language(self._context(), seat, language))

    def own_answers(self, seat: str) -> SeatView:
        """See ``Participation.own_answers``."""
        return self._workshop.own_answers(self._context(), seat)

    async def answer(self, seat: str, message: Mapping[str, Any]) -> SavedAnswer:
        """See ``Participation.answer``."""
        if "slip" in message:
            return await self._answer_with_slip(seat, message)
        return await self._save_answer(seat, message)

    async def _answer_with_slip(self, seat: str, message: Mapping[str, Any]) -> SavedAnswer:
        """Take the code of a join slip. Wrong codes are counted and throttled, see ``SlipThrottle``."""
        record = self._index.get(Seat, seat)
        # A seat that has already given a valid code gains nothing by guessing, so it is not throttled.
        if record is None or not record.slip:
            self._slip_throttle.check_allowed(seat)
        try:
            return await self._save_answer(seat, message)
        except RuleBroken as refused:
            if refused.code in WRONG_CODE_ERRORS:
                self._slip_throttle.record_wrong(seat)
                self._invalidate_console()
            raise

    async def _save_answer(self, seat: str, message: Mapping[str, Any]) -> SavedAnswer:
        act, saved = self._workshop.answer(self._context(), seat, message, self._store.version + 1)
        if act is None:
            # A repeat is confirmed only when the original is on disk; its write may still be under way.
            await self._wait_until_saved()
            return saved
        await self._commit(act, key=saved.id)
        return saved

    async def withdraw(self, seat: str, answer: str) -> int:
        """See ``Participation.withdraw``."""
        return await self._commit(self._workshop.withdraw(self._context(), seat, answer))
