"""Only the facilitator can control the workshop: every writing route is tried with every credential that a participant
can get, in every unusual spelling of its path. The routes come from the route table, so new ones are included."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from raw_requests import READS, Answered, ask, request, table
from running_room import Running, running

from facilitator.room.verbs import VERBS
from facilitator.web.app import make_app

FOR_PARTICIPANTS = {("POST", "/{code}/answers"), ("DELETE", "/{code}/answers/{id}")}
"""The two ways in for what people write; with their own seat, they may."""

TAUGHT = ("next", "close", "reveal", "hide", "undo", "stop")
"""Verbs that would show."""


def paths(path: str) -> Iterator[str]:
    """The path, and spellings of it that might bypass an access check."""
    yield path
    yield path + "/"
    yield path + "?do=next"
    yield path + "#next"
    yield path + ";jsessionid=1"
    yield path + "%00"
    yield path + "%20"
    yield "/" + path
    yield path.upper()
    yield path.replace("/", "//")
    yield path.replace("/", "/./")
    yield "/static/.." + path
    yield "/%2e%2e" + path
    yield quote(path, safe="").replace("%2F", "/").replace("a", "%61")
    yield path.replace("/", "%2f")
    yield f"http://127.0.0.1{path}"


def fingerprint(run: Running) -> Mapping[str, Any]:
    """What only the facilitator can change, as the console has it."""
    found = msgspec.to_builtins(run.room.console)
    public = found["public"]
    kept = {name: public[name] for name in ("session", "step", "current", "timer", "next")}
    return {**kept, "plan": found["plan"], "texts": found["texts"], "undo": found["undo"], "redo": found["redo"]}


async def credentials(run: Running) -> Mapping[str, str]:
    """Cookies: none, made up, of a seat that was given up, of another workshop, and a participant's own."""
    name = run.room.cookie_name
    first, second = await run.phone(), await run.phone()
    own = dict(second.client.cookies)
    mine = next(iter(own.values()))
    stale = next(iter(dict(first.client.cookies).values()))
    await give_up(run, stale)
    return {
        "none": "",
        "wrong": f"{name}={secrets.token_urlsafe(16)}",
        "stale": f"{name}={stale}",
        "of another": f"seat-other={mine}; token={mine}; session={mine}",
        "participant": f"{name}={mine}",
    }


async def give_up(run: Running, token: str) -> None:
    """Revoke the seat of a token."""

    async def leave() -> bool:
        seat = run.room.phones.seat(token)
        await run.room.phones.leave(seat or "")
        return seat is not None and run.room.phones.seat(token) is None

    assert await asyncio.wrap_future(run.room.submit(leave()))


def bodies(run: Running) -> Iterator[bytes]:
    """What a control route might listen to."""
    step = run.room.public.current
    for verb in TAUGHT:
        yield json.dumps({"do": verb, "verb": verb, "key": secrets.token_hex(16), "step": step}).encode()


async def test_only_the_two_ways_in_write_and_neither_lets_anybody_control(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        idea = (await run.execute("add", text="Paperilta"))["id"]
        cookies = await credentials(run)
        before = fingerprint(run)
        app = make_app(run.room.phones, hosts=list)
        writes = [(method, path) for method, path in table(app) if method not in READS]
        assert set(writes) >= FOR_PARTICIPANTS
        passed, tried = [], 0
        for method, path in writes:
            filled = path.replace("{code}", run.code).replace("{id}", idea)
            for who, cookie in cookies.items():
                for spelled in paths(filled):
                    for body in bodies(run):
                        said = await attempt(run, method, spelled, cookie, body)
                        tried += 1
                        if said.status < 400 and said.status not in (0, 303, 307):
                            passed.append((method, spelled, who, said.status, body))
                        assert b"Traceback" not in said.body
                        assert said.status < 500
        assert tried >= len(writes) * 300
        assert not passed
        assert fingerprint(run) == before


async def attempt(run: Running, method: str, target: str, cookie: str, body: bytes) -> Answered:
    """Send one attack, with headers that are known to bypass access checks in other products."""
    headers = [
        ("Host", f"127.0.0.1:{run.room.port}"),
        ("Content-Type", "application/json"),
        ("Authorization", f"Bearer {cookie.partition('=')[2] or 'x'}"),
        ("X-Forwarded-For", "127.0.0.1"),
        ("X-HTTP-Method-Override", "POST"),
        ("X-Original-URL", "/remote"),
    ]
    headers += [("Cookie", cookie)] if cookie else []
    return await ask(run.room.port, request(method, target, headers, body))


async def test_nothing_that_is_read_changes_the_workshop_and_no_name_of_a_verb_is_an_address(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        cookies = await credentials(run)
        before = fingerprint(run)
        known = table(make_app(run.room.phones, hosts=list))
        for method, path in known:
            if method in READS:
                filled = path.replace("{code}", run.code).replace("{id}", "x").replace("{name}", "x")
                for cookie in cookies.values():
                    said = await attempt(run, method, filled + "?do=next", cookie, b"")
                    assert said.status < 500
        for verb in VERBS.names:
            for path in (f"/{verb}", f"/{run.code}/{verb}", f"/remote/{verb}", f"/{run.code}/remote/{verb}"):
                said = await attempt(run, "POST", path, cookies["participant"], b"{}")
                assert said.status in (404, 405)
        assert fingerprint(run) == before


async def test_no_reply_opens_the_door_to_other_sites_or_tells_what_serves_it(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        cookie = (await credentials(run))["participant"]
        for method, path in table(make_app(run.room.phones, hosts=list)):
            filled = path.replace("{code}", run.code).replace("{id}", "x").replace("{name}", "x")
            headers = [("Host", f"127.0.0.1:{run.room.port}"), ("Origin", "http://evil.example"), ("Cookie", cookie)]
            said = await ask(run.room.port, request(method, filled, headers))
            head = said.head.lower()
            assert b"\r\ncontent-security-policy: default-src 'none'" in head
            assert b"access-control" not in head
            assert b"\r\nserver:" not in head
            if method not in READS:
                assert said.status == 403
