"""The facilitator's own phone as a remote control: off until it is switched on, one device, gone when it is revoked.

Held in memory only. The PIN is for pairing, once; what the device holds afterwards is 256 bits of chance, of which
only a hash stays here. Nothing of either is ever written to a file, a log or an address.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
import time
from collections import deque
from collections.abc import Callable
from typing import Literal

from facilitator.errors import RuleBroken

DIGITS = 6
WRONG = 8
"""So many wrong PINs switch the remote off: eight tries of a million."""
BRAKE = 1.0
"""Seconds to wait after the first wrong PIN; doubled with each."""
LASTS = 300.0
"""Seconds in which the PIN can be used."""
REMEMBERED = 32
"""Latest presses, so that one that is sent twice is obeyed once."""

State = Literal["off", "waiting", "paired"]


class Steering:
    """Used on the room's loop only. ``changed`` is called when the state is another."""

    def __init__(self, changed: Callable[[], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._changed, self._clock = changed, clock
        self._pin = ""
        self._until = self._calm = 0.0
        self._wrong = 0
        self._holder = b""
        self._pressed: deque[str] = deque(maxlen=REMEMBERED)

    @property
    def state(self) -> State:
        """Off; waiting for the PIN; or in one device's hand."""
        if self._holder:
            return "paired"
        return "waiting" if self._pin and self._clock() < self._until else "off"

    def switch_on(self) -> str:
        """A new PIN; whatever held the remote before holds it no more."""
        self._forget()
        self._pin = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        self._until = self._clock() + LASTS
        self._changed()
        return self._pin

    def switch_off(self) -> None:
        """From here on nothing answers."""
        self._forget()
        self._changed()

    def pair(self, pin: str) -> str:
        """The credential for the device that knows the PIN. Raises ``RuleBroken``: wrong, too fast, or not waiting."""
        if self.state != "waiting":
            raise RuleBroken("remote_taken", 403)
        now = self._clock()
        if now < self._calm:
            raise RuleBroken("remote_slow", 429, wait=math.ceil(self._calm - now))
        if not same(pin, self._pin):
            self._wrong += 1
            self._calm = now + BRAKE * 2 ** (self._wrong - 1)
            if self._wrong >= WRONG:
                self.switch_off()
            raise RuleBroken("remote_wrong_pin", 403)
        credential = secrets.token_urlsafe(32)
        self._forget()
        self._holder = hashed(credential)
        self._changed()
        return credential

    def holds(self, credential: str) -> bool:
        """Whether this is what the one device was given."""
        return bool(self._holder) and hmac.compare_digest(hashed(credential), self._holder)

    def first(self, press: str) -> bool:
        """Whether this press has not come before: a double tap sends the same one again."""
        if press in self._pressed:
            return False
        self._pressed.append(press)
        return True

    def _forget(self) -> None:
        self._pin, self._holder = "", b""
        self._until = self._calm = 0.0
        self._wrong = 0
        self._pressed.clear()


def hashed(credential: str) -> bytes:
    """What is kept of a credential."""
    return hashlib.sha256(credential.encode("utf-8", "surrogatepass")).digest()


def same(one: str, other: str) -> bool:
    """Whether two texts are the same, in a time that does not tell how much of them is."""
    return hmac.compare_digest(hashed(one), hashed(other))
