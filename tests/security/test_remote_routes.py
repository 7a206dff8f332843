"""While the remote control is on, one route controls the workshop. This is the test of ``test_control`` with the remote
control switched on: every writing route, with every credential but the paired device's own, in every odd
spelling and with smuggled headers. Every attempt is refused, and the device's credential is stored nowhere."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import httpx2
import pytest
from raw_requests import READS, Answered, ask, request, table
from running_room import Running, running
from test_control import fingerprint, give_up, paths

from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.web.app import make_app
from facilitator.web.remote import REMOTE_COMMANDS

FORM = "application/x-www-form-urlencoded"
REFUSED = (0, *range(400, 500))
"""A connection that is hung up on, or a refusal."""

SMUGGLED: Sequence[tuple[str, Sequence[tuple[str, str]]]] = (
    ("rewritten", (("X-Original-URL", "/remote"), ("X-Rewrite-URL", "/remote"), ("X-HTTP-Method-Override", "POST"))),
    ("forwarded", (("X-Forwarded-For", "127.0.0.1"), ("Forwarded", "for=127.0.0.1"), ("X-Real-IP", "127.0.0.1"))),
    ("two lengths", (("Content-Length", "5"), ("Content-Length", "40"))),
    ("chunks and a length", (("Transfer-Encoding", "chunked"), ("Content-Length", "4"))),
    ("folded", (("X-A", "b\r\n Cookie: x"),)),
    ("space before the colon", (("Cookie ", "x=y"),)),
    ("another host", (("Host", "evil.example"),)),
)


@dataclass(frozen=True)
class Hand:
    """The credentials and form fields of one attack."""

    who: str
    cookie: str
    fields: Mapping[str, str]


class Device:
    """A phone at ``/remote`` that may be paired: keeps what it was given, and the buttons of its page."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.client = httpx2.AsyncClient(base_url=self.origin, headers={"Origin": self.origin}, trust_env=False)

    async def pair(self, pin: str) -> str:
        """The cookie that it holds from now on."""
        reply = await self.client.post("/remote", data={"pin": pin})
        assert reply.status_code == 303
        return str(reply.headers["set-cookie"].split(";")[0])

    async def at(self) -> str:
        """The mark of the page as it is now, without which no press moves anything."""
        found = re.search(r'name="at" value="(\w+)"', (await self.client.get("/remote")).text)
        assert found
        return found[1]


@asynccontextmanager
async def steered(folder: Path) -> AsyncIterator[tuple[Running, Device, str]]:
    """A running workshop with one paired remote-control device, and the cookie of the device."""
    async with running(folder) as run:
        await run.walk_to("ideas", "open")
        device = Device(run.room.port)
        try:
            yield run, device, await device.pair(str((await run.execute("remote", on=True))["pin"]))
        finally:
            await device.client.aclose()


async def hands(run: Running, device: Device, held: str) -> list[Hand]:
    """All credentials except the valid one. Each has the page marker that only the paired device can see."""
    name, token = held.split("=", 1)
    guest, gone = await run.phone(), await run.phone()
    seat, left = (next(iter(dict(phone.client.cookies).values())) for phone in (guest, gone))
    await give_up(run, left)
    press = {"do": "next", "at": await device.at(), "key": "k"}
    flipped = token[:-1] + ("A" if token[-1] != "A" else "B")
    cookies = {
        "none": "",
        "wrong": f"{name}={secrets.token_urlsafe(32)}",
        "nearly": f"{name}={flipped}",
        "other case": f"{name}={token.swapcase()}",
        "half": f"{name}={token[:20]}",
        "empty": f"{name}=",
        "under the seat's name": f"{run.room.cookie_name}={token}",
        "under any name": f"token={token}; session={token}; remote={token}",
        "in capitals": f"{name.upper()}={token}",
        "participant": f"{run.room.cookie_name}={seat}",
        "participant's token as the device's": f"{run.room.cookie_name}={seat}; {name}={seat}",
        "seat that was given up": f"{run.room.cookie_name}={left}; {name}={left}",
    }
    return [Hand(who, cookie, {**press, "key": secrets.token_hex(8)}) for who, cookie in cookies.items()]


