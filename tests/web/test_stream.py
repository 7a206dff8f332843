"""The event stream: at once, then one tick per change; ends when it should; holds nothing for those who do not read."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fake_phones import CODE, FakePhones, Web, serving
from msgspec import structs
from starlette.types import Message

from facilitator.web import events

GET = f"GET /{CODE}/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()


class Stream:
    """An open stream on a socket of its own."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def until(self, pattern: str) -> str:
        """Everything up to what is looked for."""
        found = ""
        async with asyncio.timeout(10):
            while not re.search(pattern, found):
                piece = await self.reader.read(4096)
                assert piece, f"the stream ended: {found}"
                found += piece.decode()
        return found


async def follow(web: Web) -> Stream:
    """Open a stream."""
    reader, writer = await asyncio.open_connection("127.0.0.1", web.port)
    writer.write(GET)
    return Stream(reader, writer)


@contextmanager
def heartbeat(seconds: float) -> Iterator[None]:
    """A faster heart for a test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(events, "HEARTBEAT", seconds)
        yield


async def settled(phones: FakePhones, listeners: int) -> None:
    """Wait until so many streams follow the feed."""
    async with asyncio.timeout(10):
        while len(phones.feed._listeners) != listeners:  # noqa: ASYNC110 - the other side of a socket tells nobody
            await asyncio.sleep(0.01)


async def test_the_version_comes_at_once_and_with_each_change() -> None:
    phones = FakePhones()
    async with serving(phones) as web:
        stream = await follow(web)
        head = await stream.until(r"\n\n")
        assert "content-type: text/event-stream" in head
        first = head if "data:" in head else await stream.until(r"data:.*\n\n")
        assert "retry: 2000" in head + first
        told = json.loads(re.findall(r"data: (.*)", first)[0])
        assert (told["version"], told["step"], told["state"]) == (7, "ideas", "open")
        phones.change(phones.view)
        later = await stream.until(r"data:.*\n\n")
        assert "event: state\n" in later
        assert json.loads(re.findall(r"data: (.*)", later)[0])["version"] == 8
        stream.writer.close()


async def test_what_changes_while_the_first_tick_waits_for_a_slow_phone_is_told_after_it() -> None:
    phones = FakePhones()
    stream = events.EventStream(phones)
    sent: list[bytes] = []
    told = asyncio.Event()

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        body = message.get("body", b"")
        sent.append(body)
        if b'"version":7' in body:
            phones.change(phones.view)  # the change comes while this send is still under way
            await asyncio.sleep(0.05)
        elif b'"version":8' in body:
            told.set()

    scope = {"type": "http", "method": "GET", "path_params": {"code": CODE}, "headers": []}
    running = asyncio.create_task(stream(scope, receive, send))
    async with asyncio.timeout(10):
        await told.wait()
    phones.feed.close()
    await running
    assert sum(b"event: state" in body for body in sent) == 2


async def test_a_burst_is_one_tick_with_the_newest_version() -> None:
    phones = FakePhones()
    async with serving(phones) as web:
        stream = await follow(web)
        await stream.until(r'"version":7')
        for _ in range(50):
            phones.change(phones.view)
        found = await stream.until(r'"version":57')
        assert found.count("event: state") <= 2
        stream.writer.close()


async def test_nothing_new_is_not_told_but_the_line_is_kept_warm() -> None:
    phones = FakePhones()
    with heartbeat(0.05):
        async with serving(phones) as web:
            stream = await follow(web)
            await stream.until(r'"version":7')
            phones.feed.notify()
            found = await stream.until(r"(?s)(: still here.*){2}")
            assert "event: state" not in found
            stream.writer.close()


async def test_the_end_of_the_feed_ends_the_stream_properly() -> None:
    phones = FakePhones()
    async with serving(phones) as web:
        stream = await follow(web)
        await stream.until(r'"version":7')
        phones.feed.close()
        await stream.until(r"0\r\n\r\n$")
        stream.writer.close()
        late = await follow(web)
        assert '"version":7' in await late.until(r"\n0\r\n\r\n$")
        late.writer.close()


async def test_a_phone_that_goes_is_forgotten() -> None:
    phones = FakePhones()
    async with serving(phones) as web:
        streams = [await follow(web) for _ in range(5)]
        await settled(phones, 5)
        for stream in streams:
            stream.writer.transport.abort()
        await settled(phones, 0)


async def test_phones_that_never_read_hold_nothing_back() -> None:
    phones = FakePhones()
    async with serving(phones) as web:
        stuck = [await follow(web) for _ in range(20)]
        for stream in stuck:
            stream.writer.transport.pause_reading()  # type: ignore[attr-defined]  # a read transport, as asyncio makes it
        live = await follow(web)
        await settled(phones, 21)
        big = structs.replace(phones.view, current="x" * 60_000)
        for _ in range(30):
            phones.change(big)
            await live.until(rf'"version":{phones.view.version}\b')
        for stream in (*stuck, live):
            stream.writer.transport.abort()


async def test_a_wrong_code_has_no_stream() -> None:
    async with serving(FakePhones()) as web:
        reply = await web.client.get("/1111/events")
        assert (reply.status_code, reply.json()["error"]) == (404, "no_such_code")


async def test_a_larger_room_is_asked_to_be_calmer() -> None:
    phones = FakePhones()
    crowd = structs.replace(phones.view, joined=1000)
    assert b'"pace":10.0' in events.tick_event(crowd)
    assert b'"pace":2.0' in events.tick_event(phones.view)
