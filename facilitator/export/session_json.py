"""``session.json``: the whole workshop in one file that opens again as a session, without anybody's seat."""

from __future__ import annotations

import msgspec

from facilitator.export.shareable import Tables, shareable


def write(copy: Tables) -> bytes:
    """The session's tables, as the store copies them for others, in the layout of a TinyDB file."""
    return msgspec.json.format(msgspec.json.encode(shareable(copy)), indent=1) + b"\n"
