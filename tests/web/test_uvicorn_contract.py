"""Tests of the private APIs of uvicorn, h11 and httptools that ``deadline``, ``fast_protocol``, ``plain_protocol`` and
``server`` use.

A new release may rename, move or remove them without notice. Each test covers one of them, so that a breaking upgrade
is reported by name.
"""

from __future__ import annotations

import asyncio
import inspect
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeAlias

import h11
import httptools
import pytest
import uvicorn
from assertions import every
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from facilitator.web.deadline import HEAD_LIMIT, Deadline
from facilitator.web.fast_protocol import FastProtocol
from facilitator.web.plain_protocol import UNFINISHED_STATES, PlainProtocol
from facilitator.web.server import _Server

Ours: TypeAlias = type[FastProtocol] | type[PlainProtocol]
Theirs: TypeAlias = type[HttpToolsProtocol] | type[H11Protocol]

PAIRS: list[tuple[Ours, Theirs]] = [(FastProtocol, HttpToolsProtocol), (PlainProtocol, H11Protocol)]
OF_BOTH = {
    "connection_made": ["transport"],
    "connection_lost": ["exc"],
    "pause_writing": [],
    "resume_writing": [],
    "data_received": ["data"],
}
OF_EACH = {
    HttpToolsProtocol: {
        "on_message_begin": [],
        "on_url": ["url"],
        "on_header": ["name", "value"],
        "on_headers_complete": [],
        "on_message_complete": [],
    },
    H11Protocol: {"handle_events": [], "send_400_response": ["msg"]},
}
"""Methods that we override or call -> their arguments."""

REQUEST = b"POST /here HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}"
FROM = ("192.0.2.7", 4711)
TO = ("192.0.2.1", 80)

both = pytest.mark.parametrize(("ours", "theirs"), PAIRS)


class Wire(asyncio.Transport):
    """A transport that notes what is written and done to it."""

    def __init__(self) -> None:
        super().__init__({"peername": FROM, "sockname": TO})
        self.written = b""
        self.calls: list[str] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += bytes(data)

    def is_closing(self) -> bool:
        return bool(self.calls)

    def close(self) -> None:
        self.calls.append("close")

    def abort(self) -> None:
        self.calls.append("abort")

    def pause_reading(self) -> None:
        """Nothing more comes anyway."""

    def resume_reading(self) -> None:
        """As above."""


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """An app that waits for the whole request and replies."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


def config(http: Ours | Theirs) -> uvicorn.Config:
    """What ``PhoneServer`` asks for: every option has to be known."""
    found = uvicorn.Config(
        answer,
        http=http,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=2,
        ssl_certfile=None,
        ssl_keyfile=None,
    )
    found.load()
    return found


def made(kind: Ours | Theirs) -> Any:
    """A protocol as uvicorn's server makes one."""
    loop = asyncio.get_running_loop()
    return kind(config=config(kind), server_state=ServerState(), app_state={}, _loop=loop)


def arguments(of: Callable[..., object]) -> list[str]:
    """Names of a method's arguments, without ``self``."""
    return [name for name in inspect.signature(of).parameters if name != "self"]


@both
def test_the_methods_that_we_override_or_call_have_their_arguments(ours: Ours, theirs: Theirs) -> None:
    wanted = OF_BOTH | OF_EACH[theirs]
    assert {name: arguments(getattr(theirs, name)) for name in wanted} == wanted
    assert issubclass(ours, theirs)
    assert issubclass(theirs, asyncio.Protocol)


@both
def test_deadline_comes_before_uvicorn_and_its_calls_reach_uvicorn(ours: Ours, theirs: Theirs) -> None:
    order = ours.__mro__
    assert order.index(Deadline) < order.index(theirs)
    # asyncio's empty methods must not come in between.
    assert order.index(theirs) < order.index(asyncio.Protocol)


@both
async def test_nothing_of_ours_hides_anything_of_uvicorn(ours: Ours, theirs: Theirs) -> None:
    names = {name for kind in (ours, Deadline) for name in vars(kind) if not name.startswith("__")}
    names -= (OF_BOTH | OF_EACH[theirs]).keys()
    assert len(names) > 4
    assert not names & (set(dir(theirs)) | set(vars(made(theirs))))


@both
async def test_loop_transport_server_and_client_are_there_once_connected(ours: Ours, theirs: Theirs) -> None:
    found, wire = made(theirs), Wire()
    found.connection_made(wire)
    assert found.loop is asyncio.get_running_loop()
    assert found.transport is wire
    assert (found.server, found.client) == (TO, FROM)
    assert found in found.server_state.connections
    found.connection_lost(None)
    assert found not in found.server_state.connections


