"""The composition root of a running workshop: opens and closes store, rules, feed and web server in order.

A room runs in its own thread with its own event loop. The terminal reaches it only through the ``Facilitation``
protocol: commands are submitted and awaited, and views come back as immutable objects. A crash or a stall of the
terminal therefore does not affect the phones.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import secrets
import socket
import threading
import time
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from facilitator.errors import RuleBroken
from facilitator.files.opening import open_valid_session
from facilitator.network.addressing import JoinAddress
from facilitator.network.interfaces import Machine, this_machine
from facilitator.network.wifi import WifiDisplay
from facilitator.ports.feed import Feed
from facilitator.ports.protocols import Reply
from facilitator.ports.remote_control import RemoteControl
from facilitator.room.options import RoomOptions
from facilitator.room.phone_status import PhoneStatus
from facilitator.room.phones import RoomPhones
from facilitator.room.session import Decision, LiveSession
from facilitator.room.suggest import SuggestionRunner
from facilitator.room.verbs import VERBS, RoomParts, VerbHandler
from facilitator.room.views import RoomViews, ViewSources
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.core.ids import new_id
from facilitator.rules.core.verbs import VerbTable
from facilitator.rules.lifecycle import open_lobby
from facilitator.system.event_loop import fast_loop_factory
from facilitator.view import ConsoleView, PublicView
from facilitator.web.app import make_app
from facilitator.web.server import PhoneServer, bind
from store.errors import StoreError
from store.records import replace
from store.sessions import OpenSession

T = TypeVar("T")

PORT = 8000
STOP_SECONDS = 5.0
"""Seconds that ``Room.stop`` waits for the room's thread, which usually ends within three."""
log = logging.getLogger(__name__)


