"""Chooses the event loop of the room: uvloop where it is installed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


def fast_loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The factory of uvloop's event loop, or None for asyncio's own where uvloop (extra ``fast``) is not installed.

    There is no uvloop for Windows.
    """
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop
