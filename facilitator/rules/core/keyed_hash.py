"""Keyed hashes (HMAC-SHA-256): equal inputs match, and the input cannot be recovered without the session's key."""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache

ID_DIGITS = 24
"""Hex digits of a hash that are used as a record id: 96 bits."""


def keyed_hash(key: str, text: str | bytes) -> str:
    """HMAC-SHA-256 of the text as 64 hex digits. ``key`` is hex; raises ``ValueError`` if it is not."""
    # Not ``hmac.digest``: it releases the GIL, and getting it back costs about 60 us per answer on a busy room.
    begun = _hasher_with_key(key).copy()
    begun.update(text.encode() if isinstance(text, str) else text)
    return begun.hexdigest()


@lru_cache(maxsize=4)
def _hasher_with_key(key: str) -> hmac.HMAC:
    """An HMAC initialised with the key only, to be copied: setting it up costs more than hashing a short text."""
    return hmac.new(bytes.fromhex(key), digestmod=hashlib.sha256)
