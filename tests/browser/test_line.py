"""The breakable proxy: when it breaks while phones connect, it leaves no connection behind."""

from __future__ import annotations

import asyncio
import gc
import socket

from breakable_proxy import Line


async def test_a_line_that_breaks_as_phones_knock_loses_no_connection() -> None:
    way = Line(target=1)
    for turns in range(30):
        await way.up()
        phones = [socket.socket() for _ in range(3)]
        for phone in phones:
            phone.setblocking(False)
            phone.connect_ex(("127.0.0.1", way.port))
        for _ in range(turns % 3):
            await asyncio.sleep(0)
        await way.down()
        for phone in phones:
            phone.close()
    await asyncio.sleep(0.05)
    gc.collect()  # a connection that was lost is told of here, as an unclosed transport