def spellings(path: str) -> Iterator[str]:
    """As ``paths``, and what only matters with a name of fixed letters."""
    yield from paths(path)
    yield path + "."
    yield path + "..;/"
    yield path + "%2e"
    yield path.title()
    yield path.replace("/", "\\")
    yield path.replace("/", "%5c")
    yield path.replace("e", "%65", 1)
    yield path.replace("/", "/%2e/")
    yield f"http://evil.example{path}"
    yield f"//evil.example{path}"


async def press(run: Running, method: str, target: str, hand: Hand, more: Sequence[tuple[str, str]] = ()) -> Answered:
    """One try, as a browser on the page itself would send it."""
    host = f"127.0.0.1:{run.room.port}"
    headers = [("Host", host), ("Origin", f"http://{host}"), ("Content-Type", FORM), *more]
    headers += [("Authorization", f"Bearer {hand.cookie.rpartition('=')[2]}")]
    headers += [("Cookie", hand.cookie)] if hand.cookie else []
    return await ask(run.room.port, request(method, target, headers, urlencode(hand.fields).encode()))


def control(run: Running) -> object:
    """What only the facilitator changes, the remote's own state too."""
    return fingerprint(run), run.room.console.remote


async def test_the_right_credential_does_drive_so_what_is_refused_below_is_refused_for_its_credential(
    tmp_path: Path,
) -> None:
    async with steered(tmp_path) as (run, device, held):
        right = Hand("right", held, {"do": "next", "at": await device.at(), "key": "k"})
        assert (await press(run, "POST", "/remote", right)).status == 303
        assert run.room.public.step is not None
        assert run.room.public.step.state == "closed"


async def test_with_the_remote_switched_on_no_write_passes_without_its_credential(tmp_path: Path) -> None:
    async with steered(tmp_path) as (run, device, held):
        idea = str((await run.execute("add", text="Paperilta"))["id"])
        found = await hands(run, device, held)
        before = control(run)
        known = table(make_app(run.room.phones, hosts=list, steered=run.room))
        writes = [(method, path) for method, path in known if method not in READS]
        assert ("POST", "/remote") in writes
        passed, tried = [], 0
        for method, path in writes:
            filled = path.replace("{code}", run.code).replace("{id}", idea)
            for hand in found:
                for spelled in spellings(filled):
                    said = await press(run, method, spelled, hand)
                    tried += 1
                    # A form that was meant for /remote says nothing to an answer: 303 is the way to the page.
                    if said.status not in (*REFUSED, 303, 307):
                        passed.append((method, spelled, hand.who, said.status))
        assert tried >= len(writes) * 12 * 25
        assert not passed
        assert control(run) == before


@pytest.mark.parametrize("act", REMOTE_COMMANDS)
async def test_no_act_passes_in_small_letters_by_other_methods_or_with_smuggled_headers(
    tmp_path: Path, act: str
) -> None:
    async with steered(tmp_path) as (run, device, held):
        idea = str((await run.execute("add", text="Paperilta"))["id"])
        found = [Hand(h.who, h.cookie, {**h.fields, "do": act, "idea": idea}) for h in await hands(run, device, held)]
        before = control(run)
        for hand in found:
            for method in ("post", "Post", "PUT", "PATCH", "DELETE", "PROPFIND", "GET", "HEAD"):
                said = await press(run, method, f"/remote?{urlencode(hand.fields)}", hand)
                assert said.status < 500
                assert said.status in (*REFUSED, 200) if method in ("GET", "HEAD") else said.status in REFUSED
            for name, more in SMUGGLED:
                said = await press(run, "POST", "/remote", hand, more)
                assert said.status in REFUSED, (name, hand.who)
        assert control(run) == before


