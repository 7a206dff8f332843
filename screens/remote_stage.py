"""The stage in a second terminal or on another computer: a client of the public HTTP interface.

It shows only what every phone may see. If the connection is lost, the last frame stays on the screen and the client
retries until it succeeds.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Static

from facilitator.i18n.messages import say
from facilitator.rules.steps import decode_body
from facilitator.view import PublicView
from screens.base_app import BaseApp
from screens.error_boundary import ErrorBoundary
from screens.stage.widget import Stage
from screens.terminal_text import literal_content

if TYPE_CHECKING:
    import httpx2

RETRY_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds to wait before each retry; the last value is repeated."""
EVENT_TIMEOUT = 40.0
"""Seconds without any data on the event stream after which it is reopened; the server sends something every 15."""
CLOCK_TOLERANCE = 2.0
"""Seconds that the clocks of the two computers may differ before the timer is corrected for it."""

log = logging.getLogger(__name__)


class StateReply(Struct, frozen=True):
    """The part of the reply to ``GET /{code}/state`` that the stage needs."""

    stage: PublicView
    now: float = 0.0
    """Seconds since the epoch on the facilitator's clock; 0 if the server does not send it."""


class ConnectionLost(Exception):
    """The server could not be reached or sent an invalid reply. ``found`` is False if it has no such workshop."""

    def __init__(self, *, found: bool = True) -> None:
        super().__init__()
        self.found = found


class StageClient:
    """Reads the public views of the workshop at an address such as ``http://192.168.1.20:8000/4829``.

    The address needs no code if only one workshop is open there.
    """

    def __init__(self, client: httpx2.AsyncClient, address: str, clock: Callable[[], float] = time.time) -> None:
        self._client = client
        self._address = address if "://" in address else f"http://{address}"
        self._clock = clock

    async def views(self) -> AsyncIterator[PublicView]:
        """Yield the current view and a new one at every change, until the server ends the stream.

        Raises ``ConnectionLost``.
        """
        import httpx2  # imported late: only this client needs it

        try:
            base = await self._base()
            yield await self._view(base)
            patience = httpx2.Timeout(20.0, read=EVENT_TIMEOUT)
            async with self._client.sse(f"{base}/events", timeout=patience) as stream:
                async for event in stream:
                    if event.event == "state":
                        yield await self._view(base)
        except (httpx2.HTTPError, msgspec.MsgspecError, ValueError) as fault:
            log.info("the stage is not reached", exc_info=fault)
            raise ConnectionLost from fault

    async def _base(self) -> str:
        """Return the address with its code; without one, ask the server, which redirects if one workshop is open."""
        parts = urlsplit(self._address)
        if parts.path.strip("/"):
            return f"{parts.scheme}://{parts.netloc}/{parts.path.strip('/')}"
        reply = await self._client.get(self._address, follow_redirects=True)
        code = reply.url.path.strip("/")
        if not code:
            raise ConnectionLost(found=False)
        return f"{parts.scheme}://{parts.netloc}/{code}"

    async def _view(self, base: str) -> PublicView:
        reply = await self._client.get(f"{base}/state")
        if reply.status_code == 404:
            raise ConnectionLost(found=False)
        reply.raise_for_status()
        seen = msgspec.json.decode(reply.content, type=StateReply, dec_hook=decode_body)
        return self._adjust_clock(seen)

    def _adjust_clock(self, reply: StateReply) -> PublicView:
        """Return the view with its timer converted to this computer's clock, which may be minutes off the server's."""
        apart = self._clock() - reply.now if reply.now else 0.0
        timer = reply.stage.timer
        if timer.state != "running" or abs(apart) < CLOCK_TOLERANCE:
            return reply.stage
        return replace(reply.stage, timer=replace(timer, ends=timer.ends + apart))


class RemoteScreen(Screen[None]):
    """The stage, and one line below it while there is no connection."""

    CSS_PATH = "remote_stage.tcss"
    AUTO_FOCUS = ""
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q,ctrl+c", "app.exit", show=False, priority=True),
        Binding("f4", "app.look", show=False),
        Binding("f6", "qr", show=False),
    ]

    stage = query_one(Stage)
    line = query_one("#line", Static)

    def __init__(self, views: Callable[[], AsyncIterator[PublicView]], address: str, language: str) -> None:
        super().__init__()
        self._views = views
        self._address = address
        self._language = language
        self._error_boundary = ErrorBoundary(language, self.tell)

    def compose(self) -> ComposeResult:
        """Create the stage and the line for messages."""
        yield Stage()
        yield Static(id="line")

    def on_mount(self) -> None:
        """Start to read views."""
        self.tell(say("remote.connecting", self._language, url=self._address))
        self.run_worker(self._follow(), name="follow", group="follow", exclusive=True, exit_on_error=False)

    def tell(self, sentence: str) -> None:
        """Show a sentence in the line below the stage; an empty one hides the line."""
        self.line.update(literal_content(sentence))
        self.set_class(bool(sentence), "-told")

    def action_qr(self) -> None:
        """Switch to the next way of drawing the join code."""
        self.stage.next_qr_mode()

    @on(Stage.Failed)
    def stage_failed(self, event: Stage.Failed) -> None:
        """Log that a view could not be drawn; the stage keeps the last good frame."""
        event.stop()
        log.error("a view could not be drawn", exc_info=event.error)

    async def _follow(self) -> None:
        tries = 0
        while True:
            try:
                async for view in self._views():
                    tries = 0
                    self.tell("")
                    with self._error_boundary:
                        self.stage.show(view)
            except ConnectionLost as lost:
                self.tell(say("remote.lost" if lost.found else "remote.not_stage", self._language))
            await asyncio.sleep(RETRY_PAUSES[tries])
            tries = min(tries + 1, len(RETRY_PAUSES) - 1)


class RemoteApp(BaseApp[int], inherit_bindings=False):
    """The app of ``facilitator stage``: one screen with the stage."""

    def __init__(self, screen: RemoteScreen) -> None:
        super().__init__()
        self._stage_screen = screen

    def on_mount(self) -> None:
        """Show the stage."""
        self.push_screen(self._stage_screen)

    def action_look(self) -> None:
        """Switch to the next theme, for this window only."""
        self.next_look()

    def action_exit(self) -> None:
        """Exit without asking: the workshop runs in another process."""
        self.exit(0)


def run_stage(url: str, language: str) -> int:
    """Show the stage of the workshop at ``url`` until Ctrl+Q, and return the exit code: 1 after a crash, else 0."""
    return asyncio.run(_run(url, language))


async def _run(url: str, language: str) -> int:
    import httpx2

    async with httpx2.AsyncClient(timeout=20.0, headers={"Accept-Language": language}, trust_env=False) as client:
        source = StageClient(client, url)
        app = RemoteApp(RemoteScreen(source.views, url, language))
        found = await app.run_async()
        return 1 if found is None else found
