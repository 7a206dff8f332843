"""Runs a workshop without a terminal: reads JSON commands from one file descriptor and writes replies to another.

The format of the lines is in docs/protocol.md. The commands are the verbs of the terminal: they are executed one after
the other, with one exception: ``suggest {"stop": true}`` is executed at once, because it cancels a running ``suggest``.
Only ``stop``, the end of the input or a signal ends the workshop; invalid input is answered with an error.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import msgspec
from msgspec import Raw

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import explain
from facilitator.ports.protocols import Facilitation
from facilitator.serve.read_ahead import ReadAhead
from facilitator.system.line_io import MAX_LINE_BYTES, LineWriter, read_lines
from store.errors import StoreError

FLUSH_SECONDS = 0.5
"""Seconds that the reader has, at the end, to take the last lines."""

RESERVED_FIELDS = frozenset(("self", "verb"))
"""Names that no field of a command may have: they are parameters of the method that receives the fields."""

log = logging.getLogger(__name__)


class ServedRoom(Facilitation, Protocol):
    """A running workshop with its join address and its session file."""

    @property
    def address(self) -> str: ...
    @property
    def path(self) -> Path: ...
    @property
    def stopped(self) -> threading.Event: ...


def serve(room: ServedRoom, language: str, source: int = 0, sink: int = 1) -> bool:
    """Serve until ``stop``, the end of ``source`` or a signal; False when Ctrl+C (SIGINT) ended it.

    ``source`` and ``sink`` are file descriptors. The room is still running on return: the caller closes it.
    """
    return asyncio.run(Service(room, language, sink).run(source))


class Service:
    """One run of ``serve``: replies to commands in their order and reports changes of the workshop in between."""

    def __init__(self, room: ServedRoom, language: str, sink: int) -> None:
        self._room = room
        self._language = language
        self._out = LineWriter(sink)
        self._reported_version = -1
        self._interrupted = False

    async def run(self, source: int) -> bool:
        """Write the ready line, then serve; False when interrupted."""
        loop = asyncio.get_running_loop()
        changed, ending = asyncio.Event(), asyncio.Event()
        self._on_signals(loop, ending)
        # The room stops on its own only after a fatal error; waiting for that blocks, so it needs a thread.
        threading.Thread(target=_forward_stop, args=(self._room.stopped, loop, ending), daemon=True).start()
        detach = self._room.attach(lambda: _set_from_thread(loop, changed))
        self._report_ready()
        work = [
            asyncio.ensure_future(each)
            for each in (self._execute_lines(source), self._report_changes(changed), _wait_for(ending))
        ]
        await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
        detach()
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        self._out.close(FLUSH_SECONDS)
        return not self._interrupted

    def _on_signals(self, loop: asyncio.AbstractEventLoop, ending: asyncio.Event) -> None:
        """Make SIGINT, SIGTERM and SIGHUP set ``ending``."""

        def end(by_key: bool) -> None:
            self._interrupted = by_key
            ending.set()

        for name, by_key in (("SIGINT", True), ("SIGTERM", False), ("SIGHUP", False)):
            if hasattr(signal, name):
                # Not possible on Windows or outside the main thread; the signal then has its default effect.
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(getattr(signal, name), end, by_key)

    def _report_ready(self) -> None:
        room = self._room
        self._send(
            event="ready",
            url=room.address,
            code=room.public.session.code,
            session=str(room.path),
            pid=os.getpid(),
        )

    async def _report_changes(self, changed: asyncio.Event) -> None:
        """Write one line per change; a reader that falls behind gets only the newest."""
        changed.set()
        while True:
            await changed.wait()
            changed.clear()
            await self._out.drain()
            view = self._room.public
            if view.version == self._reported_version:
                continue
            self._reported_version = view.version
            self._send(
                event="version",
                version=view.version,
                step=view.step.id if view.step else None,
                state=view.step.state if view.step else view.session.state,
                joined=view.joined,
                answered=view.answered,
            )

    async def _execute_lines(self, source: int) -> None:
        """Execute the commands of ``source`` one after the other until ``stop`` or the end of the input."""
        async with aclosing(ReadAhead(read_lines(source))) as lines:
            async for line in lines:
                if line is not None and not line.strip():
                    continue
                command = _parse_command(line)
                if command.verb == "suggest":
                    await self._suggest(command, lines)
                elif await self._reply(command) and command.verb == "stop":
                    return

    async def _suggest(self, command: CommandRequest, lines: ReadAhead) -> None:
        """Execute ``suggest``, which may take seconds: a command that cancels it is executed at once, others wait."""

        async def called_off(line: bytes | None) -> bool:
            meant = _parse_command(line)
            if (meant.verb, meant.arguments) != ("suggest", {"stop": True}):
                return False
            await self._reply(meant)
            return True

        work = asyncio.create_task(self._reply(command))
        try:
            await lines.offer_while(work, called_off)
        finally:
            work.cancel()

    async def _reply(self, command: CommandRequest) -> bool:
        """Execute a command and write its reply; whether it succeeded."""
        reply = await self._carry_out(command)
        self._send(**{"n": command.number} | reply | {"n": command.number})  # n comes first, never a verb's own
        return bool(reply["ok"])

    async def _carry_out(self, command: CommandRequest) -> dict[str, Any]:
        """Execute a command and return the reply without its ``n``."""
        try:
            if command.error is not None:
                raise command.error
            if command.verb == "stop":
                return {"ok": True, "version": self._room.public.version}
            return {"ok": True, **await self._room.execute(command.verb, **command.arguments)}
        except (RuleBroken, StoreError) as refused:
            return self._refusal(refused.code, refused.fields)
        except Exception:
            # An outer boundary, as for an HTTP request: a bug in one command must not end a running workshop.
            log.exception("a command failed")
            return self._refusal("serve_failed", {})

    def _refusal(self, code: str, fields: dict[str, object]) -> dict[str, Any]:
        return {"ok": False, "error": code, "message": explain(code, self._language, **fields)}

    def _send(self, **fields: Any) -> None:
        self._out.put(msgspec.json.encode(fields))


@dataclass
class CommandRequest:
    """One parsed line. When the line is invalid, ``error`` says why and the other fields hold what was read before."""

    number: Raw = field(default_factory=lambda: Raw(b"null"))
    verb: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)
    error: RuleBroken | None = None


def _parse_command(line: bytes | None) -> CommandRequest:
    """Parse one line; None stands for a line that was too long."""
    command = CommandRequest()
    try:
        fields = _parse_object(line)
        command.number = fields.pop("n", command.number)
        command.verb = _parse_verb(fields.pop("do", Raw(b"null")))
        command.arguments = _parse_arguments(fields)
    except RuleBroken as wrong:
        command.error = wrong
    return command


def _parse_object(line: bytes | None) -> dict[str, Raw]:
    if line is None:
        raise RuleBroken("serve_too_long", 400, limit=MAX_LINE_BYTES)
    try:
        return msgspec.json.decode(line, type=dict[str, Raw])
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as wrong:
        raise RuleBroken("serve_not_json", 400) from wrong


def _parse_verb(raw: Raw) -> str:
    try:
        verb = msgspec.json.decode(raw, type=str)
    except (msgspec.MsgspecError, UnicodeError) as wrong:
        raise RuleBroken("serve_no_verb", 400) from wrong
    if not verb:
        raise RuleBroken("serve_no_verb", 400)
    return verb


def _parse_arguments(fields: dict[str, Raw]) -> dict[str, Any]:
    if taken := RESERVED_FIELDS & fields.keys():
        raise RuleBroken("serve_bad_fields", 400, problem=", ".join(sorted(taken)))
    try:
        return {name: msgspec.json.decode(raw) for name, raw in fields.items()}
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as wrong:
        raise RuleBroken("serve_not_json", 400) from wrong


def _set_from_thread(loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> None:
    """Set ``event`` from another thread; does nothing when the loop has already been closed."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(event.set)


async def _wait_for(ending: asyncio.Event) -> None:
    """Return when ``ending`` is set."""
    await ending.wait()


def _forward_stop(stopped: threading.Event, loop: asyncio.AbstractEventLoop, ending: asyncio.Event) -> None:
    """Set ``ending`` once the room has stopped."""
    stopped.wait()
    _set_from_thread(loop, ending)
