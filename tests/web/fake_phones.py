"""Fake of the room: a ``Phones`` with replies that the test sets, and a server on the loopback."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx2
from msgspec import structs

from facilitator.ports.feed import Feed
from facilitator.rules.publish import kind_facts
from facilitator.view import Body, NextPress, PublicSession, PublicStep, PublicView, TextBody, Timer
from facilitator.view.mine import SavedAnswer, SeatView
from facilitator.web.app import make_app
from facilitator.web.server import PhoneServer, bind

CODE = "4829"
TOKEN = "a-token-of-ours"
SEAT = "seat1"


def open_step(body: Body, state: str = "open", kind: str = "text") -> PublicView:
    """A session in its fifth step, seen by everybody."""
    return PublicView(
        version=7,
        session=PublicSession(
            title={"fi": "Työpaja", "sv": "Workshop", "en": "Workshop"},
            language="fi",
            code=CODE,
            address=f"http://192.168.1.20:8000/{CODE}",
            state="running",
            stage_language="fi",
        ),
        step=PublicStep(
            id="ideas",
            kind=kind,
            state=state,
            number=5,
            of=12,
            title={"fi": "Ideointi", "sv": "Idéer", "en": "Ideas"},
            question={"fi": "Mitä minä voin tehdä?", "sv": "Vad kan jag göra?", "en": "What can I do?"},
            help={},
            placeholder={},
            minutes=8,
            round=1,
            **kind_facts(kind),
        ),
        current="ideas",
        timer=Timer(state="off"),
        joined=1,
        answered=0,
        body=body,
        next=NextPress(act="close"),
    )


class FakePhones:
    """One known seat. ``trouble`` is raised instead of taking an answer; ``heard`` are the answers that came."""

    def __init__(self, view: PublicView | None = None, mine: SeatView | None = None) -> None:
        self.view = view or open_step(TextBody(count=0, writers=0))
        self.own = mine or SeatView(language="fi")
        self.feed = Feed()
        self.cookie_name = "seat-pretended"
        self.trouble: Exception | None = None
        self.heard: list[Mapping[str, Any]] = []
        self.joined: list[str] = []
        self.spoken: list[str] = []
        self.left: list[str] = []
        self.turned_away = 0
        self.peers: list[str] = []
        self.now = time.time()

    @property
    def public(self) -> PublicView:
        return self.view

    @property
    def phone_view(self) -> PublicView:
        return self.view

    def seat(self, token: str) -> str | None:
        return SEAT if token == TOKEN else None

    async def join(self, language: str) -> tuple[str, str]:
        if self.trouble is not None:
            raise self.trouble
        self.joined.append(language)
        self.own = structs.replace(self.own, language=language)
        return TOKEN, SEAT

    def note_arrival(self, peer: str) -> None:
        self.peers.append(peer)

    def turn_away(self) -> None:
        self.turned_away += 1

    async def leave(self, seat: str) -> None:
        self.left.append(seat)

    async def set_language(self, seat: str, language: str) -> None:
        self.spoken.append(language)
        self.own = structs.replace(self.own, language=language)

    def own_answers(self, seat: str) -> SeatView:
        return self.own

    async def answer(self, seat: str, message: Mapping[str, Any]) -> SavedAnswer:
        if self.trouble is not None:
            raise self.trouble
        self.heard.append(message)
        return SavedAnswer(id=f"a{len(self.heard)}", version=self.view.version)

    async def withdraw(self, seat: str, answer: str) -> int:
        if self.trouble is not None:
            raise self.trouble
        self.heard.append({"withdraw": answer})
        return self.view.version

    def change(self, view: PublicView) -> None:
        """Set a new public view and notify all listeners."""
        self.view = structs.replace(view, version=self.view.version + 1)
        self.feed.notify()


class Web:
    """A client of a running phones' server; ``client`` has the cookie of the known seat."""

    def __init__(self, client: httpx2.AsyncClient, port: int) -> None:
        self.client = client
        self.port = port

    async def raw(self, request: bytes, seconds: float = 10.0) -> bytes:
        """Send bytes as they are; everything that comes back until the other side closes."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(request)
            async with asyncio.timeout(seconds):
                return await reader.read()
        finally:
            writer.close()


@asynccontextmanager
async def serving(phones: FakePhones, hosts: Callable[[], list[str]] = list) -> AsyncIterator[Web]:
    """The server on a free port of the loopback, over real HTTP."""
    server = PhoneServer(make_app(phones, hosts=hosts), bind("127.0.0.1", 0))
    await server.start()
    client = httpx2.AsyncClient(
        base_url=f"http://127.0.0.1:{server.port}",
        headers={"Accept-Language": "fi"},
        cookies={phones.cookie_name: TOKEN},
        trust_env=False,
        verify=False,
    )
    try:
        async with client:
            yield Web(client, server.port)
    finally:
        phones.feed.close()
        await server.stop()
