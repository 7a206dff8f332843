"""A queue of input lines that allows reading ahead, so that a running command can be cancelled by a later line."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from typing import Any, Final

from facilitator.system.line_io import WAITING

Line = bytes | None
"""A line as ``read_lines`` yields it: None for one that is too long."""

END: Final = EOFError()


class Ahead:
    """Iterates over ``lines``; lines that arrive while one is being handled can be inspected before their turn."""

    def __init__(self, lines: AsyncGenerator[Line, None]) -> None:
        self._lines = lines
        self._kept: deque[Line] = deque()
        """Lines that were inspected but not handled: they are yielded next, in their order."""
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
        """Until ``work`` is done, pass each new line to ``handle``; lines for which it returns False wait their turn.

        At most ``MAX_LINES_AHEAD`` lines are read ahead; after that, and after the end of the input, it only waits for
        ``work``.
        """
        while not work.done() and len(self._kept) < WAITING:
            coming = self._next()
            await asyncio.wait((work, coming), return_when=asyncio.FIRST_COMPLETED)
            if not coming.done():
                break
            line = coming.result()
            if isinstance(line, EOFError):
                break  # the task stays pending, so the end is delivered after the deferred lines
            self._coming = None
            if not await take(line):
                self._kept.append(line)
        await asyncio.wait((work,))

    async def aclose(self) -> None:
        """Stop reading and close the source of the lines."""
        if self._coming is not None:
            self._coming.cancel()
            with suppress(asyncio.CancelledError):
                await self._coming
        await self._lines.aclose()

    def _next(self) -> asyncio.Task[Line | EOFError]:
        """The running read, or a new one: a read must not be cancelled, or its line would be lost."""
        if self._coming is None:
            self._coming = asyncio.create_task(self._read())
        return self._coming

    async def _read(self) -> Line | EOFError:
        return await anext(self._lines, END)
