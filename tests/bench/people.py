"""Many phones that join in one rush, follow the room, and write ten ideas a second: on this computer only.

``python -m bench.people ADDRESS PHONES`` in a process of its own, so that they don't slow down whoever measures; it
prints how many joined, in how many seconds, and how many answers were confirmed.
"""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import suppress

import httpx2

from facilitator.rehearsal.phone import SimulatedPhone, unverified_context

AT_ONCE = 50
"""Phones that are on their way at the same moment."""
EVERY = 0.1
"""Seconds between two answers."""
STAYS = 10.0
"""Seconds that the room goes on writing after the last has joined."""


class Rush:
    """``phones`` people at one address. ``seconds``: how long their joining took; ``saved``: answers confirmed."""

    def __init__(self, address: str, phones: int) -> None:
        context = unverified_context()
        self._phones = [SimulatedPhone(address, ("fi", "sv", "en")[n % 3], context) for n in range(phones)]
        self._door = asyncio.Semaphore(AT_ONCE)
        self._in: list[SimulatedPhone] = []
        self.seconds = 0.0
        self.saved = 0

    async def come_and_write(self) -> int:
        """All come in; who is in writes in turn. How many are in at the end."""
        begun = time.perf_counter()
        writing = asyncio.create_task(self._write())
        following: list[asyncio.Task[None]] = []
        await asyncio.gather(*(self._come(phone, following) for phone in self._phones))
        self.seconds = time.perf_counter() - begun
        await asyncio.sleep(STAYS)
        for task in (writing, *following):
            task.cancel()
        await asyncio.gather(writing, *following, return_exceptions=True)
        for phone in self._phones:
            await phone.close()
        return len(self._in)

    async def _come(self, phone: SimulatedPhone, following: list[asyncio.Task[None]]) -> None:
        async with self._door:
            await phone.join()
        self._in.append(phone)
        following.append(asyncio.create_task(self._follow(phone)))

    async def _follow(self, phone: SimulatedPhone) -> None:
        """As a browser does: the stream is held open, and every tick is read."""
        with suppress(httpx2.HTTPError):
            async for _ in phone.versions():
                pass

    async def _write(self) -> None:
        for n in range(10_000):
            await asyncio.sleep(EVERY)
            if self._in:
                with suppress(httpx2.HTTPError):
                    reply = await self._in[n % len(self._in)].send("ideas", text=f"Soitan ensin, {n}")
                    self.saved += reply.status_code == 201


async def main(address: str, phones: int) -> None:
    rush = Rush(address, phones)
    print(await rush.come_and_write(), rush.seconds, rush.saved)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
