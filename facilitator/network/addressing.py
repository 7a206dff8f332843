"""The address of one running workshop: chosen at the start, watched while it is open, changed by one act.

A reading of the interfaces never changes what the code says by itself: people may have typed it already. What is
shown changes when the facilitator says so; what has gone wrong is told.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from facilitator.errors import RuleBroken
from facilitator.network import ANYWHERE, Candidate, Pick, join_address, pick
from facilitator.network.interfaces import Machine, this_machine
from facilitator.view.network import Outlook, Way

LOOK_SECONDS = 2.0
"""From one look at the interfaces to the next."""

LONGEST_URL = 200

log = logging.getLogger(__name__)


@dataclass
class Addressing:
    """What the join code says, and why. ``look`` is called every two seconds, ``act`` when the facilitator chooses."""

    host: str
    """What is listened on."""
    url: str
    """What the facilitator wants said instead; empty for one of our own addresses."""
    port: int
    code: str
    tls: bool
    clock: Callable[[], float]
    read: Callable[[], Machine] = this_machine
    shown: str = field(init=False)
    """The host that is shown; all of an address where one was given."""

    def __post_init__(self) -> None:
        self._pick = pick(self.read())
        self._chosen = bool(self.url)
        self._reached = False
        self._since = self.clock()
        best = self._pick.best
        self.shown = self.url or (self.host if self.fixed else best.address if best else "127.0.0.1")
        self.outlook = self._outlook()

    @property
    def fixed(self) -> bool:
        """Whether only one address is listened on."""
        return self.host not in ANYWHERE

    @property
    def address(self) -> str:
        """What the join code says."""
        if self.shown == self.url:
            return join_address(self.host, self.port, self.url, self.code, self.tls)
        return join_address(self.shown, self.port, "", self.code, self.tls)

    def look(self, machine: Machine) -> bool:
        """Take in what the interfaces are now; whether anything has changed that somebody should see."""
        self._pick = pick(machine)
        return self._renew()

    async def watch(self, changed: Callable[[], None]) -> None:
        """Look again and again: a laptop that changes its Wi-Fi leaves a code that leads nowhere."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                machine = await asyncio.to_thread(self.read)
            except OSError:
                log.warning("the network could not be read", exc_info=True)
                continue
            if self.look(machine):
                changed()

    def arrived(self, peer: str) -> bool:
        """A phone has come from ``peer``. Forgotten at once; whether it proves what was not proved before.

        This computer's own browser proves nothing, except through a tunnel, where everybody comes from here.
        """
        if self._reached or (self.shown != self.url and self._own(peer)):
            return False
        self._reached = True
        return self._renew()

    def act(self, arguments: Mapping[str, Any]) -> None:
        """Verb ``address {"address"}``: one of this computer's addresses, or a whole one (a tunnel, a proxy).

        Raises ``RuleBroken``.
        """
        wanted = arguments.get("address")
        if set(arguments) != {"address"} or not isinstance(wanted, str) or not wanted.strip():
            raise RuleBroken("bad_arguments", 400, verb="address", problem="address")
        wanted = wanted.strip()
        known = {way.address for way in self._pick.ways}
        if wanted not in known:
            self.url = _sound(wanted)
            wanted = self.url
        elif self.fixed:
            raise RuleBroken("address_fixed", 409, host=self.host)
        if wanted != self.shown:
            self.shown, self._reached, self._since = wanted, False, self.clock()
        self._chosen = True
        self._renew()

    def _own(self, peer: str) -> bool:
        try:
            found = ip_address(peer.split("%")[0].removeprefix("::ffff:"))
        except ValueError:
            return False
        return found.is_loopback or str(found) in {way.address for way in self._pick.ways}

    def _renew(self) -> bool:
        before, self.outlook = self.outlook, self._outlook()
        return before != self.outlook

    def _outlook(self) -> Outlook:
        found: Pick = self._pick
        have = {way.address for way in found.ways}
        return Outlook(
            shown=self.shown,
            ways=tuple(self._way(each) for each in found.ways),
            doubt="" if self._chosen or self.fixed else found.doubt,
            chosen=self._chosen,
            fixed=self.fixed,
            lost=self._lost(have),
            reached=self._reached,
            since=self._since,
        )

    def _way(self, found: Candidate) -> Way:
        return Way(
            address=found.address,
            interface=found.interface,
            score=found.score,
            reasons=found.reasons,
            url=join_address(found.address, self.port, "", self.code, self.tls),
        )

    def _lost(self, have: set[str]) -> bool:
        """Whether the address that is shown has gone; one that was given, or is only of this computer, cannot go."""
        if self.shown == self.url:
            return False
        try:
            if ip_address(self.shown).is_loopback:
                # Shown because there was nothing else: as soon as there is, it can be changed.
                return bool(have) and not self.fixed
        except ValueError:
            return False
        return self.shown not in have


def _sound(text: str) -> str:
    """An address that phones can open. Raises ``RuleBroken``."""
    parts = urlsplit(text if "://" in text else f"http://{text}")
    try:
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        sound = False
    host = parts.hostname or ""
    if not sound or len(text) > LONGEST_URL or not text.isprintable() or " " in text or "." not in host:
        raise RuleBroken("bad_address", 422, address=text[:LONGEST_URL])
    return text