async def test_a_second_request_that_is_hidden_in_the_first_is_not_carried_out(tmp_path: Path) -> None:
    async with steered(tmp_path) as (run, device, _):
        host = f"127.0.0.1:{run.room.port}"
        inner = urlencode({"do": "next", "at": await device.at(), "key": "k"}).encode()
        headers = [("Host", host), ("Origin", f"http://{host}"), ("Content-Type", FORM)]
        hidden = request("POST", "/remote", headers, inner)
        before = control(run)
        for more in (
            [("Content-Length", "0"), ("Transfer-Encoding", "chunked")],
            [("Transfer-Encoding", "chunked")],
            [("Transfer-Encoding", "xchunked"), ("Content-Length", str(len(hidden)))],
            [("Content-Length", str(len(hidden)))],
        ):
            body = b"0\r\n\r\n" + hidden if more[-1][1] == "chunked" else hidden
            await ask(run.room.port, request("POST", f"/{run.code}/answers", [("Host", host), *more], body))
        assert control(run) == before


async def test_a_credential_that_was_revoked_replaced_or_of_another_start_is_worth_nothing(tmp_path: Path) -> None:
    async with steered(tmp_path) as (run, device, first):
        at = await device.at()

        async def worth(cookie: str) -> int:
            hand = Hand("stale", cookie, {"do": "next", "at": at, "key": secrets.token_hex(8)})
            return (await press(run, "POST", "/remote", hand)).status

        await run.execute("remote", on=False)
        before = fingerprint(run)
        assert await worth(first) == 404
        pin = str((await run.execute("remote", on=True))["pin"])
        assert await worth(first) == 403
        second = await device.pair(pin)
        assert await worth(first) == 403
        await run.execute("remote", on=True)  # replaced: the device before holds it no more
        assert await worth(second) == 403
        assert fingerprint(run) == before
        third = await device.pair(str((await run.execute("remote", on=True))["pin"]))
        assert third not in (first, second)
        await asyncio.to_thread(run.room.stop)
        again = Room(run.room.path, RoomOptions(host="127.0.0.1", port=0)).start()
        run.room = again
        try:
            before = fingerprint(run)
            assert await worth(third) == 404
            await run.execute("remote", on=True)
            assert [await worth(cookie) for cookie in (first, second, third)] == [403, 403, 403]
            assert fingerprint(run) == before
        finally:
            await asyncio.to_thread(again.stop)


async def test_the_credential_is_in_no_log_code_file_or_export(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(0)
    async with steered(tmp_path) as (run, device, held):
        token = held.split("=", 1)[1]
        right = Hand("right", held, {"do": "next", "at": await device.at(), "key": "k"})
        assert (await press(run, "POST", "/remote", right)).status == 303
        assert (await press(run, "POST", "/remote?token=" + token, Hand("odd", "", right.fields))).status == 403
        await run.execute("address", address="10.1.2.3")
        await run.execute("export", out=str(tmp_path / "out"))
        await run.execute("handouts", out=str(tmp_path / "out"))
        guest = await run.phone()
        pages = [(await guest.client.get(f"/{run.code}{path}")).text for path in ("", "/screen", "/state", "/part")]
        pages += [
            (await device.client.get("/remote")).text,
            run.room.address,
            str((await run.execute("state"))["state"]),
        ]
        await asyncio.to_thread(run.room.stop)
    said = capfd.readouterr()
    # The client of this test notes its own headers.
    logged = [record.getMessage() for record in caplog.records if not record.name.startswith("http")]
    written = contents(tmp_path)
    assert len(written) >= 18
    for text in (*pages, *logged, said.out, said.err):
        assert token not in text
    assert not [content for content in written if token.encode() in content]


def contents(folder: Path) -> list[bytes]:
    """What all files in a folder hold."""
    return [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
