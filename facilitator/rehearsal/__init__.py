"""A room full of simulated people with phones, for practising alone: real HTTP, from a thread of their own."""

from __future__ import annotations

import asyncio
import logging
import secrets
import ssl
import threading
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx2

from facilitator.network.interfaces import interfaces
from facilitator.rehearsal.person import Person, Saying
from facilitator.rehearsal.phone import Glance, Phone, trusting
from facilitator.rehearsal.roles import Role, role_of
from facilitator.view import Actions

HUMAN, FAST = 1.0, 0.01
"""Share of a person's time that passes between answers: as in life, and for tests and recordings."""

log = logging.getLogger(__name__)


class Crowd:
    """``phones`` simulated people in one workshop. ``start`` and ``stop`` from any thread."""

    def __init__(
        self, address: str, phones: int, pace: float = HUMAN, seed: int = 0, *, troubles: bool = False
    ) -> None:
        """``address``: the join address, on this computer: others are refused with ``ValueError``. ``troubles``: some
        come late, one taps everything twice, one is rude, and one's phone dies."""
        if not ours(address):
            raise ValueError(f"{address} is not on this computer")
        self._address, self._pace = address, pace
        roles: list[Role] = [role_of(number, phones) if troubles else "" for number in range(phones)]
        self._people = [Person(number, seed, role) for number, role in enumerate(roles)]
        self._loop = asyncio.new_event_loop()
        self._all: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="rehearsal", daemon=True)

    def start(self) -> None:
        """Let them come in, one by one."""
        self._thread.start()

    def stop(self) -> None:
        """Send everybody home; returns when they are gone."""
        if self._thread.is_alive():
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._leave)
            self._thread.join(5)

    def _leave(self) -> None:
        if self._all is not None:
            self._all.cancel()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            with suppress(asyncio.CancelledError):
                self._loop.run_until_complete(self._gather())
        finally:
            self._loop.close()

    async def _gather(self) -> None:
        self._all = asyncio.current_task()
        context = trusting()
        async with asyncio.TaskGroup() as room:
            for person in self._people:
                room.create_task(self._attend(person, context))

    async def _attend(self, person: Person, context: ssl.SSLContext) -> None:
        """One person from the door to the end. A server that is away for a while is waited for."""
        await asyncio.sleep(person.arrives() * self._pace)
        async with Phone(self._address, person.language, context) as phone:
            await self._joined(phone)
            with suppress(Died):
                await Attendee(person, phone, self._pace).stay()

    async def _joined(self, phone: Phone) -> None:
        while True:
            try:
                await phone.join()
                return
            except httpx2.HTTPError:
                await asyncio.sleep(1.0)


class Died(Exception):
    """The phone has no power left."""


class Attendee:
    """A person with a phone: looks when something changes, answers the step that is open, stops when it closes."""

    def __init__(self, person: Person, phone: Phone, pace: float) -> None:
        self._person, self._phone, self._pace = person, phone, pace
        self._busy: asyncio.Task[None] | None = None
        self._doing: tuple[object, ...] = ()
        self._answered: set[str] = set()
        """Steps that something was sent to."""

    async def stay(self) -> None:
        """For as long as the rehearsal lasts. Raises ``Died`` when the phone does."""
        news = asyncio.Event()
        ear = asyncio.ensure_future(self._listen(news))
        try:
            while True:
                await news.wait()
                await asyncio.sleep(self._person.notices() * max(self._pace, 0.05))
                news.clear()
                if self._is_dead:
                    raise Died
                with suppress(httpx2.HTTPError):
                    self._look(await self._phone.glance())
        finally:
            ear.cancel()
            if self._busy is not None:
                self._busy.cancel()

    async def _listen(self, news: asyncio.Event) -> None:
        news.set()
        async for _ in self._phone.follow():
            news.set()

    def _look(self, glance: Glance) -> None:
        step = glance.stage.step
        takes = step is not None and step.state == "open" and step.id == glance.stage.current
        body = glance.stage.body
        free = tuple(each.id for each in body.actions if not each.owner) if isinstance(body, Actions) else ()
        doing = (step.id, step.round, free) if step is not None and takes else ()
        if doing == self._doing:
            return
        self._doing = doing
        if self._busy is not None:
            self._busy.cancel()
            self._busy = None
        if step is not None and takes:
            sayings = list(self._person.answers(glance.stage, glance.mine))
            self._busy = asyncio.ensure_future(self._answer(step.id, sayings))

    async def _answer(self, step: str, sayings: list[Saying]) -> None:
        for saying in sayings:
            await asyncio.sleep(saying.after * self._pace)
            if self._is_dead:
                return
            with suppress(httpx2.HTTPError):
                await self._send(step, saying)
            self._answered.add(step)

    @property
    def _is_dead(self) -> bool:
        """In the middle of the second step that it answers, so that it is missed."""
        return self._person.role == "dying" and len(self._answered) > 1

    async def _send(self, step: str, saying: Saying) -> None:
        """One tap; of one who is impatient two, of which the second changes nothing."""
        key = secrets.token_hex(16)
        taps = 2 if self._person.role == "double" else 1
        sent = (self._phone.send(step, **saying.fields, key=key) for _ in range(taps))
        for reply in await asyncio.gather(*sent):
            if reply.status_code >= 500:
                log.warning("a simulated answer was not saved: %s", reply.status_code)


def ours(address: str) -> bool:
    """Whether a join address leads to this very computer."""
    host = urlsplit(address).hostname or ""
    try:
        wanted = ip_address(host)
    except ValueError:
        return host == "localhost"
    return wanted.is_loopback or any(wanted in interface.addresses for interface in interfaces())
