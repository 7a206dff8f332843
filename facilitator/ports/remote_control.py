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

PIN_DIGITS = 6
"""Digits of the PIN."""
MAX_WRONG_PINS = 8
"""Number of wrong PINs that switches the remote off: eight guesses out of a million."""
FIRST_DELAY = 1.0
"""Seconds to wait after the first wrong PIN; doubled after each further one."""
PIN_LIFETIME = 300.0
"""Seconds for which the PIN can be used."""
REMEMBERED_PRESSES = 32
"""Number of recent press ids that are remembered, so that a press that is sent twice is carried out once."""

RemoteState = Literal["off", "waiting", "paired"]


class RemoteControl:
    """State of the remote control. Used on the room's loop only.

    ``on_change`` is called when the state has changed; ``clock`` returns monotonic seconds.
    """

    def __init__(self, on_change: Callable[[], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._on_change, self._clock = on_change, clock
        self._pin = ""
        self._pin_expires_at = self._next_try_at = 0.0
        self._wrong_pins = 0
        self._credential_hash = b""
        self._recent_presses: deque[str] = deque(maxlen=REMEMBERED_PRESSES)

    @property
    def state(self) -> RemoteState:
        """``off``, ``waiting`` (a PIN can be entered), or ``paired`` with one device."""
        if self._credential_hash:
            return "paired"
        return "waiting" if self._pin and self._clock() < self._pin_expires_at else "off"

    def switch_on(self) -> str:
        """Start pairing and return the new PIN. A device that was paired before is revoked."""
        self._reset()
        self._pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
        self._pin_expires_at = self._clock() + PIN_LIFETIME
        self._on_change()
        return self._pin

    def switch_off(self) -> None:
        """Revoke the paired device and the PIN."""
        self._reset()
        self._on_change()

    def pair(self, pin: str) -> str:
        """Pair the device that knows the PIN, and return its credential.

        Raises ``RuleBroken``: remote_taken (403, no PIN can be entered now), remote_slow (429, ``wait`` in seconds),
        remote_wrong_pin (403).
        """
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
        """Whether this is the credential of the paired device."""
        return bool(self._credential_hash) and hmac.compare_digest(credential_hash(credential), self._credential_hash)

    def is_new_press(self, press: str) -> bool:
        """Whether the press with this id is new; remembers it. A double tap sends the same id twice."""
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
    """SHA-256 of a text; any text, including one with lone surrogates from a hostile request."""
    return hashlib.sha256(credential.encode("utf-8", "surrogatepass")).digest()


def equal_in_constant_time(one: str, other: str) -> bool:
    """Whether two texts are equal, compared in constant time: hashes have equal lengths, so no prefix leaks."""
    return hmac.compare_digest(credential_hash(one), credential_hash(other))
