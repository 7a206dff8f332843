"""Chooses the class that reads the connections of phones."""

from __future__ import annotations

import asyncio


def protocol_class() -> type[asyncio.Protocol]:
    """The protocol class on httptools where that is installed (the extra ``fast``), else the one on h11."""
    try:
        from facilitator.web.fast_protocol import FastProtocol
    except ImportError:
        from facilitator.web.plain_protocol import PlainProtocol

        return PlainProtocol
    return FastProtocol
