"""A real ``facilitator serve`` killed again and again under writing and voting phones, with a ledger kept outside.

``KILLS`` in the environment says how often; the default is for every day. On Linux the server is started by a fork of a
warm process, which is far quicker and aims the kills at single operations on the disk; some starts are by a fresh
interpreter all the same. ``KILL_START=fresh`` starts a fresh interpreter every time, as everywhere else.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from confirmation_ledger import Ledger, compare, links_left
from kill_cycles import Killer
from restartable_server import Forker, Server
from workshops import ITEMS, make_votes, make_workshop, text_of

from facilitator.rehearsal.phone import SimulatedPhone

KILLS = int(os.environ.get("KILLS", "24"))
FORKED = sys.platform == "linux" and os.environ.get("KILL_START") != "fresh"
SESSION_KILLS = 100
"""After so many kills, a new session."""

VOTES = 12
PHONES = 8


async def test_a_server_that_is_killed_loses_nothing_it_promised(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        forker = await stack.enter_async_context(Forker()) if FORKED else None
        killer = Killer(tmp_path / "home", random.Random(11), forker)
        for number in itertools.count():
            left = KILLS - killer.kills
            if left <= 0:
                break
            folder = tmp_path / str(number)
            folder.mkdir()
            if number % 6 == 1 or left <= VOTES:
                await votes(folder / "session.json", killer, min(left, VOTES))
            else:
                await ideas(folder / "session.json", killer, min(left - VOTES, SESSION_KILLS))
            for each in folder.iterdir():
                each.unlink()
            print(killer.summary(), flush=True)
    assert killer.sound(), killer.summary()
    assert killer.promised > KILLS


async def ideas(path: Path, killer: Killer, kills: int) -> None:
    """Phones write ideas while the server is killed, also while it starts and while it ends."""
    make_workshop(path)
    async with workshop(path, killer) as (server, ledger, phones):
        await open_ideas(server)
        writers = [asyncio.create_task(ledger.write(phone, f"phone {n}")) for n, phone in enumerate(phones)]
        until = killer.kills + kills
        while killer.kills < until:
            await killer.kill(server)
            ledger.running.clear()
            server = await killer.restart(path)
            ledger.running.set()
        await asyncio.sleep(0.2)
        ledger.over = True
        await asyncio.gather(*writers)
        await end(server)
    killer.note(compare(path, ledger), ledger.wrong)


async def votes(path: Path, killer: Killer, kills: int) -> None:
    """One vote after another is killed while it closes; once it is closed, nothing on disk leads to a phone."""
    make_votes(path, kills)
    async with workshop(path, killer) as (server, ledger, phones):
        ledger.sent.update(map(text_of, ITEMS))
        until = killer.kills + kills
        for number in itertools.count(1):
            if killer.kills >= until:
                break
            step = f"vote{number}"
            while await state_of(server, step) != "open":
                await server.ask("goto", step=step)
                await server.ask("open")
            voting = [asyncio.create_task(vote(ledger, phone, step, killer.chance)) for phone in phones]
            if number % 3 == 0:
                # So that the session file itself, and not only the journal, holds ballots with their seats.
                await killer.kill_voting(server)
                ledger.running.clear()
                server = await killer.restart(path)
                ledger.running.set()
            # Some of the last votes are on their way when the vote is closed.
            await asyncio.wait(voting[: PHONES - 2])
            await killer.kill_closing(server)
            ledger.running.clear()
            server = await killer.restart(path)
            if await state_of(server, step) == "open":
                await server.ask("close")
            ledger.wrong += [f"{step}: {name} is still on disk" for name in links_left(path, ledger)]
            ledger.running.set()
            await asyncio.gather(*voting)
        await end(server)
    killer.note(compare(path, ledger), ledger.wrong)


@asynccontextmanager
async def workshop(path: Path, killer: Killer) -> AsyncIterator[tuple[Server, Ledger, list[SimulatedPhone]]]:
    """A server, a ledger and phones that have joined."""
    server, ledger = await killer.first(path), Ledger()
    phones = [SimulatedPhone(str(server.ready["url"])) for _ in range(PHONES)]
    for phone in phones:
        await phone.join()
    ledger.running.set()
    try:
        yield server, ledger, phones
    finally:
        ledger.over = True
        for phone in phones:
            await phone.close()


async def end(server: Server) -> None:
    """Unlike all others, this one may save."""
    server.no_more()
    assert await server.gone() == 0


async def state_of(server: Server, step: str) -> str:
    """The state of a step."""
    plan = (await server.ask("state"))["state"]["plan"]
    return next(str(each["state"]) for each in plan if each["id"] == step)


async def open_ideas(server: Server) -> None:
    """Go on until phones can write ideas."""
    for _ in range(50):
        await server.ask("next")
        if await state_of(server, "ideas") == "open":
            return
    raise AssertionError("ideas were never open")


async def vote(ledger: Ledger, phone: SimulatedPhone, step: str, chance: random.Random) -> None:
    """Three votes of one phone."""
    for item in chance.sample(ITEMS, 3):
        await ledger.vote(phone, step, item)
