"""How much a file may hold before it is looked into: a small file of very many empty lists would need gigabytes."""

from __future__ import annotations

MOST_CONTAINERS = 1_000_000
MOST_VALUES = 8_000_000
"""Brackets and commas in a file, those in its texts too. A session of 20,000 answers has a tenth of these."""


def too_rich(data: bytes) -> bool:
    """Whether reading this JSON could take far more memory than its size says."""
    return data.count(b"{") + data.count(b"[") > MOST_CONTAINERS or data.count(b",") > MOST_VALUES
