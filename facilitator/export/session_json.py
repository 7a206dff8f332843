"""``session.json``: the whole workshop in one file that opens again as a session, without anybody's seat."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


def write(copy: Mapping[str, object]) -> bytes:
    """The session's tables, as the store copies them for others, in the layout of a TinyDB file."""
    return msgspec.json.format(msgspec.json.encode(copy), indent=1) + b"\n"
