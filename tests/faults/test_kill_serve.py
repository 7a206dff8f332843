"""A real ``facilitator serve`` killed again and again under writing phones, with a ledger kept outside of it.

``KILLS`` in the environment says how often; the default is for every day.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import secrets
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
from workshops import make_workshop

from facilitator.phone import Phone
from store import sessions

KILLS = int(os.environ.get("KILLS", "60"))
PHONES = 8
PATIENCE = 60.0
ROOT = Path(__file__).parent.parent.parent


@dataclass
class Ledger:
    """What phones sent, and what they were told is saved."""

    saved: dict[str, str] = field(default_factory=dict)
    """Text -> id of the idea."""
    sent: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    running: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while there is a server to talk to."""
    over: bool = False


async def start(path: Path, home: Path, *options: str) -> tuple[asyncio.subprocess.Process, Mapping[str, Any]]:
    """A server that is ready, and what it says of itself."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "facilitator", "serve", str(path), "--host", "127.0.0.1", *options,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**26,
        env={**os.environ, "FACILITATOR_HOME": str(home), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
    return process, json.loads(line)


async def ask(process: asyncio.subprocess.Process, verb: str) -> Mapping[str, Any]:
    """The reply to one command."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps({"n": 1, "do": verb}).encode() + b"\n")
    while True:
        line: Mapping[str, Any] = json.loads(await asyncio.wait_for(process.stdout.readline(), PATIENCE))
        if line.get("n") == 1:
            return line


async def open_ideas(process: asyncio.subprocess.Process) -> None:
    """Go on until phones can write ideas."""
    for _ in range(50):
        await ask(process, "next")
        state = (await ask(process, "state"))["state"]
        if any((each["id"], each["state"]) == ("ideas", "open") for each in state["plan"]):
            return
    raise AssertionError("ideas were never open")


async def write(phone: Phone, name: str, ledger: Ledger) -> None:
    """One idea after another, each sent with its key until it is saved, and now and then once more."""
    number = 0
    while not ledger.over:
        number += 1
        key, text = secrets.token_hex(16), f"Idea {number} of {name}"
        ledger.sent.add(text)
        for _ in range(2 if number % 3 else 1):
            saved = await insist(phone, key, text, ledger)
            if saved and ledger.saved.setdefault(text, saved) != saved:
                ledger.wrong.append(f"{text} was saved as {ledger.saved[text]} and as {saved}")


async def insist(phone: Phone, key: str, text: str, ledger: Ledger) -> str:
    """The id that it was saved with; empty when all is over before it was."""
    while not ledger.over:
        with contextlib.suppress(httpx2.HTTPError, TimeoutError):
            await asyncio.wait_for(ledger.running.wait(), 1)
            reply = await phone.send("ideas", key=key, text=text)
            if reply.status_code in (200, 201):
                return str(reply.json()["id"])
            if reply.status_code not in (429, 503):
                ledger.wrong.append(f"{text}: {reply.status_code} {reply.text[:200]}")
                return ""
        await asyncio.sleep(0.01)
    return ""


async def test_a_server_that_is_killed_loses_nothing_it_promised(tmp_path: Path) -> None:
    path, home = tmp_path / "workshop.json", tmp_path / "home"
    make_workshop(path)
    ledger, chance, restarts = Ledger(), random.Random(11), list[float]()
    process, ready = await start(path, home, "--port", "0")
    await open_ideas(process)
    phones = [Phone(str(ready["url"])) for _ in range(PHONES)]
    for phone in phones:
        await phone.join()
    ledger.running.set()
    writers = [asyncio.create_task(write(phone, f"phone {n}", ledger)) for n, phone in enumerate(phones)]
    for _ in range(KILLS):
        await asyncio.sleep(chance.uniform(0.02, 0.4))
        process.kill()
        ledger.running.clear()
        await process.wait()
        begun = time.monotonic()
        process, again = await start(path, home)
        restarts.append(time.monotonic() - begun)
        assert again["url"] == ready["url"]
        ledger.running.set()
    await asyncio.sleep(0.5)
    ledger.over = True
    await asyncio.gather(*writers)
    for phone in phones:
        await phone.close()
    assert process.stdin is not None
    process.stdin.close()
    assert await asyncio.wait_for(process.wait(), PATIENCE) == 0
    check(path, ledger)
    print(
        f"{KILLS} kills, {len(ledger.saved)} ideas promised of {len(ledger.sent)} sent; "
        f"restart median {sorted(restarts)[len(restarts) // 2]:.2f} s, longest {max(restarts):.2f} s"
    )


def check(path: Path, ledger: Ledger) -> None:
    """The session against the ledger."""
    assert not ledger.wrong
    with sessions.open_session(path, read_only=True) as kept:
        found = Counter(idea.text for idea in kept.ideas.values())
        assert not [text for text, count in found.items() if count > 1]
        assert not [text for text, name in ledger.saved.items() if kept.ideas[name].text != text]
        assert found.keys() <= ledger.sent
    assert len(ledger.saved) > KILLS
