"""Lines in their order, and the one thing that may go before its turn: calling off what is under way."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from typing import Any, Final

from facilitator.system.line_io import WAITING

Line = bytes | None
"""As ``inlet`` gives it: None for one that is too long."""

END: Final = EOFError()


class Ahead:
    """Goes through ``lines`` one by one; those that come while one is carried out can be looked at."""

    def __init__(self, lines: AsyncGenerator[Line, None]) -> None:
        self._lines = lines
        self._kept: deque[Line] = deque()
        """Looked at, and waiting for their turn."""
        self._coming: asyncio.Task[Line | EOFError] | None = None

    def __aiter__(self) -> Ahead:
        return self

    async def __anext__(self) -> Line:
        if self._kept:
            return self._kept.popleft()
        line = await self._next()
        self._coming = None
        if isinstance(line, EOFError):
            raise StopAsyncIteration
        return line

    async def during(self, work: asyncio.Future[Any], take: Callable[[Line], Awaitable[bool]]) -> None:
        """Until ``work`` is done, offer each line that comes to ``take``. What it does not take waits for its turn."""
        while not work.done() and len(self._kept) < WAITING:
            coming = self._next()
            await asyncio.wait((work, coming), return_when=asyncio.FIRST_COMPLETED)
            if not coming.done():
                break
            line = coming.result()
            if isinstance(line, EOFError):
                break  # left in its place, so that the end comes after what waits
            self._coming = None
            if not await take(line):
                self._kept.append(line)
        await asyncio.wait((work,))

    async def aclose(self) -> None:
        """Read no more."""
        if self._coming is not None:
            self._coming.cancel()
            with suppress(asyncio.CancelledError):
                await self._coming
        await self._lines.aclose()

    def _next(self) -> asyncio.Task[Line | EOFError]:
        if self._coming is None:
            self._coming = asyncio.create_task(self._read())
        return self._coming

    async def _read(self) -> Line | EOFError:
        return await anext(self._lines, END)
