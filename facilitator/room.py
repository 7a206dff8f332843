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
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from facilitator import network
from facilitator.act import Act, Here
from facilitator.arrivals import Arrivals
from facilitator.book import Book
from facilitator.doors import in_lobby, shut
from facilitator.drafts import new_id
from facilitator.errors import RuleBroken
from facilitator.fast_loop import fast_loop
from facilitator.feed import Feed
from facilitator.mine import Mine
from facilitator.opening import open_sound
from facilitator.outputs import exported, saved_as
from facilitator.publish import console_view, public_view
from facilitator.seam import Reply, Saved
from facilitator.settings import own_templates
from facilitator.view import ConsoleView, PublicView
from facilitator.web.app import make_app
from facilitator.web.server import PhoneServer, bind
from facilitator.workshop import Workshop
from store.errors import StoreError
from store.records import Change
from store.sessions import Kept

T = TypeVar("T")

PORT = 8000
STOP_SECONDS = 5.0
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RoomOptions:
    """What the command line says of the phones' server."""

    host: str = ""
    """Address to listen on; empty for all."""
    port: int | None = None
    """None: the port of last time, else 8000; the next free one if it is taken. 0: any free port."""
    url: str = ""
    """What the join code says instead of our own address (a tunnel or a proxy)."""
    cert: Path | None = None
    key: Path | None = None
    exports: Path | None = None
    """Folder that ``export`` writes in when it names none."""
    templates: Path | None = None
    """Folder of the user's own templates; None for the usual one."""


