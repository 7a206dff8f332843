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
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from facilitator.act import Act, Here
from facilitator.book import Book
from facilitator.doors import in_lobby, shut
from facilitator.drafts import new_id
from facilitator.errors import RuleBroken
from facilitator.feed import Feed
from facilitator.guests import Guests
from facilitator.loops import fast_loop
from facilitator.network import wifi
from facilitator.network.addressing import Addressing
from facilitator.network.interfaces import Machine, this_machine
from facilitator.opening import open_sound
from facilitator.options import RoomOptions as RoomOptions
from facilitator.outputs import OUTPUTS, beside, exported, handed_out, switched
from facilitator.parts import parts
from facilitator.seam import Reply
from facilitator.slip_sheets import Batch, wished
from facilitator.steering import Steering
from facilitator.suggesting import Suggesting
from facilitator.verbs.slips import allowed
from facilitator.view import ConsoleView, PublicView
from facilitator.view.publish import console_view, public_view
from facilitator.web.app import make_app
from facilitator.web.server import PhoneServer, bind
from store.errors import StoreError
from store.records import Change

T = TypeVar("T")

PORT = 8000
STOP_SECONDS = 5.0
log = logging.getLogger(__name__)


class Room(Guests):
    """One running workshop. Implements ``Facilitation`` and, through ``PhoneSide``, ``Participation``."""

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
        """Messages about the start for the facilitator, as ``(catalogue key notice.<key>, fields)``."""
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
        """The version and the store fault that the views were built from."""
        self._stale = True
        self._suggesting = Suggesting(self.options.folder("save_pack", path), self._turned)
        self._drawn: PublicView | None = None
        """The public view that the console view was built from; None when the console view is out of date."""
        # Created in the room's own thread, and used only there:
        self._loop: asyncio.AbstractEventLoop
        self._stopping: asyncio.Event
        self._acting: asyncio.Lock
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
            with asyncio.Runner(loop_factory=fast_loop()) as runner:
                runner.run(self._live())
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
        """Save the change of ``lifecycle.shut_down``. A fault is ignored: nothing acknowledged depends on it."""
        act = shut(self._here())
        with contextlib.suppress(StoreError):
            self._kept.save(act.change())  # blocks the loop, which serves no one any more
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
        """Rebuild the views after a change outside the session, such as the computer's address."""
        self._stale, self._drawn = True, None
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
            self._refresh()
        return self._public

    @property
    def console(self) -> ConsoleView:
        """The latest console view."""
        if threading.current_thread() is self._thread:
            self._refresh_console()
        return self._console

    def attach(self, listener: Callable[[], None]) -> Callable[[], None]:
        """See ``Facilitation.attach``."""
        detach = self._feed.call(listener)
        return lambda: self._hand(detach)

    def _hand(self, callback: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(callback)

    async def do(self, verb: str, **arguments: Any) -> Reply:
        """See ``Facilitation.execute``."""
        return await asyncio.wrap_future(self.call(self._do(verb, arguments)))

    def call(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Run a coroutine on the room's loop, from any thread; the future gives its result."""
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
                return OUTPUTS[verb](self._kept, self.options.folder(verb, self.path), arguments)
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
        # The caller must see the effect of its command in the view at once, without waiting for the feed.
        self._refresh_console()
        self._suggesting.prepare(self._public)
        return {"version": version, **act.reply}

    async def _slips(self, arguments: Mapping[str, Any]) -> Reply:
        """Command ``handouts {"slips"}``: write the sheets in another thread, then make their codes valid."""
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
        """Seconds since the last change of the session."""
        return time.monotonic() - self._stirred

    # --- one change -----------------------------------------------------------------------------------

    def _here(self) -> Here:
        return Here(book=self._book, now=self._clock(), new_id=self._make_id, chance=self._chance)

    async def _commit(self, act: Act, key: str = "") -> int:
        """Apply an outcome and wait until it is on disk; the session's version.

        Raises ``StoreError``: then nothing of it was applied, or, of a very large command, only a part that undo can
        revert (see ``chunks``).
        """
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
        """Erase from the disk what a change has removed. The change itself is already saved: if erasing fails, the
        console reports it, and the store erases with its next snapshot."""
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
        """Wait until everything applied so far is on disk. Raises ``StoreError``."""
        try:
            await self._kept.saving(Change())  # an empty change waits for those before it
        except StoreError as fault:
            self._recover(fault)
            raise

    def _recover(self, fault: StoreError) -> None:
        """After a failed write: return to the state on disk. Reading goes on, and the next change is tried again."""
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
        """See ``PhoneSide``: the next round of the feed rebuilds the console view."""
        self._drawn = None
        self._feed.notify()

    def _refresh_console(self) -> None:
        """Refresh both views. Phones read the public view after every change, so the console view is built apart."""
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
