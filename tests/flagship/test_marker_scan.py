"""No identifying data of a phone is stored: address, browser, cookie, referrer, time of arrival.

Runs a whole workshop with ``facilitator serve``. Every phone sends unique markers; then all files are searched for the
markers in every encoding.
"""

from __future__ import annotations

import base64
import gzip
import json
import secrets
import zipfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import correlation
from typing import Any

import httpx2
from identifying_markers import address_spellings, contents, hits, spellings, token_spellings, unpacked
from serve_process import Served
from test_flagship_run import new_flagship
from tinydb import TinyDB

PEOPLE = 24


@dataclass
class Guest:
    """One phone with its marks."""

    number: int
    client: httpx2.AsyncClient
    code: str
    address: str
    said: dict[str, str]
    """Header -> its mark."""
    tokens: list[str] = field(default_factory=list)
    ballots: list[str] = field(default_factory=list)

    async def come(self) -> None:
        """Open the page, and look around as a browser does."""
        for path in ("", "/state", "/part", "/screen", f"?utm={self.said['query']}"):
            reply = await self.client.get(f"/{self.code}{path}", headers={"Accept": "text/html"})
            assert reply.status_code == 200, reply.text
            self.tokens += [
                value
                for line in reply.headers.get_list("set-cookie")
                if (value := line.split(";")[0].partition("=")[2]) and value not in self.tokens
            ]
        async with self.client.stream("GET", f"/{self.code}/events") as stream:
            assert stream.status_code == 200

    async def blunder(self) -> None:
        """Requests that are refused, and might be written down for that."""
        mark = self.said["query"]
        for method, path in (("GET", f"/{mark}"), ("PUT", f"/{self.code}"), ("GET", f"/static/{mark}")):
            assert 400 <= (await self.client.request(method, path)).status_code < 500
        foreign = {"Host": f"{mark}.example", "Origin": f"http://{mark}.example"}
        assert (await self.client.get("/", headers=foreign)).status_code == 400
        bad = await self.client.post(f"/{self.code}/answers", content=mark, headers={"Content-Type": mark})
        assert bad.status_code == 415
        garbled = f'{{"key": "{mark}", "step": NaN'
        bad = await self.client.post(f"/{self.code}/answers", content=garbled, headers=JSON)
        assert bad.status_code == 400

    async def state(self) -> Mapping[str, Any]:
        """What this phone sees."""
        found: Mapping[str, Any] = (await self.client.get(f"/{self.code}/state")).json()
        return found

    async def send(self, step: str, **fields: object) -> str:
        """One answer that has to be saved; its id."""
        message = {"key": secrets.token_hex(16), "step": step, **fields}
        reply = await self.client.post(f"/{self.code}/answers", json=message)
        assert reply.status_code == 201, reply.text
        return str(reply.json()["id"])


JSON = {"Content-Type": "application/json"}


@asynccontextmanager
async def guests(address: str) -> AsyncIterator[list[Guest]]:
    """Phones from addresses of their own."""
    origin, code = address.rsplit("/", 1)
    found = [guest(number, origin, code) for number in range(PEOPLE)]
    try:
        yield found
    finally:
        for one in found:
            await one.client.aclose()


def guest(number: int, origin: str, code: str) -> Guest:
    """One of them. The loopback has 16 million addresses, and each phone comes from another."""
    address = f"127.{77 + number}.{113 + number}.{201 - number}"
    said = {
        name: f"{name}mark{secrets.token_hex(8)}"
        for name in ("agent", "cookie", "referer", "language", "forwarded", "query", "hint")
    }
    headers = {
        "User-Agent": f"Mozilla/5.0 ({said['agent']})",
        "Referer": f"http://{said['referer']}.example/",
        "Accept-Language": f"fi, x-{said['language']};q=0.5",
        "X-Forwarded-For": f"203.0.113.{number}, {said['forwarded']}",
        "Forwarded": f"for={said['forwarded']}",
        "X-Real-IP": said["forwarded"],
        "Sec-CH-UA-Model": said["hint"],
    }
    transport = httpx2.AsyncHTTPTransport(local_address=address)
    client = httpx2.AsyncClient(base_url=origin, headers=headers, transport=transport, trust_env=False)
    client.cookies.set(said["cookie"], said["cookie"])
    return Guest(number, client, code, address, said)


async def workshop(served: Served, people: list[Guest], out: Path) -> list[str]:
    """From the lobby to the end, with files; returns what each one wrote first, in the order of their coming."""
    for one in people:
        await one.come()
        await one.blunder()
    await served.walk_to("pulse_in", "open")
    for one in people:
        await one.send("pulse_in", value=one.number % 5 + 1)
    await served.walk_to("ideas", "open")
    written = [await one.send("ideas", text=f"Ajatus {secrets.token_hex(4)}", tag="ease") for one in people]
    await served.walk_to("pick", "open")
    for one in people:
        await one.send("pick", answer=(await one.state())["mine"]["ideas"][0]["id"])
    await served.walk_to("vote", "open")
    for one in people:
        one.ballots.append(await one.send("vote", item=(await one.state())["mine"]["order"][0], votes=1))
    await served.walk_to("commit", "open")
    for one in people:
        await one.send("commit", text=f"Lupaus {secrets.token_hex(4)}", share=one.number % 2 == 0)
    await served.walk_to("actions", "open")
    action = await served.execute("action", what="Yhteinen vastauspohja", due="2027-04-05")
    await people[3].send("actions", action=action["id"], owner="Aino")
    await served.walk_to("close", "open")
    await served.execute("export", out=str(out / "open"))
    await served.execute("close")
    await served.execute("export", out=str(out / "closed"))
    return written


