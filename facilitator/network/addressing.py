"""The join address of a running workshop: chosen at the start, monitored, and changed by the verb ``address``.

A change of the network interfaces never changes the address that is shown, because people may have typed it already.
It is reported, and the facilitator decides.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.network.address_choice import (
    ALL_INTERFACES,
    AddressCandidate,
    AddressChoice,
    choose_address,
    join_address,
)
from facilitator.network.interfaces import Machine, this_machine
from facilitator.view.network import AddressOption, NetworkView

POLL_SECONDS = 2.0
"""Seconds between two readings of the interfaces."""

MAX_URL_LENGTH = 200
"""Most characters of an address that the facilitator enters."""

log = logging.getLogger(__name__)


class AddressArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"address": text}``"""

    address: str


@dataclass
class JoinAddress:
    """The join address and the state of the network around it.

    ``watch`` polls the interfaces, ``note_arrival`` records connecting phones, ``set_address`` sets the address.
    """

    host: str
    """The host that the server listens on, as in ``--host``."""
    url: str
    """The address that the facilitator has given, for a tunnel or proxy; empty for one of this computer."""
    port: int
    code: str
    tls: bool
    clock: Callable[[], float]
    read: Callable[[], Machine] = this_machine
    shown: str = field(init=False)
    """The host that the join code shows; equal to ``url`` when that is shown."""

    def __post_init__(self) -> None:
        self._choice = choose_address(self.read())
        self._chosen = bool(self.url)
        self._reached = False
        self._since = self.clock()
        # An address that was entered comes first, then a fixed host, then the best guess. Loopback is the last resort.
        best = self._choice.best
        self.shown = self.url or (self.host if self.is_fixed else best.address if best else "127.0.0.1")
        self.outlook = self._make_outlook()

    @property
    def is_fixed(self) -> bool:
        """Whether the server listens on one address only, so that there is no choice."""
        return self.host not in ALL_INTERFACES

    @property
    def address(self) -> str:
        """The join address."""
        if self.shown == self.url:
            return join_address(self.host, self.port, self.url, self.code, self.tls)
        return join_address(self.shown, self.port, "", self.code, self.tls)

    def update(self, machine: Machine) -> bool:
        """Take over a new reading of the interfaces; whether the outlook has changed."""
        self._choice = choose_address(machine)
        return self._refresh_outlook()

    async def watch(self, changed: Callable[[], None]) -> None:
        """Read the interfaces every ``POLL_SECONDS`` until cancelled; call ``changed`` when the outlook has changed.

        When a laptop changes to another Wi-Fi, the join code stops working without any visible sign.
        """
        while True:
            await asyncio.sleep(POLL_SECONDS)
            try:
                # Reading the interfaces may block; in a thread it does not delay the phones.
                machine = await asyncio.to_thread(self.read)
            except OSError:
                log.warning("the network could not be read", exc_info=True)
                continue
            if self.update(machine):
                changed()

    def note_arrival(self, peer: str) -> bool:
        """Note that a phone has come from the address ``peer``, which is not kept; whether that changes the outlook.

        The first phone proves that the join address works. A browser on this computer does not, unless the address
        leads through a tunnel, where every request comes from this computer.
        """
        # Once reached, the state stays until another address is shown; later phones prove nothing new.
        if self._reached or (self.shown != self.url and self._is_own_address(peer)):
            return False
        self._reached = True
        return self._refresh_outlook()

    def set_address(self, wanted: str) -> None:
        """Show an address of this computer, or a URL (a tunnel, a proxy).

        Raises: ``RuleBroken`` ``bad_arguments``, ``bad_address`` or ``address_fixed``.
        """
        wanted = wanted.strip()
        if not wanted:
            raise RuleBroken("bad_arguments", 400, verb="address", problem="address")
        known = {way.address for way in self._choice.ways}
        # Not an address of this computer, so it can only be an address outside, such as that of a tunnel.
        if wanted not in known:
            self.url = _checked_url(wanted)
            wanted = self.url
        elif self.is_fixed:
            raise RuleBroken("address_fixed", 409, host=self.host)
        # A different address has not been proven to work, so the evidence of earlier arrivals is dropped.
        if wanted != self.shown:
            self.shown, self._reached, self._since = wanted, False, self.clock()
        self._chosen = True
        self._refresh_outlook()

    def _is_own_address(self, peer: str) -> bool:
        """Whether a request from ``peer`` comes from this computer."""
        try:
            # A dual-stack socket reports IPv4 peers as ``::ffff:a.b.c.d``, and link-local peers with a zone.
            found = ip_address(peer.split("%")[0].removeprefix("::ffff:"))
        except ValueError:
            return False
        return found.is_loopback or str(found) in {way.address for way in self._choice.ways}

    def _refresh_outlook(self) -> bool:
        """Recompute the outlook. Returns whether it has changed."""
        before, self.outlook = self.outlook, self._make_outlook()
        return before != self.outlook

    def _make_outlook(self) -> NetworkView:
        found: AddressChoice = self._choice
        have = {way.address for way in found.ways}
        return NetworkView(
            shown=self.shown,
            ways=tuple(self._address_option(each) for each in found.ways),
            doubt="" if self._chosen or self.is_fixed else found.doubt,
            chosen=self._chosen,
            fixed=self.is_fixed,
            lost=self._is_lost(have),
            reached=self._reached,
            since=self._since,
        )

    def _address_option(self, found: AddressCandidate) -> AddressOption:
        return AddressOption(
            address=found.address,
            interface=found.interface,
            score=found.score,
            reasons=found.reasons,
            url=join_address(found.address, self.port, "", self.code, self.tls),
        )

    def _is_lost(self, have: set[str]) -> bool:
        """Whether this computer no longer has the address that is shown; always False for a URL that was entered."""
        if self.shown == self.url:
            return False
        try:
            if ip_address(self.shown).is_loopback:
                # Loopback is shown for want of another address: as soon as there is one, it should be replaced.
                return bool(have) and not self.is_fixed
        except ValueError:
            return False
        return self.shown not in have


def _checked_url(text: str) -> str:
    """``text``, if it is an address that phones can open. Raises: ``RuleBroken`` ``bad_address``."""
    # People type host names without a scheme, and ``urlsplit`` would take those for a path.
    parts = urlsplit(text if "://" in text else f"http://{text}")
    try:
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        sound = False
    host = parts.hostname or ""
    if not sound or len(text) > MAX_URL_LENGTH or not text.isprintable() or " " in text or "." not in host:
        raise RuleBroken("bad_address", 422, address=text[:MAX_URL_LENGTH])
    return text
