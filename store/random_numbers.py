"""Random numbers of the system's own kind, asked of it in bulk: every answer needs three, and each asking is costly."""

from __future__ import annotations

import os
import struct

_BATCH_SIZE = 128
_BATCH_FORMAT = struct.Struct(f">{_BATCH_SIZE}Q")
_numbers: list[int] = []


def random_below(below: int) -> int:
    """A number from 0 up to ``below``, which is far less than 2**64. No two calls share any randomness: to take one
    from the end of a list is one step, in whatever thread."""
    while True:
        try:
            return _numbers.pop() % below
        except IndexError:
            _numbers.extend(_BATCH_FORMAT.unpack(os.urandom(_BATCH_FORMAT.size)))


if hasattr(os, "register_at_fork"):
    # A child must not draw the very numbers that its parent, or another child, draws too.
    os.register_at_fork(after_in_child=_numbers.clear)
