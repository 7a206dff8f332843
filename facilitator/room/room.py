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
import threading
import time
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from facilitator.errors import RuleBroken
from facilitator.files.opening import open_valid_session
from facilitator.handouts.slip_batch import SlipBatch, parse_slip_request
from facilitator.network import wifi
from facilitator.network.addressing import JoinAddress
from facilitator.network.interfaces import Machine, this_machine
from facilitator.ports.feed import Feed
from facilitator.ports.protocols import Reply
from facilitator.ports.remote_control import RemoteControl
from facilitator.room.chunks import chunks
from facilitator.room.options import RoomOptions
from facilitator.room.outputs import OUTPUTS, run_export, run_handouts, run_in_thread, run_remote
from facilitator.room.phones import PhoneSide
from facilitator.room.suggest import SuggestionRunner
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.core.ids import new_id
from facilitator.rules.core.record_index import RecordIndex
from facilitator.rules.lifecycle import open_lobby, shut_down
from facilitator.rules.publish import console_view, public_view
from facilitator.rules.verbs.slips import require_slips_possible
from facilitator.system.event_loop import fast_loop_factory
from facilitator.view import ConsoleView, PublicView
from facilitator.web.app import make_app
from facilitator.web.server import PhoneServer, bind
from store.errors import StoreError
from store.records import Change, replace

T = TypeVar("T")

PORT = 8000
STOP_SECONDS = 5.0
log = logging.getLogger(__name__)


