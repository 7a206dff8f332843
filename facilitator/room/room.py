"""The composition root: opens store, rules, feed and phones' server in the right order, and closes them likewise.

A room lives in a thread of its own with an event loop of its own. The terminal meets it only through the ``Driver``
of ``seam.py``: verbs are handed over and awaited, views come back as immutable objects. So a crash or a stall of the
terminal does not touch the phones.
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
from facilitator.files.opening import open_sound
from facilitator.handouts.slip_batch import Batch, wished
from facilitator.network import wifi
from facilitator.network.addressing import Addressing
from facilitator.network.interfaces import Machine, this_machine
from facilitator.ports.feed import Feed
from facilitator.ports.protocols import Reply
from facilitator.ports.remote_control import Steering
from facilitator.room.chunks import parts
from facilitator.room.options import RoomOptions
from facilitator.room.outputs import OUTPUTS, beside, exported, handed_out, switched
from facilitator.room.phones import Guests
from facilitator.room.suggest import Suggesting
from facilitator.rules.core.context import Act, Here
from facilitator.rules.core.ids import new_id
from facilitator.rules.core.record_index import Book
from facilitator.rules.lifecycle import in_lobby, shut
from facilitator.rules.publish import console_view, public_view
from facilitator.rules.verbs.slips import allowed
from facilitator.system.event_loop import fast_loop
from facilitator.view import ConsoleView, PublicView
from facilitator.web.app import make_app
from facilitator.web.server import PhoneServer, bind
from store.errors import StoreError
from store.records import Change, replace

T = TypeVar("T")

PORT = 8000
STOP_SECONDS = 5.0
log = logging.getLogger(__name__)


class Room(Guests):
    """One running workshop: the real thing behind ``Driver`` and, with what ``Guests`` has, ``Phones``."""

    only_read = False

    def __init__(
        self,
        path: Path,
        options: RoomOptions | None = None,
        *,
        clock: Callable[[], float] = time.time,
        make_id: Callable[[], str] = new_id,
        chance: random.Random | None = None,
        machine: Callable[[], Machine] = this_machine,
    ) -> None:
        self.path = path
        self.options = options or RoomOptions()
        self.port = 0
        self.notices: list[tuple[str, Mapping[str, object]]] = []
        """What the facilitator should know about the start, as ``(catalogue key, fields)``."""
        self.stopped = threading.Event()
        self.steering = Steering(self._turned)
        """The remote control."""
        super().__init__(clock)
        self._make_id, self._chance = make_id, chance or random.SystemRandom()
        self._machine, self._wifi = machine, wifi.Shown()
        self._ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name="room", daemon=True)
        self._trouble = ""
        self._stirred = time.monotonic()
        self._mark: tuple[int, str] = (-1, "")
        """Version and trouble that the views were built from."""
        self._stale = True
        self._suggesting = Suggesting(self.options.folder("save_pack", path), self._turned)
        self._drawn: PublicView | None = None
        """The public view that the console's was built around."""
        # Made in the room's own thread, and only used there:
        self._loop: asyncio.AbstractEventLoop
        self._stopping: asyncio.Event
        self._acting: asyncio.Lock
        """Held by the one act of the facilitator that is being carried out."""
        self._public: PublicView
        self._console: ConsoleView

    # --- life ---------------------------------------------------------------------------------------

    def start(self) -> Room:
        """Open the session and listen; returns when phones can come.

        Raises ``StoreError`` (locked, unreadable ...) or ``RuleBroken`` (no port); the file is untouched then.
        """
        self._thread.start()
        self._ready.result()
        return self

    def stop(self) -> None:
        """Save, end the streams, stop the server; at most three seconds. May be called twice, from any thread."""
        if self._thread.is_alive() and self._ready.done() and self._ready.exception() is None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._stopping.set)
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(STOP_SECONDS)

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=fast_loop()) as runner:
                runner.run(self._live())
        except (StoreError, RuleBroken) as refused:
            self._fail(refused)
        except Exception as fault:  # the outer edge of the room: whatever it is, the caller is told
            log.exception("the room ended")
            self._fail(fault)
        finally:
            self.stopped.set()

    def _fail(self, fault: Exception) -> None:
        if not self._ready.done():
            self._ready.set_exception(fault)

    async def _live(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._feed, self._stopping, self._acting = Feed(), asyncio.Event(), asyncio.Lock()
        self._kept = open_sound(self.path)
        try:
            self._book = Book(self._kept)
            server = await self._listen()
            try:
                self._feed.call(self._refresh_console)
                self._ready.set_result(None)
                watching = asyncio.create_task(self._addressing.watch(self._show_anew))
                await self._stopping.wait()
                watching.cancel()
            finally:
                self._suggesting.stop()
                self._feed.close()
                await server.stop()
                self._shut()
        finally:
            self._kept.close()

    def _shut(self) -> None:
        """The doors close. What cannot be saved now stays as it was: nothing of it was promised to anybody."""
        act = shut(self._here())
        with contextlib.suppress(StoreError):
            self._kept.save(act.change())  # nobody is left whom the wait could hold up
            if act.forget:
                self._kept.snapshot(forget=True)

    async def _listen(self) -> PhoneServer:
        session, options = self._book.session, self.options
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
        session = replace(in_lobby(session), port=self.port, seat_key=key)
        if session != self._book.session:
            await self._commit(Act(put=(session,)))
        where = (options.host, options.url, self.port, session.code, tls)
        self._addressing = Addressing(*where, clock=self._clock, read=self._machine)
        self._refresh_console()
        app = make_app(self, hosts=self._hosts, steered=self)
        server = PhoneServer(app, socket, cert=options.cert, key=options.key)
        await server.start()
        return server

    def _hosts(self) -> tuple[str, ...]:
        return (self.address,)

    def _show_anew(self) -> None:
        """What is shown has changed without a change of the session."""
        self._stale, self._drawn = True, None
        self._refresh_console()
        self._feed.notify()

    @property
    def address(self) -> str:
        """What the join code says."""
        return self._addressing.address

    # --- the driver's side: any thread ----------------------------------------------------------------

    @property
    def public(self) -> PublicView:
        """The newest public view. On the room's own loop it is always up to date with the last change."""
        if threading.current_thread() is self._thread:
            self._refresh()
        return self._public

    @property
    def console(self) -> ConsoleView:
        """The newest private view."""
        if threading.current_thread() is self._thread:
            self._refresh_console()
        return self._console

    def attach(self, listener: Callable[[], None]) -> Callable[[], None]:
        """See ``Driver.attach``."""
        detach = self._feed.call(listener)
        return lambda: self._hand(detach)

    def _hand(self, callback: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(callback)

    async def do(self, verb: str, **arguments: Any) -> Reply:
        """See ``Driver.do``."""
        return await asyncio.wrap_future(self.call(self._do(verb, arguments)))

    def call(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Run a coroutine on the room's loop, from any thread."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _do(self, verb: str, arguments: Mapping[str, Any]) -> Reply:
        match verb:
            case "state":
                return {"version": self._kept.version, "state": msgspec.to_builtins(self.console)}
            case "suggest":
                return await self._suggesting.verb(self._here(), self._kept.version, arguments)
            case "export":
                usual = self.options.folder(verb, self.path)
                return await exported(self._kept, usual, self.options.ledger, arguments)
            case "save_template" | "save_pack":
                return await OUTPUTS[verb](self._kept, self.options.folder(verb, self.path), arguments)
            case "handouts" if "slips" in arguments:
                return await self._slips(arguments)
            case "handouts":
                usual = self.options.folder("export", self.path)
                return await handed_out(self._kept, self.address, usual, self.options.ledger, arguments)
            case "address" | "wifi":
                (self._addressing if verb == "address" else self._wifi).act(arguments)
                self._show_anew()
                return {"version": self._kept.version}
            case "remote":
                told = switched(self.steering, self.address, arguments)
                self._refresh_console()
                return {"version": self._kept.version, **told}
            case "stop":
                self._stopping.set()
                return {"version": self._kept.version}
        async with self._acting:
            act = self._workshop.act(self._here(), verb, arguments)
            version = await self._commit(act)
        self._refresh_console()  # whoever drives sees in the view what the verb did, without waiting for the feed
        self._suggesting.prepare(self._public)
        return {"version": version, **act.reply}

    async def _slips(self, arguments: Mapping[str, Any]) -> Reply:
        """Join slips: printed beside the room's work, and good once the sheets lie there."""
        wish, here = wished(arguments), self._here()
        allowed(here, wish.slips)
        batch = Batch.of(here.session, self.address, wish.slips, len(self._kept.slips), self._chance)
        folder = Path(wish.out) if wish.out else self.options.folder("export", self.path)
        sheets = await beside(batch.written, folder, self.path, self.options.ledger)
        try:
            async with self._acting:
                version = await self._commit(self._workshop.slips(self._here(), batch.codes, wish.void))
        except (RuleBroken, StoreError):
            sheets.unwritten()
            raise
        self._refresh_console()
        return {"version": version, "files": [str(file) for file in sheets.files], "folder": str(sheets.folder)}

    @property
    def still(self) -> float:
        """Seconds since something changed."""
        return time.monotonic() - self._stirred

    # --- one change -----------------------------------------------------------------------------------

    def _here(self) -> Here:
        return Here(book=self._book, now=self._clock(), new_id=self._make_id, chance=self._chance)

    async def _commit(self, act: Act, key: str = "") -> int:
        """Apply a change and wait until it is on disk. Raises ``StoreError``: then nothing of it has happened, or of
        a very large act the part that undo can take back."""
        version = self._kept.version
        if not (act.put or act.remove):
            return version
        try:
            if self._trouble:
                self._kept.recover()
            for change in parts(self._book, act, key):
                version = await self._apply(change)
        except StoreError as fault:
            self._recover(fault)
            raise
        if self._trouble:
            self._trouble = ""
            self._refresh_console()
            self._feed.notify()
        if act.forget:
            await self._forget()
        return version

    async def _forget(self) -> None:
        """Clear from the disk what a change has removed. The change itself is saved: if this fails, the console says
        so, and the store forgets with the next change."""
        try:
            await asyncio.wrap_future(self._kept.snapshot(forget=True))
        except StoreError as fault:
            self._recover(fault)

    def _apply(self, change: Change) -> asyncio.Future[int]:
        self._stirred = time.monotonic()
        saving = self._kept.saving(change)
        self._book.note(change)
        self._feed.notify()
        return saving

    async def _durable(self) -> None:
        """Wait for what was applied last: a repeat of an answer must not be confirmed before the answer is on disk."""
        try:
            await self._kept.saving(Change())
        except StoreError as fault:
            self._recover(fault)
            raise

    def _recover(self, fault: StoreError) -> None:
        """Go back to what the disk holds; reading goes on, and the next change is tried afresh."""
        self._trouble = fault.code
        with contextlib.suppress(StoreError):
            self._kept.recover()
        self._book.reread()
        self._stale = True
        self._refresh_console()
        self._feed.notify()

    def _refresh(self) -> None:
        mark = (self._kept.version, self._trouble)
        if mark == self._mark and not self._stale:
            return
        here = self._here()
        version, address, shown = self._kept.version, self.address, self._wifi.now
        self._public = public_view(here, version, address, wifi=shown)
        self._task = public_view(here, version, address, task=True) if self._public.looking_back else self._public
        self._mark, self._stale = mark, False

    def _turned(self) -> None:
        """Something is other for the console alone."""
        self._drawn = None
        self._feed.notify()

    def _refresh_console(self) -> None:
        """Both views. Phones ask after every change, so what only the terminal needs is not built for them."""
        self._refresh()
        if self._drawn is not self._public:
            here = self._here()
            burst = self._arrivals.before(here.book.step(here.session.step), self._public.joined, here.now)
            beside = (self._trouble, self._turned_away, self.steering.state, burst, self._guesses.told)
            seen = console_view(here, self._public, *beside)
            known = self._wifi.entry.name if self._wifi.entry else ""
            self._console = msgspec.structs.replace(
                seen, suggesting=self._suggesting.share, network=self._addressing.outlook, wifi=known
            )
            self._drawn = self._public
