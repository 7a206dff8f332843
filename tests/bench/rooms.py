"""Workshops to measure: made on disk, served by ``facilitator serve`` in a process of its own, walked to a step."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import random
import secrets
import sys
import time
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.wire import Place
from facilitator.rules.core.ids import new_id
from facilitator.templates.new_session import new_session
from store.records import Change, Idea, Seat, Step, replace
from store.sessions import create, open_session

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60.0
LINE = 2**26
"""The longest line that is read, bytes."""
WORDS = (
    "asiakas", "päätös", "puhelu", "viesti", "selkeä", "nopea", "kysyn", "soitan", "luen", "lomake", "ohje", "tiimi",
    "palaute", "aika", "yhdessä", "kerron", "kuuntelen", "vastaan", "sovin", "tarkistan", "kiitän", "kokous", "kieli",
)  # fmt: skip


def text_of(number: int) -> str:
    """An idea of ordinary length; different ones differ."""
    chance = random.Random(number)
    return f"{' '.join(chance.choice(WORDS) for _ in range(9))} {number}"


def make(path: Path, ideas: int = 0, minutes: int = 60, plan: Sequence[Step] = ()) -> None:
    """The flagship workshop without a limit of ideas per phone, with so many ideas written already; ``plan``: other
    steps than its own."""
    session, steps = new_session("cx-what-can-i-do", minutes)
    steps = [
        replace(step, settings={**step.settings, "max_per_person": 0}) if step.id == "ideas" else step for step in steps
    ]
    create(path, session, plan or steps)
    if not ideas:
        return
    seats = [Seat(id=new_id(), token=secrets.token_hex(32), language="fi") for _ in range(max(10, ideas // 10))]
    written = [
        Idea(id=new_id(), step="ideas", seat=seats[n % len(seats)].id, text=text_of(-n - 1), lang="fi")
        for n in range(ideas)
    ]
    with open_session(path) as kept:
        for batch in (seats, written):
            for first in range(0, len(batch), 5000):
                kept.save(Change(put=tuple(batch[first : first + 5000])))


class Serving:
    """``async with Serving(path, home) as room``: ``facilitator serve``, driven by JSON lines, its wall watched."""

    def __init__(self, path: Path, home: Path, *words: str) -> None:
        """``words`` are put before the command: ``-X importtime``, a profiler ..."""
        self._path, self.home, self._words = path, home, words
        self._numbers = itertools.count(1)
        self._replies: dict[int, asyncio.Future[Mapping[str, Any]]] = {}
        self._process: asyncio.subprocess.Process
        self.input: asyncio.StreamWriter
        self.output: asyncio.StreamReader
        self.versions, self.times = array("q"), array("d")
        """What the wall was told, and when."""
        self.place: Place
        self.pid = 0

    async def __aenter__(self) -> Serving:
        await self.start(("serve", str(self._path), "--host", "127.0.0.1", "--port", "0"))
        ready = json.loads(await asyncio.wait_for(self.output.readline(), PATIENCE))
        url = urlsplit(ready["url"])
        assert url.hostname is not None
        assert url.port is not None
        self.place = Place(url.hostname, url.port, ready["code"])
        self.pid = int(ready["pid"])
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        self.input.close()
        await asyncio.wait_for(self.ended(), PATIENCE)
        await self._reading

    async def start(self, words: Sequence[str]) -> None:
        """Start the program by a fresh interpreter, which is what is measured."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, *self._words, "-m", "facilitator", *words,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=LINE, cwd=ROOT,
            env={**os.environ, "FACILITATOR_HOME": str(self.home)},
        )  # fmt: skip
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.input, self.output = self._process.stdin, self._process.stdout

    async def ended(self) -> None:
        """Wait for the end of the program."""
        await self._process.wait()

    async def do(self, verb: str, **fields: Any) -> Mapping[str, Any]:
        """One command that has to succeed."""
        number = next(self._numbers)
        waiting = self._replies[number] = asyncio.get_running_loop().create_future()
        self.input.write((json.dumps({"n": number, "do": verb, **fields}) + "\n").encode())
        await self.input.drain()
        reply: Mapping[str, Any] = await asyncio.wait_for(waiting, PATIENCE)
        assert reply["ok"], reply
        return reply

    async def state(self) -> Mapping[str, Any]:
        """What the console shows."""
        found: Mapping[str, Any] = (await self.do("state"))["state"]
        return found

    async def walk_to(self, step: str, state: str) -> None:
        """Press next until the step is in the state."""
        for _ in range(200):
            public = (await self.state())["public"]
            if public["step"] and (public["step"]["id"], public["step"]["state"]) == (step, state):
                return
            await self.do("next")
        raise AssertionError(f"never came to {step} {state}")

    async def _read(self) -> None:
        async for raw in self.output:
            now = time.perf_counter()
            line = json.loads(raw)
            if (waiting := self._replies.pop(line.get("n") or -1, None)) is not None:
                waiting.set_result(line)
            elif line.get("event") == "version":
                self.versions.append(int(line["version"]))
                self.times.append(now)


def saved_ideas(path: Path) -> Sequence[Mapping[str, Any]]:
    """The ideas in a session file that is closed."""
    found = json.loads(path.read_text("utf-8"))["ideas"]
    return list(found.values())
