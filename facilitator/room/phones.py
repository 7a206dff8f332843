"""The participants' side of a room: seats and answers of phones. Used on the room's own event loop only."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from facilitator.errors import RuleBroken
from facilitator.network.addressing import JoinAddress
from facilitator.ports.feed import Feed
from facilitator.room.phone_status import PhoneStatus
from facilitator.room.session import Decision, LiveSession
from facilitator.room.slip_throttle import WRONG_CODE_ERRORS
from facilitator.room.views import RoomViews
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.workshop import Workshop
from facilitator.view import PublicView
from facilitator.view.mine import SavedAnswer, SeatView
from store.records import Seat


class RoomPhones:
    """Implements ``Participation`` for a running workshop. Members refer to the docstrings of that protocol."""

    def __init__(
        self, session: LiveSession, views: RoomViews, feed: Feed, address: JoinAddress, status: PhoneStatus
    ) -> None:
        self._session, self._views, self._feed = session, views, feed
        self._address, self._status = address, status
        self._workshop = Workshop()
        self._token_hashes: dict[str, str] = {}
        """Seat token -> its hash, so that not every request computes it again. In memory only."""

    @property
    def feed(self) -> Feed:
        """See ``Participation.feed``."""
        return self._feed

    @property
    def public(self) -> PublicView:
        """See ``Participation.public``."""
        self._views.refresh()
        return self._views.public

    @property
    def phone_view(self) -> PublicView:
        """See ``Participation.phone_view``."""
        self._views.refresh()
        return self._views.phone_view

    @property
    def now(self) -> float:
        """See ``Participation.now``."""
        return self._session.now

    @property
    def cookie_name(self) -> str:
        """See ``Participation.cookie_name``."""
        return f"seat-{self._session.index.session.id}"

    def seat(self, token: str) -> str | None:
        """See ``Participation.seat``."""
        index = self._session.index
        hashed = self._token_hashes.get(token)
        if hashed is None:
            hashed = Workshop.hash(self._session.context(), token)
            if index.seat_of(hashed) is None:
                return None  # unknown tokens are not cached: requests must not be able to fill the memory
            self._token_hashes[token] = hashed
        return index.seat_of(hashed)

    async def join(self, language: str) -> tuple[str, str]:
        """See ``Participation.join``."""
        token = secrets.token_urlsafe(16)
        seat, _ = await self._session.change(lambda context: Decision(*self._workshop.join(context, token, language)))
        self._status.join_bursts.record_join(self._session.now)
        return token, seat

    def turn_away(self) -> None:
        """See ``Participation.turn_away``."""
        self._status.refused += 1
        self._views.invalidate_console()

    def note_arrival(self, peer: str) -> None:
        """See ``Participation.note_arrival``."""
        if self._address.note_arrival(peer):
            self._views.invalidate_console()

    async def leave(self, seat: str) -> None:
        """See ``Participation.leave``."""

        def decide(context: Context) -> Decision[bool]:
            outcome = self._workshop.leave(context, seat)
            return Decision(outcome, bool(outcome.remove))

        left, _ = await self._session.change(decide)
        if left:
            self._status.join_bursts.record_leave()

    async def set_language(self, seat: str, language: str) -> None:
        """See ``Participation.set_language``."""
        await self._session.change(lambda context: Decision(self._workshop.set_language(context, seat, language), None))

    def own_answers(self, seat: str) -> SeatView:
        """See ``Participation.own_answers``."""
        return self._workshop.own_answers(self._session.context(), seat)

    async def answer(self, seat: str, message: Mapping[str, Any]) -> SavedAnswer:
        """See ``Participation.answer``."""
        if "slip" in message:
            return await self._answer_with_slip(seat, message)
        return await self._save_answer(seat, message)

    async def _answer_with_slip(self, seat: str, message: Mapping[str, Any]) -> SavedAnswer:
        """Take the code of a join slip. Wrong codes are counted and throttled, see ``SlipThrottle``."""
        record = self._session.index.get(Seat, seat)
        # A seat that has already given a valid code gains nothing by guessing, so it is not throttled.
        if record is None or not record.slip:
            self._status.slip_throttle.check_allowed(seat)
        try:
            return await self._save_answer(seat, message)
        except RuleBroken as refused:
            if refused.code in WRONG_CODE_ERRORS:
                self._status.slip_throttle.record_wrong(seat)
                self._views.invalidate_console()
            raise

    async def _save_answer(self, seat: str, message: Mapping[str, Any]) -> SavedAnswer:
        def decide(context: Context) -> Decision[SavedAnswer]:
            # The session's version once this answer is saved: nothing else is applied in between.
            version = self._session.version + 1
            outcome, saved = self._workshop.answer(context, seat, message, version)
            return Decision(outcome or Outcome(), saved, key=saved.id)

        saved, _ = await self._session.change(decide)
        if saved.repeated:
            # A repeat is confirmed only when the original is on disk; its write may still be under way.
            await self._session.wait_until_saved()
        return saved

    async def withdraw(self, seat: str, answer: str) -> int:
        """See ``Participation.withdraw``."""
        _, version = await self._session.change(
            lambda context: Decision(self._workshop.withdraw(context, seat, answer), None)
        )
        return version
