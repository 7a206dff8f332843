"""``GET /{code}/events``: one tick per change, as server-sent events, written in plain ASGI.

A tick says the version and the step, not what changed: a phone fetches its own part. ``pace`` is how many seconds a
phone waits with changes that don't alter the step, so that a thousand phones don't all come at every answer.
"""

from __future__ import annotations

import asyncio
import contextlib

import msgspec
from starlette.types import Receive, Scope, Send

from facilitator.errors import RuleBroken
from facilitator.ports.feed import Listener
from facilitator.ports.protocols import Phones
from facilitator.view import PublicView
from facilitator.web.seat_cookie import held

HEARTBEAT = 15.0
"""Seconds; a proxy or a phone may take a longer silence for a dead line."""

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    # A stream is no page: nothing at all may be loaded by it, which is said in fewer bytes than what a page may load.
    (b"content-security-policy", b"default-src 'none'"),
]


class Events:
    """The stream as an ASGI app. One waiting tick per phone at most: the listener holds no more."""

    def __init__(self, phones: Phones) -> None:
        self.phones = phones
        self.code = phones.public.session.code
        self._tick: tuple[PublicView | None, bytes] = (None, b"")
        """The newest tick, the same for every phone."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Follow the feed until it is closed or the phone goes. Raises ``RuleBroken`` for a wrong code."""
        if scope["path_params"]["code"] != self.code:
            raise RuleBroken("no_such_code", 404)
        if scope["method"] == "HEAD":
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await send({"type": "http.response.body", "body": b""})
            return
        listener = self.phones.feed.listen()
        gone = asyncio.create_task(_gone(receive))
        gone.add_done_callback(lambda _: listener.wake())
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await _write(send, b"retry: 2000\n\n" + tick(self.phones.task, stray=held(scope, self.phones).stray))
            await self._follow(listener, gone, send)
            await send({"type": "http.response.body", "body": b""})
        finally:
            listener.leave()
            gone.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await gone

    async def _follow(self, listener: Listener, gone: asyncio.Task[None], send: Send) -> None:
        told = _mark(self.phones.task)
        while not listener.closed and not gone.done():
            changed = await listener.changed(HEARTBEAT)
            view = self.phones.task
            if listener.closed or gone.done():
                return
            if not changed:
                # The comment is for what lies between, the event for the phone, whose script sees no comments.
                await _write(send, b": still here\n\nevent: beat\ndata: {}\n\n")
            elif _mark(view) != told:
                told = _mark(view)
                await _write(send, self._newest(view))

    def _newest(self, view: PublicView) -> bytes:
        if self._tick[0] is not view:
            self._tick = view, tick(view)
        return self._tick[1]


def _mark(view: PublicView) -> tuple[object, ...]:
    """What a follower is told of: a change of the session, and what the stage shows besides."""
    return view.version, view.session.address, view.wifi


def tick(view: PublicView, *, stray: bool = False) -> bytes:
    """The version as one event. A phone with a ``stray`` seat is told of none it has, so that it asks for its part."""
    data = {
        "version": -1 if stray else view.version,
        "step": view.current,
        "state": view.step.state if view.step else "",
        "pace": max(2.0, view.joined / 100),
    }
    return b"event: state\ndata: " + msgspec.json.encode(data) + b"\n\n"


async def _write(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
