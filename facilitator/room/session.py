"""The open session of a running workshop: its store and its record index, and the one place that changes both."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from facilitator.room.chunks import chunks
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.core.record_index import RecordIndex
from facilitator.rules.lifecycle import shut_down
from store.errors import StoreError
from store.records import Change
from store.sessions import OpenSession

T = TypeVar("T")


@dataclass(frozen=True)
class Decision(Generic[T]):
    """What a rule decided: the outcome to save, and what its caller needs to know."""

    outcome: Outcome
    result: T
    key: str = ""
    """``Change.key``."""


class LiveSession:
    """Applies changes to the session and saves them. Used on the room's event loop only.

    ``on_change`` is called when a change has been applied in memory; ``on_trouble`` when the session was put back to
    what the disk holds, and when ``trouble`` has changed.
    """

    def __init__(
        self,
        store: OpenSession,
        *,
        clock: Callable[[], float],
        make_id: Callable[[], str],
        rng: random.Random,
        on_change: Callable[[], None],
        on_trouble: Callable[[], None],
    ) -> None:
        self.store = store
        self.index = RecordIndex(store)
        self.rng = rng
        self.trouble = ""
        """Error code of the last failed write; empty once a write has succeeded again."""
        self._clock, self._make_id = clock, make_id
        self._on_change, self._on_trouble = on_change, on_trouble
        self._last_change_at = time.monotonic()

    @property
    def version(self) -> int:
        """The session's version."""
        return self.store.version

    @property
    def now(self) -> float:
        """The room's clock: seconds since the epoch."""
        return self._clock()

    @property
    def idle_seconds(self) -> float:
        """Seconds since the last change."""
        return time.monotonic() - self._last_change_at

    def context(self) -> Context:
        """The context that rules are called with: the records and the time as they are now."""
        return Context(index=self.index, now=self._clock(), new_id=self._make_id, rng=self.rng)

    async def change(self, decide: Callable[[Context], Decision[T]]) -> tuple[T, int]:
        """Carry out what ``decide`` decides, and wait until it is on disk; its result and the session's version.

        After a failed write ``decide`` may be called twice: memory can be ahead of the disk until the disk can be read
        again, and a decision that was based on a lost change would be wrong. Raises what ``decide`` raises, or
        ``StoreError``: then nothing was applied, or, of a very large command, only a part that undo can revert (see
        ``chunks``).
        """
        decision = decide(self.context())
        version = self.store.version
        # Nothing to save: no version is used up, and no listener is woken.
        if not (decision.outcome.put or decision.outcome.remove):
            return decision.result, version
        try:
            if self.trouble:
                self._reload()
                decision = decide(self.context())
            for part in chunks(self.index, decision.outcome, decision.key):
                # Each part is awaited before the next is made, so the next is based on what phones changed meanwhile.
                version = await self._apply(part)
        except StoreError as fault:
            self._recover(fault)
            raise
        if self.trouble:
            self.trouble = ""
            self._on_trouble()
        # Only after the change is on disk: erasing replaces the session file, which must include the change.
        if decision.outcome.forget:
            await self._erase_removed()
        return decision.result, version

    async def wait_until_saved(self) -> None:
        """Wait until everything applied so far is on disk. Raises ``StoreError``."""
        try:
            await self.store.save_async(Change())  # an empty change waits for those before it
        except StoreError as fault:
            self._recover(fault)
            raise

    def shut_down(self) -> None:
        """Save the change of ``lifecycle.shut_down``. A fault is ignored: nothing acknowledged depends on it."""
        outcome = shut_down(self.context())
        with contextlib.suppress(StoreError):
            self.store.save(outcome.change())  # blocks the loop, which serves no one any more
            if outcome.forget:
                self.store.snapshot(forget=True)

    async def _erase_removed(self) -> None:
        """Erase from the disk what a change has removed. The change itself is already saved: if erasing fails, the
        console reports it, and the store erases with its next snapshot."""
        try:
            await asyncio.wrap_future(self.store.snapshot(forget=True))
        except StoreError as fault:
            self._recover(fault)

    def _apply(self, change: Change) -> asyncio.Future[int]:
        self._last_change_at = time.monotonic()
        # The store first: it may refuse the change, and the index must hold only what the store holds.
        saving = self.store.save_async(change)
        self.index.apply(change)
        self._on_change()
        return saving

    def _recover(self, fault: StoreError) -> None:
        """After a failed write: return to the state on disk. Reading goes on, and the next change is tried again."""
        self.trouble = fault.code
        with contextlib.suppress(StoreError):
            self._reload()
        self._on_trouble()

    def _reload(self) -> None:
        """Put memory back to what the disk holds, and make the store write again. Raises ``StoreError``.

        The index is rebuilt in every case: the store may have read the disk although writing still fails.
        """
        try:
            self.store.recover()
        finally:
            self.index.rebuild()
