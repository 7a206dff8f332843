"""A queue of input lines that allows reading ahead, so that a running command can be cancelled by a later line."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from typing import Any, Final

from facilitator.system.line_io import MAX_LINES_AHEAD

InputLine = bytes | None
"""A line as ``read_lines`` yields it: None for one that is too long."""

END_OF_INPUT: Final = EOFError()


class ReadAhead:
    """Iterates over ``lines``; lines that arrive while one is being handled can be inspected before their turn."""

    def __init__(self, lines: AsyncGenerator[InputLine, None]) -> None:
        self._lines = lines
        self._deferred: deque[InputLine] = deque()
        """Lines that were inspected but not handled: they are yielded next, in their order."""
        self._pending: asyncio.Task[InputLine | EOFError] | None = None

    def __aiter__(self) -> ReadAhead:
        return self

    async def __anext__(self) -> InputLine:
        if self._deferred:
            return self._deferred.popleft()
        line = await self._pending_read()
        self._pending = None
        if isinstance(line, EOFError):
            raise StopAsyncIteration
        return line

    async def offer_while(self, work: asyncio.Future[Any], handle: Callable[[InputLine], Awaitable[bool]]) -> None:
        """Until ``work`` is done, pass each new line to ``handle``; lines for which it returns False wait their turn.

        At most ``MAX_LINES_AHEAD`` lines are read ahead; after that, and after the end of the input, it only waits for
        ``work``.
        """
        while not work.done() and len(self._deferred) < MAX_LINES_AHEAD:
            coming = self._pending_read()
            await asyncio.wait((work, coming), return_when=asyncio.FIRST_COMPLETED)
            if not coming.done():
                break
            line = coming.result()
            if isinstance(line, EOFError):
                break  # the task stays pending, so the end is delivered after the deferred lines
            self._pending = None
            if not await handle(line):
                self._deferred.append(line)
        await asyncio.wait((work,))

    async def aclose(self) -> None:
        """Stop reading and close the source of the lines."""
        if self._pending is not None:
            self._pending.cancel()
            with suppress(asyncio.CancelledError):
                await self._pending
        await self._lines.aclose()

    def _pending_read(self) -> asyncio.Task[InputLine | EOFError]:
        """The running read, or a new one: a read must not be cancelled, or its line would be lost."""
        if self._pending is None:
            self._pending = asyncio.create_task(self._read())
        return self._pending

    async def _read(self) -> InputLine | EOFError:
        return await anext(self._lines, END_OF_INPUT)
