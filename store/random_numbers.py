"""Random numbers of the system's own kind, asked of it in bulk: every answer needs three, and each asking is costly."""

from __future__ import annotations

import os
import struct

_AT_ONCE = 128
_AS_NUMBERS = struct.Struct(f">{_AT_ONCE}Q")
_left: list[int] = []


def lot(below: int) -> int:
    """A number from 0 up to ``below``, which is far less than 2**64. No two calls share any randomness: to take one
    from the end of a list is one step, in whatever thread."""
    while True:
        try:
            return _left.pop() % below
        except IndexError:
            _left.extend(_AS_NUMBERS.unpack(os.urandom(_AS_NUMBERS.size)))


if hasattr(os, "register_at_fork"):
    # A child must not draw the very numbers that its parent, or another child, draws too.
    os.register_at_fork(after_in_child=_left.clear)