class Room:
    """One running workshop. Implements ``Facilitation`` and ``RemoteControlled``; ``phones`` is its ``Participation``.

    ``port``, ``phones`` and everything that the protocols require are there once ``start`` has returned.
    """

    read_only = False
    verb_table: VerbTable[VerbHandler] = VERBS
    """See ``Facilitation.verb_table``."""

    def __init__(
        self,
        path: Path,
        options: RoomOptions | None = None,
        *,
        clock: Callable[[], float] = time.time,
        make_id: Callable[[], str] = new_id,
        rng: random.Random | None = None,
        machine: Callable[[], Machine] = this_machine,
    ) -> None:
        self.path = path
        self.options = options or RoomOptions()
        self.port = 0
        self.notices: list[tuple[str, Mapping[str, object]]] = []
        """Messages about the start for the facilitator, as ``(catalogue key notice.<key>, fields)``."""
        self.stopped = threading.Event()
        self._clock, self._make_id, self._rng = clock, make_id, rng or random.SystemRandom()
        self._machine = machine
        self._ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name="room", daemon=True)
        # Created in the room's own thread, and used only there:
        self.phones: RoomPhones
        self._loop: asyncio.AbstractEventLoop
        self._feed: Feed
        self._session: LiveSession
        self._views: RoomViews
        self._parts: RoomParts

    # --- life ---------------------------------------------------------------------------------------

    def start(self) -> Room:
        """Open the session and start the web server; returns when phones can connect.

        Raises ``StoreError`` (locked, unreadable ...) or ``RuleBroken`` (no port); the file is unchanged then.
        """
        self._thread.start()
        self._ready.result()
        return self

    def stop(self) -> None:
        """Save, end the streams and stop the server; waits at most ``STOP_SECONDS``. Idempotent, from any thread."""
        if self._thread.is_alive() and self._ready.done() and self._ready.exception() is None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._parts.stopping.set)
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(STOP_SECONDS)

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=fast_loop_factory()) as runner:
                runner.run(self._main())
        except (StoreError, RuleBroken) as refused:
            self._fail(refused)
        except Exception as fault:  # the outermost handler of the room's thread: report any fault to the caller
            log.exception("the room ended")
            self._fail(fault)
        finally:
            self.stopped.set()

    def _fail(self, fault: Exception) -> None:
        if not self._ready.done():
            self._ready.set_exception(fault)

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        with open_valid_session(self.path) as store, self._bind(store.session.port) as listening:
            self._compose(store)
            await self._open_lobby()
            await self._serve(listening)

    def _bind(self, last_port: int) -> socket.socket:
        """Open the listening socket. Raises ``RuleBroken``: no_port."""
        wanted = self.options.port if self.options.port is not None else last_port or PORT
        try:
            listening = bind(self.options.host, wanted)
        except OSError as refused:
            raise RuleBroken("no_port", port=wanted, problem=refused.strerror or "") from refused
        self.port = int(listening.getsockname()[1])
        if wanted not in (0, self.port):
            self.notices.append(("port_taken", {"taken": wanted, "port": self.port}))
        return listening

    def _compose(self, store: OpenSession) -> None:
        """Make the parts of the room, and hand each what it needs."""
        options = self.options

        def invalidate_console() -> None:
            views.invalidate_console()

        self._feed = Feed()
        self._session = LiveSession(
            store,
            clock=self._clock,
            make_id=self._make_id,
            rng=self._rng,
            on_change=self._feed.notify,
            on_trouble=lambda: views.rebuild(),
        )
        where = (options.host, options.url, self.port, store.session.code, options.cert is not None)
        sources = ViewSources(
            address=JoinAddress(*where, clock=self._clock, read=self._machine),
            wifi=WifiDisplay(),
            remote_control=RemoteControl(invalidate_console),
            suggestions=SuggestionRunner(options.output_folder("save_pack", self.path), invalidate_console),
            phones=PhoneStatus(self._clock),
        )
        self._views = views = RoomViews(self._session, self._feed, sources)
        self.phones = RoomPhones(self._session, views, self._feed, sources.address, sources.phones)
        self._parts = RoomParts(self.path, options, self._session, views, sources, asyncio.Event(), asyncio.Lock())

    async def _open_lobby(self) -> None:
        """Save that phones may join, at which port, and the key of their seats. Raises ``StoreError``."""

        def decide(context: Context) -> Decision[None]:
            before = context.session
            key = before.seat_key or secrets.token_hex(32)
            session = replace(open_lobby(before), port=self.port, seat_key=key)
            return Decision(Outcome(put=(session,)) if session != before else Outcome(), None)

        await self._session.change(decide)
        self._views.refresh_console()

    async def _serve(self, listening: socket.socket) -> None:
        """Serve the phones until the room is stopped, then save."""
        options, sources = self.options, self._parts.sources
        app = make_app(self.phones, hosts=lambda: (self.address,), steered=self)
        server = PhoneServer(app, listening, cert=options.cert, key=options.key)
        await server.start()
        try:
            self._feed.add_callback(self._views.refresh_console)
            self._ready.set_result(None)
            watching = asyncio.create_task(sources.address.watch(self._views.rebuild))
            await self._parts.stopping.wait()
            watching.cancel()
        finally:
            sources.suggestions.stop()
            self._feed.close()
            await server.stop()
            self._session.shut_down()

    # --- Facilitation and RemoteControlled -------------------------------------------------------------

    @property
    def address(self) -> str:
        """The address that the join code contains."""
        return self._parts.address

    @property
    def public(self) -> PublicView:
        """The latest public view. Read on the room's own loop, it always includes the last change."""
        if threading.current_thread() is self._thread:
            self._views.refresh()
        return self._views.public

    @property
    def console(self) -> ConsoleView:
        """The latest console view."""
        if threading.current_thread() is self._thread:
            self._views.refresh_console()
        return self._views.console

    def attach(self, listener: Callable[[], None]) -> Callable[[], None]:
        """See ``Facilitation.attach``."""
        detach = self._feed.add_callback(listener)

        def detach_on_loop() -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed
                self._loop.call_soon_threadsafe(detach)

        return detach_on_loop

    async def execute(self, verb: str, **arguments: Any) -> Reply:
        """See ``Facilitation.execute``."""
        entry, parsed = self.verb_table.parse(verb, arguments)
        return await asyncio.wrap_future(self.submit(entry.handler(self._parts, parsed)))

    def submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Run a coroutine on the room's loop, from any thread; the future gives its result."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    @property
    def remote_control(self) -> RemoteControl:
        """See ``RemoteControlled.remote_control``."""
        return self._parts.sources.remote_control

    @property
    def cookie_name(self) -> str:
        """See ``Participation.cookie_name``."""
        return self.phones.cookie_name

    @property
    def now(self) -> float:
        """See ``Participation.now``."""
        return self._session.now

    @property
    def idle_seconds(self) -> float:
        """Seconds since the last change of the session."""
        return self._session.idle_seconds
