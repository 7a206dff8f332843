"""Limits on the number of JSON values, checked before parsing: a small file of empty lists can need gigabytes."""

from __future__ import annotations

MAX_CONTAINERS = 1_000_000
MAX_VALUES = 8_000_000
"""``MAX_CONTAINERS``: maximum number of opening brackets in a file. ``MAX_VALUES``: maximum number of commas. Those
inside strings count too, because the file is not parsed. A session of 20,000 answers reaches a tenth of the limits."""


def exceeds_value_limits(data: bytes) -> bool:
    """Whether parsing this JSON could need far more memory than the size of the file."""
    return data.count(b"{") + data.count(b"[") > MAX_CONTAINERS or data.count(b",") > MAX_VALUES
