"""Runs suggestions in a worker process: asks it, reports progress, and cancels it, all from the room's event loop.

The process starts with the first request and stays for the next. A thread waits for its replies, so that the event loop
never blocks. This module imports neither numpy nor the dictionaries; only the process does.
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
from facilitator.grouping.groups import ThemeSuggestions, WirePlacement, group_placements
from facilitator.grouping.idea import WrittenIdea

COMMAND = (sys.executable, "-m", "facilitator.suggestions.process")

ProgressCallback = Callable[[float], None]


class ReceivedReply(Struct, frozen=True):
    """One line from the process; the fields of ``WorkerReply``."""

    share: float = -1.0
    ideas: tuple[WirePlacement, ...] | None = None
    halves: dict[str, tuple[list[str], list[str]]] = {}
    error: str = ""
    fields: dict[str, str] = {}


class Worker:
    """Owns at most one worker process, which handles one request at a time."""

    def __init__(self, packs: Path | None = None, model: Path | None = None) -> None:
        self._packs, self._model = packs, model
        self._process: subprocess.Popen[bytes] | None = None
        self._starting = threading.Lock()
        self._busy = False
        self._closed = False
        self._stop_count = 0
        """Number of calls of ``stop``. A request compares it, because it may be cancelled before its process exists."""

    async def warm(self) -> None:
        """Start the process early, so that its dictionaries are loaded when the first request comes. Never raises."""
        with suppress(RuleBroken):
            await asyncio.to_thread(self._ensure_process)

    async def ask(
        self,
        ideas: Sequence[WrittenIdea],
        question: Sequence[str],
        themes: Collection[str],
        on_progress: ProgressCallback,
    ) -> ThemeSuggestions:
        """The suggestions. ``on_progress`` is called on this event loop with the share of the work that is done.

        ``themes``: ids of the existing themes. Raises ``RuleBroken``: ``suggest_busy``, ``suggest_stopped``,
        ``suggest_failed``, or the code of a model or pack that cannot be used.
        """
        if self._busy:
            raise RuleBroken("suggest_busy", 409)
        # Set before the first ``await``, so two requests on the event loop cannot both pass the check.
        self._busy = True
        loop, turn = asyncio.get_running_loop(), self._stop_count
        try:

            def hand(share: float) -> None:
                loop.call_soon_threadsafe(on_progress, share)

            return await asyncio.to_thread(self._exchange_in_thread, turn, ideas, question, themes, hand)
        finally:
            self._busy = False

    def stop(self) -> None:
        """Cancel the current request by ending the process. Does nothing when there is none."""
        self._stop_count += 1
        self._end_process()

    def close(self) -> None:
        """Stop for good. Waits for a thread that is just starting a process, so that none is left running."""
        with self._starting:
            self._closed = True
            self.stop()

    def _end_process(self) -> None:
        # Taken out before it is killed, by which a thread that waits for its reply recognises a cancellation.
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            # Collects the exit status; otherwise the ended process would remain in the process table.
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    _close_quietly(pipe.close)

    def _exchange_in_thread(
        self,
        stops_at_start: int,
        ideas: Sequence[WrittenIdea],
        question: Sequence[str],
        themes: Collection[str],
        on_progress: ProgressCallback,
    ) -> ThemeSuggestions:
        process = self._ensure_process()
        if stops_at_start != self._stop_count:
            raise RuleBroken("suggest_stopped", 409)
        wanted = {
            "ideas": ideas,
            "question": question,
            "packs": [str(self._packs)] if self._packs is not None and self._packs.is_dir() else [],
            "model": str(self._model) if self._model is not None else "",
        }
        try:
            found = _exchange(process, msgspec.json.encode(wanted), on_progress)
        except (OSError, ValueError, msgspec.MsgspecError) as wrong:
            # ``stop`` has ended the process under this thread: the broken pipe is a cancellation and not a failure.
            if self._process is not process:
                raise RuleBroken("suggest_stopped", 409) from wrong
            self._end_process()
            raise RuleBroken("suggest_failed", 500) from wrong
        return group_placements(found.ideas or (), found.halves, themes)

    def _ensure_process(self) -> subprocess.Popen[bytes]:
        """The running process; starts one if there is none or it has ended. Raises ``RuleBroken`` after ``close``."""
        # Only one thread at a time: ``warm`` and the first request may otherwise start a process each.
        with self._starting:
            process = self._process
            if process is not None and process.poll() is not None:
                self._end_process()
            if self._closed:
                raise RuleBroken("suggest_stopped", 409)
            if self._process is None:
                self._process = subprocess.Popen(
                    COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
                )
            return self._process


def _exchange(process: subprocess.Popen[bytes], request: bytes, on_progress: ProgressCallback) -> ReceivedReply:
    """Send a request and read lines until the result.

    Raises ``OSError`` or ``ValueError`` when the process ends before that, ``RuleBroken`` for an error that it reports.
    """
    if process.stdin is None or process.stdout is None:
        raise OSError("no pipes")
    process.stdin.write(request + b"\n")
    process.stdin.flush()
    for line in process.stdout:
        heard = msgspec.json.decode(line, type=ReceivedReply)
        if heard.error:
            raise RuleBroken(heard.error, 422, **heard.fields)
        if heard.ideas is not None:
            return heard
        on_progress(heard.share)
    raise OSError("it ended")


def _close_quietly(close: Callable[[], None]) -> None:
    try:
        close()
    except OSError:  # closing flushes, and the process that would read is gone
        return
