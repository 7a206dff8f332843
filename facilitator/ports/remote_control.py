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

PIN_DIGITS = 6
MAX_WRONG_PINS = 8
"""So many wrong PINs switch the remote off: eight tries of a million."""
FIRST_DELAY = 1.0
"""Seconds to wait after the first wrong PIN; doubled with each."""
PIN_LIFETIME = 300.0
"""Seconds in which the PIN can be used."""
REMEMBERED_PRESSES = 32
"""Latest presses, so that one that is sent twice is obeyed once."""

RemoteState = Literal["off", "waiting", "paired"]


class RemoteControl:
    """Used on the room's loop only. ``changed`` is called when the state is another."""

    def __init__(self, on_change: Callable[[], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._on_change, self._clock = on_change, clock
        self._pin = ""
        self._pin_expires_at = self._next_try_at = 0.0
        self._wrong_pins = 0
        self._credential_hash = b""
        self._recent_presses: deque[str] = deque(maxlen=REMEMBERED_PRESSES)

    @property
    def state(self) -> RemoteState:
        """Off; waiting for the PIN; or in one device's hand."""
        if self._credential_hash:
            return "paired"
        return "waiting" if self._pin and self._clock() < self._pin_expires_at else "off"

    def switch_on(self) -> str:
        """A new PIN; whatever held the remote before holds it no more."""
        self._reset()
        self._pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
        self._pin_expires_at = self._clock() + PIN_LIFETIME
        self._on_change()
        return self._pin

    def switch_off(self) -> None:
        """From here on nothing answers."""
        self._reset()
        self._on_change()

    def pair(self, pin: str) -> str:
        """The credential for the device that knows the PIN. Raises ``RuleBroken``: wrong, too fast, or not waiting."""
        if self.state != "waiting":
            raise RuleBroken("remote_taken", 403)
        now = self._clock()
        if now < self._next_try_at:
            raise RuleBroken("remote_slow", 429, wait=math.ceil(self._next_try_at - now))
        if not equal_in_constant_time(pin, self._pin):
            self._wrong_pins += 1
            self._next_try_at = now + FIRST_DELAY * 2 ** (self._wrong_pins - 1)
            if self._wrong_pins >= MAX_WRONG_PINS:
                self.switch_off()
            raise RuleBroken("remote_wrong_pin", 403)
        credential = secrets.token_urlsafe(32)
        self._reset()
        self._credential_hash = credential_hash(credential)
        self._on_change()
        return credential

    def is_paired_with(self, credential: str) -> bool:
        """Whether this is what the one device was given."""
        return bool(self._credential_hash) and hmac.compare_digest(credential_hash(credential), self._credential_hash)

    def is_new_press(self, press: str) -> bool:
        """Whether this press has not come before: a double tap sends the same one again."""
        if press in self._recent_presses:
            return False
        self._recent_presses.append(press)
        return True

    def _reset(self) -> None:
        self._pin, self._credential_hash = "", b""
        self._pin_expires_at = self._next_try_at = 0.0
        self._wrong_pins = 0
        self._recent_presses.clear()


def credential_hash(credential: str) -> bytes:
    """What is kept of a credential."""
    return hashlib.sha256(credential.encode("utf-8", "surrogatepass")).digest()


def equal_in_constant_time(one: str, other: str) -> bool:
    """Whether two texts are the same, in a time that does not tell how much of them is."""
    return hmac.compare_digest(credential_hash(one), credential_hash(other))
