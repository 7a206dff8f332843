"""Writes ``session.json``: the workshop in one file that can be opened as a session again, without seats."""

from __future__ import annotations

import msgspec

from facilitator.export.shareable import RawTables, shareable_tables


def write(tables: RawTables) -> bytes:
    """The shareable part of the tables, in the layout of a TinyDB file. ``tables``: as the store exports them."""
    return msgspec.json.format(msgspec.json.encode(shareable_tables(tables)), indent=1) + b"\n"
