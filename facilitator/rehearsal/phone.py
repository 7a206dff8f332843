"""A simulated phone for rehearsals and tests: an HTTP client with its own cookie that sends what a browser sends.

It connects to one server on this computer.
"""

from __future__ import annotations

import asyncio
import secrets
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import httpx2
import msgspec
from msgspec import Struct

from facilitator.rules.steps import decode_body
from facilitator.view import PublicView
from facilitator.view.mine import SeatView

SILENCE_SECONDS = 40.0
"""Seconds without data after which the event stream is opened again; the server sends something every 15 s."""

RETRY_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds before each further attempt when the server does not answer; the last one repeats."""


class PhoneState(Struct, frozen=True):
    """The reply of ``GET /{code}/state`` with types: the public view and what this phone has answered."""

    version: int
    stage: PublicView
    mine: SeatView


class SimulatedPhone:
    """One simulated phone. Use it as ``async with SimulatedPhone(address) as phone``, or call ``close``.

    Requests raise ``httpx2.HTTPError`` when the connection fails.
    """

    def __init__(self, address: str, language: str = "fi", context: ssl.SSLContext | None = None) -> None:
        """``address`` is a join address on this computer, as ``http://127.0.0.1:8000/4829``."""
        parts = urlsplit(address)
        self.code = parts.path.strip("/")
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._client = httpx2.AsyncClient(
            base_url=self._origin,
            headers={"Accept-Language": language},
            timeout=httpx2.Timeout(20.0),
            verify=context if context is not None else unverified_context(),
            # A proxy from the environment must not receive requests to this computer.
            trust_env=False,
        )

    async def __aenter__(self) -> SimulatedPhone:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def join(self) -> str:
        """Open the workshop's page and return its HTML; the seat cookie is kept for later requests."""
        reply = await self._client.get(f"/{self.code}")
        reply.raise_for_status()
        return reply.text

    async def get(self, path: str) -> httpx2.Response:
        """Request any path of the server with this phone's cookie."""
        return await self._client.get(path)

    async def state(self) -> Mapping[str, Any]:
        """The state as decoded JSON."""
        reply = await self._client.get(f"/{self.code}/state")
        reply.raise_for_status()
        found: Mapping[str, Any] = reply.json()
        return found

    async def read_state(self) -> PhoneState:
        """The state as typed structs."""
        return msgspec.convert(await self.state(), PhoneState, dec_hook=decode_body)

    async def send(self, step: str, **fields: object) -> httpx2.Response:
        """Send one answer to ``step``. Without a field ``key`` a new one is made; the same key repeats an answer."""
        message = {"key": secrets.token_hex(16), "step": step, **fields}
        # Origin as a browser sends it, so that the server's check is part of the rehearsal.
        return await self._client.post(f"/{self.code}/answers", json=message, headers={"Origin": self._origin})

    async def withdraw(self, answer: str) -> httpx2.Response:
        """Withdraw the answer with this id."""
        path = f"/{self.code}/answers/{answer}"
        return await self._client.delete(path, headers={"Origin": self._origin})

    async def versions(self) -> AsyncGenerator[int, None]:
        """The version numbers from the event stream, until the server ends it.

        Raises: ``httpx2.HTTPError`` when the connection breaks or is silent for ``SILENCE_SECONDS``.
        """
        patience = httpx2.Timeout(20.0, read=SILENCE_SECONDS)
        async with self._client.sse(f"/{self.code}/events", timeout=patience) as stream:
            async for event in stream:
                if event.event == "state":
                    yield int(msgspec.json.decode(event.data)["version"])

    async def follow_versions(self) -> AsyncIterator[int]:
        """The version numbers without end: a broken stream is opened again, as in a browser."""
        tries = 0
        while True:
            try:
                async for version in self.versions():
                    # A version has arrived, so the server answers again: the next pause is a short one.
                    tries = 0
                    yield version
            except httpx2.HTTPError:
                tries = min(tries + 1, len(RETRY_PAUSES) - 1)
            # Also after a stream that ended without an error: a server that is stopping ends every stream at once.
            await asyncio.sleep(RETRY_PAUSES[tries])

    async def wait_for(self, condition: Callable[[PhoneState], bool], seconds: float = 20.0) -> PhoneState:
        """The first state for which ``condition`` is true. Raises: ``TimeoutError`` after ``seconds`` seconds."""
        async with asyncio.timeout(seconds):
            while not condition(glance := await self.read_state()):  # noqa: ASYNC110 - the event is in another process
                await asyncio.sleep(0.05)
            return glance


def unverified_context() -> ssl.SSLContext:
    """A TLS context that accepts any certificate: the server on this computer may have a self-signed one."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
