"""Pairing of the facilitator's phone as a remote control: off by default, one device, revocable.

Held in memory only. The PIN is used once, for pairing; after that the device holds a random credential of 256 bits, of
which only a hash is kept here. Neither is ever written to a file, a log or a URL.
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
"""Digits of the PIN."""
WRONG = 8
"""Number of wrong PINs that switches the remote off: eight guesses out of a million."""
BRAKE = 1.0
"""Seconds to wait after the first wrong PIN; doubled after each further one."""
LASTS = 300.0
"""Seconds for which the PIN can be used."""
REMEMBERED = 32
"""Number of recent press ids that are remembered, so that a press that is sent twice is carried out once."""

State = Literal["off", "waiting", "paired"]


class Steering:
    """State of the remote control. Used on the room's loop only.

    ``on_change`` is called when the state has changed; ``clock`` returns monotonic seconds.
    """

    def __init__(self, changed: Callable[[], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._changed, self._clock = changed, clock
        self._pin = ""
        self._until = self._calm = 0.0
        self._wrong = 0
        self._holder = b""
        self._pressed: deque[str] = deque(maxlen=REMEMBERED)

    @property
    def state(self) -> State:
        """``off``, ``waiting`` (a PIN can be entered), or ``paired`` with one device."""
        if self._holder:
            return "paired"
        return "waiting" if self._pin and self._clock() < self._until else "off"

    def switch_on(self) -> str:
        """Start pairing and return the new PIN. A device that was paired before is revoked."""
        self._forget()
        self._pin = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        self._until = self._clock() + LASTS
        self._changed()
        return self._pin

    def switch_off(self) -> None:
        """Revoke the paired device and the PIN."""
        self._forget()
        self._changed()

    def pair(self, pin: str) -> str:
        """Pair the device that knows the PIN, and return its credential.

        Raises ``RuleBroken``: remote_taken (403, no PIN can be entered now), remote_slow (429, ``wait`` in seconds),
        remote_wrong_pin (403).
        """
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
        """Whether this is the credential of the paired device."""
        return bool(self._holder) and hmac.compare_digest(hashed(credential), self._holder)

    def first(self, press: str) -> bool:
        """Whether the press with this id is new; remembers it. A double tap sends the same id twice."""
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
    """SHA-256 of a text; any text, including one with lone surrogates from a hostile request."""
    return hashlib.sha256(credential.encode("utf-8", "surrogatepass")).digest()


def same(one: str, other: str) -> bool:
    """Whether two texts are equal, compared in constant time: hashes have equal lengths, so no prefix leaks."""
    return hmac.compare_digest(hashed(one), hashed(other))
