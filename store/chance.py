"""Random numbers of the system's own kind, asked of it in bulk: every answer needs three, and each asking is costly."""

from __future__ import annotations

import os
import threading

_PIECE = 8
_AT_ONCE = 128 * _PIECE
_turn = threading.Lock()
_left = bytearray()


def lot(below: int) -> int:
    """A number from 0 up to ``below``, which is far less than 2**64. No two calls share any randomness."""
    with _turn:
        if not _left:
            _left.extend(os.urandom(_AT_ONCE))
        piece = bytes(_left[-_PIECE:])
        del _left[-_PIECE:]
    return int.from_bytes(piece, "big") % below


if hasattr(os, "register_at_fork"):
    # A child must not draw the very numbers that its parent, or another child, draws too.
    os.register_at_fork(before=_turn.acquire, after_in_parent=_turn.release, after_in_child=_turn.release)
    os.register_at_fork(after_in_child=_left.clear)
