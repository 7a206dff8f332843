"""Suggestions worked out beside the room, in a process of their own: asked, watched and called off from its loop.

Nothing is imported here that the process needs. It is started when it is first wanted, and stays for the next question.
A thread waits for its answers, so that neither the loop nor any phone does.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.grouping.groups import Answer, Found, answer
from facilitator.grouping.idea import Written

COMMAND = (sys.executable, "-m", "facilitator.suggestions.process")

Tell = Callable[[float], None]


class Heard(Struct, frozen=True):
    """One line of the process; see ``child.Said``."""

    share: float = -1.0
    ideas: tuple[Found, ...] | None = None
    halves: dict[str, tuple[list[str], list[str]]] = {}
    error: str = ""
    fields: dict[str, str] = {}


class Worker:
    """One process at most, one question at a time."""

    def __init__(self, packs: Path | None = None, model: Path | None = None) -> None:
        self._packs, self._model = packs, model
        self._process: subprocess.Popen[bytes] | None = None
        self._starting = threading.Lock()
        self._busy = False
        self._closed = False
        self._stops = 0
        """How often something was called off: it may be before there is a process that could be ended."""

    async def warm(self) -> None:
        """Start the process, so that it has read its dictionaries when it is asked."""
        with suppress(RuleBroken):
            await asyncio.to_thread(self._started)

    async def ask(
        self, ideas: Sequence[Written], question: Sequence[str], themes: Collection[str], tell: Tell
    ) -> Answer:
        """What is suggested; ``tell`` hears on this loop how far the work is.

        Raises ``RuleBroken``: ``suggest_busy``, ``suggest_stopped``, ``suggest_failed``, or what is wrong with a model.
        """
        if self._busy:
            raise RuleBroken("suggest_busy", 409)
        self._busy = True
        loop, turn = asyncio.get_running_loop(), self._stops
        try:

            def hand(share: float) -> None:
                loop.call_soon_threadsafe(tell, share)

            return await asyncio.to_thread(self._asked, turn, ideas, question, themes, hand)
        finally:
            self._busy = False

    def stop(self) -> None:
        """Call off what is being worked on, and end the process. Harmless when there is none."""
        self._stops += 1
        self._end()

    def close(self) -> None:
        """As ``stop``, for good: a process that a thread is just about to start is not left behind either."""
        with self._starting:
            self._closed = True
            self.stop()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    _close(pipe.close)

    def _asked(
        self, turn: int, ideas: Sequence[Written], question: Sequence[str], themes: Collection[str], tell: Tell
    ) -> Answer:
        process = self._started()
        if turn != self._stops:
            raise RuleBroken("suggest_stopped", 409)
        wanted = {
            "ideas": ideas,
            "question": question,
            "packs": [str(self._packs)] if self._packs is not None and self._packs.is_dir() else [],
            "model": str(self._model) if self._model is not None else "",
        }
        try:
            found = _conversed(process, msgspec.json.encode(wanted), tell)
        except (OSError, ValueError, msgspec.MsgspecError) as wrong:
            if self._process is not process:
                raise RuleBroken("suggest_stopped", 409) from wrong
            self._end()
            raise RuleBroken("suggest_failed", 500) from wrong
        return answer(found.ideas or (), found.halves, themes)

    def _started(self) -> subprocess.Popen[bytes]:
        with self._starting:
            process = self._process
            if process is not None and process.poll() is not None:
                self._end()
            if self._closed:
                raise RuleBroken("suggest_stopped", 409)
            if self._process is None:
                self._process = subprocess.Popen(
                    COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
                )
            return self._process


def _conversed(process: subprocess.Popen[bytes], wanted: bytes, tell: Tell) -> Heard:
    """Ask, and listen until it has answered. Raises ``OSError`` or ``ValueError`` when it ends before that."""
    if process.stdin is None or process.stdout is None:
        raise OSError("no pipes")
    process.stdin.write(wanted + b"\n")
    process.stdin.flush()
    for line in process.stdout:
        heard = msgspec.json.decode(line, type=Heard)
        if heard.error:
            raise RuleBroken(heard.error, 422, **heard.fields)
        if heard.ideas is not None:
            return heard
        tell(heard.share)
    raise OSError("it ended")


def _close(close: Callable[[], None]) -> None:
    try:
        close()
    except OSError:  # what was on its way to a process that is gone
        return
