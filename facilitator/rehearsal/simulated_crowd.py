"""Simulated participants for practising alone: their phones use real HTTP, from a thread of their own."""

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
from facilitator.rehearsal.person import SimulatedPerson
from facilitator.rehearsal.phone import PhoneState, SimulatedPhone, unverified_context
from facilitator.rehearsal.roles import Role, role_of
from facilitator.rules.core.rehearsed import SimulatedAnswer
from facilitator.rules.steps import kind_named

HUMAN, FAST = 1.0, 0.01
"""Factors for the pauses of a person: as in reality, and shortened for tests and recordings."""

log = logging.getLogger(__name__)


class SimulatedCrowd:
    """``phones`` simulated participants in one workshop. ``start`` and ``stop`` may be called from any thread."""

    def __init__(
        self, address: str, phones: int, pace: float = HUMAN, seed: int = 0, *, troubles: bool = False
    ) -> None:
        """``address`` is the join address. ``pace`` is a factor for all pauses, ``HUMAN`` or ``FAST``; participants of
        the same ``seed`` behave the same. With ``troubles``, some have a difficult role (``roles``).

        Raises: ``ValueError`` for an address of another computer, which must not be flooded.
        """
        if not is_this_computer(address):
            raise ValueError(f"{address} is not on this computer")
        self._address, self._pace = address, pace
        roles: list[Role] = [role_of(number, phones) if troubles else "" for number in range(phones)]
        self._people = [SimulatedPerson(number, seed, role) for number, role in enumerate(roles)]
        self._loop = asyncio.new_event_loop()
        self._attendance: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="rehearsal", daemon=True)

    def start(self) -> None:
        """Start the thread in which the participants join, one after the other."""
        self._thread.start()

    def stop(self) -> None:
        """Disconnect all participants; waits up to 5 seconds until they are gone."""
        if self._thread.is_alive():
            # The loop may have been closed since the thread was checked.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._leave)
            self._thread.join(5)

    def _leave(self) -> None:
        if self._attendance is not None:
            self._attendance.cancel()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            with suppress(asyncio.CancelledError):
                self._loop.run_until_complete(self._gather())
        finally:
            self._loop.close()

    async def _gather(self) -> None:
        self._attendance = asyncio.current_task()
        context = unverified_context()
        async with asyncio.TaskGroup() as room:
            for person in self._people:
                room.create_task(self._attend(person, context))

    async def _attend(self, person: SimulatedPerson, context: ssl.SSLContext) -> None:
        """Simulate one participant from arrival to the end."""
        await asyncio.sleep(person.arrival_delay() * self._pace)
        async with SimulatedPhone(self._address, person.language, context) as phone:
            await self._join(phone)
            with suppress(PhoneDied):
                await Attendee(person, phone, self._pace).attend()

    async def _join(self, phone: SimulatedPhone) -> None:
        """Join; while the server does not answer, try again every second."""
        while True:
            try:
                await phone.join()
                return
            except httpx2.HTTPError:
                await asyncio.sleep(1.0)


class PhoneDied(Exception):
    """The battery of the phone is empty."""


class Attendee:
    """A participant with a phone: reads each change, answers the open step, and stops answering when it closes."""

    def __init__(self, person: SimulatedPerson, phone: SimulatedPhone, pace: float) -> None:
        self._person, self._phone, self._pace = person, phone, pace
        self._busy: asyncio.Task[None] | None = None
        self._current_task: tuple[object, ...] = ()
        self._answered: set[str] = set()
        """Ids of the steps to which something was sent."""

    async def attend(self) -> None:
        """Take part until cancelled. Raises: ``PhoneDied`` when the battery of a participant's phone is empty."""
        news = asyncio.Event()
        ear = asyncio.ensure_future(self._listen(news))
        try:
            while True:
                await news.wait()
                # Changes during this pause are read together. So it must not vanish even with ``FAST``.
                await asyncio.sleep(self._person.reaction_delay() * max(self._pace, 0.05))
                # Cleared before the state is read, so that a change during the reading is not missed.
                news.clear()
                if self._is_dead:
                    raise PhoneDied
                with suppress(httpx2.HTTPError):
                    self._look(await self._phone.read_state())
        finally:
            ear.cancel()
            if self._busy is not None:
                self._busy.cancel()

    async def _listen(self, news: asyncio.Event) -> None:
        # The first state is read without waiting for a change.
        news.set()
        async for _ in self._phone.follow_versions():
            news.set()

    def _look(self, glance: PhoneState) -> None:
        step = glance.stage.step
        # The stage may look back at another step; only the current one takes answers.
        takes = step is not None and step.state == "open" and step.id == glance.stage.current
        body = glance.stage.body
        turn = kind_named(body.kind).rehearsal_turn(body)
        # What the participant works on. When this changes, pending answers are dropped and new ones are planned.
        doing = (step.id, step.round, turn) if step is not None and takes else ()
        if doing == self._current_task:
            return
        self._current_task = doing
        if self._busy is not None:
            self._busy.cancel()
            self._busy = None
        if step is not None and takes:
            sayings = list(self._person.answers(glance.stage, glance.mine))
            self._busy = asyncio.ensure_future(self._answer(step.id, sayings))

    async def _answer(self, step: str, sayings: list[SimulatedAnswer]) -> None:
        for saying in sayings:
            await asyncio.sleep(saying.delay * self._pace)
            if self._is_dead:
                return
            with suppress(httpx2.HTTPError):
                await self._send(step, saying)
            self._answered.add(step)

    @property
    def _is_dead(self) -> bool:
        """Whether the battery is empty: after the first answer to a second step, so that an answer is missing."""
        return self._person.role == "dying" and len(self._answered) > 1

    async def _send(self, step: str, saying: SimulatedAnswer) -> None:
        """Send one answer; in the role "double" twice with the same key, of which the server saves one."""
        key = secrets.token_hex(16)
        taps = 2 if self._person.role == "double" else 1
        sent = (self._phone.send(step, **saying.fields, key=key) for _ in range(taps))
        # Sent at the same time and not one after the other, like a double tap.
        for reply in await asyncio.gather(*sent):
            if reply.status_code >= 500:
                log.warning("a simulated answer was not saved: %s", reply.status_code)


def is_this_computer(address: str) -> bool:
    """Whether a join address is an address of this computer."""
    host = urlsplit(address).hostname or ""
    try:
        wanted = ip_address(host)
    except ValueError:
        return host == "localhost"
    return wanted.is_loopback or any(wanted in interface.addresses for interface in interfaces())
