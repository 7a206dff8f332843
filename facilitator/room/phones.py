"""The phones' side of a room: who sits where, and what they send. Used on the room's own event loop only."""

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
    """The part of ``Room`` that is behind ``Phones``."""

    # Made when the room opens:
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
        """Tokens of seats with their hashes, which every request would ask for again. In memory only."""

    @abstractmethod
    def _context(self) -> Context:
        """What a rule is told of the moment."""

    @abstractmethod
    async def _commit(self, act: Outcome, key: str = "") -> int:
        """Carry an act out; the version when it is on disk. Raises ``StoreError``."""

    @abstractmethod
    async def _wait_until_saved(self) -> None:
        """Wait until what was carried out last is on disk. Raises ``StoreError``."""

    @abstractmethod
    def _refresh_views(self) -> None:
        """Make the views those of the last change."""

    @abstractmethod
    def _invalidate_console(self) -> None:
        """Something is other for the console alone."""

    @property
    def feed(self) -> Feed:
        """See ``Phones.feed``."""
        return self._feed

    @property
    def phone_view(self) -> PublicView:
        """See ``Phones.task``."""
        self._refresh_views()
        return self._phone_view

    @property
    def now(self) -> float:
        """See ``Phones.now``."""
        return self._clock()

    @property
    def cookie_name(self) -> str:
        """See ``Phones.cookie``."""
        return f"seat-{self._index.session.id}"

    def seat(self, token: str) -> str | None:
        """See ``Phones.seat``."""
        hashed = self._token_hashes.get(token)
        if hashed is None:
            hashed = Workshop.hash(self._context(), token)
            if self._index.seat_of(hashed) is None:
                return None  # what is made up is not remembered
            self._token_hashes[token] = hashed
        return self._index.seat_of(hashed)

    async def join(self, language: str) -> tuple[str, str]:
        """See ``Phones.join``."""
        token = secrets.token_urlsafe(16)
        act, seat = self._workshop.join(self._context(), token, language)
        await self._commit(act)
        self._join_bursts.record_join(self._clock())
        return token, seat

    def turn_away(self) -> None:
        """See ``Phones.turn_away``."""
        self._refused_phones += 1
        self._invalidate_console()

    def note_arrival(self, peer: str) -> None:
        """See ``Phones.arrived``."""
        if self._addressing.note_arrival(peer):
            self._invalidate_console()

    async def leave(self, seat: str) -> None:
        """See ``Phones.leave``."""
        act = self._workshop.leave(self._context(), seat)
        await self._commit(act)
        if act.remove:
            self._join_bursts.record_leave()

    async def set_language(self, seat: str, language: str) -> None:
        """See ``Phones.speak``."""
        await self._commit(self._workshop.set_language(self._context(), seat, language))

    def own_answers(self, seat: str) -> SeatView:
        """See ``Phones.mine``."""
        return self._workshop.own_answers(self._context(), seat)

    async def answer(self, seat: str, message: Mapping[str, Any]) -> SavedAnswer:
        """See ``Phones.answer``."""
        if "slip" in message:
            return await self._answer_with_slip(seat, message)
        return await self._save_answer(seat, message)

    async def _answer_with_slip(self, seat: str, message: Mapping[str, Any]) -> SavedAnswer:
        """The code of a join slip. Wrong ones are counted; a seat that has given a right one guesses at nothing."""
        record = self._index.get(Seat, seat)
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
            await self._wait_until_saved()
            return saved
        await self._commit(act, key=saved.id)
        return saved

    async def withdraw(self, seat: str, answer: str) -> int:
        """See ``Phones.withdraw``."""
        return await self._commit(self._workshop.withdraw(self._context(), seat, answer))
