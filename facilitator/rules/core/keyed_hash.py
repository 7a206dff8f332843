"""Hashes under the session's own key: what is known by one can be recognised, and not be told from it."""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache

SHORT = 24
"""Hex digits of what serves as the id of a record: 96 bits."""


def keyed(key: str, text: str | bytes) -> str:
    """HMAC-SHA-256 (hex, 64 digits) of the text; ``key`` is hex."""
    # Not ``hmac.digest``: it lets other threads run meanwhile, and waiting for them costs 60 us of every answer.
    begun = _begun(key).copy()
    begun.update(text.encode() if isinstance(text, str) else text)
    return begun.hexdigest()


@lru_cache(maxsize=4)
def _begun(key: str) -> hmac.HMAC:
    """A hash that has been given this key and nothing else; setting one up costs more than the hashing."""
    return hmac.new(bytes.fromhex(key), digestmod=hashlib.sha256)