@both
async def test_a_request_ends_its_deadline_and_the_next_one_begins_another(ours: Ours, theirs: Theirs) -> None:
    found, wire = made(ours), Wire()
    found.connection_made(wire)
    assert found._deadline is not None
    for number in range(1, 3):
        for octet in REQUEST[:-1]:
            found.data_received(bytes((octet,)))
            assert found._deadline is not None
        found.data_received(REQUEST[-1:])
        assert found._deadline is None, "the end of a request is not seen"
        await asyncio.wait_for(asyncio.gather(*found.server_state.tasks), 10)
        assert wire.written.count(b"HTTP/1.1 204") == number
    assert not wire.calls
    found.connection_lost(None)
    assert found._deadline is None


@both
async def test_a_reader_that_is_stuck_has_a_clock_of_its_own(ours: Ours, theirs: Theirs) -> None:
    found = made(ours)
    found.connection_made(Wire())
    found.pause_writing()
    assert found._stuck is not None
    assert found.flow.write_paused
    found.resume_writing()
    assert found._stuck is None
    assert not found.flow.write_paused
    found.connection_lost(None)


@both
async def test_a_head_that_is_too_long_gets_400(ours: Ours, theirs: Theirs) -> None:
    found, wire = made(ours), Wire()
    found.connection_made(wire)
    lines = b"".join(b"X-%d: %s\r\n" % (number, b"x" * 1000) for number in range(HEAD_LIMIT // 1000 + 1))
    found.data_received(b"GET / HTTP/1.1\r\nHost: a\r\n" + lines + b"\r\n")
    assert wire.written.startswith(b"HTTP/1.1 400 ")
    assert wire.calls == ["close"]
    found.connection_lost(None)


async def test_the_fast_parser_calls_the_protocol_itself_and_turns_its_errors_into_400() -> None:
    assert issubclass(httptools.HttpParserCallbackError, httptools.HttpParserError)
    found = made(HttpToolsProtocol)
    assert isinstance(found.parser, httptools.HttpRequestParser)
    found.connection_made(Wire())
    called: list[str] = []
    for name in OF_EACH[HttpToolsProtocol]:
        setattr(found, name, lambda *_, name=name: called.append(name))
    found.parser = httptools.HttpRequestParser(found)
    found.data_received(REQUEST.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
    assert called == ["on_message_begin", "on_url", "on_header", "on_header", "on_headers_complete"]


async def test_the_plain_protocol_reads_with_h11_and_says_where_the_other_side_is() -> None:
    found = made(H11Protocol)
    found.connection_made(Wire())
    assert isinstance(found.conn, h11.Connection)
    states = [found.conn.their_state]
    for piece in (REQUEST[:-1], REQUEST[-1:]):
        found.data_received(piece)
        states.append(found.conn.their_state)
    assert states == [h11.IDLE, h11.SEND_BODY, h11.DONE]
    assert set(UNFINISHED_STATES) == {h11.IDLE, h11.SEND_BODY}


async def test_the_server_has_what_ours_overrides_and_reads() -> None:
    assert arguments(uvicorn.Server.startup) == arguments(uvicorn.Server.serve) == ["sockets"]
    assert inspect.iscoroutinefunction(uvicorn.Server.startup)
    assert arguments(uvicorn.Server.capture_signals) == []
    server = uvicorn.Server(config(PlainProtocol))
    assert server.should_exit is False
    assert server.server_state.connections == set()
    assert isinstance(server.capture_signals(), AbstractContextManager)
    assert server.config.http_protocol_class is PlainProtocol


async def test_serving_starts_with_startup_without_signal_handlers_and_ends_when_told() -> None:
    calls: list[str] = []

    class Noted(_Server):
        """Notes what uvicorn calls of it."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            calls.append("startup")
            await super().startup(sockets)

        def capture_signals(self) -> Any:
            calls.append("capture_signals")
            return super().capture_signals()

    server = Noted(config(FastProtocol))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        task = asyncio.create_task(server.serve(sockets=[listening]))
        await asyncio.wait_for(server.ready.wait(), 10)
        reader, writer = await asyncio.open_connection(*listening.getsockname())
        writer.write(REQUEST)
        assert (await asyncio.wait_for(reader.readline(), 10)).startswith(b"HTTP/1.1 204")
        assert [type(each) for each in server.server_state.connections] == [FastProtocol]
        assert every(hasattr(each.transport, "abort") for each in server.server_state.connections)
        server.should_exit = True
        writer.close()
        await asyncio.wait_for(task, 10)
    assert calls == ["capture_signals", "startup"]
