"""Slow readers, slow writers, silent connections and a flood do not affect real phones. These tests check only that no
phone fails and that each attack ends; ``python tests/bench/load.py hostile`` prints the measurements."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from assertions import nonempty
from bench.attacks import Attack, attacked
from bench.wire import Place
from running_room import RoomPhone, Running, running

from facilitator.web import deadline

PHONES = 20


async def test_real_phones_work_on_under_every_attack_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "REQUEST_SECONDS", 1.0)
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        phones = await asyncio.gather(*(run.phone() for _ in range(PHONES)))
        floods = [cookie_of(await run.phone()) for _ in range(3)]
        place = Place("127.0.0.1", run.room.port, run.code)
        attack = Attack(silent=150, slow_readers=20, slow_writers=20, flood=floods)
        async with attacked(place, attack):
            codes = await asyncio.gather(*(write(phone) for phone in phones))
        assert {code for each in codes for code in each} == {201}
        texts = (await run.execute("state"))["state"]["texts"]
        assert sum(text["text"].startswith("Oma ajatus") for text in texts) == PHONES * 3
        await gone(run)


def cookie_of(phone: RoomPhone) -> str:
    return "; ".join(f"{name}={value}" for name, value in phone.client.cookies.items())


async def write(phone: RoomPhone) -> list[int]:
    """Three answers, with the pauses of a fast writer."""
    found = []
    for number in range(3):
        found.append((await phone.send("ideas", text=f"Oma ajatus {number}")).status_code)
        await asyncio.sleep(0.4)
    return found


async def gone(run: Running) -> None:
    """No unfinished request is left."""
    async with asyncio.timeout(10):
        while deadline._unfinished:  # noqa: ASYNC110 - the other side of a socket tells nobody
            await asyncio.sleep(0.05)


async def test_too_many_unfinished_requests_of_one_address_cost_the_oldest_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadline, "MAX_UNFINISHED", 30)
    async with running(tmp_path) as run:
        silent = [await asyncio.open_connection("127.0.0.1", run.room.port) for _ in range(50)]
        async with asyncio.timeout(5):
            for reader, _ in nonempty(silent[:20]):
                assert await reader.read() == b""
        phone = await run.phone()
        assert (await phone.client.get("/health")).status_code == 200
        others = [asyncio.create_task(reader.read()) for reader, _ in silent[25:]]
        await asyncio.sleep(0.2)
        assert not [each for each in others if each.done()]
        for each in others:
            each.cancel()
        for _, writer in silent:
            writer.transport.abort()
