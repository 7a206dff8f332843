"""Chooses the class that reads the connections of phones."""

from __future__ import annotations

import asyncio


def protocol() -> type[asyncio.Protocol]:
    """The fast protocol where its parser is installed (the extra ``fast``), else the one in plain Python."""
    try:
        from facilitator.web.fast_protocol import FastProtocol
    except ImportError:
        from facilitator.web.plain_protocol import PlainProtocol

        return PlainProtocol
    return FastProtocol
