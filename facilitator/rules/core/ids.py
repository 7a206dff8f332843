"""Random ids of records, short and without characters that look alike."""

from __future__ import annotations

import itertools

from store.random_numbers import random_below

ID_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""No characters that are read as each other."""


ID_LENGTH = 10


ID_COUNT = len(ID_ALPHABET) ** ID_LENGTH
"""How many ids there are."""


_PAIRS = tuple(map("".join, itertools.product(ID_ALPHABET, repeat=2)))


def new_id() -> str:
    """A random id of ten characters (about 50 bits)."""
    rest, found = random_below(ID_COUNT), ""
    for _ in range(ID_LENGTH // 2):
        rest, pair = divmod(rest, len(_PAIRS))
        found += _PAIRS[pair]
    return found
