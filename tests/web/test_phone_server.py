"""The server itself: its socket, its deadlines, its end."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from fake_phones import CODE, FakePhones, serving
from msgspec import structs

from facilitator.web import deadline
from facilitator.web.app import make_app
from facilitator.web.server import PhoneServer, bind


@contextmanager
def hasty(seconds: float, stuck: float = 30.0) -> Iterator[None]:
    """Shorter deadlines for a test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deadline, "REQUEST_SECONDS", seconds)
        patch.setattr(deadline, "STUCK_SECONDS", stuck)
        yield


def test_a_taken_port_leads_to_the_next_free_one() -> None:
    with bind("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with bind("127.0.0.1", port) as second:
            assert port < second.getsockname()[1] <= port + 19
        with pytest.raises(OSError, match="no free port"):
            bind("127.0.0.1", port, tries=1)


def test_an_address_of_another_machine_is_refused_at_once() -> None:
    with pytest.raises(OSError, match=r".+"):
        bind("192.0.2.1", 0)


async def test_the_same_port_is_there_again_after_a_restart() -> None:
    phones = FakePhones()
    async with serving(phones) as web:
        port = web.port
        assert (await web.client.get("/health")).status_code == 200
    with bind("127.0.0.1", port, tries=1) as again:
        assert again.getsockname()[1] == port


async def test_signals_are_left_to_the_program() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    async with serving(FakePhones()):
        assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


async def test_it_ends_soon_with_streams_and_half_requests_open(caplog: pytest.LogCaptureFixture) -> None:
    phones = FakePhones()
    writers = []
    async with serving(phones) as web:
        for start in (f"GET /{CODE}/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "GET / HT", "", "POST / HTTP/1.1\r\n"):
            for _ in range(5):
                _, writer = await asyncio.open_connection("127.0.0.1", web.port)
                writer.write(start.encode())
                writers.append(writer)
        while len(phones.feed._listeners) < 5:  # noqa: ASYNC110 - the other side of a socket tells nobody
            await asyncio.sleep(0.01)
        begun = time.monotonic()
    assert time.monotonic() - begun < 3
    for writer in writers:
        writer.transport.abort()
    assert caplog.text == ""


@pytest.mark.parametrize(
    "start",
    [
        b"", b"GET / HTTP/1.1\r\nHo", b"\r\n",
        f"POST /{CODE}/answers HTTP/1.1\r\nHost: 127.0.0.1\r\n".encode()
        + b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
    ],
)  # fmt: skip
async def test_an_unfinished_request_is_cut_off_even_if_it_keeps_dripping(start: bytes) -> None:
    with hasty(0.3):
        async with serving(FakePhones()) as web:
            reader, writer = await asyncio.open_connection("127.0.0.1", web.port)
            writer.write(start)
            dripping = asyncio.create_task(drip(writer))
            async with asyncio.timeout(8):
                assert await hung_up(reader)
            dripping.cancel()
            writer.transport.abort()
            assert (await web.client.get("/health")).status_code == 200


async def drip(writer: asyncio.StreamWriter) -> None:
    """One byte now and then."""
    while True:
        writer.write(b"x")
        await asyncio.sleep(0.05)


async def test_an_open_stream_outlives_the_deadline_of_requests() -> None:
    with hasty(0.2):
        phones = FakePhones()
        async with serving(phones) as web:
            reader, writer = await asyncio.open_connection("127.0.0.1", web.port)
            writer.write(f"GET /{CODE}/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            await reader.readuntil(b'"version":7')
            await asyncio.sleep(0.5)
            phones.change(phones.view)
            async with asyncio.timeout(10):
                await reader.readuntil(b'"version":8')
            writer.transport.abort()


async def test_a_reader_that_is_stuck_is_dropped() -> None:
    with hasty(10, stuck=0.3):
        phones = FakePhones()
        async with serving(phones) as web:
            sock = socket.socket()
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            sock.connect(("127.0.0.1", web.port))
            sock.sendall(f"GET /{CODE}/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            heavy = structs.replace(phones.view, current="x" * 1_000_000)
            async with asyncio.timeout(10):
                while not phones.feed._listeners:  # noqa: ASYNC110 - the other side of a socket tells nobody
                    await asyncio.sleep(0.01)
                while phones.feed._listeners:
                    phones.change(heavy)
                    await asyncio.sleep(0.05)
            sock.close()


@pytest.mark.parametrize(
    "request_head",
    [
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 40_000,
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X: a\r\n" * 4_000,
        b"GET /" + b"a" * 40_000,
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    ],
)
async def test_a_head_without_end_is_refused(request_head: bytes) -> None:
    async with serving(FakePhones()) as web:
        reader, writer = await asyncio.open_connection("127.0.0.1", web.port)
        for start in range(0, len(request_head), 4096):
            writer.write(request_head[start : start + 4096])
            await asyncio.sleep(0)
        async with asyncio.timeout(8):
            assert await hung_up(reader)
        writer.transport.abort()
        assert (await web.client.get("/health")).status_code == 200


async def hung_up(reader: asyncio.StreamReader) -> bool:
    """True once the other side has ended, with a 400 or without a word."""
    try:
        return (await reader.read())[:12] in (b"", b"HTTP/1.1 400")
    except ConnectionError:
        return True


async def test_silent_connections_do_not_keep_others_out() -> None:
    async with serving(FakePhones()) as web:
        silent = [await asyncio.open_connection("127.0.0.1", web.port) for _ in range(200)]
        assert (await web.client.get("/health")).status_code == 200
        for _, writer in silent:
            writer.transport.abort()


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate of our own and its key."""
    if shutil.which("openssl") is None and not os.environ.get("CI"):
        pytest.skip("openssl is not installed")
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    wish = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=room.test"]
    made = subprocess.run([*wish, "-keyout", str(key), "-out", str(cert)], capture_output=True, check=False)
    assert made.returncode == 0, made.stderr
    return cert, key


async def test_with_a_certificate_it_speaks_tls_and_the_cookie_is_for_tls_only(certificate: tuple[Path, Path]) -> None:
    cert, key = certificate
    phones = FakePhones()
    server = PhoneServer(make_app(phones, hosts=list), bind("127.0.0.1", 0), cert=cert, key=key)
    await server.start()
    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    async with httpx2.AsyncClient(verify=trusting, trust_env=False) as client:
        reply = await client.get(f"https://127.0.0.1:{server.port}/{CODE}")
        assert "; secure" in reply.headers["set-cookie"].lower()
    phones.feed.close()
    await server.stop()


async def test_an_unreadable_certificate_is_an_error_of_the_start(tmp_path: Path) -> None:
    (tmp_path / "cert.pem").write_text("no certificate")
    server = PhoneServer(
        make_app(FakePhones(), hosts=list),
        bind("127.0.0.1", 0),
        cert=tmp_path / "cert.pem",
        key=tmp_path / "key.pem",
    )
    with pytest.raises(OSError, match=r".+"):
        await server.start()
    await server.stop()