class Room(PhoneSide):
    """One running workshop. Implements ``Facilitation`` and, through ``PhoneSide``, ``Participation``."""

    read_only = False

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
        self.remote_control = RemoteControl(self._invalidate_console)
        """The remote control."""
        super().__init__(clock)
        self._make_id, self._rng = make_id, rng or random.SystemRandom()
        self._machine, self._wifi = machine, wifi.WifiDisplay()
        self._ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name="room", daemon=True)
        self._trouble = ""
        self._last_change_at = time.monotonic()
        self._view_key: tuple[int, str] = (-1, "")
        """The version and the store fault that the views were built from."""
        self._stale = True
        self._suggestions = SuggestionRunner(self.options.output_folder("save_pack", path), self._invalidate_console)
        self._console_source: PublicView | None = None
        """The public view that the console view was built from; None when the console view is out of date."""
        # Created in the room's own thread, and used only there:
        self._loop: asyncio.AbstractEventLoop
        self._stopping: asyncio.Event
        self._command_lock: asyncio.Lock
        """Held while a command of the facilitator is carried out: one at a time."""
        self._public: PublicView
        self._console: ConsoleView

    # --- life ---------------------------------------------------------------------------------------

    def start(self) -> Room:
        """Open the session and start the web server; returns when phones can connect.

        Raises ``StoreError`` (locked, unreadable ...) or ``RuleBroken`` (no port); the file is unchanged then.
        """
        self._thread.start()
        self._ready.result()
        return self

    def stop(self) -> None:
        """Save, end the streams and stop the server, usually within three seconds. Idempotent, from any thread."""
        if self._thread.is_alive() and self._ready.done() and self._ready.exception() is None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._stopping.set)
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
        self._feed, self._stopping, self._command_lock = Feed(), asyncio.Event(), asyncio.Lock()
        self._store = open_valid_session(self.path)
        try:
            self._index = RecordIndex(self._store)
            server = await self._listen()
            try:
                self._feed.add_callback(self._refresh_console)
                self._ready.set_result(None)
                watching = asyncio.create_task(self._addressing.watch(self._refresh_and_notify))
                await self._stopping.wait()
                watching.cancel()
            finally:
                self._suggestions.stop()
                self._feed.close()
                await server.stop()
                self._shut_down()
        finally:
            self._store.close()

    def _shut_down(self) -> None:
        """Save the change of ``lifecycle.shut_down``. A fault is ignored: nothing acknowledged depends on it."""
        act = shut_down(self._context())
        with contextlib.suppress(StoreError):
            self._store.save(act.change())  # blocks the loop, which serves no one any more
            if act.forget:
                self._store.snapshot(forget=True)

    async def _listen(self) -> PhoneServer:
        session, options = self._index.session, self.options
        wanted = options.port if options.port is not None else session.port or PORT
        try:
            socket = bind(options.host, wanted)
        except OSError as refused:
            raise RuleBroken("no_port", port=wanted, problem=refused.strerror or "") from refused
        self.port = int(socket.getsockname()[1])
        if wanted not in (0, self.port):
            self.notices.append(("port_taken", {"taken": wanted, "port": self.port}))
        tls = options.cert is not None
        key = session.seat_key or secrets.token_hex(32)
        session = replace(open_lobby(session), port=self.port, seat_key=key)
        if session != self._index.session:
            await self._commit(Outcome(put=(session,)))
        where = (options.host, options.url, self.port, session.code, tls)
        self._addressing = JoinAddress(*where, clock=self._clock, read=self._machine)
        self._refresh_console()
        app = make_app(self, hosts=self._allowed_hosts, steered=self)
        server = PhoneServer(app, socket, cert=options.cert, key=options.key)
        await server.start()
        return server

    def _allowed_hosts(self) -> tuple[str, ...]:
        return (self.address,)

    def _refresh_and_notify(self) -> None:
        """Rebuild the views after a change outside the session, such as the computer's address."""
        self._stale, self._console_source = True, None
        self._refresh_console()
        self._feed.notify()

    @property
    def address(self) -> str:
        """The address that the join code contains."""
        return self._addressing.address

    # --- Facilitation: any thread ---------------------------------------------------------------------

    @property
    def public(self) -> PublicView:
        """The latest public view. Read on the room's own loop, it always includes the last change."""
        if threading.current_thread() is self._thread:
            self._refresh_views()
        return self._public

    @property
    def console(self) -> ConsoleView:
        """The latest console view."""
        if threading.current_thread() is self._thread:
            self._refresh_console()
        return self._console

    def attach(self, listener: Callable[[], None]) -> Callable[[], None]:
        """See ``Facilitation.attach``."""
        detach = self._feed.add_callback(listener)
        return lambda: self._call_on_loop(detach)

    def _call_on_loop(self, callback: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(callback)

    async def execute(self, verb: str, **arguments: Any) -> Reply:
        """See ``Facilitation.execute``."""
        return await asyncio.wrap_future(self.submit(self._dispatch(verb, arguments)))

    def submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Run a coroutine on the room's loop, from any thread; the future gives its result."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _dispatch(self, verb: str, arguments: Mapping[str, Any]) -> Reply:
        match verb:
            case "state":
                return {"version": self._store.version, "state": msgspec.to_builtins(self.console)}
            case "suggest":
                return await self._suggestions.run(self._context(), self._store.version, arguments)
            case "export":
                usual = self.options.output_folder(verb, self.path)
                return await run_export(self._store, usual, self.options.ledger, arguments)
            case "save_template" | "save_pack":
                return await OUTPUTS[verb](self._store, self.options.output_folder(verb, self.path), arguments)
            case "handouts" if "slips" in arguments:
                return await self._make_slips(arguments)
            case "handouts":
                usual = self.options.output_folder("export", self.path)
                return await run_handouts(self._store, self.address, usual, self.options.ledger, arguments)
            case "address" | "wifi":
                (self._addressing.set_address if verb == "address" else self._wifi.execute)(arguments)
                self._refresh_and_notify()
                return {"version": self._store.version}
            case "remote":
                told = run_remote(self.remote_control, self.address, arguments)
                self._refresh_console()
                return {"version": self._store.version, **told}
            case "stop":
                self._stopping.set()
                return {"version": self._store.version}
        async with self._command_lock:
            act = self._workshop.execute(self._context(), verb, arguments)
            version = await self._commit(act)
        # The caller must see the effect of its command in the view at once, without waiting for the feed.
        self._refresh_console()
        self._suggestions.prepare(self._public)
        return {"version": version, **act.reply}

    async def _make_slips(self, arguments: Mapping[str, Any]) -> Reply:
        """Command ``handouts {"slips"}``: write the sheets in another thread, then make their codes valid."""
        wish, here = parse_slip_request(arguments), self._context()
        require_slips_possible(here, wish.slips)
        batch = SlipBatch.create(here.session, self.address, wish.slips, len(self._store.slips), self._rng)
        folder = Path(wish.out) if wish.out else self.options.output_folder("export", self.path)
        sheets = await run_in_thread(batch.write, folder, self.path, self.options.ledger)
        try:
            async with self._command_lock:
                version = await self._commit(self._workshop.make_slips(self._context(), batch.codes, wish.void))
        except (RuleBroken, StoreError):
            sheets.delete()
            raise
        self._refresh_console()
        return {"version": version, "files": [str(file) for file in sheets.files], "folder": str(sheets.folder)}

    @property
    def idle_seconds(self) -> float:
        """Seconds since the last change of the session."""
        return time.monotonic() - self._last_change_at

    # --- one change -----------------------------------------------------------------------------------

    def _context(self) -> Context:
        return Context(index=self._index, now=self._clock(), new_id=self._make_id, rng=self._rng)

    async def _commit(self, act: Outcome, key: str = "") -> int:
        """Apply an outcome and wait until it is on disk; the session's version.

        Raises ``StoreError``: then nothing of it was applied, or, of a very large command, only a part that undo can
        revert (see ``chunks``).
        """
        version = self._store.version
        if not (act.put or act.remove):
            return version
        try:
            if self._trouble:
                self._store.recover()
            for change in chunks(self._index, act, key):
                version = await self._apply(change)
        except StoreError as fault:
            self._recover(fault)
            raise
        if self._trouble:
            self._trouble = ""
            self._refresh_console()
            self._feed.notify()
        if act.forget:
            await self._erase_removed()
        return version

    async def _erase_removed(self) -> None:
        """Erase from the disk what a change has removed. The change itself is already saved: if erasing fails, the
        console reports it, and the store erases with its next snapshot."""
        try:
            await asyncio.wrap_future(self._store.snapshot(forget=True))
        except StoreError as fault:
            self._recover(fault)

    def _apply(self, change: Change) -> asyncio.Future[int]:
        self._last_change_at = time.monotonic()
        saving = self._store.save_async(change)
        self._index.apply(change)
        self._feed.notify()
        return saving

    async def _wait_until_saved(self) -> None:
        """Wait until everything applied so far is on disk. Raises ``StoreError``."""
        try:
            await self._store.save_async(Change())  # an empty change waits for those before it
        except StoreError as fault:
            self._recover(fault)
            raise

    def _recover(self, fault: StoreError) -> None:
        """After a failed write: return to the state on disk. Reading goes on, and the next change is tried again."""
        self._trouble = fault.code
        with contextlib.suppress(StoreError):
            self._store.recover()
        self._index.rebuild()
        self._stale = True
        self._refresh_console()
        self._feed.notify()

    def _refresh_views(self) -> None:
        mark = (self._store.version, self._trouble)
        if mark == self._view_key and not self._stale:
            return
        here = self._context()
        version, address, shown = self._store.version, self.address, self._wifi.visible
        self._public = public_view(here, version, address, wifi=shown)
        self._phone_view = (
            public_view(here, version, address, ignore_look_back=True) if self._public.looking_back else self._public
        )
        self._view_key, self._stale = mark, False

    def _invalidate_console(self) -> None:
        """See ``PhoneSide``: the next round of the feed rebuilds the console view."""
        self._console_source = None
        self._feed.notify()

    def _refresh_console(self) -> None:
        """Refresh both views. Phones read the public view after every change, so the console view is built apart."""
        self._refresh_views()
        if self._console_source is not self._public:
            here = self._context()
            burst = self._join_bursts.phones_before_burst(
                here.index.step(here.session.step), self._public.joined, here.now
            )
            beside = (
                self._trouble,
                self._refused_phones,
                self.remote_control.state,
                burst,
                self._slip_throttle.wrong_to_report,
            )
            seen = console_view(here, self._public, *beside)
            known = self._wifi.entry.name if self._wifi.entry else ""
            self._console = msgspec.structs.replace(
                seen, suggesting=self._suggestions.progress, network=self._addressing.outlook, wifi=known
            )
            self._console_source = self._public
