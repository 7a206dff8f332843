"""The workshop without a terminal: one JSON object a line, in on one file descriptor and out on another.

The lines are those of the protocol (README, "JSON lines"). The verbs are the terminal's very own: all go through
``Driver.do``, one after the other; only ``suggest {"stop": true}`` does not wait for the suggestions that it calls off.
Nothing that comes in can end the workshop except ``stop``, the end of input, or a signal.
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
from facilitator.ports.protocols import Driver
from facilitator.serve.read_ahead import Ahead
from facilitator.system.line_io import LIMIT, Outlet, inlet
from store.errors import StoreError

PATIENCE = 0.5
"""Seconds that the last lines are given to be read."""

RESERVED = frozenset(("self", "verb"))
"""Names that a field of a command cannot have: they are how the verb itself is handed over."""

log = logging.getLogger(__name__)


class Served(Driver, Protocol):
    """A running workshop with its address and its file."""

    @property
    def address(self) -> str: ...
    @property
    def path(self) -> Path: ...
    @property
    def stopped(self) -> threading.Event: ...


def serve(room: Served, language: str, source: int = 0, sink: int = 1) -> bool:
    """Serve until ``stop``, the end of ``source`` or a signal. False when it was interrupted (Ctrl+C).

    ``source`` and ``sink`` are file descriptors. The room is left running: whoever opened it closes it.
    """
    return asyncio.run(Service(room, language, sink).run(source))


class Service:
    """One run of ``serve``: answers lines in their order, and tells of changes in between."""

    def __init__(self, room: Served, language: str, sink: int) -> None:
        self._room = room
        self._language = language
        self._out = Outlet(sink)
        self._told = -1
        self._interrupted = False

    async def run(self, source: int) -> bool:
        """Say that we are ready, then answer. False when interrupted."""
        loop = asyncio.get_running_loop()
        changed, ending = asyncio.Event(), asyncio.Event()
        self._on_signals(loop, ending)
        # The room ends by itself only when something is badly wrong with it.
        threading.Thread(target=_pass_on, args=(self._room.stopped, loop, ending), daemon=True).start()
        detach = self._room.attach(lambda: _wake(loop, changed))
        self._ready()
        work = [asyncio.ensure_future(each) for each in (self._answer(source), self._tell(changed), _at(ending))]
        await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
        detach()
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        self._out.close(PATIENCE)
        return not self._interrupted

    def _on_signals(self, loop: asyncio.AbstractEventLoop, ending: asyncio.Event) -> None:
        def end(by_key: bool) -> None:
            self._interrupted = by_key
            ending.set()

        for name, by_key in (("SIGINT", True), ("SIGTERM", False), ("SIGHUP", False)):
            if hasattr(signal, name):
                # Windows, or a thread other than the main one: the signal then ends the program by itself.
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(getattr(signal, name), end, by_key)

    def _ready(self) -> None:
        room = self._room
        self._say(
            event="ready",
            url=room.address,
            code=room.public.session.code,
            session=str(room.path),
            pid=os.getpid(),
        )

    async def _tell(self, changed: asyncio.Event) -> None:
        """One line per change; a reader that falls behind gets the newest and none of those between."""
        changed.set()
        while True:
            await changed.wait()
            changed.clear()
            await self._out.caught_up()
            view = self._room.public
            if view.version == self._told:
                continue
            self._told = view.version
            self._say(
                event="version",
                version=view.version,
                step=view.step.id if view.step else None,
                state=view.step.state if view.step else view.session.state,
                joined=view.joined,
                answered=view.answered,
            )

    async def _answer(self, source: int) -> None:
        """Carry out one line after another until ``stop`` or the end."""
        async with aclosing(Ahead(inlet(source))) as lines:
            async for line in lines:
                if line is not None and not line.strip():
                    continue
                command = _understood(line)
                if command.verb == "suggest":
                    await self._suggest(command, lines)
                elif await self._reply(command) and command.verb == "stop":
                    return

    async def _suggest(self, command: Command, lines: Ahead) -> None:
        """The one verb that takes its time: what calls it off is heard meanwhile, all else waits for its turn."""

        async def called_off(line: bytes | None) -> bool:
            meant = _understood(line)
            if (meant.verb, meant.arguments) != ("suggest", {"stop": True}):
                return False
            await self._reply(meant)
            return True

        work = asyncio.create_task(self._reply(command))
        try:
            await lines.during(work, called_off)
        finally:
            work.cancel()

    async def _reply(self, command: Command) -> bool:
        """Carry it out and answer. Whether it was done."""
        reply = await self._carry_out(command)
        self._say(**{"n": command.number} | reply | {"n": command.number})  # a reply's own field never takes its place
        return bool(reply["ok"])

    async def _carry_out(self, command: Command) -> dict[str, Any]:
        """The reply without its ``n``."""
        try:
            if command.wrong is not None:
                raise command.wrong
            if command.verb == "stop":
                return {"ok": True, "version": self._room.public.version}
            return {"ok": True, **await self._room.do(command.verb, **command.arguments)}
        except (RuleBroken, StoreError) as refused:
            return self._refusal(refused.code, refused.fields)
        except Exception:
            # An outer edge, like a request: a mistake of ours in one command must not end a room full of people.
            log.exception("a command failed")
            return self._refusal("serve_failed", {})

    def _refusal(self, code: str, fields: dict[str, object]) -> dict[str, Any]:
        return {"ok": False, "error": code, "message": explain(code, self._language, **fields)}

    def _say(self, **fields: Any) -> None:
        self._out.put(msgspec.json.encode(fields))


@dataclass
class Command:
    """One line, understood as far as it can be; ``wrong`` says why no further."""

    number: Raw = field(default_factory=lambda: Raw(b"null"))
    verb: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)
    wrong: RuleBroken | None = None


def _understood(line: bytes | None) -> Command:
    command = Command()
    try:
        fields = _object(line)
        command.number = fields.pop("n", command.number)
        command.verb = _verb(fields.pop("do", Raw(b"null")))
        command.arguments = _arguments(fields)
    except RuleBroken as wrong:
        command.wrong = wrong
    return command


def _object(line: bytes | None) -> dict[str, Raw]:
    if line is None:
        raise RuleBroken("serve_too_long", 400, limit=LIMIT)
    try:
        return msgspec.json.decode(line, type=dict[str, Raw])
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as wrong:
        raise RuleBroken("serve_not_json", 400) from wrong


def _verb(raw: Raw) -> str:
    try:
        verb = msgspec.json.decode(raw, type=str)
    except (msgspec.MsgspecError, UnicodeError) as wrong:
        raise RuleBroken("serve_no_verb", 400) from wrong
    if not verb:
        raise RuleBroken("serve_no_verb", 400)
    return verb


def _arguments(fields: dict[str, Raw]) -> dict[str, Any]:
    if taken := RESERVED & fields.keys():
        raise RuleBroken("serve_bad_fields", 400, problem=", ".join(sorted(taken)))
    try:
        return {name: msgspec.json.decode(raw) for name, raw in fields.items()}
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as wrong:
        raise RuleBroken("serve_not_json", 400) from wrong


def _wake(loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> None:
    """Set it from another thread, which may outlive our loop for a moment."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(event.set)


async def _at(ending: asyncio.Event) -> None:
    await ending.wait()


def _pass_on(stopped: threading.Event, loop: asyncio.AbstractEventLoop, ending: asyncio.Event) -> None:
    stopped.wait()
    _wake(loop, ending)
