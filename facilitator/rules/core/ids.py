"""Random ids of records, short and without characters that look alike."""

from __future__ import annotations

import itertools

from store.random_numbers import lot

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""No characters that are read as each other."""


LENGTH = 10


IDS = len(ALPHABET) ** LENGTH
"""How many ids there are."""


_PAIRS = tuple(map("".join, itertools.product(ALPHABET, repeat=2)))


def new_id() -> str:
    """A random id of ten characters (about 50 bits)."""
    rest, found = lot(IDS), ""
    for _ in range(LENGTH // 2):
        rest, pair = divmod(rest, len(_PAIRS))
        found += _PAIRS[pair]
    return found
