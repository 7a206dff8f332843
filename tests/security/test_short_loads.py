"""Short runs of the benches as tests of behaviour: nothing lost, nothing doubled, nothing left behind. No clocks."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Sequence
from pathlib import Path

import pytest
import warm_program
from bench import runs
from bench.rooms import LINE, Serving
from bench.runs import Load
from bench.soak import soak
from fake_phones import open_step

from facilitator.view import GroupBody, Text
from facilitator.web.assets import Assets
from facilitator.web.page_context import PageContext
from facilitator.web.render import Renderer


@pytest.fixture(autouse=True)
def quickly_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start the servers by forks: nothing is measured here, and an interpreter's start takes longer than a load."""
    copies: dict[Serving, warm_program.Copy] = {}

    async def start(serving: Serving, words: Sequence[str]) -> None:
        ours, theirs = socket.socketpair()
        around = {**os.environ, "FACILITATOR_HOME": str(serving.home)}
        with theirs:
            end = theirs.fileno()
            copies[serving] = warm_program.start(*words, stdin=end, stdout=end, stderr=2, environment=around)
        serving.output, serving.input = await asyncio.open_unix_connection(sock=ours, limit=LINE)

    async def ended(serving: Serving) -> None:
        await asyncio.to_thread(copies[serving].wait, 60)

    monkeypatch.setattr(Serving, "start", start)
    monkeypatch.setattr(Serving, "ended", ended)


async def test_under_load_nothing_is_lost_or_doubled_and_all_phones_and_the_wall_are_told(tmp_path: Path) -> None:
    result = await runs.room(tmp_path, Load(phones=120, rate=60, seconds=4, parts=True))
    assert len(result.sent.saved) == 240
    assert not result.sent.failed
    assert (result.lost, result.doubled, result.missed) == (0, 0, 0)
    assert (result.heard.lost, result.heard.dropped, result.heard.opened) == (0, 0, 120)
    assert result.heard.delivered.count == 240 * 120


async def test_what_a_phone_is_sent_does_not_grow_with_the_ideas(tmp_path: Path) -> None:
    few = await runs.room(tmp_path, Load(phones=10, rate=20, seconds=2, ideas=50))
    many = await runs.room(tmp_path, Load(phones=10, rate=20, seconds=2, ideas=3000))
    assert few.fine, few
    assert many.fine, many
    ticks = few.heard.octets / max(1, len(few.sent.saved)), many.heard.octets / max(1, len(many.sent.saved))
    assert ticks[1] < ticks[0] * 2


async def test_a_page_of_very_many_texts_says_how_many_more_there_are() -> None:
    sizes = []
    for count in (90, 100, 5000):
        texts = tuple(Text(id=f"t{n}", text=f"Ajatus {n}", lang="fi") for n in range(count))
        view = open_step(GroupBody(themes=(), loose=texts, focus="t0"), state="open", kind="group")
        page = Renderer(Assets()).page("part", PageContext(view=view))
        sizes.append(len(page))
        assert ("4900 muuta" in page) is (count == 5000)
    assert sizes[2] < sizes[1] * 1.1


async def test_everybody_who_returns_at_once_gets_their_step(tmp_path: Path) -> None:
    assert await runs.back(tmp_path, 150) > 0


async def test_phones_that_sleep_and_wake_leave_nothing_behind(tmp_path: Path) -> None:
    seen = await soak(tmp_path, 0.15, 30)
    assert seen.saved > 10
    assert not seen.failed
    assert seen.files_left <= 0
    threads = [int(str(row[3])) for row in seen.rows]
    assert max(threads) - min(threads) <= 2, "a thread may come, but not one for every phone"