async def test_no_mark_of_a_phone_is_left_after_the_workshop(tmp_path: Path) -> None:
    session, home, errors = tmp_path / "kept" / "työpaja.json", tmp_path / "home", tmp_path / "errors.txt"
    session.parent.mkdir()
    new_flagship(60, session)
    async with Served(session, home, "--port", "0", errors=errors) as served, guests(served.address) as people:
        written = await workshop(served, people, tmp_path / "out")
        assert not hits(list(contents(tmp_path)), marks_of(people))
    assert served.exit_code == 0
    left = [*contents(tmp_path), ("standard output", served.output)]
    assert {path.name for path in (tmp_path / "kept").iterdir()} >= {"työpaja.json"}
    assert any(name.endswith("session.json") for name, _ in left)
    assert not hits(left, marks_of(people))
    assert not order_told(session, written)
    assert not order_in_files(left, session, written)


def marks_of(people: list[Guest]) -> dict[str, dict[str, bytes]]:
    """Everything that must not be found."""
    marks: dict[str, dict[str, bytes]] = {}
    for one in people:
        assert one.tokens
        marks |= {f"{name} of {one.number}": spellings(mark) for name, mark in one.said.items()}
        marks |= {f"token of {one.number}": token_spellings(token) for token in one.tokens}
        marks |= {f"ballot of {one.number}": {"plain": ballot.encode()} for ballot in one.ballots}
        marks[f"address of {one.number}"] = address_spellings(one.address)
    return marks


def order_told(session: Path, written: list[str]) -> list[str]:
    """Tables of the session file in which the order, the numbers or the contents follow the order of coming."""
    told = []
    with TinyDB(session) as database:
        came = {document["seat"]: written.index(document["id"]) for document in database.table("ideas").all()}
        assert len(came) == PEOPLE
        for table in ("seats", "ideas", "answers", "promises"):
            found = database.table(table).all()
            ranks = [came[document["seat" if table != "seats" else "id"]] for document in found]
            assert len(set(ranks)) == PEOPLE, table
            orders = {
                "place": range(len(ranks)),
                "number": [document.doc_id for document in found],
                "id": by_rank([document["id"] for document in found]),
            }
            told += [f"{table} {name}" for name, order in orders.items() if abs(correlation(order, ranks)) > 0.85]
        receipts = database.table("receipts").all()
        assert receipts
        assert {receipt["version"] for receipt in receipts} == {0}
        assert not [ballot for ballot in database.table("ballots").all() if ballot["seat"]]
    assert not list(session.parent.glob("*.journal")) or not (session.parent / "työpaja.json.journal").read_bytes()
    before = session.with_name(session.name + ".previous")
    assert '"version":0' in before.read_text("utf-8")
    return told


def order_in_files(left: list[tuple[str, bytes]], session: Path, written: list[str]) -> list[str]:
    """Files in which the ideas stand in the order of their writers' coming."""
    with TinyDB(session) as database:
        texts = {document["id"]: str(document["text"]).encode() for document in database.table("ideas").all()}
    told, seen = [], 0
    for name, data in left:
        places = [data.find(texts[idea]) for idea in written]
        if -1 not in places:
            seen += 1
            told += [name] if abs(correlation(range(PEOPLE), by_rank(places))) > 0.85 else []
    assert seen >= 4, "the file, the one before it, and those that were made of it"
    return told


def by_rank(found: Sequence[str] | Sequence[int]) -> list[int]:
    """The place of each when they are sorted."""
    ordered = sorted(found)
    return [ordered.index(each) for each in found]


async def test_the_search_finds_what_was_left(tmp_path: Path) -> None:
    one = Guest(0, httpx2.AsyncClient(), "4829", "127.77.113.201", {"agent": "agentmark0123456789abcdef"}, ["a" * 22])
    await one.client.aclose()
    marks = marks_of([one])
    for data in (
        b"x agentmark0123456789abcdef x", b"127.77.113.201", b"2135781833", b"7f4d71c9", b"a" * 22,
        base64.b64encode(b"xy agentmark0123456789abcdef z"), b"agentmark0123456789abcdef".hex().encode(),
        gzip.compress(b"address 127.77.113.201"),
    ):  # fmt: skip
        assert hits(list(unpacked("x", data)), marks), data
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.txt", "agentmark0123456789abcdef")
    assert hits(list(contents(tmp_path)), marks)
    assert not hits([("x", json.dumps({"a": 1}).encode())], marks)
