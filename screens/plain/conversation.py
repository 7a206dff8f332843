"""Prints lines and reads answers: what every part of plain mode uses. No control sequences, one thing per line."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import suppress

from facilitator.i18n.messages import say
from store.text import one_line, tidy

InputLines = AsyncGenerator[bytes | None, None]


class InputEnded(Exception):
    """The input has ended."""


class Conversation:
    """Prints and reads in one language. ``lines``: the typed lines, as ``read_lines`` yields them."""

    def __init__(self, language: str, lines: InputLines) -> None:
        self.language = language
        self._lines = lines
        self._line_task: asyncio.Task[str] | None = None

    def say(self, key: str, **fields: object) -> None:
        """Print a message of the catalogue."""
        self.tell(say(key, self.language, **fields))

    def tell(self, text: str) -> None:
        """Print one line. Human text in it can bring neither control characters nor line feeds."""
        # A terminal that was closed must not turn a message into an error.
        with suppress(OSError, ValueError):
            sys.stdout.write(f"{one_line(tidy(text))}\n")
            sys.stdout.flush()

    def tell_all(self, lines: Iterable[str]) -> None:
        """Print several lines; empty ones are left out."""
        for line in lines:
            if line:
                self.tell(line)

    def next_line_task(self) -> asyncio.Task[str]:
        """Return the task that reads the next line. It may be awaited repeatedly until it is done."""
        if self._line_task is None:
            self._line_task = asyncio.ensure_future(self._decode_next())
        return self._line_task

    async def read_line(self) -> str:
        """Return the next line without surrounding blanks. Raises ``InputEnded`` when there is none."""
        coming = self.next_line_task()
        await asyncio.wait((coming,))
        self._line_task = None
        if coming.cancelled():
            raise InputEnded
        return coming.result()

    def stop_input(self) -> None:
        """End the input: the pending or next read raises ``InputEnded``."""
        self.next_line_task().cancel()

    async def ask(self, question: str) -> str:
        """Print the question and return the typed line; empty when nothing was typed. Raises ``InputEnded``."""
        self.tell(question)
        return await self.read_line()

    async def choose(self, question: str, options: Sequence[tuple[str, str]]) -> str | None:
        """Return the id of the option whose number is typed; None for an empty line.

        Anything else is asked for again. Raises ``InputEnded``.
        """
        self.tell(question)
        for number, (_, text) in enumerate(options, 1):
            self.tell(f"{number} {text}")
        while typed := await self.ask(say("plain.number", self.language)):
            if typed.isascii() and typed.isdecimal() and 0 < int(typed) <= len(options):
                return options[int(typed) - 1][0]
            self.say("plain.no_number")
        return None

    async def confirm(self, *question: str) -> bool:
        """Ask for a confirmation: True for 1, False for an empty line. Raises ``InputEnded``."""
        self.tell_all(question)
        return await self.choose(say("plain.sure", self.language), (("yes", say("plain.yes", self.language)),)) == "yes"

    async def close(self) -> None:
        """Stop reading."""
        if self._line_task is not None:
            self._line_task.cancel()
            with suppress(asyncio.CancelledError, InputEnded):
                await self._line_task
        await self._lines.aclose()

    async def _decode_next(self) -> str:
        try:
            line = await anext(self._lines)
        except StopAsyncIteration:
            raise InputEnded from None
        return line.decode("utf-8", "replace").strip() if line is not None else ""
