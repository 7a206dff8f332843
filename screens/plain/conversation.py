"""Lines out and answers in: what every part of plain mode speaks with. No control sequences, one thing a line."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import suppress

from facilitator.i18n.messages import say
from store.text import one_line, tidy

Given = AsyncGenerator[bytes | None, None]


class Left(Exception):
    """Nobody types any more: the input has ended."""


class Talk:
    """One conversation. ``lines``: what is typed, as ``facilitator.system.line_io.inlet`` gives it."""

    def __init__(self, language: str, lines: Given) -> None:
        self.language = language
        self._lines = lines
        self._coming: asyncio.Task[str] | None = None

    def say(self, key: str, **fields: object) -> None:
        """A message of the catalogue."""
        self.tell(say(key, self.language, **fields))

    def tell(self, text: str) -> None:
        """One line. Human text in it cannot bring a control character along, nor begin a line of its own."""
        # A terminal that is gone must not turn a message into a fault.
        with suppress(OSError, ValueError):
            sys.stdout.write(f"{one_line(tidy(text))}\n")
            sys.stdout.flush()

    def all(self, lines: Iterable[str]) -> None:
        """Several lines; empty ones are left out."""
        for line in lines:
            if line:
                self.tell(line)

    def coming(self) -> asyncio.Task[str]:
        """The next line that is typed. May be waited for again and again until it has come."""
        if self._coming is None:
            self._coming = asyncio.ensure_future(self._read())
        return self._coming

    async def line(self) -> str:
        """The next line, without blanks around it. Raises ``Left`` when there will be none."""
        coming = self.coming()
        await asyncio.wait((coming,))
        self._coming = None
        if coming.cancelled():
            raise Left
        return coming.result()

    def hang_up(self) -> None:
        """From here on nobody types: whoever waits for a line is told so."""
        self.coming().cancel()

    async def ask(self, question: str) -> str:
        """A text; empty when none was given."""
        self.tell(question)
        return await self.line()

    async def choose(self, question: str, options: Sequence[tuple[str, str]]) -> str | None:
        """The id of the option whose number was typed; None for an empty line. Asks again for anything else."""
        self.tell(question)
        for number, (_, text) in enumerate(options, 1):
            self.tell(f"{number} {text}")
        while typed := await self.ask(say("plain.number", self.language)):
            if typed.isascii() and typed.isdecimal() and 0 < int(typed) <= len(options):
                return options[int(typed) - 1][0]
            self.say("plain.no_number")
        return None

    async def sure(self, *question: str) -> bool:
        """Yes is 1. An empty line is no."""
        self.all(question)
        return await self.choose(say("plain.sure", self.language), (("yes", say("plain.yes", self.language)),)) == "yes"

    async def close(self) -> None:
        """Stop listening."""
        if self._coming is not None:
            self._coming.cancel()
            with suppress(asyncio.CancelledError, Left):
                await self._coming
        await self._lines.aclose()

    async def _read(self) -> str:
        try:
            line = await anext(self._lines)
        except StopAsyncIteration:
            raise Left from None
        return line.decode("utf-8", "replace").strip() if line is not None else ""
