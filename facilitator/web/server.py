"""The phones' server in the room's own event loop: our socket, no signal handlers, nothing written to the terminal."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from facilitator.web.protocol import protocol

GRACE = 2
"""Seconds that running replies get at the end."""

LAST_PORT = 65_535

# Without a handler of its own, Python would write uvicorn's warnings over the terminal's screen.
logging.getLogger("uvicorn").addHandler(logging.NullHandler())


def bind(host: str, port: int, tries: int = 20) -> socket.socket:
    """A listening socket on ``port``, or on the next free one of ``tries``; ask it which (``getsockname``).

    Port 0 takes any free one. Raises ``OSError`` when none is free or the address is not this machine's.
    """
    ports = [0] if port == 0 else range(port, min(port + tries, LAST_PORT + 1))
    for candidate in ports:
        try:
            return _listen(host, candidate)
        except OSError as taken:
            if taken.errno != errno.EADDRINUSE:
                raise
    raise OSError(errno.EADDRINUSE, f"no free port from {port} on")


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            # After a restart the old port is free at once. On Windows the option would let two programs share it.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen(2048)
        sock.setblocking(False)
    except OSError:
        sock.close()
        raise
    return sock


class PhoneServer:
    """Serves ``app`` on a bound socket, over TLS when given a certificate. ``port`` is the port it listens on."""

    def __init__(self, app: ASGIApp, sock: socket.socket, *, cert: Path | None = None, key: Path | None = None) -> None:
        self._sock = sock
        self.port: int = sock.getsockname()[1]
        self._task: asyncio.Task[None] | None = None
        self._server = _Server(
            uvicorn.Config(
                app,
                http=protocol(),
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=GRACE,
                ssl_certfile=cert,
                ssl_keyfile=key,
            )
        )

    async def start(self) -> None:
        """Begin to answer. Raises ``OSError`` (``ssl.SSLError`` is one) for an unreadable certificate or key."""
        self._server.config.load()
        self._task = asyncio.create_task(self._server.serve(sockets=[self._sock]), name="phone server")
        waiting = asyncio.create_task(self._server.ready.wait())
        await asyncio.wait((self._task, waiting), return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if self._task.done():
            await self._task

    async def stop(self) -> None:
        """Answer what is running, then cut what is left. Close the feed first, so that streams end by themselves."""
        if self._task is None:
            self._sock.close()
            return
        with contextlib.suppress(NotImplementedError):  # Windows has no readers to take away
            # asyncio loses a connection that it has taken but not yet given to a server that closes: let it be given.
            asyncio.get_running_loop().remove_reader(self._sock)
            await asyncio.sleep(0)
        self._server.should_exit = True
        await self._task
        for connection in list(self._server.server_state.connections):
            connection.transport.abort()


class _Server(uvicorn.Server):
    """uvicorn's server without its signal handlers: the program's own decide when it ends."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As in uvicorn, and say so."""
        await super().startup(sockets)
        self.ready.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield
