"""``GET /{code}/events``: one server-sent event ("tick") per change, written in plain ASGI.

A tick holds the version and the step but no content: each phone fetches its own part. Its ``pace`` is the number of
seconds that a phone waits after changes that do not alter the step, so that a thousand phones do not fetch after every
answer.
"""

from __future__ import annotations

import asyncio
import contextlib

import msgspec
from starlette.types import Receive, Scope, Send

from facilitator.errors import RuleBroken
from facilitator.ports.feed import Listener
from facilitator.ports.protocols import Participation
from facilitator.view import PublicView
from facilitator.web.seat_cookie import seats_in_cookies

HEARTBEAT = 15.0
"""Seconds of silence after which something is sent; proxies and phones may drop a connection that is silent longer."""

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    # A stream loads nothing, and this policy is shorter than that of a page.
    (b"content-security-policy", b"default-src 'none'"),
]


class EventStream:
    """The stream as an ASGI app. A phone that reads slowly has at most one tick waiting, the newest."""

    def __init__(self, phones: Participation) -> None:
        self.phones = phones
        self.code = phones.public.session.code
        self._tick: tuple[PublicView | None, bytes] = (None, b"")
        """A view and its encoded tick, which is the same for all phones, so that it is encoded once."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send ticks until the feed is closed or the phone disconnects. Raises: ``RuleBroken`` for a wrong code."""
        if scope["path_params"]["code"] != self.code:
            raise RuleBroken("no_such_code", 404)
        if scope["method"] == "HEAD":
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await send({"type": "http.response.body", "body": b""})
            return
        listener = self.phones.feed.subscribe()
        gone = asyncio.create_task(_wait_for_disconnect(receive))
        # Wakes ``_follow`` at once; otherwise the stream of a phone that has left would stay until the next tick or
        # heartbeat.
        gone.add_done_callback(lambda _: listener.wake())
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            # Sending may wait for a slow phone; what changes meanwhile is compared with the view that was sent.
            first = self.phones.phone_view
            await _write(send, b"retry: 2000\n\n" + tick_event(first, stray=seats_in_cookies(scope, self.phones).stray))
            await self._follow(listener, gone, send, first)
            await send({"type": "http.response.body", "body": b""})
        finally:
            listener.unsubscribe()
            gone.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await gone

    async def _follow(self, listener: Listener, gone: asyncio.Task[None], send: Send, first: PublicView) -> None:
        told = _visible_state(first)
        while not listener.closed and not gone.done():
            changed = await listener.wait_for_change(HEARTBEAT)
            view = self.phones.phone_view
            if listener.closed or gone.done():
                return
            if not changed:
                # The comment keeps proxies from closing the connection; the event tells the script, which does not see
                # comments, that the connection is alive.
                await _write(send, b": still here\n\nevent: beat\ndata: {}\n\n")
            elif _visible_state(view) != told:
                told = _visible_state(view)
                await _write(send, self._encoded_tick(view))

    def _encoded_tick(self, view: PublicView) -> bytes:
        # Views are immutable and every change makes a new one, so comparing identities is enough.
        if self._tick[0] is not view:
            self._tick = view, tick_event(view)
        return self._tick[1]


def _visible_state(view: PublicView) -> tuple[object, ...]:
    """The parts of a view whose change is worth a tick: the session's version, the join address and the Wi-Fi code."""
    return view.version, view.session.address, view.wifi


def tick_event(view: PublicView, *, stray: bool = False) -> bytes:
    """A tick as an event. For a phone with a ``stray`` seat the version is -1, which makes its script fetch at once."""
    data = {
        "version": -1 if stray else view.version,
        "step": view.current,
        "state": view.step.state if view.step else "",
        # Each of n phones fetches at most once in n / 100 seconds: about 100 requests a second, however many phones
        # there are.
        "pace": max(2.0, view.joined / 100),
    }
    return b"event: state\ndata: " + msgspec.json.encode(data) + b"\n\n"


async def _write(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _wait_for_disconnect(receive: Receive) -> None:
    """Return when the client has disconnected."""
    while (await receive())["type"] != "http.disconnect":
        pass
