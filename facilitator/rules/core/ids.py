"""Random ids of records, short and without characters that look alike."""

from __future__ import annotations

import itertools

from store.random_numbers import random_below

ID_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Characters of an id: no pair that is easily confused when read (0/o, 1/l/i)."""


ID_LENGTH = 10


ID_COUNT = len(ID_ALPHABET) ** ID_LENGTH
"""Number of possible ids."""


_PAIRS = tuple(map("".join, itertools.product(ID_ALPHABET, repeat=2)))


def new_id() -> str:
    """A random id of ten characters (about 50 bits)."""
    # Two characters per division: half the big-number arithmetic of one character at a time.
    rest, found = random_below(ID_COUNT), ""
    for _ in range(ID_LENGTH // 2):
        rest, pair = divmod(rest, len(_PAIRS))
        found += _PAIRS[pair]
    return found
