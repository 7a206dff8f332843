"""Runs uvicorn inside the event loop of the room: on a socket of our own, without signal handlers or output."""

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

from facilitator.web.protocol import protocol_class

SHUTDOWN_GRACE = 2
"""Seconds that running replies have to finish when the server stops."""

MAX_PORT = 65_535

# Without any handler Python would write uvicorn's warnings to stderr, over the terminal's screen.
logging.getLogger("uvicorn").addHandler(logging.NullHandler())


def bind(host: str, port: int, tries: int = 20) -> socket.socket:
    """A listening socket on the first free port of ``tries`` from ``port`` on; 0 means any free port.

    Raises: ``OSError`` when none is free, or when ``host`` is not an address of this computer.
    """
    ports = [0] if port == 0 else range(port, min(port + tries, MAX_PORT + 1))
    for candidate in ports:
        try:
            return _listen(host, candidate)
        except OSError as taken:
            # Other faults, such as an address that is not of this computer, would be the same on every port.
            if taken.errno != errno.EADDRINUSE:
                raise
    raise OSError(errno.EADDRINUSE, f"no free port from {port} on")


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            # Allows a restart on the same port at once. On Windows the option would let two programs share the port.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        # A whole room may connect at once, after the code appears on the stage or the network comes back.
        sock.listen(2048)
        sock.setblocking(False)
    except OSError:
        sock.close()
        raise
    return sock


class PhoneServer:
    """Serves ``app`` on a bound socket, with TLS when a certificate is given. ``port`` is the port of the socket."""

    def __init__(self, app: ASGIApp, sock: socket.socket, *, cert: Path | None = None, key: Path | None = None) -> None:
        self._sock = sock
        self.port: int = sock.getsockname()[1]
        self._task: asyncio.Task[None] | None = None
        self._server = _Server(
            uvicorn.Config(
                app,
                http=protocol_class(),
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=SHUTDOWN_GRACE,
                ssl_certfile=cert,
                ssl_keyfile=key,
            )
        )

    async def start(self) -> None:
        """Start serving. Raises: ``OSError`` (``ssl.SSLError`` is one) for an unreadable certificate or key."""
        self._server.config.load()
        self._task = asyncio.create_task(self._server.serve(sockets=[self._sock]), name="phone server")
        waiting = asyncio.create_task(self._server.ready.wait())
        # The server may also fail before it is ready; then its exception is raised here and not lost in the task.
        await asyncio.wait((self._task, waiting), return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if self._task.done():
            await self._task

    async def stop(self) -> None:
        """Let running replies finish, then abort the rest. Close the feed before, so that the streams end."""
        if self._task is None:
            self._sock.close()
            return
        with contextlib.suppress(NotImplementedError):  # the loop of Windows has no readers
            # asyncio drops a connection that was accepted but not yet handed to a server when that closes. Accept no
            # more, and let one cycle of the loop hand over those that wait.
            asyncio.get_running_loop().remove_reader(self._sock)
            await asyncio.sleep(0)
        self._server.should_exit = True
        await self._task
        # A copy, because a connection that is aborted may leave the set.
        for connection in list(self._server.server_state.connections):
            connection.transport.abort()


class _Server(uvicorn.Server):
    """uvicorn's server without its signal handlers, since the program has its own."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start as in uvicorn, then set ``ready``."""
        await super().startup(sockets)
        self.ready.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Install no signal handlers."""
        yield
