"""Random numbers from the operating system, fetched in bulk: each answer needs three, and each system call is slow."""

from __future__ import annotations

import os
import struct

_BATCH_SIZE = 128
_BATCH_FORMAT = struct.Struct(f">{_BATCH_SIZE}Q")
_numbers: list[int] = []
"""Numbers that have been fetched and not yet used, each of 64 random bits."""


def random_below(below: int) -> int:
    """A random number from 0 to ``below - 1``. ``below`` must be far less than 2**64: then the modulo's bias is nil.

    Thread-safe: no two calls use the same number, because ``list.pop`` is atomic. It is so under the GIL, and by the
    list's own lock in free-threaded Python.
    """
    while True:
        try:
            return _numbers.pop() % below
        except IndexError:
            _numbers.extend(_BATCH_FORMAT.unpack(os.urandom(_BATCH_FORMAT.size)))


if hasattr(os, "register_at_fork"):
    # A forked child must not use the same numbers as its parent or another child.
    os.register_at_fork(after_in_child=_numbers.clear)
