"""Limits checked before a file is parsed as JSON: a small file of very many empty lists would need gigabytes."""

from __future__ import annotations

MAX_CONTAINERS = 1_000_000
MAX_VALUES = 8_000_000
"""Maximum number of brackets and of commas in a file, including those in its texts. A session of 20,000 answers has a
tenth of that."""


def exceeds_value_limits(data: bytes) -> bool:
    """Whether parsing this JSON could take far more memory than its size suggests."""
    return data.count(b"{") + data.count(b"[") > MAX_CONTAINERS or data.count(b",") > MAX_VALUES