class Room:
    """One running workshop: the real thing behind ``Driver`` and ``Phones``."""

    only_read = False

    def __init__(
        self,
        path: Path,
        options: RoomOptions | None = None,
        *,
        clock: Callable[[], float] = time.time,
        make_id: Callable[[], str] = new_id,
        chance: random.Random | None = None,
    ) -> None:
        self.path = path
        self.options = options or RoomOptions()
        self.address = ""
        self.port = 0
        self.notices: list[tuple[str, Mapping[str, object]]] = []
        """What the facilitator should know about the start, as ``(catalogue key, fields)``."""
        self.stopped = threading.Event()
        self._clock, self._make_id, self._chance = clock, make_id, chance or random.SystemRandom()
        self._workshop = Workshop()
        self._ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name="room", daemon=True)
        self._trouble, self._turned_away = "", 0
        self._arrivals = Arrivals()
        self._mark: tuple[int, str] = (-1, "")
        """Version and trouble that the views were built from."""
        self._stale = True
        self._hashed: dict[str, str] = {}
        """Tokens of seats with their hashes, which every request would ask for again. In memory only."""
        self._drawn: PublicView | None = None
        """The public view that the console's was built around."""
        # Made in the room's own thread, and only used there:
        self._loop: asyncio.AbstractEventLoop
        self._feed: Feed
        self._kept: Kept
        self._book: Book
        self._stopping: asyncio.Event
        self._public: PublicView
        self._task: PublicView
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
        self._feed, self._stopping = Feed(), asyncio.Event()
        self._kept = open_sound(self.path)
        try:
            self._book = Book(self._kept)
            server = await self._listen()
            try:
                self._feed.call(self._refresh_console)
                self._ready.set_result(None)
                await self._stopping.wait()
            finally:
                self._feed.close()
                await server.stop()
                self._shut()
        finally:
            self._kept.close()

    def _shut(self) -> None:
        """The doors close. What cannot be saved now stays as it was: nothing of it was promised to anybody."""
        act = shut(self._here())
        with contextlib.suppress(StoreError):
            self._kept.commit(act.change())
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
        self.address = network.choose(options.host, options.url, self.port, session.code, tls)
        self._refresh_console()
        server = PhoneServer(make_app(self, hosts=self._hosts), socket, cert=options.cert, key=options.key)
        await server.start()
        return server

    def _hosts(self) -> tuple[str, ...]:
        return (self.address,)

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
            case "export":
                return exported(self._kept, self.options.exports or self.path.parent, arguments)
            case "save_template":
                return saved_as(self._kept, self.options.templates or own_templates(), arguments)
            case "stop":
                self._stopping.set()
                return {"version": self._kept.version}
        act = self._workshop.act(self._here(), verb, arguments)
        version = await self._commit(act)
        self._refresh_console()  # whoever drives sees in the view what the verb did, without waiting for the feed
        return {"version": version, **act.reply}

    # --- the phones' side: the room's loop only --------------------------------------------------------

    @property
    def feed(self) -> Feed:
        """See ``Phones.feed``."""
        return self._feed

    @property
    def task(self) -> PublicView:
        """See ``Phones.task``."""
        self._refresh()
        return self._task

    @property
    def now(self) -> float:
        """See ``Phones.now``."""
        return self._clock()

    @property
    def cookie(self) -> str:
        """See ``Phones.cookie``."""
        return f"seat-{self._book.session.id}"

    def seat(self, token: str) -> str | None:
        """See ``Phones.seat``."""
        hashed = self._hashed.get(token)
        if hashed is None:
            hashed = Workshop.hash(self._here(), token)
            if self._book.seat_of(hashed) is None:
                return None  # what is made up is not remembered
            self._hashed[token] = hashed
        return self._book.seat_of(hashed)

    async def join(self, language: str) -> tuple[str, str]:
        """See ``Phones.join``."""
        token = secrets.token_urlsafe(16)
        act, seat = self._workshop.join(self._here(), token, language)
        await self._commit(act)
        self._arrivals.came(self._clock())
        return token, seat

    def turn_away(self) -> None:
        """See ``Phones.turn_away``."""
        self._turned_away, self._drawn = self._turned_away + 1, None
        self._feed.notify()

    async def leave(self, seat: str) -> None:
        """See ``Phones.leave``."""
        act = self._workshop.leave(self._here(), seat)
        await self._commit(act)
        if act.remove:
            self._arrivals.left()

    async def speak(self, seat: str, language: str) -> None:
        """See ``Phones.speak``."""
        await self._commit(self._workshop.speak(self._here(), seat, language))

    def mine(self, seat: str) -> Mine:
        """See ``Phones.mine``."""
        return self._workshop.mine(self._here(), seat)

    async def answer(self, seat: str, message: Mapping[str, Any]) -> Saved:
        """See ``Phones.answer``."""
        act, saved = self._workshop.answer(self._here(), seat, message, self._kept.version + 1)
        if act is None:
            await self._durable()
            return saved
        await self._commit(act, key=saved.id)
        return saved

    async def withdraw(self, seat: str, answer: str) -> int:
        """See ``Phones.withdraw``."""
        return await self._commit(self._workshop.withdraw(self._here(), seat, answer))

    # --- one change -----------------------------------------------------------------------------------

    def _here(self) -> Here:
        return Here(book=self._book, now=self._clock(), new_id=self._make_id, chance=self._chance)

    async def _commit(self, act: Act, key: str = "") -> int:
        """Apply a change and wait until it is on disk. Raises ``StoreError``: then nothing of it has happened."""
        change = act.change(key)
        if not change:
            return self._kept.version
        try:
            if self._trouble:
                self._kept.recover()
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
        version, address = self._kept.version, self.address
        self._public = public_view(here, version, address)
        self._task = public_view(here, version, address, task=True) if self._public.looking_back else self._public
        self._mark, self._stale = mark, False

    def _refresh_console(self) -> None:
        """Both views. Phones ask after every change, so what only the terminal needs is not built for them."""
        self._refresh()
        if self._drawn is not self._public:
            here = self._here()
            burst = self._arrivals.before(here.book.step(here.session.step), self._public.joined, here.now)
            self._console = console_view(here, self._public, self._trouble, self._turned_away, burst)
            self._drawn = self._public
